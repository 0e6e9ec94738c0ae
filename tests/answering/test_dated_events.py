"""Questions for whatever the documents date to a day, a month or a year."""

import asyncio
import gc

import pytest

from knowledge.answering import answerer
from knowledge.answering.dated_events import asked_date
from knowledge.bootstrap import Knowledge
from knowledge.ingestion.batch import SourceFile
from knowledge.model.answer import Abstention, Answer, Question, Reply
from knowledge.model.corpus import Course
from knowledge.model.timeline import Reading

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
        ("What happened on the 10th of July 1902?", "10 July 1902"),
        ("What happened on Thursday, the 10th of July 1902?", "10 July 1902"),
        ("What happened in the month of July 1902?", "July 1902"),
        ("What happened at the beginning of July 1902?", "July 1902"),
    ],
)
def test_the_date_is_read_as_precisely_as_it_is_given(question: str, date: str) -> None:
    assert str(asked_date(question)) == date


@pytest.mark.parametrize(
    "when",
    [
        "on the 10th of July 1902",
        "at the beginning of July 1902",
        "in the month of July 1902",
        "on the day of 10 July 1902",
        "by the end of 1902",
    ],
)
def test_words_of_the_calendar_need_not_stand_in_the_sentence(when: str) -> None:
    date = asked_date(f"What happened {when}?")
    assert date is not None
    assert not date.about


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


async def test_between_two_months_lie_others_and_a_pair_has_none(knowledge: Knowledge) -> None:
    text = b"""# Crossings

Between May and July 1971 the envoys crossed the strait. In March and August 1972 they stayed.
"""
    course = await knowledge.library.create_course("strait", "The strait")
    await knowledge.ingester.ingest(course, [SourceFile("strait.md", text)])
    within = await ask(knowledge, course, "What happened in June 1971?")
    assert isinstance(within, Answer)
    assert within.citations[0].quote.startswith("Between May")
    assert isinstance(await ask(knowledge, course, "What happened in March 1972?"), Answer)
    assert isinstance(await ask(knowledge, course, "What happened in May 1972?"), Abstention)


class SlowReader:
    """Reads a course when it is let, and may fail then."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self.may_go_on = asyncio.Event()
        self.done: asyncio.Future[Reading] = asyncio.get_running_loop().create_future()
        self.fails = False

    async def __call__(self, course_id: int) -> Reading:
        await self.may_go_on.wait()
        if self.fails:
            raise RuntimeError("the grammar is missing")
        reading = await self._knowledge.timeline.read(course_id)
        self.done.set_result(reading)
        return reading


@pytest.fixture
async def reader(knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch) -> SlowReader:
    """Reads for the answerer, which has no patience with it."""
    slow = SlowReader(knowledge)
    monkeypatch.setattr(answerer, "_PATIENCE", 0.0)
    monkeypatch.setattr(knowledge.answerer, "_read_course", slow)
    return slow


async def test_who_asks_while_a_long_course_is_read_gets_the_evidence_and_the_reading_goes_on(
    knowledge: Knowledge, course: Course, reader: SlowReader
) -> None:
    reply = await ask(knowledge, course, "What happened at Cape Wren on 10 July 1902?")
    assert isinstance(reply, Answer)
    assert "eleven boats" in reply.text
    assert not reader.done.done()
    reader.may_go_on.set()
    assert (await reader.done).events


async def test_a_reading_that_fails_after_its_asker_was_answered_warns_nobody(
    knowledge: Knowledge, course: Course, reader: SlowReader
) -> None:
    warned: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: warned.append(context))
    reader.fails = True
    await ask(knowledge, course, "What happened in July 1902?")
    reader.may_go_on.set()
    for _ in range(5):
        await asyncio.sleep(0)
    gc.collect()
    assert not warned


async def test_more_events_than_are_shown_are_counted(knowledge: Knowledge) -> None:
    days = "".join(f"\n\n## Ship {day}\n\nOn {day} May 1903 a ship sank.\n" for day in range(1, 6))
    course = await knowledge.library.create_course("ships", "Ships")
    await knowledge.ingester.ingest(course, [SourceFile("ships.md", f"# Ships{days}".encode())])
    reply = await ask(knowledge, course, "What happened in May 1903?")
    assert reply.text.startswith(
        "The documents date 5 statements to May 1903; these are 3 of them; "
        "/explore timeline has them all."
    )


MEETINGS = b"""# Meetings

## Speeches

On 9 May 1903 the mayor spoke at the Harbour Congress of the Northern Pilots.

## Letters

On 2 May 1903 the keepers of Cape Wren wrote to the council of the town.

## Wishes

On 9 May 1903, at the Harbour Congress of the Northern Pilots, the mayor asked for a second lamp.
On 9 May 1903 a storm sank eleven boats near Cape Wren.
"""


async def test_an_event_is_told_once_and_the_days_come_in_their_order(knowledge: Knowledge) -> None:
    course = await knowledge.library.create_course("meetings", "Meetings")
    await knowledge.ingester.ingest(course, [SourceFile("meetings.md", MEETINGS)])

    reply = await ask(knowledge, course, "What happened in May 1903?")

    assert isinstance(reply, Answer)
    quoted = [citation.quote for citation in reply.citations]
    assert all(words in quote for words, quote in zip(("keepers", "lamp"), quoted, strict=True))
    assert "sank eleven boats" in quoted[1]
    assert reply.text.startswith("The documents date 4 statements to May 1903; these are 3 of them")


async def test_all_that_is_said_of_one_event_is_shown_where_nothing_else_is(
    knowledge: Knowledge,
) -> None:
    course = await knowledge.library.create_course("meetings", "Meetings")
    told = MEETINGS.replace(b"On 9 May 1903 a storm sank eleven boats near Cape Wren.\n", b"")
    files = [SourceFile("meetings.md", told), SourceFile("copy.md", told + b"\nThe end.\n")]
    await knowledge.ingester.ingest(course, files)

    reply = await ask(knowledge, course, "What happened on 9 May 1903?")

    assert isinstance(reply, Answer)
    assert len({citation.quote for citation in reply.citations}) == len(reply.citations) == 2


async def test_an_event_that_staff_hid_is_not_shown(knowledge: Knowledge, course: Course) -> None:
    (event,) = [e for e in await knowledge.timeline.events(course.id) if "boats" in e.text]
    await knowledge.timeline.hide_event(course.id, event.key)
    assert isinstance(await ask(knowledge, course, "What happened on 10 July 1902?"), Abstention)
