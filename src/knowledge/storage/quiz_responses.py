"""Responses as they are read: one for each learner and question, the last that was taken."""

from __future__ import annotations

from sqlalchemy import BigInteger, and_, func, select

from knowledge.model.quiz import Given
from knowledge.storage import quiz_codec
from knowledge.storage.database import ReadSession
from knowledge.storage.quiz_questions import COUNTED
from knowledge.storage.quiz_tables import QuizPlayerRow, QuizQuestionRow, QuizResponseRow


async def find(session: ReadSession, question_id: int, user_id: int) -> Given | None:
    row = await session.get(QuizResponseRow, (question_id, user_id), populate_existing=True)
    return None if row is None else quiz_codec.given(row)


async def list_of_question(session: ReadSession, question_id: int) -> list[Given]:
    """Those given while the quiz was live, without those of learners who were removed."""
    rows = await session.scalars(
        select(QuizResponseRow)
        .join(QuizQuestionRow, QuizQuestionRow.id == QuizResponseRow.question_id)
        .join(
            QuizPlayerRow,
            and_(
                QuizPlayerRow.quiz_id == QuizQuestionRow.quiz_id,
                QuizPlayerRow.user_id == QuizResponseRow.user_id,
            ),
        )
        .where(
            QuizResponseRow.question_id == question_id,
            ~QuizPlayerRow.is_kicked,
            ~QuizPlayerRow.is_catching_up,
        )
        .order_by(QuizResponseRow.at, QuizResponseRow.user_id),
        execution_options={"populate_existing": True},
    )
    return [quiz_codec.given(row) for row in rows]


async def list_of_learner(session: ReadSession, quiz_id: int, user_id: int) -> dict[int, Given]:
    """A learner's responses by question."""
    rows = await session.scalars(
        select(QuizResponseRow)
        .join(QuizQuestionRow, QuizQuestionRow.id == QuizResponseRow.question_id)
        .where(QuizQuestionRow.quiz_id == quiz_id, QuizResponseRow.user_id == user_id),
        execution_options={"populate_existing": True},
    )
    return {row.question_id: quiz_codec.given(row) for row in rows}


async def list_graded(session: ReadSession, quiz_id: int) -> list[tuple[int, Given, float]]:
    """Every response to a question that counts: the question, the response, the seconds it took."""
    rows = await session.execute(
        select(QuizQuestionRow, QuizResponseRow)
        .join(QuizResponseRow, QuizResponseRow.question_id == QuizQuestionRow.id)
        .where(
            QuizQuestionRow.quiz_id == quiz_id,
            QuizQuestionRow.state.in_(COUNTED),
            QuizResponseRow.score.is_not(None),
        )
        .order_by(QuizQuestionRow.ordinal, QuizResponseRow.user_id),
        execution_options={"populate_existing": True},
    )
    return [
        (question.id, quiz_codec.given(response), quiz_codec.elapsed(question, response))
        for question, response in rows
    ]


async def totals(session: ReadSession, quiz_id: int) -> dict[int, tuple[float, int]]:
    """For each learner the points and how many responses were right."""
    rows = await session.execute(
        select(
            QuizResponseRow.user_id,
            func.sum(QuizResponseRow.points),
            func.sum((QuizResponseRow.score >= 1.0).cast(BigInteger)),
        )
        .join(QuizQuestionRow, QuizQuestionRow.id == QuizResponseRow.question_id)
        .where(
            QuizQuestionRow.quiz_id == quiz_id,
            QuizQuestionRow.state.in_(COUNTED),
            QuizResponseRow.score.is_not(None),
        )
        .group_by(QuizResponseRow.user_id)
    )
    return {user_id: (points or 0.0, right) for user_id, points, right in rows}
