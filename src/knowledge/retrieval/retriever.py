"""A question → the passages of its course that may answer it, best first."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace

from knowledge.model.answer import Question, ScoredPassage
from knowledge.model.corpus import Passage, Strictness
from knowledge.retrieval import ranking
from knowledge.retrieval.course_index import CourseIndex
from knowledge.retrieval.embedder import Embedder, Vector
from knowledge.retrieval.ranking import Layout, Postings, Ranking
from knowledge.retrieval.spelling import nearest_word
from knowledge.retrieval.words import SearchWord, search_words
from knowledge.storage import courses, documents, vectors
from knowledge.storage import words as word_index
from knowledge.storage.database import Database, ReadSession

_MOST_WORDS = 128
"""A longer question adds no evidence, and SQLite bounds the size of a statement."""


@dataclass(frozen=True, slots=True)
class Retrieval:
    """The passages found for a question, with all that was measured on the way."""

    passages: tuple[Passage, ...]
    """The first of ``ranking.order``, in that order."""
    layout: Layout
    ranking: Ranking
    strictness: Strictness
    """The course's."""

    @property
    def scored(self) -> list[ScoredPassage]:
        """The passages with their scores and the parts of them."""
        return [
            ScoredPassage(
                passage=passage,
                score=float(self.ranking.scores[place]),
                parts={name: float(part[place]) for name, part in self.ranking.parts.items()},
            )
            for place, passage in enumerate(self.passages)
        ]


class Retriever:
    """Searches one course at a time: nothing of another course is read, counted or scored."""

    def __init__(self, database: Database, embedder: Embedder) -> None:
        self._database = database
        self._embedder = embedder
        self._indexes: dict[int, CourseIndex] = {}

    async def search(self, question: Question, limit: int = 10) -> list[ScoredPassage]:
        """At most ``limit`` passages, best first, each with the parts of its score."""
        retrieval = await self.retrieve(question, limit)
        return [] if retrieval is None else retrieval.scored

    async def retrieve(self, question: Question, limit: int = 10) -> Retrieval | None:
        """As :meth:`search`, with the evidence; ``None`` where there is nothing to search."""
        vector = await self._embedder.embed_query(question.text)
        asked = search_words(question.text)[:_MOST_WORDS]
        async with self._database.read() as session:
            revision, rows = await word_index.look_up(
                session, question.course_id, [word.text for word in asked]
            )
            index = await self._index(session, question.course_id, revision)
            meant = _respell(asked, rows, index)
            if meant != asked:
                terms = [word.text for word in meant]
                _, rows = await word_index.look_up(session, question.course_id, terms)
        if not index.passages:
            return None
        return _rank(index, question, vector, meant, rows, limit)

    async def _index(self, session: ReadSession, course_id: int, revision: int) -> CourseIndex:
        index = self._indexes.get(course_id)
        if index is None or index.revision != revision:
            index = await self._load(session, course_id, revision)
            self._indexes[course_id] = index
        return index

    async def _load(self, session: ReadSession, course_id: int, revision: int) -> CourseIndex:
        dimension = self._embedder.identity.dimension
        course = await courses.get_course(session, course_id)
        passages = await documents.list_passages(session, course_id)
        stored = await vectors.list_vectors(session, course_id, dimension)
        return await asyncio.to_thread(
            CourseIndex.build, revision, course.strictness, passages, stored, dimension
        )


def _respell(
    asked: tuple[SearchWord, ...], rows: list[word_index.IntArray], index: CourseIndex
) -> tuple[SearchWord, ...]:
    """The words of a question with those replaced that the course knows only spelt otherwise."""
    return tuple(
        word
        if len(found)
        else replace(word, text=nearest_word(word.text, index.vocabulary) or word.text)
        for word, found in zip(asked, rows, strict=True)
    )


def _rank(
    index: CourseIndex,
    question: Question,
    vector: Vector,
    asked: tuple[SearchWord, ...],
    rows: list[word_index.IntArray],
    limit: int,
) -> Retrieval | None:
    among = None
    if question.document_id is not None:
        among = index.documents == question.document_id
        if not among.any():
            return None
    postings = [
        Postings(word, *index.locate(found)) for word, found in zip(asked, rows, strict=True)
    ]
    ranked = ranking.rank(index.layout, postings, index.cosines(vector), among=among, top=limit)
    return Retrieval(
        passages=tuple(index.passages[number] for number in ranked.order),
        layout=index.layout,
        ranking=ranked,
        strictness=index.strictness,
    )
