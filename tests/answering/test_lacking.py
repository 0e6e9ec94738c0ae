"""What is asked for, and what no quotation holds: a date, a birth, a number."""

import pytest

from knowledge.answering import lacking
from knowledge.answering.grounding import Band, band
from knowledge.bootstrap import Knowledge
from knowledge.ingestion.batch import SourceFile
from knowledge.model.answer import Abstention, Answer, Question
from knowledge.model.corpus import Course

KEEPERS = b"""---
title: Keepers of the coast
author: Mara Oduya
cited_as: Oduya
---
# Keepers of the coast

## The keepers

Ada Finch is an engineer at Port Amber. Finch works at present on the lighthouse of Cape Wren.
Most of the keepers of Port Amber read English.
Samuel Pryce died in 1891, and the office passed to Ada Finch, his successor.

## The lighthouse

The lighthouse of Cape Wren was rebuilt after the great storm. The bridge of Port Amber was built
by sailors of the navy. The harbour of Port Amber was opened in 1887.

## About the author

Mara Oduya is a historian at Port Amber. Oduya's article is dated October 29, 2023.
"""


@pytest.fixture
async def course(knowledge: Knowledge) -> Course:
    course = await knowledge.library.create_course("coast", "The coast")
    await knowledge.ingester.ingest(course, [SourceFile("coast.md", KEEPERS)])
    return course


@pytest.mark.parametrize(
    "question",
    [
        "When was Mara Oduya born?",
        "Where was Ada Finch of Port Amber born?",
        "In which century was the lighthouse of Cape Wren rebuilt?",
        "How many sailors of the navy built the bridge of Port Amber?",
    ],
)
async def test_what_no_quotation_can_hold_the_answer_to_is_an_abstention(
    knowledge: Knowledge, course: Course, question: str
) -> None:
    assert isinstance(await knowledge.answerer.reply(Question(question, course.id)), Abstention)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("When did Samuel Pryce die?", "1891"),
        ("In what year was the harbour of Port Amber opened?", "1887"),
        ("When was the lighthouse of Cape Wren rebuilt?", "after the great storm"),
        ("How many keepers of Port Amber read English?", "Most of the keepers"),
    ],
)
async def test_what_a_quotation_holds_is_still_answered(
    knowledge: Knowledge, course: Course, question: str, said: str
) -> None:
    reply = await knowledge.answerer.reply(Question(question, course.id))
    assert isinstance(reply, Answer)
    assert said in reply.text


async def test_when_is_closely_matched_by_a_date_alone(
    knowledge: Knowledge, course: Course
) -> None:
    async def surely(question: str) -> Band:
        return band((await knowledge.answerer.reply(Question(question, course.id))).confidence)

    assert await surely("When was the harbour of Port Amber opened?") is Band.HIGH
    assert await surely("When was the lighthouse of Cape Wren rebuilt?") is Band.MEDIUM
    assert await surely("When was the bridge of Port Amber built?") is Band.LOW


async def test_the_death_of_another_has_the_weakest_wording(
    knowledge: Knowledge, course: Course
) -> None:
    reply = await knowledge.answerer.reply(Question("when did ada finch die", course.id))
    assert isinstance(reply, Abstention) or band(reply.confidence) is Band.LOW


@pytest.mark.parametrize(
    ("question", "text", "lacks"),
    [
        ("What is it called when a ship turns over?", "That is called capsizing.", False),
        ("When it comes to trade, what do they seek?", "They seek silver.", False),
        ("When a ship turns over, it is", "That is called capsizing.", False),
        ("when finch open the harbour", "Finch opened the harbour.", True),
        ("Do you know when it was opened?", "Finch opened the harbour.", True),
        ("Do you know when it was opened?", "It was opened in the 19th Century.", False),
        ("When was it opened?", "It was opened in 911.", False),
        ("When was it opened?", "Since ~3000 yr BP it was open.", False),
    ],
)
def test_only_a_question_for_a_time_lacks_one(question: str, text: str, lacks: bool) -> None:
    assert lacking.lacks_time(question, [text]) is lacks


@pytest.mark.parametrize(
    ("question", "text", "lacks"),
    [
        ("What is the goal for the party's 100th birthday?", "Its goal is growth.", False),
        ("When is Finch's birthday?", "Finch is an engineer.", True),
        ("When did the old customs die out?", "They were given up in 1880.", False),
        ("When did Finch die?", "Ada Finch (1841–1902) was an engineer.", False),
        ("Where was the movement born?", "It originated in Lisbon.", False),
    ],
)
def test_a_life_begins_and_ends_in_several_words(question: str, text: str, lacks: bool) -> None:
    assert lacking.lacks_birth_or_death(question, [text]) is lacks
