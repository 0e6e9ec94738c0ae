"""Questions that wait for a person."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime

from knowledge.model.record import Nearness, Record
from knowledge.model.review import Asker


class RequestState(enum.StrEnum):
    WAITING = "waiting"
    ANSWERED = "answered"
    DECLINED = "declined"


class Asked(enum.Enum):
    """What became of a wish for a person."""

    SENT = enum.auto()
    ALREADY = enum.auto()
    """The same person has asked about the same answer before, and it waits."""
    DECLINED = enum.auto()
    """The same person has asked about it before, and it was closed without an answer."""
    ANSWERED = enum.auto()
    """Somebody has answered it, and that answer is in force."""
    TOO_MANY = enum.auto()
    """As many of theirs wait in the course as may."""
    GONE = enum.auto()


@dataclass(frozen=True, slots=True)
class NearPassage:
    """A passage that was found for the question, as it can be cited now."""

    passage_id: int
    place: str
    text: str
    score: float

    @property
    def nearness(self) -> Nearness:
        return Nearness.of(self.score)


@dataclass(frozen=True, slots=True)
class HumanRequest:
    """A question that waits for a person, as those who answer it see it."""

    id: int
    record: Record
    """Without the ids of people. With its question whatever the log shows: it was sent to staff."""
    asker: Asker | None
    asked_at: datetime
    waiting_people: int
    """Who wait for an answer to this one record."""
    passages: tuple[NearPassage, ...]
    """Best first; those of the documents as they are now."""


@dataclass(frozen=True, slots=True)
class InboxPage:
    request: HumanRequest | None
    place: int
    """From 0, the oldest first."""
    waiting: int


@dataclass(frozen=True, slots=True)
class Overtaken:
    """Somebody else has answered or closed a request."""

    state: RequestState
    by: str
    at: datetime
