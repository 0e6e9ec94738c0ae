"""What a learner remembers, and how much they have studied."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, and_, cast, func, select
from sqlalchemy.dialects.sqlite import insert

from knowledge.model.study import Hint
from knowledge.storage.database import ReadSession, WriteSession
from knowledge.storage.item_tables import ItemRow, may_be_asked
from knowledge.storage.study_tables import StudyCardRow, StudySessionRow, StudyTurnRow


@dataclass(frozen=True, slots=True)
class StoredCard:
    """A learner's memory of an item, as it is stored."""

    item_id: int
    card: dict[str, Any]
    due_at: datetime
    is_right: bool
    turn_id: int


async def put_cards(session: WriteSession, cards: Mapping[int, StoredCard]) -> None:
    """Keep cards by learner, in place of the ones before."""
    values = [
        {
            "user_id": user_id,
            "item_id": card.item_id,
            "card": card.card,
            "due_at": card.due_at,
            "is_right": card.is_right,
            "turn_id": card.turn_id,
        }
        for user_id, card in cards.items()
    ]
    if values:
        await session.execute(_PUT, values)


async def list_cards(session: ReadSession, course_id: int, user_id: int) -> list[StoredCard]:
    """A learner's cards of the items that may be asked, what is due first at the front."""
    rows = await session.scalars(
        select(StudyCardRow)
        .join(ItemRow, ItemRow.id == StudyCardRow.item_id)
        .where(
            StudyCardRow.user_id == user_id,
            ItemRow.course_id == course_id,
            may_be_asked(),
        )
        .order_by(StudyCardRow.due_at, StudyCardRow.item_id)
    )
    return [StoredCard(r.item_id, r.card, r.due_at, r.is_right, r.turn_id) for r in rows]


async def count_due(
    session: ReadSession, user_ids: Collection[int], now: datetime, *, without: Collection[int]
) -> dict[tuple[int, int], int]:
    """How many items that may be asked are due, by learner and course; none is left out as 0.

    Args:
        without: Items that do not count, because a quiz is asking them.
    """
    rows = await session.execute(
        select(StudyCardRow.user_id, ItemRow.course_id, func.count())
        .join(ItemRow, ItemRow.id == StudyCardRow.item_id)
        .where(
            StudyCardRow.user_id.in_(user_ids),
            StudyCardRow.due_at <= now,
            ItemRow.id.not_in(without),
            may_be_asked(),
        )
        .group_by(StudyCardRow.user_id, ItemRow.course_id)
    )
    return {(user_id, course_id): count for user_id, course_id, count in rows}


async def count_responses(session: ReadSession, course_id: int, user_id: int) -> tuple[int, int]:
    """How many responses a learner gave in a course, and how many of them were right."""
    right = and_(StudyTurnRow.score >= 1.0, StudyTurnRow.hint != Hint.ANSWER.value)
    row = (
        await session.execute(
            select(func.count(), func.count().filter(right))
            .join(StudySessionRow, StudySessionRow.id == StudyTurnRow.session_id)
            .where(
                StudyTurnRow.user_id == user_id,
                StudyTurnRow.answered_at.is_not(None),
                StudySessionRow.course_id == course_id,
            )
        )
    ).one()
    return row[0], row[1]


async def list_moments(session: ReadSession, course_id: int, user_id: int) -> list[datetime]:
    """When a learner answered: the first moment of each quarter of an hour with an answer.

    That tells their days in any zone, since days begin with a quarter of an hour of UTC.
    """
    quarter = cast(func.strftime("%s", StudyTurnRow.answered_at), Integer) // 900
    first = func.min(StudyTurnRow.answered_at)
    return list(
        await session.scalars(
            select(first)
            .join(StudySessionRow, StudySessionRow.id == StudyTurnRow.session_id)
            .where(
                StudyTurnRow.user_id == user_id,
                StudyTurnRow.answered_at.is_not(None),
                StudySessionRow.course_id == course_id,
            )
            .group_by(quarter)
            .order_by(first)
        )
    )


async def due_at(session: ReadSession, user_id: int, item_id: int) -> datetime | None:
    """When an item is due for a learner; ``None`` if they never answered it."""
    return await session.scalar(
        select(StudyCardRow.due_at).where(
            StudyCardRow.user_id == user_id, StudyCardRow.item_id == item_id
        )
    )


_INSERT = insert(StudyCardRow)
_PUT = _INSERT.on_conflict_do_update(
    index_elements=[StudyCardRow.user_id, StudyCardRow.item_id],
    set_={
        "card": _INSERT.excluded.card,
        "due_at": _INSERT.excluded.due_at,
        "is_right": _INSERT.excluded.is_right,
        "turn_id": _INSERT.excluded.turn_id,
    },
)
