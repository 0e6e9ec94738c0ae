"""A question → an answer with citations or an abstention, on record before anyone sees it."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime
from importlib.metadata import version

from knowledge.answering import dated_events, document_details, following, going_on
from knowledge.answering.composer import Composition
from knowledge.answering.contradicting import noticing
from knowledge.answering.passage_reply import from_evidence, places, side_by_side
from knowledge.answering.recording import draft_record, versions_of
from knowledge.answering.verified import Precedents, as_reply
from knowledge.model.answer import Abstention, Answer, Mode, Question, Reply, ScoredPassage
from knowledge.model.contradiction import Contradiction
from knowledge.model.corpus import Citation
from knowledge.model.receipt import new_receipt
from knowledge.model.record import Delivery, Occasion, Record
from knowledge.model.timeline import Reading
from knowledge.model.verified import VerifiedAnswer
from knowledge.retrieval.retriever import Retrieval, Retriever
from knowledge.storage import documents, offered_answers, quotes, records, verified_answers
from knowledge.storage.database import Database, WriteSession

_RETRIEVED = 10
_RECEIPT_TRIES = 8
_PATIENCE = 3.0
"""Seconds that an asker waits for a course to be read for its events: a long one takes minutes."""


class Answerer:
    """Answers questions from the documents of their course, and records every one."""

    def __init__(
        self,
        database: Database,
        retriever: Retriever,
        clock: Callable[[], datetime],
        read_course: Callable[[int], Awaitable[Reading]],
        contradictions: Callable[[int], Awaitable[Sequence[Contradiction]]],
        precedents: Precedents,
        *,
        model: str,
    ) -> None:
        """Answer with the passages of ``retriever`` and the events that ``read_course`` finds.

        ``contradictions`` gives those that are known of a course, and is quick.
        What ``precedents`` finds that a person has answered before comes first; what a person
        answered to a similar question is offered beside the reply.
        ``model`` names the embedding model and its weights, for the record.
        """
        self._database = database
        self._versions = {"colloquy": version("colloquy"), "model": model}
        self._retriever = retriever
        self._clock = clock
        self._read_course = read_course
        self._precedents = precedents
        self._contradictions = contradictions
        self._reading: set[asyncio.Future[Reading]] = set()
        self._rng = random.SystemRandom()

    async def reply(self, question: Question) -> Reply:
        """What the documents say to ``question``. Nothing is recorded.

        One that goes on from another is put in full where it only names something else, or with
        the words of that one; else without them, if that reply is surer. One that asks nothing
        else is answered from beside what was quoted, or elsewhere. Nothing comes again unremarked.
        """
        if not question.context:
            return await self._reply(question)
        quoted = await self._quoted_before(question)
        wish = going_on.wish_of(question.text)
        beside = None
        if quoted and wish is not None and question.mode is Mode.ANSWER:
            retrieval = await self._retriever.retrieve(question, _RETRIEVED)
            if retrieval is not None:
                beside = going_on.reply_beside(question, wish, quoted, retrieval)
            if beside and going_on.is_granted(wish, beside):
                return await self._noticing(beside)
        reply = await self._reply_in_context(question)
        if beside and wish and not going_on.tells(wish, reply, quoted):
            return beside
        return going_on.saying_so(reply, quoted) if isinstance(reply, Answer) else reply

    async def _quoted_before(self, question: Question) -> tuple[Citation, ...]:
        if question.follows is None:
            return ()
        async with self._database.read() as session:
            before = await records.find(session, question.follows)
        return () if before is None else before.citations

    async def _reply_in_context(self, question: Question) -> Reply:
        # The first time, the towns of the world are read for it.
        meant = await asyncio.to_thread(following.in_full, question.text, question.context)
        full = question if meant is None else replace(question, text=meant, context="")
        reply = replace(await self._reply(full), question=question)
        is_found = meant is not None and not isinstance(reply, Abstention)
        if is_found or not following.may_stand_alone(question.text):
            return reply
        alone = await self._reply(replace(question, context=""))
        return replace(alone, question=question) if alone.confidence > reply.confidence else reply

    async def _reply(self, question: Question) -> Reply:
        retrieval = await self._retriever.retrieve(question, _RETRIEVED)
        if retrieval is None:
            return Abstention(question, (), 0.0, ())
        retrieved = tuple(retrieval.scored)
        if question.mode is Mode.COMPARE:
            return await self._noticing(side_by_side(question, retrieval, retrieved))
        composition = await self._details(question, retrieval)
        if composition is not None:
            confidence = document_details.CONFIDENCE
            return Answer(question, *composition, confidence, retrieved)
        dated = await self._dated(question, retrieved)
        if dated is not None:
            return dated
        return await self._noticing(from_evidence(question, retrieval, retrieved))

    async def _noticing(self, reply: Reply) -> Reply:
        """With what another document says otherwise, unless only one was asked."""
        if not isinstance(reply, Answer) or reply.question.document_id is not None:
            return reply
        return noticing(reply, await self._contradictions(reply.question.course_id))

    async def _details(self, question: Question, retrieval: Retrieval) -> Composition | None:
        """The answer to a question about a document itself; ``None`` for any other."""
        if question.mode is not Mode.ANSWER or not document_details.rules_for(question.sought):
            return None
        async with self._database.read() as session:
            listed = await documents.list_documents(session, question.course_id)
        meant = [d for d in listed if question.document_id in (None, d.id)]
        quotable = [passage for passage in retrieval.index.passages if passage.is_quotable]
        return document_details.compose(question.sought, meant, quotable)

    async def _dated(
        self, question: Question, retrieved: tuple[ScoredPassage, ...]
    ) -> Answer | Abstention | None:
        """The reply to a question for the events of a date; ``None`` for any other.

        Also where the course is still being read: the question is then one as any other.
        """
        asked = dated_events.asked_date(question.text)
        if asked is None or question.mode is not Mode.ANSWER:
            return None
        reading = await self._read_in_time(question.course_id)
        if reading is None:
            return None
        found = dated_events.find(asked, reading.events, question.document_id)
        if found:
            composition, confidence = dated_events.compose(asked, found)
            return Answer(question, *composition, confidence, retrieved)
        if asked.about or asked.date.month is None:
            return None
        nothing = dated_events.nothing_dated(asked)
        return Abstention(question, places(retrieved), 0.0, retrieved, nothing)

    async def _read_in_time(self, course_id: int) -> Reading | None:
        """What the course tells; ``None`` if that takes too long, and the reading goes on."""
        reading = asyncio.ensure_future(self._read_course(course_id))
        self._reading.add(reading)
        reading.add_done_callback(self._end_reading)
        await asyncio.wait({reading}, timeout=_PATIENCE)
        return reading.result() if reading.done() else None

    def _end_reading(self, reading: asyncio.Future[Reading]) -> None:
        self._reading.discard(reading)
        # Nobody may be waiting any more; who asks next reads again, and meets the error.
        if not reading.cancelled():
            reading.exception()

    async def answer(self, question: Question, occasion: Occasion) -> Delivery:
        """Reply to a question that somebody asked, once the reply is on record.

        An event that is delivered twice gets its first record again. Where a document is removed
        or replaced meanwhile, the question is answered again from what there is.

        Raises:
            NotSaved: the record could not be written, so there is no reply.
        """
        asked_at = self._clock()
        started = time.perf_counter()
        while True:
            reply = await self._precedent(question) or await self.reply(question)
            is_a_persons = isinstance(reply, Answer) and reply.verified is not None
            offered = None if is_a_persons else await self._precedents.similar(reply)
            elapsed_ms = (time.perf_counter() - started) * 1000
            delivery = await self._deliver(reply, offered, occasion, asked_at, elapsed_ms)
            if delivery is not None:
                return delivery

    async def open_offer(self, receipt: str, occasion: Occasion) -> Delivery | None:
        """What was offered under a record, as the answer to the question that it answers.

        A record of its own, that goes on from the other. ``None``, and nothing recorded, if
        nothing is offered there any more.

        Raises:
            NotSaved: it could not be recorded, so there is no reply.
        """
        asked_at = self._clock()
        started = time.perf_counter()
        while True:
            offered = await self._precedents.offered(receipt)
            if offered is None:
                return None
            question = Question(offered.question, offered.course_id, follows=receipt)
            # It is asked in the very words in which it was answered.
            reply = await self._as_reply(offered, 1.0, question)
            elapsed_ms = (time.perf_counter() - started) * 1000
            delivery = await self._deliver(reply, None, occasion, asked_at, elapsed_ms)
            if delivery is not None:
                return delivery

    async def _precedent(self, question: Question) -> Answer | None:
        """What a person has answered to the same question."""
        found = await self._precedents.find(question)
        if found is None:
            return None
        return await self._as_reply(found.answer, found.similarity, question)

    async def _as_reply(
        self, answer: VerifiedAnswer, confidence: float, question: Question
    ) -> Answer:
        retrieval = await self._retriever.retrieve(question, _RETRIEVED)
        if retrieval is None:
            return as_reply(answer, confidence, question, (), ())
        found, passages = tuple(retrieval.scored), retrieval.index.passages
        return as_reply(answer, confidence, question, found, passages)

    async def _deliver(
        self,
        reply: Reply,
        offered: VerifiedAnswer | None,
        occasion: Occasion,
        asked_at: datetime,
        elapsed_ms: float,
    ) -> Delivery | None:
        """``None``, and nothing recorded, if it rests on what is no longer there."""
        question = reply.question
        versions = versions_of(reply)

        async def put_on_record(session: WriteSession) -> Delivery | None:
            if await quotes.current_among(session, versions) != versions:
                return None
            if not await _still_stands(session, reply):
                return None
            around = await records.find_circumstances(
                session,
                course_id=question.course_id,
                document_id=question.document_id,
                user_id=occasion.user_id,
            )
            draft = draft_record(
                reply,
                await _in_force(session, offered),
                occasion,
                around,
                self._versions,
                asked_at=asked_at,
                latency_ms=elapsed_ms,
            )
            first_use = occasion.user_id is not None and not around.user_is_known
            return Delivery(await self._store(session, draft, question), reply, first_use)

        return await self._database.write_grouped(put_on_record)

    async def _store(self, session: WriteSession, draft: Record, question: Question) -> Record:
        """Give the draft a receipt and store it; an event that is on record keeps its record."""
        event_id = draft.occasion.event_id
        for attempt in range(_RECEIPT_TRIES):
            receipt = new_receipt(self._rng, length=4 + attempt // 2)
            record = replace(draft, receipt=receipt)
            if await records.add(session, record, course_id=question.course_id):
                if record.verified is not None:
                    shown, at = record.verified.id, record.asked_at
                    await verified_answers.show(session, [receipt], shown, at, posted_at=at)
                if record.offered is not None:
                    await offered_answers.add(session, receipt, record.offered.id)
                return record
            before = None if event_id is None else await records.find_by_event(session, event_id)
            if before is not None:
                return before
        raise AssertionError("no free receipt in eight tries, of ever more letters")


async def _still_stands(session: WriteSession, reply: Reply) -> bool:
    """Whether nobody has retired the person's answer meanwhile, if it is one."""
    verified = reply.verified if isinstance(reply, Answer) else None
    return verified is None or await _in_force(session, verified) is not None


async def _in_force(session: WriteSession, answer: VerifiedAnswer | None) -> VerifiedAnswer | None:
    """The answer as it is now; ``None`` if it holds no longer."""
    known = None if answer is None else await verified_answers.find(session, answer.id)
    return known if known is not None and known.is_in_force else None
