"""`/setup`: courses renamed and removed, two that compete, and warnings where they belong."""

from __future__ import annotations

import discord
import pytest
from sqlalchemy import text as sql

from bot.cards import setup_ids
from bot.cogs.setup_changes import (
    NOT_RENAMED,
    NOT_TYPED,
    OPERATORS,
    OTHER_NOW,
    STILL_READING,
    STILL_USED,
)
from bot.cogs.setup_courses import NO_TITLE, NOT_YOURS
from knowledge.ingestion.batch import SourceFile
from knowledge.model.audit import AuditEntry, StaffAct
from knowledge.model.inbox import Asked
from knowledge.model.verified import Draft, Person
from knowledge.storage import audit
from knowledge.storage import tidings as stored_tidings
from knowledge.storage.erasure import COMPACTION_DUE
from tests.cogs.conftest import World
from tests.cogs.moderating import press_forged
from tests.cogs.payloads import is_acknowledged_first
from tests.cogs.reading import labels, receipt, text
from tests.cogs.setting_up import CELLS, Manager, add_course, fill, manager_elsewhere, to_step
from tests.cogs.two_courses import add_items

DIVIDE = "How soon do cells of the orchid divide?"


@pytest.fixture
def vera(world: World) -> Manager:
    return manager_elsewhere(world)


async def trail_of(world: World, server_id: int) -> list[AuditEntry]:
    async with world.knowledge.database.read() as session:
        return await audit.list_entries(session, server_id=server_id)


async def test_a_course_is_renamed_also_after_a_restart(world: World, vera: Manager) -> None:
    manager, _, hall = vera
    await add_course(world, manager, hall, "Zoology")
    made = await add_course(world, manager, hall, "Field botany")
    course_id = await fill(world, "Field botany", CELLS)
    await world.restart()

    form = await manager.click(made, label="Rename")
    taken = await manager.submit_modal(form, {"title": "zoology"})
    form = await manager.click(made, label="Rename")
    empty = await manager.submit_modal(form, {"title": "!!"})
    form = await manager.click(made, label="Rename")
    await world.restart()
    done = await manager.submit_modal(form, {"title": "Botany of  marshes"})

    assert text(taken.response) == NOT_RENAMED
    assert text(empty.response) == NO_TITLE
    assert "**Botany of marshes** · documents: 1" in text(done.response)
    course = world.knowledge.servers.layout.course(course_id)
    assert course is not None
    assert course.title == "Botany of marshes"
    assert "forty hours" in text((await manager.slash(hall, "ask", question=DIVIDE)).response)


async def test_a_course_goes_with_all_its_documents_when_its_title_is_typed(
    world: World, vera: Manager
) -> None:
    manager, guild, hall = vera
    knowledge = world.knowledge
    made = await add_course(world, manager, hall, "Field botany")
    course_id = await fill(world, "Field botany", CELLS)
    await add_course(world, manager, hall, "Field geology")
    other_id = await fill(world, "Field geology", "Granite cools within forty years.\n")
    other_before = await rows_of(world, other_id)
    (document,) = await knowledge.library.list_documents(course_id)
    await knowledge.removals.put_in_bin(course_id, document.id, by=1, server_id=guild.id)
    course = knowledge.servers.layout.course(course_id)
    assert course is not None
    more = [SourceFile(f"{n}.txt", f"Cells of moss {n} rest.\n".encode()) for n in range(2)]
    assert not (await knowledge.ingester.ingest(course, more)).skipped
    waiting = [SourceFile("fern.txt", b"Cells of the fern wait.\n")]
    await knowledge.ingester.draft(course, waiting, by=1, server_id=guild.id)
    await add_items(world, course_id)
    asked = receipt(
        (await manager.slash(hall, "ask", question="What do cells of moss do?")).response
    )
    draft, by = Draft("What do cells of moss do?", "They rest."), Person(1, "Ida")
    await knowledge.verified.fix(course_id, guild.id, asked, draft, by=by)

    form = await manager.click(made, label="Remove…")
    await world.restart()
    since = len(world.env.http_requests)
    await manager.submit_modal(form, {"title": "field botany"})

    assert is_acknowledged_first(world.env, since)
    said = str(form.modal)
    for part in (
        "**3** documents",
        "**1** draft",
        "**1** quiz question",
        "**1** answer of a person",
    ):
        assert part in said
    assert knowledge.servers.layout.course(course_id) is None
    assert await rows_of(world, course_id) == []
    assert await rows_of(world, other_id) == other_before, "another course is as it was"
    assert await knowledge.logbook.find(asked) is not None, "the log keeps what was asked"
    acts = [entry.act for entry in await trail_of(world, guild.id)]
    assert acts.count(StaffAct.REMOVED) == 3


