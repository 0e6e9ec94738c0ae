"""What is asked in a direct message belongs to the server whose course answers."""

from __future__ import annotations

from typing import Any

import discord
import pytest
import pytest_asyncio

from bot.cards import custom_ids
from bot.cards.feedback import GONE
from bot.cards.inbox import NO_PASSAGE
from bot.cards.logs import IN_PRIVATE
from knowledge.model.record import Surface
from tests.cogs.browsing import entered
from tests.cogs.conftest import World
from tests.cogs.course import COURSE
from tests.cogs.moderating import press_forged
from tests.cogs.reading import receipt, text
from tests.cogs.two_courses import ORCHIDS, Two, add_two

OPENED = "When was the Tollan Bridge opened?"
NOWHERE = "How heavy is the mayor's chain of office?"


@pytest_asyncio.fixture(loop_scope="session")
async def two(world: World) -> Two:
    return await add_two(world)


@pytest.fixture
def mod(world: World, two: Two) -> Any:
    """Who moderates the server with two courses."""
    permissions = discord.Permissions(manage_messages=True)
    role = two.guild.create_role("Moderators", permissions=permissions)
    return two.guild.add_member(world.env.create_user("mo", global_name="Mo"), roles=[role])


async def test_moderators_see_what_their_course_was_asked_and_where(
    world: World, two: Two, mod: Any
) -> None:
    await two.bo.slash(two.hall, "ask", question=ORCHIDS)
    asked = await two.bo.user.slash("ask", question=ORCHIDS)
    written = await two.bo.user.send_dm(NOWHERE)
    assert written is not None

    page = text((await mod.slash(two.hall, "logs search")).response)
    shown = text((await mod.slash(two.hall, "logs show", receipt=receipt(asked.response))).response)

    assert NOWHERE in page
    assert page.count(IN_PRIVATE) == 2
    assert IN_PRIVATE in shown
    assert "discord.com/channels" not in shown
    kept = {record.receipt: record.occasion for record in await world.records()}
    occasion = kept[receipt(asked.response)]
    assert (occasion.surface, occasion.server_id) == (Surface.DIRECT_MESSAGE, two.guild.id)
    assert all(o.channel_id is None for o in kept.values() if o.in_private)


async def test_the_console_says_that_it_was_a_direct_message(
    world: World, two: Two, mod: Any
) -> None:
    await two.bo.slash(two.hall, "ask", question=ORCHIDS)
    asked = await two.bo.user.slash("ask", question=NOWHERE)

    async with entered(world, mod, two.hall) as client:
        found = await client.get("/search", params={"text": "mayor"})
        answer = await client.get(f"/record/{receipt(asked.response)}")

    assert "direct message" in found.text
    assert "direct message" in answer.text
    assert "discord.com/channels" not in answer.text


async def test_no_other_servers_moderators_see_it(world: World, two: Two) -> None:
    await two.bo.slash(two.hall, "ask", question=ORCHIDS)
    asked = await two.bo.user.slash("ask", question=ORCHIDS)

    page = await world.max.slash(world.private, "logs search")
    shown = await world.max.slash(world.private, "logs show", receipt=receipt(asked.response))

    assert "orchid" not in text(page.response)
    assert "orchid" not in text(shown.response)


async def test_who_used_no_course_is_in_the_log_of_the_home_server(world: World) -> None:
    stranger = world.env.create_user("stranger", global_name="Stranger")
    asked = await stranger.slash("ask", question=OPENED)

    page = await world.max.slash(world.private, "logs search")

    assert receipt(asked.response) in text(page.response)


async def test_of_an_operators_course_it_is_in_the_home_server_wherever_it_was_used(
    world: World,
) -> None:
    guild = world.env.create_guild("Elsewhere")
    hall = guild.create_text_channel("hall")
    eve = guild.add_member(world.env.create_user("eve", global_name="Eve"))
    await eve.slash(hall, "ask", question=OPENED)
    assert await world.knowledge.servers.uses(eve.id)

    asked = await eve.user.slash("ask", question=OPENED)

    kept = {record.receipt: record.occasion for record in await world.records()}
    assert kept[receipt(asked.response)].server_id == world.guild.id


async def test_only_its_asker_opens_it_and_nobody_from_a_server(
    world: World, two: Two, mod: Any
) -> None:
    await two.bo.slash(two.hall, "ask", question=ORCHIDS)
    asked = await two.bo.user.slash("ask", question=ORCHIDS)
    wanted = custom_ids.show_source(receipt(asked.response))

    own = await two.bo.user.click(asked.response, label="Show source")
    pressed = await press_forged(world, world.ana, wanted)

    assert "forty hours" in text(own.response)
    assert text(pressed.response) == GONE


async def test_a_dislike_there_is_an_alert_in_that_server(world: World, two: Two, mod: Any) -> None:
    staff = two.guild.create_text_channel("staff")
    await world.knowledge.servers.set_channels(two.guild.id, log=None, alerts=staff.id, by=1)
    await two.bo.slash(two.hall, "ask", question=ORCHIDS)
    asked = await two.bo.user.slash("ask", question=ORCHIDS)
    down = custom_ids.rate("down", receipt(asked.response))
    await two.bo.user.click(asked.response, custom_id=down)

    await world.env.advance_time(61)

    assert receipt(asked.response) in "\n".join(text(m) for m in staff.history())


async def test_a_person_is_asked_from_a_direct_message_and_answers_there(
    world: World, two: Two
) -> None:
    permissions = discord.Permissions(manage_events=True)
    role = two.guild.create_role("Teachers", permissions=permissions)
    ines = two.guild.add_member(world.env.create_user("ines", global_name="Ines"), roles=[role])
    await two.bo.slash(two.hall, "ask", question=ORCHIDS)
    asked = await two.bo.user.slash("ask", question=NOWHERE)
    sent = await two.bo.user.click(asked.response, label="Ask a human")
    assert "course's staff" in text(sent.response)

    inbox = await ines.slash(two.hall, "answers inbox")
    assert NOWHERE in text(inbox.response)
    form = await ines.click(inbox.response, label="Answer…")
    await ines.submit_modal(
        form, {"question": NOWHERE, "words": "It weighs two pounds.", "passages": [NO_PASSAGE]}
    )

    assert "two pounds" in text(two.bo.user.dm_channel.last_message)


async def test_the_policy_says_whose_log_a_direct_message_is_in(world: World, two: Two) -> None:
    here = await two.bo.slash(two.hall, "privacy policy")
    await two.bo.slash(two.hall, "ask", question=ORCHIDS)
    there = await two.bo.user.slash("privacy policy")

    assert "in this server's log too" in text(here.response)
    assert "Now that is **Two courses**" in text(there.response)


@pytest.mark.parametrize("course", [COURSE])
async def test_whoever_asks_first_hears_that_direct_messages_are_logged_too(world: World) -> None:
    first = await world.ana.slash(world.private, "ask", question=OPENED)

    assert "also those in direct messages" in text(first.response)
