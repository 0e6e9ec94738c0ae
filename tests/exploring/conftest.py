"""The shipped course, read once, and a course of a few typed lines."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from knowledge.bootstrap import Knowledge
from knowledge.ingestion.batch import SourceFile
from knowledge.ingestion.course_folder import CourseFolder
from knowledge.model.timeline import Reading
from knowledge.retrieval.embedder import Embedder
from knowledge.settings import KnowledgeSettings

SEEDS = Path(__file__).parents[2] / "seeds" / "people-to-people-diplomacy"

Read = Callable[..., Awaitable[Reading]]


@pytest.fixture(scope="session")
def seeds(loaded_embedder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Reading:
    """What the shipped course tells."""
    path = tmp_path_factory.mktemp("seeds") / "colloquy.db"

    async def read() -> Reading:
        settings = KnowledgeSettings(database_url=f"sqlite:///{path}")
        async with Knowledge.open(settings, embedder=loaded_embedder) as knowledge:
            folder = CourseFolder.read(SEEDS)
            course = await knowledge.library.create_course(folder.name, folder.title)
            await knowledge.ingester.ingest(course, folder.documents)
            return await knowledge.timeline.read(course.id)

    return asyncio.run(read())


@pytest.fixture
def read(knowledge: Knowledge) -> Read:
    """Reads Markdown as a course of one document."""

    async def read(text: str, published: str = "") -> Reading:
        front = f"---\ntitle: A Text\npublished: '{published}'\n---\n" if published else ""
        course = await knowledge.library.create_course("typed", "Typed")
        file = SourceFile("text.md", f"{front}\n{text}\n".encode())
        report = await knowledge.ingester.ingest(course, [file])
        assert not report.skipped
        return await knowledge.timeline.read(course.id)

    return read
