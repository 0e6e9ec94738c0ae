"""Documents as their staff see them: their versions, what rests on them, and how they go."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.orm import defer

from knowledge.model.assessment import ItemStatus
from knowledge.model.corpus import DocumentUse
from knowledge.model.drafts import Dependents, VersionEntry
from knowledge.storage import golden, passages, words
from knowledge.storage.answer_tables import VerifiedAnswerRow, VerifiedCitationRow
from knowledge.storage.database import ReadSession, WriteSession
from knowledge.storage.document_tables import DraftRow
from knowledge.storage.golden import NO_DOCUMENT
from knowledge.storage.item_tables import ItemRow
from knowledge.storage.quiz_tables import QuizQuestionRow
from knowledge.storage.study_tables import StudyTurnRow
from knowledge.storage.tables import DocumentRow, VersionRow


async def list_versions(session: ReadSession, document_id: int) -> list[VersionEntry]:
    """Newest first."""
    rows = await session.scalars(
        select(VersionRow)
        .options(defer(VersionRow.text, raiseload=True))
        .where(VersionRow.document_id == document_id)
        .order_by(VersionRow.number.desc())
    )
    return [
        VersionEntry(
            id=row.id,
            number=row.number,
            is_current=row.is_current,
            added_by=row.added_by,
            added_at=row.created_at,
            unreadable_pages=tuple(row.unreadable_pages),
            notices=tuple(row.notices),
        )
        for row in rows
    ]


async def count_notices(session: ReadSession, course_id: int) -> dict[int, int]:
    """By document: of the current versions that have any."""
    rows = await session.execute(
        select(VersionRow.document_id, VersionRow.notices)
        .join(DocumentRow, DocumentRow.id == VersionRow.document_id)
        .where(DocumentRow.course_id == course_id, VersionRow.is_current)
    )
    return {document_id: len(notices) for document_id, notices in rows if notices}


async def count_dependents(session: ReadSession, document_id: int) -> Dependents:
    items = await session.scalar(
        select(func.count()).select_from(ItemRow).where(ItemRow.document_id == document_id)
    )
    answers = await session.scalar(
        select(func.count(VerifiedAnswerRow.id.distinct()))
        .join(VerifiedCitationRow, VerifiedCitationRow.answer_id == VerifiedAnswerRow.id)
        .join(DocumentRow, DocumentRow.id == VerifiedCitationRow.document_id)
        .where(
            DocumentRow.id == document_id,
            DocumentRow.course_id == VerifiedAnswerRow.course_id,
            VerifiedAnswerRow.retired_at.is_(None),
        )
    )
    return Dependents(items or 0, answers or 0)


async def free_name(session: ReadSession, course_id: int, name: str) -> str:
    """``name``, or the first of "name (2)", "name (3)" … that neither document nor draft has."""
    documents = await session.scalars(
        select(DocumentRow.name).where(DocumentRow.course_id == course_id)
    )
    drafts = await session.scalars(select(DraftRow.name).where(DraftRow.course_id == course_id))
    taken = {*documents, *drafts}
    stem, dot, ending = name.rpartition(".")
    stem = stem if dot else ending
    free, number = name, 1
    while free in taken:
        number += 1
        free = f"{stem} ({number}){dot}{ending if dot else ''}"
    return free


async def put_use(
    session: WriteSession, course_id: int, document_id: int, use: DocumentUse
) -> str | None:
    """Its file's name, or ``None`` if the course has no such document outside the bin."""
    return await session.scalar(
        update(DocumentRow)
        .where(_is(course_id, document_id), DocumentRow.binned_at.is_(None))
        .values(use=use.value)
        .returning(DocumentRow.name)
    )


async def find_title(session: ReadSession, course_id: int, document_id: int) -> str | None:
    """That of the newest version, also of a document in the bin; ``None`` if there is none."""
    return await session.scalar(
        select(VersionRow.title)
        .join(DocumentRow, DocumentRow.id == VersionRow.document_id)
        .where(_is(course_id, document_id))
        .order_by(VersionRow.number.desc())
        .limit(1)
    )


