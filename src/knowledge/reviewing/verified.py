"""Answers that people stand behind: confirmed, written, replaced, kept and retired."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from knowledge.model.answer import Place, Question
from knowledge.model.audit import StaffAct
from knowledge.model.inbox import NearPassage
from knowledge.model.receipt import read_receipt
from knowledge.model.record import Decision, Record
from knowledge.model.verified import (
    LONGEST_ANSWER,
    Draft,
    NotVerified,
    Person,
    Verified,
    VerifiedAnswer,
)
from knowledge.retrieval.embedder import Embedder
from knowledge.retrieval.retriever import Retriever
from knowledge.reviewing.quoting import NEAREST, Quoting, quotes_shown
from knowledge.reviewing.standing import NewAnswer, put_in_force
from knowledge.storage import audit, records, verified_answers
from knowledge.storage.database import Database, ReadSession

LONGEST_QUESTION = 300


class VerifiedAnswers:
    """Keeps them for a course. Similar questions get them first: see `answering.verified`."""

    def __init__(
        self,
        database: Database,
        retriever: Retriever,
        embedder: Embedder,
        clock: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._retriever = retriever
        self._quoting = Quoting(database, embedder)
        self._clock = clock

    async def find_record(self, course_id: int, server_id: int, typed: str) -> Record | None:
        """The answer with this receipt, however it was typed, if staff may deal with it here."""
        receipt = read_receipt(typed)
        if receipt is None:
            return None
        async with self._database.read() as session:
            return await _record(session, course_id, server_id, receipt)

    async def nearest(self, course_id: int, question: str) -> tuple[NearPassage, ...]:
        """The passages that an answer to ``question`` may rest on, best first."""
        found = await self._retriever.search(Question(question, course_id), NEAREST)
        return tuple(
            NearPassage(one.passage.id, str(Place.of(one.passage)), one.passage.text, one.score)
            for one in found
            if one.passage.is_quotable
        )

    async def verify(
        self, course_id: int, server_id: int, receipt: str, question: str, *, by: Person
    ) -> Verified | NotVerified:
        """Confirm what a record quotes, word by word, as the answer to ``question``.

        Raises:
            NotSaved: nothing was kept.
        """
        asked = _clean(question, LONGEST_QUESTION)
        if not asked:
            return NotVerified.NO_QUESTION
        async with self._database.write() as session:
            record = await _record(session, course_id, server_id, receipt)
            if record is None:
                return NotVerified.GONE
            standing = record.verified
            if standing is not None and standing.is_in_force:
                return NotVerified.OVERTAKEN
            if record.decision is not Decision.ANSWERED or not record.citations:
                return NotVerified.NOT_AN_ANSWER
            return await put_in_force(
                session,
                NewAnswer(
                    course_id=course_id,
                    server_id=server_id,
                    question=asked,
                    words="",
                    quotes=quotes_shown(record),
                    by=by,
                    at=self._clock(),
                    act=StaffAct.VERIFIED,
                    receipts=(receipt,),
                    replaces=_replaced(standing),
                ),
            )

    async def fix(
        self, course_id: int, server_id: int, receipt: str, draft: Draft, *, by: Person
    ) -> Verified | NotVerified:
        """Put somebody's words in the place of what a record says.

        Raises:
            NotSaved: nothing was kept.
        """
        return await self._write(
            course_id, server_id, draft, by=by, receipts=(receipt,), act=StaffAct.FIXED
        )

    async def answer(
        self, course_id: int, server_id: int, draft: Draft, *, by: Person, receipts: Sequence[str]
    ) -> Verified | NotVerified:
        """Answer at once what several records ask: those of other servers are left alone.

        Raises:
            NotSaved: nothing was kept.
        """
        return await self._write(
            course_id, server_id, draft, by=by, receipts=receipts, act=StaffAct.ANSWERED
        )

    async def edit(
        self, course_id: int, server_id: int, answer_id: int, draft: Draft, *, by: Person
    ) -> Verified | NotVerified:
        """Put other words in the place of an answer, wherever that stands.

        Raises:
            NotSaved: nothing was kept.
        """
        return await self._write(
            course_id, server_id, draft, by=by, act=StaffAct.FIXED, replaces=answer_id
        )

    async def _write(
        self,
        course_id: int,
        server_id: int,
        draft: Draft,
        *,
        by: Person,
        act: StaffAct,
        receipts: Sequence[str] = (),
        replaces: int | None = None,
    ) -> Verified | NotVerified:
        question = _clean(draft.question, LONGEST_QUESTION)
        words = draft.words.strip()[:LONGEST_ANSWER]
        if not question or not words:
            return NotVerified.NO_WORDS if question else NotVerified.NO_QUESTION
        quotes = await self._quoting.quotes_for(course_id, words, draft.passages)
        if quotes is None:
            return NotVerified.CHANGED
        async with self._database.write() as session:
            found = [await _record(session, course_id, server_id, one) for one in receipts]
            here = [record for record in found if record is not None]
            if receipts and not here:
                return NotVerified.GONE
            if len(here) == 1 and replaces is None:
                replaces = _replaced(here[0].verified)
            return await put_in_force(
                session,
                NewAnswer(
                    course_id=course_id,
                    server_id=server_id,
                    question=question,
                    words=words,
                    quotes=quotes,
                    by=by,
                    at=self._clock(),
                    act=act,
                    receipts=[record.receipt for record in here],
                    replaces=replaces,
                ),
            )

    async def list_standing(self, course_id: int) -> list[VerifiedAnswer]:
        """Those that nobody has retired: the stale ones first, then the newest."""
        async with self._database.read() as session:
            found = await verified_answers.list_standing(session, course_id)
        return sorted(found, key=lambda answer: not answer.is_stale)

    async def find(self, course_id: int, answer_id: int) -> VerifiedAnswer | None:
        """``None`` if there is no such answer in this course."""
        async with self._database.read() as session:
            found = await verified_answers.find(session, answer_id)
        return found if found is not None and found.course_id == course_id else None

    async def retire(self, course_id: int, server_id: int, answer_id: int, *, by: Person) -> bool:
        """Show it to nobody any more; ``False`` if somebody has retired it already.

        Raises:
            NotSaved: nothing was changed.
        """
        async with self._database.write() as session:
            now = self._clock()
            done = await verified_answers.retire(session, course_id, answer_id, now)
            if done:
                await audit.append(
                    session,
                    at=now,
                    server_id=server_id,
                    actor_id=by.user_id,
                    act=StaffAct.WITHDRAWN,
                    target=f"answer {answer_id}",
                )
        return done

    async def keep(self, course_id: int, server_id: int, answer_id: int, *, by: Person) -> bool:
        """Let it hold although a document has changed; ``False`` if it is retired by now.

        Raises:
            NotSaved: nothing was changed.
        """
        async with self._database.write() as session:
            now = self._clock()
            done = await verified_answers.keep(session, course_id, answer_id, now)
            if done:
                await audit.append(
                    session,
                    at=now,
                    server_id=server_id,
                    actor_id=by.user_id,
                    act=StaffAct.VERIFIED,
                    target=f"answer {answer_id}",
                    detail={"kept": "yes"},
                )
        return done


async def _record(
    session: ReadSession, course_id: int, server_id: int, receipt: str
) -> Record | None:
    record = await records.find(session, receipt)
    # What was asked on another server, or in a direct message, is nobody's business here.
    if record is None or record.occasion.server_id != server_id:
        return None
    return record if await records.find_course(session, receipt) == course_id else None


def _replaced(standing: VerifiedAnswer | None) -> int | None:
    return standing.id if standing is not None and standing.retired_at is None else None


def _clean(text: str, limit: int) -> str:
    return " ".join(text.split())[:limit]
