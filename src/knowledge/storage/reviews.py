"""What moderators say of answers, what was reported to them, and what still waits."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, and_, case, func, literal, or_, select, union, update
from sqlalchemy.dialects.sqlite import insert

from knowledge.model.record import Rating
from knowledge.model.review import Backlog, Review, ReviewStatus
from knowledge.storage import records
from knowledge.storage.audit_tables import ReportRow, ReviewRow
from knowledge.storage.database import ReadSession, WriteSession
from knowledge.storage.log_search import STATUS
from knowledge.storage.tables import FeedbackRow, RecordRow, UtcDateTime


async def find(session: ReadSession, receipt: str) -> Review | None:
    row = await session.scalar(
        select(ReviewRow)
        .join(RecordRow, RecordRow.id == ReviewRow.record_id)
        .where(RecordRow.receipt == receipt)
        .execution_options(populate_existing=True)
    )
    if row is None:
        return None
    return Review(ReviewStatus(row.status), row.note, row.reviewer_id, row.at)


async def put(
    session: WriteSession, server_id: int, receipt: str, review: Review, *, seen: ReviewStatus
) -> bool:
    """Keep a review, unless the answer's status is no longer the one that was seen."""
    values = {
        "status": review.status.value,
        "note": review.note,
        "reviewer_id": review.reviewer_id,
        "at": review.at,
    }
    # Without a row an answer is open, so that the first review finds nothing to update.
    chosen = select(
        RecordRow.id,
        literal(values["status"]),
        literal(values["note"]),
        literal(values["reviewer_id"], BigInteger),
        literal(values["at"], UtcDateTime),
    ).where(
        RecordRow.receipt == receipt, RecordRow.server_id == server_id, STATUS.in_([seen.value])
    )
    kept = await session.scalar(
        insert(ReviewRow)
        .from_select(["record_id", *values], chosen)
        .on_conflict_do_update(index_elements=[ReviewRow.record_id], set_=values)
        .returning(ReviewRow.record_id)
    )
    return kept is not None


async def settle(
    session: WriteSession,
    receipts: Collection[str],
    word: Review,
    *,
    seen: Collection[ReviewStatus],
) -> None:
    """Give a review's status to all of these answers that have one of those seen until now.

    A note stays, and so does whose it is; the new review's own is for those without one.
    """
    fresh = {
        "status": literal(word.status.value),
        "note": literal(word.note),
        "reviewer_id": literal(word.reviewer_id, BigInteger),
        "at": literal(word.at, UtcDateTime),
    }
    chosen = select(RecordRow.id, *fresh.values()).where(
        RecordRow.receipt.in_(receipts),
        RecordRow.server_id.is_not(None),
        STATUS.in_([status.value for status in seen]),
    )
    has_note = ReviewRow.note != ""
    kept = {
        "status": fresh["status"],
        "note": case((has_note, ReviewRow.note), else_=fresh["note"]),
        "reviewer_id": case((has_note, ReviewRow.reviewer_id), else_=fresh["reviewer_id"]),
        "at": fresh["at"],
    }
    await session.execute(
        insert(ReviewRow)
        .from_select(["record_id", *fresh], chosen)
        .on_conflict_do_update(index_elements=[ReviewRow.record_id], set_=kept)
    )


async def put_report(
    session: WriteSession, record_id: int, *, user_id: int, note: str, at: datetime
) -> None:
    """Keep somebody's report of an answer, in place of their earlier one.

    Their first one opens a review that was closed: what was found right may still be wrong.
    """
    by_them = select(ReportRow.record_id).where(
        ReportRow.record_id == record_id, ReportRow.user_id == user_id
    )
    await session.execute(
        update(ReviewRow)
        .where(ReviewRow.record_id == record_id, ~by_them.exists())
        .values(status=ReviewStatus.OPEN.value)
    )
    content = {"note": note, "at": at}
    await session.execute(
        insert(ReportRow)
        .values(record_id=record_id, user_id=user_id, **content)
        .on_conflict_do_update(
            index_elements=[ReportRow.record_id, ReportRow.user_id], set_=content
        )
    )


