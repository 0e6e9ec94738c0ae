from __future__ import annotations

import asyncio

import pytest

from bot.cli.batch import in_order


async def test_answers_keep_the_order_of_the_questions() -> None:
    async def slow_when_even(number: int) -> int:
        await asyncio.sleep(0.02 if number % 2 == 0 else 0)
        return number

    assert [n async for n in in_order(range(20), slow_when_even, at_once=4)] == list(range(20))


async def test_no_more_run_than_allowed() -> None:
    running = most = 0

    async def count(_: int) -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0.001)
        running -= 1

    async for _ in in_order(range(20), count, at_once=3):
        pass
    assert most == 3


async def test_a_failure_ends_the_rest() -> None:
    finished = []

    async def fail_at_two(number: int) -> None:
        if number == 2:
            raise LookupError
        await asyncio.sleep(0.01 * number)
        finished.append(number)

    with pytest.raises(LookupError):
        async for _ in in_order(range(5), fail_at_two, at_once=5):
            pass
    await asyncio.sleep(0.05)
    assert finished == [0, 1]
