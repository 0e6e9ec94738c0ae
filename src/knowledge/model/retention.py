"""How long what people asked and did is kept, and what goes when the time is over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from knowledge.model.server import ServerSettings

SEARCHES = timedelta(days=1)
"""How long a search of the log is kept."""


@dataclass(frozen=True, slots=True)
class Scope:
    """One server, or everything that belongs to no server with settings of its own."""

    server_id: int | None
    others: tuple[int, ...]
    """Where ``server_id`` is ``None``: the servers that have settings of their own."""
    log_before: datetime | None
    """What is older goes; ``None``: nothing does."""
    text_before: datetime | None
    """Nobody can tell any more who wrote what is older; ``None``: one can."""


def scope(
    settings: ServerSettings, now: datetime, server_id: int | None, others: tuple[int, ...] = ()
) -> Scope:
    return Scope(
        server_id, others, _before(now, settings.log_days), _before(now, settings.text_days)
    )


def _before(now: datetime, days: int | None) -> datetime | None:
    return None if days is None else now - timedelta(days=days)


@dataclass(frozen=True, slots=True)
class Expired:
    """What went, or would go."""

    questions_deleted: int = 0
    questions_unlinked: int = 0
    quizzes_unnamed: int = 0
    others_deleted: int = 0
    """Self-study of those who left, decided appeals, searches, files never imported."""

    def __add__(self, other: Expired) -> Expired:
        return Expired(
            self.questions_deleted + other.questions_deleted,
            self.questions_unlinked + other.questions_unlinked,
            self.quizzes_unnamed + other.quizzes_unnamed,
            self.others_deleted + other.others_deleted,
        )

    @property
    def is_nothing(self) -> bool:
        return self == Expired()
