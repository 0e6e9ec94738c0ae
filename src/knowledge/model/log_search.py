"""What the log is searched for, and what a page of it shows."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from knowledge.model.review import Asker, Backlog, ReviewStatus

LINES_ON_A_PAGE = 10


class LogKind(enum.StrEnum):
    QUESTION = "question"
    QUIZ = "quiz"
    STUDY = "study"


class Opinion(enum.StrEnum):
    """What was thought of an answer; of several the gravest."""

    LIKED = "liked"
    DISLIKED = "disliked"
    REPORTED = "reported"


@dataclass(frozen=True, slots=True)
class LogFilter:
    """What is wanted; ``None`` or empty leaves it open. Opinion and status are questions' alone."""

    kind: LogKind = LogKind.QUESTION
    text: str = ""
    """Words, or their beginnings, that a question or its answer holds, all of them."""
    reader: str = ""
    """A pseudonym; where the log shows names also a user's id."""
    channel_id: int | None = None
    opinion: Opinion | None = None
    status: ReviewStatus | None = None
    since: datetime | None = None
    until: datetime | None = None
    """Only what is older than this."""


@dataclass(frozen=True, slots=True)
class LogLine:
    """A question, a quiz or a study session in a list."""

    kind: LogKind
    receipt: str
    """Empty for a study session."""
    at: datetime
    who: Asker | None
    """The asker, the learner; the host of a quiz."""
    channel_id: int | None
    headline: str
    """The question, the quiz's theme, what is studied; empty where the log hides questions."""
    outcome: str
    """A few words: "answered", "finished, 10 questions", "7 of 10 right"."""
    opinion: Opinion | None = None
    status: ReviewStatus | None = None


@dataclass(frozen=True, slots=True)
class RecentReceipt:
    """An answer or a quiz without its words, for whoever is about to open it."""

    kind: LogKind
    receipt: str
    at: datetime
    channel_id: int | None
    outcome: str
    """"answered"; of a quiz its state."""
    opinion: Opinion | None = None


@dataclass(frozen=True, slots=True)
class LogPage:
    """One page of what a search found, newest first."""

    search_id: int
    filter: LogFilter
    lines: tuple[LogLine, ...]
    page: int
    """From 0."""
    total: int
    """Of lines on all pages."""

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // LINES_ON_A_PAGE))


@dataclass(frozen=True, slots=True)
class Facets:
    """How many records a search would find if it were narrowed, or widened, by one wish."""

    kinds: Mapping[LogKind, int]
    statuses: Mapping[ReviewStatus, int]
    """The three below are of questions alone, and empty for the other kinds."""
    opinions: Mapping[Opinion, int]
    channels: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class QueuePage:
    """Answers that wait for a review: reported and disliked ones first, then the newest."""

    lines: tuple[LogLine, ...]
    page: int
    """From 0."""
    backlog: Backlog

    @property
    def total(self) -> int:
        return self.backlog.disliked + self.backlog.others

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // LINES_ON_A_PAGE))


class SearchRefusal(enum.Enum):
    """Why the log was not searched."""

    NO_WORDS = enum.auto()
    """The text holds no word."""
    UNKNOWN_READER = enum.auto()
    """Nobody in this server's log goes by that name."""
    NAMES_HIDDEN = enum.auto()
    """A person was named where the log shows pseudonyms: the answer would say who is who."""
    QUESTIONS_HIDDEN = enum.auto()
    """Words were searched for where the log shows no questions."""
