"""A real database file for each test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from knowledge.storage.database import Database


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    async with Database.open(tmp_path / "colloquy.db") as opened:
        yield opened
