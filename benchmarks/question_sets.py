"""A development set through the engine: its documents ingested once, every question asked.

A set is a folder with ``documents.jsonl`` (doc_id, title, text, heldout) and ``questions.jsonl``
(question, kind, doc_id, answers, gold as character offsets or null, extractable).
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from knowledge import ingestion
from knowledge.answering.evidence import Evidence, gather
from knowledge.bootstrap import Knowledge
from knowledge.ingestion.batch import SourceFile
from knowledge.ingestion.course_folder import CourseFolder
from knowledge.model.answer import Question
from knowledge.model.corpus import Course, Passage, Span
from knowledge.retrieval.words import tokens
from knowledge.settings import KnowledgeSettings

ANSWERABLE = "answerable"
_ENOUGH_LETTERS = 80
"""Of a passage's beginning: cleaning may have taken something out of the middle of the passage."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of a set with what the engine found for it."""

    kind: str
    answers: tuple[str, ...]
    document: str
    gold: Span | None
    extractable: bool
    """Do the documents hold an accepted answer word for word?"""
    evidence: Evidence
    """Of the first 50 passages; use :meth:`best` for those that are read for sentences."""
    places: Places

    def best(self, passages: int = 10) -> Evidence:
        return replace(self.evidence, passages=self.evidence.passages[:passages])

    def is_hit(self, passage: Passage) -> bool:
        """Does the passage hold an accepted answer, in the gold region or gold document?"""
        if passage.document_title != self.document:
            return False
        if not self.extractable:
            return True
        return self.holds(passage.text) and self._in_gold(passage)

    def holds(self, text: str) -> bool:
        words = f" {' '.join(tokens(text))} "
        return any(f" {' '.join(tokens(answer))} " in words for answer in self.answers)

    def _in_gold(self, passage: Passage) -> bool:
        """Where the set names no region, the answer's words anywhere in its document must do."""
        gold = self.gold
        if gold is None:
            return True
        return any(p.start < gold.end and p.end > gold.start for p in self.places.of(passage))


class Places:
    """Where passages stand in the documents as the set gives them, before reading and cleaning."""

    def __init__(self, texts: dict[str, str]) -> None:
        self._texts = texts
        self._letters: dict[str, tuple[str, list[int]]] = {}
        self._found: dict[int, tuple[Span, ...]] = {}

    def of(self, passage: Passage) -> tuple[Span, ...]:
        """Every place that begins with the passage's letters and digits; none if it is lost."""
        if passage.id not in self._found:
            self._found[passage.id] = tuple(self._search(passage))
        return self._found[passage.id]

    def lost(self) -> tuple[int, int]:
        """How many passages were not found, of how many that were looked for."""
        return sum(not spans for spans in self._found.values()), len(self._found)

    def _search(self, passage: Passage) -> Iterator[Span]:
        title = passage.document_title
        if title not in self._letters:
            self._letters[title] = _letters(self._texts[title])
        text, offsets = self._letters[title]
        wanted, _ = _letters(passage.text)
        start = text.find(wanted[:_ENOUGH_LETTERS]) if wanted else -1
        while start >= 0:
            last = min(start + len(wanted), len(text)) - 1
            yield Span(offsets[start], offsets[last] + 1)
            start = text.find(wanted[:_ENOUGH_LETTERS], start + 1)


def _letters(text: str) -> tuple[str, list[int]]:
    """The letters and digits in lower case, and where in ``text`` each of them stands."""
    found = [(c, place) for place, char in enumerate(text) for c in char.lower() if c.isalnum()]
    return "".join(c for c, _ in found), [place for _, place in found]


class QuestionSet:
    """The questions of a set, asked one after the other by ``async for``."""

    def __init__(
        self,
        knowledge: Knowledge,
        course: Course,
        lines: Sequence[dict[str, Any]],
        texts: dict[str, str],
    ) -> None:
        self.places = Places(texts)
        self._knowledge = knowledge
        self._course = course
        self._lines = iter(lines)

    def __aiter__(self) -> QuestionSet:
        return self

    async def __anext__(self) -> Asked:
        # No generator: one that is left half-way would outlive what it asks.
        line = next(self._lines, None)
        if line is None:
            raise StopAsyncIteration
        return await self._ask(line)

    async def _ask(self, line: dict[str, Any]) -> Asked:
        text = re.sub(r"\s+", " ", line["question"]).strip()
        found = await self._knowledge.retriever.retrieve(Question(text, self._course.id), 50)
        if found is None:
            raise SystemExit(f"{self._course.name}: nothing was ingested")
        return Asked(
            kind=line["kind"],
            answers=tuple(line["answers"]),
            document=line["doc_id"],
            gold=Span(*line["gold"]) if line["gold"] else None,
            extractable=line.get("extractable", bool(line["answers"])),
            evidence=gather(text, found.layout, found.ranking, found.passages),
            places=self.places,
        )


@asynccontextmanager
async def open_questions(folder: Path, data: Path) -> AsyncIterator[QuestionSet]:
    """Every question of ``folder``; a database in ``data`` keeps its ingested documents.

    A course folder (``course.yaml``) will do too: its development questions are asked. At the end
    it is told on standard error how many passages count as misses because they were not found.
    """
    database = data / f"{folder.name}-{_reading_digest()}.db"
    settings = KnowledgeSettings(database_url=f"sqlite:///{database}")
    async with Knowledge.open(settings) as knowledge:
        if (folder / "course.yaml").exists():
            questions = await _of_course(knowledge, folder)
        else:
            questions = await _of_set(knowledge, folder)
        yield questions
        lost, sought = questions.places.lost()
        if sought:
            print(f"{folder.name}: {lost} of {sought} passages not located", file=sys.stderr)


def _reading_digest() -> str:
    """Of the code that reads and cuts: passages of another splitter are not to be measured."""
    digest = hashlib.sha256()
    for folder in map(Path, ingestion.__path__):
        for module in sorted(folder.rglob("*.py")):
            digest.update(module.read_bytes())
    return digest.hexdigest()[:12]


async def _of_set(knowledge: Knowledge, folder: Path) -> QuestionSet:
    documents = [d for d in _lines(folder / "documents.jsonl") if not d["heldout"]]
    course = await knowledge.library.create_course(folder.name, folder.name)
    files = [SourceFile(f"{i}.md", _as_markdown(d)) for i, d in enumerate(documents)]
    await knowledge.ingester.ingest(course, files)
    texts = {d["doc_id"]: d["text"] for d in documents}
    return QuestionSet(knowledge, course, _lines(folder / "questions.jsonl"), texts)


async def _of_course(knowledge: Knowledge, folder: Path) -> QuestionSet:
    stated = CourseFolder.read(folder)
    course = await knowledge.library.create_course(stated.name, stated.title)
    await knowledge.ingester.ingest(course, stated.documents)
    titles = {
        Path(document.file_name).stem: document.title
        for document in await knowledge.library.list_documents(course.id)
    }
    lines = [
        line
        | {"doc_id": titles.get(line.get("document", ""), ""), "gold": None}
        | {"kind": ANSWERABLE if line["answerable"] else line["kind"]}
        for line in _lines(folder / "questions.jsonl")
        if line["split"] == "development"
    ]
    return QuestionSet(knowledge, course, lines, {})


def _as_markdown(document: dict[str, Any]) -> bytes:
    """Titled by its id, which names it in citations, under its own title as a heading."""
    title = json.dumps(document["doc_id"])
    return f"---\ntitle: {title}\n---\n# {document['title']}\n\n{document['text']}\n".encode()


def _lines(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]
