"""What is on record of one learner, as a moderator of a server sees it."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from knowledge.model.log_search import LINES_ON_A_PAGE, LogKind, LogLine
from knowledge.model.review import Asker

LEARNERS_ON_A_PAGE = 25


@dataclass(frozen=True, slots=True)
class LearnerTotals:
    """Of all times that are still on record."""

    decisions: Mapping[str, int]
    """How many questions by what became of them: answered, abstained, located."""
    opened: int
    """Persons' answers to similar questions, which are on record beside what was asked."""
    quizzes: int
    responses: int
    """Of quizzes, as far as they are graded."""
    right: int
    """Of these, with the full score."""
    sessions: int
    """Of self-study."""
    studied: int
    """Questions answered in them."""
    studied_right: int

    @property
    def questions(self) -> int:
        return sum(self.decisions.values())


@dataclass(frozen=True, slots=True)
class LearnerRecord:
    """A page of what one learner asked, played or studied, newest first."""

    who: Asker
    """A pseudonym; with the user's id only where the server's log shows names."""
    people: int
    """How many go by this pseudonym. It is the record of all of them, and nearly always one."""
    totals: LearnerTotals
    kind: LogKind
    """What the lines are."""
    lines: tuple[LogLine, ...]
    """A quiz's says how this learner did in it."""
    page: int
    """From 0."""
    total: int
    """Of lines on all pages."""

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // LINES_ON_A_PAGE))


@dataclass(frozen=True, slots=True)
class Learner:
    """Somebody on the list of those of whom there is a record."""

    who: Asker
    """As in their record."""
    questions: int
    quizzes: int
    """That they took part in."""
    sessions: int
    """Of self-study."""
    at: datetime
    """When they last began any of these."""


@dataclass(frozen=True, slots=True)
class LearnerPage:
    """A page of the list, whoever did something last first."""

    learners: tuple[Learner, ...]
    page: int
    """From 0."""
    total: int
    """Of learners on all pages."""

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // LEARNERS_ON_A_PAGE))


class NoLearnerRecord(enum.Enum):
    """Why there is no record to see."""

    NEEDS_REASON = enum.auto()
    """The server's log hides names: opening a person's record by their name shows who is who."""
    UNKNOWN = enum.auto()
    """Nobody in this server's log goes by that name."""
