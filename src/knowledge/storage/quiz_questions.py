"""The questions of quizzes: which is open, until when, and who closed it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    and_,
    cast,
    exists,
    func,
    select,
    type_coerce,
    update,
)
from sqlalchemy.dialects.sqlite import insert

from knowledge.model.assessment import Item
from knowledge.model.quiz import COUNTED_STATES, LIVE_STATES, Question, QuestionState
from knowledge.storage import quiz_codec
from knowledge.storage.database import ReadSession, WriteSession
from knowledge.storage.quiz_tables import (
    MICROSECOND,
    Instant,
    LearnerRow,
    QuizPlayerRow,
    QuizQuestionRow,
    QuizResponseRow,
    QuizRow,
    microseconds,
)

COUNTED = [state.value for state in COUNTED_STATES]

_START: ColumnElement[int] = type_coerce(QuizQuestionRow.opened_at, BigInteger) + (
    QuizQuestionRow.halted
)
_LONGEST_FACTOR = func.coalesce(
    select(func.max(LearnerRow.time_factor))
    .select_from(QuizPlayerRow)
    .join(QuizRow, QuizRow.id == QuizPlayerRow.quiz_id)
    .join(
        LearnerRow,
        (LearnerRow.server_id == QuizRow.server_id) & (LearnerRow.user_id == QuizPlayerRow.user_id),
    )
    .where(
        QuizPlayerRow.quiz_id == QuizQuestionRow.quiz_id,
        QuizPlayerRow.left_at.is_(None),
        ~QuizPlayerRow.is_kicked,
        ~exists().where(
            QuizResponseRow.question_id == QuizQuestionRow.id,
            QuizResponseRow.user_id == QuizPlayerRow.user_id,
        ),
    )
    .correlate(QuizQuestionRow)
    .scalar_subquery(),
    1.0,
)
_LAST_DEADLINE = _START + cast(QuizQuestionRow.allowed * _LONGEST_FACTOR, BigInteger)
"""Of all who play and have not responded; null if untimed."""


def deadline_with(factor: ColumnElement[float]) -> ColumnElement[datetime | None]:
    """The deadline of a learner with this much more time; null if untimed."""
    return type_coerce(_START + cast(QuizQuestionRow.allowed * factor, BigInteger), Instant)


async def add_all(
    session: WriteSession,
    quiz_id: int,
    drawn: Sequence[tuple[Item, tuple[int, ...]]],
    seconds: int | None,
) -> None:
    """Keep the items as they are now, each with the order in which its options are shown."""
    allowed = None if seconds is None else timedelta(seconds=seconds) // MICROSECOND
    await session.execute(
        insert(QuizQuestionRow),
        [
            {
                "quiz_id": quiz_id,
                "ordinal": ordinal,
                "item_id": item.id,
                "draft": quiz_codec.draft_to_json(item.draft),
                "order": list(order),
                "state": QuestionState.WAITING.value,
                "allowed": allowed,
            }
            for ordinal, (item, order) in enumerate(drawn, start=1)
        ],
    )


async def last_used(session: ReadSession, channel_id: int) -> dict[int, int]:
    """For each item that this channel was asked, the latest quiz that did."""
    rows = await session.execute(
        select(QuizQuestionRow.item_id, func.max(QuizQuestionRow.quiz_id))
        .join(QuizRow, QuizRow.id == QuizQuestionRow.quiz_id)
        .where(
            QuizRow.channel_id == channel_id,
            QuizQuestionRow.item_id.is_not(None),
            QuizQuestionRow.opened_at.is_not(None),
        )
        .group_by(QuizQuestionRow.item_id)
    )
    return {item_id: quiz_id for item_id, quiz_id in rows if item_id is not None}


async def find(session: ReadSession, question_id: int) -> Question | None:
    row = await session.get(QuizQuestionRow, question_id, populate_existing=True)
    return None if row is None else quiz_codec.question(row)


async def find_at(session: ReadSession, quiz_id: int, ordinal: int) -> Question | None:
    row = await session.scalar(select(QuizQuestionRow).filter_by(quiz_id=quiz_id, ordinal=ordinal))
    return None if row is None else quiz_codec.question(row)


async def find_last_asked(session: ReadSession, item_id: int, server_id: int) -> Question | None:
    """The item as a quiz of the server asked it last."""
    row = await session.scalar(
        select(QuizQuestionRow)
        .join(QuizRow, QuizRow.id == QuizQuestionRow.quiz_id)
        .where(
            QuizQuestionRow.item_id == item_id,
            QuizRow.server_id == server_id,
            QuizQuestionRow.state.in_(COUNTED),
        )
        .order_by(QuizQuestionRow.id.desc())
        .limit(1)
    )
    return None if row is None else quiz_codec.question(row)


async def list_drawn(session: ReadSession, quiz_id: int) -> list[Question]:
    """All of a quiz, in order."""
    return await _all(session, QuizQuestionRow.quiz_id == quiz_id)


async def list_counted(session: ReadSession, quiz_id: int) -> list[Question]:
    """Those that were closed and not skipped, in order."""
    return await _all(
        session, QuizQuestionRow.quiz_id == quiz_id, QuizQuestionRow.state.in_(COUNTED)
    )


async def list_skipped(session: ReadSession, quiz_id: int) -> list[Question]:
    """Those that were asked and count for nobody, in order."""
    skipped = QuestionState.SKIPPED.value
    return await _all(session, QuizQuestionRow.quiz_id == quiz_id, QuizQuestionRow.state == skipped)


async def list_unfinished(session: ReadSession, since: datetime) -> list[Question]:
    """Open or paused; or closed by the timer since then, and not revealed."""
    playing = [QuestionState.OPEN.value, QuestionState.PAUSED.value]
    owed = and_(
        QuizQuestionRow.state == QuestionState.CLOSED.value,
        QuizQuestionRow.closed_by_timer,
        QuizQuestionRow.closed_at >= since,
    )
    return await _all(session, QuizQuestionRow.state.in_(playing) | owed)


async def open_at(
    session: WriteSession, quiz_id: int, ordinal: int, at: datetime
) -> Question | None:
    return await changed(
        session,
        QuizQuestionRow.quiz_id == quiz_id,
        QuizQuestionRow.ordinal == ordinal,
        QuizQuestionRow.state == QuestionState.WAITING.value,
        state=QuestionState.OPEN.value,
        opened_at=at,
    )


async def put_message(
    session: WriteSession, question_id: int, message_id: int, at: datetime
) -> Question | None:
    """Keep where a question stands; ``None`` if it was not opened yet.

    The time counts from its first message, however often it is posted.
    """
    first = await changed(
        session,
        QuizQuestionRow.id == question_id,
        QuizQuestionRow.message_id.is_(None),
        QuizQuestionRow.state == QuestionState.OPEN.value,
        message_id=message_id,
        opened_at=at,
        # An outage after the message was posted is nobody's time; before it, there was no time.
        halted=func.max(0, _START - microseconds(at)),
    )
    return first or await changed(
        session,
        QuizQuestionRow.id == question_id,
        QuizQuestionRow.state != QuestionState.WAITING.value,
        message_id=message_id,
    )


async def last_deadline(session: ReadSession, question_id: int) -> datetime | None:
    """When nobody's time is left; ``None`` if the question is untimed or not open."""
    return await session.scalar(
        select(type_coerce(_LAST_DEADLINE, Instant)).where(
            QuizQuestionRow.id == question_id, QuizQuestionRow.state == QuestionState.OPEN.value
        )
    )


