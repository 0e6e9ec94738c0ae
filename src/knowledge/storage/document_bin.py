"""Documents in the bin: kept whole, and current in no version, so that nothing finds them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, select, update
from sqlalchemy.orm import aliased

from knowledge.model.drafts import Binned
from knowledge.storage import passages, words
from knowledge.storage.database import ReadSession, WriteSession
from knowledge.storage.tables import DocumentRow, VersionRow


@dataclass(frozen=True, slots=True)
class Restored:
    """A document that is back, with its newest version current; its words are not indexed yet."""

    name: str
    version_id: int
    title: str


async def put_in(
    session: WriteSession, course_id: int, document_id: int, *, by: int, at: datetime
) -> str | None:
    """Its file's name, or ``None`` if the course has no such document outside the bin."""
    name: str | None = await session.scalar(
        update(DocumentRow)
        .where(
            DocumentRow.course_id == course_id,
            DocumentRow.id == document_id,
            DocumentRow.binned_at.is_(None),
        )
        .values(binned_at=at, binned_by=by)
        .returning(DocumentRow.name)
    )
    if name is None:
        return None
    retired = await session.scalars(
        update(VersionRow)
        .where(VersionRow.document_id == document_id, VersionRow.is_current)
        .values(is_current=False)
        .returning(VersionRow.id)
    )
    for version_id in list(retired):
        await words.remove(session, await passages.list_ids(session, version_id))
    return name


async def take_out(session: WriteSession, course_id: int, document_id: int) -> Restored | None:
    """``None`` if it is not in the bin, or a document has its name meanwhile."""
    name = await session.scalar(
        update(DocumentRow)
        .where(_is_in_bin(course_id, document_id), ~_is_taken())
        .values(binned_at=None, binned_by=None)
        .returning(DocumentRow.name)
    )
    if name is None:
        return None
    newest = select(func.max(VersionRow.number)).where(VersionRow.document_id == document_id)
    version_id, title = (
        await session.execute(
            update(VersionRow)
            .where(
                VersionRow.document_id == document_id, VersionRow.number == newest.scalar_subquery()
            )
            .values(is_current=True)
            .returning(VersionRow.id, VersionRow.title)
        )
    ).one()
    return Restored(name, version_id, title)


async def list_binned(session: ReadSession, course_id: int) -> list[Binned]:
    """The course's, what was moved there last at the front."""
    newest = (
        select(VersionRow.title)
        .where(VersionRow.document_id == DocumentRow.id)
        .order_by(VersionRow.number.desc())
        .limit(1)
    )
    rows = await session.execute(
        select(DocumentRow, newest.scalar_subquery())
        .where(DocumentRow.course_id == course_id, DocumentRow.binned_at.is_not(None))
        .order_by(DocumentRow.binned_at.desc(), DocumentRow.id.desc())
    )
    return [
        Binned(
            id=row.id,
            course_id=course_id,
            file_name=row.name,
            title=title,
            binned_by=row.binned_by,
            binned_at=row.binned_at,
        )
        for row, title in rows
    ]


async def find_same_content(
    session: ReadSession, course_id: int, *, content_hash: str
) -> int | None:
    """A document in the bin, under any name, that would come back as the very same file."""
    return await session.scalar(
        select(DocumentRow.id)
        .join(VersionRow, VersionRow.document_id == DocumentRow.id)
        .where(
            DocumentRow.course_id == course_id,
            DocumentRow.binned_at.is_not(None),
            is_newest(),
            VersionRow.content_hash == content_hash,
        )
        .limit(1)
    )


async def find_since(
    session: ReadSession, before: datetime, without: Collection[int]
) -> tuple[int, int] | None:
    """The course and the document that has been in the bin longest, if since ``before``.

    ``without`` are the ids of documents that are not looked for.
    """
    row = (
        await session.execute(
            select(DocumentRow.course_id, DocumentRow.id)
            .where(DocumentRow.binned_at <= before, DocumentRow.id.not_in(without))
            .order_by(DocumentRow.binned_at, DocumentRow.id)
            .limit(1)
        )
    ).first()
    return None if row is None else (row.course_id, row.id)


def is_newest() -> ColumnElement[bool]:
    """Whether a version is its document's last: the one that comes back from the bin."""
    later = aliased(VersionRow)
    return ~exists().where(
        later.document_id == VersionRow.document_id, later.number > VersionRow.number
    )


def _is_in_bin(course_id: int, document_id: int) -> ColumnElement[bool]:
    return (
        (DocumentRow.course_id == course_id)
        & (DocumentRow.id == document_id)
        & DocumentRow.binned_at.is_not(None)
    )


def _is_taken() -> ColumnElement[bool]:
    other = aliased(DocumentRow)
    return exists().where(
        other.course_id == DocumentRow.course_id,
        other.name == DocumentRow.name,
        other.binned_at.is_(None),
    )
