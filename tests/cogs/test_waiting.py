"""The staff hear at once who waits for a person, and once a day who waits longest."""

from __future__ import annotations

from typing import Any

import discord
import pytest
import pytest_asyncio

from bot.cards import answers_ids
from knowledge.model.answer import Question
from knowledge.model.inbox import Asked
from knowledge.model.record import Occasion, Surface
from knowledge.model.verified import Draft, Person
from tests.cogs.conftest import World
from tests.cogs.moderating import press_forged
from tests.cogs.reading import labels, text
from tests.cogs.standing import LANTERNS, instructor, wait_for_a_person
from tests.cogs.two_courses import Two, add_two

HOUR = 3_600.0
DAY = 24 * HOUR
TITLE = "waited for a person for more than a day"


@pytest_asyncio.fixture(loop_scope="session")
async def room(world: World) -> Any:
    """The channel for alerts."""
    made = world.guild.create_text_channel("alerts")
    await world.max.slash(world.private, "logs setup", alerts=made)
    return made


async def wait(world: World, question: str, *, by: int, course_id: int = 1, server: int = 0) -> str:
    """The receipt of what somebody waits for, as if they had pressed *Ask a human*."""
    knowledge = world.knowledge
    occasion = Occasion(Surface.SLASH, by, server or world.guild.id, world.private.id)
    delivery = await knowledge.answerer.answer(Question(question, course_id), occasion)
    assert await knowledge.inbox.ask(delivery.receipt, by) is Asked.SENT
    return delivery.receipt


async def look(world: World, seconds: float) -> None:
    """Let time pass, and somebody do something at its end."""
    await world.env.advance_time(seconds)
    await world.max.slash(world.private, "help")
    await world.env.advance_time(70)


def digests(room: Any) -> list[discord.Message]:
    return [message for message in room.history() if TITLE in text(message)]


async def test_the_staff_are_told_who_waits_at_once_and_after_a_day(
    world: World, room: Any
) -> None:
    of, _ = await wait_for_a_person(world)
    await world.env.advance_time(70)
    (asked,) = room.history()
    assert "waits for a person's answer, see `/answers inbox`" in text(asked)

    await look(world, DAY)
    await look(world, HOUR)

    (digest,) = digests(room)
    assert f"1 question has {TITLE}" in text(digest)
    assert f"1. `{of}` · sent <t:" in text(digest)
    assert labels(digest) == ["Open the inbox"]
    told = "\n".join(text(message) for message in room.history())
    assert told.count("waits for a person's answer") == 1
    assert "Brazil" not in told, "the channel hears no words of anybody"
    assert "Ana" not in told


async def test_it_is_told_once_a_day_while_nobody_does_anything(world: World, room: Any) -> None:
    await wait_for_a_person(world)

    for _ in range(3):
        for _ in range(13):
            await world.env.advance_time(2 * HOUR)
        await world.restart()

    assert len(digests(room)) == 3


async def test_no_day_that_begins_tells_it_again(world: World, room: Any) -> None:
    """What was told at 23:30 is not told at 00:30 once more."""
    now = world.env.now()
    evening = (now.replace(hour=23, minute=30) - now).total_seconds() % DAY
    await world.env.advance_time(evening)
    await wait_for_a_person(world)

    await look(world, DAY)
    assert len(digests(room)) == 1
    await world.restart()
    await look(world, HOUR)
    assert len(digests(room)) == 1

    await look(world, DAY)
    assert len(digests(room)) == 2


async def test_the_longest_come_first_and_ten_are_listed(world: World, room: Any) -> None:
    asked = []
    for number in range(13):
        asked.append(
            await wait(world, f"What did lantern {number} of Recife cost?", by=900 + number)
        )
        await world.env.advance_time(60)
    assert await world.knowledge.inbox.ask(asked[1], 990) is Asked.SENT
    await look(world, DAY)
    await world.env.advance_time(20 * HOUR)
    fresh = await wait(world, LANTERNS, by=950)
    await look(world, 6 * HOUR)

    shown = text(max(digests(room), key=lambda message: message.id))
    found = [line.split("`")[1] for line in shown.splitlines() if "sent <t:" in line]
    assert found == asked[:10]
    assert "And 3 more." in shown
    assert f"13 questions have {TITLE}" in shown
    assert [line.endswith("2 people") for line in shown.splitlines()].count(True) == 1
    assert fresh not in shown


async def test_nothing_is_told_where_nobody_waits_any_more(world: World, room: Any) -> None:
    of, _ = await wait_for_a_person(world)
    draft, by = Draft(LANTERNS, "Twelve pesos."), Person(1, "Ida")
    await world.knowledge.verified.fix(1, world.guild.id, of, draft, by=by)

    await look(world, 2 * DAY)

    assert digests(room) == []


async def test_a_digest_that_could_not_be_posted_is_posted_with_the_next_look(
    world: World, room: Any, caplog: pytest.LogCaptureFixture
) -> None:
    await wait_for_a_person(world)
    await world.env.advance_time(70)
    world.env.inject_error("POST", f"/channels/{room.id}/messages", status=403, code=50013)

    await look(world, DAY + HOUR)

    assert "is not told" in caplog.text
    assert len(digests(room)) == 1


async def test_one_that_was_told_late_is_not_followed_by_the_next_within_a_day(
    world: World, room: Any
) -> None:
    await wait_for_a_person(world)
    await world.env.advance_time(DAY)
    world.env.inject_error(
        "POST", f"/channels/{room.id}/messages", status=403, code=50013, times=20
    )
    for _ in range(23):
        await world.env.advance_time(HOUR)
    assert len(digests(room)) == 1

    for _ in range(12):
        await world.env.advance_time(HOUR)
    assert len(digests(room)) == 1


async def test_its_button_opens_the_inbox_for_whoever_may_answer_alone(
    world: World, room: Any
) -> None:
    ida = instructor(world)
    of, _ = await wait_for_a_person(world)
    await look(world, DAY)
    (digest,) = digests(room)
    before = text(digest)
    await world.restart()

    opened = await ida.click(digest, label="Open the inbox")
    refused = await world.ben.click(digest, label="Open the inbox")

    assert opened.ephemeral
    assert of in text(opened.response)
    assert LANTERNS in text(opened.response)
    assert refused.ephemeral
    assert of not in text(refused.response)
    assert text(digests(room)[0]) == before, "what many read stays as it is"


async def test_each_server_hears_of_its_own_courses_alone(world: World, room: Any) -> None:
    two: Two = await add_two(world)
    theirs = two.guild.create_text_channel("alerts")
    await world.knowledge.servers.set_channels(two.guild.id, log=None, alerts=theirs.id, by=1)
    here, _ = await wait_for_a_person(world)
    there = [
        await wait(world, LANTERNS, by=900, course_id=id_, server=two.guild.id)
        for id_ in (two.botany, two.sailing)
    ]

    await look(world, DAY)

    own, other = text(digests(room)[0]), text(digests(theirs)[0])
    assert here in own
    assert not any(of in own for of in there)
    assert "Botany" not in own
    assert here not in other
    assert f"`{there[0]}` · Botany · sent" in other
    assert labels(digests(theirs)[0]) == ["Open Botany", "Open Sailing"]
    made = answers_ids.turn_inbox(two.botany)("first", 0)
    forged = await press_forged(world, instructor(world), made)
    assert there[0] not in text(forged.response)
