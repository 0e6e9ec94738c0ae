"""The item bank: items of a course, and what learners flag."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Select, func, literal, select, update
from sqlalchemy.dialects.sqlite import insert

from knowledge.model.assessment import (
    Difficulty,
    Item,
    ItemDraft,
    ItemStatus,
    ItemType,
    Key,
    Origin,
)
from knowledge.storage import citations
from knowledge.storage.database import ReadSession, WriteSession
from knowledge.storage.item_codec import key_from_json, key_to_json
from knowledge.storage.item_tables import ItemFlagRow, ItemRow, is_of_the_bin, may_be_asked


@dataclass(frozen=True, slots=True)
class Authorship:
    """Who puts items into the bank, and how."""

    origin: Origin
    author: str
    author_id: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class ItemFilter:
    """Which items of a course are meant; an empty part leaves the choice open."""

    statuses: frozenset[ItemStatus] = frozenset({ItemStatus.APPROVED})
    types: frozenset[ItemType] = frozenset()
    theme: str | None = None
    document_id: int | None = None
    with_withheld: bool = False
    """Also those that flags suspend, and those of documents in the bin."""


async def put(
    session: WriteSession,
    course_id: int,
    draft: ItemDraft,
    *,
    status: ItemStatus,
    by: Authorship,
) -> Item:
    """Add an item, or replace the content of the one of that name in the course."""
    statement = (
        insert(ItemRow)
        .values(**_new_row(course_id, draft, status, by))
        .on_conflict_do_update(
            index_elements=[ItemRow.course_id, ItemRow.name],
            set_={
                **content_of(draft),
                "status": status.value,
                "revision": ItemRow.revision + 1,
                "updated_at": by.at,
            },
        )
        .returning(ItemRow)
    )
    row = (await session.scalars(statement, execution_options={"populate_existing": True})).one()
    return _item(row)


async def add(
    session: WriteSession,
    course_id: int,
    draft: ItemDraft,
    *,
    status: ItemStatus,
    by: Authorship,
) -> Item | None:
    """Add an item; ``None``, and nothing changed, if the course has one of that name."""
    statement = (
        insert(ItemRow)
        .values(**_new_row(course_id, draft, status, by))
        .on_conflict_do_nothing(index_elements=[ItemRow.course_id, ItemRow.name])
        .returning(ItemRow)
    )
    row = await session.scalar(statement)
    return None if row is None else _item(row)


async def find(session: ReadSession, item_id: int) -> Item | None:
    found = await _found(session, select(ItemRow).where(ItemRow.id == item_id))
    return found[0] if found else None


async def find_many(session: ReadSession, item_ids: Collection[int]) -> list[Item]:
    """The items that still exist, in the order of their ids."""
    wanted = select(ItemRow).where(ItemRow.id.in_(item_ids)).order_by(ItemRow.id)
    return await _found(session, wanted)


async def list_items(session: ReadSession, course_id: int, wanted: ItemFilter) -> list[Item]:
    """The course's items that pass, oldest first."""
    query = select(ItemRow).where(ItemRow.course_id == course_id).order_by(ItemRow.id)
    if wanted.statuses:
        query = query.where(ItemRow.status.in_([status.value for status in wanted.statuses]))
    if wanted.types:
        query = query.where(ItemRow.type.in_([kind.value for kind in wanted.types]))
    if wanted.document_id is not None:
        query = query.where(ItemRow.document_id == wanted.document_id)
    if not wanted.with_withheld:
        query = query.where(ItemRow.suspended_at.is_(None), ~is_of_the_bin())
    if wanted.theme is not None:
        theme = func.json_each(ItemRow.themes).table_valued("value")
        query = query.where(select(theme.c.value).where(theme.c.value == wanted.theme).exists())
    return await _found(session, query)


async def _found(session: ReadSession, wanted: Select[Any]) -> list[Item]:
    rows = await session.execute(
        wanted.add_columns(is_of_the_bin()).execution_options(populate_existing=True)
    )
    return [_item(row, is_in_bin=is_in_bin) for row, is_in_bin in rows]


async def find_question(session: ReadSession, course_id: int) -> str | None:
    """The stem of the oldest item that may be asked and asks in a sentence."""
    asks = func.rtrim(ItemRow.stem).like("%?")
    query = select(ItemRow.stem).where(ItemRow.course_id == course_id, may_be_asked(), asks)
    return await session.scalar(query.order_by(ItemRow.id).limit(1))


