"""What the moderators of a server are told without asking."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime

CROWD, INVITATION, SLOWED = "crowd", "invitation", "slowed"
"""What abuse is: a question that calls many people, or that leads to another server; presses or
questions so fast that somebody was slowed down three times within an hour."""


class AlertKind(enum.StrEnum):
    DISLIKED = "disliked"
    REPORTED = "reported"
    REFUSALS = "refusals"
    """Three questions in a row of one asker were not answered."""
    FLAGGED = "flagged"
    """A quiz item."""
    ABUSE = "abuse"
    CONTRADICTION = "contradiction"
    """Two documents give different dates or numbers for the same thing."""
    ASKED = "asked"
    """Somebody wants a person to answer."""
    ERROR = "error"
    """Something went wrong on the bot's side."""


@dataclass(frozen=True, slots=True)
class Alert:
    id: int
    kind: AlertKind
    target: str
    """A receipt; an item's number; a reference in the log of the process. Of somebody who was
    slowed down, the id of what they did last."""
    detail: str
    """A reason out of a list, the command that failed, how many; never anybody's own words."""
    at: datetime
    who: str = ""
    """The pseudonym of somebody who was slowed down."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """What one server is to be told, and where; oldest first."""

    server_id: int
    channel_id: int
    alerts: tuple[Alert, ...]

    @property
    def ids(self) -> tuple[int, ...]:
        return tuple(alert.id for alert in self.alerts)


MOST_WAITS = 10
"""Questions that a digest lists."""


@dataclass(frozen=True, slots=True)
class LongWait:
    """A question that has waited for a person for more than a day."""

    receipt: str
    course_id: int
    course: str
    """Its title."""
    since: datetime
    """When the first of those who wait asked for a person."""
    people: int


@dataclass(frozen=True, slots=True)
class Digest:
    """What one server is told once a day while somebody waits too long, and where."""

    server_id: int
    channel_id: int
    waits: tuple[LongWait, ...]
    """The longest first, at most :data:`MOST_WAITS`."""
    count: int
    """Of all such questions, listed or not."""
    ids: tuple[int, ...]
    """Under which it is kept that it is due."""
