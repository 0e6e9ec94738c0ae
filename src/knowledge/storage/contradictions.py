"""Which contradictions of a course are known, and which of them staff put away."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.dialects.sqlite import insert

from knowledge.storage.database import ReadSession, WriteSession
from knowledge.storage.golden_tables import ContradictionRow


async def add(
    session: WriteSession, course_id: int, keys: Iterable[str], at: datetime
) -> list[str]:
    """Keep those that were found; those that are new."""
    new = []
    for key in keys:
        added = await session.scalar(
            insert(ContradictionRow)
            .values(course_id=course_id, key=key, found_at=at)
            .on_conflict_do_nothing()
            .returning(ContradictionRow.key)
        )
        if added is not None:
            new.append(added)
    return new


async def dismiss(
    session: WriteSession, course_id: int, key: str, *, by: int, at: datetime
) -> bool:
    """``False`` if it is not known, or put away already."""
    done = await session.scalar(
        update(ContradictionRow)
        .where(
            ContradictionRow.course_id == course_id,
            ContradictionRow.key == key,
            ContradictionRow.dismissed_at.is_(None),
        )
        .values(dismissed_at=at, dismissed_by=by)
        .returning(ContradictionRow.key)
    )
    return done is not None


async def dismissed(session: ReadSession, course_id: int) -> frozenset[str]:
    """The keys of those that were put away."""
    found = await session.scalars(
        select(ContradictionRow.key).where(
            ContradictionRow.course_id == course_id, ContradictionRow.dismissed_at.is_not(None)
        )
    )
    return frozenset(found)