async def put_key(session: WriteSession, item: Item, key: Key, at: datetime) -> bool:
    """Give an item another key and the next revision; ``False`` if it has changed meanwhile."""
    changed = await session.scalar(
        update(ItemRow)
        .where(ItemRow.id == item.id, ItemRow.revision == item.revision)
        .values(key=key_to_json(key), revision=item.revision + 1, updated_at=at)
        .returning(ItemRow.id)
    )
    return changed is not None


async def is_unchanged(session: ReadSession, item: Item) -> bool:
    """Whether an item still is in the revision that was read."""
    revision = await session.scalar(select(ItemRow.revision).where(ItemRow.id == item.id))
    return revision == item.revision


async def put_flag(
    session: WriteSession, item_id: int, user_id: int, reason: str, at: datetime
) -> int | None:
    """Keep a learner's flag, in place of their earlier one; how many stand uncleared now.

    ``None``, and nothing kept, if there is no such item.
    """
    stated = {"reason": reason, "at": at, "cleared_at": None}
    flag = [ItemRow.id, literal(user_id, BigInteger), literal(reason), literal(at)]
    kept = await session.scalar(
        insert(ItemFlagRow)
        .from_select(
            ["item_id", "user_id", "reason", "at"], select(*flag).where(ItemRow.id == item_id)
        )
        .on_conflict_do_update(
            index_elements=[ItemFlagRow.item_id, ItemFlagRow.user_id], set_=stated
        )
        .returning(ItemFlagRow.item_id)
    )
    if kept is None:
        return None
    standing = await session.scalar(
        select(func.count())
        .select_from(ItemFlagRow)
        .where(ItemFlagRow.item_id == item_id, ItemFlagRow.cleared_at.is_(None))
    )
    return standing or 0


async def suspend(session: WriteSession, item_id: int, at: datetime) -> None:
    await session.execute(
        update(ItemRow)
        .where(ItemRow.id == item_id, ItemRow.suspended_at.is_(None))
        .values(suspended_at=at)
    )


async def clear_flags(session: WriteSession, item_id: int, at: datetime) -> None:
    """A review is done: the flags are settled, and the item may be drawn again."""
    await session.execute(
        update(ItemFlagRow)
        .where(ItemFlagRow.item_id == item_id, ItemFlagRow.cleared_at.is_(None))
        .values(cleared_at=at)
    )
    await session.execute(update(ItemRow).where(ItemRow.id == item_id).values(suspended_at=None))


def _new_row(
    course_id: int, draft: ItemDraft, status: ItemStatus, by: Authorship
) -> dict[str, Any]:
    return {
        "course_id": course_id,
        "name": draft.name,
        "status": status.value,
        "origin": by.origin.value,
        "author": by.author,
        "author_id": by.author_id,
        "note": "",
        "revision": 1,
        "created_at": by.at,
        "updated_at": by.at,
        **content_of(draft),
    }


def content_of(draft: ItemDraft) -> dict[str, Any]:
    """The columns that hold an item's content; its name is not among them."""
    citation = draft.citation
    return {
        "type": draft.type.value,
        "stem": draft.stem,
        "options": list(draft.options),
        "key": key_to_json(draft.key),
        "rationale": draft.rationale,
        "document_id": None if citation is None else citation.document_id,
        "citation": None if citation is None else citations.to_json(citation),
        "themes": list(draft.themes),
        "difficulty": draft.difficulty.value,
        "flags": list(draft.flags),
    }


def _item(row: ItemRow, *, is_in_bin: bool = False) -> Item:
    return Item(
        id=row.id,
        course_id=row.course_id,
        draft=ItemDraft(
            type=ItemType(row.type),
            stem=row.stem,
            key=key_from_json(row.key),
            options=tuple(row.options),
            rationale=row.rationale,
            citation=None if row.citation is None else citations.from_json(row.citation),
            themes=tuple(row.themes),
            difficulty=Difficulty(row.difficulty),
            name=row.name,
            flags=tuple(row.flags),
        ),
        status=ItemStatus(row.status),
        origin=Origin(row.origin),
        author=row.author,
        author_id=row.author_id,
        note=row.note,
        suspended_at=row.suspended_at,
        revision=row.revision,
        created_at=row.created_at,
        updated_at=row.updated_at,
        is_in_bin=is_in_bin,
    )
