"""What the moderators of a server are told without asking."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime


class AlertKind(enum.StrEnum):
    DISLIKED = "disliked"
    REPORTED = "reported"
    REFUSALS = "refusals"
    """Three questions in a row of one asker were not answered."""
    FLAGGED = "flagged"
    """A quiz item."""
    ERROR = "error"
    """Something went wrong on the bot's side."""


@dataclass(frozen=True, slots=True)
class Alert:
    id: int
    kind: AlertKind
    target: str
    """A receipt; an item's number; a reference in the log of the process."""
    detail: str
    """A reason out of a list, the command that failed; never anybody's own words."""
    at: datetime


@dataclass(frozen=True, slots=True)
class Alarm:
    """What one server is to be told, and where; oldest first."""

    server_id: int
    channel_id: int
    alerts: tuple[Alert, ...]