async def close(session: WriteSession, question_id: int, now: datetime) -> Question | None:
    """By a host, whatever time is left."""
    return await changed(
        session,
        QuizQuestionRow.id == question_id,
        QuizQuestionRow.state.in_([QuestionState.OPEN.value, QuestionState.PAUSED.value]),
        state=QuestionState.CLOSED.value,
        closed_at=now,
    )


async def close_overdue(session: WriteSession, question_id: int, now: datetime) -> Question | None:
    """By the timer; ``None`` if somebody has time left, or it is not open."""
    return await changed(
        session,
        QuizQuestionRow.id == question_id,
        QuizQuestionRow.state == QuestionState.OPEN.value,
        type_coerce(_LAST_DEADLINE, Instant) <= now,
        state=QuestionState.CLOSED.value,
        closed_at=now,
        closed_by_timer=True,
    )


async def reveal(session: WriteSession, question_id: int) -> Question | None:
    return await changed(
        session,
        QuizQuestionRow.id == question_id,
        QuizQuestionRow.state == QuestionState.CLOSED.value,
        state=QuestionState.REVEALED.value,
    )


async def skip(session: WriteSession, question_id: int) -> Question | None:
    """Make a question of a live quiz count for nobody, unless its answer stands in Discord."""
    live = select(QuizRow.id).where(QuizRow.state.in_([state.value for state in LIVE_STATES]))
    playing = [QuestionState.OPEN.value, QuestionState.PAUSED.value, QuestionState.CLOSED.value]
    return await changed(
        session,
        QuizQuestionRow.id == question_id,
        QuizQuestionRow.state.in_(playing),
        QuizQuestionRow.quiz_id.in_(live),
        state=QuestionState.SKIPPED.value,
    )


async def skip_playing(session: WriteSession, quiz_id: int) -> None:
    """The quiz ends: a question that was not closed counts for nobody."""
    playing = [QuestionState.OPEN.value, QuestionState.PAUSED.value]
    await changed(
        session,
        QuizQuestionRow.quiz_id == quiz_id,
        QuizQuestionRow.state.in_(playing),
        state=QuestionState.SKIPPED.value,
    )


async def _all(session: ReadSession, *conditions: Any) -> list[Question]:
    rows = await session.scalars(
        select(QuizQuestionRow)
        .where(*conditions)
        .order_by(QuizQuestionRow.quiz_id, QuizQuestionRow.ordinal),
        execution_options={"populate_existing": True},
    )
    return [quiz_codec.question(row) for row in rows]


async def changed(session: WriteSession, *conditions: Any, **stated: Any) -> Question | None:
    """Change the question for which the conditions hold; ``None`` if they do for none."""
    row = await session.scalar(
        update(QuizQuestionRow).where(*conditions).values(**stated).returning(QuizQuestionRow),
        execution_options={"populate_existing": True, "synchronize_session": False},
    )
    return None if row is None else quiz_codec.question(row)
