"""The command line in this process, on a folder of its own, with the model loaded once."""

from __future__ import annotations

import asyncio
import io
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from bot import shipped_course
from bot.cli import app, opening
from bot.settings import BotSettings
from knowledge.bootstrap import Knowledge
from knowledge.ingestion.course_folder import CourseFolder
from knowledge.retrieval.embedder import Embedder


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


Colloquy = Callable[..., Ran]


@pytest.fixture
def kept_reader() -> None:
    """None: each command starts and ends its own, as it does for everybody."""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder, with none of our settings in the environment."""
    for name in BotSettings.names():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def colloquy(
    folder: Path,
    loaded_embedder: Embedder,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Colloquy:
    """Runs a command line and returns its exit code and what it wrote."""
    monkeypatch.setattr(
        opening, "open_knowledge", partial(Knowledge.open, embedder=loaded_embedder)
    )

    def run(*arguments: str, stdin: bytes = b"") -> Ran:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        code = app.main(arguments)
        out, err = capsys.readouterr()
        return Ran(code, out, err)

    return run


@pytest.fixture(scope="session")
def planted(tmp_path_factory: pytest.TempPathFactory, loaded_embedder: Embedder) -> Path:
    """A database that holds the shipped course."""
    path = tmp_path_factory.mktemp("planted") / "colloquy.db"

    async def plant() -> None:
        settings = BotSettings(database_url=f"sqlite:///{path}")
        async with Knowledge.open(settings, embedder=loaded_embedder) as knowledge:
            await knowledge.ingester.plant(CourseFolder.read(shipped_course.folder()))

    asyncio.run(plant())
    return path


@pytest.fixture
def course(folder: Path, planted: Path) -> str:
    """The shipped course, in the working folder's database."""
    (folder / "data").mkdir(mode=0o700)
    shutil.copy(planted, folder / "data" / "colloquy.db")
    return shipped_course.NAME
