"""What every test may use: the real model, loaded once, and an engine on a file of its own."""

import asyncio
import gc
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event

from knowledge import bootstrap
from knowledge.bootstrap import Knowledge
from knowledge.retrieval.embedder import Embedder
from knowledge.settings import KnowledgeSettings
from knowledge.storage.database import Database
from tests.kept_reader import KeptReaders


class _Statements(dict[Any, Any]):
    """Compiled statements, found again whichever engine asks: all are of one dialect."""

    def get(self, key: Any, default: Any = None) -> Any:
        return super().get(key[1:], default)

    def __setitem__(self, key: Any, compiled: Any) -> None:
        super().__setitem__(key[1:], compiled)


_STATEMENTS = _Statements()


@event.listens_for(Engine, "engine_connect")
def share_compiled_statements(connection: Connection) -> None:
    """Every test opens engines of its own, which would compile every statement anew."""
    connection.execution_options(compiled_cache=_STATEMENTS)


@pytest.fixture(scope="session")
def loaded_embedder() -> Iterator[Embedder]:
    # Where several test processes share the cores, threads of one only wait for those of another.
    threads = 1 if "PYTEST_XDIST_WORKER" in os.environ else None
    embedder = asyncio.run(Embedder.load(threads=threads))
    # Else every full collection would go through the million objects that are here to stay.
    gc.collect()
    gc.freeze()
    yield embedder
    asyncio.run(embedder.close())


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with nothing in it: a test copies it, as making its tables takes longer."""
    path = tmp_path_factory.mktemp("empty") / "colloquy.db"

    async def make() -> None:
        async with Database.open(path):
            pass

    asyncio.run(make())
    return path


@pytest.fixture
async def database(empty_file: Path, tmp_path: Path) -> AsyncIterator[Database]:
    path = tmp_path / "colloquy.db"
    shutil.copy(empty_file, path)
    async with Database.open(path) as opened:
        yield opened


@pytest.fixture(scope="session")
def kept_readers() -> Iterator[KeptReaders]:
    readers = KeptReaders()
    yield readers
    readers.close()


@pytest.fixture(autouse=True)
def kept_reader(kept_readers: KeptReaders, monkeypatch: pytest.MonkeyPatch) -> None:
    """Engines that a test opens read files in the process that the test before it used."""
    monkeypatch.setattr(bootstrap, "ReaderProcess", kept_readers.lend)


@pytest.fixture
async def knowledge(
    empty_file: Path, tmp_path: Path, loaded_embedder: Embedder
) -> AsyncIterator[Knowledge]:
    path = tmp_path / "colloquy.db"
    shutil.copy(empty_file, path)
    settings = KnowledgeSettings(database_url=f"sqlite:///{path}")
    async with Knowledge.open(settings, embedder=loaded_embedder) as opened:
        yield opened
