"""`/setup`, step by step, as the roles that may and may not."""

from __future__ import annotations

import asyncio
from typing import Any

import discord
import pytest

from bot.cards import setup_ids
from bot.cogs.desk import NOT_HERE
from bot.cogs.setup_courses import NOT_ADDED, NOT_LET, NOT_YOURS
from knowledge.model.audit import StaffAct
from knowledge.model.places import Binding, Target
from knowledge.model.record import Visibility
from tests.cogs import bank_items
from tests.cogs.conftest import World
from tests.cogs.payloads import is_acknowledged_first
from tests.cogs.reading import components, custom_id, labels, text
from tests.cogs.setting_up import (
    CELLS,
    Manager,
    add_course,
    fill,
    manager_elsewhere,
    to_step,
)

OPENED = "When was the Tollan Bridge opened?"


@pytest.fixture
def vera(world: World) -> Manager:
    return manager_elsewhere(world)


async def test_the_steps_can_all_be_skipped_and_end_with_what_is_set_up(world: World) -> None:
    shown = await to_step(world, world.max, world.private, 1)
    assert "Who is staff here?" in text(shown)
    assert "Back" not in labels(shown)
    for heading in ("Which courses", "Where does the staff hear", "Answers in #reading-room"):
        shown = (await world.max.click(shown, label="Next")).response
        assert heading in text(shown)

    shown = (await world.max.click(shown, label="Finish")).response

    assert "What is set up here" in text(shown)
    assert "Small course · documents: 3" in text(shown).replace("*", "")
    assert {"Staff", "Courses", "Channels", "Answers", "Ask a test question"} <= set(labels(shown))


async def test_setup_goes_on_where_it_was_left_also_after_a_restart(world: World) -> None:
    shown = await to_step(world, world.max, world.private, 3)
    assert "Where does the staff hear" in text(shown)

    await world.restart()

    again = await world.max.slash(world.private, "setup")
    assert "Where does the staff hear" in text(again.response)
    turned = await world.max.click(shown, label="Next")
    assert "Answers in #reading-room" in text(turned.response)


async def test_a_named_role_makes_an_instructor_at_once_and_no_moderator(world: World) -> None:
    tutors = world.guild.create_role("Tutors")
    tess = world.guild.add_member(world.env.create_user("tess", global_name="Tess"), roles=[tutors])
    refused = await tess.slash(world.private, "bank list")
    assert "**Manage Events** permission" in text(refused.response)

    panel = await to_step(world, world.max, world.private, 1)
    chosen = await world.max.select(panel, [tutors], custom_id=setup_ids.staff("instructor"))

    assert "Step 1 of 4" in text(chosen.response)
    listed = await tess.slash(world.private, "bank list")
    assert "permission" not in text(listed.response)
    logs = await tess.slash(world.private, "logs search")
    assert "**Manage Messages** permission" in text(logs.response)
    help_ = await tess.slash(world.private, "help")
    assert help_.ephemeral
    await world.restart()
    listed = await tess.slash(world.private, "bank list")
    assert "permission" not in text(listed.response)


async def test_a_role_that_is_named_no_longer_is_staff_no_longer(world: World) -> None:
    tutors = world.guild.create_role("Tutors")
    tess = world.guild.add_member(world.env.create_user("tess", global_name="Tess"), roles=[tutors])
    panel = await to_step(world, world.max, world.private, 1)
    named = await world.max.select(panel, [tutors], custom_id=setup_ids.staff("moderator"))
    assert "permission" not in text((await tess.slash(world.private, "logs search")).response)

    await world.max.select(named.response, [], custom_id=setup_ids.staff("moderator"))

    refused = await tess.slash(world.private, "logs search")
    assert "**Manage Messages** permission" in text(refused.response)


async def test_a_server_makes_a_course_of_its_own_and_looks_after_it(
    world: World, vera: tuple[Any, Any, Any]
) -> None:
    manager, _guild, hall = vera
    before = await manager.slash(hall, "bank list")
    assert "`/setup`" in text(before.response)

    made = await add_course(world, manager, hall, "Field botany")

    assert "Field botany" in text(made)
    assert "no documents yet" in text(made)
    assert "staff of another server" not in text((await manager.slash(hall, "bank list")).response)
    await fill(world, "Field botany", CELLS)
    asked = await manager.slash(hall, "ask", question="How soon do cells of the orchid divide?")
    assert "forty hours" in text(asked.response)
    unknown = await manager.slash(hall, "ask", question=OPENED)
    assert "1932" not in text(unknown.response)
    assert "Harbour" not in text(unknown.response)
    home = await world.ana.slash(
        world.private, "ask", question="How soon do cells of the orchid divide?"
    )
    assert "forty hours" not in text(home.response)
    assert "Field botany" not in text(home.response)


