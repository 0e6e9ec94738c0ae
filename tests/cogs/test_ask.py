"""`/ask`: what comes back, where, and to whom."""

from __future__ import annotations

import discord
import pytest

from bot.cards.abstention import CLOSEST, NOT_FOUND, NOTHING_CLOSE
from bot.cards.answer import NEXT_STEP
from bot.cards.shown import shown_words
from bot.cogs.asking import UNKNOWN_SOURCE
from bot.cogs.desk import NO_DOCUMENTS, NO_DOCUMENTS_STAFF, NOT_SET_UP
from bot.question import ASK_IN_A_SENTENCE
from knowledge.answering.grounding import WORDINGS, Band
from knowledge.model.record import Decision, Surface
from tests.cogs.conftest import World
from tests.cogs.reading import labels, markdown, receipt, text

OPENED = "When was the Tollan Bridge opened?"
UNANSWERABLE = "What is the boiling point of tungsten?"


async def test_an_answer_quotes_the_document_and_names_its_place(world: World) -> None:
    result = await world.ana.slash(world.private, "ask", question=OPENED)

    card = text(result.response)
    assert "The Tollan Bridge was opened on 14 May 1932 by the engineer Ruth Calder. [1]" in card
    assert "[1] Mira Okafor, A Short History of the Tollan Bridge › Building the bridge" in card
    assert "Okafor" in card
    assert WORDINGS[Band.HIGH] in card
    buttons = ["Show source", "Helpful 👍", "Not helpful 👎", "Share", "Quiz me on this"]
    assert labels(result.response) == buttons


async def test_a_doubtful_answer_is_said_to_be_one_before_it_is_read(world: World) -> None:
    question = "Was the Tollan Bridge opened by the engineer Brunel on 14 May 1932?"
    result = await world.ana.slash(world.private, "ask", question=question)

    card, doubt = markdown(result.response), f"**{WORDINGS[Band.LOW]}**"
    assert card.count(WORDINGS[Band.LOW]) == 1
    assert card.index(question) < card.index(doubt) < card.index("\n> The Tollan Bridge was opened")
    (record,) = await world.records()
    assert shown_words(record).startswith(f"{WORDINGS[Band.LOW]}\n")


async def test_the_record_is_what_was_shown(world: World) -> None:
    result = await world.ana.slash(world.private, "ask", question=f"  {OPENED}  ")

    (record,) = await world.records()
    assert record.receipt == receipt(result.response)
    assert record.question == OPENED
    assert record.decision is Decision.ANSWERED
    assert record.occasion.surface is Surface.SLASH
    assert record.occasion.user_id == world.ana.id
    assert record.occasion.server_id == world.guild.id
    assert record.occasion.channel_id == world.private.id
    assert record.message_id == result.response.id
    for citation in record.citations:
        assert citation.quote in text(result.response)


async def test_an_abstention_says_so_and_shows_only_headings(world: World) -> None:
    question = "What did the Brazilians pay for lanterns at the harbour of Recife?"
    result = await world.ana.slash(world.private, "ask", question=question)

    card = text(result.response)
    assert NOT_FOUND in card
    assert "The documents do not mention “Brazilians” or “Recife”." in card
    assert f"{CLOSEST}\n1. " in card
    assert "› " in card
    assert NEXT_STEP in card
    assert "[1]" not in card
    assert not any(words in card for words in WORDINGS.values())
    assert labels(result.response) == ["Helpful 👍", "Not helpful 👎", "Ask a human"]
    (record,) = await world.records()
    assert "The documents do not mention “Brazilians” or “Recife”." in record.shown


async def test_what_comes_near_nothing_gets_no_headings(world: World) -> None:
    result = await world.ana.slash(world.private, "ask", question=UNANSWERABLE)

    card = text(result.response)
    assert NOT_FOUND in card
    assert NOTHING_CLOSE in card
    assert "› " not in card


async def test_an_answer_says_which_names_the_documents_lack(world: World) -> None:
    question = "Was the Tollan Bridge opened by the engineer Brunel on 14 May 1932?"
    result = await world.ana.slash(world.private, "ask", question=question)

    assert "The documents do not mention “Brunel”.\nOkafor " in text(result.response)


async def test_a_document_answers_for_itself(world: World) -> None:
    question = "Who wrote A Short History of the Tollan Bridge?"
    result = await world.ana.slash(world.private, "ask", question=question)

    card = text(result.response)
    assert "“A Short History of the Tollan Bridge” – author: Mira Okafor" in card
    assert "[1]" in card


async def test_where_gives_places_and_no_sentence(world: World) -> None:
    result = await world.ana.slash(world.private, "ask", question=OPENED, mode="where")

    card = text(result.response)
    assert "Where to read about this:" in card
    assert "1. A Short History of the Tollan Bridge › Building the bridge" in card
    assert "1932" not in card
    assert "Show source" not in labels(result.response)


async def test_an_unset_channel_keeps_answers_private(world: World) -> None:
    result = await world.ana.slash(world.private, "ask", question=OPENED)

    assert result.ephemeral
    assert world.private.history(viewer=world.ben) == []


