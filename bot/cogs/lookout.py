"""A look around a while after somebody did something, for what is told without being asked for."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta
from typing import Any

import discord
from discord.ext import commands

from bot.cards.layout import Card
from bot.cogs.desk import Desk
from bot.deadlines import Deadlines

log = logging.getLogger(__name__)

_SOON, _LATER = "soon", "later"


class Lookout(commands.Cog):
    """Looks when the bot starts and when somebody did something, once for all that comes together.

    What is due is decided by what is stored, so that a start finds what the process before it
    left, and nothing is told twice.
    """

    def __init__(
        self,
        bot: commands.AutoShardedBot,
        desk: Desk,
        *,
        together: timedelta,
        quiet: timedelta | None = None,
    ) -> None:
        """
        Args:
            together: After somebody did something: what comes meanwhile is seen in the same look.
            quiet: Between looks while nobody does anything; ``None`` for none.
        """
        self._bot = bot
        self._desk = desk
        self._together = together
        self._quiet = quiet
        self._deadlines = Deadlines(desk.clock)
        self._looking = asyncio.Lock()

    async def look(self) -> None:
        """Find what is due, and tell it."""
        raise NotImplementedError

    async def cog_load(self) -> None:
        self.look_soon()

    async def cog_unload(self) -> None:
        self._deadlines.cancel_all()

    @commands.Cog.listener()
    async def on_interaction(self, _interaction: discord.Interaction[Any]) -> None:
        self.look_soon()

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        if self._bot.user in message.mentions:
            self.look_soon()

    def look_soon(self) -> None:
        """Once more, after ``together``."""
        if _SOON not in self._deadlines.armed:
            self._deadlines.cancel(_LATER)
            self._deadlines.arm(_SOON, self._desk.clock() + self._together, self._look)

    async def _look(self) -> None:
        if self._quiet is not None:
            self._deadlines.arm(_LATER, self._desk.clock() + self._quiet, self._look)
        await self._bot.wait_until_ready()
        # A deadline is out of the way before it acts: the next may be due before this look ends.
        async with self._looking:
            await self.look()

    async def post(self, channel_id: int, card: Card, what: str) -> bool:
        """Whether it stands there now. A channel that is gone is no fault: another is chosen.

        Args:
            what: Of what and where, for the log.
        """
        channel = self._bot.get_channel(channel_id)
        if not isinstance(channel, discord.abc.Messageable):
            log.warning("%s is not told: its channel is gone", what)
            return False
        try:
            await channel.send(view=card)
        except discord.HTTPException as error:
            log.warning("%s is not told: %s", what, error)
            return False
        return True