async def test_two_courses_of_one_title_are_not_made(
    world: World, vera: tuple[Any, Any, Any]
) -> None:
    manager, _, hall = vera
    await add_course(world, manager, hall, "Field botany")
    shown = (await manager.slash(hall, "setup")).response
    form = await manager.click(shown, label="New course")

    again = await manager.submit_modal(form, {"title": "field  BOTANY"})

    assert text(again.response) == NOT_ADDED


async def test_a_course_is_bound_to_a_channel_a_category_and_roles(
    world: World, vera: tuple[Any, Any, Any]
) -> None:
    manager, guild, hall = vera
    wing = guild.create_category("Wing")
    lab = guild.create_text_channel("lab")
    under = guild.create_text_channel("under-the-wing", category=wing)
    botanists = guild.create_role("Botanists")
    bo = guild.add_member(world.env.create_user("bo", global_name="Bo"), roles=[botanists])
    ned = guild.add_member(world.env.create_user("ned", global_name="Ned"))
    made = await add_course(world, manager, hall, "Field botany")
    course_id = await fill(world, "Field botany", CELLS)

    bound = await manager.select(made, [lab, wing], custom_id=setup_ids.places(course_id))
    bound = await manager.select(bound.response, [botanists], custom_id=setup_ids.roles(course_id))

    assert "in Wing, #lab" in text(bound.response) or "in #lab, Wing" in text(bound.response)
    assert "for Botanists" in text(bound.response)
    question = "How soon do cells of the orchid divide?"
    assert "forty hours" in text((await bo.slash(lab, "ask", question=question)).response)
    assert "forty hours" in text((await bo.slash(under, "ask", question=question)).response)
    assert text((await bo.slash(hall, "ask", question=question)).response) == NOT_HERE
    for command in ("explore sources", "explore themes", "study start", "study progress"):
        assert text((await ned.slash(lab, command)).response) == NOT_HERE, command
    await world.restart()
    assert "forty hours" in text((await bo.slash(lab, "ask", question=question)).response)
    assert text((await ned.slash(lab, "ask", question=question)).response) == NOT_HERE


async def test_a_channel_or_role_that_is_gone_is_said(
    world: World, vera: tuple[Any, Any, Any]
) -> None:
    manager, guild, hall = vera
    lab, botanists = guild.create_text_channel("lab"), guild.create_role("Botanists")
    made = await add_course(world, manager, hall, "Field botany")
    course_id = await fill(world, "Field botany", CELLS)
    await manager.select(made, [lab], custom_id=setup_ids.places(course_id))
    await manager.select(made, [botanists], custom_id=setup_ids.roles(course_id))

    world.env.backend.delete_channel(lab.id)
    world.env.backend.delete_role(guild.id, botanists.id)
    await world.restart()
    shown = (await manager.slash(hall, "setup")).response

    assert "every channel" not in text(shown)
    assert "A channel of it is gone: choose again" in text(shown)
    assert "A role of it is gone: choose again" in text(shown)
    again = await manager.select(made, [hall], custom_id=setup_ids.places(course_id))
    assert "in #hall" in text(again.response)
    assert "A channel of it is gone" not in text(again.response)


async def test_nobody_binds_a_course_of_another_server(
    world: World, vera: tuple[Any, Any, Any]
) -> None:
    """The panel is one's own, and the number in it another's."""
    manager, _guild, hall = vera
    made = await add_course(world, manager, hall, "Field botany")
    theirs = await world.knowledge.library.find_course(world.course)
    assert theirs is not None
    course_id = next(c.id for c in world.knowledge.servers.layout.courses if c.server_id)
    stored = world.env.backend.messages[hall.id][made.id]
    for part in walk_dicts(stored.components):
        if part.get("custom_id") == setup_ids.places(course_id):
            part["custom_id"] = setup_ids.places(theirs.id)

    refused = await manager.select(made, [hall], custom_id=setup_ids.places(theirs.id))

    assert text(refused.response) == NOT_YOURS
    assert not world.knowledge.servers.layout.bound(theirs.id)


def walk_dicts(found: Any) -> Any:
    if isinstance(found, dict):
        yield found
        found = list(found.values())
    if isinstance(found, list | tuple):
        for one in found:
            yield from walk_dicts(one)


