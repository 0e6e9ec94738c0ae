"""How well each sentence of the best passages answers a question."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.answering.answer_type import AnswerType, asked_for, offers
from knowledge.answering.evidence import Evidence, PassageEvidence, SentenceEvidence
from knowledge.retrieval.words import tokens

PASSAGES_READ = 10
"""Only sentences of the best passages are scored: beyond them answers are rare."""

# Weights beside the cosine, which counts once. Found by `benchmarks/tune_sentences.py`.
COVERAGE = 0.8
"""Of the question's words in the sentence itself."""
COVERAGE_WITH_PREVIOUS = 0.2
COVERAGE_WITH_NEIGHBOURS = 0.3
"""A sentence that says "he" is answered for by those beside it."""
PASSAGE = 4.0
OFFERED = 0.3
"""For holding the kind of thing that was asked for."""
ASKING = -0.8
"""For being a question itself: textbooks ask what they do not answer there."""


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
        _score(evidence, rank, place, kind, asked)
        for rank, passage in enumerate(evidence.passages[:PASSAGES_READ])
        for place in range(len(passage.sentences))
    ]
    return tuple(sorted(scored, key=lambda s: -s.score))


def _score(
    evidence: Evidence, rank: int, place: int, kind: AnswerType, asked: frozenset[str]
) -> ScoredSentence:
    passage = evidence.passages[rank]
    sentence = passage.sentences[place]
    offered = offers(sentence.text, kind, asked)
    before = passage.sentences[max(0, place - 1) : place + 1]
    around = passage.sentences[max(0, place - 1) : place + 2]
    score = (
        sentence.cosine
        + COVERAGE * sentence.coverage
        + COVERAGE_WITH_PREVIOUS * evidence.coverage(before)
        + COVERAGE_WITH_NEIGHBOURS * evidence.coverage(around)
        + PASSAGE * passage.scored.score
        + OFFERED * offered
        + ASKING * sentence.text.rstrip('”"’) ').endswith("?")
    )
    return ScoredSentence(sentence, passage, rank, place, score, offered)
