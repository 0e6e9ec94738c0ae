"""Quizzes: one row each, which says in what state it is. A change of it is one guarded update."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import exists, func, or_, select, update
from sqlalchemy.dialects.sqlite import insert

from knowledge.model.quiz import LIVE_STATES, Launch, QuestionState, Quiz, QuizPlan, QuizState
from knowledge.storage import quiz_codec
from knowledge.storage.database import ReadSession, WriteSession
from knowledge.storage.quiz_tables import QuizLogRow, QuizQuestionRow, QuizRow

_LIVE = [state.value for state in LIVE_STATES]


async def add(
    session: WriteSession,
    plan: QuizPlan,
    launch: Launch,
    state: QuizState,
    *,
    receipt: str,
    course: str,
    starts_at: datetime | None = None,
    remind_at: datetime | None = None,
) -> Quiz | None:
    """Store a quiz; ``None`` if its receipt is taken, its event recorded or its channel busy."""
    statement = (
        insert(QuizRow)
        .values(
            receipt=receipt,
            course_id=plan.course_id,
            course=course,
            plan=quiz_codec.plan_to_json(plan),
            state=state.value,
            server_id=launch.server_id,
            channel_id=launch.channel_id,
            host_id=launch.host_id,
            host_name=launch.host_name,
            event_id=launch.event_id,
            created_at=launch.at,
            starts_at=starts_at,
            remind_at=remind_at,
            window_until=launch.window_until,
        )
        .on_conflict_do_nothing()
        .returning(QuizRow)
    )
    row = await session.scalar(statement)
    return None if row is None else quiz_codec.quiz(row)


async def find(session: ReadSession, quiz_id: int) -> Quiz | None:
    return await _one(session, QuizRow.id == quiz_id)


async def find_by_event(session: ReadSession, event_id: int) -> Quiz | None:
    return await _one(session, QuizRow.event_id == event_id)


async def find_by_receipt(session: ReadSession, receipt: str) -> Quiz | None:
    return await _one(session, QuizRow.receipt == receipt)


async def find_live(session: ReadSession, channel_id: int) -> Quiz | None:
    """The quiz that the channel plays now."""
    return await _one(session, QuizRow.channel_id == channel_id, QuizRow.state.in_(_LIVE))


async def list_live(session: ReadSession) -> list[Quiz]:
    return await _all(session, QuizRow.state.in_(_LIVE))


async def list_scheduled(session: ReadSession, server_id: int) -> list[Quiz]:
    """Those that have not begun, the next one first."""
    return await _all(
        session, QuizRow.state == QuizState.SCHEDULED.value, QuizRow.server_id == server_id
    )


async def count_scheduled(session: ReadSession, server_id: int) -> int:
    """How many have not begun."""
    waiting = QuizRow.state == QuizState.SCHEDULED.value
    query = select(func.count()).where(waiting, QuizRow.server_id == server_id)
    return (await session.scalars(query)).one()


async def list_due(session: ReadSession, now: datetime) -> list[Quiz]:
    """Scheduled quizzes that should have begun, but for those whose channel is busy."""
    busy = select(QuizRow.channel_id).where(QuizRow.state.in_(_LIVE))
    return await _all(
        session,
        QuizRow.state == QuizState.SCHEDULED.value,
        QuizRow.starts_at <= now,
        QuizRow.channel_id.not_in(busy),
    )


async def next_due(session: ReadSession) -> datetime | None:
    """When the next scheduled quiz begins or the next reminder is due."""
    row = (
        await session.execute(
            select(func.min(QuizRow.starts_at), func.min(QuizRow.remind_at)).where(
                QuizRow.state == QuizState.SCHEDULED.value
            )
        )
    ).one()
    return min((moment for moment in row if moment is not None), default=None)


async def list_reminders(session: ReadSession, now: datetime) -> list[Quiz]:
    """Scheduled quizzes of which the channel should be reminded now."""
    return await _all(session, *_remindable(now), ~_is_too_late(now))


async def drop_reminders(session: WriteSession, now: datetime) -> None:
    """Forget those that come too late: of quizzes that should have begun, or have been missed."""
    await session.execute(
        update(QuizRow)
        .where(*_remindable(now), _is_too_late(now))
        .values(remind_at=None)
        .execution_options(synchronize_session=False)
    )


async def put_reminded(session: WriteSession, quiz_id: int) -> Quiz | None:
    """``None`` if it was reminded of before."""
    return await _changed(
        session,
        update(QuizRow)
        .where(QuizRow.id == quiz_id, QuizRow.remind_at.is_not(None))
        .values(remind_at=None),
    )


async def move(
    session: WriteSession, quiz_id: int, *, expected: QuizState, to: QuizState
) -> Quiz | None:
    """Take a quiz from one state to another; ``None`` if it is in a third one."""
    return await _changed(
        session,
        update(QuizRow)
        .where(QuizRow.id == quiz_id, QuizRow.state == expected.value)
        .values(state=to.value),
    )


async def finish(session: WriteSession, quiz_id: int, now: datetime) -> Quiz | None:
    """End a quiz, whether it is live or scheduled; ``None`` if it is over."""
    return await _changed(
        session,
        update(QuizRow)
        .where(QuizRow.id == quiz_id, QuizRow.state != QuizState.FINISHED.value)
        .values(state=QuizState.FINISHED.value, finished_at=now),
    )


async def advance(session: WriteSession, quiz_id: int) -> Quiz | None:
    """Go on to the next question.

    ``None`` if the quiz does not run, a question is open, or the last one has been played.
    """
    taken = [QuestionState.OPEN.value, QuestionState.PAUSED.value]
    is_free = ~exists().where(
        QuizQuestionRow.quiz_id == QuizRow.id, QuizQuestionRow.state.in_(taken)
    )
    return await _changed(
        session,
        update(QuizRow)
        .where(
            QuizRow.id == quiz_id,
            QuizRow.state.in_([QuizState.LOBBY.value, QuizState.RUNNING.value]),
            QuizRow.position < QuizRow.questions,
            is_free,
        )
        .values(state=QuizState.RUNNING.value, position=QuizRow.position + 1),
    )


async def put_questions(session: WriteSession, quiz_id: int, count: int) -> None:
    await session.execute(update(QuizRow).where(QuizRow.id == quiz_id).values(questions=count))


async def put_lobby_message(session: WriteSession, quiz_id: int, message_id: int) -> None:
    await session.execute(
        update(QuizRow).where(QuizRow.id == quiz_id).values(lobby_message_id=message_id)
    )


async def put_board_message(session: WriteSession, quiz_id: int, message_id: int) -> None:
    await session.execute(
        update(QuizRow).where(QuizRow.id == quiz_id).values(board_message_id=message_id)
    )


async def list_without_board(session: ReadSession, since: datetime) -> list[Quiz]:
    """Those finished since then whose end was not posted, but for those that never began."""
    return await _all(
        session,
        QuizRow.state == QuizState.FINISHED.value,
        QuizRow.finished_at >= since,
        QuizRow.board_message_id.is_(None),
        QuizRow.questions > 0,
    )


async def claim_idle(
    session: WriteSession, since: datetime, now: datetime, quiz_id: int | None = None
) -> list[Quiz]:
    """Finish live quizzes, or this one, of which nothing is on record after ``since``.

    A question that closes by itself is not idle, however long it is open.
    """
    acted = exists().where(QuizLogRow.quiz_id == QuizRow.id, QuizLogRow.at > since)
    timed = exists().where(
        QuizQuestionRow.quiz_id == QuizRow.id,
        QuizQuestionRow.state == QuestionState.OPEN.value,
        QuizQuestionRow.allowed.is_not(None),
    )
    rows = await session.scalars(
        update(QuizRow)
        .where(
            QuizRow.state.in_(_LIVE),
            ~or_(acted, timed),
            *([] if quiz_id is None else [QuizRow.id == quiz_id]),
        )
        .values(state=QuizState.FINISHED.value, finished_at=now)
        .returning(QuizRow)
        .execution_options(synchronize_session=False)
    )
    return [quiz_codec.quiz(row) for row in rows]


def _remindable(now: datetime) -> list[Any]:
    return [QuizRow.state == QuizState.SCHEDULED.value, QuizRow.remind_at <= now]


def _is_too_late(now: datetime) -> Any:
    return or_(QuizRow.starts_at <= now, func.coalesce(QuizRow.window_until <= now, False))


async def _one(session: ReadSession, *conditions: Any) -> Quiz | None:
    row = await session.scalar(
        select(QuizRow).where(*conditions), execution_options={"populate_existing": True}
    )
    return None if row is None else quiz_codec.quiz(row)


async def _all(session: ReadSession, *conditions: Any) -> list[Quiz]:
    rows = await session.scalars(
        select(QuizRow).where(*conditions).order_by(QuizRow.starts_at, QuizRow.id),
        execution_options={"populate_existing": True},
    )
    return [quiz_codec.quiz(row) for row in rows]


async def _changed(session: WriteSession, statement: Any) -> Quiz | None:
    row = await session.scalar(
        statement.returning(QuizRow),
        execution_options={"populate_existing": True, "synchronize_session": False},
    )
    return None if row is None else quiz_codec.quiz(row)
