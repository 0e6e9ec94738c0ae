"""Bare replies to an answer: what stands around the quotation, or that nothing more is said."""

from dataclasses import replace

import pytest

from knowledge.answering import going_on
from knowledge.answering.following import context_for
from knowledge.answering.going_on import Wish, wish_of
from knowledge.answering.grounding import Band, band
from knowledge.bootstrap import Knowledge
from knowledge.ingestion.batch import SourceFile
from knowledge.model.answer import Abstention, Answer, Question, Reply
from knowledge.model.corpus import Course
from knowledge.model.record import Occasion, Surface

HARBOUR = b"""---
title: The harbour
author: Mara Oduya
cited_as: Oduya
---
# The harbour

## Finch's journey

Captains still avoided the sea to Norway, because old charts called it bottomless.

In 1878 Ada Finch sailed to Norway with a large crew. Samuel Pryce sailed to Lisbon that summer.
Finch's journey encouraged the other captains.

## The lamps

The lamps of Port Amber were lit in 1887. Every ship could then enter by night.

The price of oil is told elsewhere.

## The bridge

The bridge at Cape Wren was closed in 1901.

## The concert

The poet missed supper because of a cold.

A choir sang in the Old Granary in 1923.

## The ferry

The ferry of Gull Bay was sold in 1911 because its owner had died.

## The dismissal

The keeper Tom Ashby was dismissed in 1899. He had served for ten years.

## Notes on the dismissal

Tom Ashby the keeper was dismissed because he had stolen the oil.
"""
ANSWERS = b"""# Questions of visitors

## Question

When was the tower of Gull Bay painted?

## Answer

The tower of Gull Bay was painted in 1890.

## Question

What became of the cook?

## Answer

He was dismissed because he had stolen the oil.
"""


@pytest.fixture
async def course(knowledge: Knowledge) -> Course:
    course = await knowledge.library.create_course("harbour", "The harbour")
    await knowledge.ingester.ingest(course, [SourceFile("harbour.md", HARBOUR)])
    return course


async def reply_to(knowledge: Knowledge, course: Course, first: str, then: str) -> Reply:
    asked = Question(first, course.id)
    before = (await knowledge.answerer.answer(asked, Occasion(Surface.SLASH))).record
    question = Question(then, course.id, context=context_for(then, before), follows=before.receipt)
    delivery = await knowledge.answerer.answer(question, Occasion(Surface.REPLY))
    assert delivery.record.question == then
    return delivery.reply


@pytest.mark.parametrize("then", ["why?", "but why", "Why did she do that?", "How come?"])
async def test_why_is_answered_from_beside_what_was_quoted(
    knowledge: Knowledge, course: Course, then: str
) -> None:
    reply = await reply_to(knowledge, course, "When did Ada Finch sail to Norway?", then)
    assert isinstance(reply, Answer)
    assert "because old charts" in reply.text
    assert "In 1878" not in reply.text
    assert band(reply.confidence) is Band.MEDIUM


async def test_without_words_of_a_reason_the_paragraph_goes_on_and_says_so(
    knowledge: Knowledge, course: Course
) -> None:
    reply = await reply_to(knowledge, course, "When were the lamps of Port Amber lit?", "why?")
    assert isinstance(reply, Answer)
    assert reply.text.startswith("I found no reason beside it.")
    assert "enter by night" in reply.text
    assert "1887" not in reply.text
    assert band(reply.confidence) is Band.LOW


@pytest.mark.parametrize("then", ["and then?", "What happened next?", "tell me more", "go on"])
async def test_what_comes_next_is_what_follows_in_the_paragraph(
    knowledge: Knowledge, course: Course, then: str
) -> None:
    reply = await reply_to(knowledge, course, "When were the lamps of Port Amber lit?", then)
    assert isinstance(reply, Answer)
    assert reply.text.startswith("Next in the document:")
    assert "enter by night" in reply.text
    assert "oil" not in reply.text


