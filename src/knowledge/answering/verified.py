"""Has a person answered this before, or something like it?

The answer to the same question is given in that person's name, so what counts as the same is
strict. The answer to a similar one is only offered, with the question that it answers.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge.answering.grounding import Band, band
from knowledge.answering.likeness import (
    MOST_KEPT,
    OFFERED_BESIDE,
    OFFERED_INSTEAD,
    may_be_one,
    may_be_similar,
    shared_words,
    threshold,
    traits,
    traits_of_kept,
)
from knowledge.model.answer import (
    Abstention,
    Answer,
    AnswerSentence,
    Mode,
    Question,
    Reply,
    ScoredPassage,
)
from knowledge.model.corpus import Passage, Span, cite
from knowledge.model.verified import VerifiedAnswer, VerifiedQuote
from knowledge.model.wording import normalised
from knowledge.retrieval.embedder import Embedder, Vector
from knowledge.storage import records, verified_answers
from knowledge.storage.database import Database

_MOST_COMPARED = 50
"""Questions whose vectors are compared for an offer: those that share most words with what was
asked. After a start each of them has to be encoded once."""


@dataclass(frozen=True, slots=True)
class Match:
    """What a person answered to the same question."""

    answer: VerifiedAnswer
    similarity: float
    """Of the two questions, in [0, 1]."""


def as_reply(
    answer: VerifiedAnswer,
    confidence: float,
    question: Question,
    retrieved: tuple[ScoredPassage, ...],
    passages: Sequence[Passage],
) -> Answer:
    """What a person answered as the answer to ``question``, citing its documents as they are now.

    Args:
        confidence: That ``question`` is the one that they answered, in [0, 1].
        passages: The course's.
    """
    quotes = tuple(
        _cited_now(quote, passages) if quote.is_current else quote for quote in answer.quotes
    )
    citations = tuple(quote.citation for quote in quotes)
    sentences = tuple(
        AnswerSentence(quote.lead, quote.citation.quote, quote.citation.number) for quote in quotes
    )
    return Answer(
        question,
        sentences,
        citations,
        confidence,
        retrieved,
        verified=replace(answer, quotes=quotes),
    )


class Precedents:
    """The questions of a course that people have answered."""

    def __init__(self, database: Database, embedder: Embedder) -> None:
        self._database = database
        self._embedder = embedder
        self._vectors: OrderedDict[str, Vector] = OrderedDict()

    async def find(self, question: Question) -> Match | None:
        """The answer in force to the question that is most like this one, if one is enough.

        Not where only places are wanted, or where the question goes on from another. Where one
        document is asked, only what rests on that one alone.
        """
        if not _stands_alone(question):
            return None
        asked = traits(question.text)
        known = await self._questions(question.course_id)
        alike = [one for one in known if may_be_one(asked, traits_of_kept(one[1]))]
        ranked = await self._ranked(question.text, alike)
        needed = {id_: threshold(question.text, text) for id_, text in alike}
        return await self._first_in_force(
            question, [(close, id_) for close, id_ in ranked if close >= needed[id_]]
        )

    async def similar(self, reply: Reply) -> VerifiedAnswer | None:
        """What a person answered to the question that comes closest to the one of ``reply``.

        To be offered, never to be given for an answer. Where the documents do not say, or hardly,
        less likeness is enough than beside an answer of theirs: and so it is for what somebody
        put into words of their own, because those of the documents did not do.
        """
        question = reply.question
        if not isinstance(reply, Answer | Abstention) or not _stands_alone(question):
            return None
        asked = traits(question.text)
        shared = [
            (shared_words(asked, traits_of_kept(one[1])), one)
            for one in await self._questions(question.course_id)
            if may_be_similar(asked, traits_of_kept(one[1]))
        ]
        closest = sorted(shared, key=lambda found: found[0], reverse=True)[:_MOST_COMPARED]
        is_sure = isinstance(reply, Answer) and band(reply.confidence) is not Band.LOW
        ranked = await self._ranked(question.text, [one for _, one in closest])
        found = await self._first_in_force(
            question,
            [(close, id_) for close, id_ in ranked if close >= OFFERED_INSTEAD],
            confirmed_from=OFFERED_BESIDE if is_sure else OFFERED_INSTEAD,
        )
        return None if found is None else found.answer

    async def offered(self, receipt: str) -> VerifiedAnswer | None:
        """What is offered under a record now; ``None`` if that holds no longer."""
        async with self._database.read() as session:
            record = await records.find(session, receipt)
        return None if record is None else record.offer

    async def _questions(self, course_id: int) -> list[tuple[int, str]]:
        async with self._database.read() as session:
            return await verified_answers.list_questions(session, course_id)

    async def _first_in_force(
        self,
        question: Question,
        ranked: Sequence[tuple[float, int]],
        *,
        confirmed_from: float = 0.0,
    ) -> Match | None:
        """
        Args:
            confirmed_from: The similarity that one needs which only confirms the documents' words.
        """
        for similarity, id_ in ranked:
            async with self._database.read() as session:
                answer = await verified_answers.find(session, id_)
            if answer is None or not (answer.words or similarity >= confirmed_from):
                continue
            if answer.is_in_force and _is_asked_of(answer, question):
                return Match(answer, similarity)
        return None

    async def _ranked(
        self, asked: str, known: Sequence[tuple[int, str]]
    ) -> list[tuple[float, int]]:
        """The questions' cosines with what was asked, and their answers' ids; the best first."""
        if not known:
            return []
        vector, *vectors = await asyncio.gather(
            self._embedder.embed_query(asked), *(self._vector(text) for _, text in known)
        )
        found = [
            (1.0 if normalised(text) == normalised(asked) else min(float(vector @ of), 1.0), id_)
            for (id_, text), of in zip(known, vectors, strict=True)
        ]
        return sorted(found, reverse=True)

    async def _vector(self, text: str) -> Vector:
        known = self._vectors.pop(text, None)
        if known is None:
            known = await self._embedder.embed_query(text)
        self._vectors[text] = known
        if len(self._vectors) > MOST_KEPT:
            self._vectors.popitem(last=False)
        return known


def _stands_alone(question: Question) -> bool:
    """Whether it asks for an answer, in words that need none before them."""
    return question.mode is Mode.ANSWER and not question.context


def _is_asked_of(answer: VerifiedAnswer, question: Question) -> bool:
    if question.document_id is None:
        return True
    documents = {citation.document_id for citation in answer.citations}
    return documents == {question.document_id}


def _cited_now(quote: VerifiedQuote, passages: Sequence[Passage]) -> VerifiedQuote:
    """The quote with its place in the document as it is now; as it was if no passage holds it."""
    cited = quote.citation
    for passage in passages:
        if passage.document_id == cited.document_id and cited.quote in passage.text:
            start = passage.span.start + passage.text.index(cited.quote)
            span = Span(start, start + len(cited.quote))
            return replace(quote, citation=cite(passage, span, cited.number))
    return quote
