"""One learner before a moderator: under a pseudonym, or by name for a reason that is kept."""

from __future__ import annotations

import re
from typing import Any

import discord

from bot.cards.log_learner import A_BOT, NOT_BY_NAME, UNKNOWN_READER
from knowledge.model.audit import StaffAct
from knowledge.model.places import Binding, Target
from knowledge.model.server import LogMode, ServerSettings
from knowledge.storage import servers
from tests.cogs import studying
from tests.cogs.conftest import World
from tests.cogs.moderating import ask, moderator, press_forged, trail
from tests.cogs.quizzes import finished, single
from tests.cogs.reading import custom_id, labels, text

MENU = "Learner record"
OPENED = "When was the Tollan Bridge opened?"
UNANSWERABLE = "What is the boiling point of tungsten?"
REASON = "A report of rude questions"


async def use_mode(world: World, mode: LogMode) -> None:
    async with world.knowledge.database.write() as session:
        await servers.put(session, world.guild.id, ServerSettings(log_mode=mode))


async def by_name(world: World, who: Any, whom: Any) -> Any:
    """The record of somebody, after a reason."""
    form = await who.context_menu(world.private, MENU, whom)
    return (await who.submit_modal(form, {"reason": REASON})).response


async def by_pseudonym(world: World, who: Any, receipt: str) -> Any:
    """The record of whoever asked something, from the answer's own record."""
    case = (await who.slash(world.private, "logs show", receipt=receipt)).response
    return (await who.click(case, label="Learner record")).response


async def test_where_names_are_shown_a_moderator_opens_a_persons_record_at_once(
    world: World,
) -> None:
    mona = moderator(world)
    await use_mode(world, LogMode.NAMES)
    mine = [await ask(world, OPENED), await ask(world, UNANSWERABLE)]
    other = await ask(world, OPENED, world.ben)

    opened = await mona.context_menu(world.private, MENU, world.ana)
    shown = text(opened.response)

    assert opened.ephemeral
    assert "Record of Ana, Reader " in shown
    assert "Questions: **2** (abstained 1 · answered 1)" in shown
    assert all(receipt in shown for receipt in mine)
    assert other not in shown
    (entry,) = await trail(world)
    assert (entry.act, entry.actor_id) == (StaffAct.VIEWED, mona.id)
    assert str(world.ana.id) not in str(entry), "the audit outlives an erasure"


async def test_where_names_are_hidden_a_person_is_opened_for_a_reason_by_a_manager_alone(
    world: World,
) -> None:
    mona = moderator(world)
    receipt = await ask(world, OPENED)

    refused = await mona.context_menu(world.private, MENU, world.ana)
    shown = text(await by_name(world, world.max, world.ana))

    assert text(refused.response) == NOT_BY_NAME
    assert receipt in shown
    assert "Record of Ana, Reader " in shown
    (entry,) = await trail(world)
    assert (entry.act, entry.actor_id) == (StaffAct.UNMASKED, world.max.id)
    assert entry.detail == {"reason": REASON}


async def test_a_form_that_was_open_during_a_restart_still_takes_the_reason(world: World) -> None:
    receipt = await ask(world, OPENED)
    form = await world.max.context_menu(world.private, MENU, world.ana)
    await world.restart()

    shown = await world.max.submit_modal(form, {"reason": REASON})

    assert receipt in text(shown.response)


async def test_a_pseudonyms_record_opens_from_an_answer_and_names_nobody(world: World) -> None:
    mona = moderator(world)
    mine = [await ask(world, OPENED), await ask(world, UNANSWERABLE)]
    other = await ask(world, OPENED, world.ben)

    shown = text(await by_pseudonym(world, mona, mine[0]))

    assert re.search(r"Record of Reader [0-9A-Z]{5}\n", shown)
    assert all(receipt in shown for receipt in mine)
    assert other not in shown
    assert "Ana" not in shown
    assert [entry.act for entry in await trail(world)] == [StaffAct.VIEWED] * 2