async def rows_of(world: World, course_id: int) -> list[int]:
    """What the index of words holds of a course, and its documents."""
    async with world.knowledge.database.read() as session:
        rows = await session.scalars(
            sql("SELECT rowid FROM passage_words WHERE passage_words MATCH :course"),
            {"course": f"course:course{course_id}"},
        )
        documents = await session.scalars(
            sql("SELECT id FROM documents WHERE course_id = :course"), {"course": course_id}
        )
        return [*rows, *documents]


@pytest.mark.parametrize("meanwhile", ["added", "waits"])
async def test_what_came_after_the_form_was_opened_keeps_a_course_whole(
    world: World, vera: Manager, meanwhile: str
) -> None:
    manager, guild, hall = vera
    made = await add_course(world, manager, hall, "Field botany")
    course_id = await fill(world, "Field botany", CELLS)
    form = await manager.click(made, label="Remove…")
    if meanwhile == "added":
        course = world.knowledge.servers.layout.course(course_id)
        assert course is not None
        await world.knowledge.ingester.ingest(course, [SourceFile("moss.txt", b"Moss rests.\n")])
    else:
        ned = guild.add_member(world.env.create_user("ned", global_name="Ned"))
        of = receipt((await ned.slash(hall, "ask", question=DIVIDE)).response)
        assert await world.knowledge.inbox.ask(of, ned.id) is Asked.SENT
    before = await rows_of(world, course_id)

    kept = await manager.submit_modal(form, {"title": "Field botany"})

    assert text(kept.response) == (OTHER_NOW if meanwhile == "added" else STILL_USED)
    assert world.knowledge.servers.layout.course(course_id) is not None
    assert await rows_of(world, course_id) == before


async def test_no_course_goes_while_somebodys_documents_are_read(
    world: World, vera: Manager
) -> None:
    manager, guild, hall = vera
    made = await add_course(world, manager, hall, "Field botany")
    form = await manager.click(made, label="Remove…")
    world.bot.desk.adding.add(guild.id)
    kept = await manager.submit_modal(form, {"title": "Field botany"})
    assert text(kept.response) == STILL_READING
    titles = [course.title for course in world.knowledge.servers.layout.courses]
    assert "Field botany" in titles


async def test_an_emptied_course_goes_when_its_title_is_typed(world: World, vera: Manager) -> None:
    manager, guild, hall = vera
    made = await add_course(world, manager, hall, "Field botany")
    course_id = await fill(world, "Field botany", CELLS)
    asked = await manager.slash(hall, "ask", question=DIVIDE)
    (document,) = await world.knowledge.library.list_documents(course_id)
    await world.knowledge.removals.erase(course_id, document.id, by=1, server_id=guild.id)
    await world.restart()

    form = await manager.click(made, label="Remove…")
    wrong = await manager.submit_modal(form, {"title": "botany"})
    form = await manager.click(made, label="Remove…")
    await world.restart()
    since = len(world.env.http_requests)
    done = await manager.submit_modal(form, {"title": " field  botany"})
    assert is_acknowledged_first(world.env, since), "all that goes with it takes its time"

    assert text(wrong.response) == NOT_TYPED
    assert "Field botany" not in text(done.response)
    assert world.knowledge.servers.layout.course(course_id) is None
    assert await world.knowledge.library.recall(COMPACTION_DUE) == "", "bytes leave the file"
    found = await manager.slash(hall, "logs search")
    assert found.acknowledged
    source = await manager.click(asked.response, label="Show source")
    assert "forty hours" not in text(source.response)
    again = await add_course(world, manager, hall, "Field botany")
    assert "no documents yet" in text(again)
    new = next(c for c in world.knowledge.servers.layout.courses if c.title == "Field botany")
    assert new.id > course_id, "an id is never given again"
    assert new.name == f"server-{guild.id}-{new.id}"
    changed = [
        (e.target, e.detail.get("title"))
        for e in await trail_of(world, guild.id)
        if e.act is StaffAct.SETTINGS_CHANGED
    ]
    assert ("course removed", "Field botany") in changed