@pytest.mark.parametrize("then", ["why?", "how?", "and then?"])
async def test_where_the_section_ends_nothing_more_is_said(
    knowledge: Knowledge, course: Course, then: str
) -> None:
    first = "When was the bridge at Cape Wren closed?"
    reply = await reply_to(knowledge, course, first, then)
    assert isinstance(reply, Abstention)
    wish = wish_of(then)
    assert wish is not None
    assert reply.remark == wish.value
    assert [place.section for place in reply.nearest] == [("The bridge",)]


async def test_a_reason_for_something_else_is_none(knowledge: Knowledge, course: Course) -> None:
    reply = await reply_to(knowledge, course, "When did a choir sing in the Old Granary?", "why?")
    assert isinstance(reply, Abstention)
    assert reply.remark == Wish.REASON.value


async def test_what_was_quoted_may_have_told_it(knowledge: Knowledge, course: Course) -> None:
    reply = await reply_to(knowledge, course, "When was the ferry of Gull Bay sold?", "why?")
    assert isinstance(reply, Answer)
    assert reply.text.startswith("What was quoted may say so already:")
    assert "because its owner had died" in reply.text


async def test_what_is_told_elsewhere_is_found(knowledge: Knowledge, course: Course) -> None:
    reply = await reply_to(knowledge, course, "In which year was Tom Ashby dismissed?", "why?")
    assert isinstance(reply, Answer)
    assert "stolen the oil" in reply.text


@pytest.mark.parametrize("then", ["why?", "and then?"])
async def test_what_stands_under_a_heading_of_the_same_words_is_not_beside_it(
    knowledge: Knowledge, then: str
) -> None:
    visitors = await knowledge.library.create_course("visitors", "Visitors")
    await knowledge.ingester.ingest(visitors, [SourceFile("answers.md", ANSWERS)])
    reply = await reply_to(knowledge, visitors, "When was the tower of Gull Bay painted?", then)
    assert "stolen the oil" not in getattr(reply, "text", "")


async def test_the_same_words_come_again_only_with_a_line_that_says_so(
    knowledge: Knowledge, course: Course
) -> None:
    first = "When was the bridge at Cape Wren closed?"
    reply = await reply_to(knowledge, course, first, "where?")
    assert isinstance(reply, Answer)
    assert reply.text.startswith(going_on.SAME_AGAIN)
    other = await reply_to(knowledge, course, first, "And the lamps of Port Amber?")
    assert going_on.SAME_AGAIN not in getattr(other, "text", "")


async def test_what_is_no_longer_in_the_course_is_not_gone_on_from(
    knowledge: Knowledge, course: Course
) -> None:
    asked = Question("When was the bridge at Cape Wren closed?", course.id)
    before = (await knowledge.answerer.answer(asked, Occasion(Surface.SLASH))).record
    changed = HARBOUR.replace(b"closed in 1901", b"closed in 1901 by Ada Finch")
    await knowledge.ingester.ingest(course, [SourceFile("harbour.md", changed)])
    then = Question("why?", course.id, context=context_for("why?", before), follows=before.receipt)
    reply = await knowledge.answerer.reply(then)
    assert getattr(reply, "remark", "") != Wish.REASON.value
    # Without the record that it goes on from, it is a question as any other.
    assert await knowledge.answerer.reply(replace(then, follows=None)) is not None


@pytest.mark.parametrize(
    ("question", "wish"),
    [
        ("why", Wish.REASON),
        ("What is the reason for that?", Wish.REASON),
        ("how so?", Wish.MANNER),
        ("And after that?", Wish.MORE),
        ("can you explain that", Wish.MORE),
        ("really?", None),
        ("why did he sail to Norway?", None),
        ("and Lisbon?", None),
        ("how many?", None),
        ("more ships", None),
    ],
)
def test_only_what_has_no_words_of_its_own_is_bare(question: str, wish: Wish | None) -> None:
    assert wish_of(question) is wish