async def test_quizzes_and_study_are_told_with_their_results_after_a_restart(world: World) -> None:
    mona = moderator(world)
    receipt = await ask(world, OPENED)
    await finished(world)
    screen = await studying.start(world, single(7), number=1)
    await studying.press(world, screen, await studying.open_turn(world, world.ana))
    record = await by_pseudonym(world, mona, receipt)
    await world.restart()

    first = text(record)
    quizzes = text((await mona.click(record, label="Quizzes")).response)
    study = await mona.click(record, label="Self-study")

    assert "Quizzes: **1** (2 of 2 answers right)" in first
    assert "2 of 2 right" in quizzes
    assert "finished" in quizzes
    assert "Self-study: **1** (1 of 1 right)" in text(study.response)
    assert labels(study.response) == ["Questions", "Quizzes"]


async def test_the_pages_of_a_record_turn_and_each_look_is_on_record(world: World) -> None:
    mona = moderator(world)
    receipts = []
    for number in range(11):
        world.bot.desk.questions._acts.clear()
        receipts.append(await ask(world, f"Which bridge has number {number}?"))
    record = await by_pseudonym(world, mona, receipts[0])
    first = text(record)
    await world.restart()

    turned = await mona.click(record, label="Next")

    assert receipts[0] not in first
    assert receipts[0] in text(turned.response)
    assert [dict(entry.detail) for entry in await trail(world)][1:] == [
        {"kind": "question", "page": 1},
        {"kind": "question", "page": 2},
    ]


async def test_a_log_without_questions_shows_none_in_a_record(world: World) -> None:
    mona = moderator(world)
    await use_mode(world, LogMode.NO_QUESTION_TEXT)
    receipt = await ask(world, OPENED)

    shown = text(await by_pseudonym(world, mona, receipt))

    assert receipt in shown
    assert OPENED not in shown


async def test_a_record_is_for_moderators_and_a_forged_press_is_refused(world: World) -> None:
    mona = moderator(world)
    receipt = await ask(world, OPENED)
    record = await by_pseudonym(world, mona, receipt)
    before = len(await trail(world))

    menu = await world.ben.context_menu(world.private, MENU, world.ana)
    pressed = await press_forged(world, world.ben, custom_id(record, "Quizzes"))
    whose = await press_forged(world, mona, "logs:learner:show:question:ZZZZZ:0")

    assert "**Manage Messages** permission" in text(menu.response)
    assert "**Manage Messages** permission" in text(pressed.response)
    assert text(whose.response) == UNKNOWN_READER
    assert len(await trail(world)) == before


async def test_a_bot_has_no_record(world: World) -> None:
    robot = world.guild.add_member(world.env.create_user("robot", bot=True))

    shown = await moderator(world).context_menu(world.private, MENU, robot)

    assert text(shown.response) == A_BOT


async def test_moderators_of_another_server_see_no_study_of_a_course_that_is_not_theirs(
    world: World,
) -> None:
    screen = await studying.start(world, single(7), number=1)
    await studying.press(world, screen, await studying.open_turn(world, world.ana))
    elsewhere = world.env.create_guild("Elsewhere")
    hall, lab = (elsewhere.create_text_channel(name) for name in ("hall", "lab"))
    servers = world.knowledge.servers
    own = await servers.add_course(elsewhere.id, "Sailing", by=1)
    assert own is not None
    bound = [Binding(elsewhere.id, own.id, Target.CHANNEL, lab.id)]
    await servers.bind(elsewhere.id, own.id, bound, [Target.CHANNEL], by=1)
    managers = elsewhere.create_role("Staff", permissions=discord.Permissions(manage_guild=True))
    olga = elsewhere.add_member(world.env.create_user("olga"), roles=[managers])
    ana = elsewhere.add_member(world.ana.user)

    listed = await olga.slash(hall, "logs search", kind="study")
    form = await olga.context_menu(hall, MENU, ana)
    record = await olga.submit_modal(form, {"reason": REASON})
    at_home = await by_name(world, world.max, world.ana)

    assert "Nothing on record" in text(listed.response)
    assert "Self-study: **0**" in text(record.response)
    assert "Self-study: **1**" in text(at_home)
