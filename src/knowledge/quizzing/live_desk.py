"""What every part of the quizmaster works with, and the grading of what waits for it."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from datetime import datetime
from weakref import WeakValueDictionary

from knowledge.model import scoring
from knowledge.model.assessment import ItemDraft, Outcome, Response
from knowledge.model.quiz import Leaderboard
from knowledge.model.quiz_replies import Act
from knowledge.quizzing import live_board
from knowledge.storage import quiz_grading, quiz_log
from knowledge.storage.database import Database, WriteSession
from knowledge.storage.quiz_grading import Graded, Ungraded
from knowledge.storage.quiz_recording import Asked

Grade = Callable[[ItemDraft, Response], Awaitable[Outcome]]
"""Says what a response is worth. It may take its time: no session is open."""


class Desk:
    def __init__(
        self,
        database: Database,
        clock: Callable[[], datetime],
        grade: Grade,
        *,
        rng: random.Random | None = None,
    ) -> None:
        """``rng`` decides which items are drawn and in which order their options stand."""
        self._database = database
        self._clock = clock
        self._grade = grade
        self._rng = rng or random.SystemRandom()
        self._asked: dict[int, Asked] = {}
        self._boards: dict[int, asyncio.Task[Leaderboard]] = {}
        self._turns: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def _settle(self, quiz_id: int) -> None:
        """Grade every response to a closed question that has no outcome yet.

        A question is closed first and graded then, so that nothing slips in between. What comes
        in within the grace, or what a crash left over, is found here by whoever asks next.
        """
        while True:
            async with self._database.read() as session:
                waiting = await quiz_grading.list_ungraded(session, quiz_id)
            if not waiting:
                return
            graded = await self._graded(waiting)
            async with self._database.write() as session:
                given = await quiz_grading.put_outcomes(session, graded)
                await quiz_log.add_all(session, [self._score_line(one) for one in given])

    async def _board(self, quiz_id: int) -> Leaderboard:
        await self._settle(quiz_id)
        async with self._database.read() as session:
            return await live_board.leaderboard(session, quiz_id)

    async def _shared_board(self, quiz_id: int) -> Leaderboard:
        """As :meth:`_board`, made once for all who ask while another one is being made.

        Nobody gets a board that was begun before they asked.
        """
        board = self._boards.get(quiz_id)
        if board is None:
            board = self._boards[quiz_id] = asyncio.create_task(self._board_in_turn(quiz_id))
        # Whoever goes away must not take the board from the others.
        return await asyncio.shield(board)

    async def _board_in_turn(self, quiz_id: int) -> Leaderboard:
        turn = self._turns.setdefault(quiz_id, asyncio.Lock())
        async with turn:
            del self._boards[quiz_id]
            return await self._board(quiz_id)

    async def _graded(self, waiting: list[Ungraded]) -> list[Graded]:
        outcomes: dict[tuple[int, Response], Outcome] = {}
        for one in waiting:
            asked = (one.question_id, one.response)
            if asked not in outcomes:
                outcomes[asked] = await self._grade(one.draft, one.response)
        return [_with_points(one, outcomes[one.question_id, one.response]) for one in waiting]

    def _score_line(self, graded: Graded) -> quiz_log.Line:
        return quiz_log.Line(
            Act.GRADED,
            self._clock(),
            graded.of.quiz_id,
            question_id=graded.of.question_id,
            user_id=graded.of.user_id,
            detail={"score": graded.score, "points": graded.points},
        )

    async def _log(
        self,
        session: WriteSession,
        act: Act,
        quiz_id: int | None,
        *,
        by: int | None,
        question_id: int | None = None,
        **detail: object,
    ) -> None:
        """Put an act of a host, or of the bot itself, on record."""
        line = quiz_log.Line(
            act, self._clock(), quiz_id, question_id=question_id, user_id=by, detail=detail
        )
        await quiz_log.add(session, line)


def _with_points(one: Ungraded, outcome: Outcome) -> Graded:
    points = scoring.points(
        outcome.score, bonus=one.bonus, elapsed=one.elapsed, allowed=one.allowed
    )
    return Graded(one, outcome.score, points)
