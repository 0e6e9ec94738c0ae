"""What moderators are to be told: found in what is recorded, kept until it was posted, once."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, Text, cast, delete, func, literal, select, update
from sqlalchemy.dialects.sqlite import insert

from knowledge.model.alert import Alert, AlertKind
from knowledge.model.record import Decision, Rating
from knowledge.storage.audit_tables import AlertRow, ReportRow
from knowledge.storage.database import WriteSession
from knowledge.storage.item_tables import ItemFlagRow
from knowledge.storage.tables import FeedbackRow, RecordRow, UtcDateTime

LOOKED_BACK = timedelta(hours=1)
"""Something that is recorded a little late is still found; what was told before is known."""
_KEPT = timedelta(days=7)
_STREAK_WITHIN = timedelta(days=1)


async def gather(session: WriteSession, server_id: int, now: datetime, *, with_items: bool) -> None:
    """Keep what has happened in the last hour and is not known yet.

    Args:
        with_items: Also what was flagged in the bank, which belongs to one server only.
    """
    since = now - LOOKED_BACK
    found = [_disliked(server_id, since), _reported(server_id, since), _refused(server_id, since)]
    if with_items:
        found.append(_flagged(server_id, since))
    for query in found:
        await session.execute(
            insert(AlertRow)
            .from_select(["server_id", "kind", "target", "detail", "at"], query)
            .on_conflict_do_nothing()
        )
    await session.execute(delete(AlertRow).where(AlertRow.at < now - _KEPT))


async def add_error(
    session: WriteSession, server_id: int, reference: str, action: str, at: datetime
) -> None:
    await session.execute(
        insert(AlertRow)
        .values(
            server_id=server_id,
            kind=AlertKind.ERROR.value,
            target=reference,
            detail=action,
            at=at,
        )
        .on_conflict_do_nothing()
    )


async def take(session: WriteSession, server_id: int, now: datetime) -> list[Alert]:
    """Take on to post what waits, oldest first."""
    rows = await session.execute(
        update(AlertRow)
        .where(AlertRow.server_id == server_id, AlertRow.posted_at.is_(None))
        .values(posted_at=now)
        .returning(AlertRow.id, AlertRow.kind, AlertRow.target, AlertRow.detail, AlertRow.at)
    )
    alerts = [Alert(row.id, AlertKind(row.kind), row.target, row.detail, row.at) for row in rows]
    return sorted(alerts, key=lambda alert: (alert.at, alert.id))


async def put_back(session: WriteSession, ids: Collection[int]) -> None:
    """What could not be posted waits again."""
    await session.execute(update(AlertRow).where(AlertRow.id.in_(ids)).values(posted_at=None))


def _row(server_id: int, kind: AlertKind, target: Any, detail: Any, at: Any) -> Select[Any]:
    return select(literal(server_id), literal(kind.value), target, detail, at)


def _disliked(server_id: int, since: datetime) -> Select[Any]:
    reason = func.coalesce(func.max(FeedbackRow.complaint), "")
    at = func.max(FeedbackRow.at, type_=UtcDateTime)
    return (
        _row(server_id, AlertKind.DISLIKED, RecordRow.receipt, reason, at)
        .join_from(FeedbackRow, RecordRow, RecordRow.id == FeedbackRow.record_id)
        .where(
            FeedbackRow.rating == Rating.DOWN.value,
            FeedbackRow.at >= since,
            RecordRow.server_id == server_id,
        )
        .group_by(RecordRow.receipt)
    )


def _reported(server_id: int, since: datetime) -> Select[Any]:
    at = func.max(ReportRow.at, type_=UtcDateTime)
    return (
        _row(server_id, AlertKind.REPORTED, RecordRow.receipt, literal(""), at)
        .join_from(ReportRow, RecordRow, RecordRow.id == ReportRow.record_id)
        .where(ReportRow.at >= since, RecordRow.server_id == server_id)
        .group_by(RecordRow.receipt)
    )


def _flagged(server_id: int, since: datetime) -> Select[Any]:
    item = cast(ItemFlagRow.item_id, Text)
    at = func.max(ItemFlagRow.at, type_=UtcDateTime)
    return (
        _row(server_id, AlertKind.FLAGGED, item, literal(""), at)
        .where(ItemFlagRow.at >= since, ItemFlagRow.cleared_at.is_(None))
        .group_by(ItemFlagRow.item_id)
    )


def _refused(server_id: int, since: datetime) -> Select[Any]:
    """The third refusal of each streak; the fourth is no news."""
    turn: dict[str, Any] = {
        "partition_by": RecordRow.user_id,
        "order_by": (RecordRow.asked_at, RecordRow.id),
    }
    asked = (
        select(
            RecordRow.receipt,
            RecordRow.asked_at,
            RecordRow.decision,
            *(
                func.coalesce(func.lag(RecordRow.decision, back).over(**turn), "").label(name)
                for back, name in ((1, "before"), (2, "second"), (3, "third"))
            ),
        )
        .where(
            RecordRow.server_id == server_id,
            RecordRow.asked_at >= since - _STREAK_WITHIN,
            RecordRow.user_id.is_not(None),
        )
        .subquery()
        .c
    )
    refused = Decision.ABSTAINED.value
    return _row(server_id, AlertKind.REFUSALS, asked.receipt, literal(""), asked.asked_at).where(
        asked.asked_at >= since,
        asked.decision == refused,
        asked.before == refused,
        asked.second == refused,
        asked.third != refused,
    )
