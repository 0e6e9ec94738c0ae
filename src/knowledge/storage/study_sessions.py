"""Study sessions: what was drawn for a learner, and how far they are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.dialects.sqlite import insert

from knowledge.model.study import WORTH, Hint, StudyKind, StudySession, is_right
from knowledge.storage.database import ReadSession, WriteSession
from knowledge.storage.item_tables import ItemRow, may_be_asked
from knowledge.storage.study_tables import StudySessionRow, StudyTurnRow


async def add_session(
    session: WriteSession,
    *,
    course_id: int,
    user_id: int,
    kind: StudyKind,
    subject: str,
    items: Sequence[int],
    at: datetime,
    event_id: int,
) -> int:
    """The id of a new session; of the one that this event began already, if it did."""
    statement = (
        insert(StudySessionRow)
        .values(
            course_id=course_id,
            user_id=user_id,
            kind=kind.value,
            subject=subject,
            items=list(items),
            started_at=at,
            event_id=event_id,
        )
        .on_conflict_do_update(
            index_elements=[StudySessionRow.event_id], set_={"event_id": event_id}
        )
        .returning(StudySessionRow.id)
    )
    return (await session.scalars(statement)).one()


async def find_session(session: ReadSession, session_id: int, user_id: int) -> StudySession | None:
    """The learner's session; nobody else's is found."""
    row = await session.get(StudySessionRow, session_id, populate_existing=True)
    if row is None or row.user_id != user_id:
        return None
    return await _session(session, row)


async def open_session_of(
    session: ReadSession, course_id: int, user_id: int
) -> StudySession | None:
    """The one that the learner began last and has not ended."""
    row = await session.scalar(
        select(StudySessionRow)
        .where(
            StudySessionRow.course_id == course_id,
            StudySessionRow.user_id == user_id,
            StudySessionRow.ended_at.is_(None),
        )
        .order_by(StudySessionRow.id.desc())
        .limit(1)
    )
    return None if row is None else await _session(session, row)


async def end_session(session: WriteSession, session_id: int, user_id: int, at: datetime) -> None:
    """End a learner's session, if it is theirs and has not ended."""
    await session.execute(
        update(StudySessionRow)
        .where(
            StudySessionRow.id == session_id,
            StudySessionRow.user_id == user_id,
            StudySessionRow.ended_at.is_(None),
        )
        .values(ended_at=at)
    )


async def end_others(session: WriteSession, kept: StudySession, at: datetime) -> None:
    """End what the learner has open in the course, but for one session.

    One on an answer comes in between: it ends only others of its kind, and the rest waits.
    """
    kinds = [StudyKind.ANSWER] if kept.kind is StudyKind.ANSWER else list(StudyKind)
    await session.execute(
        update(StudySessionRow)
        .where(
            StudySessionRow.id != kept.id,
            StudySessionRow.user_id == kept.user_id,
            StudySessionRow.course_id == kept.course_id,
            StudySessionRow.kind.in_([kind.value for kind in kinds]),
            StudySessionRow.ended_at.is_(None),
        )
        .values(ended_at=at)
    )


async def list_left(session: ReadSession, session_id: int) -> list[int]:
    """The items of the plan that were not asked yet and may still be asked, in its order."""
    planned = await session.scalar(
        select(StudySessionRow.items).where(StudySessionRow.id == session_id)
    )
    asked = select(StudyTurnRow.item_id).where(StudyTurnRow.session_id == session_id)
    askable = set(
        await session.scalars(
            select(ItemRow.id).where(
                ItemRow.id.in_(planned or []),
                ItemRow.id.not_in(asked),
                may_be_asked(),
            )
        )
    )
    return [item_id for item_id in planned or [] if item_id in askable]


async def _session(session: ReadSession, row: StudySessionRow) -> StudySession:
    turns = await session.execute(
        select(StudyTurnRow.score, StudyTurnRow.hint, StudyTurnRow.answered_at).where(
            StudyTurnRow.session_id == row.id
        )
    )
    found = list(turns)
    answered = [(score or 0.0, Hint(hint)) for score, hint, at in found if at is not None]
    worth = [(score * WORTH[hint], is_right(score, hint)) for score, hint in answered]
    points = sum(credit for credit, _ in worth)
    return StudySession(
        id=row.id,
        course_id=row.course_id,
        user_id=row.user_id,
        kind=StudyKind(row.kind),
        subject=row.subject,
        planned=len(row.items),
        asked=len(found),
        answered=len(answered),
        right=sum(right for _, right in worth),
        partly=sum(credit > 0 and not right for credit, right in worth),
        points=points,
        hints_cost=sum(score for score, _ in answered) - points,
        ended_at=row.ended_at,
    )
