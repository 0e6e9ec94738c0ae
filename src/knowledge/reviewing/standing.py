"""Putting an answer in force: what follows from it in the same transaction."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from knowledge.model.audit import StaffAct
from knowledge.model.inbox import RequestState
from knowledge.model.review import Review, ReviewStatus
from knowledge.model.verified import (
    NotVerified,
    Person,
    Verified,
    VerifiedQuote,
)
from knowledge.storage import audit, human_requests, records, reviews, tidings, verified_answers
from knowledge.storage.database import WriteSession


@dataclass(frozen=True, slots=True)
class NewAnswer:
    """An answer that is about to be put in force."""

    course_id: int
    server_id: int | None
    question: str
    words: str
    quotes: Sequence[VerifiedQuote]
    by: Person
    at: datetime
    act: StaffAct
    receipts: Sequence[str] = ()
    """The records under which it is to stand."""
    replaces: int | None = None
    """The answer whose place it takes, under every record where that one stands."""


async def put_in_force(session: WriteSession, new: NewAnswer) -> Verified | NotVerified:
    """Keep the answer, show it where it belongs, close what waited for it, and note who is to
    be told.

    Nothing is changed where this gives :class:`NotVerified`.
    """
    for quote in new.quotes:
        if not await verified_answers.still_says(session, quote.citation):
            return NotVerified.CHANGED
    under = list(new.receipts)
    if new.replaces is not None:
        if not await verified_answers.retire(session, new.course_id, new.replaces, new.at):
            return NotVerified.OVERTAKEN
        under += await verified_answers.shown_under(session, new.replaces)
    receipts = list(dict.fromkeys(under))
    answer_id = await verified_answers.add(
        session,
        course_id=new.course_id,
        server_id=new.server_id,
        receipt=receipts[0] if receipts else None,
        question=new.question,
        words=new.words,
        quotes=new.quotes,
        by=new.by,
        at=new.at,
    )
    await verified_answers.show(session, receipts, answer_id, new.at)
    told = await _note_who_is_told(session, new, receipts, answer_id)
    await human_requests.decide(
        session, receipts, RequestState.ANSWERED, by=new.by, at=new.at, answer_id=answer_id
    )
    await _close_reviews(session, new, receipts)
    await audit.append(
        session,
        at=new.at,
        server_id=new.server_id,
        actor_id=new.by.user_id,
        act=new.act,
        target=receipts[0] if receipts else f"answer {answer_id}",
        detail={"answer": answer_id, "records": len(receipts), "told": len(told)},
    )
    answer = await verified_answers.find(session, answer_id)
    assert answer is not None, "it was added above"
    posted = await verified_answers.list_posted(session, receipts)
    return Verified(answer, tuple(posted), tuple(told))


async def _note_who_is_told(
    session: WriteSession, new: NewAnswer, receipts: Collection[str], answer_id: int
) -> list[int]:
    """Who waits hears of it in any case; the others, if it says something else than before."""
    await tidings.withdraw(session, receipts, answer_id)
    told: dict[int, None] = {}
    for one in await tidings.list_concerned(session, receipts):
        is_news = new.act is not StaffAct.VERIFIED and one.user_id != new.by.user_id
        if one.waits or is_news:
            added = await tidings.add(
                session,
                user_id=one.user_id,
                receipt=one.receipt,
                kind=one.kind,
                at=new.at,
                answer_id=answer_id,
            )
            if added:
                told[one.user_id] = None
    return list(told)


async def _close_reviews(session: WriteSession, new: NewAnswer, receipts: Collection[str]) -> None:
    status = ReviewStatus.OK if new.act is StaffAct.VERIFIED else ReviewStatus.FIXED
    for receipt in receipts:
        record = await records.find(session, receipt)
        server_id = None if record is None else record.occasion.server_id
        if server_id is None:
            continue
        before = await reviews.find(session, receipt)
        seen = ReviewStatus.OPEN if before is None else before.status
        if new.act is StaffAct.VERIFIED and seen is not ReviewStatus.OPEN:
            # What a moderator has said of it stays for them to change.
            continue
        word = Review(status, "", new.by.user_id, new.at)
        await reviews.put(session, server_id, receipt, word, seen=seen)
