"""Approving several drafts at once: read before, named after, taken back until they are used."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.cards.review import telling_part
from bot.cogs import review_several
from knowledge.model.assessment import Item, ItemStatus
from knowledge.quizzing.bank_values import Editor
from knowledge.quizzing.typed_item import typed
from tests.cogs.bank_items import FERRY, OPENER, course_id, fill, fill_many, find, statuses
from tests.cogs.conftest import World
from tests.cogs.reading import components, text

DRAFT, APPROVED = ItemStatus.DRAFT, ItemStatus.APPROVED


async def listed(world: World) -> Any:
    card = (await world.max.slash(world.private, "quiz review")).response
    return (await world.max.click(card, label="Approve several…")).response


async def test_several_are_approved_at_once_as_they_were_listed(world: World) -> None:
    items = await fill_many(world, 27)
    card = await listed(world)
    assert "What did pier 1 of the bridge cost?" in text(card)
    assert "**1,025**" in text(card)
    assert f"`#{items[25].id}`" not in text(card), "25 at most"
    await world.restart()

    done = (await world.max.click(card, label="Approve all 25")).response

    assert "25 items are approved" in text(done)
    assert "What did pier 25 of the bridge cost?" in text(done)
    assert "Review · 26 of 27" in text((await world.max.click(done, label="Go on")).response)
    assert list((await statuses(world)).values()).count(APPROVED) == 25


async def test_a_list_that_changed_is_shown_again_and_nothing_is_approved(world: World) -> None:
    (item, _) = await fill(world, FERRY, OPENER)
    card = await listed(world)
    await world.knowledge.bank.edit(item, replace(typed(item.draft), rationale="New."), 1)

    pressed = await world.max.click(card, label="Approve all 2")

    assert set((await statuses(world)).values()) == {DRAFT}
    assert review_several.CHANGED_LIST in [text(m) for m in pressed.followups]
    back = await world.max.click(card, label="Back")
    assert "Review · 1 of 2" in text(back.response)


async def test_what_is_unticked_stays_a_draft(world: World) -> None:
    items = await fill_many(world, 4)
    card = await listed(world)

    card = (await world.max.select(card, ["0", "3"])).response
    await world.restart()
    done = (await world.max.click(card, label="Approve 2 of 4")).response

    assert f"`#{items[0].id}` What did pier 1 of the bridge cost?" in text(done)
    assert f"`#{items[1].id}`" not in text(done)
    assert list((await statuses(world)).values()) == [APPROVED, DRAFT, DRAFT, APPROVED]
    rest = (await world.max.click(done, label="Go on")).response
    assert "Review · 3 of 4" in text(rest)
    assert f"`#{items[1].id}`" in text(rest), "to be looked at alone"


async def test_all_are_ticked_before_anybody_chooses(world: World) -> None:
    await fill_many(world, 3)
    (select,) = [c for c in components(await listed(world)) if "options" in c]

    assert [option["default"] for option in select["options"]] == [True] * 3


async def test_what_was_approved_together_can_be_taken_back_together(world: World) -> None:
    await fill_many(world, 3)
    done = (await world.max.click(await listed(world), label="Approve all 3")).response
    await world.restart()

    undone = await world.max.click(done, label="Undo")

    assert "Drafts again" in text(undone.response)
    await world.restart()
    on = await world.max.click(undone.response, label="Go on")
    assert "Review · 1 of 3" in text(on.response)
    assert set((await statuses(world)).values()) == {DRAFT}


async def test_what_was_edited_since_is_not_taken_back_and_the_others_are(world: World) -> None:
    ferry, opener = await fill(world, FERRY, OPENER)
    done = (await world.max.click(await listed(world), label="Approve all 2")).response
    item = await find(world, "opener")
    form = replace(typed(item.draft), rationale="She built it.")
    assert isinstance(await world.knowledge.bank.edit(item, form, 1), Item)

    undone = await world.max.click(done, label="Undo")

    assert f"Drafts again:** `#{ferry.id}`" in text(undone.response)
    assert f"Approved still:** `#{opener.id}`" in text(undone.response)
    assert (await find(world, "ferry")).status is DRAFT
    assert (await find(world, "opener")).status is APPROVED


async def test_each_line_shows_what_tells_an_item_from_the_others(world: World) -> None:
    shared = "According to Helen Marsh in “A Long Title, 1870–1971: On Bridges”, which year belongs"
    ends = "and a fair on its banks in the year of the great flood"
    drafts = [
        replace(OPENER, name=f"i{n}", stem=f"{shared} in the blank? “Pier {n} got a lamp {ends}.”")
        for n in range(2)
    ]
    added = await world.knowledge.bank.add_drafts(await course_id(world), drafts, Editor("d"))
    assert not added.refused

    shown = text(await listed(world))

    assert f"“Pier 0 got a lamp {ends}.” → **Ruth Calder**" in shown
    assert "which year" not in shown
    assert (
        telling_part("True or false? According to “The Tolls”: The toll rose.") == "The toll rose."
    )
    assert telling_part("Who opened the bridge?") == "Who opened the bridge?"
