"""The work of every night: what is older than it may be goes."""

from __future__ import annotations

import logging
from datetime import datetime, time, timedelta

from discord.ext import commands

from bot.cogs.desk import Desk
from bot.deadlines import Deadlines

log = logging.getLogger(__name__)

AT = time(3, 30)
"""UTC."""
SOON = timedelta(minutes=10)
"""After a start, for bots that sleep at night."""
TRY_AGAIN = timedelta(hours=1)


class PrivacyNight(commands.Cog):
    """Wakes the retention. What is due is decided by the database: a run too many does nothing."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._deadlines = Deadlines(desk.clock)

    async def cog_load(self) -> None:
        self._arm(self._desk.clock() + SOON)

    async def cog_unload(self) -> None:
        self._deadlines.cancel_all()

    async def run(self) -> None:
        """Delete what is due, finish what was too busy by day, and wait for the next night."""
        knowledge = self._desk.knowledge
        gone = await knowledge.retention.run()
        erased = await knowledge.removals.empty_bin()
        await knowledge.personal_data.reapply()
        await knowledge.personal_data.compact()
        log.info(
            "retention: %d questions deleted, %d without their asker, %d quizzes without names, "
            "%d documents erased that were in the bin",
            gone.questions_deleted,
            gone.questions_unlinked,
            gone.quizzes_unnamed,
            erased,
        )
        self._arm(next_night(self._desk.clock()))

    def _arm(self, when: datetime) -> None:
        self._deadlines.arm("retention", when, self.run, again=TRY_AGAIN)


def next_night(now: datetime) -> datetime:
    """The next moment at which it is night."""
    tonight = datetime.combine(now.date(), AT, now.tzinfo)
    return tonight if tonight > now else tonight + timedelta(days=1)
