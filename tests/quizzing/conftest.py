"""A bank that is filled once; every test plays on a copy of its file."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from knowledge.bootstrap import Knowledge
from knowledge.ingestion.batch import SourceFile
from knowledge.model.corpus import Course
from knowledge.model.timeline import Reading
from knowledge.quizzing.results import Results
from knowledge.retrieval.embedder import Embedder
from knowledge.storage.database import Database
from tests.quizzing.banked import BRIDGES
from tests.quizzing.drafted import Read
from tests.quizzing.played import Room, choice, fill_bank, grade, other_types
from tests.quizzing.study_course import fill_course


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


@pytest.fixture(scope="session")
def study_file(tmp_path_factory: pytest.TempPathFactory, loaded_embedder: Embedder) -> Path:
    """A course to study."""
    path = tmp_path_factory.mktemp("study") / "colloquy.db"
    asyncio.run(fill_course(path, loaded_embedder))
    return path


@pytest.fixture
async def room(bank_file: Path, tmp_path: Path) -> AsyncIterator[Room]:
    path = tmp_path / "colloquy.db"
    shutil.copy(bank_file, path)
    async with Database.open(path) as database:
        yield await Room.of(database)


@pytest.fixture
def results(room: Room) -> Results:
    return Results(room.database, room.clock, grade, room.master.aftermath)


@pytest.fixture
def read(knowledge: Knowledge) -> Read:
    """Reads Markdown texts as one course."""

    async def read(*texts: str, published: str = "", title: str = "Old Harbours") -> Reading:
        course = await knowledge.library.create_course("typed", "Typed")
        front = f"---\ntitle: {title}\npublished: '{published}'\n---\n"
        files = [
            SourceFile(f"text-{number}.md", f"{front}\n{text}\n".encode())
            for number, text in enumerate(texts)
        ]
        report = await knowledge.ingester.ingest(course, files)
        assert not report.skipped
        return await knowledge.timeline.read(course.id)

    return read


@pytest.fixture
async def course(knowledge: Knowledge) -> Course:
    made = await knowledge.library.create_course("small", "Small course")
    await knowledge.ingester.ingest(made, [SourceFile("texts/bridge.md", BRIDGES.encode())])
    return made
