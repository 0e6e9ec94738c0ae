"""Documents in versions, their pages and passages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, insert, select, update
from sqlalchemy.orm import defer

from knowledge.model.corpus import Document, DocumentMetadata, DocumentUse, ParsedDocument
from knowledge.storage import passages as passage_store
from knowledge.storage.database import ReadSession, WriteSession
from knowledge.storage.tables import DocumentRow, PageRow, PassageRow, VersionRow

_FIRST_ORDINAL = 1


@dataclass(frozen=True, slots=True)
class CurrentVersion:
    """The newest version of the document that a file name stands for."""

    document_id: int
    version_id: int
    number: int
    content_hash: str
    file_bytes: int
    created_at: datetime


async def find_current(session: ReadSession, course_id: int, *, name: str) -> CurrentVersion | None:
    return await _one_current(session, course_id, DocumentRow.name == name)


async def find_same_content(
    session: ReadSession, course_id: int, *, content_hash: str
) -> CurrentVersion | None:
    """A document of the course, under any name, whose file is byte for byte the same."""
    return await _one_current(session, course_id, VersionRow.content_hash == content_hash)


async def _one_current(
    session: ReadSession, course_id: int, where: ColumnElement[bool]
) -> CurrentVersion | None:
    row = await session.scalar(
        select(VersionRow)
        .join(DocumentRow, DocumentRow.id == VersionRow.document_id)
        .options(defer(VersionRow.text, raiseload=True))
        .where(DocumentRow.course_id == course_id, VersionRow.is_current, where)
        .limit(1)
    )
    if row is None:
        return None
    return CurrentVersion(
        document_id=row.document_id,
        version_id=row.id,
        number=row.number,
        content_hash=row.content_hash,
        file_bytes=row.file_bytes,
        created_at=row.created_at,
    )


async def stored_bytes(session: ReadSession, course_id: int) -> int:
    """How many bytes of files the course's documents came from.

    Those of earlier versions, and of what is in the bin, too.
    """
    total = await session.scalar(
        select(func.coalesce(func.sum(VersionRow.file_bytes), 0))
        .join(DocumentRow, DocumentRow.id == VersionRow.document_id)
        .where(DocumentRow.course_id == course_id)
    )
    return int(total or 0)


async def add_version(
    session: WriteSession,
    *,
    course_id: int,
    name: str,
    parsed: ParsedDocument,
    title: str,
    content_hash: str,
    file_bytes: int,
    embedded_hashes: Sequence[str],
    by: int | None,
    at: datetime,
) -> tuple[CurrentVersion, list[int]]:
    """Store a document's new current version; the one before it stays, no longer current.

    Returns the version and the ids of its passages, in order.
    """
    document_id = await _document_id(session, course_id, name, at)
    newest = await session.scalar(
        select(func.max(VersionRow.number)).where(VersionRow.document_id == document_id)
    )
    await session.execute(
        update(VersionRow).where(VersionRow.document_id == document_id).values(is_current=False)
    )
    metadata = parsed.metadata
    version = VersionRow(
        document_id=document_id,
        number=_FIRST_ORDINAL if newest is None else newest + 1,
        is_current=True,
        content_hash=content_hash,
        file_bytes=file_bytes,
        media_type=parsed.media_type,
        title=title,
        author=metadata.author,
        cited_as=metadata.cited_as,
        affiliation=metadata.affiliation,
        published=metadata.published,
        address=metadata.address,
        language=metadata.language,
        note=metadata.note,
        text=parsed.text,
        unreadable_pages=list(parsed.unreadable_pages),
        notices=list(parsed.notices),
        added_by=by,
        created_at=at,
    )
    session.add(version)
    await session.flush()
    if parsed.pages:
        await session.execute(
            insert(PageRow),
            [
                {
                    "version_id": version.id,
                    "ordinal": ordinal,
                    "label": page.label,
                    "start": page.span.start,
                    "end": page.span.end,
                }
                for ordinal, page in enumerate(parsed.pages)
            ],
        )
    passage_ids = await passage_store.add(session, version.id, parsed, embedded_hashes)
    current = CurrentVersion(document_id, version.id, version.number, content_hash, file_bytes, at)
    return current, passage_ids


async def _document_id(session: WriteSession, course_id: int, name: str, at: datetime) -> int:
    found = await session.scalar(
        select(DocumentRow.id).where(
            DocumentRow.course_id == course_id,
            DocumentRow.name == name,
            DocumentRow.binned_at.is_(None),
        )
    )
    if found is not None:
        return found
    document = DocumentRow(course_id=course_id, name=name, created_at=at)
    session.add(document)
    await session.flush()
    return document.id


async def has_documents(session: ReadSession, course_id: int) -> bool:
    """Whether it has any that is not in the bin."""
    there = exists().where(DocumentRow.course_id == course_id, DocumentRow.binned_at.is_(None))
    return bool(await session.scalar(select(there)))


async def list_ids(session: ReadSession, course_id: int) -> set[int]:
    """Of the course's documents that are not in the bin."""
    there = (DocumentRow.course_id == course_id, DocumentRow.binned_at.is_(None))
    return set(await session.scalars(select(DocumentRow.id).where(*there)))


async def list_documents(session: ReadSession, course_id: int) -> list[Document]:
    """The course's documents in their current versions, in the order in which they came."""
    passage_count = select(func.count()).where(PassageRow.version_id == VersionRow.id)
    page_count = select(func.count()).where(PageRow.version_id == VersionRow.id)
    rows = await session.execute(
        select(
            VersionRow,
            DocumentRow,
            passage_count.scalar_subquery(),
            page_count.scalar_subquery(),
            func.length(VersionRow.text),
        )
        .options(defer(VersionRow.text, raiseload=True))
        .join(DocumentRow, DocumentRow.id == VersionRow.document_id)
        .where(DocumentRow.course_id == course_id, VersionRow.is_current)
        .order_by(DocumentRow.id)
    )
    return [
        Document(
            id=version.document_id,
            course_id=course_id,
            version_id=version.id,
            version=version.number,
            title=version.title,
            metadata=_metadata(version),
            file_name=document.name,
            pages=pages,
            passages=passages,
            characters=characters,
            use=DocumentUse(document.use),
        )
        for version, document, passages, pages, characters in rows
    ]


async def find_titled(session: ReadSession, course_id: int, title: str) -> int | None:
    """The document that goes by a title now; of several, the one that came first."""
    return await session.scalar(
        select(DocumentRow.id)
        .join(VersionRow, VersionRow.document_id == DocumentRow.id)
        .where(DocumentRow.course_id == course_id, VersionRow.is_current, VersionRow.title == title)
        .order_by(DocumentRow.id)
        .limit(1)
    )


def _metadata(version: VersionRow) -> DocumentMetadata:
    return DocumentMetadata(
        title=version.title,
        author=version.author,
        cited_as=version.cited_as,
        affiliation=version.affiliation,
        published=version.published,
        address=version.address,
        language=version.language,
        note=version.note,
    )
