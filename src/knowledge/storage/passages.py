"""Passages of document versions: stored with the version, read by course."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import insert, select

from knowledge.model.corpus import Page, ParsedDocument, Passage, Span
from knowledge.storage.database import ReadSession, WriteSession
from knowledge.storage.tables import DocumentRow, PageRow, PassageRow, VersionRow


async def add(
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


async def list_ids(session: ReadSession, version_id: int) -> list[int]:
    return list(
        await session.scalars(
            select(PassageRow.id)
            .where(PassageRow.version_id == version_id)
            .order_by(PassageRow.ordinal)
        )
    )


async def list_current(session: ReadSession, course_id: int) -> list[Passage]:
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
        note=version.note,
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
