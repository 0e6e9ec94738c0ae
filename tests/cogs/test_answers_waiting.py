"""What somebody reads who has asked for a person, and what waits elsewhere for those who answer."""

from __future__ import annotations

from typing import Any

import discord
import pytest

from bot.cards import answers_ids
from bot.cards.answer import NEXT_STEP_ALONE
from bot.cards.inbox import NOTHING_WAITS
from bot.cards.offers import DECLINED, SENT
from bot.cogs.desk import NOT_FOR_YOU
from knowledge.model.inbox import Asked
from knowledge.model.verified import Draft, Person
from tests.cogs.conftest import World
from tests.cogs.moderating import press_forged
from tests.cogs.reading import labels, markdown, receipt, text
from tests.cogs.standing import LANTERNS, form_for, instructor, wait_for_a_person
from tests.cogs.two_courses import Two, add_two

ASK = "Ask a human"


async def decline(world: World, who: Any, place: Any = None) -> None:
    shown = await who.slash(place or world.private, "answers inbox")
    form = await who.click(shown.response, label="Not for this course…")
    await who.submit_modal(form, {"reason": "Ask the town archive."})


async def test_the_card_says_that_it_was_sent_wherever_it_is_shown_again(world: World) -> None:
    await world.ana.send(world.private, world.to_bot(LANTERNS))
    pointer = world.private.last_message
    opened = await world.ana.click(pointer, label="Show my answer")
    assert SENT not in markdown(opened.response)

    await world.ana.click(opened.response, label=ASK)
    await world.restart()
    again = await world.ana.click(pointer, label="Show my answer")

    for card in (opened.response, again.response):
        assert SENT in markdown(card)
        assert NEXT_STEP_ALONE in markdown(card)
        assert ASK not in text(card)
        assert ASK not in labels(card)


async def test_in_a_direct_message_too(world: World) -> None:
    await world.ana.user.send_dm(LANTERNS)
    asked = world.ana.user.dm_channel.last_message

    await world.ana.user.click(asked, label=ASK)

    shown = world.ana.user.dm_channel.last_message
    assert shown.id == asked.id
    assert SENT in markdown(shown)
    assert ASK not in labels(shown)


async def test_a_card_that_many_read_keeps_its_button_for_the_others(world: World) -> None:
    asked = await world.ana.slash(world.public, "ask", question=LANTERNS)

    heard = await world.ana.click(asked.response, label=ASK)

    assert SENT in markdown(heard.response)
    assert heard.ephemeral
    (public,) = world.public.history(viewer=world.ben)
    assert SENT not in markdown(public)
    assert ASK in labels(public)


async def test_what_was_closed_is_not_said_to_wait(world: World) -> None:
    ida = instructor(world)
    await world.ana.send(world.private, world.to_bot(LANTERNS))
    pointer = world.private.last_message
    opened = await world.ana.click(pointer, label="Show my answer")
    await world.ana.click(opened.response, label=ASK)
    await decline(world, ida)

    again = await world.ana.click(pointer, label="Show my answer")
    pressed = await press_forged(world, world.ana, answers_ids.ask_human(receipt(opened.response)))

    assert DECLINED in text(again.response)
    assert ASK not in labels(again.response)
    assert DECLINED in text(pressed.response)


async def test_who_presses_just_after_somebody_answered_is_shown_the_answer(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    ida, inbox = instructor(world), world.knowledge.inbox
    asked = await world.ana.slash(world.private, "ask", question=LANTERNS)
    of = receipt(asked.response)
    ask = inbox.ask

    async def ask_late(wanted: str, user_id: int) -> Asked:
        draft, by = Draft(LANTERNS, "Twelve pesos."), Person(ida.id, "Ida")
        await world.knowledge.verified.fix(1, world.guild.id, wanted, draft, by=by)
        return await ask(wanted, user_id)

    monkeypatch.setattr(inbox, "ask", ask_late)
    pressed = await press_forged(world, world.ana, answers_ids.ask_human(of))

    assert "Twelve pesos." in text(pressed.response)
    assert SENT not in text(pressed.response)
    assert await inbox.waiting_in([1]) == {}


async def test_what_was_answered_and_withdrawn_can_be_asked_again(world: World) -> None:
    ida = instructor(world)
    of, _ = await wait_for_a_person(world)
    form = await form_for(world, ida)
    await ida.submit_modal(form, {"question": LANTERNS, "words": "Twelve.", "passages": ["0"]})
    by = Person(ida.id, "Ida")
    await world.knowledge.verified.retire(1, world.guild.id, 1, by=by)

    await press_forged(world, world.ana, answers_ids.ask_human(of))

    shown = await ida.slash(world.private, "answers inbox")
    assert of in text(shown.response)


async def test_the_nearest_passages_are_numbered_from_one_on(world: World) -> None:
    ida = instructor(world)
    await wait_for_a_person(world)

    shown = markdown((await ida.slash(world.private, "answers inbox")).response)

    assert [f"\n**{number}** " in shown for number in (1, 2, 3)] == [True] * 3
    assert "\n1. " not in shown, "Discord numbers a list anew after each quotation"


async def wait_in(world: World, two: Two, role: Any, name: str) -> str:
    """The receipt of what a new member with this role waits for."""
    user = world.env.create_user(name.casefold(), global_name=name)
    member = two.guild.add_member(user, roles=[role])
    asked = await member.slash(two.hall, "ask", question=LANTERNS)
    await member.click(asked.response, label=ASK)
    return receipt(asked.response)


async def test_the_inbox_says_how_many_wait_in_other_courses_and_leads_there(
    world: World,
) -> None:
    two = await add_two(world)
    staff = two.guild.create_role("Staff", permissions=discord.Permissions(manage_events=True))
    ida = two.guild.add_member(world.env.create_user("ida", global_name="Ida"), roles=[staff])
    oldest = {"Botany": await wait_in(world, two, two.botanists, "Bea")}
    oldest["Sailing"] = await wait_in(world, two, two.sailors, "Sam")
    await wait_in(world, two, two.sailors, "Sue")
    waiting = {"Botany": 1, "Sailing": 2}

    first = await ida.slash(two.lab, "answers inbox")
    here = next(course for course, of in oldest.items() if of in text(first.response))
    other = next(course for course in oldest if course != here)
    assert f"More wait: {waiting[other]} in **{other}**." in text(first.response)
    await world.restart()
    there = await ida.click(first.response, label=f"Open {other}")

    assert oldest[other] in text(there.response)
    assert f"1 of {waiting[other]} in {other}" in text(there.response)
    assert f"More wait: {waiting[here]} in **{here}**." in text(there.response)
    for _ in range(waiting[here]):
        await decline(world, ida, two.lab)
    empty = await ida.slash(two.lab, "answers inbox")
    assert f"Nobody waits for a person in **{here}**." in text(empty.response)
    assert f"More wait: {waiting[other]} in **{other}**." in text(empty.response)
    assert f"Open {other}" in labels(empty.response)


async def test_the_inbox_of_a_course_of_another_server_does_not_open(world: World) -> None:
    two, ida = await add_two(world), instructor(world)
    await wait_in(world, two, two.botanists, "Bea")
    made = answers_ids.turn_inbox(two.botany)("first", 0)

    heard = await press_forged(world, ida, made)
    own = await ida.slash(world.private, "answers inbox")

    assert text(heard.response) == NOT_FOR_YOU
    assert text(own.response) == NOTHING_WAITS
