"""The texts that quotes are slices of: of a document's current version, or of any version."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import exists, select

from knowledge.model.corpus import Citation, Passage
from knowledge.storage import passages
from knowledge.storage.database import ReadSession
from knowledge.storage.tables import DocumentRow, VersionRow


@dataclass(frozen=True, slots=True)
class QuotableVersion:
    """A current version: its whole text, and the passages that it was cut into."""

    file_name: str
    title: str
    text: str
    passages: tuple[Passage, ...]
    """In reading order."""


async def list_current(session: ReadSession, course_id: int) -> list[QuotableVersion]:
    """The course's documents as they can be quoted, in the order in which they came."""
    rows = await session.execute(
        select(VersionRow.id, DocumentRow.name, VersionRow.title, VersionRow.text)
        .join(DocumentRow, DocumentRow.id == VersionRow.document_id)
        .where(DocumentRow.course_id == course_id, VersionRow.is_current)
        .order_by(DocumentRow.id)
    )
    versions = list(rows)
    held: dict[int, list[Passage]] = {}
    for passage in await passages.list_quotable(session, course_id):
        held.setdefault(passage.version_id, []).append(passage)
    return [
        QuotableVersion(name, title, text, tuple(held.get(version_id, ())))
        for version_id, name, title, text in versions
    ]


async def texts_of(session: ReadSession, version_ids: set[int]) -> dict[int, str]:
    """The whole texts of those versions that exist, current or not, by id."""
    rows = await session.execute(
        select(VersionRow.id, VersionRow.text).where(VersionRow.id.in_(version_ids))
    )
    return {row.id: row.text for row in rows}


async def current_among(session: ReadSession, version_ids: set[int]) -> set[int]:
    """Those of the versions that no other has replaced."""
    return set(
        await session.scalars(
            select(VersionRow.id).where(VersionRow.id.in_(version_ids), VersionRow.is_current)
        )
    )


async def is_held(session: ReadSession, citation: Citation) -> bool:
    """Whether the version that it quotes is still there, replaced or not; not so in the bin."""
    held = exists().where(
        VersionRow.id == citation.version_id,
        DocumentRow.id == VersionRow.document_id,
        DocumentRow.binned_at.is_(None),
    )
    return bool(await session.scalar(select(held)))
