"""Files that wait to be published. Nothing but staff's own screens reads these rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from sqlalchemy import ColumnElement, ScalarSelect, Select, case, delete, func, insert, select

from knowledge.model.corpus import ParsedDocument
from knowledge.model.drafts import Draft
from knowledge.storage import courses, document_bin
from knowledge.storage.database import ReadSession, WriteSession
from knowledge.storage.document_tables import DraftRow
from knowledge.storage.erasure import COMPACTION_DUE
from knowledge.storage.tables import DocumentRow, EmbeddingModelRow, VersionRow
from knowledge.storage.vectors import FloatArray, from_blob, to_blob


@dataclass(frozen=True, slots=True)
class StoredDraft:
    """All that publishing needs."""

    name: str
    title: str
    content_hash: str
    file_bytes: int
    written: bytes
    """The parsed document, as it was given to :func:`put`."""
    model_id: int
    vectors: FloatArray
    """(S, d): a row for each sentence of each passage."""
    added_by: int | None


async def put(
    session: WriteSession,
    *,
    course_id: int,
    name: str,
    title: str,
    content_hash: str,
    file_bytes: int,
    parsed: ParsedDocument,
    written: bytes,
    model_id: int,
    matrices: Sequence[FloatArray],
    by: int | None,
    at: datetime,
) -> int:
    """Keep a draft under a new id, in place of the one of its name."""
    replaced = await session.scalar(
        delete(DraftRow)
        .where(DraftRow.course_id == course_id, DraftRow.name == name)
        .returning(DraftRow.id)
    )
    if replaced is not None:
        await courses.remember(session, COMPACTION_DUE, "")
    return (
        await session.scalars(
            insert(DraftRow)
            .values(
                course_id=course_id,
                name=name,
                title=title,
                content_hash=content_hash,
                file_bytes=file_bytes,
                parsed=written,
                pages=len(parsed.pages),
                passages=len(parsed.passages),
                unreadable_pages=list(parsed.unreadable_pages),
                notices=list(parsed.notices),
                model_id=model_id,
                vectors=to_blob(np.concatenate(matrices)),
                added_by=by,
                added_at=at,
            )
            .returning(DraftRow.id)
        )
    ).one()


async def list_drafts(session: ReadSession, course_id: int) -> list[Draft]:
    """The course's, oldest first."""
    rows = await session.execute(_drafts(course_id))
    return [_draft(row) for row in rows]


async def find(session: ReadSession, course_id: int, draft_id: int) -> Draft | None:
    row = (await session.execute(_drafts(course_id).where(DraftRow.id == draft_id))).first()
    return None if row is None else _draft(row)


async def read_stored(session: ReadSession, course_id: int, draft_id: int) -> StoredDraft | None:
    row = (
        await session.execute(
            select(DraftRow, EmbeddingModelRow.dimension)
            .join(EmbeddingModelRow, EmbeddingModelRow.id == DraftRow.model_id)
            .where(DraftRow.course_id == course_id, DraftRow.id == draft_id)
        )
    ).first()
    if row is None:
        return None
    draft, dimension = row
    return StoredDraft(
        name=draft.name,
        title=draft.title,
        content_hash=draft.content_hash,
        file_bytes=draft.file_bytes,
        written=draft.parsed,
        model_id=draft.model_id,
        vectors=from_blob(draft.vectors, dimension),
        added_by=draft.added_by,
    )


async def remove(session: WriteSession, course_id: int, draft_id: int) -> str | None:
    """Delete a draft; its file's name, or ``None`` if there is none of this id any more."""
    return await session.scalar(
        delete(DraftRow)
        .where(DraftRow.course_id == course_id, DraftRow.id == draft_id)
        .returning(DraftRow.name)
    )


async def find_same_content(
    session: ReadSession, course_id: int, content_hash: str
) -> datetime | None:
    """Since when the very same file has been waiting."""
    return await session.scalar(
        select(DraftRow.added_at).where(
            DraftRow.course_id == course_id, DraftRow.content_hash == content_hash
        )
    )


async def stored_bytes(session: ReadSession, course_id: int) -> int:
    """How many bytes of files the course's drafts came from."""
    total = await session.scalar(
        select(func.coalesce(func.sum(DraftRow.file_bytes), 0)).where(
            DraftRow.course_id == course_id
        )
    )
    return int(total or 0)


def _published(what: Any, where: ColumnElement[bool]) -> ScalarSelect[Any]:
    """Of a draft's course, the first document that is in such a version now."""
    found = (
        select(what)
        .join_from(VersionRow, DocumentRow, DocumentRow.id == VersionRow.document_id)
        .where(DocumentRow.course_id == DraftRow.course_id, VersionRow.is_current, where)
        .order_by(DocumentRow.id)
        .limit(1)
    )
    return found.scalar_subquery()


def _in_bin() -> ScalarSelect[Any]:
    """The file's name of the document in the bin that a draft is; before it, one of its name."""
    is_same = VersionRow.content_hash == DraftRow.content_hash
    found = (
        select(DocumentRow.name)
        .join_from(VersionRow, DocumentRow, DocumentRow.id == VersionRow.document_id)
        .where(
            DocumentRow.course_id == DraftRow.course_id,
            DocumentRow.binned_at.is_not(None),
            document_bin.is_newest(),
            (DocumentRow.name == DraftRow.name) | is_same,
        )
        .order_by(DocumentRow.name != DraftRow.name, DocumentRow.id)
        .limit(1)
    )
    return found.scalar_subquery()


def _drafts(course_id: int) -> Select[Any]:
    number = _published(VersionRow.number, DocumentRow.name == DraftRow.name)
    is_same = VersionRow.content_hash == DraftRow.content_hash
    return (
        select(
            DraftRow.id,
            DraftRow.course_id,
            DraftRow.name,
            DraftRow.title,
            DraftRow.pages,
            DraftRow.passages,
            DraftRow.unreadable_pages,
            DraftRow.notices,
            DraftRow.added_by,
            DraftRow.added_at,
            func.coalesce(number, _published(VersionRow.number, is_same)).label("replaces"),
            case((number.is_(None), _published(DocumentRow.name, is_same))).label("same_as"),
            _in_bin().label("in_bin"),
        )
        .where(DraftRow.course_id == course_id)
        .order_by(DraftRow.id)
    )


def _draft(row: Any) -> Draft:
    return Draft(
        id=row.id,
        course_id=row.course_id,
        file_name=row.name,
        title=row.title,
        pages=row.pages,
        passages=row.passages,
        unreadable_pages=tuple(row.unreadable_pages),
        notices=tuple(row.notices),
        added_by=row.added_by,
        added_at=row.added_at,
        replaces=row.replaces,
        same_as=row.same_as,
        in_bin=row.in_bin,
    )
