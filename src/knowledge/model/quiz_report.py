"""The results of a quiz as an instructor reads them: by question and by learner."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from knowledge.model.assessment import Outcome, Response
from knowledge.model.item_analysis import Analysis, ItemStatistics
from knowledge.model.quiz import Player, Question, Quiz


class Seat(enum.StrEnum):
    """How a learner took part. The words stand in the exports."""

    LIVE = "live"
    JOINED_LATE = "live, joined late"
    CATCH_UP = "catch-up"


@dataclass(frozen=True, slots=True)
class QuestionReport:
    question: Question
    statistics: ItemStatistics
    """Of those who played live."""
    caught_up: int
    """Responses from the catch-up seat, which are in no statistics."""
    caught_up_right: int


@dataclass(frozen=True, slots=True)
class LearnerAnswer:
    """What a learner did with one question."""

    question: Question
    is_asked: bool
    """Whether it counts for them: not what was asked before they joined."""
    response: Response | None
    outcome: Outcome
    """Wrong if it was left out."""
    points: float
    seconds: float | None
    """From the question's message to the last change, without pauses."""
    changes: int


@dataclass(frozen=True, slots=True)
class LearnerReport:
    player: Player
    name: str
    """In the server, whatever boards call them."""
    seat: Seat
    rank: int
    """By points, catch-up seats with the others; equal points share it."""
    points: float
    correct: int
    share: float | None
    """Mean score of what they were asked, in [0, 1]; ``None`` if they were asked nothing."""
    answers: tuple[LearnerAnswer, ...]
    """One for each question that counts for anybody, in order."""

    @property
    def asked(self) -> int:
        return sum(answer.is_asked for answer in self.answers)

    @property
    def answered(self) -> int:
        return sum(answer.response is not None for answer in self.answers)


@dataclass(frozen=True, slots=True)
class QuizReport:
    quiz: Quiz
    analysis: Analysis
    questions: tuple[QuestionReport, ...]
    learners: tuple[LearnerReport, ...]
    """Best first."""
    skipped: tuple[Question, ...] = ()
    """Asked, and counting for nobody; they are in no statistics."""

    @property
    def not_asked(self) -> int:
        """Questions that were drawn and not opened before the end."""
        return self.quiz.questions - len(self.questions) - len(self.skipped)

    @property
    def caught_up(self) -> int:
        return sum(learner.seat is Seat.CATCH_UP for learner in self.learners)


class Export(enum.StrEnum):
    """A file of results; the value is its kind."""

    CSV = "csv"
    XLSX = "xlsx"
    MOODLE = "moodle"


@dataclass(frozen=True, slots=True)
class ResultFile:
    name: str
    content: bytes