async def list_ids(session: ReadSession, course_id: int) -> list[int]:
    """Of all documents of a course, also those in the bin."""
    found = await session.scalars(
        select(DocumentRow.id).where(DocumentRow.course_id == course_id).order_by(DocumentRow.id)
    )
    return list(found)


async def remove(session: WriteSession, course_id: int, document_id: int) -> str | None:
    """Delete a document, in the bin or not, with all that was read of it; its file's name.

    ``None`` if the course has no such document. What quotes it is the caller's next step:
    :func:`take_quotes_out`. So is :func:`.words.merge`, once for all that are removed together.
    """
    name = await session.scalar(select(DocumentRow.name).where(_is(course_id, document_id)))
    if name is None:
        return None
    versions = await session.scalars(
        select(VersionRow.id).where(VersionRow.document_id == document_id)
    )
    for version_id in list(versions):
        await words.remove(session, await passages.list_ids(session, version_id))
    await session.execute(delete(DocumentRow).where(DocumentRow.id == document_id))
    return name


async def take_quotes_out(
    session: WriteSession, course_id: int, document_id: int, *, note: str, at: datetime
) -> int:
    """Take a document's words out of whatever quotes them; how many items rest on it.

    Out of items, also as they were asked, of verified answers and of starred questions with their
    runs; not out of the log. Approved items become drafts with ``note``: somebody has to find them
    another source. Before :func:`remove`, after which no item knows its document.
    """
    approved = (
        update(ItemRow)
        .where(
            ItemRow.course_id == course_id,
            ItemRow.document_id == document_id,
            ItemRow.status == ItemStatus.APPROVED.value,
        )
        .values(status=ItemStatus.DRAFT.value)
    )
    await session.execute(approved)
    touched = await session.scalars(
        update(ItemRow)
        .where(ItemRow.course_id == course_id, ItemRow.document_id == document_id)
        .values(citation=None, note=note, revision=ItemRow.revision + 1, updated_at=at)
        .returning(ItemRow.id)
    )
    item_ids = list(touched)
    await session.execute(
        update(QuizQuestionRow)
        .where(_cites(QuizQuestionRow.draft, document_id))
        .values(draft=_without_citation(QuizQuestionRow.draft))
    )
    await session.execute(
        update(StudyTurnRow)
        .where(_cites(StudyTurnRow.draft, document_id))
        .values(draft=_without_citation(StudyTurnRow.draft))
    )
    answers = select(VerifiedAnswerRow.id).where(VerifiedAnswerRow.course_id == course_id)
    await session.execute(
        update(VerifiedCitationRow)
        .where(
            VerifiedCitationRow.document_id == document_id,
            VerifiedCitationRow.answer_id.in_(answers),
        )
        .values(
            document_id=NO_DOCUMENT,
            quote="",
            lead="",
            citation=_without_words(VerifiedCitationRow.citation),
        )
    )
    await golden.take_quotes_out(session, course_id, document_id)
    return len(item_ids)


def _is(course_id: int, document_id: int) -> ColumnElement[bool]:
    return (DocumentRow.course_id == course_id) & (DocumentRow.id == document_id)


def _cites(draft: Any, document_id: int) -> ColumnElement[bool]:
    found: ColumnElement[bool] = func.json_extract(draft, "$.citation.document_id") == document_id
    return found


def _without_citation(draft: Any) -> Any:
    return func.json_set(draft, "$.citation", None)


def _without_words(citation: Any) -> Any:
    """Which document it was stays, so that *Show source* can say when that was removed."""
    blanked = func.json_set(citation, "$.quote", "", "$.passage", "", "$.passage_id", 0)
    return func.json_set(
        blanked,
        *("$.section", func.json("[]")),
        *("$.author", None, "$.page", None, "$.note", None),
    )
