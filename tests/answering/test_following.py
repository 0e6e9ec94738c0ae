"""What a question takes over from the one before it."""

import pytest

from knowledge.answering.following import context_for
from knowledge.bootstrap import Knowledge
from knowledge.ingestion.batch import SourceFile
from knowledge.model.answer import Question
from knowledge.model.record import Occasion, Record, Surface

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
