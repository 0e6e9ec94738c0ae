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
    TidingKind,
    Verified,
    VerifiedQuote,
)
from knowledge.storage import (
    audit,
    human_requests,
    offered_answers,
    posted_answers,
    reviews,
    tidings,
    verified_answers,
)
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
    replaces: Collection[int] = ()
    """The answers whose place it takes, under every record where one of them stands."""


async def put_in_force(session: WriteSession, new: NewAnswer) -> Verified | NotVerified:
    """Keep the answer, show it where it belongs, close what waited for it, and note who is to
    be told.

    Nothing is changed where this gives :class:`NotVerified`.
    """
    for quote in new.quotes:
        if not await verified_answers.still_says(session, new.course_id, quote.citation):
            return NotVerified.CHANGED
    under = list(new.receipts)
    # All or none: nothing is changed before it is known that each of them stands.
    replaced = await verified_answers.load(session, new.replaces)
    if any(
        one not in replaced
        or replaced[one].course_id != new.course_id
        or replaced[one].retired_at is not None
        for one in new.replaces
    ):
        return NotVerified.OVERTAKEN
    for one in new.replaces:
        await verified_answers.retire(session, new.course_id, one, new.at)
        under += await verified_answers.shown_under(session, one)
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
    await verified_answers.show(session, receipts, answer_id, new.at, posted_at=None)
    for one in new.replaces:
        await offered_answers.follow(session, one, answer_id)
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
    posted = await posted_answers.list_under(session, receipts)
    return Verified(answer, tuple(posted), tuple(told))


async def take_back(session: WriteSession, course_id: int, answer_id: int, at: datetime) -> bool:
    """Retire an answer: who has not heard of it waits again, and the messages that show it are
    to say so. ``False``, and nothing changed, if it is retired already or not the course's.
    """
    if not await verified_answers.retire(session, course_id, answer_id, at):
        return False
    await posted_answers.reopen(session, answer_id)
    await human_requests.wait_again(session, answer_id)
    await tidings.withdraw_answer(session, answer_id)
    return True


async def _note_who_is_told(
    session: WriteSession, new: NewAnswer, receipts: Collection[str], answer_id: int
) -> list[int]:
    """Who waits hears of it in any case, and so does who has not heard yet what a person
    answered; the others, if it says something else than before.
    """
    untold = await tidings.withdraw(session, receipts, answer_id)
    news = []
    for one in await tidings.list_concerned(session, receipts):
        before = untold.get((one.receipt, one.user_id))
        is_news = new.act is not StaffAct.VERIFIED or before is TidingKind.ANSWERED
        if one.waits or (is_news and one.user_id != new.by.user_id):
            news.append(one._replace(kind=before or one.kind))
    return await tidings.add_all(session, news, answer_id=answer_id, at=new.at)


async def _close_reviews(session: WriteSession, new: NewAnswer, receipts: Collection[str]) -> None:
    if new.act is StaffAct.VERIFIED:
        # What a moderator has said of it stays for them to change.
        status, seen = ReviewStatus.OK, {ReviewStatus.OPEN}
    else:
        status, seen = ReviewStatus.FIXED, set(ReviewStatus) - {ReviewStatus.HARMFUL}
    await reviews.settle(session, receipts, Review(status, "", new.by.user_id, new.at), seen=seen)
