"""An answer that concerns many reaches them a few at a time, and each of them."""

from __future__ import annotations

from typing import Any

import discord
import pytest

from bot.cards.answer import WITHDRAWN
from bot.cogs import tellings
from knowledge.model.verified import Draft, Person
from knowledge.storage import posted_answers
from tests.cogs.conftest import World
from tests.cogs.reading import receipt, text
from tests.cogs.standing import CORRECT, COST, fix, instructor

EDITS = "/channels/*/messages/*"
A_GO = 31
"""Seconds after which the next go is through."""


@pytest.fixture(autouse=True)
def one_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tellings, "AT_ONCE", 1)


async def asked_by_three(world: World) -> list[Any]:
    """Those who have asked the same in public, oldest first."""
    cleo = world.guild.add_member(world.env.create_user("cleo", global_name="Cleo"))
    people = [world.ana, world.ben, cleo]
    for who in people:
        await who.slash(world.public, "ask", question=COST)
    return people


def corrected_messages(world: World) -> list[bool]:
    return [CORRECT in text(message) for message in world.public.history(viewer=world.max)]


def told(people: list[Any]) -> list[int]:
    """How many direct messages each of them has."""
    return [
        0 if who.user.dm_channel is None else len(who.user.dm_channel.history()) for who in people
    ]


async def test_a_few_are_told_at_once_and_the_others_in_the_next_goes(world: World) -> None:
    ida, people = instructor(world), await asked_by_three(world)
    (*_, last) = world.public.history(viewer=world.max)

    done = await fix(world, ida, receipt(last))

    assert "1 person was told. Told within minutes: 2." in text(done.response)
    assert sum(told(people)) == 1
    assert sum(corrected_messages(world)) == 1
    await world.env.advance_time(A_GO)
    assert sum(told(people)) == 2
    assert sum(corrected_messages(world)) == 2
    await world.env.advance_time(3 * A_GO)
    assert told(people) == [1, 1, 1], "each of them once"
    assert corrected_messages(world) == [True] * 3


async def test_a_restart_between_loses_nobody(world: World) -> None:
    ida, people = instructor(world), await asked_by_three(world)
    (*_, last) = world.public.history(viewer=world.max)
    await fix(world, ida, receipt(last))

    await world.restart()
    await world.env.advance_time(4 * A_GO)

    assert told(people) == [1, 1, 1]
    assert corrected_messages(world) == [True] * 3


async def test_who_takes_no_messages_is_not_tried_again_and_hears_it_under_the_next_question(
    world: World,
) -> None:
    ida, people = instructor(world), await asked_by_three(world)
    (*_, last) = world.public.history(viewer=world.max)
    world.env.inject_error("POST", "/users/@me/channels", status=403, code=50007, times=None)
    await fix(world, ida, receipt(last))
    await world.env.advance_time(4 * A_GO)
    tidings = world.knowledge.tidings
    assert await tidings.untried(5) == []

    next_one = await people[2].slash(world.private, "ask", question="Who designed the bridge?")

    assert [CORRECT in text(sent) for sent in next_one.followups] == [True]


async def test_a_message_that_is_gone_holds_up_no_other(world: World) -> None:
    ida, _ = instructor(world), await asked_by_three(world)
    messages = world.public.history(viewer=world.max)
    of = receipt(messages[0])
    channel = world.env.bot.get_channel(world.public.id)
    await (await channel.fetch_message(messages[-1].id)).delete()

    await fix(world, ida, of)
    await world.env.advance_time(4 * A_GO)

    assert corrected_messages(world) == [True] * 2
    assert await world.knowledge.tidings.unposted(5) == []


async def test_a_message_that_discord_fails_to_change_is_changed_in_a_later_go(
    world: World,
) -> None:
    ida = instructor(world)
    asked = await world.ana.slash(world.public, "ask", question=COST)
    world.env.inject_error("PATCH", EDITS, status=500, times=None)

    await fix(world, ida, receipt(asked.response))
    await world.env.advance_time(A_GO)
    assert corrected_messages(world) == [False]
    world.env.backend.faults.clear()
    await world.env.advance_time(2 * A_GO)

    assert corrected_messages(world) == [True]
    assert await world.knowledge.tidings.unposted(5) == []


async def test_what_discord_never_changes_is_tried_a_few_times_and_no_more(world: World) -> None:
    ida = instructor(world)
    asked = await world.ana.slash(world.public, "ask", question=COST)
    world.env.inject_error("PATCH", EDITS, status=500, times=None)

    await fix(world, ida, receipt(asked.response))
    await world.env.advance_time((posted_answers.MOST_TRIES + 1) * A_GO)

    assert await world.knowledge.tidings.unposted(5) == []


async def test_a_message_in_an_archived_thread_is_changed_too(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    ida = instructor(world)
    channel = world.env.bot.get_channel(world.public.id)
    thread = await channel.create_thread(name="Bridges", type=discord.ChannelType.public_thread)
    (place,) = world.public.threads
    asked = await world.ana.slash(place, "ask", question=COST)
    await thread.edit(archived=True)
    kept = discord.Client.get_channel
    # Discord says nothing of archived threads at a start, and forgets them in time.
    monkeypatch.setattr(
        discord.Client, "get_channel", lambda bot, id_: None if id_ == thread.id else kept(bot, id_)
    )

    await fix(world, ida, receipt(asked.response))

    (message,) = place.history(viewer=world.max)
    assert CORRECT in text(message)
    opened = await world.env.bot.fetch_channel(thread.id)
    assert not opened.archived, "in an archived one Discord refuses it"


async def test_a_message_shows_that_its_answer_was_taken_back(world: World) -> None:
    ida = instructor(world)
    asked = await world.ana.slash(world.public, "ask", question=COST)
    await fix(world, ida, receipt(asked.response))
    assert corrected_messages(world) == [True]

    (standing,) = await world.knowledge.verified.list_standing(1)
    by = Person(ida.id, "Ida")
    await world.knowledge.verified.retire(1, world.guild.id, standing.id, by=by)
    await world.env.advance_time(2 * A_GO)
    await world.ana.slash(world.private, "ask", question="Who designed the bridge?")
    await world.env.advance_time(2 * A_GO)

    (message,) = world.public.history(viewer=world.max)
    assert WITHDRAWN in text(message)


async def test_an_answer_that_is_corrected_while_it_is_shared_shows_that(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    ida = instructor(world)
    asked = await world.ana.slash(world.private, "ask", question=COST)
    of = receipt(asked.response)
    logbook = world.knowledge.logbook
    claim = logbook.claim_share

    async def claim_late(wanted: str) -> bool:
        draft, by = Draft(COST, CORRECT), Person(ida.id, "Ida")
        await world.knowledge.verified.fix(1, world.guild.id, wanted, draft, by=by)
        return await claim(wanted)

    monkeypatch.setattr(logbook, "claim_share", claim_late)
    await world.ana.click(asked.response, label="Share")

    (shared,) = world.private.history(viewer=world.max)
    assert receipt(shared) == of
    assert CORRECT in text(shared)
