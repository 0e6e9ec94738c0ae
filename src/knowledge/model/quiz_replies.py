"""What the quizmaster answers to hosts and learners, and what it hands on for analysis."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime

from knowledge.model.assessment import Item, Outcome, Response
from knowledge.model.quiz import Leaderboard, Player, Question, Quiz


@dataclass(frozen=True, slots=True)
class Preview:
    """What a plan would draw."""

    available: int
    """Approved items that fit the plan."""
    drawn: tuple[Item, ...]
    seed: int
    """Give it to ``start`` to have the same items drawn again."""
    warnings: tuple[str, ...]
    """In words for the host."""


@dataclass(frozen=True, slots=True)
class AlreadyLive:
    """This channel plays a quiz already."""

    quiz: Quiz


@dataclass(frozen=True, slots=True)
class TooFewItems:
    """Fewer than two approved items fit the plan (or none, if it asks for one)."""

    available: int


@dataclass(frozen=True, slots=True)
class TooManyScheduled:
    """As many quizzes wait to begin in this server as may."""

    most: int


class AliasRefusal(enum.Enum):
    """Why an alias was not taken; the learner keeps the one before."""

    TAKEN = enum.auto()
    """Another player of this server goes by it, or a host; capitals make no difference."""
    UNREADABLE = enum.auto()
    """It is no text that could be shown."""


@dataclass(frozen=True, slots=True)
class Joined:
    player: Player
    players: int
    """With this one."""


@dataclass(frozen=True, slots=True)
class AlreadyIn:
    player: Player


@dataclass(frozen=True, slots=True)
class Finished:
    """There was no question left to open: the quiz is over."""

    leaderboard: Leaderboard


@dataclass(frozen=True, slots=True)
class CaughtUp:
    """All questions are answered from the catch-up seat."""


@dataclass(frozen=True, slots=True)
class Graded:
    """A response from the catch-up seat: graded at once."""

    question: Question
    response: Response
    outcome: Outcome
    attempts_left: int
    """How often it may still be tried again; the key is not for showing before this is 0 or the
    outcome is correct."""


@dataclass(frozen=True, slots=True)
class GradedResponse:
    """A response in the results."""

    question_id: int
    user_id: int
    response: Response
    outcome: Outcome
    points: float
    seconds: float
    """From the question's message to the last change, without pauses."""
    changes: int
    is_async: bool
    """Given from the catch-up seat: left out of the statistics of the items."""


@dataclass(frozen=True, slots=True)
class QuizResults:
    """Everything that was played, for analysis and export."""

    quiz: Quiz
    questions: tuple[Question, ...]
    """Those that count: closed and not skipped, in order."""
    players: tuple[Player, ...]
    """Without those who were removed."""
    answers: tuple[GradedResponse, ...]
    """By question, then by learner."""
    asked: dict[int, frozenset[int]]
    """For each learner the questions that count for them; one left out is wrong."""


class Act(enum.StrEnum):
    """What the log of quizzes tells."""

    SCHEDULED = "scheduled"
    REMINDED = "reminded"
    STARTED = "started"
    JOINED = "joined"
    LEFT = "left"
    KICKED = "kicked"
    OPENED = "opened"
    SHOWN = "shown"
    """Where a question stands in Discord; from the catch-up seat, that it was given."""
    ANSWERED = "answered"
    CHANGED = "changed"
    OVERTAKEN = "overtaken"
    """A response that came in after a later one of the same learner, which counts."""
    REFUSED = "refused"
    """A response that was not stored, and why."""
    EXTENDED = "extended"
    PAUSED = "paused"
    RESUMED = "resumed"
    HALTED = "halted"
    """The bot was away for so long; the time was added."""
    CLOSED = "closed"
    GRADED = "graded"
    REVEALED = "revealed"
    SKIPPED = "skipped"
    SEATED = "seated"
    """An absentee took the catch-up seat."""
    FINISHED = "finished"
    ACCOMMODATED = "accommodated"
    PROPOSED = "proposed"
    """Another key for an item, of which somebody saw who would move."""
    REKEYED = "rekeyed"
    REGRADED = "regraded"
    """A score that moved with a key."""


@dataclass(frozen=True, slots=True)
class LogEntry:
    """A line of a quiz's log, which is only ever added to."""

    at: datetime
    act: Act
    question_id: int | None
    user_id: int | None
    """Whose doing it was; ``None`` is the bot's own. Of a score, whose score it is."""
    detail: dict[str, object]
