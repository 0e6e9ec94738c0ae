"""How far something long is, shown in the place of its report."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

import discord

from bot.cards.layout import Card
from bot.coalescing import Coalescer

Interaction = discord.Interaction[Any]


@asynccontextmanager
async def cards_shown(
    interaction: Interaction, clock: Callable[[], datetime]
) -> AsyncIterator[Callable[[Callable[[], Card]], None]]:
    """What to give each card to; once the block is left, the reply is no longer edited.

    Of cards that follow one another too closely only the last is made.
    """
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
        self._make: Callable[[], Card] | None = None

    def tell(self, make: Callable[[], Card]) -> None:
        self._make = make
        self._edits.request("progress", self._show)

    async def _show(self) -> None:
        async with self._lock:
            if not self._is_finished and self._make is not None:
                await self._interaction.edit_original_response(view=self._make())

    async def finish(self) -> None:
        """Wait for an edit on its way; there will be no other."""
        async with self._lock:
            self._is_finished = True
        self._edits.cancel_all()
