"""What a learner remembers, and how much they have studied."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.dialects.sqlite import insert

from knowledge.model.assessment import ItemStatus
from knowledge.storage.database import ReadSession, WriteSession
from knowledge.storage.item_tables import ItemRow
from knowledge.storage.study_tables import StudyCardRow, StudySessionRow, StudyTurnRow


@dataclass(frozen=True, slots=True)
class StoredCard:
    """A learner's memory of an item, as it is stored."""

    item_id: int
    card: dict[str, Any]
    due_at: datetime
    is_right: bool
    turn_id: int


async def put_card(session: WriteSession, user_id: int, card: StoredCard) -> None:
    content = {
        "card": card.card,
        "due_at": card.due_at,
        "is_right": card.is_right,
        "turn_id": card.turn_id,
    }
    await session.execute(
        insert(StudyCardRow)
        .values(user_id=user_id, item_id=card.item_id, **content)
        .on_conflict_do_update(
            index_elements=[StudyCardRow.user_id, StudyCardRow.item_id], set_=content
        )
    )


async def list_cards(session: ReadSession, course_id: int, user_id: int) -> list[StoredCard]:
    """A learner's cards of the items that may be asked, what is due first at the front."""
    rows = await session.scalars(
        select(StudyCardRow)
        .join(ItemRow, ItemRow.id == StudyCardRow.item_id)
        .where(
            StudyCardRow.user_id == user_id,
            ItemRow.course_id == course_id,
            ItemRow.status == ItemStatus.APPROVED.value,
            ItemRow.suspended_at.is_(None),
        )
        .order_by(StudyCardRow.due_at, StudyCardRow.item_id)
    )
    return [StoredCard(r.item_id, r.card, r.due_at, r.is_right, r.turn_id) for r in rows]


async def count_responses(session: ReadSession, course_id: int, user_id: int) -> tuple[int, int]:
    """How many responses a learner gave in a course, and how many of them were right."""
    row = (
        await session.execute(
            select(func.count(), func.count().filter(StudyTurnRow.score >= 1.0))
            .join(StudySessionRow, StudySessionRow.id == StudyTurnRow.session_id)
            .where(
                StudyTurnRow.user_id == user_id,
                StudyTurnRow.answered_at.is_not(None),
                StudySessionRow.course_id == course_id,
            )
        )
    ).one()
    return row[0], row[1]


async def list_days(session: ReadSession, course_id: int, user_id: int) -> list[str]:
    """The days, by UTC and as "2026-01-31", on which a learner answered; newest first."""
    day = func.date(StudyTurnRow.answered_at)
    return list(
        await session.scalars(
            select(day)
            .join(StudySessionRow, StudySessionRow.id == StudyTurnRow.session_id)
            .where(
                StudyTurnRow.user_id == user_id,
                StudyTurnRow.answered_at.is_not(None),
                StudySessionRow.course_id == course_id,
            )
            .distinct()
            .order_by(day.desc())
        )
    )


async def due_at(session: ReadSession, user_id: int, item_id: int) -> datetime | None:
    """When an item is due for a learner; ``None`` if they never answered it."""
    return await session.scalar(
        select(StudyCardRow.due_at).where(
            StudyCardRow.user_id == user_id, StudyCardRow.item_id == item_id
        )
    )
