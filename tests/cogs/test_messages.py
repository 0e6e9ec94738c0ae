"""Questions in messages: a mention, a reply, a direct message, and the menu on a message."""

from __future__ import annotations

from typing import Any

import pytest

from bot.access_table import Role, Rule
from bot.cogs.ask import NO_TEXT
from bot.cogs.asking import ASK_ME
from bot.cogs.desk import NOT_SET_UP
from bot.question import ASK_IN_A_SENTENCE
from knowledge.answering.going_on import SAME_AGAIN
from knowledge.model.record import Decision, Surface
from tests.cogs.conftest import World
from tests.cogs.reading import components, labels, receipt, text

OPENED = "When was the Tollan Bridge opened?"
MENU = "Ask about this"


async def test_a_mention_in_a_public_channel_is_answered_with_a_reply(world: World) -> None:
    asked = await world.ana.send(world.public, world.to_bot(OPENED))

    answer = world.public.last_message
    assert answer.reference.message_id == asked.id
    assert "14 May 1932" in text(answer)
    assert "Share" not in labels(answer)
    (record,) = await world.records()
    assert record.question == OPENED
    assert record.occasion.surface is Surface.MENTION
    assert record.occasion.event_id == asked.id
    assert record.message_id == answer.id


async def test_a_mention_in_a_private_channel_shows_nothing_to_others(world: World) -> None:
    await world.ana.send(world.private, world.to_bot(OPENED))

    pointer = world.private.last_message
    assert "1932" not in text(pointer)
    assert "Ana, your answer is ready." in text(pointer)
    assert labels(pointer) == ["Show my answer"]


async def test_a_reply_to_an_answer_is_a_question(world: World) -> None:
    await world.ana.send(world.public, world.to_bot(OPENED))
    answer = world.public.last_message

    await world.ben.send(world.public, world.to_bot("What did the bridge cost?"), reply_to=answer)

    assert "48,000 pounds" in text(world.public.last_message)
    assert (await world.records())[-1].occasion.surface is Surface.REPLY


async def test_a_reply_that_pings_needs_no_mention_in_words(world: World) -> None:
    await world.ana.send(world.public, world.to_bot(OPENED))

    await world.ben.send(
        world.public, "What did the bridge cost?", reply_to=world.public.last_message
    )

    records = await world.records()
    assert records[-1].question == "What did the bridge cost?"
    assert records[-1].occasion.surface is Surface.REPLY


async def test_a_reply_goes_on_from_the_answer_and_is_recorded_as_asked(world: World) -> None:
    await world.ana.send(world.public, world.to_bot("Who was Samuel Pryce?"))
    keeper = world.public.last_message
    await world.ana.send(world.public, world.to_bot(OPENED))

    await world.ben.send(world.public, "and by whom?", reply_to=world.public.last_message)
    opened = text(world.public.last_message)
    await world.ben.send(world.public, "and what did he write?", reply_to=keeper)

    assert "Ruth Calder" in opened
    assert "green ledger" in text(world.public.last_message)
    assert [r.question for r in await world.records()][2:] == [
        "and by whom?",
        "and what did he write?",
    ]


async def test_a_bare_reply_shows_what_stands_next_and_never_the_same_quotes_unremarked(
    world: World,
) -> None:
    await world.ana.send(world.public, world.to_bot(OPENED))
    opened = world.public.last_message

    await world.ben.send(world.public, "and then?", reply_to=opened)
    after = text(world.public.last_message)
    await world.ben.send(world.public, "really?", reply_to=opened)

    assert "Next in the document:" in after
    assert "opened on 14 May 1932" not in after
    assert SAME_AGAIN in text(world.public.last_message)


async def test_a_reply_that_the_documents_do_not_answer_may_go_to_a_person(world: World) -> None:
    await world.ana.send(world.public, world.to_bot(OPENED))
    question = "And what did the Brazilians pay for it in Recife?"

    await world.ben.send(world.public, question, reply_to=world.public.last_message)

    assert (await world.records())[-1].decision is Decision.ABSTAINED
    assert labels(world.public.last_message)[-1] == "Ask a human"


async def test_a_private_answer_is_nobody_elses_context(world: World) -> None:
    await world.ana.send(world.private, world.to_bot(OPENED))
    pointer = world.private.last_message

    await world.ben.send(world.private, "and who was that?", reply_to=pointer)
    await world.ana.send(world.private, "and who was that?", reply_to=pointer)

    _, of_ben, of_ana = await world.records()
    assert of_ben.decision is Decision.ABSTAINED
    assert "Ruth Calder" in of_ana.shown


async def test_people_talking_to_each_other_are_left_alone(world: World) -> None:
    first = await world.ana.send(world.public, OPENED)
    await world.ben.send(world.public, "Good question!", reply_to=first)

    assert len(world.public.history()) == 2
    assert await world.records() == []


async def test_other_bots_are_left_alone(world: World) -> None:
    robot = world.guild.add_member(world.env.create_user("robot", bot=True))

    await robot.send(world.public, world.to_bot(OPENED))

    assert len(world.public.history()) == 1


