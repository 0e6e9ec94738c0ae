"""What people are still to be told of what they asked: each thing once."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, or_, select, update
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


async def add_all(
    session: WriteSession, news: Iterable[Concerned], *, answer_id: int, at: datetime
) -> list[int]:
    """Note for all of them that this answer is to be told; who they are, each once."""
    people = [one for one in news if one.user_id < FIRST_STAND_IN]
    values = [
        {
            "user_id": one.user_id,
            "server_id": one.server_id,
            "kind": one.kind.value,
            "receipt": one.receipt,
            "verified_answer_id": answer_id,
            "note": "",
            "created_at": at,
        }
        for one in people
    ]
    if values:
        await session.execute(insert(TidingRow).on_conflict_do_nothing(), values)
    return list(dict.fromkeys(one.user_id for one in people))


async def withdraw(
    session: WriteSession, receipts: Collection[str], below_answer: int
) -> dict[tuple[str, int], TidingKind]:
    """Nobody needs to hear any more of an answer that a younger one has replaced.

    Returns:
        By receipt and user, what they were still to be told: they have heard of no answer yet.
    """
    untold = await session.execute(
        update(TidingRow)
        .where(
            TidingRow.receipt.in_(receipts),
            TidingRow.verified_answer_id < below_answer,
            TidingRow.told_at.is_(None),
        )
        .values(told_at=TidingRow.created_at)
        .returning(TidingRow.receipt, TidingRow.user_id, TidingRow.kind)
    )
    return {(row.receipt, row.user_id): TidingKind(row.kind) for row in untold}


async def withdraw_answer(session: WriteSession, answer_id: int) -> None:
    """Nobody needs to hear any more of an answer that was taken back."""
    await session.execute(
        update(TidingRow)
        .where(TidingRow.verified_answer_id == answer_id, TidingRow.told_at.is_(None))
        .values(told_at=TidingRow.created_at)
    )


async def take(session: WriteSession, user_id: int, now: datetime) -> list[Tiding]:
    """Take on to tell a user what waits for them, oldest first.

    What was asked of a course that is gone is told no more: nobody can say who may hear it.
    """
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
    asked = await _asked(session, {row.receipt for row in taken})
    tidings = []
    for row in taken:
        answer = None
        if row.verified_answer_id is not None:
            answer = await verified_answers.find(session, row.verified_answer_id)
        course_id, question = asked.get(row.receipt, (None, ""))
        tidings.append(
            Tiding(
                id=row.id,
                user_id=user_id,
                kind=TidingKind(row.kind),
                receipt=row.receipt,
                course_id=course_id if answer is None else answer.course_id,
                question=question,
                answer=answer,
                note=row.note,
            )
        )
    await note_told(session, [one.id for one in tidings if one.course_id is None], now)
    return [one for one in tidings if one.course_id is not None]


async def has_any(session: ReadSession, user_id: int) -> bool:
    waiting = select(TidingRow.id).where(TidingRow.user_id == user_id, TidingRow.told_at.is_(None))
    return await session.scalar(waiting.limit(1)) is not None


async def note_told(session: WriteSession, ids: Iterable[int], at: datetime) -> None:
    await session.execute(update(TidingRow).where(TidingRow.id.in_(ids)).values(told_at=at))


async def give_back(session: WriteSession, ids: Iterable[int], at: datetime) -> None:
    """They could not be told; the next :func:`take` finds these again.

    :func:`list_untried` does not: who refuses messages is not tried again and again.
    """
    free = at - LEASE - timedelta(seconds=1)
    await session.execute(update(TidingRow).where(TidingRow.id.in_(ids)).values(tried_at=free))


async def list_untried(session: ReadSession, most: int) -> list[int]:
    """Who is to be told something that nobody has tried to tell yet, the longest waiting first."""
    waiting = (
        select(TidingRow.user_id)
        .where(TidingRow.told_at.is_(None), TidingRow.tried_at.is_(None))
        .group_by(TidingRow.user_id)
        .order_by(func.min(TidingRow.id))
        .limit(most)
    )
    return list(await session.scalars(waiting))


class Concerned(NamedTuple):
    """Somebody whom the answer to a record concerns."""

    receipt: str
    server_id: int | None
    user_id: int
    kind: TidingKind
    waits: bool
    """For a person: they hear of any answer, the others of another one only."""


async def list_concerned(session: ReadSession, receipts: Collection[str]) -> list[Concerned]:
    """Who asked for a person, who asked, and who said what they think of the answer they got."""
    of_these = RecordRow.receipt.in_(receipts)
    found: dict[tuple[str, int], Concerned] = {}
    requests = await session.execute(
        select(
            RecordRow.receipt, RecordRow.server_id, HumanRequestRow.user_id, HumanRequestRow.state
        )
        .join(HumanRequestRow, HumanRequestRow.record_id == RecordRow.id)
        .where(of_these)
    )
    for receipt, server_id, user_id, state in requests:
        had_one = state == RequestState.ANSWERED.value
        kind = TidingKind.CORRECTED if had_one else TidingKind.ANSWERED
        waits = state == RequestState.WAITING.value
        found[receipt, user_id] = Concerned(receipt, server_id, user_id, kind, waits)
    for person, joined in ((RecordRow.user_id, None), (FeedbackRow.user_id, FeedbackRow)):
        query = select(
            RecordRow.receipt, RecordRow.server_id, RecordRow.decision, person.label("who")
        ).where(of_these, person.is_not(None))
        if joined is not None:
            query = query.join(joined, joined.record_id == RecordRow.id)
        for receipt, server_id, decision, who in await session.execute(query):
            was_answered = decision != Decision.ABSTAINED.value
            kind = TidingKind.CORRECTED if was_answered else TidingKind.ANSWERED
            assert who is not None, "it was asked for"
            other = Concerned(receipt, server_id, who, kind, waits=False)
            found.setdefault((receipt, who), other)
    return list(found.values())


def _is_free(now: datetime) -> ColumnElement[bool]:
    return TidingRow.told_at.is_(None) & or_(
        TidingRow.tried_at.is_(None), TidingRow.tried_at < now - LEASE
    )


async def _asked(
    session: ReadSession, receipts: Collection[str]
) -> dict[str, tuple[int | None, str]]:
    """The course and the words of what was asked, by receipt."""
    rows = await session.execute(
        select(RecordRow.receipt, RecordRow.course_id, RecordRow.question).where(
            RecordRow.receipt.in_(receipts)
        )
    )
    return {row.receipt: (row.course_id, row.question) for row in rows}
