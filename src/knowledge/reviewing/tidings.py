"""Telling people what became of what they asked, each thing once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from knowledge.model.verified import PostedRecord, Tiding
from knowledge.storage import posted_answers, tidings
from knowledge.storage.database import Database


class Tidings:
    """Whom answers have still to reach. What is taken is told, or given back; what a crash
    interrupts is found again later."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    async def take_due(self, user_id: int) -> list[Tiding]:
        """What a user is to be told, oldest first; nobody else is given it for ten minutes."""
        async with self._database.read() as session:
            if not await tidings.has_any(session, user_id):
                return []
        async with self._database.write() as session:
            return await tidings.take(session, user_id, self._clock())

    async def told(self, them: Sequence[Tiding]) -> None:
        """They know it now."""
        async with self._database.write() as session:
            await tidings.note_told(session, [one.id for one in them], self._clock())

    async def give_back(self, them: Sequence[Tiding]) -> None:
        """They could not be told now; the next :meth:`take_due` finds it again."""
        async with self._database.write() as session:
            await tidings.give_back(session, [one.id for one in them], self._clock())

    async def untried(self, most: int) -> list[int]:
        """Who is to be told something that nobody has tried to tell yet."""
        async with self._database.read() as session:
            return await tidings.list_untried(session, most)

    async def unposted(self, most: int) -> list[PostedRecord]:
        """Messages that may show an answer in whose place another stands now."""
        async with self._database.read() as session:
            return await posted_answers.list_due(session, most)

    async def note_posted(
        self, settled: Sequence[PostedRecord], failed: Sequence[PostedRecord]
    ) -> None:
        """What became of messages that were to be changed.

        Args:
            settled: They show what stands there, or can never be changed.
            failed: They could not be changed now, and may later.
        """
        at = self._clock()
        async with self._database.write() as session:
            await posted_answers.note_settled(session, settled, at)
            await posted_answers.note_failed(session, failed, at)
