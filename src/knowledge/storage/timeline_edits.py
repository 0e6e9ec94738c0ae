"""Themes renamed and merged, events hidden: by course."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from knowledge.model.timeline import EditAction, TimelineEdit
from knowledge.storage.database import ReadSession, WriteSession
from knowledge.storage.tables import CourseRow
from knowledge.storage.timeline_tables import TimelineEditRow


async def revision(session: ReadSession, course_id: int) -> int:
    """The course's, which rises with every change of its documents; -1 if there is no course."""
    found = await session.scalar(select(CourseRow.revision).where(CourseRow.id == course_id))
    return -1 if found is None else found


async def list_edits(session: ReadSession, course_id: int) -> list[TimelineEdit]:
    """The course's edits, oldest first."""
    rows = await session.scalars(
        select(TimelineEditRow)
        .where(TimelineEditRow.course_id == course_id)
        .order_by(TimelineEditRow.at, TimelineEditRow.action, TimelineEditRow.subject)
    )
    return [TimelineEdit(cast("EditAction", r.action), r.subject, r.value) for r in rows]


async def put_edit(
    session: WriteSession,
    course_id: int,
    edit: TimelineEdit,
    *,
    user_id: int | None,
    at: datetime,
) -> None:
    """Keep an edit, in place of an earlier one of its kind and subject."""
    stated = {"value": edit.value, "user_id": user_id, "at": at}
    await session.execute(
        insert(TimelineEditRow)
        .values(course_id=course_id, action=edit.action, subject=edit.subject, **stated)
        .on_conflict_do_update(
            index_elements=[
                TimelineEditRow.course_id,
                TimelineEditRow.action,
                TimelineEditRow.subject,
            ],
            set_=stated,
        )
    )
