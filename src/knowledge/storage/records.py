"""The record of questions: what was asked, what was shown, and what was thought of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import cast

from sqlalchemy import ColumnElement, Table, bindparam, exists, literal, select, tuple_, update
from sqlalchemy.dialects.sqlite import insert

from knowledge.model.answer import AnswerSentence, Mode
from knowledge.model.record import (
    Complaint,
    Decision,
    Feedback,
    Occasion,
    Rating,
    Record,
    RetrievedPassage,
    Surface,
)
from knowledge.model.verified import VerifiedAnswer
from knowledge.storage import citations, offered_answers, verified_answers
from knowledge.storage.answer_tables import ShownAnswerRow
from knowledge.storage.database import ReadSession, WriteSession
from knowledge.storage.tables import CourseRow, FeedbackRow, RecordRow, VersionRow

# Built once: putting a statement together takes SQLAlchemy longer than SQLite takes to run it.
_ADD = insert(cast("Table", RecordRow.__table__)).on_conflict_do_nothing().returning(RecordRow.id)
_CIRCUMSTANCES = select(
    select(CourseRow.name).where(CourseRow.id == bindparam("course_id")).scalar_subquery(),
    select(VersionRow.title)
    .where(VersionRow.document_id == bindparam("document_id"), VersionRow.is_current)
    .scalar_subquery(),
    exists().where(RecordRow.user_id == bindparam("user_id")),
)


async def add(session: WriteSession, record: Record, *, course_id: int) -> bool:
    """Store a record; ``False`` if its receipt is taken already or its event recorded."""
    occasion = record.occasion
    values = {
        "receipt": record.receipt,
        "asked_at": record.asked_at,
        "surface": occasion.surface.value,
        "user_id": occasion.user_id,
        "server_id": occasion.server_id,
        "channel_id": occasion.channel_id,
        "event_id": occasion.event_id,
        "is_private": occasion.is_hidden,
        "course_id": course_id,
        "course": record.course,
        "question": record.question,
        "follows": record.follows,
        "mode": record.mode.value,
        "source": record.source,
        "decision": record.decision.value,
        "confidence": record.confidence,
        "shown": record.shown,
        "sentences": [asdict(sentence) for sentence in record.sentences],
        "places": list(record.places),
        "citations": [citations.to_json(citation) for citation in record.citations],
        "passages": [
            {field: getattr(passage, field) for field in _PASSAGE_FIELDS}
            for passage in record.passages
        ],
        "versions": record.versions,
        "latency_ms": record.latency_ms,
    }
    return await session.scalar(_ADD, values) is not None


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a record says beside the question and its answer."""

    course: str
    source: str | None
    """The title of the document that was asked."""
    user_is_known: bool
    """Something else that this user asked is on record."""


async def find_circumstances(
    session: ReadSession, *, course_id: int, document_id: int | None, user_id: int | None
) -> Circumstances:
    asked = {"course_id": course_id, "document_id": document_id, "user_id": user_id}
    row = (await session.execute(_CIRCUMSTANCES, asked)).one()
    return Circumstances(row[0], row[1], bool(row[2]))


def was_asked() -> ColumnElement[bool]:
    """Whether somebody put the question: what was opened beside another reply is on record too."""
    return RecordRow.surface != Surface.OFFER.value


async def find(session: ReadSession, receipt: str) -> Record | None:
    row = await session.scalar(select(RecordRow).where(RecordRow.receipt == receipt))
    if row is None:
        return None
    return await _whole(session, row)


async def find_in(
    session: ReadSession, course_id: int, server_id: int, receipt: str
) -> Record | None:
    """A record of this course in this server's log; another's is nobody's business there."""
    record = await find(session, receipt)
    if record is None or record.occasion.server_id != server_id:
        return None
    return record if record.course_id == course_id else None


async def list_asked(session: ReadSession, record: Record, *, most: int) -> list[tuple[str, str]]:
    """Receipts and questions of the other records that may ask what this one does, the newest.

    Of the same course, server and document, if one was asked; each understood by itself, and not
    answered by a person.
    """
    rows = await session.execute(
        select(RecordRow.receipt, RecordRow.question)
        .where(
            RecordRow.course_id == record.course_id,
            RecordRow.server_id == record.occasion.server_id,
            RecordRow.source.is_not_distinct_from(record.source),
            RecordRow.decision.in_([Decision.ANSWERED.value, Decision.ABSTAINED.value]),
            RecordRow.follows.is_(None),
            RecordRow.receipt != record.receipt,
            RecordRow.id.not_in(select(ShownAnswerRow.record_id)),
        )
        .order_by(RecordRow.id.desc())
        .limit(most)
    )
    return [(row.receipt, row.question) for row in rows]


async def find_course(session: ReadSession, receipt: str) -> int | None:
    """The course that was asked, if it is still there."""
    return await session.scalar(select(RecordRow.course_id).where(RecordRow.receipt == receipt))


