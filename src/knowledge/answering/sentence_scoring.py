"""How well each sentence of the best passages answers a question."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.answering.answer_type import AnswerType, asked_for, offers
from knowledge.answering.evidence import Evidence, PassageEvidence, SentenceEvidence
from knowledge.retrieval.words import tokens

PASSAGES_READ = 10
"""Only sentences of the best passages are scored: beyond them answers are rare."""

COVERAGE = 1.15
PASSAGE = 2.4
OFFERED = 0.3
PREVIOUS = 0.15


@dataclass(frozen=True, slots=True)
class ScoredSentence:
    """A sentence with its claim to be the answer. ``score`` orders within one question."""

    evidence: SentenceEvidence
    within: PassageEvidence
    rank: int
    """Of its passage, from 0."""
    place: int
    """Among the sentences of its passage, from 0."""
    score: float
    offers: bool
    """Holds the kind of thing that was asked for."""


def score_sentences(evidence: Evidence) -> tuple[ScoredSentence, ...]:
    """Every sentence of the best passages, best first; equal ones in reading order."""
    kind = asked_for(evidence.question)
    asked = frozenset(tokens(evidence.question))
    scored = [
        _score(passage, rank, place, kind, asked)
        for rank, passage in enumerate(evidence.passages[:PASSAGES_READ])
        for place in range(len(passage.sentences))
    ]
    return tuple(sorted(scored, key=lambda s: -s.score))


def _score(
    passage: PassageEvidence, rank: int, place: int, kind: AnswerType, asked: frozenset[str]
) -> ScoredSentence:
    sentence = passage.sentences[place]
    offered = offers(sentence.text, kind, asked)
    score = sentence.cosine + COVERAGE * sentence.coverage + PASSAGE * passage.scored.score
    score += OFFERED * offered
    if place:
        previous = passage.sentences[place - 1]
        score += PREVIOUS * (previous.coverage + previous.cosine)
    return ScoredSentence(sentence, passage, rank, place, score, offered)
