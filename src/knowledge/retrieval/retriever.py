"""A question → the passages of its course that may answer it, best first."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace

import numpy as np

from knowledge.model.answer import Question, ScoredPassage
from knowledge.model.corpus import Passage, Strictness
from knowledge.retrieval import initials, ranking, spelling, voices
from knowledge.retrieval.course_index import CourseIndex
from knowledge.retrieval.embedder import Embedder
from knowledge.retrieval.ranking import Cosines, Layout, Postings, Ranking
from knowledge.retrieval.words import SearchWord, search_words
from knowledge.storage import courses, passages, vectors
from knowledge.storage import words as word_index
from knowledge.storage.database import Database

_MOST_WORDS = 128
"""A longer question adds no evidence, and SQLite bounds the size of a statement."""
_MOST_REPAIRS = 8
"""A text full of unknown words is not a question with slips in it."""
_MOST_BYTES = 512 * 1024 * 1024
"""Of vectors kept in memory: about 350,000 sentences."""


@dataclass(frozen=True, slots=True)
class Retrieval:
    """The passages found for a question, with all that was measured on the way."""

    passages: tuple[Passage, ...]
    """The first of ``ranking.order``, in that order."""
    index: CourseIndex
    """The course, as it was searched."""
    ranking: Ranking

    @property
    def layout(self) -> Layout:
        return self.index.layout

    @property
    def strictness(self) -> Strictness:
        """The course's."""
        return self.index.strictness

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

    def __init__(
        self, database: Database, embedder: Embedder, most_bytes: int = _MOST_BYTES
    ) -> None:
        """Keep the courses that were asked last in memory, up to ``most_bytes`` of vectors."""
        self._database = database
        self._embedder = embedder
        self._most_bytes = most_bytes
        self._indexes: OrderedDict[int, CourseIndex] = OrderedDict()
        """By course, the one asked last at the end."""
        self._loading: dict[int, asyncio.Lock] = {}

    async def search(self, question: Question, limit: int = 10) -> list[ScoredPassage]:
        """At most ``limit`` passages, best first, each with the parts of its score."""
        retrieval = await self.retrieve(question, limit)
        return [] if retrieval is None else retrieval.scored

    async def retrieve(self, question: Question, limit: int = 10) -> Retrieval | None:
        """As :meth:`search`, with the evidence; ``None`` where there is nothing to search."""
        named, sought = await self._documents_named(question)
        sought = await self._written_out(question, sought)
        vector = await self._embedder.embed_query(sought)
        common_phrases = await self._embedder.common_phrases()
        asked = search_words(sought)[:_MOST_WORDS]
        revision, rows = await self._look_up(question, asked)
        index = await self._index(question.course_id, revision)
        if not index.passages:
            return None
        meant = _respell(asked, rows, index, self._embedder.known_words)
        if meant != asked:
            asked = meant
            _, rows = await self._look_up(question, asked)
        cosines = index.cosines(vector, common_phrases)
        return _rank(index, question, named, cosines, asked, rows, limit)

    async def _documents_named(self, question: Question) -> voices.Asked:
        """The documents that the question names itself, unless one was chosen for it."""
        sought = question.sought
        if question.document_id is not None or not voices.may_name_documents(sought):
            return voices.Asked(frozenset(), sought)
        revision, _ = await self._look_up(question, ())
        index = await self._index(question.course_id, revision)
        return voices.documents_asked(sought, index.voices)

    async def _written_out(self, question: Question, sought: str) -> str:
        """What is sought, with the names in full that the course never abbreviates."""
        if not initials.may_abbreviate(sought):
            return sought
        revision, _ = await self._look_up(question, ())
        index = await self._index(question.course_id, revision)
        return initials.written_out(sought, index.names, index.vocabulary)

    async def _look_up(
        self, question: Question, asked: Sequence[SearchWord]
    ) -> tuple[int, list[word_index.IntArray]]:
        async with self._database.read() as session:
            terms = [word.text for word in asked]
            return await word_index.look_up(session, question.course_id, terms)

    async def _index(self, course_id: int, revision: int) -> CourseIndex:
        """The course in memory, at ``revision`` or a later one; loaded once for all who wait."""
        async with self._loading.setdefault(course_id, asyncio.Lock()):
            index = self._indexes.get(course_id)
            if index is None or index.revision < revision:
                index = await self._load(course_id)
                self._indexes[course_id] = index
            self._indexes.move_to_end(course_id)
            self._forget_the_longest_unasked()
            return index

    def _forget_the_longest_unasked(self) -> None:
        held = sum(index.vector_bytes for index in self._indexes.values())
        while held > self._most_bytes and len(self._indexes) > 1:
            _, forgotten = self._indexes.popitem(last=False)
            held -= forgotten.vector_bytes

    async def _load(self, course_id: int) -> CourseIndex:
        identity = self._embedder.identity
        async with self._database.read() as session:
            await vectors.require_model(session, name=identity.name, sha256=identity.sha256)
            revision, _ = await word_index.look_up(session, course_id, ())
            course = await courses.get_course(session, course_id)
            current = await passages.list_current(session, course_id)
            stored = await vectors.list_vectors(session, course_id, identity.dimension)
        return await asyncio.to_thread(
            CourseIndex.build, revision, course.strictness, current, stored, identity.dimension
        )


