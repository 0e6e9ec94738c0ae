"""The console as it is served: on this machine alone, and no longer than the bot runs."""

from __future__ import annotations

import asyncio
import logging
import signal
import socket

import httpx
import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from bot.console.opening import open_console
from bot.console.serving import PortTaken, serving
from tests.cogs.browsing import link
from tests.cogs.conftest import World
from tests.cogs.moderating import moderator


async def _hello(_request: object) -> PlainTextResponse:
    return PlainTextResponse("hello")


def hello(_port: int) -> Starlette:
    return Starlette(routes=[Route("/", _hello)])


def own_address() -> str | None:
    """Another address of this machine than 127.0.0.1, if it has one."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return None
        return str(probe.getsockname()[0])


async def test_it_listens_on_this_machine_alone_and_stops_with_the_bot() -> None:
    async with serving(0, hello) as port, httpx.AsyncClient() as client:
        assert (await client.get(f"http://127.0.0.1:{port}/")).text == "hello"
        if (address := own_address()) is not None and not address.startswith("127."):
            with pytest.raises(httpx.ConnectError):
                await client.get(f"http://{address}:{port}/")
    async with httpx.AsyncClient() as client:
        with pytest.raises(httpx.ConnectError):
            await client.get(f"http://127.0.0.1:{port}/")
    async with serving(port, hello) as again:
        assert again == port


async def test_signals_stay_the_bots_business() -> None:
    before = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)
    async with serving(0, hello):
        await asyncio.sleep(0)
        assert (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)) == before


@pytest.mark.parametrize("port", [None, 70_000])
async def test_a_port_that_cannot_be_had_is_told_with_what_to_do(port: int | None) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        wanted = taken.getsockname()[1] if port is None else port
        with pytest.raises(PortTaken, match=f"port {wanted}.*Choose another CONSOLE_PORT"):
            async with serving(wanted, hello):
                pass


async def test_a_link_of_the_command_opens_the_served_console_and_is_in_no_log(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with open_console(world.bot, 0) as place, httpx.AsyncClient() as client:
        address = await link(world, moderator(world))
        assert address.startswith(f"http://127.0.0.1:{place.port}/open/")
        opened = await client.post(address, follow_redirects=True)
        assert "Overview" in opened.text
        assert opened.headers.get("server") is None
        ours = [
            r for r in caplog.records if not r.name.startswith(("httpx", "httpcore", "simcord"))
        ]
        assert not any(address.rsplit("/", 1)[1] in r.getMessage() for r in ours)
    assert world.bot.console is None
