"""The bin of `/docs`: out of reach at once, back whole with a press, erased after a week."""

from __future__ import annotations

from bot.cards.docs import GONE, IN_BIN
from bot.cards.docs_removing import NOT_RESTORED, RESTORED, STAYED
from bot.cogs.privacy_night import next_night
from bot.cogs.study_after import SOURCE_REMOVED
from knowledge.ingestion.removing import NotRestored
from knowledge.model.drafts import BIN_TIME
from tests.cogs.bank_items import OPENER, course_id, fill, find
from tests.cogs.conftest import World
from tests.cogs.course import BRIDGES
from tests.cogs.documents import TIDES, add, document, drafts, instructor, published
from tests.cogs.moderating import press_forged, trail
from tests.cogs.quizzes import single
from tests.cogs.reading import custom_id, labels, markdown, text
from tests.cogs.studying import start

OPENED = "Who opened the Tollan Bridge?"
TITLE = "a short history of the Tollan bridge"


async def to_bin(world: World, which: str = "bridge.md", typed: str = TITLE) -> object:
    """What stands there when `/docs remove` has moved a document to the bin."""
    offered = await world.max.slash(world.private, "docs remove", document=which)
    form = await world.max.click(offered.response, label="Move to the bin…")
    return (await world.max.submit_modal(form, {"title": typed})).response


async def ask(world: World) -> str:
    return text((await world.ana.slash(world.private, "ask", question=OPENED)).response)


async def test_the_ways_are_offered_and_nothing_goes_without_the_name(world: World) -> None:
    await fill(world, OPENER)
    bridge = await document(world, "bridge.md")
    shown = await world.max.slash(world.private, "docs show", document=f"p{bridge.id}")
    await world.restart()
    offered = await world.max.click(shown.response, label="Remove…")

    words = text(offered.response)
    assert offered.ephemeral
    assert labels(offered.response) == ["Move to the bin…", "Erase for good now…", "Cancel"]
    assert "For 7 days Restore in /docs list brings it back whole" in words.replace(
        "*", ""
    ).replace("`", "")
    assert "for a file that should never have been here" in words
    assert "Rests on it** · 1 quiz question" in words
    await world.restart()
    for label in ("Move to the bin…", "Erase for good now…"):
        form = await world.max.click(offered.response, label=label)
        wrong = await world.max.submit_modal(form, {"title": "bridge"})
        assert "neither its file's name, **bridge.md**, nor its title" in text(wrong.followups[0])
    stayed = await world.max.click(offered.response, label="Cancel")
    assert text(stayed.response) == STAYED
    assert "Ruth Calder" in await ask(world)
    assert await trail(world) == []


async def test_what_is_in_the_bin_is_in_no_screen_of_students_and_comes_back(
    world: World,
) -> None:
    (item,) = await fill(world, OPENER)
    await world.knowledge.bank.approve(item)
    asked = await world.ana.slash(world.private, "ask", question=OPENED)

    binned = await to_bin(world)

    assert "Moved to the bin. Nobody finds it any more." in text(binned)
    assert "by Max" in text(binned)
    assert "1 quiz question, not used until it is restored" in text(binned)
    assert "Calder" not in await ask(world)
    for command in ("explore sources", "explore themes", "explore timeline", "study start"):
        seen = await world.ana.slash(world.private, command)
        assert "Tollan Bridge" not in text(seen.response), command
    assert not list(await world.ana.autocomplete(world.private, "ask", "source", "bridge"))
    assert not list(await world.max.autocomplete(world.private, "docs review", "document", "bri"))
    old = await world.ana.click(asked.response, label="Show source")
    assert "was removed on <t:" in text(old.response)
    assert "Calder" not in text(old.response)
    shown = await world.max.slash(world.private, "bank list")
    assert "its document is in the bin" in text(shown.response)
    await world.restart()

    restore = custom_id(binned, "Restore")
    back = await world.max.click(binned, label="Restore")

    assert RESTORED in text(back.response)
    assert "Restore" not in labels(back.response), "the card has turned into the document's"
    assert "**Published**" in text(back.response)
    assert "Ruth Calder" in await ask(world)
    old = await world.ana.click(asked.response, label="Show source")
    assert "Ruth Calder" in text(old.response)
    assert not (await find(world, "opener")).is_in_bin
    again = await press_forged(world, world.max, restore)
    assert text(again.followups[0]) == NOT_RESTORED[NotRestored.GONE]
    acts = [(e.act, e.target, e.actor_id) for e in await trail(world)]
    assert acts == [(act, "bridge.md", world.max.id) for act in ("binned", "restored")]


