"""`/bank`: items are listed, changed, imported after a trial, and exported with a report."""

from __future__ import annotations

from typing import Any

import pytest

from bot.cogs import bank
from knowledge.model.assessment import ItemStatus
from knowledge.quizzing.interchange import formats
from tests.cogs.bank_items import ITEMS, OPENER, course_id, fill, fill_many, find, statuses
from tests.cogs.conftest import World
from tests.cogs.reading import components, labels, text

GIFT = """::Opening::Who opened the Tollan Bridge?{=Ruth Calder ~Samuel Pryce ~*Mira* Okafor}

::Ferry::The ferry sank in a {=storm}.
"""


async def attach(world: World, content: str | bytes, name: str = "quiz.gift") -> Any:
    data = content.encode() if isinstance(content, str) else content
    return await world.max.slash(world.private, "bank import", file=(name, data))


async def test_the_list_shows_every_item_with_its_number(world: World) -> None:
    items = await fill(world)
    await world.knowledge.bank.approve(items[0])

    result = await world.max.slash(world.private, "bank list")
    shown = text(result.response)

    assert result.ephemeral
    assert "Item bank · 5 items" in shown
    for item in items:
        assert f"`#{item.id}` {item.draft.stem}" in shown
    assert "single choice · medium · approved · Bridges, People" in shown
    assert "number · hard · draft · Bridges" in shown
    assert "Ruth Calder" not in shown, "the keys stay behind a press"


@pytest.mark.parametrize(
    ("options", "names"),
    [
        ({"theme": "Bridges"}, ["opener", "cost"]),
        ({"type": "date"}, ["drawn"]),
        ({"status": "approved"}, ["opener", "cost"]),
        ({"status": "draft", "theme": "Bridges"}, []),
        ({"status": "suspended"}, ["cost"]),
    ],
)
async def test_the_list_is_filtered(
    world: World, options: dict[str, str], names: list[str]
) -> None:
    items = await fill(world)
    await world.knowledge.bank.approve_all(items[:2])
    for user in (1, 2, 3):
        await world.knowledge.bank.flag(items[1].id, user, "Wrong")

    shown = text((await world.max.slash(world.private, "bank list", **options)).response)

    listed = [item.draft.name for item in items if f"`#{item.id}`" in shown]
    assert listed == names
    assert ("No item fits that" in shown) is (not names)


async def test_a_long_list_is_turned_after_a_restart_with_its_filter(world: World) -> None:
    await fill(world, OPENER)
    await fill_many(world, 24)
    shown = await world.max.slash(world.private, "bank list", type="number")
    await world.restart()

    last = await world.max.click(shown.response, label="Last")
    assert "Page 3 of 3" in text(last.response)
    assert "24 items" in text(last.response)
    before = await world.max.click(last.response, label="Previous")

    assert "Page 2 of 3" in text(before.response)
    assert "What did pier 15 of the bridge cost?" in text(before.response)
    assert labels(before.response) == ["First", "Previous", "Next", "Last"]


async def test_an_item_is_opened_and_retired_and_comes_back(world: World) -> None:
    (item,) = await fill(world, OPENER)
    await world.knowledge.bank.approve(item)
    shown = await world.max.slash(world.private, "bank list")
    await world.restart()
    opened = await world.max.select(shown.response, [str(item.id)])
    assert "**B.** Ruth Calder (✅ right)" in text(opened.response)
    assert labels(opened.response) == ["Edit"]

    retired = await world.max.select(opened.response, ["two_right"])
    assert "Retired." in text(retired.response)
    assert "📝 More than one is right" in text(retired.response)
    assert await statuses(world) == {"opener": ItemStatus.RETIRED}
    back = await world.max.click(retired.response, label="Make it a draft again")
    approved = await world.max.click(back.response, label="Approve")

    assert "✅ Approved." in text(approved.response)
    assert await statuses(world) == {"opener": ItemStatus.APPROVED}


async def test_an_item_is_found_by_words_and_edited_in_a_form(world: World) -> None:
    items = await fill(world)
    offered = await world.max.autocomplete(world.private, "bank edit", "item", "BRIDGE cost")
    assert [choice["value"] for choice in offered] == [str(items[1].id)]

    form = await world.max.slash(world.private, "bank edit", item=offered[0]["value"])
    await world.restart()
    values = {
        "stem": "How much did it cost?",
        "answers": "48000 ± 100 pounds",
        "rationale": "See the text.",
        "themes": "Bridges",
    }
    done = await world.max.submit_modal(form, values)

    assert done.ephemeral
    assert "✅ Saved." in text(done.response)
    assert "48,000 pounds (± 100)" in text(done.response)
    assert (await find(world, "cost")).draft.stem == "How much did it cost?"


