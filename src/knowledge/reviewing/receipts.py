"""Offering the newest receipts of a server while somebody types one."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.model.log_search import LogKind, Opinion, RecentReceipt
from knowledge.model.receipt import ANSWER, QUIZ, begun_receipt
from knowledge.storage import receipts
from knowledge.storage.database import Database


class Receipts:
    """Tells no question and no name: what is shown while typing is not a look at the log."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def recent(
        self, server_id: int, typed: str, kinds: Sequence[LogKind], *, limit: int
    ) -> list[RecentReceipt]:
        """The newest receipts of answers or quizzes that begin like what was typed."""
        found: list[RecentReceipt] = []
        async with self._database.read() as session:
            if LogKind.QUESTION in kinds and (begins := begun_receipt(typed, ANSWER)) is not None:
                found += [
                    RecentReceipt(
                        LogKind.QUESTION,
                        row.receipt,
                        row.at,
                        row.channel_id,
                        row.outcome,
                        None if row.opinion is None else Opinion(row.opinion),
                    )
                    for row in await receipts.list_answers(session, server_id, begins, limit)
                ]
            if LogKind.QUIZ in kinds and (begins := begun_receipt(typed, QUIZ)) is not None:
                found += [
                    RecentReceipt(LogKind.QUIZ, row.receipt, row.at, row.channel_id, row.outcome)
                    for row in await receipts.list_quizzes(session, server_id, begins, limit)
                ]
        return sorted(found, key=lambda one: one.at, reverse=True)[:limit]
