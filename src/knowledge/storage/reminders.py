"""Who wants to be reminded of what is due, and when they last were."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, or_, select, update
from sqlalchemy.dialects.sqlite import insert

from knowledge.model.study import Reminder
from knowledge.storage.database import ReadSession, WriteSession
from knowledge.storage.study_tables import StudyReminderRow


async def put(session: WriteSession, reminder: Reminder) -> None:
    content = {
        "course_id": reminder.course_id,
        "zone": reminder.zone,
        "quiet_from": reminder.quiet_from,
        "quiet_to": reminder.quiet_to,
    }
    await session.execute(
        insert(StudyReminderRow)
        .values(user_id=reminder.user_id, **content)
        .on_conflict_do_update(index_elements=[StudyReminderRow.user_id], set_=content)
    )


async def remove(session: WriteSession, user_id: int) -> None:
    await session.execute(delete(StudyReminderRow).where(StudyReminderRow.user_id == user_id))


async def find(session: ReadSession, user_id: int) -> Reminder | None:
    row = await session.get(StudyReminderRow, user_id, populate_existing=True)
    return None if row is None else _reminder(row)


async def list_before(session: ReadSession, moment: datetime) -> list[Reminder]:
    """Those whose learner was not reminded since ``moment``."""
    rows = await session.scalars(
        select(StudyReminderRow)
        .where(or_(StudyReminderRow.claimed_at.is_(None), StudyReminderRow.claimed_at <= moment))
        .order_by(StudyReminderRow.user_id)
    )
    return [_reminder(row) for row in rows]


async def claim(
    session: WriteSession, user_ids: Collection[int], *, before: datetime, at: datetime
) -> set[int]:
    """Take on to remind learners; without those whom somebody has since ``before``."""
    claimed = await session.scalars(
        update(StudyReminderRow)
        .where(
            StudyReminderRow.user_id.in_(user_ids),
            or_(StudyReminderRow.claimed_at.is_(None), StudyReminderRow.claimed_at <= before),
        )
        .values(claimed_at=at)
        .returning(StudyReminderRow.user_id)
    )
    return set(claimed)


def _reminder(row: StudyReminderRow) -> Reminder:
    return Reminder(row.user_id, row.course_id, row.zone, row.quiet_from, row.quiet_to)
