"""Do the documents hold what was asked? A calibrated probability, and the decision."""

from __future__ import annotations

import enum
import math
from collections.abc import Sequence
from typing import NamedTuple

from knowledge.answering.evidence import Evidence
from knowledge.answering.sentence_scoring import ScoredSentence


class Strictness(enum.StrEnum):
    """How sure the bot must be before it answers. A setting of the course."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"


THRESHOLDS = {Strictness.LOW: 0.15, Strictness.NORMAL: 0.35, Strictness.HIGH: 0.6}
"""The least confidence with which a question is answered."""


class Band(enum.StrEnum):
    """Confidence in words. Says how close the passage is, never that it is right."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Features(NamedTuple):
    """What the decision rests on; each lies in [0, 1] and means the same in every course."""

    score: float
    """Of the best passage."""
    margin: float
    """Of the best passage over the fifth."""
    cosine: float
    """The best sentence's, of any retrieved passage."""
    coverage: float
    """The share of the question's weight in one sentence, at best."""
    found: float
    """The share of the question's weight in the best passage with its headings."""


def features(evidence: Evidence, scored: Sequence[ScoredSentence]) -> Features:
    """Measure a question's evidence.

    Args:
        evidence: With at least one passage.
        scored: Its sentences, best first.
    """
    best = evidence.passages[0]
    scores = [passage.scored.score for passage in evidence.passages[:5]]
    total = sum(word.weight for word in evidence.words) or 1.0
    held = best.headed.union(*(sentence.held for sentence in best.sentences))
    return Features(
        score=scores[0],
        margin=scores[0] - scores[-1],
        cosine=max(0.0, max(sentence.evidence.cosine for sentence in scored)),
        coverage=max(sentence.evidence.coverage for sentence in scored),
        found=sum(evidence.words[index].weight for index in held) / total,
    )


WEIGHTS = Features(score=8.0, margin=3.0, cosine=5.0, coverage=3.0, found=3.0)
BIAS = -8.0


def confidence(evidence: Evidence, scored: Sequence[ScoredSentence]) -> float:
    """The probability, in [0, 1], that the documents hold what was asked. 0 without evidence."""
    if not evidence.passages or not scored:
        return 0.0
    measured = features(evidence, scored)
    logit = BIAS + sum(w * x for w, x in zip(WEIGHTS, measured, strict=True))
    return 1.0 / (1.0 + math.exp(-logit))


def is_grounded(confidence: float, strictness: Strictness = Strictness.NORMAL) -> bool:
    """Is ``confidence`` enough to answer, rather than to abstain?"""
    return confidence >= THRESHOLDS[strictness]


def band(confidence: float) -> Band:
    """The confidence of an answer, in words."""
    if confidence >= 0.9:
        return Band.HIGH
    return Band.MEDIUM if confidence >= 0.5 else Band.LOW


WORDINGS = {
    Band.HIGH: "Quoted from the documents; a close match.",
    Band.MEDIUM: "The closest passage I found; check that it answers you.",
    Band.LOW: "A loose match; it may not be what you asked.",
}
"""What a student is told with an answer, by its band."""
