"""What reviewing the item bank needs beside the items: the queue, guarded changes, counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, update

from knowledge.model.assessment import Item, ItemDraft, ItemStatus
from knowledge.storage import items
from knowledge.storage.database import ReadSession, WriteSession
from knowledge.storage.item_tables import ItemFlagRow, ItemRow, is_of_the_bin
from knowledge.storage.quiz_tables import QuizQuestionRow
from knowledge.storage.study_tables import StudyTurnRow


@dataclass(frozen=True, slots=True)
class Flag:
    """What a learner finds wrong with an item."""

    user_id: int
    reason: str
    at: datetime


async def next_in_queue(
    session: ReadSession, course_id: int, after_id: int
) -> tuple[Item | None, int]:
    """The first item behind ``after_id`` that waits for a reviewer, and how many do from there."""
    waits = and_(_waiting(course_id), ItemRow.id > after_id)
    item_id = await session.scalar(select(func.min(ItemRow.id)).where(waits))
    if item_id is None:
        return None, 0
    count = await session.scalar(select(func.count()).select_from(ItemRow).where(waits))
    return await items.find(session, item_id), count or 0


async def list_queue(session: ReadSession, course_id: int, after_id: int, most: int) -> list[Item]:
    """The drafts behind ``after_id``, at most so many, oldest first."""
    ids = await session.scalars(
        select(ItemRow.id)
        .where(
            ItemRow.course_id == course_id,
            ItemRow.id > after_id,
            ItemRow.status == ItemStatus.DRAFT.value,
        )
        .order_by(ItemRow.id)
        .limit(most)
    )
    return await items.find_many(session, list(ids))


def _waiting(course_id: int) -> ColumnElement[bool]:
    """Drafts, and approved items that learners' flags have suspended."""
    suspended = and_(ItemRow.status == ItemStatus.APPROVED.value, ItemRow.suspended_at.is_not(None))
    return and_(
        ItemRow.course_id == course_id,
        or_(ItemRow.status == ItemStatus.DRAFT.value, suspended),
    )


async def move(
    session: WriteSession,
    item_id: int,
    status: ItemStatus,
    *,
    seen: tuple[ItemStatus, int],
    note: str,
    at: datetime,
) -> bool:
    """Give an item a status, if it is as it was ``seen``: in status and revision."""
    expected, revision = seen
    moved = await session.scalar(
        update(ItemRow)
        .where(
            ItemRow.id == item_id,
            ItemRow.status == expected.value,
            ItemRow.revision == revision,
        )
        .values(status=status.value, note=note, updated_at=at)
        .returning(ItemRow.id)
    )
    return moved is not None


async def take_back(session: WriteSession, item_id: int, *, revision: int, at: datetime) -> bool:
    """Make an approved item a draft again, if it is as it was and nobody was ever asked it."""
    asked = exists().where(QuizQuestionRow.item_id == item_id)
    studied = exists().where(StudyTurnRow.item_id == item_id)
    moved = await session.scalar(
        update(ItemRow)
        .where(
            ItemRow.id == item_id,
            ItemRow.status == ItemStatus.APPROVED.value,
            ItemRow.revision == revision,
            ~asked,
            ~studied,
        )
        .values(status=ItemStatus.DRAFT.value, updated_at=at)
        .returning(ItemRow.id)
    )
    return moved is not None


async def replace(
    session: WriteSession, item_id: int, draft: ItemDraft, *, revision: int, at: datetime
) -> Item | None:
    """Give an item other content under its name; ``None`` if somebody changed it since."""
    changed = await session.scalar(
        update(ItemRow)
        .where(ItemRow.id == item_id, ItemRow.revision == revision)
        .values(**items.content_of(draft), revision=revision + 1, updated_at=at)
        .returning(ItemRow.id)
    )
    return None if changed is None else await items.find(session, item_id)


async def list_flags(session: ReadSession, item_id: int) -> list[Flag]:
    """Those that no review has settled yet, oldest first."""
    rows = await session.scalars(
        select(ItemFlagRow)
        .where(ItemFlagRow.item_id == item_id, ItemFlagRow.cleared_at.is_(None))
        .order_by(ItemFlagRow.at)
    )
    return [Flag(row.user_id, row.reason, row.at) for row in rows]


async def count_by(session: ReadSession, course_id: int) -> list[tuple[str, str, list[Any]]]:
    """Status, type and themes of the course's items, without those of documents in the bin."""
    rows = await session.execute(
        select(ItemRow.status, ItemRow.type, ItemRow.themes).where(
            ItemRow.course_id == course_id, ~is_of_the_bin()
        )
    )
    return [(status, kind, themes) for status, kind, themes in rows]
