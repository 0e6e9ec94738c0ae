"""A process that plays quizzes against a database file until it is killed.

It tells what was acknowledged only after it was, through a pipe that outlives it.
"""

from __future__ import annotations

import asyncio
import itertools
import random
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path

from knowledge.model import grading
from knowledge.model.assessment import ItemDraft, Outcome, Picked, Response
from knowledge.model.quiz import Changed, Launch, Question, Quiz, QuizPlan, Recorded
from knowledge.model.quiz_replies import Finished
from knowledge.quizzing.quizmaster import Quizmaster
from knowledge.storage.database import Database

CHANNEL = 20
PLAYERS = 30
QUESTIONS = 3


@dataclass(frozen=True)
class Acknowledged:
    question: int
    learner: int
    place: int
    event: int


@dataclass(frozen=True)
class Closed:
    question: int
    correct: int


def play(path: Path, first_event: int, pipe: Connection) -> None:
    """The process: ``pipe`` gets what was acknowledged."""
    assert "torch" not in sys.modules
    asyncio.run(_play(path, first_event, pipe))


async def _play(path: Path, first_event: int, pipe: Connection) -> None:
    events = itertools.count(first_event)
    rng = random.Random(first_event)
    async with Database.open(path) as database:
        master = Quizmaster(database, _now, _grade)
        for question in await master.recovery.unfinished():
            await _close(master, question.id, pipe)
        while True:
            quiz = await _quiz(master, next(events))
            opened = await master.play.open_next(quiz.id, _now())
            if isinstance(opened, Finished):
                continue
            assert isinstance(opened, Question), opened
            await master.play.shown(opened.id, next(events), _now())
            await asyncio.gather(
                *(
                    _answer(master, opened.id, learner, next(events), rng, pipe)
                    for learner in random.sample(range(PLAYERS), PLAYERS) * 2
                )
            )
            await _close(master, opened.id, pipe)
            await master.recovery.beat()


async def _quiz(master: Quizmaster, event: int) -> Quiz:
    """The one that the process before has left, or a new one."""
    live = await master.lookup.live_quiz(CHANNEL)
    if live is not None:
        return live
    started = await master.launch.start(
        QuizPlan(1, count=QUESTIONS, theme="rivers", bonus=0.3),
        Launch(
            server_id=1, channel_id=CHANNEL, host_id=1, host_name="Host", event_id=event, at=_now()
        ),
    )
    assert isinstance(started, Quiz)
    return started


async def _answer(
    master: Quizmaster,
    question: int,
    learner: int,
    event: int,
    rng: random.Random,
    pipe: Connection,
) -> None:
    place = rng.randrange(4)
    await asyncio.sleep(rng.random() / 50)
    for _ in range(rng.choice([1, 1, 2])):
        receipt = await master.responses.respond(
            question, learner, f"Learner {learner}", Picked((place,)), _now(), event
        )
        assert isinstance(receipt, Recorded | Changed), receipt
        pipe.send(Acknowledged(question, learner, place, event))


async def _close(master: Quizmaster, question: int, pipe: Connection) -> None:
    await master.play.close(question, by_timer=False)
    result = await master.play.result(question)
    assert result is not None
    pipe.send(Closed(question, result.correct))
    await master.play.revealed(question)


async def _grade(draft: ItemDraft, response: Response) -> Outcome:
    return grading.grade(draft, response)


def _now() -> datetime:
    return datetime.now(UTC)
