"""Telling many, a few at a time: what an answer that somebody gave has still to reach."""

from __future__ import annotations

import logging
from datetime import timedelta

from discord.ext import commands

from bot.cogs.desk import Desk
from bot.cogs.lookout import Lookout
from bot.cogs.tellings import go_on
from knowledge.errors import KnowledgeError

log = logging.getLogger(__name__)

PAUSE = timedelta(seconds=30)
"""Between two goes, and after somebody did something."""


class AnswerSpread(Lookout):
    """Goes on until nothing is left."""

    def __init__(self, bot: commands.AutoShardedBot, desk: Desk) -> None:
        super().__init__(bot, desk, together=PAUSE)

    async def look(self) -> None:
        """Change the next messages and tell the next people."""
        try:
            if await go_on(self._bot, self._desk):
                self.look_soon()
        except KnowledgeError as error:
            log.warning("nobody was told of an answer this time: %s", error)
