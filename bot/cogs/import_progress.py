"""How far a large import is checked, shown in the place of its report."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

import discord

from bot.cards.bank import progress_words
from bot.cards.layout import notice
from bot.coalescing import Coalescer
from knowledge.quizzing.duplicates import Progress

FEWEST = 100
"""Items to encode; fewer take hardly longer than the first edit."""

Interaction = discord.Interaction[Any]


@asynccontextmanager
async def progress_shown(
    interaction: Interaction, clock: Callable[[], datetime]
) -> AsyncIterator[Progress]:
    """What to tell how far it is; once the block is left, the reply is no longer edited."""
    shown = _Shown(interaction, clock)
    try:
        yield shown.tell
    finally:
        await shown.finish()


class _Shown:
    """Edits the reply at a bearable rate, and never after :meth:`finish`."""

    def __init__(self, interaction: Interaction, clock: Callable[[], datetime]) -> None:
        self._interaction = interaction
        self._edits = Coalescer(clock)
        self._lock = asyncio.Lock()
        self._is_finished = False
        self._words = ""

    def tell(self, total: int, done: int) -> None:
        if total >= FEWEST:
            self._words = progress_words(done, total)
            self._edits.request("progress", self._show)

    async def _show(self) -> None:
        async with self._lock:
            if not self._is_finished:
                await self._interaction.edit_original_response(view=notice(self._words))

    async def finish(self) -> None:
        """Wait for an edit on its way; there will be no other."""
        async with self._lock:
            self._is_finished = True
        self._edits.cancel_all()
