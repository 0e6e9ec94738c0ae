from __future__ import annotations

import asyncio
import logging
import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import aiohttp
import discord
import pytest
from test_settings import TOKEN

from bot.client import ColloquyBot
from bot.single_copy import only_copy

if TYPE_CHECKING:
    from conftest import Colloquy


@pytest.fixture(autouse=True)
def _logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers, root.level = handlers, level


@pytest.fixture
def token(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", TOKEN)


def start_with(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    async def start(self: ColloquyBot, token: str, **_: Any) -> None:
        raise error

    monkeypatch.setattr(ColloquyBot, "start", start)


def test_a_missing_token_says_where_to_put_it(colloquy: Colloquy, folder: Path) -> None:
    ran = colloquy("run")
    assert ran.code == 78
    assert f"DISCORD_TOKEN is not set. Put it in {folder}/.env" in ran.err


def test_a_client_secret_is_recognised(colloquy: Colloquy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "a1B2" * 8)
    ran = colloquy("run")
    assert ran.code == 78
    assert "client secret" in ran.err
    assert "a1B2" not in ran.err


@pytest.mark.usefixtures("token", "course")
@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (discord.LoginFailure("Improper token"), 78, "does not accept the token"),
        (discord.PrivilegedIntentsRequired(None), 78, "intent"),
        (aiohttp.ClientConnectionError("no route"), 1, "cannot be reached"),
        (discord.GatewayNotFound(), 1, "ended the session"),
    ],
    ids=["token", "intent", "network", "other"],
)
def test_what_discord_refuses_is_said_in_words(
    colloquy: Colloquy, monkeypatch: pytest.MonkeyPatch, error: Exception, code: int, words: str
) -> None:
    start_with(monkeypatch, error)
    ran = colloquy("run")
    assert ran.code == code
    assert words in ran.err
    assert TOKEN not in ran.out + ran.err


@pytest.mark.usefixtures("token", "course")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_is_a_clean_end(
    colloquy: Colloquy, monkeypatch: pytest.MonkeyPatch, number: signal.Signals
) -> None:
    closed = []

    async def start(self: ColloquyBot, token: str, **_: Any) -> None:
        os.kill(os.getpid(), number)
        await asyncio.sleep(60)

    async def close(self: ColloquyBot) -> None:
        closed.append(self)

    monkeypatch.setattr(ColloquyBot, "start", start)
    monkeypatch.setattr(ColloquyBot, "close", close)
    ran = colloquy("run")
    assert (ran.code, len(closed)) == (0, 1)
    assert "Traceback" not in ran.err


@pytest.mark.usefixtures("token", "course")
def test_a_port_of_the_console_that_is_taken_is_told_before_discord_hears_of_the_bot(
    colloquy: Colloquy, monkeypatch: pytest.MonkeyPatch
) -> None:
    start_with(monkeypatch, AssertionError("it started"))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        monkeypatch.setenv("CONSOLE_PORT", str(port))
        ran = colloquy("run")
    assert ran.code == 78
    assert f"The console can't listen on port {port}" in ran.err


@pytest.mark.usefixtures("token")
def test_a_second_copy_is_refused_by_name(colloquy: Colloquy, folder: Path) -> None:
    with only_copy(folder / "data" / "colloquy.db"):
        ran = colloquy("run")
    assert ran.code == 75
    assert f"pid {os.getpid()}" in ran.err
    assert "Stop it first." in ran.err


@pytest.mark.usefixtures("token")
def test_a_data_folder_that_cannot_be_made_is_named(
    colloquy: Colloquy, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "file").write_text("in the way")
    monkeypatch.setenv("DATABASE_URL", "sqlite:///file/colloquy.db")
    ran = colloquy("run")
    assert ran.code == 1
    assert "DATABASE_URL" in ran.err


@pytest.mark.usefixtures("token", "course")
def test_the_data_folder_is_not_blamed_for_other_failures(
    colloquy: Colloquy, monkeypatch: pytest.MonkeyPatch
) -> None:
    start_with(monkeypatch, OSError(24, "Too many open files"))
    ran = colloquy("run")
    assert ran.code == 1
    assert "Too many open files" in ran.err
    assert "data folder" not in ran.err


@pytest.mark.usefixtures("token")
def test_the_shipped_course_is_planted(
    colloquy: Colloquy, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    planted = []

    async def start(self: ColloquyBot, token: str, **_: Any) -> None:
        planted.extend(await self.desk.knowledge.library.list_courses())

    monkeypatch.setattr(ColloquyBot, "start", start)
    assert colloquy("run").code == 0
    assert [course.name for course in planted] == ["people-to-people-diplomacy"]
    assert (folder / "data").stat().st_mode & 0o777 == 0o700
