"""A question → an answer with citations or an abstention, on record before anyone sees it."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime
from importlib.metadata import version

from knowledge.answering import (
    comparing,
    composer,
    dated_events,
    document_details,
    following,
    grounding,
    languages,
    topics,
)
from knowledge.answering.composer import Composition
from knowledge.answering.contradicting import noticing
from knowledge.answering.evidence import gather
from knowledge.answering.recording import draft_record
from knowledge.answering.sentence_scoring import score_sentences
from knowledge.answering.unmentioned import remark, unmentioned
from knowledge.answering.verified import Precedents
from knowledge.model.answer import (
    Abstention,
    Answer,
    Mode,
    Place,
    Question,
    Reply,
    ScoredPassage,
    Whereabouts,
)
from knowledge.model.contradiction import Contradiction
from knowledge.model.receipt import new_receipt
from knowledge.model.record import Delivery, Occasion, Record
from knowledge.model.timeline import Reading
from knowledge.retrieval.retriever import Retrieval, Retriever
from knowledge.storage import documents, quotes, records, verified_answers
from knowledge.storage.database import Database, WriteSession

_RETRIEVED = 10
_PLACES = 3
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
        What ``precedents`` finds that a person has answered before comes first.
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

        One that goes on from another is put with and without its words; the surer reply counts.
        """
        reply = await self._reply(question)
        if not question.context or not following.may_stand_alone(question.text):
            return reply
        alone = await self._reply(replace(question, context=""))
        return replace(alone, question=question) if alone.confidence > reply.confidence else reply

    async def _reply(self, question: Question) -> Reply:
        retrieval = await self._retriever.retrieve(question, _RETRIEVED)
        if retrieval is None:
            return Abstention(question, (), 0.0, ())
        retrieved = tuple(retrieval.scored)
        if question.mode is Mode.COMPARE:
            return await self._noticing(_side_by_side(question, retrieval, retrieved))
        composition = await self._details(question, retrieval)
        if composition is not None:
            confidence = document_details.CONFIDENCE
            return Answer(question, *composition, confidence, retrieved)
        dated = await self._dated(question, retrieved)
        if dated is not None:
            return dated
        return await self._noticing(_from_evidence(question, retrieval, retrieved))

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
        return Abstention(question, _places(retrieved), 0.0, retrieved, nothing)

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
            elapsed_ms = (time.perf_counter() - started) * 1000
            delivery = await self._deliver(reply, occasion, asked_at, elapsed_ms)
            if delivery is not None:
                return delivery

    async def _precedent(self, question: Question) -> Answer | None:
        """What a person has answered to the same question."""
        found = await self._precedents.find(question)
        if found is None:
            return None
        retrieval = await self._retriever.retrieve(question, _RETRIEVED)
        if retrieval is None:
            return found.as_reply(question, (), ())
        return found.as_reply(question, tuple(retrieval.scored), retrieval.index.passages)

    async def _deliver(
        self, reply: Reply, occasion: Occasion, asked_at: datetime, elapsed_ms: float
    ) -> Delivery | None:
        """``None``, and nothing recorded, if it rests on what is no longer there."""
        question = reply.question
        versions = {scored.passage.version_id for scored in reply.retrieved}

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
                reply, occasion, around, self._versions, asked_at=asked_at, latency_ms=elapsed_ms
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
                    await verified_answers.show(session, [receipt], shown, at)
                return record
            before = None if event_id is None else await records.find_by_event(session, event_id)
            if before is not None:
                return before
        raise AssertionError("no free receipt in eight tries, of ever more letters")


async def _still_stands(session: WriteSession, reply: Reply) -> bool:
    """Whether nobody has retired the person's answer meanwhile, if it is one."""
    verified = reply.verified if isinstance(reply, Answer) else None
    if verified is None:
        return True
    known = await verified_answers.find(session, verified.id)
    return known is not None and known.is_in_force


def _side_by_side(
    question: Question, retrieval: Retrieval, retrieved: tuple[ScoredPassage, ...]
) -> Answer | Abstention:
    """What each document says on the topic that ``question`` is."""
    composition = comparing.compare(retrieval)
    if composition is None:
        return Abstention(question, _places(retrieved), 0.0, retrieved)
    return Answer(question, *composition, comparing.CONFIDENCE, retrieved)


def _from_evidence(
    question: Question, retrieval: Retrieval, retrieved: tuple[ScoredPassage, ...]
) -> Reply:
    """The reply that the words and the meaning of the retrieved passages give."""
    evidence = gather(
        question.text,
        retrieval.layout,
        retrieval.ranking,
        retrieval.passages,
        question.context,
    )
    places = _places(retrieved)
    if not evidence.passages:
        # Whatever was found may be read, and not quoted.
        found = Whereabouts if question.mode is Mode.WHERE and places else Abstention
        return found(question, places, 0.0, retrieved)
    scored = score_sentences(evidence)
    confidence = grounding.confidence(evidence, scored)
    if question.mode is Mode.WHERE and places:
        return Whereabouts(question, places, confidence, retrieved)
    index = retrieval.index
    names = remark(unmentioned(question.text, evidence.words, index))
    on_topic = topics.sentences_on_topic(evidence, scored)
    alone = not question.context and topics.lone_word(question.text) is not None
    if on_topic:
        scored = on_topic
        confidence = topics.CONFIDENCE if alone else max(topics.CONFIDENCE, confidence)
    if alone and not (on_topic and topics.is_known(evidence, len(index.passages))):
        return Abstention(question, places, 0.0, retrieved, topics.HOW_TO_ASK)
    if question.mode is Mode.WHERE or not grounding.is_grounded(confidence, index.strictness):
        said = languages.remark(question.text, retrieval.passages) or names
        return Abstention(question, places, confidence, retrieved, said)
    composition = composer.compose(question.text, scored).remarking(names)
    return Answer(question, *composition, confidence, retrieved)


def _places(retrieved: tuple[ScoredPassage, ...]) -> tuple[Place, ...]:
    """The places of the best passages that come near the question, each heading once."""
    places: dict[tuple[int, tuple[str, ...]], Place] = {}
    for scored in filter(grounding.comes_near, retrieved):
        passage = scored.passage
        places.setdefault((passage.document_id, passage.section), Place.of(passage))
    return tuple(places.values())[:_PLACES]
