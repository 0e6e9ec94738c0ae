"""A review goes through everything that waits, one on a screen, and survives restarts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.cards import bank_ids
from bot.cogs import item_editing, item_screens, review
from knowledge.model.assessment import BLANK, ItemStatus, NumberKey
from knowledge.model.study import StudyPlan, StudySession, Turn
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
    find,
    statuses,
)
from tests.cogs.conftest import World
from tests.cogs.quizzes import play_one, single
from tests.cogs.reading import components, labels, markdown, text
from tests.cogs.studying import post_button

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


async def test_a_reason_that_only_repeats_the_passage_is_left_out(world: World) -> None:
    quote = "The Tollan Bridge was opened on 14 May 1932 by the engineer Ruth Calder."
    drafted = replace(OPENER, rationale=f"The text says: “{quote}”", flags=("date swapped",))
    await fill(world, drafted)

    shown = text(await start(world))

    assert shown.count(quote) == 1
    assert "Why." not in shown
    assert "⚠️ The year was changed to make this false. Check that it is." in shown


async def test_every_type_can_be_reviewed_to_the_end(world: World) -> None:
    await fill(world)
    card = await start(world)
    seen = []
    for number in range(1, len(ITEMS) + 1):
        assert f"Review · {number} of {len(ITEMS)}" in text(card)
        seen.append(text(card))
        card = (await world.max.click(card, label="Approve")).response

    assert "Nothing waits for review any more. 5 reviewed." in text(card)
    assert set((await statuses(world)).values()) == {APPROVED}
    assert "48,000 pounds (± 500)" in seen[1]
    assert "1927" in seen[2]
    assert "It does not say why the answer is right. Add it." in seen[2]
    assert "storm" in seen[3]
    assert "No passage shows that the answer is right" in seen[3]
    assert "A → B → C" in seen[4]


async def test_skipping_leaves_an_item_for_the_next_review(world: World) -> None:
    await fill(world, OPENER, COST, DRAWN)
    card = await start(world)
    second = (await world.max.click(card, label="Skip")).response
    assert "Review · 2 of 3" in text(second)
    third = (await world.max.click(second, label="Approve")).response
    end = (await world.max.click(third, label="Skip")).response

    assert "Of those before it, 2 still wait for review." in text(end)
    assert "Nothing waits" not in text(end)
    assert await statuses(world) == {"opener": DRAFT, "cost": APPROVED, "drawn": DRAFT}
    await world.restart()
    again = await world.max.click(end, label="Begin again")
    assert "Review · 1 of 2" in text(again.response)


async def test_an_approval_is_named_and_can_be_undone_until_it_is_used(world: World) -> None:
    await fill(world, OPENER, COST)
    card = await start(world)
    card = (await world.max.click(card, label="Approve")).response
    opener = await find(world, "opener")
    assert f"✅ Approved `#{opener.id}`: Who opened the *Tollan* Bridge?" in text(card)
    await world.restart()

    back = (await world.max.click(card, label=f"Undo #{opener.id}")).response

    undone = f"↩️ Approval of `#{opener.id}` undone: it waits for review again."
    assert f"{undone}\n### Review · 1 of 2" in markdown(back)
    assert (await find(world, "opener")).status is DRAFT
    card = (await world.max.click(back, label="Approve")).response
    await study(world)
    late = await world.max.click(card, label=f"Undo #{opener.id}")
    assert text(late.response) == review.USED
    assert (await find(world, "opener")).status is APPROVED


async def study(world: World) -> None:
    """A learner is asked what is approved."""
    plan = StudyPlan(await course_id(world), count=1)
    session = await world.knowledge.tutor.start(7, plan, 901)
    assert isinstance(session, StudySession)
    assert isinstance(await world.knowledge.tutor.next(7, session.id), Turn)


async def test_only_a_cloze_is_told_of_its_blank(world: World) -> None:
    await fill(world, OPENER, FERRY)
    card = await start(world)
    form = await world.max.click(card, label="Edit")
    other = (await world.max.click(card, label="Skip")).response
    cloze = await world.max.click(other, label="Edit")

    assert BLANK not in str(form._interaction.modal)
    assert f"With one blank: {BLANK}" in str(cloze._interaction.modal)


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


async def test_a_rejection_is_named_with_its_reason_and_can_be_undone(world: World) -> None:
    await fill(world, OPENER, COST)
    opener = await find(world, "opener")
    card = (await world.max.select(await start(world), ["trivial"])).response
    assert text(card).startswith(f"🗄️ Rejected `#{opener.id}`: Trivial")
    await world.restart()

    back = (await world.max.click(card, label=f"Undo #{opener.id}")).response

    undone = f"↩️ Rejection of `#{opener.id}` undone: it waits for review again."
    assert f"{undone}\n### Review · 1 of 2" in markdown(back)
    assert (await find(world, "opener")).status is DRAFT
    await world.max.click(back, label="Approve")
    old = bank_ids.item("restore", opener.id, opener.revision, "0")
    await world.max.click(await post_button(world, old), label="Forged")
    assert (await find(world, "opener")).status is APPROVED, "a later decision stands"


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


async def test_a_flagged_item_gets_another_key_as_from_its_results(world: World) -> None:
    game = await play_one(world, single(1))
    await game.answer(world.ana)
    await game.host("Reveal")
    question = await game.question()
    assert question.item_id is not None
    for user in (1, 2, 3):
        await world.knowledge.bank.flag(question.item_id, user, "Two are right")
    card = await start(world)
    await world.restart()

    asked = await world.max.click(card, label="Change the key")
    wrong = next(slot for slot, place in enumerate(question.order) if place != 1)
    preview = await world.max.select(asked.response, [str(wrong)])

    assert "1 answer was looked at" in text(preview.response)
    assert "Change and regrade" in labels(preview.response)


async def test_an_item_without_a_passage_gets_one_of_the_nearest(world: World) -> None:
    bare = replace(OPENER, citation=None)
    added = await world.knowledge.bank.add_drafts(await course_id(world), [bare], Editor("d"))
    assert not added.refused
    card = await start(world)
    assert "No passage shows that the answer is right" in text(card)
    offered = (await world.max.click(card, label="Find a passage")).response
    letter = next(line[2] for line in text(offered).split("\n") if "14 May 1932" in line)
    await world.restart()

    cited = (await world.max.click(offered, label=letter)).response

    assert "Review · 1 of 1" in text(cited)
    citation = (await find(world, "opener")).draft.citation
    assert citation is not None
    assert citation.quote.startswith("The Tollan Bridge was opened on 14 May 1932")
    assert "Find a passage" not in labels(cited)


async def test_a_passage_that_does_not_say_the_key_is_no_source(world: World) -> None:
    bare = replace(COST, key=NumberKey(77_123.0))
    await world.knowledge.bank.add_drafts(await course_id(world), [bare], Editor("d"))
    offered = (await world.max.click(await start(world), label="Find a passage")).response

    refused = await world.max.click(offered, label="A")

    assert "does not carry item" in text(refused.response)
    assert "77123" in text(refused.response).replace(",", "")
    assert (await find(world, "cost")).draft.citation is None


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
