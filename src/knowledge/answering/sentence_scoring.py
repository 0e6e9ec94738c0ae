"""How well each sentence of the best passages answers a question."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import NamedTuple

from knowledge.answering.answer_type import AnswerType, asked_for, offers
from knowledge.answering.evidence import Evidence, PassageEvidence, SentenceEvidence
from knowledge.retrieval.words import tokens

PASSAGES_READ = 10
"""Only sentences of the best passages are scored: beyond them answers are rare."""


class Measures(NamedTuple):
    """What a sentence is scored by; each lies in [0, 1], a cosine in [-1, 1]."""

    cosine: float
    """Of the question and the sentence."""
    coverage: float
    """The share of the question's weight that the sentence holds."""
    with_previous: float
    """The same, of the sentence and the one before."""
    with_neighbours: float
    """The same, of the sentence and those on both sides: a "he" is answered for by them."""
    passage: float
    """The score of the passage."""
    offered: float
    """Does it hold the kind of thing that was asked for?"""
    asking: float
    """Is it a question itself? Textbooks ask what they do not answer there."""


WEIGHTS = Measures(
    cosine=1.0,
    coverage=0.8,
    with_previous=0.2,
    with_neighbours=0.27,
    passage=4.0,
    offered=0.3,
    asking=-0.8,
)
"""From fits by ``benchmarks/tune_sentences.py`` on two data sets, chosen between them."""


@dataclass(frozen=True, slots=True)
class ScoredSentence:
    """A sentence with its claim to be the answer. ``score`` orders within one question."""

    evidence: SentenceEvidence
    within: PassageEvidence
    place: int
    """Among the sentences of its passage, from 0."""
    measures: Measures
    score: float

    @property
    def offers(self) -> bool:
        """Does it hold the kind of thing that was asked for?"""
        return bool(self.measures.offered)


def score_sentences(evidence: Evidence) -> tuple[ScoredSentence, ...]:
    """Every sentence of the best passages, best first; equal ones in reading order."""
    kind = asked_for(evidence.question)
    asked = frozenset(tokens(evidence.question))
    total = sum(word.weight for word in evidence.words)
    shares = [word.weight / total if total else 0.0 for word in evidence.words]
    scored = [
        _score(shares, passage, place, kind, asked)
        for passage in evidence.passages[:PASSAGES_READ]
        for place in range(len(passage.sentences))
    ]
    return tuple(sorted(scored, key=lambda sentence: -sentence.score))


def _score(
    shares: Sequence[float], passage: PassageEvidence, place: int, kind: AnswerType, asked: Set[str]
) -> ScoredSentence:
    """``shares``: of the question's weight, by word."""
    sentence = passage.sentences[place]
    with_previous = sentence.held | passage.sentences[max(0, place - 1)].held
    with_next = with_previous.union(*(s.held for s in passage.sentences[place + 1 : place + 2]))
    measures = Measures(
        cosine=sentence.cosine,
        coverage=sentence.coverage,
        with_previous=sum(shares[word] for word in with_previous),
        with_neighbours=sum(shares[word] for word in with_next),
        passage=passage.scored.score,
        offered=float(offers(sentence.text, kind, asked)),
        asking=float(sentence.text.rstrip('”"’) ').endswith("?")),
    )
    score = sum(weight * value for weight, value in zip(WEIGHTS, measures, strict=True))
    return ScoredSentence(sentence, passage, place, measures, score)
