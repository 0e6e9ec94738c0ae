"""A server's log in figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from knowledge.model.review import Backlog


@dataclass(frozen=True, slots=True)
class LogStats:
    """Counts since a moment. Of people there are numbers only."""

    since: datetime
    questions: int
    askers: int
    decisions: dict[str, int]
    """By decision: answered, abstained, located."""
    liked: int
    """Answers with at least one thumb up; as the two below they are counted by answer."""
    disliked: int
    reported: int
    complaints: dict[str, int]
    """Reasons that were given for a thumb down."""
    reviews: dict[str, int]
    """By status, without the open ones."""
    waiting: Backlog
    """Of all times."""
    median_ms: float | None
    """Half of the questions were answered faster, to a millisecond; ``None`` without any."""
    slow_ms: float | None
    """95 in 100 were."""
    quizzes: int
    players: int
    responses: int
    """To live quizzes."""