async def test_a_public_channel_shows_answers_to_everyone(world: World) -> None:
    result = await world.ana.slash(world.public, "ask", question=OPENED)

    assert not result.ephemeral
    assert "Share" not in labels(result.response)
    (message,) = world.public.history(viewer=world.ben)
    assert "14 May 1932" in text(message)


async def test_the_asker_overrides_the_channel(world: World) -> None:
    hidden = await world.ana.slash(world.public, "ask", question=OPENED, private=True)
    shown = await world.ana.slash(world.private, "ask", question=OPENED, private=False)

    assert hidden.ephemeral
    assert not shown.ephemeral


async def test_who_may_not_write_here_gets_a_private_answer(world: World) -> None:
    silent = world.guild.create_text_channel(
        "notices",
        overwrites={world.guild.default_role: discord.PermissionOverwrite(send_messages=False)},
    )

    result = await world.ana.slash(silent, "ask", question=OPENED, private=False)

    assert result.ephemeral
    assert "Share" not in labels(result.response)


async def test_a_thread_follows_its_channel(world: World) -> None:
    message = await world.ana.send(world.public, "hello")
    channel = world.bot.get_channel(world.public.id)
    assert isinstance(channel, discord.TextChannel)
    await channel.create_thread(name="bridge", message=message)
    (thread,) = world.public.threads

    result = await world.ana.slash(thread, "ask", question=OPENED)

    assert not result.ephemeral


async def test_source_limits_the_answer_to_one_document(world: World) -> None:
    choices = await world.ana.autocomplete(world.private, "ask", "source", "harbour")
    (choice,) = choices
    assert choice["name"] == "Notices of the *Tollan* Harbour Board"

    result = await world.ana.slash(
        world.private, "ask", question="When are lanterns lit?", source=choice["value"]
    )
    other = await world.ana.slash(
        world.private, "ask", question=OPENED, source=choice["value"], mode="where"
    )

    assert "Lanterns are lit at dusk." in text(result.response)
    assert "Short History" not in text(other.response)
    assert "in the document that was chosen" in text(other.response)


async def test_source_offers_all_documents_at_first_and_never_fails(world: World) -> None:
    choices = await world.ana.autocomplete(world.private, "ask", "source", "")
    none = await world.ana.autocomplete(world.private, "ask", "source", "no such title " * 20)

    assert len(choices) == 3
    assert none == []


async def test_an_unknown_source_is_named_as_such(world: World) -> None:
    result = await world.ana.slash(world.public, "ask", question=OPENED, source="Ulysses")

    assert text(result.response) == UNKNOWN_SOURCE
    assert result.ephemeral
    assert await world.records() == []


@pytest.mark.parametrize("course", ["", "no-such-course"])
async def test_without_a_course_it_says_who_can_help(world: World, course: str) -> None:
    asked = await world.ana.slash(world.private, "ask", question=OPENED)
    choices = await world.ana.autocomplete(world.private, "ask", "source", "a")

    assert text(asked.response) == NOT_SET_UP
    assert choices == []
    assert await world.records() == []


@pytest.mark.parametrize("course", ["empty"])
async def test_without_documents_staff_hear_how_to_add_some(world: World, course: str) -> None:
    asked = await world.ana.slash(world.private, "ask", question=OPENED)
    by_staff = await world.max.slash(world.private, "ask", question=OPENED)

    assert text(asked.response) == NO_DOCUMENTS
    assert text(by_staff.response) == NO_DOCUMENTS_STAFF


@pytest.mark.parametrize("question", ["   ", "🙂🙂🙂🙂", "?!…—", "\u2800\u2800\u2800", " a  "])
async def test_what_is_no_question_is_sent_back(world: World, question: str) -> None:
    result = await world.ana.slash(world.public, "ask", question=question)

    assert text(result.response) == ASK_IN_A_SENTENCE
    assert result.ephemeral
    assert await world.records() == []


async def test_a_question_of_a_thousand_characters_is_answered(world: World) -> None:
    question = (OPENED + " ") * 40
    result = await world.ana.slash(world.private, "ask", question=question[:1_000])

    (record,) = await world.records()
    assert len(record.question) >= 995
    assert receipt(result.response) == record.receipt


async def test_only_the_first_answer_mentions_logging(world: World) -> None:
    line = "Questions are logged for the course's moderators, also those in direct messages."
    first = await world.ana.slash(world.private, "ask", question=OPENED)
    second = await world.ana.slash(world.private, "ask", question=OPENED)
    another = await world.ben.slash(world.private, "ask", question=OPENED)

    assert line in text(first.response)
    assert line not in text(second.response)
    assert line in text(another.response)


async def test_in_a_direct_message_the_answer_stays(world: World) -> None:
    result = await world.ana.user.slash("ask", question=OPENED)

    assert not result.ephemeral
    assert "14 May 1932" in text(result.response)
    assert "Share" not in labels(result.response)
    (record,) = await world.records()
    assert record.occasion.in_private
    assert record.occasion.server_id == world.guild.id, "the default course's staff are here"


@pytest.mark.parametrize("course", ["people-to-people-diplomacy"])
async def test_the_course_in_seeds_answers(world: World, course: str) -> None:
    result = await world.ana.slash(
        world.private, "ask", question="Who is Joseph Stilwell according to Hong?"
    )

    card = text(result.response)
    assert "Stilwell" in card
    assert "Liye Hong" in card