async def test_a_mention_without_a_question_is_told_how_to_ask(world: World) -> None:
    await world.ana.send(world.public, world.to_bot(""))

    assert text(world.public.last_message) == ASK_ME


async def test_a_mention_with_too_little_is_told_what_a_question_is(world: World) -> None:
    await world.ana.send(world.public, world.to_bot("🤔🤔🤔"))

    assert text(world.public.last_message) == ASK_IN_A_SENTENCE


async def test_a_direct_message_is_answered_in_place(world: World) -> None:
    asked = await world.ana.user.send_dm(OPENED)

    answer = world.ana.user.dm_channel.last_message
    assert answer.reference.message_id == asked.id
    assert "14 May 1932" in text(answer)
    assert (await world.records())[0].occasion.surface is Surface.DIRECT_MESSAGE


async def test_buttons_work_in_a_direct_message(world: World) -> None:
    await world.ana.user.send_dm(OPENED)
    answer = world.ana.user.dm_channel.last_message

    source = await world.ana.user.click(answer, label="Show source")
    thumb = await world.ana.user.click(answer, label="Helpful 👍")

    assert "Ruth Calder" in text(source.response)
    assert "saved" in text(thumb.response)


async def test_a_message_that_is_delivered_twice_is_recorded_once(world: World) -> None:
    asked = await world.ana.send(world.public, world.to_bot(OPENED))
    stored = world.env.backend.get_message(world.public.id, asked.id)

    world.env.backend.announce_message_create(stored)
    await world.env.settle()

    assert len(await world.records()) == 1
    sent = [r for r in world.env.http_requests if r.path.endswith("/messages")]
    posts: list[Any] = [request.json for request in sent]
    assert {post["nonce"] for post in posts} == {str(asked.id)}
    assert all(post["enforce_nonce"] for post in posts)


async def test_who_may_ask_by_mentioning_is_a_matter_of_the_access_table(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.access.ACCESS", {"mention": Rule(Role.MANAGER)})
    await world.ana.send(world.public, world.to_bot(OPENED))
    in_server = text(world.public.last_message)
    await world.ana.user.send_dm(OPENED)
    in_private = text(world.ana.user.dm_channel.last_message)
    assert await world.records() == []

    await world.max.send(world.public, world.to_bot(OPENED))

    needed = "You need the **Manage Server** permission to do this."
    assert in_server == f"{needed} Ask a server admin."
    assert in_private == f"{needed} Ask the person who runs this bot."
    assert "14 May 1932" in text(world.public.last_message)


@pytest.mark.parametrize("course", [""])
async def test_without_a_course_a_mention_says_who_can_help(world: World, course: str) -> None:
    await world.ana.send(world.public, world.to_bot(OPENED))

    assert text(world.public.last_message) == NOT_SET_UP


async def test_a_message_that_is_a_question_is_asked_in_one_step(world: World) -> None:
    message = await world.ben.send(world.private, OPENED)

    result = await world.ana.context_menu(world.private, MENU, message)

    assert result.ephemeral
    assert "14 May 1932" in text(result.response)
    (record,) = await world.records()
    assert record.occasion.surface is Surface.MESSAGE_MENU
    assert record.occasion.user_id == world.ana.id


async def test_any_other_message_can_be_turned_into_a_question(world: World) -> None:
    message = await world.ben.send(world.public, "I read about   the Tollan Bridge today. " * 40)

    shown = await world.ana.context_menu(world.public, MENU, message)
    assert shown.modal is not None
    box = shown.modal["components"][0]["component"]
    result = await world.ana.submit_modal(shown, {"question": OPENED})

    assert shown.modal["title"] == "Your question about this message"
    assert box["value"].startswith("I read about the Tollan Bridge today.")
    assert len(box["value"]) <= 1_000
    assert not result.ephemeral, "as the channel is set"
    assert "14 May 1932" in text(result.response)


async def test_what_is_typed_into_the_form_is_checked_too(world: World) -> None:
    message = await world.ben.send(world.public, "The bridge.")

    shown = await world.ana.context_menu(world.public, MENU, message)
    result = await world.ana.submit_modal(shown, {"question": "?????"})

    assert text(result.response) == ASK_IN_A_SENTENCE
    assert result.ephemeral


async def test_a_message_without_words_cannot_be_asked_about(world: World) -> None:
    await world.ana.send(world.public, world.to_bot(OPENED))

    result = await world.ben.context_menu(world.public, MENU, world.public.last_message)

    assert text(result.response) == NO_TEXT
    assert result.ephemeral
    assert components(result.response)


async def test_every_surface_gives_a_receipt_that_is_on_record(world: World) -> None:
    await world.ana.send(world.public, world.to_bot(OPENED))
    in_public = receipt(world.public.last_message)
    await world.ana.user.send_dm(OPENED)
    in_private = receipt(world.ana.user.dm_channel.last_message)

    assert [record.receipt for record in await world.records()] == [in_public, in_private]
