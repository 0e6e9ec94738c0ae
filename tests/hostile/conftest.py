"""The same simulated Discord around the same bot, with a course whose documents mean harm."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest
import pytest_asyncio

from knowledge.bootstrap import Knowledge
from knowledge.ingestion.batch import IngestReport, SourceFile
from knowledge.retrieval.embedder import Embedder
from tests.cogs.conftest import env, knowledge, settings, world
from tests.cogs.course import COURSE
from tests.hostile.documents import FILES, TITLE

__all__ = ["env", "knowledge", "world"]

_REPORTS: list[IngestReport] = []


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One event loop for all: the databases belong to it."""
    for item in items:
        here = Path(__file__).parent in item.path.parents
        if here and inspect.iscoroutinefunction(getattr(item, "function", None)):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest.fixture
def course() -> str:
    return COURSE


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def library_file(loaded_embedder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("hostile") / "colloquy.db"
    async with Knowledge.open(settings(path), embedder=loaded_embedder) as opened:
        made = await opened.library.create_course(COURSE, TITLE)
        files = [SourceFile(name, content) for name, content in FILES.items()]
        report = await opened.ingester.ingest(made, files)
        assert not report.skipped, report.skipped
        _REPORTS.append(report)
    return path


@pytest.fixture
def ingested(library_file: Path) -> IngestReport:
    """What was said of the files when they were added."""
    return _REPORTS[-1]