def _respell(
    asked: tuple[SearchWord, ...],
    rows: list[word_index.IntArray],
    index: CourseIndex,
    known: Set[str],
) -> tuple[SearchWord, ...]:
    """The question's words, those replaced that the course knows only spelt otherwise.

    A word that is ``known`` anywhere is no slip: "mortality" is not to find morality. Only names
    have more spellings than one: "Hussain" finds Hussein.
    """
    # A document that is listed only has words in the database, and none in the index.
    unknown = [place for place, found in enumerate(rows) if not any(map(len, index.locate(found)))]
    texts = [word.text for word in asked]
    for place in unknown[:_MOST_REPAIRS]:
        word, before = asked[place], asked[place - 1] if place else None
        texts[place] = _meant(word, before, index, known) or word.text
    return tuple(
        replace(word, text=text)
        for place, (word, text) in enumerate(zip(asked, texts, strict=True))
        if text not in texts[:place]
    )


def _meant(
    word: SearchWord, before: SearchWord | None, index: CourseIndex, known: Set[str]
) -> str | None:
    """The word of the course that the question's word is taken for, if any.

    Args:
        before: The word before it in the question.
    """
    same = index.vocabulary.spelt_otherwise(word.text)
    near = same or index.vocabulary.nearest(word.text)
    if same or near is None or not spelling.is_form_of_known(word.text, known):
        return near
    if not word.is_name:
        return None
    texts = [passage.text for passage in index.passages]
    if spelling.sound_alike(word.text, near):
        return near if spelling.is_name(near, texts) else None
    # "Saddam" tells who is meant, whatever the vowels after it.
    in_full = (
        before is not None
        and before.is_name
        and spelling.is_slip_of_surname(word.text, near)
        and spelling.is_name_in_full(before.text, near, texts)
    )
    return near if in_full and spelling.is_name(near, texts) else None


def _rank(
    index: CourseIndex,
    question: Question,
    named: frozenset[int],
    cosines: Cosines,
    asked: tuple[SearchWord, ...],
    rows: list[word_index.IntArray],
    limit: int,
) -> Retrieval | None:
    among = None
    if question.document_id is not None:
        among = index.documents == question.document_id
        if not among.any():
            return None
    elif named:
        among = np.isin(index.documents, list(named))
    postings = [
        Postings(word, *index.locate(found)) for word, found in zip(asked, rows, strict=True)
    ]
    ranked = ranking.rank(index.layout, postings, cosines, among=among, top=limit)
    return Retrieval(
        passages=tuple(index.passages[number] for number in ranked.order),
        index=index,
        ranking=ranked,
    )
