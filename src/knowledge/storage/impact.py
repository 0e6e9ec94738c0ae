"""Which items, verified answers and starred questions quote what is no longer in their document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, exists, func, or_, select, update
from sqlalchemy.dialects.sqlite import insert

from knowledge.model.assessment import ItemStatus
from knowledge.model.corpus import Citation
from knowledge.model.golden import GoldenQuestion
from knowledge.model.impact import Resting
from knowledge.model.record import Decision
from knowledge.storage import golden
from knowledge.storage.answer_tables import VerifiedAnswerRow, VerifiedCitationRow
from knowledge.storage.database import ReadSession, WriteSession
from knowledge.storage.document_tables import ImpactKeptRow
from knowledge.storage.golden_tables import GoldenCitationRow, GoldenRow
from knowledge.storage.item_tables import ItemRow
from knowledge.storage.tables import DocumentRow, VersionRow


@dataclass(frozen=True, slots=True)
class Loose:
    """A quotation that the current version does not hold."""

    kind: Resting
    subject_id: int
    document: str
    version_id: int
    """The current one."""
    version: int
    quote: str


async def list_loose(session: ReadSession, course_id: int) -> list[Loose]:
    """Items, then verified answers, then starred questions, each once; without what was kept."""
    return [
        *await _items(session, course_id),
        *await _answers(session, course_id),
        *await _starred(session, course_id),
    ]


async def keep(
    session: WriteSession,
    kind: Resting,
    subject_id: int,
    version_id: int,
    *,
    by: int,
    at: datetime,
) -> bool:
    """Leave it as it is, whatever this version says; ``False`` if somebody did so before."""
    kept = await session.scalar(
        insert(ImpactKeptRow)
        .values(
            kind=kind.value, subject_id=subject_id, version_id=version_id, kept_by=by, kept_at=at
        )
        .on_conflict_do_nothing()
        .returning(ImpactKeptRow.subject_id)
    )
    return kept is not None


async def _items(session: ReadSession, course_id: int) -> list[Loose]:
    quote = func.json_extract(ItemRow.citation, "$.quote")
    cited = func.json_extract(ItemRow.citation, "$.version_id")
    rows = await session.execute(
        select(ItemRow.id, VersionRow.title, VersionRow.id, VersionRow.number, quote)
        .join(VersionRow, VersionRow.document_id == ItemRow.document_id)
        .where(
            ItemRow.course_id == course_id,
            ItemRow.status != ItemStatus.RETIRED.value,
            ItemRow.citation.is_not(None),
            _is_loose(Resting.ITEM, ItemRow.id, cited, quote),
        )
        .order_by(ItemRow.id)
    )
    return [Loose(Resting.ITEM, *row) for row in rows]


async def _answers(session: ReadSession, course_id: int) -> list[Loose]:
    quote = VerifiedCitationRow.quote
    rows = await session.execute(
        select(VerifiedAnswerRow.id, VersionRow.title, VersionRow.id, VersionRow.number, quote)
        .join(VerifiedCitationRow, VerifiedCitationRow.answer_id == VerifiedAnswerRow.id)
        .join(VersionRow, VersionRow.document_id == VerifiedCitationRow.document_id)
        .join(DocumentRow, DocumentRow.id == VersionRow.document_id)
        .where(
            VerifiedAnswerRow.course_id == course_id,
            VerifiedAnswerRow.retired_at.is_(None),
            # Kept in the list of answers is kept here too.
            or_(
                VerifiedAnswerRow.kept_at.is_(None),
                VerifiedAnswerRow.kept_at < VersionRow.created_at,
            ),
            DocumentRow.course_id == course_id,
            _is_loose(Resting.ANSWER, VerifiedAnswerRow.id, VerifiedCitationRow.version_id, quote),
        )
        .order_by(VerifiedAnswerRow.id, VerifiedCitationRow.number)
    )
    return _each_once(Resting.ANSWER, rows)


async def _starred(session: ReadSession, course_id: int) -> list[Loose]:
    quote = GoldenCitationRow.quote
    rows = await session.execute(
        select(GoldenRow.id, VersionRow.title, VersionRow.id, VersionRow.number, quote)
        .join(GoldenCitationRow, GoldenCitationRow.golden_id == GoldenRow.id)
        .join(VersionRow, VersionRow.document_id == GoldenCitationRow.document_id)
        .join(DocumentRow, DocumentRow.id == VersionRow.document_id)
        .where(
            GoldenRow.course_id == course_id,
            DocumentRow.course_id == course_id,
            _is_loose(Resting.STARRED, GoldenRow.id, GoldenCitationRow.version_id, quote),
        )
        .order_by(GoldenRow.id, GoldenCitationRow.number)
    )
    return _each_once(Resting.STARRED, rows)


def _each_once(kind: Resting, rows: Iterable[Any]) -> list[Loose]:
    """The first quotation of each that is gone."""
    first: dict[int, Loose] = {}
    for row in rows:
        first.setdefault(row[0], Loose(kind, *row))
    return list(first.values())


async def find_starred(
    session: ReadSession, course_id: int, golden_id: int
) -> GoldenQuestion | None:
    listed = await golden.list_questions(session, course_id)
    return next((question for question in listed if question.id == golden_id), None)


async def put_starred(
    session: WriteSession, golden_id: int, decision: Decision, cited: Sequence[Citation]
) -> None:
    """Let a starred question expect another answer."""
    await session.execute(
        update(GoldenRow).where(GoldenRow.id == golden_id).values(decision=decision.value)
    )
    await session.execute(delete(GoldenCitationRow).where(GoldenCitationRow.golden_id == golden_id))
    for citation in cited:
        session.add(
            GoldenCitationRow(
                golden_id=golden_id,
                number=citation.number,
                document_id=citation.document_id,
                version_id=citation.version_id,
                start=citation.span.start,
                end=citation.span.end,
                quote=citation.quote,
            )
        )


def _is_loose(
    kind: Resting, subject_id: Any, cited_version: Any, quote: Any
) -> ColumnElement[bool]:
    kept = exists().where(
        ImpactKeptRow.kind == kind.value,
        ImpactKeptRow.subject_id == subject_id,
        ImpactKeptRow.version_id == VersionRow.id,
    )
    loose: ColumnElement[bool] = and_(
        VersionRow.is_current,
        cited_version != VersionRow.id,
        func.instr(VersionRow.text, quote) == 0,
        ~kept,
    )
    return loose
