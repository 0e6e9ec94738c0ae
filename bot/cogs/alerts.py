"""Alerts to the channel that a server has chosen, together: a minute's in one message."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import discord
from discord.ext import commands

from bot.cards.log_overview import alarm_card
from bot.cogs.desk import Desk
from bot.deadlines import Deadlines
from bot.errors import Failure
from knowledge.errors import KnowledgeError
from knowledge.model.alert import Alarm

log = logging.getLogger(__name__)

TOGETHER = timedelta(minutes=1)
"""After somebody did something: what else happens meanwhile is told in the same message."""
QUIET = timedelta(hours=1)
"""Between looks while nobody does anything: who waits for a person waits longer all the same."""
_SOON, _LATER = "soon", "later"


class Alerts(commands.Cog):
    """Looks a minute after somebody did something, and every hour. What is to be told is decided
    by what is recorded alone, so that a start finds what the process before it left.
    """

    def __init__(
        self,
        bot: commands.AutoShardedBot,
        desk: Desk,
        failures: deque[Failure],
        home_server: Callable[[], int | None],
    ) -> None:
        """``failures`` is emptied into the alerts."""
        self._bot = bot
        self._desk = desk
        self._failures = failures
        self._home_server = home_server
        self._deadlines = Deadlines(desk.clock)

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
        if _SOON not in self._deadlines.armed:
            self._deadlines.cancel(_LATER)
            self._deadlines.arm(_SOON, self._desk.clock() + TOGETHER, self._look)

    async def _look(self) -> None:
        """Post what waits. A crash between may lose one message, and posts none twice."""
        self._deadlines.arm(_LATER, self._desk.clock() + QUIET, self._look)
        await self._bot.wait_until_ready()
        alerting = self._desk.knowledge.moderation.alerting
        try:
            while self._failures:
                failed = self._failures[0]
                await alerting.note_error(failed.server_id, failed.reference, failed.action)
                self._failures.popleft()
            noted = self._desk.insistence.noted
            while noted:
                slowed = noted[0]
                await alerting.note_slowed(slowed.server_id, slowed.user_id, slowed.event_id)
                noted.popleft()
            for alarm in await alerting.take_due(self._home_server()):
                if not await self._post(alarm):
                    # Until the next look, when another channel may have been chosen.
                    await alerting.give_back(alarm)
        except KnowledgeError as error:
            log.warning("no alerts this time: %s", error)

    async def _post(self, alarm: Alarm) -> bool:
        """Whether it stands there now. A channel that is gone is no fault: another is chosen."""
        channel = self._bot.get_channel(alarm.channel_id)
        if not isinstance(channel, discord.abc.Messageable):
            log.warning("the alert channel of server %s is gone", alarm.server_id)
            return False
        try:
            await channel.send(view=alarm_card(alarm))
        except discord.HTTPException as error:
            log.warning("no alert to server %s: %s", alarm.server_id, error)
            return False
        return True
