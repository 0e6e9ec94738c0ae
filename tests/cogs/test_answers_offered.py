"""What a person answered to a similar question is offered, and never given for the answer."""

from __future__ import annotations

import json
from typing import Any

import discord
import pytest

from bot.cards import answers_ids
from bot.cards.abstention import NOT_FOUND
from bot.cards.feedback import GONE
from bot.cards.offers import OFFER_GONE
from knowledge.model.record import Decision, Surface
from knowledge.model.verified import Person
from tests.cogs.conftest import World
from tests.cogs.moderating import moderator, press_forged
from tests.cogs.reading import components, labels, markdown, receipt, text
from tests.cogs.standing import COST, ask, fix, found, instructor, verify
from tests.cogs.two_courses import Two, add_two, lose_roles

FEE = "Is there a fee for the museum visit?"
PAY = "Do I have to pay for the museum visit?"
ANOTHER = "Who guides the museum visit?"
FREE = "No, the museum is free for students."
PRICE = "What was the price of the Tollan Bridge?"
LIKE_COST = "How much was spent on the bridge?"
"""Further from :data:`COST` than :data:`PRICE` is."""
OFFER = "**Ida** answered a similar question on <t:"
SHOW = "Show that answer"


async def answer_fee(world: World, name: str = "Ida", **more: str) -> Any:
    """An instructor who has answered the question of a fee."""
    ida = instructor(world, name)
    asked = await ask(world, FEE)
    await fix(world, ida, receipt(asked.response), FREE, **{"question": FEE, **more})
    return ida


async def retire(world: World, answer_id: int = 1) -> None:
    by = Person(world.max.id, "Max")
    await world.knowledge.verified.retire(1, world.guild.id, answer_id, by=by)


async def test_where_the_documents_do_not_say_a_similar_question_is_offered(world: World) -> None:
    await answer_fee(world)

    asked = await ask(world, PAY, world.ben)

    shown = text(asked.response)
    assert OFFER in shown
    assert f"“{FEE}”" in shown
    assert NOT_FOUND in shown
    assert FREE not in shown, "the answer itself stands behind the button"
    assert {SHOW, "Ask a human"} <= set(labels(asked.response))
    record = await found(world, receipt(asked.response))
    assert record.decision is Decision.ABSTAINED
    assert record.verified is None
    assert record.offered is not None
    assert record.offered.question == FEE
    assert record.versions["offered answer"] == f"#{record.offered.id}"


async def test_what_is_offered_opens_for_the_asker_with_a_receipt_of_its_own(world: World) -> None:
    await answer_fee(world)
    asked = await ask(world, PAY, world.ben)
    await world.restart()

    opened = await world.ben.click(asked.response, label=SHOW)

    assert opened.ephemeral
    shown = text(opened.response)
    assert shown.startswith(f"### {FEE}")
    assert "✅ Answered by **Ida**" in shown
    assert FREE in shown
    record = await found(world, receipt(opened.response))
    assert record.receipt != receipt(asked.response)
    assert record.follows == receipt(asked.response)
    assert record.occasion.surface is Surface.OFFER
    assert record.occasion.user_id == world.ben.id


async def test_who_opened_it_hears_of_a_correction_and_the_offer_leads_to_it(world: World) -> None:
    ida = await answer_fee(world)
    asked = await ask(world, PAY, world.ben)
    opened = await world.ben.click(asked.response, label=SHOW)

    await fix(world, ida, receipt(opened.response), "Two pounds.", question=FEE)

    told = text(world.ben.user.dm_channel.last_message)
    assert "An answer that you got was corrected" in told
    assert "Two pounds." in told
    again = await world.ben.click(asked.response, label=SHOW)
    assert "Two pounds." in text(again.response)


async def test_beside_an_answer_of_the_documents_it_is_offered_too(world: World) -> None:
    ida = instructor(world)
    asked = await ask(world, PRICE)
    await fix(world, ida, receipt(asked.response), "So much.", question=PRICE)

    other = await ask(world, COST, world.ben)

    assert OFFER in text(other.response)
    assert "48,000 pounds" in text(other.response)
    assert SHOW in labels(other.response)
    assert "Ask a human" not in labels(other.response)


async def test_it_stands_below_the_reply_and_apart_from_it(world: World) -> None:
    ida = instructor(world)
    await fix(world, ida, receipt((await ask(world, PRICE)).response), "So.", question=PRICE)
    await answer_fee(world, "Otto")

    answered = await ask(world, COST, world.ben)
    abstained = await ask(world, PAY, world.ben)

    for shown, last in ((answered.response, "**Source**"), (abstained.response, "Ask a human")):
        parts = [c.get("content", "—") for c in components(shown) if c["type"] in (10, 14)]
        at = next(n for n, part in enumerate(parts) if "a similar question" in part)
        assert parts[at - 1] == "—", "a line parts it from the reply"
        assert any(last in part for part in parts[: at - 1])


async def test_beside_an_answer_a_correction_needs_less_likeness_than_a_confirmation(
    world: World,
) -> None:
    ida = instructor(world)
    await verify(world, ida, receipt((await ask(world)).response))
    confirmed = await ask(world, LIKE_COST, world.ben)
    await retire(world)

    await fix(world, ida, receipt((await ask(world)).response))
    corrected = await ask(world, LIKE_COST, world.ben)

    for shown in (confirmed.response, corrected.response):
        assert "48,000 pounds" in text(shown)
        assert "Ask a human" not in labels(shown), "the documents' answer is sure"
    assert SHOW not in labels(confirmed.response)
    assert SHOW in labels(corrected.response)


