"""What a question takes for granted and no sentence bears out: names, ordinals, counts."""

import pytest

from knowledge.answering.grounding import Band, band
from knowledge.answering.premises import is_form_of
from knowledge.bootstrap import Knowledge
from knowledge.ingestion.batch import SourceFile
from knowledge.model.answer import Abstention, Answer, Question
from knowledge.model.corpus import Course

VOYAGES = b"""---
title: Envoys at sea
author: Mara Oduya
cited_as: Oduya
---
# Envoys at sea

## Finch's precedent

In 1878 Ada Finch visited Norway and Portugal with a large delegation. Samuel Pryce traveled to
Japan at that time in 1878 too. Finch's visits encouraged other envoys.

## The harbour forum

On 12 May 1884 the fifth Harbour Forum began in Lisbon, where Pryce read a letter. The forum has
four aims: trade, safety, charts and friendship.

## Ships

The envoys asked for more ships and sister harbours. Eleven envoys attended the dinner.
"""


@pytest.fixture
async def course(knowledge: Knowledge) -> Course:
    course = await knowledge.library.create_course("envoys", "Envoys")
    await knowledge.ingester.ingest(course, [SourceFile("envoys.md", VOYAGES)])
    return course


@pytest.mark.parametrize(
    ("false", "true"),
    [
        ("When did Finch visit Japan?", "When did Finch visit Norway?"),
        ("when did finch visit japan", "when did finch visit norway"),
        ("When did Pryce visit Norway?", "When did Pryce travel to Japan?"),
        ("When was the first Harbour Forum?", "When was the fifth Harbour Forum?"),
        (
            "When did the 4th Harbour Forum begin in Lisbon?",
            "When did the 5th Harbour Forum begin?",
        ),
        ("What are the three aims of the forum?", "What are the four aims of the forum?"),
        ("How many ships did the envoys ask for?", "How many envoys attended the dinner?"),
    ],
)
async def test_what_no_sentence_bears_out_is_never_called_a_close_match(
    knowledge: Knowledge, course: Course, false: str, true: str
) -> None:
    refused = await knowledge.answerer.reply(Question(false, course.id))
    answered = await knowledge.answerer.reply(Question(true, course.id))
    assert isinstance(refused, Abstention) or band(refused.confidence) is Band.LOW
    assert isinstance(answered, Answer)
    assert band(answered.confidence) is not Band.LOW


async def test_how_many_is_not_answered_by_a_date(knowledge: Knowledge, course: Course) -> None:
    text = b"# Letters\n\nOn 12 and 13 May 1884 Pryce read letters in Lisbon.\n"
    await knowledge.ingester.ingest(course, [SourceFile("letters.md", text)])
    document = await knowledge.library.find_document(course.id, "letters.md")
    assert document is not None
    question = Question("How many letters did Pryce read in Lisbon?", course.id, document.id)
    assert isinstance(await knowledge.answerer.reply(question), Abstention)


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("austria", "australia"),
        ("austria", "australian"),
        ("niger", "nigeria"),
        ("slovakia", "slovenia"),
        ("john", "johnson"),
        ("washington", "washed"),
        ("romania", "roman"),
    ],
)
def test_a_name_that_merely_begins_alike_is_another(name: str, word: str) -> None:
    assert not is_form_of(name, {word})
    assert not is_form_of(word, {name})


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("austria", "austrian"),
        ("china", "chinese"),
        ("america", "americans"),
        ("germany", "german"),
        ("iraq", "iraqi"),
        ("britain", "british"),
        ("poland", "polish"),
        ("marx", "marxism"),
        ("confucius", "confucian"),
    ],
)
def test_the_word_for_what_is_of_a_name_stands_for_it(name: str, word: str) -> None:
    assert is_form_of(name, {word})
    assert is_form_of(word, {name})


async def test_a_sentence_that_begins_with_an_article_goes_on_from_its_heading(
    knowledge: Knowledge,
) -> None:
    text = b"# Ties\n\n## Finch in Lisbon\n\nThe Norwegian delegation bought seven ships in 1903.\n"
    course = await knowledge.library.create_course("lisbon", "Lisbon")
    await knowledge.ingester.ingest(course, [SourceFile("lisbon.md", text)])
    question = Question("When did the Norwegian delegation buy ships in Lisbon?", course.id)
    reply = await knowledge.answerer.reply(question)
    assert isinstance(reply, Answer)
    assert band(reply.confidence) is not Band.LOW


async def test_the_names_of_the_question_before_are_no_premise_of_this_one(
    knowledge: Knowledge, course: Course
) -> None:
    alone = "So when did the fifth Harbour Forum begin?"
    question = Question(alone, course.id, context="Finch Norway visit")
    reply = await knowledge.answerer.reply(question)
    assert isinstance(reply, Answer)
    assert "12 May 1884" in reply.text
    assert band(reply.confidence) is not Band.LOW


async def test_another_form_of_a_name_is_the_name(knowledge: Knowledge) -> None:
    text = b"# Ties\n\n## Ships\n\nIn 1903 the Japanese envoy Sato praised the American ships.\n"
    course = await knowledge.library.create_course("ties", "Ties")
    await knowledge.ingester.ingest(course, [SourceFile("ties.md", text)])
    question = Question("when did the envoy of japan praise the ships of america", course.id)
    reply = await knowledge.answerer.reply(question)
    assert isinstance(reply, Answer)
    assert band(reply.confidence) is not Band.LOW
