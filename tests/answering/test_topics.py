"""Questions for whatever the documents say of a thing, single words, and other languages."""

import pytest

from knowledge.answering.languages import REMARK
from knowledge.answering.topics import HOW_TO_ASK, HOW_TO_GO_ON
from knowledge.bootstrap import Knowledge
from knowledge.ingestion.batch import SourceFile
from knowledge.model.answer import Abstention, Answer, Question, Reply
from knowledge.model.corpus import Course

ENVOYS = b"""---
title: Envoys at sea
author: Mara Oduya
cited_as: Oduya
---
# Envoys at sea

## Propaganda

Some newspapers saw nothing else in the letters of the envoys. The editors disagreed.

## Harbours

The harbour of Lisbon was closed in winter. A harbour pilot guided every ship, and the harbour
dues paid for the lamps. The captain kept a parrot.

## Dues

Every harbour of the coast asked for dues in silver.
"""


@pytest.fixture
async def course(knowledge: Knowledge) -> Course:
    course = await knowledge.library.create_course("envoys", "Envoys")
    await knowledge.ingester.ingest(course, [SourceFile("envoys.md", ENVOYS)])
    return course


async def ask(knowledge: Knowledge, course: Course, question: str) -> Reply:
    return await knowledge.answerer.reply(Question(question, course.id))


@pytest.mark.parametrize(
    ("word", "said"),
    [("propaganda", "newspapers"), ("Lisbon", "Lisbon"), ("lisbon?", "Lisbon"), ("dues", "dues")],
)
async def test_one_word_that_the_documents_come_back_to_shows_its_passage(
    knowledge: Knowledge, course: Course, word: str, said: str
) -> None:
    reply = await ask(knowledge, course, word)
    assert isinstance(reply, Answer)
    assert said in reply.text


@pytest.mark.parametrize(
    ("words", "told"),
    [
        *((word, HOW_TO_ASK) for word in ("parrot", "hello", "the", "why?")),
        ("and parrots?", HOW_TO_GO_ON),
    ],
)
async def test_any_other_word_is_told_how_to_ask(
    knowledge: Knowledge, course: Course, words: str, told: str
) -> None:
    reply = await ask(knowledge, course, words)
    assert isinstance(reply, Abstention)
    assert reply.remark == told


@pytest.mark.parametrize(
    "question",
    [
        "What do the documents say about the parrot?",
        "tell me about the parrot",
        "What does Oduya say about the parrot?",
        "what did oduya argue about the parrot",
        "What did the author claim concerning the parrot?",
    ],
)
async def test_a_question_about_a_thing_is_answered_where_it_stands(
    knowledge: Knowledge, course: Course, question: str
) -> None:
    reply = await ask(knowledge, course, question)
    assert isinstance(reply, Answer)
    assert "parrot" in reply.text


@pytest.mark.parametrize("words", ["Lisbon football", "captain cartoon", "harbour elephants"])
async def test_bare_words_that_stand_together_nowhere_are_no_topic(
    knowledge: Knowledge, course: Course, words: str
) -> None:
    assert isinstance(await ask(knowledge, course, words), Abstention)


@pytest.mark.parametrize("words", ["harbour pilot", "captain parrot", "harbour pilot definition"])
async def test_bare_words_that_stand_together_are_shown_there(
    knowledge: Knowledge, course: Course, words: str
) -> None:
    assert isinstance(await ask(knowledge, course, words), Answer)


async def test_a_thing_of_which_nothing_is_said_is_an_abstention(
    knowledge: Knowledge, course: Course
) -> None:
    assert isinstance(await ask(knowledge, course, "tell me about football"), Abstention)
    both = "What do the documents say about the parrot of Lisbon's bishop?"
    assert isinstance(await ask(knowledge, course, both), Abstention)


@pytest.mark.parametrize(
    ("question", "remark"),
    [
        ("Wer hat die Lampen bezahlt und warum?", REMARK),
        ("¿Quién dice que el piloto es el capitán?", REMARK),
        ("Qui a payé les lampes dans le port?", REMARK),
        ("Кто заплатил за лампы в порту?", REMARK),
        ("谁支付了港口的灯?", REMARK),
        ("Was ist Volksdiplomatie?", REMARK),
        ("Wer ist Merkel?", REMARK),
        ("Cuándo murió Merkel?", REMARK),
        ("Was denkt Oduya über Merkel?", REMARK),
        ("Was Merkel a pilot?", ""),
        ("wo war das?", ""),
        ("Who read der Spiegel and die Zeit abroad?", ""),
        ("bake sourdough bread at home", ""),
    ],
)
async def test_another_language_is_told_which_one_the_documents_are_in(
    knowledge: Knowledge, course: Course, question: str, remark: str
) -> None:
    reply = await ask(knowledge, course, question)
    assert isinstance(reply, Abstention)
    assert (reply.remark == REMARK) == bool(remark)


async def test_documents_in_another_language_are_not_called_english(knowledge: Knowledge) -> None:
    text = "# Häfen\n\nDer Hafen von Lissabon war im Winter geschlossen, und die Lampen brannten.\n"
    course = await knowledge.library.create_course("haefen", "Häfen")
    await knowledge.ingester.ingest(course, [SourceFile("h.md", text.encode())])
    reply = await ask(knowledge, course, "Wer hat die Zugvögel gezählt und wo ist das Buch?")
    assert isinstance(reply, Abstention)
    assert REMARK not in reply.remark
