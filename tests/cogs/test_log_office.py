"""Figures, files and settings of the log; what readers report; what moderators are told."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any

import discord
import pytest
from sqlalchemy import text as sql

from bot.access import ELSEWHERE
from bot.cards.log_audit import WHOLE
from bot.cogs.reports import NO_ANSWER, NOT_MINE
from knowledge.model.audit import StaffAct
from knowledge.model.record import Complaint, Rating
from knowledge.model.review import ReviewStatus
from knowledge.model.server import LogMode
from tests.cogs.conftest import World
from tests.cogs.moderating import ask, moderator, trail
from tests.cogs.quizzes import single, stock
from tests.cogs.reading import labels, text

OPENED = "When was the Tollan Bridge opened?"
COST = "What did the Tollan Bridge cost?"
UNANSWERABLE = "What is the boiling point of tungsten?"
MENU = "Report answer"


async def staff_room(world: World) -> Any:
    """A channel to which alerts go, chosen by a manager."""
    room = world.guild.create_text_channel("staff-room")
    done = await world.max.slash(world.private, "logs setup", alerts=room)
    assert "Alerts go to: **#staff-room**" in text(done.response)
    return room


async def a_minute_later(world: World) -> None:
    await world.env.advance_time(61)


async def test_the_figures_count_what_was_asked_and_thought(world: World) -> None:
    mona = moderator(world)
    opened = await ask(world, OPENED)
    await ask(world, UNANSWERABLE, world.ben)
    await world.knowledge.logbook.rate(opened, world.ana.id, Rating.DOWN, Complaint.UNCLEAR)
    await world.knowledge.logbook.rate(opened, world.ben.id, Rating.UP)
    await world.knowledge.moderation.desk.review(
        world.guild.id, opened, ReviewStatus.FIXED, by=mona.id, seen=ReviewStatus.OPEN
    )

    shown = text((await mona.slash(world.private, "logs stats")).response)

    for words in (
        "**2** questions of **2** people",
        "abstained 1 · answered 1",
        "Liked 👍 1 · disliked 👎 1 · reported 🚩 0",
        "Why disliked: unclear 1",
        "fixed 1",
        "Waiting in all: 0 disliked or reported, 1 more",
    ):
        assert words in shown


async def exported(world: World, who: Any, shape: str, **wanted: Any) -> bytes:
    result = await who.slash(world.private, "logs export", format=shape, **wanted)
    assert result.ephemeral
    (file,) = result.response.attachments
    return bytes(await file.read())


async def test_an_export_holds_pseudonyms_and_is_on_record(world: World) -> None:
    mona = moderator(world)
    receipt = await ask(world, OPENED)
    await world.knowledge.logbook.rate(receipt, world.ana.id, Rating.UP)

    (row,) = csv.DictReader(io.StringIO((await exported(world, mona, "csv")).decode()))
    (line,) = (await exported(world, mona, "jsonl")).decode().splitlines()

    assert (row["receipt"], row["question"], row["decision"]) == (receipt, OPENED, "answered")
    assert row["asker"].startswith("Reader ")
    assert json.loads(line)["asker"] == row["asker"]
    assert str(world.ana.id) not in f"{row}{line}"
    assert "Ana" not in f"{row}{line}"
    made = [entry for entry in await trail(world) if entry.act is StaffAct.EXPORTED]
    assert [entry.detail["format"] for entry in made] == ["csv", "jsonl"]
    assert made[0].detail["records"] == 1


async def test_an_export_holds_what_its_filters_leave(world: World) -> None:
    mona = moderator(world)
    await ask(world, OPENED)
    cost = await ask(world, COST)
    await world.knowledge.logbook.rate(cost, world.ana.id, Rating.DOWN)

    lines = (await exported(world, mona, "jsonl", rating="disliked")).decode().splitlines()

    assert [json.loads(line)["receipt"] for line in lines] == [cost]


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
async def test_a_question_is_never_a_formula_of_the_spreadsheet(world: World, start: str) -> None:
    mona = moderator(world)
    question = f"{start}HYPERLINK(A1) the Tollan Bridge opened when?"
    await ask(world, question)

    (row,) = csv.DictReader(io.StringIO((await exported(world, mona, "csv")).decode()))

    assert row["question"] == f"'{question}"


async def test_the_mode_of_the_log_is_a_managers_choice_and_on_record(world: World) -> None:
    mona = moderator(world)
    await ask(world, OPENED)

    refused = await mona.slash(world.private, "logs setup", shows="names")
    before = (await mona.slash(world.private, "logs search")).response
    changed = await world.max.slash(world.private, "logs setup", shows="names")
    after = (await mona.slash(world.private, "logs search")).response

    assert "**Manage Server** permission" in text(refused.response)
    assert "names of those who asked" in text(changed.response)
    assert "Ana" not in text(before)
    assert "Ana" in text(after)
    settings = await world.knowledge.moderation.alerting.settings(world.guild.id)
    assert settings.log_mode is LogMode.NAMES
    assert [e.detail["mode"] for e in await trail(world) if e.act is StaffAct.SETTINGS_CHANGED] == [
        "names"
    ]


async def test_managers_read_who_did_what_and_see_when_it_was_tampered_with(
    world: World,
) -> None:
    mona = moderator(world)
    receipt = await ask(world, OPENED)
    for _ in range(11):
        await mona.slash(world.private, "logs show", receipt=receipt)

    refused = await mona.slash(world.private, "logs audit")
    shown = await world.max.slash(world.private, "logs audit")
    first = text(shown.response)
    await world.restart()
    whole = await world.max.click(shown.response, label="Check the whole chain")
    turned = await world.max.click(shown.response, label="Next")
    async with world.knowledge.database.write() as session:
        await session.execute(sql("DROP TRIGGER audit_is_not_changed"))
        await session.execute(sql("UPDATE audit SET actor_id = 1 WHERE number = 3"))
    broken = await world.max.click(shown.response, label="Check the whole chain")

    assert "**Manage Server** permission" in text(refused.response)
    assert f"`11` **viewed** {receipt} · Mona" in first
    assert WHOLE in text(whole.response)
    assert "12 entries" in text(whole.response)
    assert "`12` **viewed** audit · Max" in first, "whoever reads the audit stands in it, too"
    assert f"`1` **viewed** {receipt} · Mona" in text(turned.response)
    assert "The chain is broken** at 3" in text(broken.response)


async def test_whoever_owns_no_course_does_not_check_the_chain_of_all_servers(
    world: World,
) -> None:
    guild = world.env.create_guild("Elsewhere")
    hall = guild.create_text_channel("hall")
    boss = guild.create_role("Boss", permissions=discord.Permissions(manage_guild=True))
    eve = guild.add_member(world.env.create_user("eve", global_name="Eve"), roles=[boss])
    shown = await eve.slash(hall, "logs audit")

    checked = await eve.click(shown.response, label="Check the whole chain")

    assert text(checked.response) == ELSEWHERE


async def test_a_report_reaches_the_queue_and_the_alert_channel(world: World) -> None:
    mona, room = moderator(world), await staff_room(world)
    await world.ana.slash(world.public, "ask", question=OPENED)
    answer = world.public.last_message
    receipt = (await world.records())[0].receipt

    form = await world.ben.context_menu(world.public, MENU, answer)
    await world.restart()
    told = await world.ben.submit_modal(form, {"note": "The year is wrong: <@1> **1931**"})
    await a_minute_later(world)
    (alert,) = room.history()
    shown = await mona.click(alert, label=f"Review {receipt}")

    assert told.ephemeral
    assert "your report **is saved**" in text(told.response)
    assert f"`{receipt}` reported 🚩" in text(alert)
    assert "1931" not in text(alert), "the channel hears no words of anybody"
    assert shown.ephemeral
    assert ": The year is wrong: <@1> **1931**" in text(shown.response)
    found = (await mona.slash(world.private, "logs search", rating="reported")).response
    assert receipt in text(found)


async def test_a_report_opens_a_closed_review_once(world: World) -> None:
    mona = moderator(world)
    await world.ana.slash(world.public, "ask", question=OPENED)
    answer = world.public.last_message
    receipt = (await world.records())[0].receipt
    desk = world.knowledge.moderation.desk
    status = []
    for note in ("wrong year", "still wrong"):
        case = await desk.open(world.guild.id, receipt, by=mona.id)
        assert case is not None
        await desk.review(
            world.guild.id, receipt, ReviewStatus.OK, by=mona.id, seen=ReviewStatus.OPEN
        )
        form = await world.ben.context_menu(world.public, MENU, answer)
        await world.ben.submit_modal(form, {"note": note})
        after = await desk.open(world.guild.id, receipt, by=mona.id)
        status.append(after.status)  # type: ignore[union-attr]

    assert status == [ReviewStatus.OPEN, ReviewStatus.OK]


async def test_only_an_answer_can_be_reported(world: World) -> None:
    await world.ana.send(world.public, "I think it was 1931.")
    theirs = await world.ben.context_menu(world.public, MENU, world.public.last_message)
    place = world.bot.get_channel(world.public.id)
    posted = await place.send("Good morning")  # type: ignore[union-attr]
    form = await world.ben.context_menu(world.public, MENU, posted)
    told = await world.ben.submit_modal(form, {"note": "What a greeting"})

    assert text(theirs.response) == NOT_MINE
    assert text(told.response) == NO_ANSWER


async def test_a_burst_is_one_message_and_nothing_is_told_twice(world: World) -> None:
    mona, room = moderator(world), await staff_room(world)
    receipts = []
    for number in range(7):
        world.bot.desk.questions._acts.clear()
        receipts.append(await ask(world, f"When was the Tollan Bridge opened, question {number}?"))
    for receipt in receipts:
        await world.knowledge.logbook.rate(receipt, world.ana.id, Rating.DOWN, Complaint.WRONG)

    await a_minute_later(world)
    (alert,) = room.history()
    await world.restart()
    await world.knowledge.logbook.rate(receipts[0], world.ben.id, Rating.DOWN)
    await a_minute_later(world)
    await a_minute_later(world)

    assert "7 alerts" in text(alert)
    assert "disliked 👎: it is wrong" in text(alert)
    assert len(labels(alert)) == 5
    assert len(room.history()) == 1
    assert "Ana" not in text(alert)
    refused = await world.ben.click(alert, label=labels(alert)[0])
    assert "**Manage Messages** permission" in text(refused.response)
    opened = await mona.click(alert, label=labels(alert)[0])
    assert "disliked 👎: It is wrong" in text(opened.response)


async def test_the_third_refusal_in_a_row_is_told_and_the_fourth_is_not(world: World) -> None:
    room = await staff_room(world)
    for element in ("tungsten", "osmium", "rhenium", "iridium"):
        world.bot.desk.questions._acts.clear()
        last = await ask(world, f"What is the boiling point of {element}?")
        await a_minute_later(world)
    alerts = room.history()

    assert len(alerts) == 1
    assert "third question in a row without an answer" in text(alerts[0])
    assert last not in text(alerts[0])


async def test_an_answer_between_ends_the_row(world: World) -> None:
    room = await staff_room(world)
    for question in (UNANSWERABLE, UNANSWERABLE, OPENED, UNANSWERABLE, UNANSWERABLE):
        world.bot.desk.questions._acts.clear()
        await ask(world, question)
    await ask(world, UNANSWERABLE, world.ben)
    await a_minute_later(world)

    assert room.history() == []


async def test_a_question_that_calls_a_crowd_or_leads_elsewhere_is_told(world: World) -> None:
    mona, room = moderator(world), await staff_room(world)
    crowd = [
        await ask(world, f"Who opened the Tollan Bridge? {call}")
        for call in ("@everyone", "<@1> <@2> <@3> <@&4> <@5>")
    ]
    elsewhere = await ask(world, "Is the Tollan Bridge on DISCORD.gg/harbour?")
    harmless = await ask(world, "Who told <@1> and <@2> of the Tollan Bridge?")

    await a_minute_later(world)
    (alert,) = room.history()
    opened = await mona.click(alert, label=f"Review {elsewhere}")

    for receipt in crowd:
        assert f"`{receipt}` calls everyone, or many people" in text(alert)
    assert f"`{elsewhere}` leads to another server" in text(alert)
    assert harmless not in text(alert)
    assert "harbour" not in text(alert), "the channel hears no words of anybody"
    assert elsewhere in text(opened.response)


async def test_who_is_slowed_down_again_and_again_is_told_by_pseudonym_once(world: World) -> None:
    mona, room = moderator(world), await staff_room(world)
    receipt = await ask(world, OPENED)
    for burst in range(4):
        for _ in range(7):
            await world.ana.slash(world.private, "ask", question=OPENED)
        if burst == 1:
            await a_minute_later(world)
            assert room.history() == [], "twice may happen to anybody"
        await world.env.advance_time(15)

    await a_minute_later(world)
    (alert,) = room.history()
    await world.restart()
    record = await mona.click(alert, label=labels(alert)[0])

    assert re.search(r"Reader [0-9A-Z]{5} was slowed down three times", text(alert))
    assert "Ana" not in text(alert)
    assert receipt in text((await mona.click(record.response, label="Last")).response)


async def test_errors_are_told_with_their_reference_and_nobodys_words(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("a secret")

    room = await staff_room(world)
    card = (await world.ana.slash(world.private, "ask", question=OPENED)).response
    monkeypatch.setattr(type(world.knowledge.logbook), "find", broken)
    failed = text((await world.ana.click(card, label="Show source")).response)

    await a_minute_later(world)

    (alert,) = room.history()
    reference = failed.rsplit("ref ", 1)[1]
    assert f"answer:source failed, ref `{reference}` in the bot's log" in text(alert)
    assert "secret" not in text(alert)


async def test_errors_of_a_server_without_alerts_are_not_kept(world: World) -> None:
    alerting = world.knowledge.moderation.alerting
    await alerting.note_error(world.guild.id, "K3M9", "ask")
    room = await staff_room(world)

    await a_minute_later(world)

    assert room.history() == []


async def test_a_flagged_item_is_told_once_where_the_items_are_looked_after(world: World) -> None:
    room = await staff_room(world)
    await stock(world, single())
    course = await world.knowledge.library.find_course(world.course)
    assert course is not None
    (item,) = await world.knowledge.bank.list_items(course.id)
    for learner in (world.ana, world.ben):
        await world.knowledge.bank.flag(item.id, learner.id, "unclear")
        await a_minute_later(world)

    (alert,) = room.history()
    assert f"Quiz item `#{item.id}` flagged 🚩" in text(alert)
    assert labels(alert) == []


async def test_what_could_not_be_posted_waits_for_another_channel(world: World) -> None:
    room = await staff_room(world)
    receipt = await ask(world, OPENED)
    await world.knowledge.logbook.rate(receipt, world.ana.id, Rating.DOWN)
    world.env.backend.delete_channel(room.id)
    await a_minute_later(world)

    room = await staff_room(world)
    await a_minute_later(world)

    (alert,) = room.history()
    assert receipt in text(alert)


async def test_without_an_alert_channel_nothing_is_posted(world: World) -> None:
    receipt = await ask(world, OPENED)
    await world.knowledge.logbook.rate(receipt, world.ana.id, Rating.DOWN)
    await a_minute_later(world)

    assert world.private.history() == []
    assert world.public.history() == []
