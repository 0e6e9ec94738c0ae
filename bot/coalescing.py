"""Many changes, few edits: a message that many people change is edited at a bearable rate."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Hashable
from datetime import datetime, timedelta

from bot.deadlines import Deadlines

log = logging.getLogger(__name__)

APART = timedelta(seconds=1.2)
"""Discord takes about five edits of a channel in five seconds."""

Act = Callable[[], Awaitable[None]]


class Coalescer:
    """Runs the first request for a key soon, and of those that follow too closely only the last."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._deadlines = Deadlines(clock)
        self._waiting: dict[Hashable, Act] = {}
        self._acting: set[Hashable] = set()

    def request(self, key: Hashable, act: Act) -> None:
        """Have ``act`` run now or soon. It must show the state of the moment when it runs."""
        self._waiting[key] = act
        if key not in self._deadlines.armed and key not in self._acting:
            self._deadlines.arm(key, self._clock(), lambda: self._work(key))

    def cancel_all(self) -> None:
        self._deadlines.cancel_all()

    async def _work(self, key: Hashable) -> None:
        act = self._waiting.pop(key, None)
        if act is None:
            return
        self._acting.add(key)
        try:
            await act()
        except Exception as error:
            log.warning("a message was not brought up to date: %r", error)
        finally:
            self._acting.discard(key)
        # Only now: two edits that overlap could show the older state last.
        self._deadlines.arm(key, self._clock() + APART, lambda: self._work(key))
