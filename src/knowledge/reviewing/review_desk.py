"""Answers and quizzes before a moderator: each look and each word on them is on record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from knowledge.model.audit import Detail, StaffAct
from knowledge.model.pseudonym import is_stand_in
from knowledge.model.receipt import QUIZ, read_receipt
from knowledge.model.record import Record
from knowledge.model.review import (
    Backlog,
    Case,
    QuizCase,
    Report,
    Review,
    ReviewStatus,
    Thumb,
    Unreviewed,
)
from knowledge.reviewing.identities import Identities
from knowledge.reviewing.quiz_cases import quiz_case_of
from knowledge.storage import audit, courses, records, reviews
from knowledge.storage.database import Database, ReadSession, WriteSession

LONGEST_NOTE = 1_000


class ReviewDesk:
    """Opens what is on record in one server, for its moderators, and keeps their reviews."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    async def open(self, server_id: int, receipt: str, *, by: int) -> Case | QuizCase | None:
        """The answer or the quiz with this receipt, however it was typed.

        Raises:
            NotSaved: the look could not be put on record, so there is nothing to see.
        """
        wanted = read_receipt(receipt)
        quiz = read_receipt(receipt, letter=QUIZ)

        found: Case | QuizCase | None = None
        async with self._database.read() as session:
            if wanted is not None:
                found = await case_of(session, server_id, wanted)
            elif quiz is not None:
                found = await quiz_case_of(session, server_id, quiz)
        if found is not None:
            await self._viewed(server_id, by, wanted or quiz or "")
        return found

    async def next(self, server_id: int, *, by: int, after: str | None = None) -> Case | None:
        """The answer to review next, reported and disliked ones first; ``None`` if none waits.

        Args:
            after: The receipt of the one before, decided or skipped.
        """
        async with self._database.read() as session:
            receipt = await reviews.next_open(session, server_id, after)
            case = None if receipt is None else await case_of(session, server_id, receipt)
        if case is not None:
            await self._viewed(server_id, by, case.record.receipt)
        return case

    async def backlog(self, server_id: int) -> Backlog:
        """How much waits for a review."""
        async with self._database.read() as session:
            return await reviews.backlog(session, server_id)

    async def review(
        self,
        server_id: int,
        receipt: str,
        status: ReviewStatus,
        *,
        by: int,
        seen: ReviewStatus,
        note: str = "",
    ) -> Case | Unreviewed:
        """Keep what a moderator says of an answer, if its status is still the one they have seen.

        Raises:
            NotSaved: nothing was kept.
        """
        now = self._clock()
        word = Review(status, note.strip()[:LONGEST_NOTE], by, now)
        async with self._database.write() as session:
            if not await reviews.put(session, server_id, receipt, word, seen=seen):
                known = await case_of(session, server_id, receipt)
                return Unreviewed.GONE if known is None else Unreviewed.OVERTAKEN
            detail = {"from": seen.value, "to": status.value, "note": len(word.note)}
            await self._note(session, server_id, by, StaffAct.REVIEWED, receipt, detail)
            case = await case_of(session, server_id, receipt)
        return Unreviewed.GONE if case is None else case

    async def unmask(self, server_id: int, receipt: str, reason: str, *, by: int) -> int | None:
        """Who asked, once the reason is on record.

        ``None`` if there is no such answer, or if nobody can tell any more who asked.

        Raises:
            ValueError: there is no reason.
            NotSaved: the reason could not be put on record, so there is no name.
        """
        if not reason.strip():
            raise ValueError("a name is shown for a reason only")
        async with self._database.write() as session:
            record = await _record(session, server_id, receipt)
            user_id = None if record is None else record.occasion.user_id
            if user_id is None or is_stand_in(user_id):
                return None
            detail = {"reason": " ".join(reason.split())[:LONGEST_NOTE]}
            await self._note(session, server_id, by, StaffAct.UNMASKED, receipt, detail)
        return user_id

    async def report(
        self, server_id: int, channel_id: int, message_id: int, note: str, *, by: int
    ) -> str | None:
        """Keep what a reader tells the moderators of the answer in a message; its receipt.

        ``None`` if the message carries no answer of this server.

        Raises:
            NotSaved: nothing was kept.
        """
        now = self._clock()

        async def keep(session: WriteSession) -> str | None:
            found = await reviews.find_reportable(
                session, server_id, channel_id=channel_id, message_id=message_id
            )
            if found is None:
                return None
            record_id, receipt = found
            text = note.strip()[:LONGEST_NOTE]
            await reviews.put_report(session, record_id, user_id=by, note=text, at=now)
            return receipt

        return await self._database.write_grouped(keep)

    async def _viewed(self, server_id: int, by: int, receipt: str) -> None:
        async with self._database.write() as session:
            await self._note(session, server_id, by, StaffAct.VIEWED, receipt)

    async def _note(
        self,
        session: WriteSession,
        server_id: int,
        by: int,
        act: StaffAct,
        receipt: str,
        detail: Detail | None = None,
    ) -> None:
        await audit.append(
            session,
            at=self._clock(),
            server_id=server_id,
            actor_id=by,
            act=act,
            target=receipt,
            detail=detail or {},
        )


async def case_of(session: ReadSession, server_id: int, receipt: str) -> Case | None:
    """An answer of this server, with nobody's id in it unless the server's log shows names."""
    record = await _record(session, server_id, receipt)
    if record is None:
        return None
    names = await Identities.of(session, server_id)
    reported = [
        Report(by, row.note, row.at)
        for row in await reviews.list_reports(session, receipt)
        if (by := names.asker(row.user_id)) is not None
    ]
    thumbs = [
        Thumb(by, given.rating, given.complaint, given.at)
        for given in record.feedback
        if (by := names.asker(given.user_id)) is not None
    ]
    return Case(
        record=_without_ids(record, names),
        course=await courses.find_title(session, record.course_id) or record.course,
        asker=names.asker(record.occasion.user_id),
        hides_question=names.hides_questions,
        review=await reviews.find(session, receipt),
        thumbs=tuple(thumbs),
        reports=tuple(reported),
    )


async def _record(session: ReadSession, server_id: int, receipt: str) -> Record | None:
    record = await records.find(session, receipt)
    # What is in another server's log is nobody's business here.
    return record if record is not None and record.occasion.server_id == server_id else None


def _without_ids(record: Record, names: Identities) -> Record:
    occasion = replace(record.occasion, user_id=None, event_id=None)
    record = replace(record, occasion=occasion, feedback=())
    if not names.hides_questions:
        return record
    # What is said beside the quotes may repeat a word of the question.
    shown = [f"{said.text} [{said.citation}]" for said in record.sentences] or record.places
    return replace(record, question="", shown="\n".join(shown))
