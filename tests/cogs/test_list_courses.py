"""What a list's buttons turn is the list that they stand under, also after another course was
chosen and after a restart."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import discord
import pytest
import pytest_asyncio

from bot.cogs.desk import NOT_FOR_YOU
from knowledge.ingestion.batch import SourceFile
from knowledge.model.answer import Question
from knowledge.model.assessment import ItemStatus, Origin, Written
from knowledge.model.record import Occasion, Surface
from knowledge.model.study import StudyPlan, StudySession, Turn
from knowledge.model.verified import Draft, Person, Verified
from knowledge.storage import items
from tests.cogs.conftest import World
from tests.cogs.quizzes import CLOZE
from tests.cogs.reading import labels, text
from tests.cogs.two_courses import Two, add_two, lose_roles

BOTANY, SAILING = "orchid", "harbour"
"""Stands on every page of one course's lists, and on none of the other's."""
MANY = 14


@pytest_asyncio.fixture(loop_scope="session")
async def two(world: World) -> Two:
    two = await add_two(world)
    for course_id, word in ((two.botany, BOTANY), (two.sailing, SAILING)):
        await fill(world, two, course_id, word)
    return two


@pytest.fixture
def boss(world: World, two: Two) -> Any:
    role = two.guild.create_role("Boss", permissions=discord.Permissions(manage_guild=True))
    user = world.env.create_user("boss", global_name="Boss")
    return two.guild.add_member(user, roles=[role, two.botanists, two.sailors])


async def fill(world: World, two: Two, course_id: int, word: str) -> None:
    """More of everything than one page holds."""
    knowledge, guild = world.knowledge, two.guild.id
    course = knowledge.servers.layout.course(course_id)
    assert course is not None
    themes = ("gales", "tolls", "ledgers", "lamps", "ropes", "bells", "wells", "mills", "kilns",
              "barns", "looms", "forges", "weirs", "quays")  # fmt: skip
    files = [
        SourceFile(
            f"{word}-{n}.txt",
            f"In {1800 + n} the {word} board opened its hall number {n}.\n".encode(),
        )
        for n in range(MANY)
    ]
    assert not (await knowledge.ingester.ingest(course, files)).skipped
    by = items.Authorship(Origin.WRITTEN, "Mira", None, world.env.now())
    async with knowledge.database.write() as session:
        for n in range(MANY):
            theme = f"{word} {themes[n % len(themes)]}"
            draft = replace(CLOZE, stem=f"The {word} ____ {n} sank.", name=f"{n}", themes=(theme,))
            status = ItemStatus.APPROVED if n < MANY - 4 else ItemStatus.DRAFT
            await items.put(session, course_id, draft, status=status, by=by)
    for n in range(12):
        occasion = Occasion(Surface.SLASH, 40 + n, guild, two.hall.id, course_id * 1_000 + n)
        asked = Question(f"When did the {word} board open its hall number {n}?", course_id)
        delivery = await knowledge.answerer.answer(asked, occasion)
        await knowledge.golden.star(course_id, guild, delivery.receipt, by=1)
        said = Draft(f"Which {word} is number {n}?", f"That {word} is number {n}.")
        done = await knowledge.verified.fix(
            course_id, guild, delivery.receipt, said, by=Person(1, "Ida")
        )
        assert isinstance(done, Verified)


async def choose(world: World, two: Two, who: Any, course_id: int) -> None:
    """The course that somebody goes on with, as if chosen in another message."""
    await world.env.advance_time(11)
    await world.knowledge.servers.note_use(who.id, two.guild.id, course_id)


LISTS = (
    "bank list", "docs list", "answers list", "answers golden list", "explore sources",
    "explore timeline", "explore themes",
)  # fmt: skip


async def test_the_next_page_is_of_the_same_list(world: World, two: Two, boss: Any) -> None:
    await choose(world, two, boss, two.sailing)
    shown = {command: await boss.slash(two.hall, command) for command in LISTS}
    await choose(world, two, boss, two.botany)
    await world.restart()

    for command, first in shown.items():
        assert SAILING in text(first.response), command
        await world.env.advance_time(11)
        second = await boss.click(first.response, label="Next")
        turned = text(second.response or first.response).casefold()
        assert "page 2" in turned, command
        assert SAILING in turned, command
        assert BOTANY not in turned, command


async def wrong_answers(world: World, user_id: int, course_id: int) -> None:
    tutor = world.knowledge.tutor
    started = await tutor.start(user_id, StudyPlan(course_id, count=MANY), course_id)
    assert isinstance(started, StudySession)
    while isinstance(turn := await tutor.next(user_id, started.id), Turn):
        await tutor.answer(user_id, turn.id, Written("wrong"), turn.id)


async def test_mistakes_go_on_with_the_mistakes_in_the_same_course(
    world: World, two: Two, boss: Any
) -> None:
    for course_id in (two.botany, two.sailing):
        await wrong_answers(world, boss.id, course_id)
    await choose(world, two, boss, two.sailing)
    first = await boss.slash(two.hall, "study mistakes")
    await choose(world, two, boss, two.botany)

    second = await boss.click(first.response, label="Next")
    shown = text(second.response or first.response)
    again = await boss.click(first.response, label="Study these")

    assert SAILING in shown
    assert BOTANY not in shown
    assert SAILING in text(again.response)


async def test_who_has_lost_the_role_turns_no_page_of_its_course(world: World, two: Two) -> None:
    first = await two.bo.slash(two.hall, "explore sources")
    assert BOTANY in text(first.response)
    lose_roles(world, two, two.bo)

    second = await two.bo.click(first.response, label="Next")

    assert text(second.response or first.response) == NOT_FOR_YOU


async def test_a_review_goes_on_in_its_course(world: World, two: Two, boss: Any) -> None:
    await choose(world, two, boss, two.sailing)
    first = (await boss.slash(two.hall, "quiz review")).response
    assert SAILING in text(first)
    await choose(world, two, boss, two.botany)
    await world.restart()

    for label in ("Skip", "Approve", "Approve several…", "Approve all", "Undo", "Go on"):
        await world.env.advance_time(11)
        # What is undone or gone on with names items by their numbers alone.
        exact = next(found for found in labels(first) if found.startswith(label))
        pressed = await boss.click(first, label=exact)
        first = pressed.response or first
        assert BOTANY not in text(first), label
        assert SAILING in text(first) or label == "Undo"

    found = await world.knowledge.bank.list_items(two.botany, statuses=[ItemStatus.DRAFT])
    assert len(found) == 4
