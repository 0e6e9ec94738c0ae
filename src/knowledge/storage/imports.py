"""Files of items between the trial and the import."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, delete, or_
from sqlalchemy.dialects.sqlite import insert

from knowledge.storage.database import ReadSession, WriteSession
from knowledge.storage.import_tables import PendingImportRow

KEPT_FOR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PendingImport:
    id: int
    course_id: int
    user_id: int | None
    file_name: str
    content: bytes


async def put(
    session: WriteSession,
    *,
    course_id: int,
    user_id: int | None,
    file_name: str,
    content: bytes,
    at: datetime,
) -> int:
    """Keep a file, in place of what this person had waiting in the course; its id.

    What everybody else left waiting for longer than a day goes, too.
    """
    mine = and_(PendingImportRow.course_id == course_id, PendingImportRow.user_id == user_id)
    await session.execute(
        delete(PendingImportRow).where(or_(mine, PendingImportRow.created_at < at - KEPT_FOR))
    )
    stored = await session.scalar(
        insert(PendingImportRow)
        .values(
            course_id=course_id,
            user_id=user_id,
            file_name=file_name,
            content=content,
            created_at=at,
        )
        .returning(PendingImportRow.id)
    )
    assert stored is not None, "an insert returns its id"
    return int(stored)


async def find(session: ReadSession, pending_id: int) -> PendingImport | None:
    row = await session.get(PendingImportRow, pending_id)
    if row is None:
        return None
    return PendingImport(row.id, row.course_id, row.user_id, row.file_name, row.content)


async def claim(session: WriteSession, pending_id: int) -> bool:
    """Take the file away; ``False`` if somebody else has done so."""
    taken = await session.scalar(
        delete(PendingImportRow)
        .where(PendingImportRow.id == pending_id)
        .returning(PendingImportRow.id)
    )
    return taken is not None
