"""Asking a question on record again, of today's documents."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime

from knowledge.model.answer import Answer, Question, Reply
from knowledge.model.audit import StaffAct
from knowledge.model.record import Record, decision_of
from knowledge.model.replay import Change, NoReplay, Replay, changed
from knowledge.reviewing.review_desk import case_of
from knowledge.storage import audit, documents, records
from knowledge.storage.database import Database, ReadSession

NO_COURSE = "The course that was asked is no longer there."
NO_DOCUMENT = "Only one document was asked, and it is no longer in the course."


class Replaying:
    """Needs to know how a question is answered, which ``reply`` does without recording it."""

    def __init__(
        self,
        database: Database,
        clock: Callable[[], datetime],
        reply: Callable[[Question], Awaitable[Reply]],
        context_for: Callable[[str, Record], str],
    ) -> None:
        self._database = database
        self._clock = clock
        self._reply = reply
        self._context_for = context_for

    async def replay(self, server_id: int, receipt: str, *, by: int) -> Replay | NoReplay | None:
        """The difference; ``None`` if this server has no such answer.

        A question that went on from another is asked together with that one, if it is still on
        record.

        Raises:
            NotSaved: the replay could not be put on record, so there is none.
        """
        async with self._database.read() as session:
            case = await case_of(session, server_id, receipt)
            record = await records.find(session, receipt)
            if case is None or record is None:
                return None
            question = await _question(session, record)
            before = None if record.follows is None else await records.find(session, record.follows)
        if isinstance(question, NoReplay):
            return question
        async with self._database.write() as session:
            await audit.append(
                session,
                at=self._clock(),
                server_id=server_id,
                actor_id=by,
                act=StaffAct.REPLAYED,
                target=receipt,
            )
        if before is not None:
            question = replace(question, context=self._context_for(question.text, before))
        reply = await self._reply(question)
        return Replay(
            case=case,
            reply=reply,
            decision=decision_of(reply),
            confidence=reply.confidence,
            sentences=changed([s.text for s in record.sentences], _sentences(reply)),
            passages=changed(
                [_place(p.document, p.section) for p in record.passages],
                [_place(s.passage.document_title, s.passage.section) for s in reply.retrieved],
            ),
            versions=_versions(record.versions, reply),
            lost=record.follows if before is None else None,
        )


async def _question(session: ReadSession, record: Record) -> Question | NoReplay:
    course_id = await records.find_course(session, record.receipt)
    if course_id is None:
        return NoReplay(NO_COURSE)
    document_id = None
    if record.source is not None:
        document_id = await documents.find_titled(session, course_id, record.source)
        if document_id is None:
            return NoReplay(NO_DOCUMENT)
    return Question(record.question, course_id, document_id, record.mode, follows=record.follows)


def _sentences(reply: Reply) -> list[str]:
    return [said.text for said in reply.sentences] if isinstance(reply, Answer) else []


def _place(document: str, section: tuple[str, ...]) -> str:
    return " › ".join((document, *section))


def _versions(before: Mapping[str, str], reply: Reply) -> Change:
    """Of the documents that were retrieved then or are now."""
    now = {
        f"{scored.passage.document_title} (version {scored.passage.version})"
        for scored in reply.retrieved
    }
    known = [what for name, what in before.items() if name.startswith("document ")]
    return changed(known, sorted(now))
