"""A bank that is filled once; every test plays on a copy of its file."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from knowledge.storage.database import Database
from tests.quizzing.played import Room, choice, fill_bank, other_types


@pytest.fixture(scope="session")
def bank_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five choices about rivers, one about lakes, and one item of each other type."""
    path = tmp_path_factory.mktemp("bank") / "colloquy.db"
    drafts = [*(choice(n) for n in range(5)), choice(5, theme="lakes"), *other_types()]

    async def fill() -> None:
        async with Database.open(path) as database:
            await fill_bank(database, drafts)

    asyncio.run(fill())
    return path


@pytest.fixture
async def room(bank_file: Path, tmp_path: Path) -> AsyncIterator[Room]:
    path = tmp_path / "colloquy.db"
    shutil.copy(bank_file, path)
    async with Database.open(path) as database:
        yield await Room.of(database)
