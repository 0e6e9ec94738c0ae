"""Questions that wait for a person."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import exists, func, literal, select, update
from sqlalchemy.dialects.sqlite import insert

from knowledge.model.inbox import Overtaken, RequestState
from knowledge.model.verified import Person
from knowledge.storage.answer_tables import HumanRequestRow, TidingRow
from knowledge.storage.database import ReadSession, WriteSession
from knowledge.storage.tables import RecordRow, UtcDateTime

_WAITING = RequestState.WAITING.value
_UNDECIDED = {
    "state": _WAITING,
    "decided_by": None,
    "decider": None,
    "decided_at": None,
    "answer_id": None,
}

MOST_WAITING = 5
"""Requests of one person that may wait in one course: the inbox belongs to everybody."""


class Waiting(NamedTuple):
    """A request as it is stored."""

    id: int
    receipt: str
    user_id: int
    asked_at: datetime


async def add(session: WriteSession, receipt: str, user_id: int, at: datetime) -> bool:
    """``False`` if theirs waits or was declined, if :data:`MOST_WAITING` of theirs wait in the
    course, or if the record or its course is gone.

    What a person answered, and withdrew later, waits again.
    """
    theirs = (
        select(func.count())
        .where(
            HumanRequestRow.course_id == RecordRow.course_id,
            HumanRequestRow.user_id == user_id,
            HumanRequestRow.state == _WAITING,
        )
        .scalar_subquery()
    )
    chosen = select(
        RecordRow.id,
        RecordRow.course_id,
        literal(user_id),
        literal(at, UtcDateTime),
        literal(_WAITING),
    ).where(RecordRow.receipt == receipt, RecordRow.course_id.is_not(None), theirs < MOST_WAITING)
    waits_again = {**_UNDECIDED, "asked_at": at}
    added = await session.scalar(
        insert(HumanRequestRow)
        .from_select(["record_id", "course_id", "user_id", "asked_at", "state"], chosen)
        .on_conflict_do_update(
            index_elements=["record_id", "user_id"],
            set_=waits_again,
            where=HumanRequestRow.state == RequestState.ANSWERED.value,
        )
        .returning(HumanRequestRow.id)
    )
    return added is not None


async def wait_again(session: WriteSession, answer_id: int) -> None:
    """Whoever got this answer to their wish and has not heard of it waits as before."""
    untold = exists().where(
        TidingRow.user_id == HumanRequestRow.user_id,
        TidingRow.verified_answer_id == answer_id,
        TidingRow.told_at.is_(None),
    )
    await session.execute(
        update(HumanRequestRow)
        .where(HumanRequestRow.answer_id == answer_id, untold)
        .values(_UNDECIDED)
        .execution_options(synchronize_session=False)
    )


async def find_state(session: ReadSession, receipt: str, user_id: int) -> RequestState | None:
    """What became of somebody's wish for a person about this record; ``None`` without one."""
    state = await session.scalar(
        select(HumanRequestRow.state)
        .join(RecordRow, RecordRow.id == HumanRequestRow.record_id)
        .where(RecordRow.receipt == receipt, HumanRequestRow.user_id == user_id)
    )
    return None if state is None else RequestState(state)


async def count_waiting_in(session: ReadSession, course_ids: Collection[int]) -> dict[int, int]:
    """By course, records with somebody who waits; without those where nobody does."""
    rows = await session.execute(
        select(
            HumanRequestRow.course_id,
            func.count(HumanRequestRow.record_id.distinct()).label("waiting"),
        )
        .where(HumanRequestRow.course_id.in_(course_ids), HumanRequestRow.state == _WAITING)
        .group_by(HumanRequestRow.course_id)
    )
    return {row.course_id: row.waiting for row in rows}


async def count_waiting(session: ReadSession, course_id: int) -> int:
    """Records with somebody who waits; those who ask about the same one wait together."""
    waiting = select(func.count(HumanRequestRow.record_id.distinct())).where(
        HumanRequestRow.course_id == course_id, HumanRequestRow.state == _WAITING
    )
    return await session.scalar(waiting) or 0


async def find_waiting(session: ReadSession, course_id: int, place: int) -> Waiting | None:
    """The oldest request about the record at a place of the inbox, from 0.

    By when it was asked for: what was answered, withdrawn and asked for again waits anew.
    """
    first, since = func.min(HumanRequestRow.id), func.min(HumanRequestRow.asked_at)
    oldest = (
        select(first.label("id"))
        .where(HumanRequestRow.course_id == course_id, HumanRequestRow.state == _WAITING)
        .group_by(HumanRequestRow.record_id)
        .order_by(since, first)
        .offset(place)
        .limit(1)
        .scalar_subquery()
    )
    return await _find(session, HumanRequestRow.id == oldest)


async def find(session: ReadSession, course_id: int, request_id: int) -> Waiting | None:
    return await _find(
        session, (HumanRequestRow.id == request_id) & (HumanRequestRow.course_id == course_id)
    )


async def _find(session: ReadSession, where: object) -> Waiting | None:
    row = (
        await session.execute(
            select(
                HumanRequestRow.id,
                RecordRow.receipt,
                HumanRequestRow.user_id,
                HumanRequestRow.asked_at,
            )
            .join(RecordRow, RecordRow.id == HumanRequestRow.record_id)
            .where(where)  # type: ignore[arg-type]
        )
    ).first()
    return None if row is None else Waiting(*row)


async def people_waiting(session: ReadSession, receipt: str) -> list[int]:
    """Who waits for an answer to what a record asks."""
    found = await session.scalars(
        select(HumanRequestRow.user_id)
        .join(RecordRow, RecordRow.id == HumanRequestRow.record_id)
        .where(RecordRow.receipt == receipt, HumanRequestRow.state == _WAITING)
        .order_by(HumanRequestRow.id)
    )
    return list(found)


async def decide(
    session: WriteSession,
    receipts: Collection[str],
    state: RequestState,
    *,
    by: Person,
    at: datetime,
    answer_id: int | None = None,
) -> int:
    """Close every request that waits about these records; how many there were."""
    records = select(RecordRow.id).where(RecordRow.receipt.in_(receipts))
    closed = await session.scalars(
        update(HumanRequestRow)
        .where(HumanRequestRow.record_id.in_(records), HumanRequestRow.state == _WAITING)
        .values(
            state=state.value,
            decided_by=by.user_id,
            decider=by.name,
            decided_at=at,
            answer_id=answer_id,
        )
        .returning(HumanRequestRow.id)
    )
    return len(closed.all())


async def find_decision(session: ReadSession, request_id: int) -> Overtaken | None:
    """Who has closed a request, and how; ``None`` while it waits, or if it is gone."""
    row = await session.get(HumanRequestRow, request_id, populate_existing=True)
    if row is None or row.decided_at is None:
        return None
    return Overtaken(RequestState(row.state), row.decider or "", row.decided_at)
