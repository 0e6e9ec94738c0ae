"""What a server decides for itself: whose names reviewers see, where they hear of things, how long
what was asked is kept."""

from __future__ import annotations

import enum
from dataclasses import dataclass

LOG_DAYS = 180
TEXT_DAYS = 30


class LogMode(enum.StrEnum):
    """What reviewers see of those who asked."""

    NAMES = "names"
    PSEUDONYMS = "pseudonyms"
    NO_QUESTION_TEXT = "no_question_text"
    """Pseudonyms, and not the words of a question either."""


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """As they are until somebody changes them. Where there is no server, they are these."""

    log_mode: LogMode = LogMode.PSEUDONYMS
    log_channel_id: int | None = None
    alert_channel_id: int | None = None
    log_days: int | None = LOG_DAYS
    """Days after which what was asked and answered is deleted; ``None``: never."""
    text_days: int | None = TEXT_DAYS
    """Days after which nobody can tell any more who asked it; ``None``: never."""
