"""The grading of responses that wait for it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from weakref import WeakValueDictionary

from knowledge.errors import NotGraded
from knowledge.model import scoring
from knowledge.model.assessment import ItemDraft, Outcome, Response
from knowledge.model.quiz_replies import Act
from knowledge.storage import quiz_grading, quiz_log
from knowledge.storage.database import Database
from knowledge.storage.quiz_grading import Scored, Ungraded

Grade = Callable[[ItemDraft, Response], Awaitable[Outcome]]
"""Says what a response is worth. It may take its time: no session is open."""


class Marking:
    """Gives every response to a closed question its points."""

    def __init__(self, database: Database, clock: Callable[[], datetime], grade: Grade) -> None:
        self._database = database
        self._clock = clock
        self._grade = grade
        self._turns: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def settle(self, quiz_id: int) -> None:
        """Grade every response to a closed question that has no outcome yet.

        A question is closed first and graded then, so that nothing slips in between. What comes
        in within the grace, or what a crash left over, is found here by whoever asks next. Who
        asks while a quiz is being graded waits, and the model reads nothing twice.

        Raises:
            NotGraded: whatever went wrong; every response is kept.
        """
        turn = self._turns.setdefault(quiz_id, asyncio.Lock())
        async with turn:
            try:
                await self._settle(quiz_id)
            except Exception as error:
                raise NotGraded("The answers are kept, but not graded yet.") from error

    async def _settle(self, quiz_id: int) -> None:
        while True:
            async with self._database.read() as session:
                waiting = await quiz_grading.list_ungraded(session, quiz_id)
            if not waiting:
                return
            scored = await self._scored(waiting)
            async with self._database.write() as session:
                given = await quiz_grading.put_outcomes(session, scored)
                await quiz_log.add_all(session, [self._line(one) for one in given])

    async def _scored(self, waiting: list[Ungraded]) -> list[Scored]:
        outcomes: dict[tuple[int, Response], Outcome] = {}
        for one in waiting:
            asked = (one.question_id, one.response)
            if asked not in outcomes:
                outcomes[asked] = await self._grade(one.draft, one.response)
        return [_with_points(one, outcomes[one.question_id, one.response]) for one in waiting]

    def _line(self, scored: Scored) -> quiz_log.Line:
        return quiz_log.Line(
            Act.GRADED,
            self._clock(),
            scored.of.quiz_id,
            question_id=scored.of.question_id,
            user_id=scored.of.user_id,
            detail={"score": scored.score, "points": scored.points},
        )


def _with_points(one: Ungraded, outcome: Outcome) -> Scored:
    points = scoring.points(
        outcome.score, bonus=one.bonus, elapsed=one.elapsed, allowed=one.allowed
    )
    return Scored(one, outcome.score, points)
