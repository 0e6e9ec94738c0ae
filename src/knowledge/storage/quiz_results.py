"""What results need beside the raw data: past quizzes, and who is behind an alias."""

from __future__ import annotations

from sqlalchemy import select

from knowledge.model.quiz import Quiz, QuizState
from knowledge.storage import quiz_codec
from knowledge.storage.database import ReadSession
from knowledge.storage.quiz_tables import QuizPlayerRow, QuizRow


async def list_finished(session: ReadSession, server_id: int, limit: int) -> list[Quiz]:
    """A server's past quizzes, the latest first."""
    rows = await session.scalars(
        select(QuizRow)
        .where(QuizRow.server_id == server_id, QuizRow.state == QuizState.FINISHED.value)
        .order_by(QuizRow.finished_at.desc(), QuizRow.id.desc())
        .limit(limit)
    )
    return [quiz_codec.quiz(row) for row in rows]


async def names(session: ReadSession, quiz_id: int) -> dict[int, str]:
    """For each player the name in the server, when they joined."""
    rows = await session.execute(
        select(QuizPlayerRow.user_id, QuizPlayerRow.name).where(QuizPlayerRow.quiz_id == quiz_id)
    )
    return dict(rows.all())