async def find_reportable(
    session: ReadSession, server_id: int, *, channel_id: int, message_id: int
) -> tuple[int, str] | None:
    """Id and receipt of the answer that a message of the server carries."""
    row = await session.execute(
        select(RecordRow.id, RecordRow.receipt).where(
            RecordRow.server_id == server_id,
            RecordRow.channel_id == channel_id,
            RecordRow.message_id == message_id,
        )
    )
    found = row.first()
    return None if found is None else (found.id, found.receipt)


async def list_reports(session: ReadSession, receipt: str) -> list[ReportRow]:
    rows = await session.scalars(
        select(ReportRow)
        .join(RecordRow, RecordRow.id == ReportRow.record_id)
        .where(RecordRow.receipt == receipt)
        .order_by(ReportRow.at)
        .execution_options(populate_existing=True)
    )
    return list(rows)


async def next_open(session: ReadSession, server_id: int, after: str | None) -> str | None:
    """The receipt to review next: reported or disliked ones first, then the others; newest first.

    Args:
        after: The one that was skipped or decided last; ``None`` to begin.
    """
    last = None
    if after is not None:
        place = select(RecordRow.asked_at, RecordRow.id, _IS_GRAVE.label("is_grave"))
        place = place.where(RecordRow.receipt == after, RecordRow.server_id == server_id)
        last = (await session.execute(place)).one_or_none()
    waiting = select(RecordRow.receipt).where(*_waiting(server_id))
    waiting = waiting.order_by(RecordRow.asked_at.desc(), RecordRow.id.desc()).limit(1)
    older = None if last is None else _older_than(last)
    if last is None or last.is_grave:
        found: str | None = await session.scalar(_narrowed(waiting.where(_IS_GRAVE), older))
        if found is not None:
            return found
        older = None
    other: str | None = await session.scalar(_narrowed(waiting.where(~_IS_GRAVE), older))
    return other


async def list_waiting(
    session: ReadSession, server_id: int, *, grave: int, offset: int, limit: int
) -> list[str]:
    """Receipts in the order in which :func:`next_open` goes through them.

    Args:
        grave: How many of them are disliked or reported; those come first.
    """
    waiting = select(RecordRow.receipt).where(*_waiting(server_id))
    waiting = waiting.order_by(RecordRow.asked_at.desc(), RecordRow.id.desc())
    found: list[str] = []
    if offset < grave:
        first = waiting.where(_IS_GRAVE).offset(offset).limit(limit)
        found += await session.scalars(first)
    if len(found) < limit:
        others = waiting.where(~_IS_GRAVE).offset(max(0, offset - grave))
        found += await session.scalars(others.limit(limit - len(found)))
    return found


def _narrowed(query: Any, condition: Any) -> Any:
    return query if condition is None else query.where(condition)


def _older_than(row: Any) -> Any:
    return or_(
        RecordRow.asked_at < row.asked_at,
        and_(RecordRow.asked_at == row.asked_at, RecordRow.id < row.id),
    )


def _waiting(server_id: int) -> tuple[Any, ...]:
    """A person's answer that was opened beside a reply waits only if it is disliked or reported."""
    return (
        RecordRow.server_id == server_id,
        STATUS.in_([ReviewStatus.OPEN.value]),
        or_(records.was_asked(), _IS_GRAVE),
    )


async def backlog(session: ReadSession, server_id: int) -> Backlog:
    query = select(func.count(), func.count().filter(_IS_GRAVE))
    total, grave = (await session.execute(query.where(*_waiting(server_id)))).one()
    return Backlog(disliked=grave, others=total - grave)


_GRAVE = union(
    select(FeedbackRow.record_id).where(FeedbackRow.rating == Rating.DOWN.value),
    select(ReportRow.record_id),
)
_IS_GRAVE: Any = RecordRow.id.in_(_GRAVE)
