"""A moderator's browser, without a browser: requests to the console's own application."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from html import unescape
from typing import Any

import httpx

from bot.console.app import build
from bot.console.door import Door, Place
from bot.console.sessions import Sessions
from tests.cogs.conftest import World
from tests.cogs.reading import text

PORT = 8080
HOME = f"http://127.0.0.1:{PORT}"


def switch_on(world: World, url: str = "") -> Any:
    """The console's application; from now on `/logs console` gives links to it."""
    sessions, place = Sessions(world.bot.desk.clock), Place(PORT, url)
    world.bot.console = Door(sessions, place)
    return build(world.bot, world.bot.desk, sessions, place)


async def link(world: World, who: Any, channel: Any = None) -> str:
    """The address that `/logs console` gives."""
    given = await who.slash(channel or world.private, "logs console")
    assert given.response.ephemeral
    found = re.search(r"<(https?://[^>]+)>", text(given.response))
    assert found, text(given.response)
    return found[1]


@asynccontextmanager
async def browser(app: Any, base: str = HOME) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url=base) as client:
        yield client


@asynccontextmanager
async def entered(world: World, who: Any, channel: Any = None) -> AsyncIterator[httpx.AsyncClient]:
    """The browser of somebody who came in through a link."""
    app = switch_on(world)
    address = await link(world, who, channel)
    async with browser(app) as client:
        opened = await client.post(address)
        assert opened.status_code == 303, opened.text
        yield client


def token(page: httpx.Response) -> str:
    """What a form of this page carries."""
    found = re.search(r'name="token" value="([^"]+)"', page.text)
    assert found, page.text
    return found[1]


def words(page: httpx.Response) -> str:
    """What is read on a page, in one line."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.text)).split())
