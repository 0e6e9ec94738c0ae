"""Courses, and the few settings that belong to a channel or to the program itself."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.sqlite import insert

from knowledge.model.corpus import Course, Strictness
from knowledge.model.record import Visibility
from knowledge.storage.database import ReadSession, WriteSession
from knowledge.storage.tables import ChannelRow, CourseRow, MemoRow


def _course(row: CourseRow) -> Course:
    return Course(
        id=row.id,
        name=row.name,
        title=row.title,
        description=row.description,
        language=row.language,
        strictness=Strictness(row.strictness),
        server_id=row.server_id,
    )


async def list_courses(session: ReadSession) -> list[Course]:
    rows = await session.scalars(select(CourseRow).order_by(CourseRow.name))
    return [_course(row) for row in rows]


async def find_course(session: ReadSession, name: str) -> Course | None:
    row = await session.scalar(select(CourseRow).where(CourseRow.name == name))
    return None if row is None else _course(row)


async def get_course(session: ReadSession, course_id: int) -> Course:
    return _course((await session.scalars(select(CourseRow).filter_by(id=course_id))).one())


async def find_title(session: ReadSession, course_id: int | None) -> str | None:
    return await session.scalar(select(CourseRow.title).where(CourseRow.id == course_id))


async def put_course(
    session: WriteSession,
    *,
    name: str,
    title: str,
    description: str,
    language: str,
    strictness: Strictness,
    created_at: datetime,
) -> Course:
    """Add the course, or give the one of that name these words and settings."""
    stated = {
        "title": title,
        "description": description,
        "language": language,
        "strictness": strictness.value,
    }
    statement = (
        insert(CourseRow)
        .values(name=name, created_at=created_at, **stated)
        .on_conflict_do_update(
            index_elements=[CourseRow.name],
            set_={**stated, "revision": CourseRow.revision + 1},
        )
        .returning(CourseRow)
    )
    row = (await session.scalars(statement, execution_options={"populate_existing": True})).one()
    return _course(row)


async def raise_revision(session: WriteSession, course_id: int) -> None:
    await session.execute(
        update(CourseRow).where(CourseRow.id == course_id).values(revision=CourseRow.revision + 1)
    )


async def channel_visibility(
    session: ReadSession, server_id: int, channel_id: int
) -> Visibility | None:
    row = await session.get(ChannelRow, (server_id, channel_id))
    return None if row is None else Visibility(row.visibility)


async def channel_visibilities(session: ReadSession, server_id: int) -> dict[int, Visibility]:
    """Of the channels of a server for which one was chosen."""
    rows = await session.scalars(select(ChannelRow).where(ChannelRow.server_id == server_id))
    return {row.channel_id: Visibility(row.visibility) for row in rows}


async def put_channel_visibility(
    session: WriteSession, server_id: int, channel_id: int, visibility: Visibility
) -> None:
    await session.merge(
        ChannelRow(server_id=server_id, channel_id=channel_id, visibility=visibility.value)
    )


async def recall(session: ReadSession, key: str) -> str | None:
    row = await session.get(MemoRow, key)
    return None if row is None else row.value


async def remember(session: WriteSession, key: str, value: str) -> None:
    await session.merge(MemoRow(key=key, value=value))


async def forget(session: WriteSession, key: str) -> None:
    await session.execute(delete(MemoRow).where(MemoRow.key == key))
