"""What `/ask` offers while a question is typed."""

from __future__ import annotations

import pytest

from knowledge.model.corpus import DocumentUse
from tests.cogs.conftest import World
from tests.cogs.reading import receipt, text
from tests.cogs.standing import (
    CORRECT,
    COST,
    LANTERNS,
    ask,
    change_the_bridge,
    fix,
    instructor,
    verify,
)
from tests.cogs.two_courses import add_two, lose_roles


async def offered(world: World, typed: str) -> list[str]:
    """Beside what was typed."""
    choices = await world.ana.autocomplete(world.private, "ask", "question", typed)
    return [choice["value"] for choice in choices if choice["value"] != typed]


async def test_what_is_typed_is_offered_first_as_enter_takes_the_first(world: World) -> None:
    ida = instructor(world)
    await fix(world, ida, receipt((await ask(world)).response))

    async def choices(typed: str) -> list[str]:
        found = await world.ana.autocomplete(world.private, "ask", "question", typed)
        return [choice["value"] for choice in found]

    assert (await choices("how much did the Tol"))[:2] == ["how much did the Tol", COST]
    assert (await choices("tol"))[0] == COST
    assert (await choices(COST)).count(COST) == 1
    assert await choices(f"{COST} {'Tell me. ' * 20}") == []


async def test_a_question_typed_in_full_comes_before_a_newer_one_that_holds_it(
    world: World,
) -> None:
    ida = instructor(world)
    await fix(world, ida, receipt((await ask(world)).response))
    longer = COST.rstrip("?") + " to widen in 1950?"
    await fix(world, ida, receipt((await ask(world, LANTERNS)).response), question=longer)

    found = await world.ana.autocomplete(world.private, "ask", "question", COST)

    assert [choice["value"] for choice in found][:2] == [COST, longer]


async def test_verified_questions_come_first_and_headings_after_them(world: World) -> None:
    ida = instructor(world)
    await fix(world, ida, receipt((await ask(world)).response))

    assert await offered(world, "") == [COST]
    assert await offered(world, "how much did the Tol") == [COST]
    found = await offered(world, "bridg")
    assert found[0] == COST
    assert "Building the bridge" in found
    assert await offered(world, "zebra") == []


async def test_what_is_offered_can_be_asked(world: World) -> None:
    ida = instructor(world)
    await fix(world, ida, receipt((await ask(world)).response))
    (question,) = await offered(world, "tollan cost")
    (heading,) = await offered(world, "building")

    answered = await ask(world, question, world.ben)
    about = await ask(world, heading, world.ben)

    assert CORRECT in text(answered.response)
    assert "Building the bridge" in text(about.response)


async def test_what_is_stale_or_too_long_for_a_choice_is_not_offered(world: World) -> None:
    ida = instructor(world)
    await verify(world, ida, receipt((await ask(world)).response))
    other = receipt((await ask(world, LANTERNS)).response)
    await fix(world, ida, other, question=f"{COST} {'Tell me. ' * 20}")
    assert await offered(world, "cost tollan") == [COST]

    await change_the_bridge(world, "48,000 pounds", "49,000 pounds")

    assert await offered(world, "cost tollan") == []


async def test_headings_of_what_may_not_be_quoted_are_not_offered(world: World) -> None:
    documents = await world.knowledge.library.list_documents(1)
    (bridge,) = [one for one in documents if one.title.startswith("A Short History")]

    await world.knowledge.documents.put_use(
        1, bridge.id, DocumentUse.SEARCHABLE, by=1, server_id=world.guild.id
    )

    assert await offered(world, "building") == []


async def test_nobody_is_offered_what_belongs_to_a_course_that_is_not_theirs(world: World) -> None:
    two = await add_two(world)
    of = receipt((await two.bo.slash(two.hall, "ask", question=COST)).response)
    assert of
    lose_roles(world, two, two.bo)

    assert await two.bo.autocomplete(two.hall, "ask", "question", "") == []


@pytest.mark.parametrize("course", [""])
async def test_without_a_course_nothing_is_offered(world: World, course: str) -> None:
    assert await offered(world, "bridge") == []
