"""Staff work from any channel of their server; what is told later is told to members only."""

from __future__ import annotations

from typing import Any

import discord
import pytest
import pytest_asyncio

from bot.cards.inbox import NO_PASSAGE, NOTHING_WAITS
from bot.cogs.desk import NOT_HERE
from bot.cogs.quiz_onlookers import EVERYBODY, OTHER_CHANNELS
from knowledge.model.places import Binding, Target
from knowledge.model.study import Reminder
from tests.cogs.conftest import World
from tests.cogs.reading import text
from tests.cogs.two_courses import ORCHIDS, Two, add_items, add_two, lose_roles

NOWHERE = "How heavy is the mayor's chain of office?"


@pytest_asyncio.fixture(loop_scope="session")
async def two(world: World) -> Two:
    return await add_two(world)


@pytest.fixture
def ines(world: World, two: Two) -> Any:
    """Who instructs in the server with two courses, and is a member of neither."""
    permissions = discord.Permissions(manage_events=True)
    role = two.guild.create_role("Teachers", permissions=permissions)
    return two.guild.add_member(world.env.create_user("ines", global_name="Ines"), roles=[role])


async def bind_to_channels(world: World, two: Two) -> Any:
    """Each course has a channel of its own, and #office has none."""
    harbour = two.guild.create_text_channel("harbour")
    for course_id, where in ((two.botany, two.lab), (two.sailing, harbour)):
        bound = [Binding(two.guild.id, course_id, Target.CHANNEL, where.id)]
        await world.knowledge.servers.bind(
            two.guild.id, course_id, bound, [Target.ROLE, Target.CHANNEL], by=1
        )
    return two.guild.create_text_channel("office")


async def test_staff_choose_among_all_courses_where_none_is_bound(
    world: World, two: Two, ines: Any
) -> None:
    office = await bind_to_channels(world, two)
    first = await ines.slash(office, "explore sources")
    assert "### Botany" in text(first.response)

    await ines.select(first.response, [str(two.sailing)])
    await world.restart()

    listed = await ines.slash(office, "docs list")
    assert "### Sailing" in text(listed.response)
    for command in ("answers list", "bank list", "quiz review"):
        shown = await ines.slash(office, command)
        assert "Course: **Sailing**" in text(shown.response), command
    inbox = await ines.slash(office, "answers inbox")
    assert text(inbox.response) == NOTHING_WAITS, "in any of her courses"
    at_its_own = await ines.slash(two.lab, "docs list")
    assert "### Botany" in text(at_its_own.response)
    assert "Course:" not in text((await ines.slash(two.lab, "bank list")).response)


async def test_students_are_told_to_go_to_a_channel_of_their_course(world: World, two: Two) -> None:
    office = await bind_to_channels(world, two)

    asked = await two.bo.slash(office, "ask", question=ORCHIDS)

    assert text(asked.response) == NOT_HERE


async def test_the_host_is_warned_of_who_could_read_and_not_answer(
    world: World, two: Two, ines: Any
) -> None:
    await add_items(world, two.botany)
    open_to_all = await ines.slash(two.hall, "quiz launch", number=1)
    assert EVERYBODY in text(open_to_all.response)
    assert "members of Botanists" in text(open_to_all.response)
    assert "Start" in str(open_to_all.response.components)

    hidden = discord.PermissionOverwrite(view_channel=False)
    seen = discord.PermissionOverwrite(view_channel=True)
    assert two.guild.me is not None
    ours: dict[Any, discord.PermissionOverwrite] = {
        two.guild.default_role: hidden,
        two.botanists: seen,
        two.guild.me: seen,
    }
    among_us = two.guild.create_text_channel("botanists", overwrites=ours)
    shared = two.guild.create_text_channel("shared", overwrites={**ours, two.sailors: seen})

    permissions = discord.Permissions(manage_events=True)
    teachers = two.guild.create_role("Hosts", permissions=permissions)
    host = two.guild.add_member(
        world.env.create_user("hana", global_name="Hana"),
        roles=[two.botanists, teachers],
    )
    for channel, warned in ((among_us, False), (shared, True)):
        preview = await host.slash(channel, "quiz launch", number=1)
        assert ("can't answer" in text(preview.response)) is warned, channel
        assert ("Members of Sailors" in text(preview.response)) is warned


async def test_the_host_is_warned_in_a_channel_that_is_not_the_courses(
    world: World, two: Two, ines: Any
) -> None:
    office = await bind_to_channels(world, two)
    await add_items(world, two.botany)

    elsewhere = await ines.slash(office, "quiz launch", number=1)
    at_home = await ines.slash(two.lab, "quiz launch", number=1)

    assert OTHER_CHANNELS in text(elsewhere.response)
    assert "⚠️" not in text(at_home.response)


async def test_who_has_lost_the_role_hears_no_answer_until_they_have_it_again(
    world: World, two: Two, ines: Any
) -> None:
    asked = await two.bo.slash(two.hall, "ask", question=NOWHERE)
    await two.bo.click(asked.response, label="Ask a human")
    stored = world.env.backend.get_guild(two.guild.id).members[two.bo.id]
    lose_roles(world, two, two.bo)

    both = await ines.slash(two.hall, "explore sources")
    await ines.select(both.response, [str(two.botany)])
    inbox = await ines.slash(two.hall, "answers inbox")
    form = await ines.click(inbox.response, label="Answer…")
    typed = {"question": NOWHERE, "words": "It weighs two pounds.", "passages": [NO_PASSAGE]}
    done = await ines.submit_modal(form, typed)
    assert "0 people were told. Told under their next `/ask`: 1." in text(done.response)
    await two.bo.slash(two.hall, "ask", question=ORCHIDS)
    assert times_sent(world, "two pounds") == 1, "to the instructor who wrote it"

    stored.role_ids.append(two.botanists.id)
    await two.bo.slash(two.hall, "ask", question=ORCHIDS)

    assert times_sent(world, "two pounds") == 2


async def test_who_has_left_the_course_is_not_reminded_of_it(world: World, two: Two) -> None:
    await add_items(world, two.botany)
    begun = await two.bo.slash(two.hall, "study start", number=1)
    await two.bo.click(begun.response, label="A")
    await world.knowledge.reminders.turn_on(Reminder(two.bo.id, two.botany, "+00:00", 0, 0))
    lose_roles(world, two, two.bo)
    for _ in range(3):
        await world.env.advance_time(24 * 3_600)
    assert two.bo.user.dm_channel is None or two.bo.user.dm_channel.last_message is None

    stored = world.env.backend.get_guild(two.guild.id).members[two.bo.id]
    stored.role_ids.append(two.botanists.id)
    await world.env.advance_time(25 * 3_600)

    assert "due" in text(two.bo.user.dm_channel.last_message)


def times_sent(world: World, words: str) -> int:
    """In how many messages the bot has said so, to one or to many."""
    return sum(words in repr(request.json) for request in world.env.http_requests)
