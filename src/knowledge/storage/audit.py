"""What staff did: appended in the transaction of the act itself, read by those who check."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.dialects.sqlite import insert

from knowledge.model.audit import FIRST_HASH, AuditEntry, Detail, StaffAct, chained
from knowledge.storage.audit_tables import AuditRow
from knowledge.storage.database import ReadSession, WriteSession

_NOTHING: Mapping[str, str | int] = {}


async def append(
    session: WriteSession,
    *,
    at: datetime,
    server_id: int | None,
    actor_id: int | None,
    act: StaffAct,
    target: str = "",
    detail: Detail = _NOTHING,
) -> None:
    """Put an act on record, chained to the one before it.

    There is one writer at a time, so the entry read here is the last one. Neither ``target`` nor
    ``detail`` may name a learner or repeat their words: they outlive an erasure.
    """
    last = select(_AUDIT.c.hash).order_by(_AUDIT.c.number.desc()).limit(1)
    previous_hash = await session.scalar(last) or FIRST_HASH
    values: dict[str, Any] = {
        "at": at,
        "server_id": server_id,
        "actor_id": actor_id,
        "act": act,
        "target": target,
        "detail": dict(detail),
    }
    values["hash"] = chained(previous_hash, **values)
    values |= {"act": act.value, "previous_hash": previous_hash}
    await session.execute(insert(_AUDIT).values(**values))


async def list_entries(
    session: ReadSession,
    *,
    server_id: int | None = None,
    after: int = 0,
    limit: int | None = None,
) -> list[AuditEntry]:
    """Entries with a number above ``after``, oldest first; of one server, or of all."""
    query = select(_AUDIT).where(_AUDIT.c.number > after).order_by(_AUDIT.c.number).limit(limit)
    if server_id is not None:
        query = query.where(_AUDIT.c.server_id == server_id)
    return [entry_of(row) for row in await session.execute(query)]


async def list_page(
    session: ReadSession, server_id: int, *, offset: int, limit: int
) -> list[AuditEntry]:
    """A server's entries, newest first."""
    ours = select(_AUDIT).where(_AUDIT.c.server_id == server_id)
    newest = ours.order_by(_AUDIT.c.number.desc()).offset(offset).limit(limit)
    return [entry_of(row) for row in await session.execute(newest)]


async def count(session: ReadSession, server_id: int) -> int:
    ours = select(func.count()).where(_AUDIT.c.server_id == server_id)
    return (await session.scalars(ours)).one()


async def find_removal(session: ReadSession, document_id: int, since: datetime) -> datetime | None:
    """When a document that was there at ``since`` was last moved to the bin, or erased.

    ``None`` if nobody wrote it down.
    """
    # What the night erases was in the bin before, and out of reach since then.
    removed = select(_AUDIT.c.at).where(
        _AUDIT.c.act.in_([StaffAct.BINNED.value, StaffAct.REMOVED.value]),
        _AUDIT.c.actor_id.is_not(None),
        _AUDIT.c.at >= since,
        _AUDIT.c.detail["document"].as_integer() == document_id,
    )
    return await session.scalar(removed.order_by(_AUDIT.c.number.desc()).limit(1))


async def find_bin_server(session: ReadSession, document_id: int) -> int | None:
    """The server in which a document was moved to the bin last."""
    binned = select(_AUDIT.c.server_id).where(
        _AUDIT.c.act == StaffAct.BINNED.value,
        _AUDIT.c.detail["document"].as_integer() == document_id,
    )
    return await session.scalar(binned.order_by(_AUDIT.c.number.desc()).limit(1))


def entry_of(row: Any) -> AuditEntry:
    """An entry from a row of the whole table."""
    return AuditEntry(
        number=row.number,
        at=row.at,
        server_id=row.server_id,
        actor_id=row.actor_id,
        act=StaffAct(row.act),
        target=row.target,
        detail=row.detail,
        previous_hash=row.previous_hash,
        hash=row.hash,
    )


_AUDIT: Any = AuditRow.__table__
