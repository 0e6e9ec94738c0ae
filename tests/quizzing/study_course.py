"""A course to study, and a clock that tests move."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from knowledge.bootstrap import Knowledge
from knowledge.ingestion.batch import SourceFile
from knowledge.model.assessment import (
    ChoiceKey,
    Item,
    ItemDraft,
    ItemStatus,
    ItemType,
    Origin,
    Picked,
    TextKey,
    Written,
)
from knowledge.model.corpus import Citation, Course, Span
from knowledge.model.study import Answered, StudyKind, StudyPlan, StudySession, Turn
from knowledge.retrieval.embedder import Embedder
from knowledge.settings import KnowledgeSettings
from knowledge.storage import items
from knowledge.storage.items import Authorship

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
ANA, BEN, MAX = 101, 102, 103

BRIDGE = "The Tollan Bridge was opened in 1932 by Ruth Calder. It spans the river."
TOLL = "A toll of two pence was charged until 1951."


@dataclass
class Clock:
    now: datetime = START

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


def citation(passage: str, quote: str, section: str) -> Citation:
    return Citation(
        number=1,
        document_id=1,
        version_id=1,
        version=1,
        document="Bridges",
        author=None,
        section=(section,),
        page="p. 3",
        quote=quote,
        span=Span(0, len(quote)),
        passage_id=1,
        passage=passage,
    )


def choice(name: str, *themes: str, cited: Citation | None = None) -> ItemDraft:
    return ItemDraft(
        ItemType.SINGLE_CHOICE,
        f"Which of these is right about {name}?",
        ChoiceKey(frozenset({1})),
        ("wrong", "right", "worse"),
        rationale="It is right.",
        citation=cited,
        themes=themes,
        name=name,
    )


def text(name: str, *accepted: str, cited: Citation | None = None) -> ItemDraft:
    return ItemDraft(
        ItemType.SHORT_TEXT,
        f"Who or what was {name}?",
        TextKey(accepted),
        citation=cited,
        themes=("people",),
        name=name,
    )


@dataclass
class Study:
    """A course and whoever studies it."""

    knowledge: Knowledge
    course: Course
    clock: Clock
    events: int = field(default=0)

    def event(self) -> int:
        self.events += 1
        return self.events

    async def add(self, *drafts: ItemDraft, status: ItemStatus = ItemStatus.APPROVED) -> list[Item]:
        by = Authorship(Origin.WRITTEN, "Teacher", MAX, self.clock())
        async with self.knowledge.database.write() as session:
            return [
                await items.put(session, self.course.id, draft, status=status, by=by)
                for draft in drafts
            ]

    def plan(self, kind: StudyKind = StudyKind.CHOSEN, **wanted: object) -> StudyPlan:
        return StudyPlan(self.course.id, kind, **wanted)  # type: ignore[arg-type]

    async def begin(
        self, user: int = ANA, kind: StudyKind = StudyKind.CHOSEN, **wanted: object
    ) -> StudySession:
        begun = await self.knowledge.tutor.start(user, self.plan(kind, **wanted), self.event())
        assert isinstance(begun, StudySession), begun
        return begun

    async def ask(self, session: StudySession) -> Turn:
        turn = await self.knowledge.tutor.next(session.user_id, session.id)
        assert isinstance(turn, Turn), turn
        return turn


def _settings(path: Path) -> KnowledgeSettings:
    return KnowledgeSettings(database_url=f"sqlite:///{path}")


async def fill_course(path: Path, embedder: Embedder) -> None:
    """Make a database that holds the course."""
    async with Knowledge.open(_settings(path), Clock(), embedder=embedder) as knowledge:
        course = await knowledge.library.create_course("bridges", "Bridges")
        document = SourceFile("bridges.md", f"# Bridges\n\n{BRIDGE}\n\n{TOLL}\n".encode())
        report = await knowledge.ingester.ingest(course, [document])
        assert not report.skipped


@asynccontextmanager
async def studied(filled: Path, folder: Path, embedder: Embedder) -> AsyncIterator[Study]:
    """A course to study, in a copy of the file that :func:`fill_course` has filled."""
    clock = Clock()
    path = folder / "colloquy.db"
    shutil.copy(filled, path)
    async with Knowledge.open(_settings(path), clock, embedder=embedder) as knowledge:
        course = await knowledge.library.find_course("bridges")
        assert course is not None
        yield Study(knowledge, course, clock)


RIGHT, WRONG = Picked((1,)), Picked((0,))


async def answer(study: Study, turn: Turn, response: Picked | Written) -> Answered:
    found = await study.knowledge.tutor.answer(turn.user_id, turn.id, response, study.event())
    assert isinstance(found, Answered), found
    return found
