"""What a question takes over from the one before it."""

from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.answering.following import context_for, in_full
from knowledge.bootstrap import Knowledge
from knowledge.ingestion.batch import SourceFile
from knowledge.ingestion.course_folder import CourseFolder
from knowledge.model.answer import Question
from knowledge.model.record import Occasion, Record, Surface

SEEDS = Path(__file__).parents[2] / "seeds" / "people-to-people-diplomacy"
HARBOUR = (
    b"# Harbour\n\nThe lighthouse at Port Amber was built in 1887 by the engineer Ada Finch.\n"
)


@pytest.fixture
async def before(knowledge: Knowledge) -> Record:
    course = await knowledge.library.create_course("harbour", "The harbour")
    await knowledge.ingester.ingest(course, [SourceFile("harbour.md", HARBOUR)])
    question = Question("When was the lighthouse at Port Amber built?", course.id)
    delivery = await knowledge.answerer.answer(question, Occasion(Surface.SLASH))
    return delivery.record


@pytest.mark.parametrize(
    "question",
    [
        "and by whom?",
        "why?",
        "Who built it?",
        "when was that",
        "So what did it cost?",
    ],
)
async def test_a_question_that_cannot_stand_alone_takes_over_the_words(
    before: Record, question: str
) -> None:
    assert context_for(question, before) == "lighthouse Port Amber built"


@pytest.mark.parametrize("question", ["What about the lamps?", "And Port Wren?", "and in 1890?"])
async def test_what_only_names_something_takes_over_the_question_as_it_was_asked(
    before: Record, question: str
) -> None:
    assert context_for(question, before) == before.question


@pytest.mark.parametrize(
    ("before_it", "question", "meant"),
    [
        ("When did China and the US talk?", "and Japan?", "When did China and Japan talk?"),
        ("When did Nixon visit China?", "And Japan?", "When did Nixon visit Japan?"),
        ("When did Nixon visit China?", "What about Hatoyama?", "When did Hatoyama visit China?"),
        ("When did Nixon visit China?", "and japan?", "When did Nixon visit japan?"),
        ("How many died in 1931?", "And in 1954?", "How many died in 1954?"),
        ("What did Xi do in May 2012?", "and July 2012?", "What did Xi do in July 2012?"),
        ("Where was the 2nd forum?", "And the 3rd?", "Where was the 3rd forum?"),
        ("What was held in Ufa?", "How about in Suzhou?", "What was held in Suzhou?"),
        ("What did Xi say to Bill Gates?", "And to the youth?", "What did Xi say to the youth?"),
        ("What did Xi say about sport?", "And culture?", "What did Xi say about culture?"),
    ],
)
def test_what_is_named_takes_the_place_of_its_like(
    before_it: str, question: str, meant: str
) -> None:
    assert in_full(question, before_it) == meant


@pytest.mark.parametrize(
    ("before_it", "question"),
    [
        ("When was the lighthouse at Port Amber built?", "What about the lamps?"),
        ("Who opened the bridge?", "and in 1954?"),
        ("When did Nixon visit China?", "And why?"),
        ("When did Nixon visit China?", "And when did Mao die?"),
        ("When did Nixon visit China?", "And what about him?"),
        ("Nixon visited China in 1972.", "And Japan?"),
    ],
)
def test_nothing_is_replaced_by_what_is_of_another_kind(before_it: str, question: str) -> None:
    assert in_full(question, before_it) is None


@pytest.mark.parametrize(
    "question",
    [
        "What did the bridge cost?",
        "Who said that trade pays for harbours?",
        "When did Samuel Pryce write his green ledger of crossings?",
        "So who paid for the bridge at Cape Wren?",
        "And when did Samuel Pryce sail to Lisbon?",
    ],
)
async def test_a_question_that_stands_alone_takes_over_nothing(
    before: Record, question: str
) -> None:
    assert context_for(question, before) == ""


@pytest.mark.parametrize("said", ["thanks!", "Thank you so much", "ok, great", "lol ok"])
async def test_courtesy_asks_nothing_again(before: Record, said: str) -> None:
    assert context_for(said, before) == ""


async def test_after_a_question_without_words_of_its_own_it_is_what_was_quoted(
    knowledge: Knowledge, before: Record
) -> None:
    (course,) = await knowledge.library.list_courses()
    question = Question("and by whom?", course.id, context=context_for("and by whom?", before))
    second = await knowledge.answerer.answer(question, Occasion(Surface.REPLY))
    assert second.record.question == "and by whom?"
    assert "Ada Finch" in second.record.shown
    assert "Ada Finch" in context_for("when was that?", second.record)


async def test_a_follow_up_is_answered_no_worse_than_its_words_alone(knowledge: Knowledge) -> None:
    folder = CourseFolder.read(SEEDS)
    course = await knowledge.library.create_course(folder.name, folder.title)
    await knowledge.ingester.ingest(course, folder.documents)
    hua = "In 1978, Hua Guofeng visited Romania and Yugoslavia for economic investigation."
    question = Question("what about Deng Xiaoping?", course.id, context=hua)
    delivery = await knowledge.answerer.answer(question, Occasion(Surface.REPLY))
    assert "Deng Xiaoping traveled to Japan" in delivery.record.shown
    assert delivery.reply.question == question
    # "He" is whoever was asked about before, however sure the words alone are of another.
    reply = await knowledge.answerer.reply(replace(question, text="when did he visit Japan?"))
    assert "Deng Xiaoping" not in reply.text


async def test_what_is_named_next_is_asked_in_the_place_of_what_was_named(
    knowledge: Knowledge,
) -> None:
    folder = CourseFolder.read(SEEDS)
    course = await knowledge.library.create_course(folder.name, folder.title)
    await knowledge.ingester.ingest(course, folder.documents)
    first = Question("When did Xi meet Yukio Hatoyama?", course.id)
    before = (await knowledge.answerer.answer(first, Occasion(Surface.SLASH))).record
    then = "And Bill Gates?"
    question = Question(then, course.id, context=context_for(then, before), follows=before.receipt)

    delivery = await knowledge.answerer.answer(question, Occasion(Surface.REPLY))

    assert "On June 20" in delivery.record.shown
    assert "Hatoyama" not in delivery.record.shown
    assert delivery.record.question == then
