"""`colloquy demo`: the bot in a simulated Discord server, shown in the browser. Needs no token."""

from __future__ import annotations

import asyncio
import importlib.util
import os
import sys
import webbrowser
from datetime import UTC, datetime
from pathlib import Path

from bot import log, shipped_course
from bot.cli import exits, opening, terminal
from bot.settings import BotSettings
from bot.stopping import until_stopped
from knowledge.bootstrap import Knowledge

SETTLE_SECONDS = 5.0


def run(*, port: int, data: Path) -> None:
    """Show the demo until it is interrupted; its database stays for the next time."""
    if importlib.util.find_spec("simcord") is None:
        raise exits.CommandFailed("The demo needs its extra: pip install 'colloquy[demo]'")
    log.configure("ERROR", sys.stderr)
    settings = opening.read_settings().model_copy(update={"database_url": f"sqlite:///{data}"})
    with opening.as_only_copy(data):
        asyncio.run(until_stopped(_demo(settings, port)))


async def _demo(settings: BotSettings, port: int) -> None:
    async with opening.opened(settings) as knowledge:
        await opening.plant_shipped_course(knowledge)
        await _read_ahead(knowledge)
        await _simulate(knowledge, port)


async def _read_ahead(knowledge: Knowledge) -> None:
    """Find the course's dates and themes, which takes longer than the simulator waits."""
    course = await knowledge.library.find_course(shipped_course.NAME)
    if course is not None:
        with terminal.output().status("Reading the course"):
            await knowledge.timeline.read(course.id)


async def _simulate(knowledge: Knowledge, port: int) -> None:
    from simcord import SetupError

    from bot.client import ColloquyBot
    from bot.console.opening import open_console
    from bot.simulation.pages import Pages, move_to
    from bot.simulation.patience import PatientEnv
    from bot.simulation.server import DemoServer

    bot = ColloquyBot(knowledge, default_course=shipped_course.NAME, shard_count=1)
    env = PatientEnv(bot, check_errors=False, settle_timeout=SETTLE_SECONDS)
    env.backend.bot_user.name = "Colloquy"
    server = DemoServer.build(env)
    move_to(env, datetime.now(UTC))
    await env.start()
    try:
        with env.time_context():
            await server.welcome()
            async with open_console(bot, 0), Pages.open(env, server.places, port) as pages:
                _announce([place.name for place in server.places], pages.addresses)
                async with pages.keeping_time():
                    await pages.closed()
    except SetupError as error:
        raise exits.CommandFailed(f"The demo could not start: {error}.") from error
    finally:
        await env.shutdown()


def _announce(names: list[str], addresses: list[str]) -> None:
    console = terminal.output()
    console.print("\n[bold]Colloquy is running in a simulated Discord server.[/bold]")
    for name, address in zip(names, addresses, strict=True):
        console.print(f"  {name:22} {address}", soft_wrap=True)
    console.print(
        "Ask as Ana, then switch the viewer to Ben, Ines or Max.\n"
        "Try: /ask question: When did Hua Guofeng visit Romania?\n"
        "As Ines, who teaches: /setup and /docs list; /quiz launch, then answer as Ana and Ben.\n"
        "As Max, who moderates: /logs console opens the log in your browser.\n"
        "Ctrl-C ends it; the data stays.\n"
    )
    sys.stdout.flush()
    if os.environ.get("NO_BROWSER", "0") in ("", "0"):
        _open_browser(addresses[0])


def _open_browser(address: str) -> None:
    """Where there is a screen: elsewhere `webbrowser` may start a browser in this terminal."""
    if sys.platform.startswith("linux") and not (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    ):
        return
    webbrowser.open(address)
