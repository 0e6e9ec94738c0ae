"""The newest receipts of a server, for whoever is about to type one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from knowledge.storage.database import ReadSession
from knowledge.storage.log_search import OPINION
from knowledge.storage.quiz_tables import QuizRow
from knowledge.storage.tables import RecordRow

Rows = Sequence[Any]
_AFTER_ALL = "~"
"""Sorts behind every letter of a receipt."""


async def list_answers(session: ReadSession, server_id: int, begins: str, limit: int) -> Rows:
    """Of answers, newest first, those that begin so."""
    rows = await session.execute(
        select(
            RecordRow.receipt,
            RecordRow.asked_at.label("at"),
            RecordRow.channel_id,
            RecordRow.decision.label("outcome"),
            OPINION.label("opinion"),
        )
        .where(
            RecordRow.server_id == server_id,
            RecordRow.receipt.between(begins, begins + _AFTER_ALL),
        )
        .order_by(RecordRow.asked_at.desc(), RecordRow.id.desc())
        .limit(limit)
    )
    return rows.all()


async def list_quizzes(session: ReadSession, server_id: int, begins: str, limit: int) -> Rows:
    """Of quizzes, newest first, those that begin so."""
    rows = await session.execute(
        select(
            QuizRow.receipt,
            QuizRow.created_at.label("at"),
            QuizRow.channel_id,
            QuizRow.state.label("outcome"),
        )
        .where(QuizRow.server_id == server_id, QuizRow.receipt.between(begins, begins + _AFTER_ALL))
        .order_by(QuizRow.created_at.desc(), QuizRow.id.desc())
        .limit(limit)
    )
    return rows.all()
