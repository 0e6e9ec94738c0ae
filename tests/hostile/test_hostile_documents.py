"""Documents that mean harm are quoted as what they are: words."""

from __future__ import annotations

import pytest

from knowledge.ingestion.batch import IngestReport
from tests.cogs.conftest import World
from tests.cogs.reading import labels, markdown, text
from tests.hostile.documents import FILES, berth, question
from tests.hostile.injections import ALL
from tests.hostile.watching import (
    assert_cited,
    assert_harmless,
    assert_plain,
    stored,
)

KINDS = {"t": 1, "m": 2, "h": 4, "d": 4, "p": 4}
"""By the first letter of its berths, which of a document's sentences are asked for: each, every
second, every fourth."""


def test_there_are_enough_of_them() -> None:
    assert len({injection.text for injection in ALL}) >= 60


@pytest.mark.parametrize("kind", KINDS)
async def test_quoted_injections_ping_nobody_link_nowhere_and_change_nothing(
    world: World, kind: str
) -> None:
    before, quoted = await stored(world), 0
    asked = range(0, len(ALL), KINDS[kind])

    for number in asked:
        world.bot.desk.questions._acts.clear()
        world.bot.presses._acts.clear()
        result = await world.ana.slash(world.public, "ask", question=question(kind, number))
        quoted += berth(kind, number) in text(result.response).partition("\n")[2]

    assert quoted > len(asked) * 0.8, "without the sentences on the cards this would prove nothing"
    assert_harmless(world)
    await assert_cited(world)
    assert await stored(world) == before


async def test_sources_of_hostile_documents_are_shown_literally(world: World) -> None:
    for number in range(0, len(ALL), 6):
        world.bot.desk.questions._acts.clear()
        world.bot.presses._acts.clear()
        await world.ana.slash(world.public, "ask", question=question("m", number))
        card = world.public.last_message
        if "Show source" in labels(card):
            shown = (await world.ben.click(card, label="Show source")).response
            assert_plain(markdown(shown))
    for command in ("explore sources", "explore themes", "explore timeline", "help"):
        await world.ana.slash(world.private, command)

    assert_harmless(world)


async def test_titles_and_file_names_do_nothing_in_choices(world: World) -> None:
    offered = await world.ana.autocomplete(world.private, "ask", "source", "")
    asked = await world.ana.slash(
        world.private, "ask", question=question("m", 3), source=offered[0]["value"]
    )

    assert len(offered) == len(FILES)
    assert asked.acknowledged
    assert_harmless(world)


async def test_staff_and_readers_see_their_names_as_words(world: World) -> None:
    course = await world.knowledge.library.find_course(world.course)
    assert course is not None
    listed = await world.knowledge.library.list_documents(course.id)
    for document in listed:
        world.bot.presses._acts.clear()
        for command in ("docs show", "docs review"):
            shown = await world.max.slash(world.private, command, document=document.file_name)
            assert document.title[:12] in text(shown.response)
    reviewed = await world.max.slash(world.private, "docs review")
    await world.max.slash(world.private, "docs list")
    await world.ana.slash(world.private, "explore compare", topic=berth("m", 0))

    assert "5 documents to look at" in text(reviewed.response)
    assert_harmless(world)


def test_whoever_added_them_is_told_of_orders_and_hidden_text(ingested: IngestReport) -> None:
    told = {document.file: " ".join(document.notices) for document in ingested.added}

    assert set(told) == set(FILES)
    for file, notices in told.items():
        assert "instruction-like" in notices, file
