"""Questions that staff starred, and whether they are still answered as they were."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime

from knowledge.model.answer import Mode
from knowledge.model.record import Decision


class NotStarred(enum.Enum):
    """Why an answer was not starred."""

    GONE = enum.auto()
    """No answer of this course and server has that receipt."""
    FOLLOWS = enum.auto()
    """Its question goes on from another, and would be asked alone."""
    WRITTEN = enum.auto()
    """In a person's own words: the documents alone do not say it."""
    ALREADY = enum.auto()
    FULL = enum.auto()


@dataclass(frozen=True, slots=True)
class GoldenQuestion:
    """A starred question with what was right about its answer."""

    id: int
    course_id: int
    receipt: str
    question: str
    """Empty where the server's log shows no questions."""
    mode: Mode
    document_id: int | None
    decision: Decision
    quotes: tuple[str, ...]
    """Empty ones stand for words of documents that were removed."""
    starred_at: datetime


@dataclass(frozen=True, slots=True)
class GoldenOutcome:
    """What today's documents say to a starred question."""

    question: GoldenQuestion
    decision: Decision
    gone: tuple[str, ...]
    """Quotes of the starred answer that today's no longer has; empty as in the question's."""

    @property
    def passed(self) -> bool:
        """As it was: a further quote beside the old ones is no fault."""
        return self.decision is self.question.decision and not self.gone


@dataclass(frozen=True, slots=True)
class GoldenRun:
    """All starred questions of a course, asked of one revision with one model."""

    id: int
    course_id: int
    revision: int
    at: datetime
    outcomes: tuple[GoldenOutcome, ...]

    @property
    def failed(self) -> tuple[GoldenOutcome, ...]:
        return tuple(outcome for outcome in self.outcomes if not outcome.passed)


@dataclass(frozen=True, slots=True)
class GoldenReport:
    """A run that a server's log channel is to hear of."""

    run: GoldenRun
    course: str
    channel_id: int
