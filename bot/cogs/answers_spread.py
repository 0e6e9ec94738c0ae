"""Telling many, a few at a time: what an answer that somebody gave has still to reach."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta
from typing import Any

import discord
from discord.ext import commands

from bot.cogs.desk import Desk
from bot.cogs.tellings import go_on
from bot.deadlines import Deadlines
from knowledge.errors import KnowledgeError

log = logging.getLogger(__name__)

PAUSE = timedelta(seconds=30)
"""Between two goes, and after somebody did something."""


class AnswerSpread(commands.Cog):
    """Looks a little after somebody did something, and goes on until nothing is left. What is due
    is decided by what is stored, so that a start finds what the process before it left.
    """

    def __init__(self, bot: commands.AutoShardedBot, desk: Desk) -> None:
        self._bot = bot
        self._desk = desk
        self._deadlines = Deadlines(desk.clock)
        self._looking = asyncio.Lock()

    async def cog_load(self) -> None:
        self._arm()

    async def cog_unload(self) -> None:
        self._deadlines.cancel_all()

    @commands.Cog.listener()
    async def on_interaction(self, _interaction: discord.Interaction[Any]) -> None:
        self._arm()

    def _arm(self) -> None:
        if not self._deadlines.armed:
            self._deadlines.arm("answers", self._desk.clock() + PAUSE, self._look)

    async def _look(self) -> None:
        await self._bot.wait_until_ready()
        try:
            # A deadline is out of the way before it acts: the next may be due before this ends.
            async with self._looking:
                goes_on = await go_on(self._bot, self._desk)
            if goes_on:
                self._arm()
        except KnowledgeError as error:
            log.warning("nobody was told of an answer this time: %s", error)
