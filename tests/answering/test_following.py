"""What a question takes over from the one before it."""

from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.answering.following import context_for
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
        "What about the lamps?",
        "So what did it cost?",
    ],
)
async def test_a_question_that_cannot_stand_alone_takes_over_the_words(
    before: Record, question: str
) -> None:
    assert context_for(question, before) == "lighthouse Port Amber built"


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