async def test_a_form_that_cannot_be_read_is_given_back(world: World) -> None:
    items = await fill(world)
    form = await world.max.slash(world.private, "bank edit", item=f"#{items[1].id}")
    values = {"stem": "How much?", "answers": "a lot", "rationale": "", "themes": ""}

    refused = await world.max.submit_modal(form, values)
    again = await world.max.slash(world.private, "bank edit", item=str(items[1].id))

    assert "“a lot” is no number." in text(refused.response)
    assert again._interaction.modal is not None
    kept = [c["component"].get("value") for c in again._interaction.modal["components"]]
    assert kept[:2] == ["How much?", "a lot"]
    for wrong in ("99999", "the bridge"):
        answer = await world.max.slash(world.private, "bank edit", item=wrong)
        assert text(answer.response) in (bank.NO_NUMBER, "That item is not in this course's bank.")


async def test_an_import_is_tried_confirmed_and_made_once(world: World) -> None:
    trial = await attach(world, GIFT)
    assert trial.ephemeral
    assert "quiz.gift · GIFT" in text(trial.response)
    assert "**2** would be added · **0** would be replaced" in text(trial.response)
    assert await statuses(world) == {}
    await world.restart()

    done = await world.max.click(trial.response, label="Import 2 items as drafts")

    assert "**2** were added" in text(done.response)
    assert await statuses(world) == {"Opening": ItemStatus.DRAFT, "Ferry": ItemStatus.DRAFT}
    assert (await find(world, "Opening")).author == "Max"
    review = await world.max.slash(world.private, "quiz review")
    assert "Review · 1 of 2" in text(review.response)


async def test_a_file_that_waits_no_more_is_not_imported(world: World) -> None:
    first = await attach(world, GIFT)
    await attach(world, GIFT.replace("storm", "gale"))

    late = await world.max.click(first.response, label="Import 2 items as drafts")

    assert text(late.response) == bank.NO_LONGER_WAITS
    assert await statuses(world) == {}


async def test_every_refused_line_is_named_and_nothing_is_imported(world: World) -> None:
    faulty = f"{GIFT}\nWho?{{~*a* ~@everyone}}\n\nWrite.{{}}\n"

    trial = await attach(world, faulty)
    shown = text(trial.response)

    assert "**Refused (1)**" in shown
    assert "⛔ Line 5: no correct answer marked. Put = before it." in shown
    assert "**Left out (1)**" in shown
    assert "⚠️ Line 7: an essay cannot be graded here." in shown
    assert "Nothing was imported." in shown
    assert labels(trial.response) == []
    assert await statuses(world) == {}


async def test_lines_without_room_stand_in_a_file(world: World) -> None:
    faulty = "\n\n".join(f"::Q{number}::Who is number {number}?{{~a ~b}}" for number in range(90))

    trial = await attach(world, faulty)

    assert "**Refused (90)**" in text(trial.response)
    assert "more, all in the file below" in text(trial.response)
    (file,) = trial.response.attachments
    listed = (await file.read()).decode()
    assert listed.count("no correct answer marked") == 90
    assert "Line 179:" in listed


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.gift", b"", "it is empty."),
        ("a.apkg", b"PK\x03\x04\xff\xfe", "it is a packed file."),
        ("a.gift", "Où ?{T}".encode("latin-1"), "Save it as UTF-8."),
        ("a.xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><quiz>&b;</quiz>", "forbidden XML (DTD)"),
    ],
)
async def test_bad_files_are_refused_in_words(
    world: World, name: str, data: bytes, words: str
) -> None:
    trial = await attach(world, data, name)

    assert words in text(trial.response)
    assert labels(trial.response) == []


@pytest.mark.parametrize("format_", list(formats.Format))
async def test_an_export_is_a_file_and_says_what_is_missing(
    world: World, format_: formats.Format
) -> None:
    await world.knowledge.bank.approve_all(await fill(world))

    result = await world.max.slash(world.private, "bank export", format=format_.value)
    shown = text(result.response)
    (file,) = result.response.attachments
    data = await file.read()

    assert result.ephemeral
    assert file.filename == f"{world.course}-items{formats.SUFFIXES[format_]}"
    missing = {"gift": 2, "aiken": 4, "moodle-xml": 1}.get(format_.value, 0)
    assert f"{len(ITEMS) - missing} item" in shown
    assert ("Left out" in shown) is (missing > 0)
    if missing:
        assert "drawn" in shown
    if format_ is not formats.Format.ANKI:
        _, reading = formats.read(file.filename, data)
        assert len(reading.items) == len(ITEMS) - missing


async def test_an_export_without_items_is_no_file(world: World) -> None:
    await fill(world)

    result = await world.max.slash(world.private, "bank export", format="csv")

    assert text(result.response) == bank.NOTHING_TO_EXPORT


async def test_only_instructors_use_the_bank(world: World) -> None:
    await fill(world)
    course = await course_id(world)
    shown = await world.max.slash(world.private, "bank list")
    assert [c for c in components(shown.response) if c["type"] == 3]

    commands: list[tuple[str, dict[str, Any]]] = [
        ("bank list", {}),
        ("bank edit", {"item": "1"}),
        ("bank export", {"format": "yaml"}),
        ("bank import", {"file": ("a.gift", GIFT.encode())}),
    ]
    for name, options in commands:
        refused = await world.ana.slash(world.private, name, **options)
        assert "Manage Events" in text(refused.response)
    assert len(await world.knowledge.bank.list_items(course)) == len(ITEMS)
