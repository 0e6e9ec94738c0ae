"""Several courses in one server, several servers, direct messages: who sees what."""

from __future__ import annotations

import discord
import pytest
import pytest_asyncio

from bot.cards import custom_ids
from bot.cards.feedback import GONE
from bot.cogs.desk import NOT_FOR_YOU, NOT_IN_PRIVATE
from knowledge.model.places import Binding, Target
from tests.cogs.conftest import World
from tests.cogs.reading import custom_id, labels, receipt, text
from tests.cogs.two_courses import (
    ORCHIDS,
    TIDES,
    Two,
    add_items,
    add_two,
    lose_roles,
    replace_id,
    stored_of,
)


@pytest_asyncio.fixture(loop_scope="session")
async def two(world: World) -> Two:
    return await add_two(world)


async def test_the_members_of_a_role_ask_its_course_and_no_other(world: World, two: Two) -> None:
    asked = await two.bo.slash(two.hall, "ask", question=ORCHIDS)
    other = await two.bo.slash(two.hall, "ask", question=TIDES)
    sources = await two.bo.slash(two.hall, "explore sources")

    assert "forty hours" in text(asked.response)
    assert "noon" not in text(other.response)
    assert "Botany" in text(sources.response)
    assert "Sailing" not in text(sources.response)
    offered = await two.bo.autocomplete(two.hall, "ask", "source", "")
    assert [choice["name"] for choice in offered] == ["Botany"]


async def test_the_source_is_closed_to_who_has_lost_the_role(world: World, two: Two) -> None:
    asked = await two.bo.slash(two.hall, "ask", question=ORCHIDS)
    opened = await two.bo.click(asked.response, label="Show source")
    assert "forty hours" in text(opened.response)

    lose_roles(world, two, two.bo)

    closed = await two.bo.click(asked.response, label="Show source")
    assert text(closed.response) == GONE
    rated = await two.bo.click(
        asked.response, custom_id=custom_ids.rate("up", receipt(asked.response))
    )
    assert text(rated.response) == GONE


async def test_who_has_two_courses_asks_the_one_chosen_last(world: World, two: Two) -> None:
    both = two.guild.add_member(
        world.env.create_user("both", global_name="Both"), roles=[two.botanists, two.sailors]
    )
    first = await both.slash(two.hall, "explore sources")
    assert "### Botany" in text(first.response)
    for _ in range(2):
        chosen = await both.select(first.response, [str(two.sailing)])
        assert "### Sailing" in text(chosen.response)
        asked = await both.slash(two.hall, "ask", question=TIDES)
        assert "noon" in text(asked.response)
        await world.restart()
    back = await both.select(chosen.response, [str(two.botany)])
    assert "### Botany" in text(back.response)
    assert "forty" in text((await both.slash(two.hall, "ask", question=ORCHIDS)).response)


async def test_a_forged_choice_opens_nothing(world: World, two: Two) -> None:
    both = two.guild.add_member(
        world.env.create_user("both", global_name="Both"), roles=[two.botanists, two.sailors]
    )
    shown = await both.slash(two.hall, "explore sources")
    world.env.backend.get_guild(two.guild.id).members[both.id].role_ids[:] = [two.botanists.id]

    chosen = await both.select(shown.response, [str(two.sailing)])

    assert "### Botany" in text(chosen.response)
    assert "Sailing" not in text(chosen.response)


async def test_a_thread_follows_the_places_of_its_channel(world: World, two: Two) -> None:
    wing = two.guild.create_category("Wing")
    deck = two.guild.create_text_channel("deck", category=wing)
    servers = world.knowledge.servers
    for course_id, target, where in (
        (two.botany, Target.CHANNEL, two.lab.id),
        (two.sailing, Target.CATEGORY, wing.id),
    ):
        bound = [Binding(two.guild.id, course_id, target, where)]
        await servers.bind(two.guild.id, course_id, bound, [Target.ROLE, target], by=1)
    for parent, question, answer in ((two.lab, ORCHIDS, "forty"), (deck, TIDES, "noon")):
        message = await two.bo.send(parent, "let us talk")
        channel = world.env.bot.get_channel(parent.id)
        assert isinstance(channel, discord.TextChannel)
        await channel.create_thread(name="talk", message=message)
        (thread,) = parent.threads

        asked = await two.bo.slash(thread, "ask", question=question)

        assert answer in text(asked.response)


async def test_a_direct_message_goes_on_with_the_course_used_last_while_it_may(
    world: World, two: Two
) -> None:
    before = await two.bo.user.slash("ask", question=ORCHIDS)
    assert "forty hours" not in text(before.response)
    await two.bo.slash(two.hall, "ask", question=ORCHIDS)

    private = await two.bo.user.slash("ask", question=ORCHIDS)
    assert "forty hours" in text(private.response)
    await world.restart()
    private = await two.bo.user.slash("ask", question=ORCHIDS)
    assert "forty hours" in text(private.response)

    lose_roles(world, two, two.bo)

    after = await two.bo.user.slash("ask", question=ORCHIDS)
    assert "forty hours" not in text(after.response)
    shown = await two.bo.user.click(private.response, label="Show source")
    assert text(shown.response) == GONE


async def test_a_direct_message_forgets_the_course_of_a_server_that_was_left(
    world: World, two: Two
) -> None:
    await two.bo.slash(two.hall, "ask", question=ORCHIDS)
    two.guild.remove_member(two.bo)

    private = await two.bo.user.slash("ask", question=ORCHIDS)

    assert "forty hours" not in text(private.response)


@pytest.mark.parametrize("course", [""])
async def test_without_a_course_a_direct_message_says_what_to_do(world: World, two: Two) -> None:
    private = await two.bo.user.slash("ask", question=ORCHIDS)

    assert text(private.response) == NOT_IN_PRIVATE