async def test_the_list_has_the_bin_at_its_end_and_opens_it(world: World) -> None:
    bridge = await document(world, "bridge.md")
    await to_bin(world)
    listed = await world.max.slash(world.private, "docs list")
    await world.restart()

    words = markdown(listed.response)
    assert "2 documents published · 1 in the bin." in words
    assert "🗑️ in the bin · bridge.md · moved there by Max · can be restored until <t:" in words
    opened = await world.max.select(listed.response, [f"p{bridge.id}"])
    assert labels(opened.response) == ["Restore", "Erase for good now…"]
    offered = await world.max.autocomplete(world.private, "docs remove", "document", "bridge")
    assert [choice["name"] for choice in offered] == [
        "A Short History of the Tollan Bridge (in the bin, bridge.md)"
    ]
    flags = await world.max.slash(world.private, "docs review", document="bridge.md")
    assert text(flags.response) == IN_BIN
    restore = custom_id(opened.response, "Restore")
    form = await world.max.click(opened.response, label="Erase for good now…")
    done = await world.max.submit_modal(form, {"title": "bridge.md"})
    assert "is erased. Nobody finds it any more." in text(done.response)
    assert labels(done.response) == []
    gone = await press_forged(world, world.max, restore)
    assert text(gone.followups[0]) == GONE


async def test_a_week_later_the_night_erases_it(world: World) -> None:
    await fill(world, OPENER)
    await to_bin(world)
    now = world.bot.desk.clock()
    night = next_night(now + BIN_TIME)
    await world.env.advance_time((night - now).total_seconds() + 60)

    left = await world.knowledge.removals.list_binned(await course_id(world))
    assert left == []
    assert (await find(world, "opener")).draft.citation is None
    acts = [(e.act, e.target, e.actor_id) for e in await trail(world)]
    assert acts[-1] == ("removed", "bridge.md", None)


async def test_a_name_that_was_given_again_keeps_it_in_the_bin_and_says_why(world: World) -> None:
    binned = await to_bin(world)
    added = await add(world, ("bridge.md", TIDES))
    await world.max.click(added.response, label="Publish")
    assert [d.title for d in await published(world)][-1] == "Tides of Tollan"

    refused = await world.max.click(binned, label="Restore")

    assert text(refused.followups[0]) == NOT_RESTORED[NotRestored.TAKEN]
    assert labels(binned) == ["Restore", "Erase for good now…"], "it can be tried again"
    assert "Calder" not in await ask(world)


async def test_the_file_that_lies_in_the_bin_is_not_added_again(world: World) -> None:
    binned = await to_bin(world)

    again = await add(world, ("copy.md", BRIDGES))

    assert "already in the bin. Restore it in `/docs list`" in markdown(again.response)
    assert await drafts(world) == []
    assert RESTORED in text((await world.max.click(binned, label="Restore")).response)


async def test_a_file_of_a_name_in_the_bin_says_what_stays_behind(world: World) -> None:
    await to_bin(world)
    added = await add(world, ("bridge.md", TIDES))

    assert "A document of this name is in the bin." in text(added.response)
    assert "what rests on that one stays with it" in text(added.response)
    assert labels(added.response) == ["Publish"]


async def test_replace_asks_again_if_the_document_went_to_the_bin_meanwhile(world: World) -> None:
    added = await add(world, ("bridge.md", TIDES))
    assert labels(added.response) == ["Replace version 1", "Keep both"]
    bridge = await document(world, "bridge.md")
    binned = await to_bin(world, f"p{bridge.id}")

    pressed = await world.max.click(added.response, label="Replace version 1")

    assert "Nothing is there to replace any more" in text(pressed.response)
    assert "A document of this name is in the bin." in text(pressed.response)
    assert labels(pressed.response) == ["Publish"]
    await world.max.click(binned, label="Restore")
    pressed = await world.max.click(added.response, label="Replace version 1")
    assert "Version 2 is published" in text(pressed.response)


async def test_a_draft_has_one_way_to_go(world: World) -> None:
    await add(world, ("tides.md", TIDES))
    offered = await world.max.slash(world.private, "docs remove", document="tides.md")

    assert labels(offered.response) == ["Erase for good now…", "Cancel"]
    (draft,) = await drafts(world)
    forged = await press_forged(world, world.max, f"docs:way:bin:d{draft.id}")
    assert text(forged.response) == GONE


async def test_a_learner_can_neither_bin_nor_restore(world: World) -> None:
    ines = instructor(world)
    binned = await to_bin(world)
    bridge = (await world.knowledge.removals.list_binned(await course_id(world)))[0]
    for custom in (
        custom_id(binned, "Restore"),
        f"docs:way:bin:p{bridge.id}",
        f"docs:way:erase:p{bridge.id}",
    ):
        pressed = await press_forged(world, world.ana, custom)
        assert "Manage Events" in text(pressed.response), custom
    assert len(await world.knowledge.removals.list_binned(await course_id(world))) == 1
    assert RESTORED in text(
        (await press_forged(world, ines, custom_id(binned, "Restore"))).response
    )


async def test_self_study_shows_no_passage_of_a_document_in_the_bin(world: World) -> None:
    question = await start(world, single())
    answered = await world.ana.click(question, label="A")
    before = await world.ana.click(answered.response, label="Show source")
    assert "48,000 pounds" in text(before.response)
    await to_bin(world)
    after = await world.ana.click(answered.response, label="Show source")
    assert text(after.response) == SOURCE_REMOVED
