"""Starred questions: asked again after each change of the documents or of the model."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime

from knowledge.model.answer import Answer, Question, Reply
from knowledge.model.audit import StaffAct
from knowledge.model.golden import (
    GoldenOutcome,
    GoldenQuestion,
    GoldenReport,
    GoldenRun,
    NotStarred,
)
from knowledge.model.pseudonym import stand_in
from knowledge.model.receipt import read_receipt
from knowledge.model.record import Record, decision_of
from knowledge.model.redaction import redacted
from knowledge.model.replay import changed
from knowledge.reviewing.identities import Identities
from knowledge.storage import audit, courses, documents, golden, records, servers, timeline_edits
from knowledge.storage.database import Database, WriteSession

MOST = 200
"""Starred questions of a course: a run of them takes some ten seconds."""
_TRIES = 3


class Golden:
    """Asks one question after another, so that those of students never wait for a run."""

    def __init__(
        self,
        database: Database,
        clock: Callable[[], datetime],
        reply: Callable[[Question], Awaitable[Reply]],
        model: str,
    ) -> None:
        """``reply`` answers without recording; ``model`` names the embedding model in use."""
        self._database = database
        self._clock = clock
        self._reply = reply
        self._model = model

    async def star(
        self, course_id: int, server_id: int, typed: str, *, by: int
    ) -> Record | NotStarred:
        """Star an answer as it was given: what it decided and quotes is right.

        Raises:
            NotSaved: nothing was kept.
        """
        receipt = read_receipt(typed)
        if receipt is None:
            return NotStarred.GONE
        now = self._clock()
        async with self._database.write() as session:
            record = await records.find_in(session, course_id, server_id, receipt)
            if record is None:
                return NotStarred.GONE
            if record.follows is not None:
                return NotStarred.FOLLOWS
            # A run asks the documents alone, and would never find what a person wrote.
            if record.verified is not None and record.verified.words:
                return NotStarred.WRITTEN
            before = await golden.count(session, course_id)
            if before >= MOST:
                return NotStarred.FULL
            document_id = None
            if record.source is not None:
                document_id = await documents.find_titled(session, course_id, record.source)
            user_id = record.occasion.user_id
            secret = await servers.secret(session)
            added = await golden.add(
                session,
                course_id,
                record,
                question=redacted(record.question),
                document_id=document_id,
                asker_id=None if user_id is None else stand_in(secret, user_id),
                by=by,
                at=now,
            )
            if not added:
                return NotStarred.ALREADY
            # Later ones may not hide a change that the earlier ones still wait to be asked about.
            if not before:
                await golden.begin(session, course_id, self._model, now)
            await self._note(session, server_id, by, StaffAct.STARRED, receipt)
        return record

    async def unstar(self, course_id: int, server_id: int, typed: str, *, by: int) -> bool:
        """``False`` if it is not starred.

        Raises:
            NotSaved: nothing was changed.
        """
        receipt = read_receipt(typed)
        if receipt is None:
            return False
        async with self._database.write() as session:
            gone = await golden.remove(session, course_id, receipt)
            if gone:
                await self._note(session, server_id, by, StaffAct.WITHDRAWN, receipt)
        return gone

    async def list_questions(self, course_id: int, server_id: int) -> list[GoldenQuestion]:
        """The course's starred questions; without words where the server's log shows none."""
        async with self._database.read() as session:
            hides = (await Identities.of(session, server_id)).hides_questions
            found = await golden.list_questions(session, course_id)
        return [replace(question, question="") for question in found] if hides else found

    async def last_run(self, course_id: int) -> GoldenRun | None:
        async with self._database.read() as session:
            return await golden.find_last(session, course_id)

    async def list_due(self) -> list[int]:
        """The courses whose starred questions are to be asked again."""
        async with self._database.read() as session:
            return await golden.list_due(session, self._model)

    async def due(self, course_id: int) -> bool:
        """Whether the documents or the model changed since the last run."""
        return course_id in await self.list_due()

    async def run_for(self, course_id: int, server_id: int) -> GoldenRun | None:
        """Ask them now, whether anything has changed or not, for staff who wait for it.

        Raises:
            NotSaved: as :meth:`run`.
        """
        run = await self.run(course_id, again=True)
        if run is None:
            return None
        async with self._database.read() as session:
            hides = (await Identities.of(session, server_id)).hides_questions
        return _without_words(run) if hides else run

    async def run(self, course_id: int, *, again: bool = False) -> GoldenRun | None:
        """Ask all starred questions of the documents as they are.

        ``None`` if there are none, or if they were asked of this revision already and it is not
        wanted ``again``. Where the documents change meanwhile it begins anew.

        Raises:
            NotSaved: the run could not be kept.
        """
        for _ in range(_TRIES):
            async with self._database.read() as session:
                revision = await timeline_edits.revision(session, course_id)
                starred = await golden.list_questions(session, course_id)
            if not starred:
                return None
            outcomes = [await self._ask(question) for question in starred]
            async with self._database.write() as session:
                if await timeline_edits.revision(session, course_id) != revision:
                    continue
                return await golden.put_run(
                    session,
                    course_id,
                    revision=revision,
                    model=self._model,
                    outcomes=outcomes,
                    at=self._clock(),
                    again=again,
                )
        return None

    async def _ask(self, starred: GoldenQuestion) -> GoldenOutcome:
        reply = await self._reply(
            Question(starred.question, starred.course_id, starred.document_id, starred.mode)
        )
        quotes = [c.quote for c in reply.citations] if isinstance(reply, Answer) else []
        gone = changed(_plain(starred.quotes), _plain(quotes)).gone
        return GoldenOutcome(starred, decision_of(reply), gone)

    async def take_reports(self, home_server: int | None) -> list[GoldenReport]:
        """Runs that a log channel is to hear of, taken on by this call.

        Args:
            home_server: Where the courses are looked after that belong to no server.
        """
        async with self._database.read() as session:
            if not await golden.list_unposted(session):
                return []
        reports = []
        async with self._database.write() as session:
            for run in await golden.list_unposted(session):
                course = await courses.get_course(session, run.course_id)
                owner = home_server if course.server_id is None else course.server_id
                settings = await servers.get(session, owner)
                channel = settings.log_channel_id or settings.alert_channel_id
                if channel is None or not run.outcomes:
                    continue
                if await golden.take_report(session, run.id, self._clock()):
                    hides = (await Identities.of(session, owner or 0)).hides_questions
                    shown = _without_words(run) if hides else run
                    reports.append(GoldenReport(shown, course.title, channel))
        return reports

    async def give_back(self, report: GoldenReport) -> None:
        """It could not be told; the next :meth:`take_reports` finds it again."""
        async with self._database.write() as session:
            await golden.give_back_report(session, report.run.id)

    async def _note(
        self, session: WriteSession, server_id: int, by: int, act: StaffAct, receipt: str
    ) -> None:
        await audit.append(
            session,
            at=self._clock(),
            server_id=server_id,
            actor_id=by,
            act=act,
            target=receipt,
            detail={"golden": "yes"},
        )


def _plain(quotes: list[str] | tuple[str, ...]) -> list[str]:
    """White space is the reader's, not the author's."""
    return [" ".join(quote.split()) for quote in quotes]


def _without_words(run: GoldenRun) -> GoldenRun:
    hidden = (replace(o, question=replace(o.question, question="")) for o in run.outcomes)
    return replace(run, outcomes=tuple(hidden))
