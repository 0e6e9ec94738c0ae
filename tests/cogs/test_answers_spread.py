"""An answer that concerns many reaches them a few at a time, and each of them."""

from __future__ import annotations

from typing import Any

import pytest

from bot.cogs import tellings
from tests.cogs.conftest import World
from tests.cogs.reading import receipt, text
from tests.cogs.standing import CORRECT, COST, fix, instructor

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
