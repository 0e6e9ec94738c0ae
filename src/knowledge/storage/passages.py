"""Passages of document versions: stored with the version, read by course."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, insert, select

from knowledge.model.corpus import DocumentUse, Page, ParsedDocument, Passage, Span
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


@dataclass(frozen=True, slots=True)
class Cut:
    """Where a passage was cut, without its words."""

    id: int
    section: tuple[str, ...]
    sentences: tuple[Span, ...]


async def list_cut(session: ReadSession, version_id: int) -> list[Cut]:
    """The passages of a version, in reading order."""
    rows = await session.execute(
        select(PassageRow.id, PassageRow.section, PassageRow.sentences)
        .where(PassageRow.version_id == version_id)
        .order_by(PassageRow.ordinal)
    )
    return [
        Cut(row.id, tuple(row.section), tuple(Span(first, last) for first, last in row.sentences))
        for row in rows
    ]


async def list_pages(session: ReadSession, version_id: int) -> list[Page]:
    """In reading order; none for a format without pages."""
    return (await _pages_by_version(session, [version_id])).get(version_id, [])


async def list_current(
    session: ReadSession, course_id: int, ids: Collection[int] | None = None
) -> list[Passage]:
    """The passages of the course's current versions that may be found, in reading order.

    Args:
        ids: Only these, and no text but of their versions; ``None`` stands for all.
    """
    wanted = [_may_be_found(course_id)]
    versions_wanted = list(wanted)
    if ids is not None:
        wanted.append(PassageRow.id.in_(ids))
        holders = select(PassageRow.version_id).where(PassageRow.id.in_(ids))
        versions_wanted.append(VersionRow.id.in_(holders))
    found = await session.execute(
        select(VersionRow, DocumentRow.use)
        .join(DocumentRow, DocumentRow.id == VersionRow.document_id)
        .where(*versions_wanted)
    )
    uses = [(row, DocumentUse(use)) for row, use in found]
    versions = {row.id: (row, use is DocumentUse.QUOTABLE) for row, use in uses}
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
        .where(*wanted)
        .order_by(DocumentRow.id, PassageRow.ordinal)
    )
    return [
        _passage(course_id, *versions[version_id], pages.get(version_id, ()), *columns)
        for *columns, version_id in ((r[0], *r[2:], r[1]) for r in rows)
    ]


async def list_quotable(session: ReadSession, course_id: int) -> list[Passage]:
    """Those of :func:`list_current` whose documents may be quoted."""
    return [p for p in await list_current(session, course_id) if p.is_quotable]


async def list_headings(session: ReadSession, course_id: int) -> list[str]:
    """The innermost headings over passages that may be quoted, in reading order, each once."""
    sections = await session.scalars(
        select(PassageRow.section)
        .join(VersionRow, VersionRow.id == PassageRow.version_id)
        .join(DocumentRow, DocumentRow.id == VersionRow.document_id)
        .where(_may_be_found(course_id), DocumentRow.use == DocumentUse.QUOTABLE.value)
        .group_by(DocumentRow.id, PassageRow.section)
        .order_by(DocumentRow.id, func.min(PassageRow.ordinal))
    )
    return list(dict.fromkeys(section[-1] for section in sections if section))


def _may_be_found(course_id: int) -> ColumnElement[bool]:
    return and_(
        DocumentRow.course_id == course_id,
        DocumentRow.use != DocumentUse.TITLE_ONLY.value,
        VersionRow.is_current,
    )


def _passage(
    course_id: int,
    version: VersionRow,
    is_quotable: bool,
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
        is_quotable=is_quotable,
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
