"""The console for as long as the bot runs."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.client import ColloquyBot
from bot.console.app import build
from bot.console.door import Door, Place
from bot.console.serving import serving
from bot.console.sessions import Sessions


@asynccontextmanager
async def open_console(bot: ColloquyBot, port: int, url: str | None = None) -> AsyncIterator[Place]:
    """Meanwhile, `/logs console` gives links, and they work.

    Args:
        port: On this machine; 0 takes a free one.
        url: Where an operator's tunnel shows it.

    Raises:
        PortTaken: the console cannot listen there.
    """
    sessions = Sessions(bot.desk.clock)
    async with serving(
        port, lambda taken: build(bot, bot.desk, sessions, Place(taken, url or ""))
    ) as taken:
        place = Place(taken, url or "")
        bot.console = Door(sessions, place)
        try:
            yield place
        finally:
            bot.console = None
