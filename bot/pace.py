"""How often one person may act."""

from __future__ import annotations

import enum
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta


class Verdict(enum.Enum):
    """Whether somebody may go on, must be told to slow down, or was told already."""

    GO = enum.auto()
    WARN = enum.auto()
    SILENCE = enum.auto()


class Pace:
    """At most ``limit`` acts of one person within ``seconds``.

    Kept in memory only: a restart forgives everybody.
    """

    def __init__(self, limit: int, seconds: float, clock: Callable[[], datetime]) -> None:
        self._limit = limit
        self._window = timedelta(seconds=seconds)
        self._clock = clock
        self._acts: dict[int, deque[datetime]] = {}
        self._warned_until: dict[int, datetime] = {}

    def check(self, user_id: int) -> Verdict:
        """Count an act, if it is within the limit. The one who is too fast is warned once."""
        now = self._clock()
        self._forget(now)
        if now < self._warned_until.get(user_id, now):
            return Verdict.SILENCE
        acts = self._acts.setdefault(user_id, deque())
        while acts and now - acts[0] >= self._window:
            acts.popleft()
        if len(acts) < self._limit:
            acts.append(now)
            return Verdict.GO
        self._warned_until[user_id] = acts[0] + self._window
        return Verdict.WARN

    def words(self, user_id: int) -> str:
        """What to tell somebody whose verdict was to be warned."""
        until = self._warned_until.get(user_id, self._clock())
        # Discord counts in whole seconds: one more, so that "now" is never too early.
        return f"Slow down: try again <t:{int(until.timestamp()) + 1}:R>."

    def _forget(self, now: datetime) -> None:
        if len(self._acts) < 1_000:
            return
        for user_id in [u for u, acts in self._acts.items() if now - acts[-1] >= self._window]:
            del self._acts[user_id]
            self._warned_until.pop(user_id, None)


@dataclass(frozen=True, slots=True)
class Slowed:
    """Somebody who was told to slow down for the third time within an hour."""

    server_id: int
    user_id: int
    event_id: int
    """The interaction or message that was one too many."""


class Insistence:
    """Notices who is slowed down again and again, for the server's moderators."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._warnings = Pace(2, 3_600.0, clock)
        self.noted: deque[Slowed] = deque(maxlen=100)

    def warned(self, user_id: int, server_id: int | None, event_id: int) -> None:
        """Somebody has just been told. In direct messages there is nobody to hear of it."""
        if self._warnings.check(user_id) is Verdict.WARN and server_id is not None:
            self.noted.append(Slowed(server_id, user_id, event_id))
