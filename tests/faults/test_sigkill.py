"""The process of a live quiz is killed at any instant: what was acknowledged is there, once.

Fifteen kills; ``QUIZ_KILLS=200`` for as many as that.
"""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import os
import random
import sqlite3
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.storage.database import Database
from knowledge.storage.sqlite import sqlite_library
from tests.faults import quiz_process
from tests.faults.quiz_process import Acknowledged, Closed
from tests.quizzing.played import choice, fill_bank

KILLS = int(os.environ.get("QUIZ_KILLS", "15"))
LONGEST_LIFE = 100
"""Acknowledgements before the kill, at most: more than a question has."""


@pytest.mark.timeout(120 + 10 * KILLS)
def test_no_acknowledged_answer_is_lost_or_counted_twice_when_the_process_is_killed(
    tmp_path: Path,
) -> None:
    path = tmp_path / "colloquy.db"
    asyncio.run(_fill(path))
    acknowledged: list[Acknowledged] = []
    for kill in range(KILLS):
        told = list(_play_and_kill(path, kill))
        acknowledged += [one for one in told if isinstance(one, Acknowledged)]
        closed = [one for one in told if isinstance(one, Closed)]
        with sqlite_library.connect(path) as file:
            assert _faults(file, acknowledged, closed) == []
    assert len(acknowledged) > KILLS


async def _fill(path: Path) -> None:
    async with Database.open(path) as database:
        await fill_bank(database, [choice(number) for number in range(5)])


def _play_and_kill(path: Path, kill: int) -> Iterator[Acknowledged | Closed]:
    """What one process told before it was killed."""
    context = multiprocessing.get_context("forkserver")
    # The modules are loaded once; a process begins in the middle of the quiz.
    context.set_forkserver_preload([quiz_process.__name__])
    receiver, sender = context.Pipe(duplex=False)
    first_event = (kill + 1) * 1_000_000
    process = context.Process(target=quiz_process.play, args=(path, first_event, sender))
    process.start()
    sender.close()
    try:
        for _ in range(random.randrange(LONGEST_LIFE)):
            assert receiver.poll(60)
            yield receiver.recv()
        time.sleep(random.uniform(0, 0.01))
        assert process.is_alive()
    finally:
        process.kill()
        process.join()
    # A message that the kill cut short was not told.
    try:
        while True:
            yield receiver.recv()
    except (EOFError, OSError):
        receiver.close()


def _faults(
    file: sqlite3.Connection, acknowledged: list[Acknowledged], closed: list[Closed]
) -> list[str]:
    faults = [] if file.execute("PRAGMA integrity_check").fetchall() == [("ok",)] else ["damaged"]
    log = _log(file, "answered", "changed")
    # One that came in after a later click of the same learner is acknowledged and does not count.
    told = {**_log(file, "overtaken"), **log}
    faults += [f"lost: {one}" for one in set(acknowledged) if told.get(one.event) != one]
    counting = _counting(file)
    latest: dict[tuple[int, int], Acknowledged] = {}
    changes: Counter[tuple[int, int]] = Counter()
    for one in log.values():
        latest[one.question, one.learner] = one
        changes[one.question, one.learner] += 1
    for place, one in latest.items():
        if counting.get(place) != (one.event, one.place, changes[place] - 1):
            faults.append(f"counted otherwise: {one}, {counting.get(place)}")
    faults += [f"never given: {place}" for place in set(counting) - set(latest)]
    for end in closed:
        right = sum(one.place == 0 for (q, _), one in latest.items() if q == end.question)
        if right != end.correct or _graded(file, end.question) != _responses(file, end.question):
            faults.append(f"graded otherwise: {end}")
    return faults


def _log(file: sqlite3.Connection, *acts: str) -> dict[int, Acknowledged]:
    """By event, in the order of the clicks; a constraint keeps an event from being there twice."""
    query = "SELECT event_id, question_id, user_id, detail FROM quiz_log WHERE kind IN "
    query += f"({', '.join('?' * len(acts))}) ORDER BY at, event_id"
    return {
        event: Acknowledged(question, learner, json.loads(detail)["response"]["places"][0], event)
        for event, question, learner, detail in file.execute(query, acts)
    }


def _counting(file: sqlite3.Connection) -> dict[tuple[int, int], tuple[int, int, int]]:
    query = "SELECT question_id, user_id, event_id, response, changes FROM quiz_responses"
    return {
        (question, learner): (event, json.loads(response)["places"][0], changes)
        for question, learner, event, response, changes in file.execute(query)
    }


def _graded(file: sqlite3.Connection, question: int) -> int:
    query = "SELECT count(*) FROM quiz_log WHERE kind = 'graded' AND question_id = ?"
    return int(file.execute(query, (question,)).fetchone()[0])


def _responses(file: sqlite3.Connection, question: int) -> int:
    query = "SELECT count(*) FROM quiz_responses WHERE score IS NOT NULL AND question_id = ?"
    return int(file.execute(query, (question,)).fetchone()[0])
