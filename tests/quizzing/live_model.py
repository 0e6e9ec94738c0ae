"""A live quiz as plainly as it can be said: what the real one is held against."""

from __future__ import annotations

from dataclasses import dataclass, field

SLOW_LEARNER = 200
"""Has twice the time."""
ALLOWED = 10.0


@dataclass(frozen=True)
class Click:
    question: int
    learner: int
    place: int
    at: float
    event: int


@dataclass
class Asked:
    """A question as the model knows it; times in seconds from the start."""

    id: int
    state: str
    opened: float
    halted: float = 0.0
    allowed: float = ALLOWED
    paused: float = 0.0
    closed: float = 0.0
    by_timer: bool = False
    counting: dict[int, Click] = field(default_factory=dict)
    asked: set[int] = field(default_factory=set)
    """For whom it counts."""

    def deadline(self, learner: int) -> float:
        factor = 2.0 if learner == SLOW_LEARNER else 1.0
        return self.opened + self.halted + self.allowed * factor


@dataclass
class Model:
    """One quiz, as plainly as it can be said."""

    quiz: int
    state: str = "lobby"
    questions: list[Asked] = field(default_factory=list)
    inside: set[int] = field(default_factory=set)
    first: dict[int, int] = field(default_factory=dict)
    """From which question on it counts for each who ever came in."""
    kicked: set[int] = field(default_factory=set)

    @property
    def current(self) -> Asked | None:
        return self.questions[-1] if self.questions else None

    @property
    def playing(self) -> Asked | None:
        current = self.current
        return current if current and current.state in ("open", "paused") else None

    def last_deadline(self, asked: Asked) -> float:
        waited_for = self.inside - self.kicked - set(asked.counting)
        return max(asked.deadline(learner) for learner in [*waited_for, 0])

    def points(self) -> dict[int, float]:
        """Of everybody on the board; the right place is 0, and nothing is added for speed."""
        scored: dict[int, float] = {}
        for learner in set(self.first) - self.kicked:
            clicks = [asked.counting.get(learner) for asked in self.questions]
            if learner in self.inside or any(clicks):
                scored[learner] = float(
                    sum(
                        click is not None and click.place == 0
                        for asked, click in zip(self.questions, clicks, strict=True)
                        if asked.state in ("closed", "revealed")
                    )
                )
        return scored