async def find_by_event(session: ReadSession, event_id: int) -> Record | None:
    """The record that an interaction or a message has made already."""
    row = await session.scalar(select(RecordRow).where(RecordRow.event_id == event_id))
    return None if row is None else await _whole(session, row)


async def list_after(
    session: ReadSession,
    after: tuple[datetime, int] | None,
    *,
    since: datetime | None,
    limit: int,
) -> tuple[list[Record], tuple[datetime, int] | None]:
    """A page of records in the order in which they were asked, and after what the next begins."""
    query = select(RecordRow).order_by(RecordRow.asked_at, RecordRow.id).limit(limit)
    if after is not None:
        asked_at, id_ = after
        # Compared as one value, the index leads to it.
        query = query.where(
            tuple_(RecordRow.asked_at, RecordRow.id) > tuple_(literal(asked_at), literal(id_))
        )
    if since is not None:
        query = query.where(RecordRow.asked_at >= since)
    rows = (await session.scalars(query)).all()
    ids = [row.id for row in rows]
    feedback = await _feedback(session, ids)
    standing = await verified_answers.standing_under(session, ids)
    offered = await offered_answers.under(session, ids)
    page = [
        _record(
            row,
            [given for given in feedback if given.record_id == row.id],
            standing.get(row.id),
            offered.get(row.id),
        )
        for row in rows
    ]
    return page, (rows[-1].asked_at, rows[-1].id) if rows else after


async def note_message(
    session: WriteSession, receipt: str, message_id: int, *, is_shared: bool
) -> None:
    noted = {"message_id": message_id} | ({"is_private": False} if is_shared else {})
    await session.execute(update(RecordRow).where(RecordRow.receipt == receipt).values(noted))


async def claim_share(session: WriteSession, receipt: str, at: datetime) -> bool:
    """Mark an answer as shared; ``False`` if it was marked already."""
    claimed = await session.scalar(
        update(RecordRow)
        .where(RecordRow.receipt == receipt, RecordRow.shared_at.is_(None))
        .values(shared_at=at)
        .returning(RecordRow.id)
    )
    return claimed is not None


async def release_share(session: WriteSession, receipt: str) -> None:
    await session.execute(
        update(RecordRow).where(RecordRow.receipt == receipt).values(shared_at=None)
    )


async def put_feedback(
    session: WriteSession,
    receipt: str,
    *,
    user_id: int,
    rating: Rating,
    complaint: Complaint | None,
    at: datetime,
) -> bool:
    """Keep what a user thinks of an answer, in place of what they thought before."""
    record_id = await session.scalar(select(RecordRow.id).where(RecordRow.receipt == receipt))
    if record_id is None:
        return False
    await session.merge(
        FeedbackRow(
            record_id=record_id,
            user_id=user_id,
            rating=rating.value,
            complaint=None if complaint is None else complaint.value,
            at=at,
        )
    )
    return True


async def _whole(session: ReadSession, row: RecordRow) -> Record:
    standing = await verified_answers.standing_under(session, [row.id])
    offered = await offered_answers.under(session, [row.id])
    given = await _feedback(session, [row.id])
    return _record(row, given, standing.get(row.id), offered.get(row.id))


async def _feedback(session: ReadSession, record_ids: Sequence[int]) -> list[FeedbackRow]:
    rows = await session.scalars(
        select(FeedbackRow).where(FeedbackRow.record_id.in_(record_ids)).order_by(FeedbackRow.at)
    )
    return list(rows)


def _record(
    row: RecordRow,
    feedback: Sequence[FeedbackRow],
    verified: VerifiedAnswer | None,
    offered: VerifiedAnswer | None,
) -> Record:
    return Record(
        receipt=row.receipt,
        asked_at=row.asked_at,
        occasion=Occasion(
            surface=Surface(row.surface),
            user_id=row.user_id,
            server_id=row.server_id,
            channel_id=row.channel_id,
            event_id=row.event_id,
            is_hidden=row.is_private,
        ),
        course=row.course,
        question=row.question,
        mode=Mode(row.mode),
        source=row.source,
        decision=Decision(row.decision),
        confidence=row.confidence,
        shown=row.shown,
        sentences=tuple(AnswerSentence(**stored) for stored in row.sentences),
        places=tuple(row.places),
        citations=tuple(citations.from_json(stored) for stored in row.citations),
        passages=tuple(
            RetrievedPassage(**{**stored, "section": tuple(stored["section"])})
            for stored in row.passages
        ),
        versions=row.versions,
        latency_ms=row.latency_ms,
        follows=row.follows,
        shared_at=row.shared_at,
        course_id=row.course_id,
        message_id=row.message_id,
        feedback=tuple(
            Feedback(
                user_id=given.user_id,
                rating=Rating(given.rating),
                complaint=None if given.complaint is None else Complaint(given.complaint),
                at=given.at,
            )
            for given in feedback
        ),
        verified=verified,
        offered=offered,
    )


_PASSAGE_FIELDS = tuple(field.name for field in fields(RetrievedPassage))