async def test_the_channels_of_the_staff_are_kept_and_what_i_lack_there_is_said(
    world: World,
) -> None:
    quiet = world.guild.create_text_channel(
        "quiet",
        overwrites={world.guild.default_role: discord.PermissionOverwrite(send_messages=False)},
    )
    panel = await to_step(world, world.max, world.private, 3)

    chosen = await world.max.select(panel, [quiet], custom_id=setup_ids.channel("log"))
    assert "I can't write in #quiet: give me **Send Messages** there." in text(chosen.response)
    chosen = await world.max.select(
        chosen.response, [world.public], custom_id=setup_ids.channel("alerts")
    )

    settings = await world.knowledge.servers.settings(world.guild.id)
    assert (settings.log_channel_id, settings.alert_channel_id) == (quiet.id, world.public.id)
    assert "**Alerts** · #lounge" in text(chosen.response)
    cleared = await world.max.select(chosen.response, [], custom_id=setup_ids.channel("log"))
    assert "**Starred questions** · with the alerts" in text(cleared.response)


async def test_two_who_choose_a_channel_each_at_once_lose_none(world: World) -> None:
    servers, by = world.knowledge.servers, world.max.id

    await asyncio.gather(
        servers.set_channels(world.guild.id, log=world.private.id, by=by),
        servers.set_channels(world.guild.id, alerts=world.public.id, by=by),
    )

    settings = await servers.settings(world.guild.id)
    assert (settings.log_channel_id, settings.alert_channel_id) == (
        world.private.id,
        world.public.id,
    )


async def test_visibility_is_changed_for_its_channel_only(world: World) -> None:
    panel = await to_step(world, world.max, world.private, 4)
    assert "Now: **Private**." in text(panel)

    chosen = await world.max.select(panel, ["public"], custom_id="setup:visibility")

    assert "Now: **Public**." in text(chosen.response)
    asked = await world.ana.slash(world.private, "ask", question=OPENED)
    assert not asked.ephemeral
    other = world.guild.create_text_channel("elsewhere")
    assert (await world.ana.slash(other, "ask", question=OPENED)).ephemeral


async def test_the_last_card_lists_every_channel_for_which_somebody_chose(world: World) -> None:
    panel = await to_step(world, world.max, world.private, 4)
    chosen = await world.max.select(panel, ["public"], custom_id="setup:visibility")

    shown = (await world.max.click(chosen.response, label="Finish")).response

    words = text(shown)
    assert "**Answers** · #reading-room public · #lounge public · elsewhere private" in words
    assert "**Starred questions** · nowhere · **Alerts** · nowhere" in words
    assert "into `/logs review` for dislikes and reports." in words


async def test_retention_is_previewed_and_changes_nothing_by_itself(world: World) -> None:
    panel = await to_step(world, world.max, world.private, 4)

    shown = await world.max.select(panel, ["90:30"], custom_id=setup_ids.RETENTION)

    assert "Change how long things are kept?" in text(shown.response)
    assert (await world.knowledge.servers.settings(world.guild.id)).log_days == 180
    await world.max.click(shown.response, label="Change it")
    assert (await world.knowledge.servers.settings(world.guild.id)).log_days == 90


async def test_the_test_question_is_answered_for_the_manager_alone(world: World) -> None:
    course = await world.knowledge.library.find_course(world.course)
    assert course is not None
    await world.knowledge.servers.bind(
        world.guild.id,
        course.id,
        [
            Binding(world.guild.id, course.id, Target.CHANNEL, channel.id)
            for channel in (world.public, world.private)
        ],
        [Target.CHANNEL],
        by=world.max.id,
    )
    shown = await to_step(world, world.max, world.public, 5)
    form = await world.max.click(shown, label="Ask a test question")

    answered = await world.max.submit_modal(form, {"question": OPENED})

    assert answered.ephemeral
    assert "14 May 1932" in text(answered.response)
    (record,) = await world.records()
    assert record.occasion.channel_id == world.public.id, "where it was asked"


async def test_the_test_question_is_offered_from_what_somebody_approved(world: World) -> None:
    opener, cost = await bank_items.fill(world, bank_items.OPENER, bank_items.COST)
    await world.knowledge.bank.approve(cost)
    shown = await to_step(world, world.max, world.private, 5)

    await world.max.click(shown, label="Ask a test question")

    form = str(world.env.http_requests[-1].json)
    assert cost.draft.stem in form
    assert opener.draft.stem not in form


