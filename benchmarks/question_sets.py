"""A development set through the engine: its documents ingested once, every question asked.

A set is a folder with ``documents.jsonl`` (doc_id, title, text, heldout) and ``questions.jsonl``
(question, kind, doc_id, answers, gold as character offsets or null, extractable).
"""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.answering.evidence import Evidence, gather
from knowledge.bootstrap import Knowledge
from knowledge.ingestion.batch import SourceFile
from knowledge.ingestion.course_folder import CourseFolder
from knowledge.model.answer import Question
from knowledge.model.corpus import Course, Passage, Span
from knowledge.retrieval.words import tokens
from knowledge.settings import KnowledgeSettings

ANSWERABLE = "answerable"


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
    texts: dict[str, str]

    def best(self, passages: int = 10) -> Evidence:
        return Evidence(
            self.evidence.question, self.evidence.words, self.evidence.passages[:passages]
        )

    def is_hit(self, passage: Passage) -> bool:
        """Does the passage hold an accepted answer, in the gold region or gold document?"""
        if passage.document_title != self.document:
            return False
        if not self.extractable:
            return True
        return self._in_gold(passage) and self.holds(passage.text)

    def holds(self, text: str) -> bool:
        words = f" {' '.join(tokens(text))} "
        return any(f" {' '.join(tokens(answer))} " in words for answer in self.answers)

    def _in_gold(self, passage: Passage) -> bool:
        if self.gold is None:
            return True
        start = self.texts[self.document].find(passage.text[:60])
        if start < 0:
            # Cleaned on the way in, so its place is not known; the answer in it must do.
            return True
        return start < self.gold.end and start + len(passage.text) > self.gold.start


async def ask_all(folder: Path, database: Path) -> AsyncIterator[Asked]:
    """Ask every question of ``folder``; ``database`` keeps its ingested documents.

    A course folder (``course.yaml``) will do too: its development questions are asked.
    """
    if (folder / "course.yaml").exists():
        async for asked in _ask_course(folder, database):
            yield asked
        return
    documents = [d for d in _lines(folder / "documents.jsonl") if not d["heldout"]]
    texts = {d["doc_id"]: d["text"] for d in documents}
    settings = KnowledgeSettings(database_url=f"sqlite:///{database}")
    async with Knowledge.open(settings) as knowledge:
        course = await _course(knowledge, folder.name, documents)
        for line in _lines(folder / "questions.jsonl"):
            yield await _ask(knowledge, course, line, texts)


async def _ask_course(folder: Path, database: Path) -> AsyncIterator[Asked]:
    stated = CourseFolder.read(folder)
    settings = KnowledgeSettings(database_url=f"sqlite:///{database}")
    async with Knowledge.open(settings) as knowledge:
        course = await knowledge.library.create_course(stated.name, stated.title)
        await knowledge.ingester.ingest(course, stated.documents)
        titles = {
            Path(document.file_name).stem: document.title
            for document in await knowledge.library.list_documents(course.id)
        }
        for line in _lines(folder / "questions.jsonl"):
            if line["split"] == "development":
                kind = ANSWERABLE if line["answerable"] else line["kind"]
                place = {"doc_id": titles.get(line.get("document", ""), ""), "gold": None}
                yield await _ask(knowledge, course, line | place | {"kind": kind}, {})


async def _course(knowledge: Knowledge, name: str, documents: Sequence[dict[str, Any]]) -> Course:
    course = await knowledge.library.create_course(name, name)
    files = [SourceFile(f"{i}.md", _as_markdown(d)) for i, d in enumerate(documents)]
    await knowledge.ingester.ingest(course, files)
    return course


def _as_markdown(document: dict[str, Any]) -> bytes:
    """Titled by its id, which names it in citations, under its own title as a heading."""
    title = json.dumps(document["doc_id"])
    return f"---\ntitle: {title}\n---\n# {document['title']}\n\n{document['text']}\n".encode()


async def _ask(
    knowledge: Knowledge, course: Course, line: dict[str, Any], texts: dict[str, str]
) -> Asked:
    text = re.sub(r"\s+", " ", line["question"]).strip()
    found = await knowledge.retriever.retrieve(Question(text, course.id), 50)
    if found is None:
        raise SystemExit(f"{course.name}: nothing was ingested")
    return Asked(
        kind=line["kind"],
        answers=tuple(line["answers"]),
        document=line["doc_id"],
        gold=Span(*line["gold"]) if line["gold"] else None,
        extractable=line.get("extractable", bool(line["answers"])),
        evidence=gather(text, found.layout, found.ranking, found.passages),
        texts=texts,
    )


def _lines(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]
