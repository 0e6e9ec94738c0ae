"""Answers that people stand behind: confirmed, written, replaced, kept and retired."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from knowledge.model.answer import Place, Question
from knowledge.model.audit import StaffAct
from knowledge.model.inbox import NearPassage
from knowledge.model.receipt import read_receipt
from knowledge.model.record import Decision, Record
from knowledge.model.redaction import redacted
from knowledge.model.verified import Draft, NotVerified, Person, Verified, VerifiedAnswer
from knowledge.retrieval.embedder import Embedder
from knowledge.retrieval.retriever import Retriever
from knowledge.reviewing.asked_before import asked_before
from knowledge.reviewing.identities import Identities
from knowledge.reviewing.quoting import NEAREST, quotes_shown
from knowledge.reviewing.standing import NewAnswer, put_in_force, take_back
from knowledge.reviewing.writing import Under, Writer, as_question
from knowledge.storage import audit, records, verified_answers
from knowledge.storage.database import Database, ReadSession, WriteSession


class VerifiedAnswers:
    """Keeps them for a course. Who asks the same gets them first: see `answering.verified`."""

    def __init__(
        self,
        database: Database,
        retriever: Retriever,
        embedder: Embedder,
        clock: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._retriever = retriever
        self._writer = Writer(database, embedder, clock)
        self._clock = clock

    async def find_record(self, course_id: int, server_id: int, typed: str) -> Record | None:
        """The answer with this receipt, however it was typed, if staff may deal with it here.

        Its question is without traces of people, for the answer to it stays when they go; it is
        empty where the server's log shows none.
        """
        receipt = read_receipt(typed)
        if receipt is None:
            return None
        async with self._database.read() as session:
            record = await records.find_in(session, course_id, server_id, receipt)
            hides = (await Identities.of(session, server_id)).hides_questions
        if record is None:
            return None
        return replace(record, question="" if hides else redacted(record.question))

    async def nearest_to(
        self, course_id: int, server_id: int, receipt: str
    ) -> tuple[NearPassage, ...]:
        """The passages that an answer to what a record asks may rest on, best first."""
        async with self._database.read() as session:
            record = await records.find_in(session, course_id, server_id, receipt)
        return () if record is None else await self.nearest(course_id, record.question)

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
        asked = as_question(question)
        if not asked:
            return NotVerified.NO_QUESTION
        async with self._database.write() as session:
            record = await records.find_in(session, course_id, server_id, receipt)
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
                    replaces={record.standing_id} - {0},
                ),
            )

    async def fix(
        self,
        course_id: int,
        server_id: int,
        receipt: str,
        draft: Draft,
        *,
        by: Person,
        seen: int = 0,
    ) -> Verified | NotVerified:
        """Put somebody's words in the place of what a record says, and of what others were told
        who had asked the same.

        Args:
            seen: The answer that stood there when they began to write, as `Record.standing_id`
                has it: another is not replaced unseen.

        Raises:
            NotSaved: nothing was kept.
        """
        async with self._database.read() as session:
            record = await records.find_in(session, course_id, server_id, receipt)
        others = await asked_before(self._database, record)

        async def under(session: ReadSession) -> Under | NotVerified:
            now = await records.find_in(session, course_id, server_id, receipt)
            if now is None:
                return NotVerified.GONE
            if now.standing_id != seen:
                return NotVerified.OVERTAKEN
            same = await verified_answers.without_one(session, others)
            return Under((receipt, *same), {seen} - {0})

        return await self._writer.write(
            course_id, server_id, draft, under, by=by, act=StaffAct.FIXED
        )

    async def answer(
        self, course_id: int, server_id: int, draft: Draft, *, by: Person, receipts: Sequence[str]
    ) -> Verified | NotVerified:
        """Answer at once what several records ask.

        Those of other servers are left alone, and those that somebody has answered meanwhile.

        Raises:
            NotSaved: nothing was kept.
        """

        async def under(session: ReadSession) -> Under | NotVerified:
            found = [await records.find_in(session, course_id, server_id, one) for one in receipts]
            here = [record for record in found if record is not None]
            if not here:
                return NotVerified.GONE
            left = [r for r in here if r.verified is None or not r.verified.is_in_force]
            if not left:
                return NotVerified.OVERTAKEN
            replaced = {record.standing_id for record in left} - {0}
            return Under([record.receipt for record in left], replaced)

        return await self._writer.write(
            course_id, server_id, draft, under, by=by, act=StaffAct.ANSWERED
        )

    async def edit(
        self, course_id: int, server_id: int, answer_id: int, draft: Draft, *, by: Person
    ) -> Verified | NotVerified:
        """Put other words in the place of an answer, wherever that stands.

        Raises:
            NotSaved: nothing was kept.
        """

        async def under(_session: ReadSession) -> Under | NotVerified:
            return Under((), {answer_id})

        return await self._writer.write(
            course_id, server_id, draft, under, by=by, act=StaffAct.FIXED
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
        now = self._clock()
        async with self._database.write() as session:
            done = await take_back(session, course_id, answer_id, now)
            if done:
                await _note(session, now, server_id, answer_id, by, StaffAct.WITHDRAWN)
        return done

    async def keep(self, course_id: int, server_id: int, answer_id: int, *, by: Person) -> bool:
        """Let it hold although a document has changed; ``False`` if it is retired by now.

        Raises:
            NotSaved: nothing was changed.
        """
        now = self._clock()
        async with self._database.write() as session:
            done = await verified_answers.keep(session, course_id, answer_id, now)
            if done:
                await _note(session, now, server_id, answer_id, by, StaffAct.VERIFIED, kept="yes")
        return done


async def _note(
    session: WriteSession,
    at: datetime,
    server_id: int,
    answer_id: int,
    by: Person,
    act: StaffAct,
    **detail: str,
) -> None:
    await audit.append(
        session,
        at=at,
        server_id=server_id,
        actor_id=by.user_id,
        act=act,
        target=f"answer {answer_id}",
        detail=detail,
    )
