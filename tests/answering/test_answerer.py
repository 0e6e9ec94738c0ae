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
from knowledge.model.timeline import Reading

LIGHTHOUSE = b"""---
title: Lights of the coast
author: Mara Oduya
cited_as: Oduya
affiliation: Harbour Museum, Port Amber
published: 4 May 2021
address: https://lights.example/coast
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
    question = Question("Which keepers polished the lamps of Cape Coral?", course.id)
    delivery = await knowledge.answerer.answer(question, by(7))
    assert isinstance(delivery.reply, Abstention)
    assert 0 < len(delivery.reply.nearest) <= 3
    record = await knowledge.logbook.find(delivery.receipt)
    assert record is not None
    assert record.decision is Decision.ABSTAINED
    assert record.citations == ()
    assert record.places == tuple(map(str, delivery.reply.nearest))
    assert record.shown == "\n".join(["The documents do not mention “Coral”.", *record.places])


@pytest.mark.parametrize("mode", [Mode.ANSWER, Mode.WHERE])
@pytest.mark.parametrize("noise", ["How do I bake sourdough bread at home?", "asdf qwerty zxcv"])
async def test_a_question_near_nothing_gets_no_heading(
    knowledge: Knowledge, course: Course, noise: str, mode: Mode
) -> None:
    reply = await knowledge.answerer.reply(Question(noise, course.id, mode=mode))
    assert isinstance(reply, Abstention)
    assert reply.nearest == ()
    assert reply.retrieved


@pytest.mark.parametrize(
    ("question", "remark"),
    [
        ("Was the lighthouse at Port Amber built by Joe Brunel?", "“Joe Brunel”"),
        ("Was the lighthouse at Port Amber built in 1923?", "“1923”"),
        ("Was the lighthouse at Port Amber built in 1923 or in Denmark?", "“1923” or “Denmark”"),
        ("Was the lighthouse at Port Amber built by an Amberian?", None),
        ("Did the lamp at Cape Wren burn Parafin?", None),
        ("Was the lighthouse at Port Amber built by NGOs?", None),
        ("Was the lighthouse at Port Amber built by the ILO?", "“ILO”"),
        ("Did Oduya say that the lighthouse at Port Amber was built?", None),
        ("Who Was It That Constructed The Lighthouse At Port Amber", None),
        ("was the lighthouse at port amber built by contractors", None),
    ],
)
async def test_names_and_years_that_the_course_lacks_are_said_to_be_so(
    knowledge: Knowledge, course: Course, question: str, remark: str | None
) -> None:
    reply = await knowledge.answerer.reply(Question(question, course.id))
    if remark is None:
        assert "do not mention" not in reply.text
    else:
        assert reply.text.startswith(f"The documents do not mention {remark}.\n")


@pytest.mark.parametrize(
    "question", ["what does nato do at Port Amber", "What does NATO do?", "WHAT DOES NATO DO"]
)
async def test_an_abbreviation_that_the_course_lacks_is_named_however_it_is_written(
    knowledge: Knowledge, course: Course, question: str
) -> None:
    reply = await knowledge.answerer.reply(Question(question, course.id))
    written = "nato" if "nato" in question else "NATO"
    assert f"The documents do not mention “{written}”." in reply.text


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("who wrote this?", "author: Mara Oduya; affiliation: Harbour Museum, Port Amber"),
        ("Who is the author of Lights of the Coast?", "author: Mara Oduya; affiliation"),
        ("where does Oduya work", "affiliation: Harbour Museum, Port Amber"),
        ("Who is Mara Oduya?", "affiliation: Harbour Museum, Port Amber"),
        ("When was Oduya's article published?", "author: Mara Oduya; published: 4 May 2021"),
        ("where can I find the original text", "address: https://lights.example/coast"),
    ],
)
async def test_a_document_answers_for_itself(
    knowledge: Knowledge, course: Course, question: str, said: str
) -> None:
    delivery = await knowledge.answerer.answer(Question(question, course.id), by(7))
    assert isinstance(delivery.reply, Answer)
    (sentence,) = delivery.record.sentences
    (citation,) = delivery.record.citations
    assert sentence.lead.startswith("“Lights of the coast” – ")
    assert said in sentence.lead
    async with knowledge.database.read() as session:
        stored = await session.scalar(text("SELECT text FROM document_versions"))
    assert sentence.text == citation.quote == citation.span.of(stored)


@pytest.mark.parametrize(
    "question",
    [
        "Who wrote the letter about the reef?",
        "When was the lighthouse at Port Amber built?",
        "Where did the engineer work?",
        "Who is Ada Finch?",
        "According to the author, what burned at Cape Wren?",
    ],
)
async def test_a_question_about_the_subject_is_none_about_the_document(
    knowledge: Knowledge, course: Course, question: str
) -> None:
    reply = await knowledge.answerer.reply(Question(question, course.id))
    assert "author: " not in reply.text


async def test_every_document_that_may_be_meant_is_named_but_not_a_whole_library(
    knowledge: Knowledge, course: Course
) -> None:
    def other(number: int) -> SourceFile:
        text = f"---\nauthor: Writer {number}\n---\n# Harbour {number}\n\nThe bay is calm.\n"
        return SourceFile(f"{number}.md", text.encode())

    await knowledge.ingester.ingest(course, [other(1), other(2)])
    few = await knowledge.answerer.reply(Question("Who wrote this?", course.id))
    await knowledge.ingester.ingest(course, [other(3)])
    many = await knowledge.answerer.reply(Question("Who wrote this?", course.id))
    document = await knowledge.library.find_document(course.id, "3.md")
    assert document is not None
    one = await knowledge.answerer.reply(Question("Who wrote this?", course.id, document.id))

    assert [name in few.text for name in ("Mara Oduya", "Writer 1", "Writer 2")] == [True] * 3
    assert "author: " not in many.text
    assert "author: Writer 3" in one.text


async def test_what_the_details_lack_is_not_made_up(knowledge: Knowledge) -> None:
    course = await knowledge.library.create_course("bare", "Bare")
    await knowledge.ingester.ingest(course, [SourceFile("a.md", b"# Bare\n\nThe bay is calm.\n")])
    reply = await knowledge.answerer.reply(Question("Who wrote this text?", course.id))
    assert isinstance(reply, Abstention)


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


async def test_an_event_of_a_document_that_goes_meanwhile_is_not_told(
    knowledge: Knowledge, course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    sold = "# Mill ledger\n\nArvo Lund sold the mill to the town council on 2 May 1911.\n"
    # The ledger itself is not among what is found for the question.
    fires = [
        f"## House {n}\n\nOn 3 May 1911 it happened that a fire broke out in house {n} there."
        for n in range(20)
    ]
    yard = "\n\n".join(["# Yard", *fires])
    files = [SourceFile("mill.md", sold.encode()), SourceFile("yard.md", yard.encode())]
    report = await knowledge.ingester.ingest(course, files)
    mill = report.added[0].document_id
    await knowledge.timeline.read(course.id)
    read = knowledge.answerer._read_course

    async def slow(course_id: int) -> Reading:
        found = await read(course_id)
        await knowledge.removals.put_in_bin(course.id, mill, by=1, server_id=1)
        return found

    question = Question("What happened in May 1911?", course.id)
    before = await knowledge.answerer.reply(question)
    assert isinstance(before, Answer)
    assert mill in {citation.document_id for citation in before.citations}
    assert mill not in {scored.passage.document_id for scored in before.retrieved}
    monkeypatch.setattr(knowledge.answerer, "_read_course", slow)

    delivery = await knowledge.answerer.answer(question, by(7))

    assert delivery.record.citations
    assert mill not in {citation.document_id for citation in delivery.record.citations}


async def test_where_to_read_is_not_told_of_what_is_foreign(
    knowledge: Knowledge, course: Course
) -> None:
    foreign = Question("What is the capital of France?", course.id, mode=Mode.WHERE)
    assert isinstance(await knowledge.answerer.reply(foreign), Abstention)
    lone = Question("lighthouse", course.id, mode=Mode.WHERE)
    assert isinstance(await knowledge.answerer.reply(lone), Whereabouts)


async def test_what_others_hold_is_quoted_with_what_the_author_makes_of_it(
    knowledge: Knowledge,
) -> None:
    course = await knowledge.library.create_course("dams", "Dams")
    text = (
        b"---\ntitle: On dams\nauthor: Mara Oduya\ncited_as: Oduya\n---\n# On dams\n\n"
        b"Some newspapers call the dam of Tollan a mere monument. Oduya sees a work of use in it: "
        b"it waters forty villages.\n\nSome villages call it the old wall. Its stones are grey.\n"
    )
    await knowledge.ingester.ingest(course, [SourceFile("dams.md", text)])
    reply = await knowledge.answerer.reply(Question("Is the dam a mere monument?", course.id))
    assert isinstance(reply, Answer)
    assert "Oduya sees a work of use in it" in reply.text
    reply = await knowledge.answerer.reply(Question("Who calls it the old wall?", course.id))
    assert "grey" not in getattr(reply, "text", "")