@pytest.mark.parametrize(
    ("question", "more"),
    [
        (ANOTHER, {}),
        (PAY, {"mode": "where"}),
        (PAY, {"source": "Notices of the *Tollan* Harbour Board"}),
    ],
)
async def test_it_is_not_offered_to(world: World, question: str, more: dict[str, str]) -> None:
    await answer_fee(world)

    asked = await ask(world, question, world.ben, **more)

    assert SHOW not in labels(asked.response)
    assert "similar question" not in text(asked.response)


async def test_what_holds_no_longer_is_neither_offered_nor_opened(world: World) -> None:
    await answer_fee(world)
    before = await ask(world, PAY, world.ben)
    await retire(world)

    pressed = await world.ben.click(before.response, label=SHOW)
    after = await ask(world, PAY, world.ben)

    assert OFFER_GONE in text(pressed.response)
    assert SHOW not in labels(after.response)
    assert len(await world.records()) == 3, "opening nothing records nothing"


async def test_it_is_offered_and_opened_in_a_direct_message(world: World) -> None:
    await answer_fee(world)
    await world.ben.user.send_dm(PAY)
    asked = world.ben.user.dm_channel.last_message
    assert OFFER in text(asked)

    await world.ben.user.click(asked, label=SHOW)

    assert FREE in text(world.ben.user.dm_channel.last_message)


async def test_under_a_public_answer_it_opens_for_whoever_presses_alone(world: World) -> None:
    await answer_fee(world)
    await world.ana.slash(world.public, "ask", question=PAY)
    (public,) = world.public.history(viewer=world.ben)

    opened = await world.ben.click(public, label=SHOW)

    assert opened.ephemeral
    assert FREE in text(opened.response)
    assert (await found(world, receipt(opened.response))).occasion.user_id == world.ben.id


async def test_once_a_person_has_answered_nothing_else_is_offered(world: World) -> None:
    ida = await answer_fee(world)
    await world.ana.slash(world.public, "ask", question=PAY)
    (public,) = world.public.history(viewer=world.max)

    await fix(world, ida, receipt(public), "It costs nothing.", question=PAY)

    (public,) = world.public.history(viewer=world.max)
    assert "It costs nothing." in text(public)
    assert SHOW not in labels(public)


async def test_reviewers_see_what_was_offered(world: World) -> None:
    await answer_fee(world)
    asked = await ask(world, PAY, world.ben)
    opened = await world.ben.click(asked.response, label=SHOW)
    mona, otto = moderator(world), instructor(world, "Otto")

    looked = await mona.slash(world.private, "logs show", receipt=receipt(opened.response))
    await world.ben.click(asked.response, label="Ask a human")
    waiting = await otto.slash(world.private, "answers inbox")
    case = await mona.slash(world.private, "logs show", receipt=receipt(asked.response))
    await retire(world)
    later = await mona.slash(world.private, "logs show", receipt=receipt(asked.response))

    assert f"opened, not typed, under `{receipt(asked.response)}`" in text(looked.response)
    assert f"Offered: Ida's answer to “{FEE}”" in text(waiting.response)
    assert f"Offered: Ida's answer to “{FEE}”" in text(case.response)
    assert f"Offered: Ida's answer to “{FEE}” (withdrawn since)" in text(later.response)


async def test_a_transcript_holds_who_answered_and_what_was_offered(world: World) -> None:
    await answer_fee(world)
    asked = await ask(world, PAY, world.ben)
    opened = await world.ben.click(asked.response, label=SHOW)
    transcripts, kinds = world.knowledge.moderation.transcripts, []

    for card in (asked.response, opened.response):
        made = await transcripts.make(world.guild.id, receipt(card), by=world.max.id)
        assert made is not None
        entries = [json.loads(line) for line in made[1].content.splitlines()]
        kinds.append({e["kind"]: (e["by"], e["words"]) for e in entries if "words" in e})

    assert kinds == [{"offered answer": ("Ida", FREE)}, {"verified answer": ("Ida", FREE)}]


async def test_hostile_words_in_an_offered_question_stay_words(world: World) -> None:
    hostile = "Is there a fee for the museum [visit](https://evil.example) @here?"
    await answer_fee(world, question=hostile)

    asked = await ask(world, PAY, world.ben)

    assert f"“{hostile}”" in text(asked.response)
    sent = markdown(asked.response)
    assert "\\[visit\\](https:\\//evil.example) \\@here?”" in sent


async def test_a_forged_press_opens_nothing_of_a_course_that_is_lost(world: World) -> None:
    two: Two = await add_two(world)
    staff = two.guild.create_role("Staff", permissions=discord.Permissions.all())
    ida = two.guild.add_member(world.env.create_user("ida", global_name="Ida"), roles=[staff])
    asked = await two.bo.slash(two.hall, "ask", question=FEE)
    form = await ida.slash(two.hall, "answers fix", receipt=receipt(asked.response))
    await ida.submit_modal(form, {"question": FEE, "words": FREE, "passages": ["0"]})
    similar = await two.bo.slash(two.hall, "ask", question=PAY)
    assert SHOW in labels(similar.response)

    lose_roles(world, two, two.bo)
    pressed = await two.bo.click(similar.response, label=SHOW)
    elsewhere = await press_forged(
        world, world.ben, answers_ids.show_offered(receipt(similar.response))
    )

    assert FREE not in text(pressed.response)
    assert text(pressed.response) == GONE
    assert text(elsewhere.response) == GONE
