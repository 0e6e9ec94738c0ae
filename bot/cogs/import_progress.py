"""How far a large import is checked, shown in the place of its report."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

import discord

from bot.cards.bank import progress_words
from bot.cards.layout import notice
from bot.cogs.progress import cards_shown
from knowledge.quizzing.duplicates import Progress

FEWEST = 100
"""Items to encode; fewer take hardly longer than the first edit."""

Interaction = discord.Interaction[Any]


@asynccontextmanager
async def progress_shown(
    interaction: Interaction, clock: Callable[[], datetime]
) -> AsyncIterator[Progress]:
    """What to tell how far it is; once the block is left, the reply is no longer edited."""
    async with cards_shown(interaction, clock) as show:

        def tell(total: int, done: int) -> None:
            if total >= FEWEST:
                show(lambda: notice(progress_words(done, total)))

        yield tell
