"""What moderators are to be told: found in what is recorded, kept until it was posted, once."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Text,
    case,
    cast,
    delete,
    func,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.sqlite import insert

from knowledge.model.alert import CROWD, INVITATION, SLOWED, Alert, AlertKind
from knowledge.model.inbox import RequestState
from knowledge.model.record import Decision, Rating
from knowledge.storage.answer_tables import HumanRequestRow
from knowledge.storage.audit_tables import AlertRow, ReportRow
from knowledge.storage.database import WriteSession
from knowledge.storage.item_tables import ItemFlagRow, ItemRow
from knowledge.storage.tables import CourseRow, FeedbackRow, RecordRow, UtcDateTime

LOOKED_BACK = timedelta(hours=1)
"""Something that is recorded a little late is still found; what was told before is known."""
_KEPT = timedelta(days=7)
_STREAK_WITHIN = timedelta(days=1)
_CROWD = 5
"""Mentions in one question."""
_INVITES = ("discord.gg/", "discord.com/invite/", "discordapp.com/invite/")


async def gather(session: WriteSession, server_id: int, now: datetime, *, at_home: bool) -> None:
    """Keep what has happened in the last hour and is not known yet.

    Args:
        at_home: Whether the courses that belong to no server are looked after here.
    """
    since = now - LOOKED_BACK
    found = [
        _disliked(server_id, since),
        _reported(server_id, since),
        _refused(server_id, since),
        _abusive(server_id, since),
        _asked(server_id, since, at_home),
        _flagged(server_id, since, at_home),
    ]
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


async def add_contradiction(
    session: WriteSession, server_id: int, course_id: int, key: str, at: datetime
) -> None:
    """Two documents of a course were found to disagree."""
    await session.execute(
        insert(AlertRow)
        .values(
            server_id=server_id,
            kind=AlertKind.CONTRADICTION.value,
            target=f"{course_id}-{key}",
            detail="",
            at=at,
        )
        .on_conflict_do_nothing()
    )


async def add_slowed(
    session: WriteSession, server_id: int, user_id: int, event_id: int, at: datetime
) -> None:
    """Somebody had to be slowed down again and again; ``event_id`` is what they did last."""
    await session.execute(
        insert(AlertRow)
        .values(
            server_id=server_id,
            kind=AlertKind.ABUSE.value,
            target=str(event_id),
            user_id=user_id,
            detail=SLOWED,
            at=at,
        )
        .on_conflict_do_nothing()
    )


async def take(
    session: WriteSession, server_id: int, now: datetime, name: Callable[[int], str]
) -> list[Alert]:
    """Take on to post what waits, oldest first. ``name`` gives a pseudonym."""
    rows = await session.execute(
        update(AlertRow)
        .where(
            AlertRow.server_id == server_id,
            AlertRow.kind.in_([kind.value for kind in AlertKind]),
            AlertRow.posted_at.is_(None),
        )
        .values(posted_at=now)
        .returning(AlertRow)
    )
    alerts = [
        Alert(
            row.id,
            AlertKind(row.kind),
            row.target,
            row.detail,
            row.at,
            "" if row.user_id is None else name(row.user_id),
        )
        for row in rows.scalars()
    ]
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


def _flagged(server_id: int, since: datetime, at_home: bool) -> Select[Any]:
    """In the banks of the courses that this server looks after."""
    item = cast(ItemFlagRow.item_id, Text)
    at = func.max(ItemFlagRow.at, type_=UtcDateTime)
    return (
        _row(server_id, AlertKind.FLAGGED, item, literal(""), at)
        .join_from(ItemFlagRow, ItemRow, ItemRow.id == ItemFlagRow.item_id)
        .join(CourseRow, CourseRow.id == ItemRow.course_id)
        .where(
            looked_after(server_id, at_home),
            ItemFlagRow.at >= since,
            ItemFlagRow.cleared_at.is_(None),
        )
        .group_by(ItemFlagRow.item_id)
    )


def _abusive(server_id: int, since: datetime) -> Select[Any]:
    """Questions that would call many people, or lead elsewhere, were they shown as typed."""
    asked = RecordRow.question
    mentions = (func.length(asked) - func.length(func.replace(asked, "<@", ""))) / 2
    calls = or_(asked.icontains("@everyone"), asked.icontains("@here"), mentions >= _CROWD)
    invites = or_(*(asked.icontains(address) for address in _INVITES))
    reason = case((invites, INVITATION), else_=CROWD)
    return _row(server_id, AlertKind.ABUSE, RecordRow.receipt, reason, RecordRow.asked_at).where(
        RecordRow.server_id == server_id, RecordRow.asked_at >= since, or_(calls, invites)
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


def looked_after(server_id: int, at_home: bool) -> ColumnElement[bool]:
    """Of a course: whether the staff of this server deal with it."""
    own = CourseRow.server_id == server_id
    return or_(own, CourseRow.server_id.is_(None)) if at_home else own


def _asked(server_id: int, since: datetime, at_home: bool) -> Select[Any]:
    """Answers under which somebody asks for a person."""
    at = func.max(HumanRequestRow.asked_at, type_=UtcDateTime)
    return (
        _row(server_id, AlertKind.ASKED, RecordRow.receipt, literal(""), at)
        .join_from(HumanRequestRow, RecordRow, RecordRow.id == HumanRequestRow.record_id)
        .join(CourseRow, CourseRow.id == HumanRequestRow.course_id)
        .where(
            looked_after(server_id, at_home),
            HumanRequestRow.asked_at >= since,
            HumanRequestRow.state == RequestState.WAITING.value,
        )
        .group_by(RecordRow.receipt)
    )
