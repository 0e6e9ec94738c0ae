"""What every test may use: the real model, loaded once, and an engine on a file of its own."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from knowledge.bootstrap import Knowledge
from knowledge.retrieval.embedder import Embedder
from knowledge.settings import KnowledgeSettings


@pytest.fixture(scope="session")
def loaded_embedder() -> Iterator[Embedder]:
    embedder = asyncio.run(Embedder.load())
    yield embedder
    asyncio.run(embedder.close())


@pytest.fixture
async def knowledge(tmp_path: Path, loaded_embedder: Embedder) -> AsyncIterator[Knowledge]:
    settings = KnowledgeSettings(database_url=f"sqlite:///{tmp_path}/colloquy.db")
    async with Knowledge.open(settings, embedder=loaded_embedder) as opened:
        yield opened
