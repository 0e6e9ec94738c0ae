"""What people are still to be told of what they asked: each thing once."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.dialects.sqlite import insert

from knowledge.model.inbox import RequestState
from knowledge.model.pseudonym import FIRST_STAND_IN
from knowledge.model.record import Decision
from knowledge.model.verified import Tiding, TidingKind
from knowledge.storage import verified_answers
from knowledge.storage.answer_tables import HumanRequestRow, TidingRow
from knowledge.storage.database import ReadSession, WriteSession
from knowledge.storage.tables import FeedbackRow, RecordRow

LEASE = timedelta(minutes=10)
"""How long whoever has taken a tiding may try to tell it, before somebody else may."""


async def add(
    session: WriteSession,
    *,
    user_id: int,
    receipt: str,
    kind: TidingKind,
    at: datetime,
    answer_id: int | None = None,
    note: str = "",
) -> bool:
    """``False`` if they are told already, or to be told; nobody can tell a stand-in anything."""
    if user_id >= FIRST_STAND_IN:
        return False
    server = select(RecordRow.server_id).where(RecordRow.receipt == receipt).scalar_subquery()
    added = await session.scalar(
        insert(TidingRow)
        .values(
            user_id=user_id,
            server_id=server,
            kind=kind.value,
            receipt=receipt,
            verified_answer_id=answer_id,
            note=note,
            created_at=at,
        )
        .on_conflict_do_nothing()
        .returning(TidingRow.id)
    )
    return added is not None


async def withdraw(session: WriteSession, receipts: Collection[str], below_answer: int) -> None:
    """Nobody needs to hear any more of an answer that a younger one has replaced."""
    await session.execute(
        update(TidingRow)
        .where(
            TidingRow.receipt.in_(receipts),
            TidingRow.verified_answer_id < below_answer,
            TidingRow.told_at.is_(None),
        )
        .values(told_at=TidingRow.created_at)
    )


async def take(session: WriteSession, user_id: int, now: datetime) -> list[Tiding]:
    """Take on to tell a user what waits for them, oldest first."""
    rows = await session.execute(
        update(TidingRow)
        .where(TidingRow.user_id == user_id, _is_free(now))
        .values(tried_at=now)
        .returning(
            TidingRow.id,
            TidingRow.kind,
            TidingRow.receipt,
            TidingRow.verified_answer_id,
            TidingRow.note,
        )
    )
    taken = sorted(rows, key=lambda row: row.id)
    questions = await _questions(session, {row.receipt for row in taken})
    tidings = []
    for row in taken:
        answer = None
        if row.verified_answer_id is not None:
            answer = await verified_answers.find(session, row.verified_answer_id)
        tidings.append(
            Tiding(
                id=row.id,
                user_id=user_id,
                kind=TidingKind(row.kind),
                receipt=row.receipt,
                question=questions.get(row.receipt, ""),
                answer=answer,
                note=row.note,
            )
        )
    return tidings


async def has_any(session: ReadSession, user_id: int) -> bool:
    waiting = select(TidingRow.id).where(TidingRow.user_id == user_id, TidingRow.told_at.is_(None))
    return await session.scalar(waiting.limit(1)) is not None


async def note_told(session: WriteSession, ids: Iterable[int], at: datetime) -> None:
    await session.execute(update(TidingRow).where(TidingRow.id.in_(ids)).values(told_at=at))


async def give_back(session: WriteSession, ids: Iterable[int]) -> None:
    """They could not be told; the next :func:`take` finds these again."""
    await session.execute(update(TidingRow).where(TidingRow.id.in_(ids)).values(tried_at=None))


class Concerned(NamedTuple):
    """Somebody whom the answer to a record concerns."""

    receipt: str
    user_id: int
    kind: TidingKind
    waits: bool
    """For a person: they hear of any answer, the others of another one only."""


async def list_concerned(session: ReadSession, receipts: Collection[str]) -> list[Concerned]:
    """Who waits for a person, who asked, and who said what they think of the answer they got."""
    of_these = RecordRow.receipt.in_(receipts)
    found: dict[tuple[str, int], Concerned] = {}
    for person, joined, waits in (
        (HumanRequestRow.user_id, HumanRequestRow, True),
        (RecordRow.user_id, None, False),
        (FeedbackRow.user_id, FeedbackRow, False),
    ):
        query = select(RecordRow.receipt, RecordRow.decision, person.label("who")).where(of_these)
        if joined is not None:
            query = query.join(joined, joined.record_id == RecordRow.id)
        if waits:
            query = query.where(HumanRequestRow.state == RequestState.WAITING.value)
        for receipt, decision, who in await session.execute(query.where(person.is_not(None))):
            was_answered = not waits and decision != Decision.ABSTAINED.value
            kind = TidingKind.CORRECTED if was_answered else TidingKind.ANSWERED
            assert who is not None, "it was asked for"
            found.setdefault((receipt, who), Concerned(receipt, who, kind, waits))
    return list(found.values())


def _is_free(now: datetime) -> ColumnElement[bool]:
    return TidingRow.told_at.is_(None) & or_(
        TidingRow.tried_at.is_(None), TidingRow.tried_at < now - LEASE
    )


async def _questions(session: ReadSession, receipts: Collection[str]) -> dict[str, Any]:
    rows = await session.execute(
        select(RecordRow.receipt, RecordRow.question).where(RecordRow.receipt.in_(receipts))
    )
    return {row.receipt: row.question for row in rows}
