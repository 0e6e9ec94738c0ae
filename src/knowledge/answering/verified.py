"""Has a person answered this before? Strict rather than generous, for a wrong match would be said
in that person's name."""

from __future__ import annotations

import re
from collections import Counter, OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from knowledge.answering.answer_type import AnswerType, asked_for
from knowledge.model.answer import Answer, AnswerSentence, Mode, Question, ScoredPassage
from knowledge.model.contrasts import counted, denied, opposed
from knowledge.model.corpus import Passage, Span, cite
from knowledge.model.verified import VerifiedAnswer, VerifiedQuote
from knowledge.model.wording import normalised
from knowledge.retrieval.embedder import Embedder, Vector
from knowledge.retrieval.words import STOP_WORDS, fold, search_words, tokens
from knowledge.storage import verified_answers
from knowledge.storage.database import Database

SAME_WORDS_THRESHOLD, OTHER_WORDS_THRESHOLD = 0.95, 0.97
"""Cosine of two questions from which they ask the same: if one only turns, inflects or adds to the
words of the other, and if each has words that the other lacks. Chosen by
``benchmarks/tune_verified.py`` on a development list so that no near miss passes, and checked on
another list; both are in the tests."""

_MOST_VECTORS = 2_000
"""Kept in memory: of questions that people have answered, the ones asked like most lately."""
_VAGUE = {AnswerType.OTHER, AnswerType.DEFINITION, AnswerType.LIST}
"""Kinds that the same question has in one wording or another."""
_HEAD = re.compile(r"\b(?:what|which)\s+([^\W\d_]+)", re.IGNORECASE)
_STEM = 5
"""Letters that two words must share from the first on to be forms of one: "signed", "signing"."""


class _Traits(NamedTuple):
    """What is compared of a question, worked out once."""

    kind: AnswerType
    words: tuple[str, ...]
    """Normalised."""
    counted: Counter[str]
    tokens: tuple[str, ...]
    names: frozenset[str]
    head: str | None
    """What stands after "what" or "which", if it says what is asked for."""


def _traits(question: str) -> _Traits:
    words, found = tuple(normalised(question).split()), _HEAD.search(question)
    head = None if found is None else fold(found.group(1))
    return _Traits(
        kind=asked_for(question),
        words=words,
        counted=counted(words),
        tokens=tuple(tokens(question)),
        names=frozenset(word.text for word in search_words(question) if word.is_name),
        head=None if head in STOP_WORDS else head,
    )


_traits_of_kept = lru_cache(maxsize=_MOST_VECTORS)(_traits)
"""For the questions that people have answered. What learners ask is remembered nowhere: it must be
gone when they erase it."""


def may_ask_the_same(asked: str, kept: str) -> bool:
    """Whether it is safe to compare two questions by their vectors, which are blind to details.

    They must ask for the same kind of thing; numbers and dates, negations, names and their order
    must be the same; neither may hold the opposite of a word of the other, or ask "which sport"
    where the other asks "which role".
    """
    return _may_be_one(_traits(asked), _traits_of_kept(kept))


def _may_be_one(first: _Traits, second: _Traits) -> bool:
    if first.words == second.words:
        return True
    return (
        (first.kind is second.kind or {first.kind, second.kind} <= _VAGUE)
        and first.counted == second.counted
        and denied(first.words) == denied(second.words)
        and not opposed(first.words, second.words)
        and first.names <= set(second.tokens)
        and second.names <= set(first.tokens)
        and (None in (first.head, second.head) or _same_stem(first.head or "", second.head or ""))
        and not _turned_round(first, second)
    )


def threshold(one: str, two: str) -> float:
    """The cosine that the two questions need."""
    first, second = _content(one), _content(two)
    exchanged = _only_in(first, second) and _only_in(second, first)
    return OTHER_WORDS_THRESHOLD if exchanged else SAME_WORDS_THRESHOLD


def _turned_round(one: _Traits, two: _Traits) -> bool:
    """Names in another order: who did what to whom may be exchanged.

    Not where only one says "by", or where "and" stands between them.
    """
    shared = one.names | two.names
    orders = [[word for word in each.tokens if word in shared] for each in (one, two)]
    if orders[0] == orders[1]:
        return False
    are_passive = ["by" in each.tokens for each in (one, two)]
    return are_passive[0] == are_passive[1] and not all("and" in e.tokens for e in (one, two))


def _content(question: str) -> list[str]:
    return [word for word in tokens(question) if word not in STOP_WORDS]


def _only_in(words: Sequence[str], others: Sequence[str]) -> bool:
    return any(not any(_same_stem(word, other) for other in others) for word in words)


def _same_stem(word: str, other: str) -> bool:
    needed = min(_STEM, len(word), len(other))
    return word == other or (needed >= _STEM - 1 and word[:needed] == other[:needed])


@dataclass(frozen=True, slots=True)
class Match:
    """What a person answered to the same question."""

    answer: VerifiedAnswer
    similarity: float
    """Of the two questions, in [0, 1]."""

    def as_reply(
        self,
        question: Question,
        retrieved: tuple[ScoredPassage, ...],
        passages: Sequence[Passage],
    ) -> Answer:
        """The answer to ``question``, citing its documents as they are now.

        Args:
            passages: The course's.
        """
        quotes = tuple(
            _cited_now(quote, passages) if quote.is_current else quote
            for quote in self.answer.quotes
        )
        citations = tuple(quote.citation for quote in quotes)
        sentences = tuple(
            AnswerSentence(quote.lead, quote.citation.quote, quote.citation.number)
            for quote in quotes
        )
        return Answer(
            question,
            sentences,
            citations,
            self.similarity,
            retrieved,
            verified=replace(self.answer, quotes=quotes),
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
        if question.mode is not Mode.ANSWER or question.context:
            return None
        async with self._database.read() as session:
            known = await verified_answers.list_questions(session, question.course_id)
        asked = _traits(question.text)
        alike = [one for one in known if _may_be_one(asked, _traits_of_kept(one[1]))]
        if not alike:
            return None
        for similarity, id_ in await self._ranked(question.text, alike):
            async with self._database.read() as session:
                answer = await verified_answers.find(session, id_)
            if answer is not None and answer.is_in_force and _is_asked_of(answer, question):
                return Match(answer, similarity)
        return None

    async def _ranked(
        self, asked: str, alike: Sequence[tuple[int, str]]
    ) -> list[tuple[float, int]]:
        vector = await self._embedder.embed_query(asked)
        found = []
        for id_, text in alike:
            if normalised(text) == normalised(asked):
                found.append((1.0, id_))
                continue
            similarity = float(vector @ await self._vector(text))
            if similarity >= threshold(asked, text):
                found.append((min(similarity, 1.0), id_))
        return sorted(found, reverse=True)

    async def _vector(self, text: str) -> Vector:
        known = self._vectors.pop(text, None)
        if known is None:
            known = await self._embedder.embed_query(text)
        self._vectors[text] = known
        if len(self._vectors) > _MOST_VECTORS:
            self._vectors.popitem(last=False)
        return known


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
