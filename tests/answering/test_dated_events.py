"""Questions for whatever the documents date to a day, a month or a year."""

import pytest

from knowledge.answering.dated_events import asked_date
from knowledge.bootstrap import Knowledge
from knowledge.ingestion.batch import SourceFile
from knowledge.model.answer import Abstention, Answer, Question, Reply
from knowledge.model.corpus import Course

HARBOUR = b"""---
title: A harbour's years
author: Mara Oduya
cited_as: Oduya
published: 2021-05-04
---
# A harbour's years

## Building

On 4 July 1887 the lighthouse at Port Amber was lit for the first time. In July 1887 the council
of the town had paid the last of its debts. The mole was widened in 1887.

On 10 July 1902 a storm sank eleven boats near Cape Wren. On 12 May 1903 the mayor opened the new
quay. In spring 1904 the keepers changed to paraffin.
"""


@pytest.fixture
async def course(knowledge: Knowledge) -> Course:
    course = await knowledge.library.create_course("harbour", "The harbour")
    await knowledge.ingester.ingest(course, [SourceFile("harbour.md", HARBOUR)])
    return course


async def ask(knowledge: Knowledge, course: Course, question: str) -> Reply:
    return await knowledge.answerer.reply(Question(question, course.id))


@pytest.mark.parametrize(
    ("question", "date"),
    [
        ("What happened on 10 July 1902?", "10 July 1902"),
        ("what happened in the year 1887", "1887"),
        ("Which events took place in July 1887?", "July 1887"),
        ("What happened on July 10?", "10 July"),
        ("On 4 July 1887, what happened?", "4 July 1887"),
        ("List the events of May 1903", "May 1903"),
        ("What happened near Cape Wren on 10 July 1902?", "10 July 1902"),
    ],
)
def test_the_date_is_read_as_precisely_as_it_is_given(question: str, date: str) -> None:
    assert str(asked_date(question)) == date


@pytest.mark.parametrize(
    "question",
    [
        "What happened to the boats?",
        "When was the lighthouse lit?",
        "What did the mayor do in 1903?",
        "Why did the keepers change to paraffin in 1904?",
    ],
)
def test_other_questions_ask_for_no_date(question: str) -> None:
    assert asked_date(question) is None


@pytest.mark.parametrize(
    ("question", "said", "unsaid"),
    [
        ("What happened on 10 July 1902?", ["eleven boats"], ["lighthouse"]),
        ("What happened on July 10?", ["eleven boats"], ["lighthouse"]),
        ("what happened in July 1887", ["lighthouse", "debts"], ["mole"]),
        ("what happened in 1887", ["lighthouse", "debts", "mole"], ["boats"]),
        ("What happened at Cape Wren on 10 July 1902?", ["eleven boats"], ["quay"]),
    ],
)
async def test_a_date_is_answered_with_the_sentences_of_that_date(
    knowledge: Knowledge, course: Course, question: str, said: list[str], unsaid: list[str]
) -> None:
    reply = await ask(knowledge, course, question)
    assert isinstance(reply, Answer)
    quoted = " ".join(citation.quote for citation in reply.citations)
    assert all(words in quoted for words in said)
    assert not any(words in quoted for words in unsaid)


@pytest.mark.parametrize("date", ["March 1887", "10 July 2026", "5 July 1887", "May 1904"])
async def test_a_date_without_an_event_is_an_abstention_that_names_it(
    knowledge: Knowledge, course: Course, date: str
) -> None:
    reply = await ask(knowledge, course, f"What happened in {date}?")
    assert isinstance(reply, Abstention)
    assert reply.remark == f"The documents date nothing to {date}."


async def test_more_events_than_are_shown_are_counted(knowledge: Knowledge) -> None:
    days = "".join(f"\n\n## Ship {day}\n\nOn {day} May 1903 a ship sank.\n" for day in range(1, 6))
    course = await knowledge.library.create_course("ships", "Ships")
    await knowledge.ingester.ingest(course, [SourceFile("ships.md", f"# Ships{days}".encode())])
    reply = await ask(knowledge, course, "What happened in May 1903?")
    assert reply.text.startswith(
        "The documents date 5 statements to May 1903; these are 3 of them."
    )


async def test_an_event_that_staff_hid_is_not_shown(knowledge: Knowledge, course: Course) -> None:
    (event,) = [e for e in await knowledge.timeline.events(course.id) if "boats" in e.text]
    await knowledge.timeline.hide_event(course.id, event.key)
    assert isinstance(await ask(knowledge, course, "What happened on 10 July 1902?"), Abstention)
