"""The messages in which answers stand that a person has put in the place of others."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select, update

from knowledge.model.verified import PostedRecord
from knowledge.storage.answer_tables import ShownAnswerRow
from knowledge.storage.database import ReadSession, WriteSession
from knowledge.storage.tables import RecordRow


async def list_under(session: ReadSession, receipts: Collection[str]) -> list[PostedRecord]:
    """Where in servers the answers of these records may stand, the newest first."""
    return await _posted(session, _messages().where(RecordRow.receipt.in_(receipts)))


async def list_due(session: ReadSession, most: int) -> list[PostedRecord]:
    """Those that nobody has tried to change yet since something else stands there, the newest."""
    due = select(ShownAnswerRow.record_id).where(ShownAnswerRow.posted_at.is_(None))
    return await _posted(session, _messages().where(RecordRow.id.in_(due)).limit(most))


async def note_tried(session: WriteSession, receipts: Collection[str], at: datetime) -> None:
    """They show what stands there now, or cannot be changed."""
    records = select(RecordRow.id).where(RecordRow.receipt.in_(receipts))
    await session.execute(
        update(ShownAnswerRow)
        .where(ShownAnswerRow.record_id.in_(records), ShownAnswerRow.posted_at.is_(None))
        .values(posted_at=at)
    )


def _messages() -> Select[Any]:
    """Of records whose message many can read."""
    return (
        select(RecordRow)
        .where(
            RecordRow.server_id.is_not(None),
            RecordRow.channel_id.is_not(None),
            RecordRow.message_id.is_not(None),
            RecordRow.is_private.is_(False),
        )
        .order_by(RecordRow.id.desc())
    )


async def _posted(session: ReadSession, query: Select[Any]) -> list[PostedRecord]:
    found = query.with_only_columns(
        RecordRow.receipt, RecordRow.server_id, RecordRow.channel_id, RecordRow.message_id
    )
    return [
        PostedRecord(row.receipt, row.server_id, row.channel_id, row.message_id)
        for row in await session.execute(found)
    ]
