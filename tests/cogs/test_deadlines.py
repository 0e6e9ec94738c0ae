"""The only sleep, and what is built on it: no deadline is lost, none comes twice."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime, timedelta

import pytest

from bot.coalescing import Coalescer
from bot.deadlines import Deadlines, Wake

SOON, LATER = timedelta(milliseconds=5), timedelta(hours=1)


def now() -> datetime:
    return datetime.now(UTC)


async def test_it_wakes_at_the_moment_and_at_once_for_one_that_is_past() -> None:
    deadlines, woken = Deadlines(now), [asyncio.Event(), asyncio.Event()]

    for event, when in zip(woken, (now() + SOON, now() - LATER), strict=True):
        deadlines.arm(event, when, _setting(event))
    await asyncio.gather(*(event.wait() for event in woken))

    assert deadlines.armed == frozenset()


async def test_arming_again_moves_a_deadline() -> None:
    deadlines, first, second = Deadlines(now), asyncio.Event(), asyncio.Event()

    deadlines.arm("question", now() + SOON, _setting(first))
    deadlines.arm("question", now() + 2 * SOON, _setting(second))
    await second.wait()

    assert not first.is_set()


async def test_what_is_cancelled_never_comes() -> None:
    deadlines, cancelled, after = Deadlines(now), asyncio.Event(), asyncio.Event()

    deadlines.arm("question", now() + SOON, _setting(cancelled))
    deadlines.arm("other", now() + LATER, _setting(cancelled))
    deadlines.cancel_all()
    deadlines.arm("after", now() + 2 * SOON, _setting(after))
    await after.wait()

    assert not cancelled.is_set()


async def test_a_deadline_can_arm_itself_again_while_it_acts() -> None:
    deadlines, done = Deadlines(now), asyncio.Event()
    rounds: list[int] = []

    async def wake() -> None:
        rounds.append(1)
        if len(rounds) < 3:
            deadlines.arm("beat", now(), wake)
        else:
            done.set()

    deadlines.arm("beat", now(), wake)
    await done.wait()

    assert len(rounds) == 3


async def test_a_failure_is_logged_and_stops_nothing(caplog: pytest.LogCaptureFixture) -> None:
    deadlines, after = Deadlines(now), asyncio.Event()

    async def broken() -> None:
        raise LookupError

    with caplog.at_level(logging.ERROR, logger="bot.deadlines"):
        deadlines.arm("question", now(), broken)
        deadlines.arm("after", now() + SOON, _setting(after))
        await after.wait()

    assert ["question" in record.getMessage() for record in caplog.records] == [True]


async def test_what_failed_is_tried_again_until_it_succeeds() -> None:
    deadlines, done = Deadlines(now), asyncio.Event()
    tries: list[int] = []

    async def wake() -> None:
        tries.append(1)
        if len(tries) < 3:
            raise LookupError
        done.set()

    deadlines.arm("question", now(), wake, again=SOON)
    await done.wait()
    await asyncio.sleep(0)

    assert len(tries) == 3
    assert deadlines.armed == frozenset()


async def test_what_failed_does_not_displace_what_it_armed_itself() -> None:
    deadlines, done = Deadlines(now), asyncio.Event()

    async def wake() -> None:
        deadlines.arm("question", now() + SOON, _setting(done))
        raise LookupError

    deadlines.arm("question", now(), wake, again=LATER)
    await done.wait()

    assert done.is_set()


async def test_an_edit_waits_until_the_one_before_it_has_ended(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.coalescing.APART", timedelta())
    edits, begun, go, last = Coalescer(now), asyncio.Event(), asyncio.Event(), asyncio.Event()
    acts: list[str] = []

    async def slow() -> None:
        begun.set()
        await go.wait()
        acts.append("slow")

    async def quick() -> None:
        acts.append("quick")
        last.set()

    edits.request("lobby", slow)
    await begun.wait()
    edits.request("lobby", quick)
    for _ in range(20):
        await asyncio.sleep(0.001)
    go.set()
    await last.wait()

    assert acts == ["slow", "quick"]


async def test_of_many_changes_the_first_and_the_last_are_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.coalescing.APART", SOON)
    edits, first, last = Coalescer(now), asyncio.Event(), asyncio.Event()
    shown: list[int] = []

    def showing(state: int) -> None:
        async def act() -> None:
            shown.append(state)
            first.set()
            if state == 9:
                last.set()

        edits.request("lobby", act)

    showing(0)
    await first.wait()
    for state in range(1, 10):
        showing(state)
    await last.wait()

    assert shown == [0, 9]


def _setting(event: asyncio.Event) -> Wake:
    async def wake() -> None:
        event.set()

    return wake
