"""Who leads: a board made once for all who ask for it at the same time."""

from __future__ import annotations

import asyncio
from weakref import WeakValueDictionary

from knowledge.model.quiz import Leaderboard, Standing
from knowledge.quizzing.live import standings
from knowledge.quizzing.live.marking import Marking
from knowledge.storage.database import Database


class Boards:
    """The leaderboards of all quizzes."""

    def __init__(self, database: Database, marking: Marking) -> None:
        self._database = database
        self._marking = marking
        self._begun: dict[int, asyncio.Task[Leaderboard]] = {}
        self._turns: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def leaderboard(self, quiz_id: int) -> Leaderboard:
        """Of the questions that are closed so far, catch-up seats with it.

        Made once for all who ask while another one is being made; nobody gets one that was begun
        before they asked.

        Raises:
            NotGraded: not everything has its outcome yet.
        """
        board = self._begun.get(quiz_id)
        if board is None:
            board = self._begun[quiz_id] = asyncio.create_task(self._in_turn(quiz_id))
        # Whoever goes away must not take the board from the others.
        return await asyncio.shield(board)

    async def standing(self, quiz_id: int, user_id: int) -> Standing | None:
        """A learner's own line; ``None`` if they do not play."""
        return (await self.leaderboard(quiz_id)).of(user_id)

    async def _in_turn(self, quiz_id: int) -> Leaderboard:
        turn = self._turns.setdefault(quiz_id, asyncio.Lock())
        async with turn:
            del self._begun[quiz_id]
            await self._marking.settle(quiz_id)
            async with self._database.read() as session:
                return await standings.leaderboard(session, quiz_id)
