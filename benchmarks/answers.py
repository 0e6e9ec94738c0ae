"""How long learners wait for the acknowledgement of an answer when many answer at once.

    python benchmarks/answers.py [ANSWERS [SECONDS]]

Answers come in at random instants, whether or not those before them are acknowledged, each from a
learner who may answer again. An answer is lost if it was acknowledged and the file, opened anew,
does not have it. The engine grades without a model, so this times the database and its rules, not
Discord.
"""

from __future__ import annotations

import asyncio
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from knowledge.model import grading
from knowledge.model.assessment import (
    ChoiceKey,
    ItemDraft,
    ItemStatus,
    ItemType,
    Origin,
    Outcome,
    Picked,
    Response,
)
from knowledge.model.corpus import Strictness
from knowledge.model.quiz import Changed, Launch, Question, Quiz, QuizPlan, Recorded
from knowledge.quizzing.quizmaster import Quizmaster
from knowledge.storage import courses, items
from knowledge.storage.database import Database
from knowledge.storage.items import Authorship

LEARNERS = (30, 100, 500)
OPTIONS = 4


@dataclass(frozen=True, slots=True)
class Acknowledged:
    learner: int
    at: datetime
    event_id: int
    place: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Run:
    learners: int
    acknowledged: list[Acknowledged]
    lost: int


async def main(answers: int = 1000, seconds: float = 5.0) -> None:
    runs = [await measure(learners, answers, seconds) for learners in LEARNERS]
    table = Table(title=f"{answers} answers within {seconds:g} s: milliseconds to acknowledge")
    for heading in ("learners", "p50", "p95", "p99", "max", "acknowledged", "lost"):
        table.add_column(heading, justify="right")
    for run in runs:
        waits = sorted(one.seconds * 1000 for one in run.acknowledged)
        figures = [f"{quantile(waits, share):.0f}" for share in (0.5, 0.95, 0.99, 1.0)]
        table.add_row(str(run.learners), *figures, str(len(waits)), str(run.lost))
    Console().print(table)


async def measure(learners: int, answers: int, seconds: float) -> Run:
    rng = random.Random(learners)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "colloquy.db"
        async with Database.open(path) as database:
            master = Quizmaster(database, _now, _grade)
            question = await opened(database, master)
            instants = sorted(rng.uniform(0, seconds) for _ in range(answers))
            started = time.perf_counter()
            acknowledged = await asyncio.gather(
                *(
                    answer(
                        master,
                        question,
                        learner=rng.randrange(learners) + 1,
                        place=rng.randrange(OPTIONS),
                        event_id=number,
                        due=started + instant,
                    )
                    for number, instant in enumerate(instants, start=1000)
                )
            )
        async with Database.open(path) as database:
            lost = await count_lost(Quizmaster(database, _now, _grade), question, acknowledged)
    return Run(learners, acknowledged, lost)


async def opened(database: Database, master: Quizmaster) -> Question:
    """An open question of a quiz in a new course."""
    now = _now()
    async with database.write() as session:
        course = await courses.put_course(
            session,
            name="course",
            title="Course",
            description="",
            language="en",
            strictness=Strictness.NORMAL,
            created_at=now,
        )
        draft = ItemDraft(
            ItemType.SINGLE_CHOICE, "Which?", ChoiceKey(frozenset({0})), ("a", "b", "c", "d")
        )
        by = Authorship(Origin.WRITTEN, "Teacher", None, now)
        await items.put(session, course.id, draft, status=ItemStatus.APPROVED, by=by)
    plan = QuizPlan(course.id, count=1, seconds=600)
    quiz = await master.launch.start(
        plan, Launch(server_id=1, channel_id=1, host_id=1, host_name="Host", event_id=1, at=now)
    )
    assert isinstance(quiz, Quiz)
    question = await master.play.open_next(quiz.id, now)
    assert isinstance(question, Question)
    return question


async def answer(
    master: Quizmaster,
    question: Question,
    *,
    learner: int,
    place: int,
    event_id: int,
    due: float,
) -> Acknowledged:
    await asyncio.sleep(due - time.perf_counter())
    at = _now()
    response = Picked((place,))
    receipt = await master.responses.respond(
        question.id, learner, f"Learner {learner}", response, at, event_id
    )
    assert isinstance(receipt, Recorded | Changed), receipt
    return Acknowledged(learner, at, event_id, place, time.perf_counter() - due)


async def count_lost(
    master: Quizmaster, question: Question, acknowledged: Sequence[Acknowledged]
) -> int:
    """Learners' last answers that the file does not have, and answers missing from its log."""
    last: dict[int, Acknowledged] = {}
    for one in sorted(acknowledged, key=lambda one: (one.at, one.event_id)):
        last[one.learner] = one
    lost = 0
    for learner, one in last.items():
        given = await master.responses.given(question.id, learner)
        lost += given is None or given.response != Picked((one.place,))
    logged = [entry for entry in await master.lookup.log(question.quiz_id) if entry.user_id in last]
    answered = [entry for entry in logged if "response" in entry.detail]
    return lost + len(acknowledged) - len(answered)


def quantile(ordered: Sequence[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


async def _grade(draft: ItemDraft, response: Response) -> Outcome:
    return grading.grade(draft, response)


def _now() -> datetime:
    return datetime.now(UTC)


if __name__ == "__main__":
    given = sys.argv[1:]
    asyncio.run(main(int(given[0]) if given else 1000, float(given[1]) if len(given) > 1 else 5.0))
