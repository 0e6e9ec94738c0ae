"""From a question to a record: nothing is shown that is not stored."""

import asyncio

import pytest
from sqlalchemy import text

from knowledge.bootstrap import Knowledge
from knowledge.errors import NotSaved
from knowledge.ingestion.batch import SourceFile
from knowledge.model.answer import Abstention, Answer, Mode, Question, Whereabouts
from knowledge.model.corpus import Course
from knowledge.model.record import Complaint, Decision, Occasion, Rating, Surface

LIGHTHOUSE = b"""---
title: Lights of the coast
author: Mara Oduya
cited_as: Oduya
---
# Lights of the coast

## Port Amber
The lighthouse at Port Amber was built in 1887 by the engineer Ada Finch. It stands on a reef.

## Cape Wren
The lamp at Cape Wren burned whale oil until 1902, when the keepers changed to paraffin.
"""


@pytest.fixture
async def course(knowledge: Knowledge) -> Course:
    course = await knowledge.library.create_course("coast", "The coast")
    await knowledge.ingester.ingest(course, [SourceFile("lights.md", LIGHTHOUSE)])
    return course


def by(user_id: int, event_id: int | None = None) -> Occasion:
    return Occasion(Surface.SLASH, user_id=user_id, server_id=1, channel_id=2, event_id=event_id)


async def test_an_answer_quotes_the_document_and_names_its_place(
    knowledge: Knowledge, course: Course
) -> None:
    question = Question("When was the lighthouse at Port Amber built?", course.id)
    delivery = await knowledge.answerer.answer(question, by(7))
    answer = delivery.reply
    assert isinstance(answer, Answer)
    citation = answer.citations[0]
    assert "1887" in citation.quote
    assert citation.section == ("Port Amber",)
    assert citation.author == "Mara Oduya"
    async with knowledge.database.read() as session:
        stored = await session.scalar(
            text("SELECT text FROM document_versions WHERE id = :id"), {"id": citation.version_id}
        )
    assert citation.span.of(stored) == citation.quote


async def test_the_record_holds_who_where_what_and_why(
    knowledge: Knowledge, course: Course
) -> None:
    question = Question("When was the lighthouse at Port Amber built?", course.id)
    delivery = await knowledge.answerer.answer(question, by(7, event_id=99))
    record = await knowledge.logbook.find(delivery.receipt.lower().replace("-", " "))
    assert record is not None
    assert record.occasion == by(7, event_id=99)
    assert record.question == question.text
    assert record.decision is Decision.ANSWERED
    assert record.shown == delivery.reply.text
    assert isinstance(delivery.reply, Answer)
    assert record.citations == delivery.reply.citations
    assert record.passages[0].parts.keys() == delivery.reply.retrieved[0].parts.keys()
    assert record.versions["model"].startswith("all-MiniLM-L6-v2 ")
    assert record.latency_ms > 0


async def test_what_the_documents_do_not_say_is_an_abstention_with_headings(
    knowledge: Knowledge, course: Course
) -> None:
    question = Question("How do I bake sourdough bread at home?", course.id)
    delivery = await knowledge.answerer.answer(question, by(7))
    assert isinstance(delivery.reply, Abstention)
    assert 0 < len(delivery.reply.nearest) <= 3
    record = await knowledge.logbook.find(delivery.receipt)
    assert record is not None
    assert record.decision is Decision.ABSTAINED
    assert record.citations == ()


async def test_where_gives_places_and_no_sentence(knowledge: Knowledge, course: Course) -> None:
    question = Question("When was the lighthouse built?", course.id, mode=Mode.WHERE)
    delivery = await knowledge.answerer.answer(question, by(7))
    assert isinstance(delivery.reply, Whereabouts)
    assert delivery.reply.places[0].section == ("Port Amber",)
    assert "1887" not in delivery.reply.text


async def test_an_event_delivered_twice_is_recorded_once(
    knowledge: Knowledge, course: Course
) -> None:
    question = Question("When was the lighthouse built?", course.id)
    deliveries = await asyncio.gather(
        *(knowledge.answerer.answer(question, by(7, event_id=5)) for _ in range(5))
    )
    assert len({d.receipt for d in deliveries}) == 1
    assert len([r async for r in knowledge.logbook.export()]) == 1


async def test_only_a_users_first_question_is_the_first(
    knowledge: Knowledge, course: Course
) -> None:
    question = Question("When was the lighthouse built?", course.id)
    first = await knowledge.answerer.answer(question, by(7))
    second = await knowledge.answerer.answer(question, by(7))
    other = await knowledge.answerer.answer(question, by(8))
    assert (first.first_use, second.first_use, other.first_use) == (True, False, True)


async def test_nothing_is_answered_that_cannot_be_recorded(
    knowledge: Knowledge, course: Course
) -> None:
    async with knowledge.database.write() as session:
        pages = await session.scalar(text("PRAGMA page_count"))
        await session.execute(text(f"PRAGMA max_page_count = {pages}"))

    async def fill() -> None:
        for number in range(200):
            question = Question(f"When was lighthouse {number} built? " + "x" * 900, course.id)
            await knowledge.answerer.answer(question, by(7))

    with pytest.raises(NotSaved):
        await fill()


async def test_a_course_without_documents_abstains(knowledge: Knowledge) -> None:
    empty = await knowledge.library.create_course("empty", "Empty")
    delivery = await knowledge.answerer.answer(Question("Anything here?", empty.id), by(7))
    assert isinstance(delivery.reply, Abstention)
    assert delivery.reply.nearest == ()


async def test_the_last_word_of_a_user_on_an_answer_counts(
    knowledge: Knowledge, course: Course
) -> None:
    delivery = await knowledge.answerer.answer(Question("Who built it?", course.id), by(7))
    await knowledge.logbook.rate(delivery.receipt, 7, Rating.UP)
    await knowledge.logbook.rate(delivery.receipt, 7, Rating.DOWN, Complaint.UNCLEAR)
    await knowledge.logbook.rate(delivery.receipt, 8, Rating.UP)
    record = await knowledge.logbook.find(delivery.receipt)
    assert record is not None
    given = {f.user_id: (f.rating, f.complaint) for f in record.feedback}
    assert given == {7: (Rating.DOWN, Complaint.UNCLEAR), 8: (Rating.UP, None)}
    assert not await knowledge.logbook.rate("A-ZZZZ", 7, Rating.UP)


async def test_a_question_can_be_put_to_one_document(knowledge: Knowledge, course: Course) -> None:
    await knowledge.ingester.ingest(
        course, [SourceFile("other.md", b"# Other\n\nThe lighthouse was painted red in 1950.\n")]
    )
    document = await knowledge.library.find_document(course.id, "other")
    assert document is not None
    question = Question("When was the lighthouse built?", course.id, document_id=document.id)
    reply = await knowledge.answerer.reply(question)
    assert {s.passage.document_id for s in reply.retrieved} == {document.id}