async def test_a_course_whose_askers_wait_stays_and_then_tells_nobody_for_ever(
    world: World, vera: Manager
) -> None:
    manager, guild, hall = vera
    made = await add_course(world, manager, hall, "Field botany")
    course_id = await fill(world, "Field botany", CELLS)
    ned = guild.add_member(world.env.create_user("ned", global_name="Ned"))
    asked = receipt((await ned.slash(hall, "ask", question=DIVIDE)).response)
    inbox = world.knowledge.inbox
    assert await inbox.ask(asked, ned.id) is Asked.SENT
    await world.restart()
    (document,) = await world.knowledge.library.list_documents(course_id)
    form = await manager.click(made, label="Remove…")
    assert text(form.response) == STILL_USED
    await world.knowledge.removals.erase(course_id, document.id, by=1, server_id=guild.id)

    waits = await manager.click(made, label="Remove…")

    assert text(waits.response) == STILL_USED
    assert "questions that wait for a person" in text(waits.response)
    opened = await manager.slash(hall, "answers inbox")
    form = await manager.click(opened.response, label="Not for this course…")
    world.env.inject_error("POST", "/users/@me/channels", status=403, code=50007, times=None)
    await manager.submit_modal(form, {"reason": "Ask the town archive."})
    form = await manager.click(made, label="Remove…")
    await manager.submit_modal(form, {"title": "Field botany"})
    assert world.knowledge.servers.layout.course(course_id) is None
    await world.env.advance_time(3600)
    assert await world.knowledge.tidings.take_due(ned.id) == []
    async with world.knowledge.database.read() as session:
        assert not await stored_tidings.has_any(session, ned.id), "nobody looks for it again"


async def test_an_operators_course_is_neither_renamed_nor_removed_in_discord(world: World) -> None:
    course = await world.knowledge.library.find_course(world.course)
    assert course is not None
    panel = await to_step(world, world.max, world.private, 2)
    shown = await world.max.select(panel, [str(course.id)], custom_id=setup_ids.COURSE)

    assert "Rename" not in labels(shown.response)
    for forged in (setup_ids.rename(course.id), setup_ids.remove(course.id)):
        pressed = await press_forged(world, world.max, forged)
        assert text(pressed.response) == OPERATORS


async def test_nobody_removes_or_renames_a_course_of_another_server(
    world: World, vera: Manager
) -> None:
    manager, _, hall = vera
    await add_course(world, manager, hall, "Field botany")
    theirs = next(c.id for c in world.knowledge.servers.layout.courses if c.server_id)
    for forged in (setup_ids.rename(theirs), setup_ids.remove(theirs)):
        pressed = await press_forged(world, world.max, forged)
        assert text(pressed.response) == NOT_YOURS, forged


async def test_it_is_said_which_of_two_answers_where_both_do(world: World, vera: Manager) -> None:
    manager, guild, hall = vera
    lab = guild.create_text_channel("lab")
    await add_course(world, manager, hall, "Zoology")
    both = await add_course(world, manager, hall, "Field botany")
    botany = next(c for c in world.knowledge.servers.layout.courses if c.title == "Field botany")

    words = text(both).replace("*", "")
    assert "⚠️ Zoology answers in the same channels." in words
    assert "they used last, at first by Field botany" in words
    assert "`/explore sources`" in text(both)
    parted = await manager.select(both, [lab], custom_id=setup_ids.places(botany.id))
    assert "in the same channels" not in text(parted.response)
    await fill(world, "Field botany", CELLS)
    await fill(world, "Zoology", "A heron stands on one leg for three hours.\n")
    await manager.select(parted.response, [], custom_id=setup_ids.places(botany.id))
    ned = guild.add_member(world.env.create_user("ned", global_name="Ned"))
    assert "forty hours" in text((await ned.slash(hall, "ask", question=DIVIDE)).response), (
        "the first by title answers, as is said"
    )


async def test_a_warning_stands_on_its_own_step_and_at_the_end(world: World) -> None:
    nobody = discord.PermissionOverwrite(send_messages=False)
    quiet = world.guild.create_text_channel("quiet", overwrites={world.guild.default_role: nobody})
    panel = await to_step(world, world.max, world.private, 3)
    shown = await world.max.select(panel, [quiet], custom_id=setup_ids.channel("log"))
    warning = "I can't write in #quiet"
    assert warning in text(shown.response)

    said = {}
    for step in ("Next", "Finish", "Staff", "Next"):
        shown = await world.max.click(shown.response, label=step)
        said[text(shown.response).partition("\n")[0]] = warning in text(shown.response)

    assert said == {
        "### Answers in #reading-room": False,
        "### What is set up here": True,
        "### Who is staff here?": False,
        "### Which courses, and where?": False,
    }
