"""Once a day for each server: the questions that have waited longest for a person."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Select, exists, func, literal, select, update
from sqlalchemy.dialects.sqlite import insert

from knowledge.model.alert import LongWait
from knowledge.model.inbox import RequestState
from knowledge.storage.alerts import looked_after
from knowledge.storage.answer_tables import HumanRequestRow
from knowledge.storage.audit_tables import AlertRow
from knowledge.storage.database import ReadSession, WriteSession
from knowledge.storage.tables import CourseRow, RecordRow, UtcDateTime

DIGEST = "waiting"
"""What such a digest is called among the alerts, of which it is none: it is told by itself."""
_DAY = timedelta(days=1)
"""The patience of whoever waits, and the time from one digest to the next."""


async def note_due(session: WriteSession, server_id: int, now: datetime, *, at_home: bool) -> None:
    """Keep that a digest is due, if somebody has waited for a day and none was due for a day.

    Args:
        at_home: Whether the courses that belong to no server are looked after here.
    """
    known = exists().where(
        AlertRow.server_id == server_id, AlertRow.kind == DIGEST, AlertRow.at > now - _DAY
    )
    due = select(
        literal(server_id),
        literal(DIGEST),
        literal(f"{now.astimezone(UTC):%Y-%m-%d}"),
        literal(""),
        literal(now, UtcDateTime),
    ).where(~known, _waits(server_id, now, at_home=at_home).exists())
    await session.execute(
        insert(AlertRow)
        .from_select(["server_id", "kind", "target", "detail", "at"], due)
        .on_conflict_do_nothing()
    )


async def take_due(session: WriteSession, server_id: int, now: datetime) -> list[int]:
    """Take on the digest to post, if one is due: the ids of its rows."""
    taken = await session.scalars(
        update(AlertRow)
        .where(
            AlertRow.server_id == server_id, AlertRow.kind == DIGEST, AlertRow.posted_at.is_(None)
        )
        # The day until the next begins when this one is told, however long its channel was away.
        .values(posted_at=now, at=now)
        .returning(AlertRow.id)
    )
    return list(taken)


async def list_longest(
    session: ReadSession, server_id: int, now: datetime, *, at_home: bool, most: int
) -> tuple[list[LongWait], int]:
    """The questions that have waited longest, and how many have waited for more than a day."""
    found = _waits(server_id, now, at_home=at_home)
    rows = (await session.execute(found.limit(most))).all()
    waits = [
        LongWait(row.receipt, row.course_id, row.course, row.since, row.people) for row in rows
    ]
    return waits, rows[0].in_all if rows else 0


def _waits(server_id: int, now: datetime, *, at_home: bool) -> Select[*tuple[Any, ...]]:
    """In the order of the inbox; of the courses that are looked after in this server."""
    first = func.min(HumanRequestRow.id)
    since = func.min(HumanRequestRow.asked_at, type_=UtcDateTime)
    return (
        select(
            RecordRow.receipt,
            CourseRow.id.label("course_id"),
            CourseRow.title.label("course"),
            since.label("since"),
            func.count(HumanRequestRow.id).label("people"),
            func.count().over().label("in_all"),
        )
        .join_from(HumanRequestRow, RecordRow, RecordRow.id == HumanRequestRow.record_id)
        .join(CourseRow, CourseRow.id == HumanRequestRow.course_id)
        .where(
            HumanRequestRow.state == RequestState.WAITING.value, looked_after(server_id, at_home)
        )
        .group_by(HumanRequestRow.record_id)
        .having(since < now - _DAY)
        .order_by(since, first)
    )
