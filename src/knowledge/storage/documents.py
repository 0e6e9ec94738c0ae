"""Documents in versions, their pages and passages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, insert, select, update

from knowledge.model.corpus import (
    Document,
    DocumentMetadata,
    Page,
    ParsedDocument,
    Passage,
    Span,
)
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
    created_at: datetime


async def find_current(session: ReadSession, course_id: int, *, name: str) -> CurrentVersion | None:
    return await _one_current(session, course_id, DocumentRow.name == name)


async def find_same_content(
    session: ReadSession, course_id: int, *, content_hash: str
) -> CurrentVersion | None:
    """A document of the course, under any name, whose file is byte for byte the same."""
    return await _one_current(session, course_id, VersionRow.content_hash == content_hash)


async def _one_current(
    session: ReadSession, course_id: int, *where: object
) -> CurrentVersion | None:
    row = await session.scalar(
        select(VersionRow)
        .join(DocumentRow, DocumentRow.id == VersionRow.document_id)
        .where(DocumentRow.course_id == course_id, VersionRow.is_current, *where)  # type: ignore[arg-type]
        .limit(1)
    )
    if row is None:
        return None
    return CurrentVersion(
        document_id=row.document_id,
        version_id=row.id,
        number=row.number,
        content_hash=row.content_hash,
        created_at=row.created_at,
    )


async def stored_bytes(session: ReadSession, course_id: int) -> int:
    """How many bytes of files the course's current documents came from."""
    total = await session.scalar(
        select(func.coalesce(func.sum(VersionRow.file_bytes), 0))
        .join(DocumentRow, DocumentRow.id == VersionRow.document_id)
        .where(DocumentRow.course_id == course_id, VersionRow.is_current)
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
        text=parsed.text,
        unreadable_pages=list(parsed.unreadable_pages),
        notices=list(parsed.notices),
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
    passage_ids = await _add_passages(session, version.id, parsed, embedded_hashes)
    current = CurrentVersion(document_id, version.id, version.number, content_hash, at)
    return current, passage_ids


async def _document_id(session: WriteSession, course_id: int, name: str, at: datetime) -> int:
    found = await session.scalar(
        select(DocumentRow.id).where(DocumentRow.course_id == course_id, DocumentRow.name == name)
    )
    if found is not None:
        return found
    document = DocumentRow(course_id=course_id, name=name, created_at=at)
    session.add(document)
    await session.flush()
    return document.id


async def _add_passages(
    session: WriteSession, version_id: int, parsed: ParsedDocument, embedded_hashes: Sequence[str]
) -> list[int]:
    if not parsed.passages:
        return []
    ids = await session.scalars(
        insert(PassageRow).returning(PassageRow.id, sort_by_parameter_order=True),
        [
            {
                "version_id": version_id,
                "ordinal": ordinal,
                "section": list(parsed.sections[passage.section].path),
                "start": passage.span.start,
                "end": passage.span.end,
                "sentences": [[span.start, span.end] for span in passage.sentences],
                "embedded_hash": embedded_hash,
            }
            for ordinal, (passage, embedded_hash) in enumerate(
                zip(parsed.passages, embedded_hashes, strict=True)
            )
        ],
    )
    return list(ids)


async def list_passage_ids(session: ReadSession, version_id: int) -> list[int]:
    return list(
        await session.scalars(
            select(PassageRow.id)
            .where(PassageRow.version_id == version_id)
            .order_by(PassageRow.ordinal)
        )
    )


async def list_documents(session: ReadSession, course_id: int) -> list[Document]:
    """The course's documents in their current versions, in the order in which they came."""
    passages = (
        select(PassageRow.version_id, func.count().label("count"))
        .group_by(PassageRow.version_id)
        .subquery()
    )
    pages = (
        select(PageRow.version_id, func.count().label("count"))
        .group_by(PageRow.version_id)
        .subquery()
    )
    rows = await session.execute(
        select(
            VersionRow,
            DocumentRow.name,
            func.coalesce(passages.c.count, 0),
            func.coalesce(pages.c.count, 0),
            func.length(VersionRow.text),
        )
        .join(DocumentRow, DocumentRow.id == VersionRow.document_id)
        .outerjoin(passages, passages.c.version_id == VersionRow.id)
        .outerjoin(pages, pages.c.version_id == VersionRow.id)
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
            file_name=name,
            pages=page_count,
            passages=passage_count,
            characters=characters,
        )
        for version, name, passage_count, page_count, characters in rows
    ]


def _metadata(version: VersionRow) -> DocumentMetadata:
    return DocumentMetadata(
        title=version.title,
        author=version.author,
        cited_as=version.cited_as,
        affiliation=version.affiliation,
        published=version.published,
        address=version.address,
        language=version.language,
    )


async def list_passages(session: ReadSession, course_id: int) -> list[Passage]:
    """Every passage of the course's current versions, by document, in reading order."""
    versions = {
        row.id: row
        for row in await session.scalars(
            select(VersionRow)
            .join(DocumentRow, DocumentRow.id == VersionRow.document_id)
            .where(DocumentRow.course_id == course_id, VersionRow.is_current)
        )
    }
    pages = await _pages_by_version(session, list(versions))
    rows = await session.execute(
        select(
            PassageRow.id,
            PassageRow.version_id,
            PassageRow.ordinal,
            PassageRow.section,
            PassageRow.start,
            PassageRow.end,
            PassageRow.sentences,
        )
        .join(VersionRow, VersionRow.id == PassageRow.version_id)
        .join(DocumentRow, DocumentRow.id == VersionRow.document_id)
        .where(DocumentRow.course_id == course_id, VersionRow.is_current)
        .order_by(DocumentRow.id, PassageRow.ordinal)
    )
    return [
        _passage(course_id, versions[version_id], pages.get(version_id, ()), *columns)
        for *columns, version_id in ((r[0], *r[2:], r[1]) for r in rows)
    ]


def _passage(
    course_id: int,
    version: VersionRow,
    pages: Sequence[Page],
    passage_id: int,
    ordinal: int,
    section: list[str],
    start: int,
    end: int,
    sentences: list[list[int]],
) -> Passage:
    author = version.author
    return Passage(
        id=passage_id,
        course_id=course_id,
        document_id=version.document_id,
        version_id=version.id,
        version=version.number,
        document_title=version.title,
        author=author,
        voice=version.cited_as or author or f"“{version.title}”",
        section=tuple(section),
        ordinal=ordinal,
        span=Span(start, end),
        text=version.text[start:end],
        sentences=tuple(Span(first, last) for first, last in sentences),
        pages=tuple(p for p in pages if p.span.start < end and start < p.span.end),
    )


async def _pages_by_version(
    session: ReadSession, version_ids: Sequence[int]
) -> dict[int, list[Page]]:
    found: dict[int, list[Page]] = {}
    rows = await session.scalars(
        select(PageRow)
        .where(PageRow.version_id.in_(version_ids))
        .order_by(PageRow.version_id, PageRow.ordinal)
    )
    for row in rows:
        found.setdefault(row.version_id, []).append(Page(row.label, Span(row.start, row.end)))
    return found
