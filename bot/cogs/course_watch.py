"""After a change of a course's documents: starred questions asked again, contradictions found."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta

from discord.ext import commands

from bot.cards.golden import run_card
from bot.cogs.desk import Desk
from bot.cogs.lookout import Lookout
from knowledge.errors import KnowledgeError
from knowledge.model.places import Host

log = logging.getLogger(__name__)

TOGETHER = timedelta(minutes=2)
"""After somebody did something: several files that are added together are one change."""


class CourseWatch(Lookout):
    """Looks through the courses that have changed."""

    def __init__(self, bot: commands.AutoShardedBot, desk: Desk, host: Callable[[], Host]) -> None:
        super().__init__(bot, desk, together=TOGETHER)
        self._host = host
        self._seen: dict[int, int] = {}
        """By course, the revision that was last looked through for contradictions."""

    async def look(self) -> None:
        """Compare documents, ask starred questions, and post what came of it."""
        golden = self._desk.knowledge.golden
        try:
            layout, host = await self._desk.knowledge.servers.load(), self._host()
            for course in (c for c in layout.courses if layout.is_offered(c, host)):
                await _alone(
                    course.id, self._compare_documents(course.id, layout.owner(course, host))
                )
            for course_id in await golden.list_due():
                await _alone(course_id, self._ask_starred(course_id))
            for report in await golden.take_reports(self._host().home_server):
                what = f"the run of starred questions of {report.course}"
                card = run_card(report.run, report.course)
                if not await self.post(report.channel_id, card, what):
                    # Until somebody does something, such as choosing another channel.
                    await golden.give_back(report)
        except KnowledgeError as error:
            log.warning("the courses were not looked through this time: %s", error)

    async def _compare_documents(self, course_id: int, owner: int | None) -> None:
        """Find contradictions in a course if it has changed since it was last looked through."""
        disagreements = self._desk.knowledge.disagreements
        revision = await disagreements.revision(course_id)
        if self._seen.get(course_id) != revision:
            await disagreements.gather(course_id, owner)
            self._seen[course_id] = revision

    async def _ask_starred(self, course_id: int) -> None:
        knowledge = self._desk.knowledge
        # Questions on dates wait for the reading: where there is nothing to compare, none began.
        await knowledge.timeline.read(course_id)
        await knowledge.golden.run(course_id)


async def _alone(course_id: int, doing: Awaitable[None]) -> None:
    """What goes wrong with one course leaves the others alone."""
    try:
        await doing
    except Exception as error:
        log.warning("course %d was not looked through this time: %r", course_id, error)
