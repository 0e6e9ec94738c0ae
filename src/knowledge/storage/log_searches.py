"""Searches of the log, kept for a day so that their pages can be turned after a restart."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert

from knowledge.model.log_search import LogFilter, LogKind, Opinion
from knowledge.model.review import ReviewStatus
from knowledge.storage.audit_tables import SearchRow
from knowledge.storage.database import ReadSession, WriteSession

_KEPT = timedelta(days=1)


async def put(
    session: WriteSession, server_id: int, user_id: int, wanted: LogFilter, at: datetime
) -> int:
    """Keep a search and forget those of the day before; its number."""
    await session.execute(delete(SearchRow).where(SearchRow.at < at - _KEPT))
    stored = asdict(wanted) | {"since": _written(wanted.since), "until": _written(wanted.until)}
    number: int | None = await session.scalar(
        insert(SearchRow)
        .values(server_id=server_id, user_id=user_id, filters=stored, at=at)
        .returning(SearchRow.id)
    )
    assert number is not None, "an INSERT returns its row"
    return number


async def find(
    session: ReadSession, search_id: int, *, server_id: int, user_id: int
) -> LogFilter | None:
    """A search of this moderator in this server; ``None`` if it is somebody else's, or too old."""
    stored: dict[str, Any] | None = await session.scalar(
        select(SearchRow.filters).where(
            SearchRow.id == search_id,
            SearchRow.server_id == server_id,
            SearchRow.user_id == user_id,
        )
    )
    if stored is None:
        return None
    opinion, status = stored["opinion"], stored["status"]
    return LogFilter(
        kind=LogKind(stored["kind"]),
        text=stored["text"],
        reader=stored["reader"],
        channel_id=stored["channel_id"],
        opinion=None if opinion is None else Opinion(opinion),
        status=None if status is None else ReviewStatus(status),
        since=_read(stored["since"]),
        # One that was kept by an older version has none.
        until=_read(stored.get("until")),
    )


def _written(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _read(stored: str | None) -> datetime | None:
    return None if stored is None else datetime.fromisoformat(stored)