async def test_in_a_direct_message_a_bound_channel_must_be_visible(world: World, two: Two) -> None:
    servers = world.knowledge.servers
    closed = two.guild.create_text_channel(
        "closed",
        overwrites={two.guild.default_role: discord.PermissionOverwrite(view_channel=False)},
    )
    await two.bo.slash(two.hall, "ask", question=ORCHIDS)
    for channel, seen in ((two.lab, True), (closed, False)):
        bound = [Binding(two.guild.id, two.botany, Target.CHANNEL, channel.id)]
        await servers.bind(two.guild.id, two.botany, bound, [Target.CHANNEL], by=1)

        private = await two.bo.user.slash("ask", question=ORCHIDS)

        assert ("forty hours" in text(private.response)) is seen


async def test_a_flag_is_told_where_the_course_is_looked_after_and_nowhere_else(
    world: World, two: Two
) -> None:
    servers = world.knowledge.servers
    here, there = two.guild.create_text_channel("staff"), world.guild.create_text_channel("staff")
    await servers.set_channels(two.guild.id, log=None, alerts=here.id, by=1)
    await servers.set_channels(world.guild.id, log=None, alerts=there.id, by=1)
    (item,) = await add_items(world, two.botany)
    await world.knowledge.bank.flag(item.id, two.bo.id, "unclear")

    await two.bo.slash(two.hall, "help")
    await world.env.advance_time(61)

    (alert,) = here.history()
    assert f"#{item.id}" in text(alert)
    assert there.history() == []


async def test_a_quiz_of_a_course_is_not_for_who_lacks_its_role(world: World, two: Two) -> None:
    await add_items(world, two.botany)
    host = two.guild.add_member(
        world.env.create_user("hana", global_name="Hana"),
        roles=[
            two.botanists,
            two.guild.create_role("Host", permissions=discord.Permissions(manage_events=True)),
        ],
    )
    sam = two.guild.add_member(world.env.create_user("sam", global_name="Sam"), roles=[two.sailors])
    preview = await host.slash(two.hall, "quiz launch", number=1)
    await host.click(preview.response, label="Start")
    (lobby,) = [m for m in two.hall.history() if "Join" in labels(m)]

    joined = await two.bo.click(lobby, label="Join")
    refused = await sam.click(lobby, label="Join")

    assert "You are in" in text(joined.response)
    assert text(refused.response) == NOT_FOR_YOU


async def test_a_forged_course_draws_nothing(world: World, two: Two) -> None:
    """Somebody changes the course in the button of their own preview."""
    await add_items(world, two.botany)
    guild = world.env.create_guild("Elsewhere")
    course = await world.knowledge.servers.add_course(guild.id, "Empty", by=1)
    assert course is not None
    role = guild.create_role("Host", permissions=discord.Permissions(manage_events=True))
    eve = guild.add_member(world.env.create_user("eve", global_name="Eve"), roles=[role])
    channel = guild.create_text_channel("hall")
    await add_items(world, course.id)
    preview = await eve.slash(channel, "quiz launch", number=1)
    start = custom_id(preview.response, "Start")
    forged = start.replace(f":{course.id}:", f":{two.botany}:")
    assert forged != start
    replace_id(stored_of(world, preview.response).components, start, forged)

    refused = await eve.click(preview.response, custom_id=forged)

    assert "Join" not in [label for m in channel.history() for label in labels(m)]
    assert "Botany" not in text(refused.response)


async def test_a_server_that_only_sees_a_course_draws_no_quiz_from_its_bank(
    world: World,
) -> None:
    """An operator's course is seen everywhere; its bank is its own staff's."""
    course = await world.knowledge.library.find_course(world.course)
    assert course is not None
    await add_items(world, course.id)
    guild = world.env.create_guild("Elsewhere")
    own = await world.knowledge.servers.add_course(guild.id, "Their own", by=1)
    assert own is not None
    await add_items(world, own.id)
    role = guild.create_role("Host", permissions=discord.Permissions(manage_guild=True))
    eve = guild.add_member(world.env.create_user("eve", global_name="Eve"), roles=[role])
    channel = guild.create_text_channel("hall")
    preview = await eve.slash(channel, "quiz launch", number=1)
    start = custom_id(preview.response, "Start")
    forged = start.replace(f":{own.id}:", f":{course.id}:")
    assert forged != start
    replace_id(stored_of(world, preview.response).components, start, forged)

    refused = await eve.click(preview.response, custom_id=forged)

    assert "Join" not in [label for m in channel.history() for label in labels(m)]
    assert "Only 0 approved questions fit" in text(refused.response)


async def test_a_study_session_stops_for_who_has_lost_the_role(world: World, two: Two) -> None:
    await add_items(world, two.botany)
    begun = await two.bo.slash(two.hall, "study start", number=1)
    assert "forty" in text(begun.response)
    lose_roles(world, two, two.bo)

    answered = await two.bo.click(begun.response, label="A")

    assert text(answered.response) == NOT_FOR_YOU


async def test_nobody_opens_what_another_asked_privately(world: World, two: Two) -> None:
    asked = await world.ana.user.slash("ask", question="When was the Tollan Bridge opened?")
    own = await world.ben.user.slash("ask", question="When was the Tollan Bridge opened?")
    stored = stored_of(world, own.response)
    forged = custom_ids.show_source(receipt(asked.response))
    replace_id(stored.components, custom_ids.show_source(receipt(own.response)), forged)

    opened = await world.ben.user.click(own.response, custom_id=forged)

    assert text(opened.response) == GONE
