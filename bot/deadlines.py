"""The only sleep: wakes somebody at a moment. What is due is decided by the database, not here."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Hashable
from datetime import datetime, timedelta
from typing import Any

from discord.ext import tasks

log = logging.getLogger(__name__)

Wake = Callable[[], Awaitable[None]]


class Deadlines:
    """One sleeping task for each key. Lost in a restart; whoever armed them arms them again."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._alarms: dict[Hashable, tasks.Loop[Any]] = {}

    def arm(
        self, key: Hashable, when: datetime, wake: Wake, *, again: timedelta | None = None
    ) -> None:
        """Call ``wake`` at ``when``, or at once if that is past; in place of what ``key`` held.

        How long to sleep is reckoned once: a clock that is set meanwhile moves no deadline.

        Args:
            again: After how long a call that failed is repeated, unless ``key`` was armed anew
                meanwhile; ``None`` gives it up.
        """
        self.cancel(key)
        seconds = max(0.0, (when - self._clock()).total_seconds())

        rounds = 2 if seconds else 1

        # A loop runs at once, and then after its interval: the first of two rounds falls asleep.
        @tasks.loop(seconds=seconds, count=rounds)
        async def alarm() -> None:
            if alarm.current_loop == rounds - 1:
                await self._ring(key, wake, again)

        self._alarms[key] = alarm
        alarm.start()

    def cancel(self, key: Hashable) -> None:
        """Forget a deadline that has not come yet; one that is being acted on goes on."""
        alarm = self._alarms.pop(key, None)
        if alarm is not None:
            alarm.cancel()

    def cancel_all(self) -> None:
        for key in list(self._alarms):
            self.cancel(key)

    @property
    def armed(self) -> frozenset[Hashable]:
        """The keys that still wait."""
        return frozenset(self._alarms)

    async def _ring(self, key: Hashable, wake: Wake, again: timedelta | None) -> None:
        # Out of the way before it acts, so that it can arm the same key anew.
        self._alarms.pop(key, None)
        try:
            await wake()
        except Exception:
            log.exception("what was due at the deadline of %s failed", key)
            if again is not None and key not in self._alarms:
                self.arm(key, self._clock() + again, wake, again=again)
