"""A review goes through everything that waits, one on a screen, and survives restarts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.cards import bank_ids
from bot.cogs import item_editing, item_screens, review
from knowledge.model.assessment import ItemStatus
from knowledge.quizzing.bank_values import Editor
from knowledge.quizzing.typed_item import typed
from tests.cogs.bank_items import (
    COST,
    DRAWN,
    FERRY,
    ITEMS,
    OPENER,
    course_id,
    fill,
    fill_many,
    find,
    statuses,
)
from tests.cogs.conftest import World
from tests.cogs.reading import components, labels, text

DRAFT, APPROVED, RETIRED = ItemStatus.DRAFT, ItemStatus.APPROVED, ItemStatus.RETIRED


async def start(world: World) -> Any:
    return (await world.max.slash(world.private, "quiz review")).response


async def test_an_item_is_shown_with_its_key_its_reason_and_its_passage(world: World) -> None:
    await fill(world)

    result = await world.max.slash(world.private, "quiz review")
    shown = text(result.response)

    assert result.ephemeral
    assert "Review · 1 of 5" in shown
    assert "Who opened the *Tollan* Bridge?" in shown
    assert "B. Ruth Calder (✅ right)".replace("B.", "**B.**") in shown
    assert "**C.** Mira **Okafor**" in shown
    assert "Calder was its engineer." in shown
    assert "> The Tollan Bridge was opened on 14 May 1932 by the engineer Ruth Calder." in shown
    assert "A Short History of the Tollan Bridge › Building the bridge" in shown
    assert "single choice · medium · draft · Bridges, People" in shown
    assert labels(result.response) == ["Approve", "Edit", "Skip", "Approve several…"]


async def test_every_type_can_be_reviewed_to_the_end(world: World) -> None:
    await fill(world)
    card = await start(world)
    seen = []
    for number in range(1, len(ITEMS) + 1):
        assert f"Review · {number} of {len(ITEMS)}" in text(card)
        seen.append(text(card))
        card = (await world.max.click(card, label="Approve")).response

    assert text(card) == "Nothing waits for review any more. 5 reviewed."
    assert set((await statuses(world)).values()) == {APPROVED}
    assert "48,000 pounds (± 500)" in seen[1]
    assert "1927" in seen[2]
    assert "There is no rationale" in seen[2]
    assert "storm" in seen[3]
    assert "No passage of a document proves the answer" in seen[3]
    assert "A → B → C" in seen[4]


async def test_skipping_leaves_an_item_for_the_next_review(world: World) -> None:
    await fill(world, OPENER, COST, DRAWN)
    card = await start(world)
    second = (await world.max.click(card, label="Skip")).response
    assert "Review · 2 of 3" in text(second)
    third = (await world.max.click(second, label="Approve")).response
    end = (await world.max.click(third, label="Skip")).response

    assert "3 reviewed" in text(end)
    assert await statuses(world) == {"opener": DRAFT, "cost": APPROVED, "drawn": DRAFT}
    assert "Review · 1 of 2" in text(await start(world))


async def test_a_rejection_keeps_its_reason(world: World) -> None:
    await fill(world, OPENER, COST)
    card = await start(world)
    card = (await world.max.select(card, ["trivial"])).response
    form = await world.max.select(card, ["other"])
    await world.restart()
    done = await world.max.submit_modal(form, {"reason": "Nobody *needs* this."})

    assert "2 reviewed" in text(done.response)
    assert (await find(world, "opener")).note == "Trivial"
    assert (await find(world, "cost")).note == "Nobody *needs* this."
    assert await statuses(world) == {"opener": RETIRED, "cost": RETIRED}


async def test_an_edit_is_saved_and_shown_for_approval(world: World) -> None:
    await fill(world, OPENER, COST)
    card = await start(world)
    form = await world.max.click(card, label="Edit")
    await world.restart()
    values = {
        "stem": "Which engineer opened the bridge?",
        "answers": "*Ruth Calder\nSamuel Pryce\nJoan Hale",
        "rationale": "She was its engineer.",
        "themes": "Bridges\nEngineers",
    }
    edited = await world.max.submit_modal(form, values)

    assert "Review · 1 of 2" in text(edited.response)
    assert "Which engineer opened the bridge?" in text(edited.response)
    assert "Bridges, Engineers" in text(edited.response)
    await world.max.click(edited.response, label="Approve")
    item = await find(world, "opener")
    assert (item.status, item.revision) == (APPROVED, 2)
    assert item.draft.options == ("Ruth Calder", "Samuel Pryce", "Joan Hale")
    assert item.draft.citation is not None


async def test_a_refused_edit_says_why_and_keeps_what_was_typed(world: World) -> None:
    await fill(world, OPENER)
    card = await start(world)
    form = await world.max.click(card, label="Edit")
    mine = {
        "stem": "Which bridge did Ruth Calder open?",
        "answers": "*Ruth Calder\nSamuel Pryce",
        "rationale": "My long rationale.",
        "themes": "Bridges",
    }
    refused = await world.max.submit_modal(form, mine)
    await world.restart()
    again = await world.max.click(refused.response, label="Edit again")

    assert "was not changed" in text(refused.response)
    assert "gives its answer away: “Ruth Calder”" in text(refused.response)
    assert (await find(world, "opener")).draft.stem == OPENER.stem
    assert again._interaction.modal is not None
    filled = {c["custom_id"]: c.get("value") for c in _inputs(again._interaction.modal)}
    assert filled == mine
    await world.max.submit_modal(again, mine | {"stem": "Who opened the old bridge?"})
    assert (await find(world, "opener")).draft.stem == "Who opened the old bridge?"
    assert (await find(world, "opener")).draft.rationale == "My long rationale."


def _inputs(modal: dict[str, Any]) -> list[dict[str, Any]]:
    return [c["component"] for c in modal["components"]]


async def test_nobody_overwrites_or_approves_what_they_did_not_see(world: World) -> None:
    (item,) = await fill(world, OPENER)
    card = await start(world)
    form = await world.max.click(card, label="Edit")
    await world.knowledge.bank.edit(item, replace(typed(item.draft), rationale="Mine."), 1)

    late = await world.max.submit_modal(
        form, {"stem": "My **own** words?", "answers": "*a\nb", "rationale": "", "themes": ""}
    )
    stale = await start(world)
    await world.knowledge.bank.edit(
        await find(world, "opener"), replace(typed(item.draft), rationale="Again."), 1
    )
    pressed = await world.max.click(stale, label="Approve")

    assert text(late.response).startswith(item_editing.NOT_TAKEN)
    assert "My **own** words?" in text(late.response)
    assert "Somebody changed this item" in text(pressed.response)
    assert "Again." in text(pressed.response)
    assert (await find(world, "opener")).status is DRAFT
    assert (await find(world, "opener")).draft.rationale == "Again."


async def test_several_are_approved_at_once_as_they_were_listed(world: World) -> None:
    items = await fill_many(world, 27)
    card = await start(world)
    listed = await world.max.click(card, label="Approve several…")
    assert "What did pier 1 of the bridge cost?" in text(listed.response)
    assert "**1,025**" in text(listed.response)
    assert f"`#{items[25].id}`" not in text(listed.response), "25 at most"
    await world.restart()

    done = await world.max.click(listed.response, label="Approve all 25")

    assert "Review · 26 of 27" in text(done.response)
    assert list((await statuses(world)).values()).count(APPROVED) == 25


async def test_a_list_that_changed_is_shown_again_and_nothing_is_approved(world: World) -> None:
    (item, _) = await fill(world, FERRY, OPENER)
    card = await start(world)
    listed = await world.max.click(card, label="Approve several…")
    await world.knowledge.bank.edit(item, replace(typed(item.draft), rationale="New."), 1)

    pressed = await world.max.click(listed.response, label="Approve all 2")

    assert set((await statuses(world)).values()) == {DRAFT}
    assert review.CHANGED_LIST in [text(m) for m in pressed.followups]
    back = await world.max.click(listed.response, label="Back")
    assert "Review · 1 of 2" in text(back.response)


async def test_flagged_items_come_back_with_what_learners_said(world: World) -> None:
    (item,) = await fill(world, OPENER)
    await world.knowledge.bank.approve(item)
    assert text(await start(world)) == "Nothing waits for review."
    for user in (1, 2, 3):
        await world.knowledge.bank.flag(item.id, user, "Two are *right*")

    card = await start(world)
    assert "A learner says: Two are *right*" in text(card)
    assert "approved · 🚩 suspended" in text(card)
    await world.max.click(card, label="Keep")

    assert (await find(world, "opener")).suspended_at is None
    assert (await find(world, "opener")).status is APPROVED


async def test_a_review_survives_restarts_at_every_step(world: World) -> None:
    await fill(world, OPENER, COST, DRAWN, FERRY)
    card = await start(world)
    for label in ("Approve", "Skip"):
        await world.restart()
        card = (await world.max.click(card, label=label)).response
    await world.restart()
    card = (await world.max.select(card, ["ambiguous"])).response

    assert "Review · 4 of 4" in text(card)
    assert list((await statuses(world)).values()) == [APPROVED, DRAFT, RETIRED, DRAFT]


async def test_students_review_nothing(world: World) -> None:
    await fill(world, OPENER)
    card = await start(world)
    approve = next(c["custom_id"] for c in components(card) if c.get("label") == "Approve")

    refused = await world.ana.slash(world.private, "quiz review")

    assert "Manage Events" in text(refused.response)
    assert "Ruth Calder" not in text(refused.response)
    assert bank_ids.item("approve", 1, 1, "0") == approve
    assert (await find(world, "opener")).status is DRAFT


async def test_an_item_of_another_course_is_not_there(world: World) -> None:
    await fill(world, OPENER)
    card = await start(world)
    other = await world.knowledge.library.find_course("empty")
    assert other is not None
    world.bot.desk.default_course = "empty"

    pressed = await world.max.click(card, label="Approve")

    assert text(pressed.response) == item_screens.GONE
    world.bot.desk.default_course = world.course
    assert (await find(world, "opener")).status is DRAFT


async def test_the_longest_item_fits_on_a_screen(world: World) -> None:
    long = replace(
        OPENER,
        options=tuple(f"{number}{'*' * 145}" for number in range(10)),
        stem=f"{'*' * 880} why?",
        rationale="_" * 1_000,
        flags=("@" * 200,) * 9,
    )
    added = await world.knowledge.bank.add_drafts(await course_id(world), [long], Editor("d"))
    assert not added.refused

    card = await start(world)
    form = await world.max.click(card, label="Edit")

    assert "and 6 more" in text(card)
    assert form._interaction.modal is not None
    assert _inputs(form._interaction.modal)[1]["value"].startswith("0***")
