"""What is on record of one learner. Questions and quizzes belong to a server, study to courses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, and_, case, func, literal, select, union_all

from knowledge.model.learner_record import LearnerTotals
from knowledge.storage import records
from knowledge.storage.database import ReadSession
from knowledge.storage.quiz_tables import (
    QuizPlayerRow,
    QuizQuestionRow,
    QuizResponseRow,
    QuizRow,
)
from knowledge.storage.study_tables import StudySessionRow, StudyTurnRow
from knowledge.storage.tables import RecordRow

Rows = Sequence[Any]


async def list_learners(session: ReadSession, server_id: int, course_ids: Sequence[int]) -> Rows:
    """Everybody who asked or played in this server, or studied in these courses, newest first."""
    asked = select(
        RecordRow.user_id,
        func.count().filter(records.was_asked()).label("questions"),
        literal(0).label("quizzes"),
        literal(0).label("sessions"),
        func.max(RecordRow.asked_at).label("at"),
    ).where(RecordRow.server_id == server_id, RecordRow.user_id.is_not(None))
    played = (
        select(
            QuizPlayerRow.user_id,
            literal(0),
            func.count(),
            literal(0),
            func.max(QuizPlayerRow.joined_at),
        )
        .join(QuizRow, QuizRow.id == QuizPlayerRow.quiz_id)
        .where(QuizRow.server_id == server_id)
    )
    studied = select(
        StudySessionRow.user_id,
        literal(0),
        literal(0),
        func.count(),
        func.max(StudySessionRow.started_at),
    ).where(StudySessionRow.course_id.in_(course_ids))
    each = union_all(
        asked.group_by(RecordRow.user_id),
        played.group_by(QuizPlayerRow.user_id),
        studied.group_by(StudySessionRow.user_id),
    ).subquery()
    last = func.max(each.c.at)
    rows = await session.execute(
        select(
            each.c.user_id,
            func.sum(each.c.questions).label("questions"),
            func.sum(each.c.quizzes).label("quizzes"),
            func.sum(each.c.sessions).label("sessions"),
            last.label("at"),
        )
        .group_by(each.c.user_id)
        .order_by(last.desc(), each.c.user_id)
    )
    return rows.all()


async def count(
    session: ReadSession, server_id: int, course_ids: Sequence[int], user_ids: Sequence[int]
) -> LearnerTotals:
    theirs = (RecordRow.server_id == server_id, RecordRow.user_id.in_(user_ids))
    asked = await session.execute(
        select(RecordRow.decision, func.count().label("number"))
        .where(*theirs, records.was_asked())
        .group_by(RecordRow.decision)
        .order_by(func.count().desc(), RecordRow.decision)
    )
    decisions = {row.decision: row.number for row in asked}
    opened = select(func.count()).select_from(RecordRow).where(*theirs, ~records.was_asked())
    played = _played(server_id, user_ids).subquery().c
    quizzes, responses, right = (
        await session.execute(
            select(
                func.count(),
                func.coalesce(func.sum(played.graded), 0),
                func.coalesce(func.sum(played.right), 0),
            )
        )
    ).one()
    learnt = _studied(course_ids, user_ids).subquery().c
    sessions, studied, studied_right = (
        await session.execute(
            select(
                func.count(),
                func.coalesce(func.sum(learnt.answered), 0),
                func.coalesce(func.sum(learnt.right), 0),
            )
        )
    ).one()
    return LearnerTotals(
        decisions=decisions,
        opened=await session.scalar(opened) or 0,
        quizzes=quizzes,
        responses=responses,
        right=right,
        sessions=sessions,
        studied=studied,
        studied_right=studied_right,
    )


async def list_quizzes(
    session: ReadSession, server_id: int, user_ids: Sequence[int], *, offset: int, limit: int
) -> Rows:
    """A page of the quizzes that a learner took part in, newest first, each with their result."""
    query = _played(server_id, user_ids).order_by(QuizRow.created_at.desc(), QuizRow.id.desc())
    rows: Rows = (await session.execute(query.offset(offset).limit(limit))).all()
    return rows


async def list_study(
    session: ReadSession,
    course_ids: Sequence[int],
    user_ids: Sequence[int],
    *,
    offset: int,
    limit: int,
) -> Rows:
    """A page of their study sessions in these courses, newest first."""
    query = _studied(course_ids, user_ids).order_by(
        StudySessionRow.started_at.desc(), StudySessionRow.id.desc()
    )
    rows: Rows = (await session.execute(query.offset(offset).limit(limit))).all()
    return rows


def _played(server_id: int, user_ids: Sequence[int]) -> Select[Any]:
    given = and_(
        QuizResponseRow.question_id == QuizQuestionRow.id,
        QuizResponseRow.user_id == QuizPlayerRow.user_id,
    )
    return (
        select(
            QuizRow.receipt,
            QuizPlayerRow.joined_at.label("at"),
            QuizPlayerRow.user_id,
            QuizRow.channel_id,
            QuizRow.course,
            QuizRow.plan,
            QuizRow.state,
            QuizRow.questions,
            func.count(QuizResponseRow.score).label("graded"),
            func.sum(case((QuizResponseRow.score >= 1.0, 1), else_=0)).label("right"),
            func.coalesce(func.sum(QuizResponseRow.points), 0.0).label("points"),
        )
        .join(QuizPlayerRow, QuizPlayerRow.quiz_id == QuizRow.id)
        .outerjoin(QuizQuestionRow, QuizQuestionRow.quiz_id == QuizRow.id)
        .outerjoin(QuizResponseRow, given)
        .where(QuizRow.server_id == server_id, QuizPlayerRow.user_id.in_(user_ids))
        .group_by(QuizRow.id, QuizPlayerRow.user_id)
    )


def _studied(course_ids: Sequence[int], user_ids: Sequence[int]) -> Any:
    given = and_(
        StudyTurnRow.session_id == StudySessionRow.id, StudyTurnRow.answered_at.is_not(None)
    )
    return (
        select(
            StudySessionRow.started_at.label("at"),
            StudySessionRow.user_id,
            StudySessionRow.subject,
            func.count(StudyTurnRow.id).label("answered"),
            func.sum(case((StudyTurnRow.score >= 1.0, 1), else_=0)).label("right"),
        )
        .outerjoin(StudyTurnRow, given)
        .where(
            StudySessionRow.course_id.in_(course_ids),
            StudySessionRow.user_id.in_(user_ids),
        )
        .group_by(StudySessionRow.id)
    )
