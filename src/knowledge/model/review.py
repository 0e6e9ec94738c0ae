"""What moderators say of an answer, and what they see of it."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime

from knowledge.model.quiz import Quiz
from knowledge.model.record import Complaint, Rating, Record


class ReviewStatus(enum.StrEnum):
    OPEN = "open"
    OK = "ok"
    WRONG = "wrong"
    HARMFUL = "harmful"
    FIXED = "fixed"


@dataclass(frozen=True, slots=True)
class Asker:
    """Somebody in the log."""

    name: str
    """A pseudonym, whatever the server shows."""
    user_id: int | None = None
    """Only where the server's log shows names, and only as long as anybody can tell."""


@dataclass(frozen=True, slots=True)
class Review:
    """The last word on an answer."""

    status: ReviewStatus
    note: str
    reviewer_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Report:
    """What somebody told the moderators of an answer."""

    by: Asker
    note: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Thumb:
    by: Asker
    rating: Rating
    complaint: Complaint | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Case:
    """An answer as a moderator of its server sees it."""

    record: Record
    """Without the ids of people, which stand in ``asker`` and ``thumbs`` if anywhere."""
    course: str
    """The title of the course that was asked; its name on record if it is gone."""
    asker: Asker | None
    """``None`` if nobody asked in Discord."""
    hides_question: bool
    """The server's log shows no question: the record's is empty."""
    review: Review | None
    """``None`` while nobody has reviewed it."""
    thumbs: tuple[Thumb, ...]
    reports: tuple[Report, ...]

    @property
    def status(self) -> ReviewStatus:
        return ReviewStatus.OPEN if self.review is None else self.review.status


@dataclass(frozen=True, slots=True)
class Backlog:
    """What waits for a review."""

    disliked: int
    """Disliked or reported."""
    others: int


@dataclass(frozen=True, slots=True)
class QuizAct:
    """A line of a quiz's log, as a moderator sees it."""

    at: datetime
    act: str
    question: int | None
    """Its place in the quiz, from 1."""
    who: str
    """A host's or a learner's pseudonym; empty for the bot itself."""
    detail: str


@dataclass(frozen=True, slots=True)
class QuizCase:
    """A quiz with all that happened in it, oldest first."""

    quiz: Quiz
    acts: tuple[QuizAct, ...]


class Unreviewed(enum.Enum):
    """Why a review was not kept."""

    GONE = enum.auto()
    OVERTAKEN = enum.auto()
    """Somebody else has reviewed it since it was shown."""
