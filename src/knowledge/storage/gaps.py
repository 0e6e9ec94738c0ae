"""The questions that a course leaves open in a server."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import literal, or_, select
from sqlalchemy.dialects.sqlite import insert

from knowledge.model.answer import Mode
from knowledge.model.gap import OpenQuestion
from knowledge.model.record import Decision, Rating
from knowledge.storage.answer_tables import ShownAnswerRow
from knowledge.storage.database import ReadSession, WriteSession
from knowledge.storage.golden_tables import GapClosureRow
from knowledge.storage.tables import FeedbackRow, RecordRow, UtcDateTime


async def list_open(
    session: ReadSession, course_id: int, server_id: int, limit: int
) -> list[OpenQuestion]:
    """Not answered, or disliked; neither closed nor answered by a person. The newest first.

    What one person asked twice in the same words counts once.
    """
    disliked = select(FeedbackRow.record_id).where(FeedbackRow.rating == Rating.DOWN.value)
    rows = await session.execute(
        select(
            RecordRow.id,
            RecordRow.receipt,
            RecordRow.question,
            RecordRow.user_id,
            RecordRow.places,
            RecordRow.citations,
        )
        .where(
            RecordRow.course_id == course_id,
            RecordRow.server_id == server_id,
            RecordRow.mode == Mode.ANSWER.value,
            RecordRow.question != "",
            or_(RecordRow.decision == Decision.ABSTAINED.value, RecordRow.id.in_(disliked)),
            RecordRow.id.not_in(select(GapClosureRow.record_id)),
            RecordRow.id.not_in(select(ShownAnswerRow.record_id)),
        )
        .order_by(RecordRow.id.desc())
        .limit(limit)
    )
    found: dict[tuple[int | None, str], OpenQuestion] = {}
    for row in rows:
        quoted = [" › ".join((c["document"], *c["section"])) for c in row.citations]
        question = OpenQuestion(row.id, row.receipt, row.question, (*row.places, *quoted))
        words = " ".join(row.question.casefold().split())
        asker = row.id if row.user_id is None else row.user_id
        found.setdefault((asker, words), question)
    return list(found.values())


async def close(
    session: WriteSession,
    course_id: int,
    server_id: int,
    receipts: Collection[str],
    *,
    by: int,
    at: datetime,
) -> int:
    """Let these count no longer; how many did until now."""
    chosen = select(
        RecordRow.id, literal(at, UtcDateTime), literal(by, GapClosureRow.closed_by.type)
    ).where(
        RecordRow.receipt.in_(receipts),
        RecordRow.course_id == course_id,
        RecordRow.server_id == server_id,
    )
    closed = await session.scalars(
        insert(GapClosureRow)
        .from_select(["record_id", "closed_at", "closed_by"], chosen)
        .on_conflict_do_nothing()
        .returning(GapClosureRow.record_id)
    )
    return len(closed.all())