async def test_only_servers_that_the_operator_lets_make_courses_make_any(
    world: World, vera: tuple[Any, Any, Any]
) -> None:
    manager, guild, hall = vera
    shown = await to_step(world, manager, hall, 2)
    form = await manager.click(shown, label="New course")
    world.bot.course_servers = frozenset({guild.id + 1})

    pressed = await manager.click(shown, label="New course")
    typed = await manager.submit_modal(form, {"title": "Botany"})
    at_home = await world.max.click(
        await to_step(world, world.max, world.public, 2), label="New course"
    )

    assert [text(pressed.response), text(typed.response)] == [NOT_LET, NOT_LET]
    assert world.knowledge.servers.layout.own(guild.id, world.bot.host) == ()
    assert at_home.modal is not None


async def test_the_bank_is_shown_to_no_server_that_only_asks_the_course(world: World) -> None:
    (opener,) = await bank_items.fill(world, bank_items.OPENER)
    await world.knowledge.bank.approve(opener)
    guild = world.env.create_guild("Elsewhere")
    hall = guild.create_text_channel("hall")
    boss = guild.create_role("Boss", permissions=discord.Permissions(manage_guild=True))
    eve = guild.add_member(world.env.create_user("eve", global_name="Eve"), roles=[boss])
    shown = await to_step(world, eve, hall, 5)

    await eve.click(shown, label="Ask a test question")

    form = str(world.env.http_requests[-1].json)
    assert "about?" in form
    assert opener.draft.stem not in form


async def test_test_questions_are_asked_no_faster_than_others(world: World) -> None:
    shown = await to_step(world, world.max, world.private, 5)
    heard = ""
    for _ in range(6):
        form = await world.max.click(shown, label="Ask a test question")
        heard = text((await world.max.submit_modal(form, {"question": OPENED})).response)

    assert "Slow down" in heard


async def test_a_press_is_acknowledged_before_anything_is_looked_up(world: World) -> None:
    shown = await to_step(world, world.max, world.private, 1)
    since = len(world.env.http_requests)

    await world.max.click(shown, label="Next")

    assert is_acknowledged_first(world.env, since)


async def test_without_documents_it_says_what_is_missing(
    world: World, vera: tuple[Any, Any, Any]
) -> None:
    manager, _, hall = vera
    shown = await add_course(world, manager, hall, "Field botany")
    for label in ("Next", "Next", "Finish"):
        shown = (await manager.click(shown, label=label)).response

    assert "`/docs add`" in text(shown)
    assert "Ask a test question" not in labels(shown)


async def test_every_change_is_in_the_audit(world: World) -> None:
    panel = await to_step(world, world.max, world.private, 1)
    tutors = world.guild.create_role("Tutors")
    await world.max.select(panel, [tutors], custom_id=setup_ids.staff("instructor"))
    await add_course(world, world.max, world.private, "Field botany")
    course_id = await fill(world, "Field botany", CELLS)
    await world.knowledge.servers.bind(
        world.guild.id, course_id, [], [Target.ROLE], by=world.max.id
    )
    await world.knowledge.servers.set_visibility(
        world.guild.id, world.private.id, Visibility.PUBLIC, by=world.max.id
    )

    page = await world.knowledge.moderation.auditing.page(world.guild.id)

    noted = [entry.target for entry in page.entries if entry.act is StaffAct.SETTINGS_CHANGED]
    assert {"staff roles", "course added", "places of a course", "visibility"} <= set(noted)
    assert all(entry.actor_id == world.max.id for entry in page.entries)


@pytest.mark.parametrize("number", [1, 2, 3, 4, 5])
async def test_who_is_no_manager_any_more_can_use_no_step(world: World, number: int) -> None:
    panel = await to_step(world, world.max, world.private, number)
    world.env.backend.get_guild(world.guild.id).members[world.max.id].role_ids.clear()
    before = world.knowledge.servers.layout

    for part in components(panel):
        name = part.get("custom_id")
        if name is None:
            continue
        if part["type"] == 2:
            result = await world.max.click(panel, custom_id=name)
        elif part["type"] == 3:
            result = await world.max.select(panel, [part["options"][0]["value"]], custom_id=name)
        else:
            result = await world.max.select(panel, [], custom_id=name)
        assert "You need the **Manage Server** permission" in text(result.response), name
    assert world.knowledge.servers.layout == before


@pytest.mark.parametrize("course", [""])
async def test_without_any_course_setup_says_how_to_get_one(world: World) -> None:
    panel = await to_step(world, world.max, world.private, 2)

    assert "There is no course yet" in text(panel)
    assert custom_id(panel, "New course") == setup_ids.NEW
