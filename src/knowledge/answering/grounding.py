"""Do the documents hold what was asked? A calibrated probability, and the decision."""

from __future__ import annotations

import enum
import math
from collections.abc import Sequence, Set
from typing import NamedTuple

from knowledge.answering.answer_type import AnswerType, asked_for
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
    """What the decision rests on. Each lies in [0, 1] and means the same in every course."""

    score: float
    """Of the best passage."""
    margin: float
    """Of the best passage over the fifth."""
    sentence_cosine: float
    """The best of any sentence read."""
    passage_cosine: float
    """The best of any passage read."""
    coverage: float
    """The share of the question's weight that one sentence holds, at best."""
    chosen_coverage: float
    """The same of the sentence that would be shown first."""
    found: float
    """The share of the question's weight in the best passage and its headings."""
    rare_found: float
    """As ``found``, with squared weights: rare words decide."""
    names_found: float
    """As ``found``, of names, numbers and quoted words only; 1 where there are none."""
    unknown: float
    """The share of the question's words that the whole course does not hold."""
    offered: float
    """Does the first sentence hold the kind of thing asked for? A half where any would do."""
    length: float
    """Distinct words that were searched for, ten or more being 1."""


def features(evidence: Evidence, scored: Sequence[ScoredSentence]) -> Features:
    """Measure a question's evidence.

    Args:
        evidence: With at least one passage.
        scored: Its sentences, best first; at least one.
    """
    best = evidence.passages[0]
    scores = [passage.scored.score for passage in evidence.passages[:5]]
    held = best.headed.union(*(sentence.held for sentence in best.sentences))
    words = evidence.words
    return Features(
        score=scores[0],
        margin=scores[0] - scores[-1],
        sentence_cosine=max(0.0, *(s.evidence.cosine for s in scored)),
        passage_cosine=max(p.scored.parts["passage_cosine"] for p in evidence.passages),
        coverage=max(sentence.evidence.coverage for sentence in scored),
        chosen_coverage=scored[0].evidence.coverage,
        found=_share([word.weight for word in words], held),
        rare_found=_share([word.weight**2 for word in words], held),
        names_found=_share([word.weight * word.word.is_name for word in words], held, empty=1.0),
        unknown=sum(word.share == 0 for word in words) / max(1, len(words)),
        offered=_offered(evidence.question, scored[0]),
        length=min(1.0, len(words) / 10),
    )


def _share(weights: Sequence[float], held: Set[int], empty: float = 0.0) -> float:
    total = sum(weights)
    return sum(weights[index] for index in held) / total if total else empty


def _offered(question: str, sentence: ScoredSentence) -> float:
    if asked_for(question) is AnswerType.OTHER:
        return 0.5
    return float(sentence.offers)


WEIGHTS = Features(
    score=8.0,
    margin=3.0,
    sentence_cosine=5.0,
    passage_cosine=0.0,
    coverage=3.0,
    chosen_coverage=0.0,
    found=3.0,
    rare_found=0.0,
    names_found=0.0,
    unknown=0.0,
    offered=0.0,
    length=0.0,
)
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
