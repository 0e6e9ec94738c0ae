"""After a change of a course's documents: starred questions asked again, contradictions found."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import discord
from discord.ext import commands

from bot.cards.golden import run_card
from bot.cogs.desk import Desk
from bot.deadlines import Deadlines
from knowledge.errors import KnowledgeError
from knowledge.model.golden import GoldenReport
from knowledge.model.places import Host

log = logging.getLogger(__name__)

TOGETHER = timedelta(minutes=2)
"""After somebody did something: several files that are added together are one change."""


class CourseWatch(commands.Cog):
    """Looks a little after somebody did something. What is due is decided by what is stored, so
    that a start finds what another process changed, and nothing is told twice.
    """

    def __init__(self, bot: commands.AutoShardedBot, desk: Desk, host: Callable[[], Host]) -> None:
        self._bot = bot
        self._desk = desk
        self._host = host
        self._deadlines = Deadlines(desk.clock)
        self._seen: dict[int, int] = {}
        """By course, the revision that was last looked through for contradictions."""

    async def cog_load(self) -> None:
        self._arm()

    async def cog_unload(self) -> None:
        self._deadlines.cancel_all()

    @commands.Cog.listener()
    async def on_interaction(self, _interaction: discord.Interaction[Any]) -> None:
        self._arm()

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        if self._bot.user in message.mentions:
            self._arm()

    def _arm(self) -> None:
        if not self._deadlines.armed:
            self._deadlines.arm("courses", self._desk.clock() + TOGETHER, self._look)

    async def _look(self) -> None:
        await self._bot.wait_until_ready()
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
                if not await self._post(report):
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

    async def _post(self, report: GoldenReport) -> bool:
        """Whether it stands there now."""
        channel = self._bot.get_channel(report.channel_id)
        if not isinstance(channel, discord.abc.Messageable):
            log.warning("the channel for starred questions of course %s is gone", report.course)
            return False
        try:
            await channel.send(view=run_card(report.run, report.course))
        except discord.HTTPException as error:
            log.warning("no word on starred questions of course %s: %s", report.course, error)
            return False
        return True


async def _alone(course_id: int, doing: Awaitable[None]) -> None:
    """What goes wrong with one course leaves the others alone."""
    try:
        await doing
    except Exception as error:
        log.warning("course %d was not looked through this time: %r", course_id, error)
