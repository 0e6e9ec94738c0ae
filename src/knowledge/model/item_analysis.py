"""What the responses to a quiz say of its items and of itself."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from knowledge.model.assessment import ItemDraft, Response


@dataclass(frozen=True, slots=True)
class Cell:
    """What one learner did with one item that they were asked."""

    score: float
    """In [0, 1]; 0 if it was left out."""
    response: Response | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """Who did what: a row for each learner, a cell for each item."""

    items: tuple[ItemDraft, ...]
    rows: tuple[tuple[Cell | None, ...], ...]
    """``None`` where a learner was not asked: that item counts neither for nor against them."""


class Concern(enum.StrEnum):
    """How an item, or the quiz as a whole, misfires."""

    NEGATIVE_DISCRIMINATION = "negative_discrimination"
    LURING_DISTRACTOR = "luring_distractor"
    LOW_DISCRIMINATION = "low_discrimination"
    TOO_HARD = "too_hard"
    TOO_EASY = "too_easy"
    UNUSED_DISTRACTOR = "unused_distractor"
    LOW_RELIABILITY = "low_reliability"


@dataclass(frozen=True, slots=True)
class Misfire:
    """Something to look at, in words for an instructor."""

    concern: Concern
    finding: str
    """With options as their authors wrote them."""
    suggestion: str


@dataclass(frozen=True, slots=True)
class OptionStatistics:
    """One option of a choice."""

    place: int
    """In the item's own order, from 0."""
    is_right: bool
    count: int
    """How many picked it."""
    share: float | None
    """Of those who answered; ``None`` if nobody did."""
    discrimination: float | None
    """Whether the strong pick it rather than the weak: above 0 for a key, below 0 for a
    distractor that works. ``None`` where it cannot be told."""


@dataclass(frozen=True, slots=True)
class ItemStatistics:
    asked: int
    answered: int
    facility: float | None
    """The mean score, in [0, 1]; ``None`` if nobody was asked."""
    discrimination: float | None
    """In [-1, 1]; ``None`` below ten learners, or if all scored the same."""
    options: tuple[OptionStatistics, ...]
    """Of a choice, in the item's own order; else empty."""
    misfires: tuple[Misfire, ...]
    """The most serious first."""


@dataclass(frozen=True, slots=True)
class Reliability:
    """How far the whole quiz can be trusted to measure something."""

    learners: int
    """Who were asked every item: only these are counted here."""
    items: int
    alpha: float | None
    """Cronbach's α; ``None`` for fewer than two items or learners, or if all scored the same. A
    quiz's report also leaves it out below ten learners."""
    standard_error: float | None
    """Of one learner's score, in items."""
    caveat: str
    """In words for an instructor: how α is to be read here; may be empty."""
    misfires: tuple[Misfire, ...]


@dataclass(frozen=True, slots=True)
class Analysis:
    learners: int
    mean: float | None
    """Of the learners' own mean scores, in [0, 1]; ``None`` without learners."""
    items: tuple[ItemStatistics, ...]
    reliability: Reliability
