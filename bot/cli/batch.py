"""Many questions at once, their answers in order and as soon as they are there."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")

AT_ONCE = 4
"""Some are embedded together while others are put on record. Eight answered hardly more in the
same time, and each of them waited twice as long."""


async def in_order(
    inputs: Iterable[T], work: Callable[[T], Awaitable[R]], at_once: int = AT_ONCE
) -> AsyncIterator[R]:
    """``work`` of every input, in their order, with at most ``at_once`` running."""
    running: deque[asyncio.Future[R]] = deque()
    try:
        for value in inputs:
            running.append(asyncio.ensure_future(work(value)))
            if len(running) >= at_once:
                yield await running.popleft()
        while running:
            yield await running.popleft()
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
