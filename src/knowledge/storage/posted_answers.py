"""The messages in which answers stand that a person has put in the place of others."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, case, func, or_, select, update

from knowledge.model.verified import PostedRecord
from knowledge.storage.answer_tables import ShownAnswerRow, VerifiedAnswerRow
from knowledge.storage.database import ReadSession, WriteSession
from knowledge.storage.tables import RecordRow

MOST_TRIES = 20
"""After so many that failed, a message is left as it is: its channel may be closed to us."""


async def list_under(session: ReadSession, receipts: Collection[str]) -> list[PostedRecord]:
    """Where in servers the answers of these records may stand, the newest first."""
    shown = _messages().where(RecordRow.receipt.in_(receipts)).order_by(RecordRow.id.desc())
    return await _posted(session, shown)


async def list_due(session: ReadSession, most: int) -> list[PostedRecord]:
    """Those that do not show yet what stands there, the least tried and of these the newest."""
    due = (
        _messages()
        .where(ShownAnswerRow.posted_at.is_(None))
        .order_by(func.max(ShownAnswerRow.tries), RecordRow.id.desc())
    )
    return await _posted(session, due.limit(most))


async def note_settled(session: WriteSession, them: Sequence[PostedRecord], at: datetime) -> None:
    """They show what stood there when they were listed, or cannot be changed.

    What has come meanwhile is still to be shown.
    """
    for one in them:
        await session.execute(_open_rows(one).values(posted_at=at))


async def note_failed(session: WriteSession, them: Sequence[PostedRecord], at: datetime) -> None:
    """They could not be changed now; after :data:`MOST_TRIES` nobody tries again."""
    tries = ShownAnswerRow.tries + 1
    gave_up = case((tries >= MOST_TRIES, at))
    for one in them:
        await session.execute(_open_rows(one).values(tries=tries, posted_at=gave_up))


async def reopen(session: WriteSession, answer_id: int) -> None:
    """Wherever this answer stands, the message is to be changed once more."""
    open_to_many = select(RecordRow.id).where(
        RecordRow.server_id.is_not(None),
        or_(RecordRow.is_private.is_(False), RecordRow.shared_at.is_not(None)),
    )
    await session.execute(
        update(ShownAnswerRow)
        .where(ShownAnswerRow.answer_id == answer_id, ShownAnswerRow.record_id.in_(open_to_many))
        .values(posted_at=None, tries=0)
    )


def _open_rows(one: PostedRecord) -> Any:
    """What is still to be shown under a record, as far as it was known when that was listed."""
    known = ShownAnswerRow.answer_id < one.answer_id
    is_retired = select(VerifiedAnswerRow.id).where(
        VerifiedAnswerRow.id == one.answer_id, VerifiedAnswerRow.retired_at.is_not(None)
    )
    same = and_(
        ShownAnswerRow.answer_id == one.answer_id,
        is_retired.exists() if one.is_retired else ~is_retired.exists(),
    )
    record = select(RecordRow.id).where(RecordRow.receipt == one.receipt).scalar_subquery()
    return update(ShownAnswerRow).where(
        ShownAnswerRow.record_id == record, ShownAnswerRow.posted_at.is_(None), or_(known, same)
    )


def _messages() -> Select[*tuple[Any, ...]]:
    """Of records whose message many can read, with the answers shown there."""
    return (
        select(
            RecordRow.receipt,
            RecordRow.server_id,
            RecordRow.channel_id,
            RecordRow.message_id,
            func.max(ShownAnswerRow.answer_id).label("answer_id"),
        )
        .join(ShownAnswerRow, ShownAnswerRow.record_id == RecordRow.id)
        .where(
            RecordRow.server_id.is_not(None),
            RecordRow.channel_id.is_not(None),
            RecordRow.message_id.is_not(None),
            RecordRow.is_private.is_(False),
        )
        .group_by(RecordRow.id)
    )


async def _posted(session: ReadSession, query: Select[*tuple[Any, ...]]) -> list[PostedRecord]:
    rows = list(await session.execute(query))
    ids = {row.answer_id for row in rows}
    retired = set(
        await session.scalars(
            select(VerifiedAnswerRow.id).where(
                VerifiedAnswerRow.id.in_(ids), VerifiedAnswerRow.retired_at.is_not(None)
            )
        )
    )
    return [
        PostedRecord(
            row.receipt,
            row.server_id,
            row.channel_id,
            row.message_id,
            answer_id=row.answer_id,
            is_retired=row.answer_id in retired,
        )
        for row in rows
    ]
