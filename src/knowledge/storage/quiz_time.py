"""The time of an open question: more of it, pauses, and outages, which are nobody's."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import BigInteger, Double, cast, func, select, type_coerce, update

from knowledge.model.quiz import Question, QuestionState
from knowledge.storage import quiz_codec
from knowledge.storage.database import WriteSession
from knowledge.storage.quiz_questions import changed
from knowledge.storage.quiz_tables import (
    MICROSECOND,
    QuizQuestionRow,
    QuizResponseRow,
    microseconds,
)


async def extend(session: WriteSession, question_id: int, seconds: int) -> Question | None:
    """Give everyone more time, and those who have responded with it: speed is a share of it."""
    more = timedelta(seconds=seconds) // MICROSECOND
    question = await changed(
        session,
        QuizQuestionRow.id == question_id,
        QuizQuestionRow.state.in_([QuestionState.OPEN.value, QuestionState.PAUSED.value]),
        QuizQuestionRow.allowed.is_not(None),
        allowed=QuizQuestionRow.allowed + more,
    )
    if question is not None:
        allowed = select(QuizQuestionRow.allowed).filter_by(id=question_id).scalar_subquery()
        grown = cast(QuizResponseRow.allowed_us, Double) * allowed / (allowed - more)
        await session.execute(
            update(QuizResponseRow)
            .where(QuizResponseRow.question_id == question_id)
            .values(allowed_us=cast(grown, BigInteger))
            .execution_options(synchronize_session=False)
        )
    return question


async def pause_open(session: WriteSession, quiz_id: int, now: datetime) -> None:
    await changed(
        session,
        QuizQuestionRow.quiz_id == quiz_id,
        QuizQuestionRow.state == QuestionState.OPEN.value,
        state=QuestionState.PAUSED.value,
        paused_at=now,
    )


async def resume_paused(session: WriteSession, quiz_id: int, now: datetime) -> None:
    """Go on with the time that was left."""
    paused = type_coerce(QuizQuestionRow.paused_at, BigInteger)
    await changed(
        session,
        QuizQuestionRow.quiz_id == quiz_id,
        QuizQuestionRow.state == QuestionState.PAUSED.value,
        state=QuestionState.OPEN.value,
        halted=QuizQuestionRow.halted + func.max(0, microseconds(now) - paused),
        paused_at=None,
    )


async def add_outage(session: WriteSession, last_seen: datetime, now: datetime) -> list[Question]:
    """Give the time in which the bot was away back to the timed questions that were open."""
    opened = type_coerce(QuizQuestionRow.opened_at, BigInteger)
    away = microseconds(now) - func.max(microseconds(last_seen), opened)
    rows = await session.scalars(
        update(QuizQuestionRow)
        .where(
            QuizQuestionRow.state == QuestionState.OPEN.value,
            QuizQuestionRow.allowed.is_not(None),
            away > 0,
        )
        .values(halted=QuizQuestionRow.halted + away)
        .returning(QuizQuestionRow),
        execution_options={"populate_existing": True, "synchronize_session": False},
    )
    return [quiz_codec.question(row) for row in rows]
