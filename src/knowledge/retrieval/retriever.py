"""A question → the passages of its course that may answer it, best first."""

from __future__ import annotations

import asyncio

import numpy as np

from knowledge.model.answer import Question, ScoredPassage
from knowledge.retrieval import words
from knowledge.retrieval.course_index import CourseIndex
from knowledge.retrieval.embedder import Embedder
from knowledge.storage import courses, documents, vectors
from knowledge.storage import words as word_index
from knowledge.storage.database import Database, ReadSession


class Retriever:
    """Searches one course at a time: nothing of another course is read, counted or scored."""

    def __init__(self, database: Database, embedder: Embedder) -> None:
        self._database = database
        self._embedder = embedder
        self._indexes: dict[int, CourseIndex] = {}
        self._loading = asyncio.Lock()

    async def search(self, question: Question, limit: int = 10) -> list[ScoredPassage]:
        """At most ``limit`` passages, best first, each with the parts of its score."""
        vector = await self._embedder.embed_query(question.text)
        terms = words.tokens(question.text)
        async with self._database.read() as session:
            index = await self._current_index(session, question.course_id)
            postings = await word_index.postings(session, question.course_id, terms)
        scores = np.zeros(len(index.passages), dtype=np.float32)
        if not len(scores):
            return []
        cosines = index.sentence_vectors @ vector
        np.maximum.at(scores, index.sentence_passage, cosines)
        for rows in postings:
            sentences, _ = index.locate(rows)
            hit = np.unique(index.sentence_passage[sentences])
            if len(hit):
                scores[hit] += 0.1 * np.log(1 + len(scores) / len(hit))
        if question.document_id is not None:
            allowed = np.array([p.document_id == question.document_id for p in index.passages])
            scores[~allowed] = -1
        best = np.argsort(-scores)[:limit]
        return [
            ScoredPassage(index.passages[i], float(scores[i]), {"sentence_cosine": float(scores[i])})
            for i in best
            if scores[i] > 0
        ]

    async def _current_index(self, session: ReadSession, course_id: int) -> CourseIndex:
        revision = await courses.revision(session, course_id)
        index = self._indexes.get(course_id)
        if index is None or index.revision != revision:
            index = await self._load(session, course_id, revision)
            self._indexes[course_id] = index
        return index

    async def _load(self, session: ReadSession, course_id: int, revision: int) -> CourseIndex:
        dimension = self._embedder.identity.dimension
        passages = await documents.list_passages(session, course_id)
        stored = await vectors.list_vectors(session, course_id, dimension)
        return await asyncio.to_thread(CourseIndex.build, revision, passages, stored, dimension)
