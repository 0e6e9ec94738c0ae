"""`/bank`: items are listed, changed, imported after a trial, and exported with a report."""

from __future__ import annotations

from typing import Any

import pytest

from bot.cards.bank import remarks_text, trial_card
from bot.cogs import bank
from knowledge.model.assessment import ItemStatus
from knowledge.model.study import Turn
from knowledge.quizzing.bank_values import ExportReport, ImportReport
from knowledge.quizzing.interchange import formats
from knowledge.quizzing.interchange.written import Remark
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
    await world.knowledge.bank.approve_all(items[:2], 1)
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


class CountedRemark(Remark):
    """Knows how often any of its kind was put into words."""

    worded = 0

    def __str__(self) -> str:
        CountedRemark.worded += 1
        return super().__str__()


def test_of_very_many_remarks_only_those_with_room_are_shaped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(CountedRemark, "worded", 0)
    remarks = tuple(CountedRemark(n, "", "no correct answer\nmarked.") for n in range(1, 5_001))
    report = ImportReport("a.gift", formats.Format.GIFT, 0, ("a",) * 5_000, 0, remarks, remarks)

    card = trial_card(1, report)
    shaped = CountedRemark.worded
    listed = remarks_text(report)

    assert card.content_length() <= 4_000
    assert shaped < 300, "a screenful, a few times"
    assert listed is not None
    lines = listed.splitlines()
    assert (lines[0], lines[1]) == ("5000 refused", "Line 1: no correct answer marked.")
    assert (len(lines), lines[-1]) == (1_001, "and more")


def test_every_line_is_in_the_file_where_they_are_fewer_than_a_thousand() -> None:
    remarks = tuple(Remark(n, "", "so.") for n in range(1, 400))
    listed = remarks_text(ExportReport("a.gift", b"", 0, remarks, ()))

    assert listed is not None
    assert listed.count(": so.") == 399
    assert "and more" not in listed


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.gift", b"", "it is empty."),
        ("a.gift", b"Who?{=->}", "Line 1: there are no pairs to match."),
        ("a.gift", b"How many?{#inf}", "Line 1: The key is a number"),
        ("a.yaml", b"items:\n- {type: date, stem: When?, key: 1978-13}", "Line 2: No calendar has"),
        ("a.gift", b"Who?{=Ruth ~Sam}\n\n" * 2_001, "more than 2,000 items. Split the file."),
        ("a.gift", b"//" + b" " * 2**21, "has more than 2 MB. Split it."),
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
    await world.knowledge.bank.approve_all(await fill(world), 1)

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


async def answered(world: World) -> Any:
    """Ana's wrong answer to who opened the bridge, and the screen that shows it."""
    (item,) = await fill(world, OPENER)
    await world.knowledge.bank.approve(item)
    screen = await world.ana.slash(world.private, "study start")
    session = await world.knowledge.tutor.open_session(world.ana.id, await course_id(world))
    assert session is not None
    turn = await world.knowledge.tutor.next(world.ana.id, session.id)
    assert isinstance(turn, Turn)
    label = "ABC"[turn.order.index(0)]
    return await world.ana.click(screen.response, label=label)


OTHER_KEY = {
    "stem": OPENER.stem,
    "answers": "*Samuel Pryce\nRuth Calder\nMira **Okafor**",
    "rationale": "Look again.",
    "themes": "Bridges",
}


async def progress(world: World) -> tuple[int, int]:
    found = await world.knowledge.tutor.progress(world.ana.id, await course_id(world))
    return found.responses, found.right


async def test_another_key_is_previewed_confirmed_and_regrades(world: World) -> None:
    await answered(world)
    number = str((await find(world, "opener")).id)
    form = await world.max.slash(world.private, "bank edit", item=number)
    preview = await world.max.submit_modal(form, OTHER_KEY)
    shown, before = text(preview.response), await find(world, "opener")
    await world.restart()

    done = await world.max.click(preview.response, label="Change and regrade")

    assert "Right until now: **Ruth Calder**" in shown
    assert "Right from now on: **Samuel Pryce**" in shown
    assert "**1 result** in self-study would move" in shown
    assert before.draft.key == OPENER.key
    assert "The key is changed" in text(done.response)
    after = await find(world, "opener")
    assert (after.draft.rationale, after.revision) == ("Look again.", before.revision + 1)
    assert await progress(world) == (1, 1)


async def test_a_preview_that_is_left_changes_nothing_and_keeps_the_form(world: World) -> None:
    await answered(world)
    number = str((await find(world, "opener")).id)
    form = await world.max.slash(world.private, "bank edit", item=number)
    preview = await world.max.submit_modal(form, OTHER_KEY)
    await world.max.click(preview.response, label="Leave it")

    again = await world.max.slash(world.private, "bank edit", item=number)

    assert (await find(world, "opener")).draft.key == OPENER.key
    assert await progress(world) == (1, 0)
    kept = [c["component"].get("value") for c in again._interaction.modal["components"]]
    assert kept[1] == OTHER_KEY["answers"]


async def test_an_edit_that_leaves_the_key_alone_is_saved_at_once(world: World) -> None:
    await answered(world)
    number = str((await find(world, "opener")).id)
    form = await world.max.slash(world.private, "bank edit", item=number)
    same = OTHER_KEY | {"answers": "Mira **Okafor**\nSamuel Pryce\n*Ruth Calder"}

    done = await world.max.submit_modal(form, same)

    assert "✅ Saved." in text(done.response)
    assert (await find(world, "opener")).draft.rationale == "Look again."


async def test_another_question_says_that_answers_from_before_keep_their_grade(
    world: World,
) -> None:
    await answered(world)
    number = str((await find(world, "opener")).id)
    form = await world.max.slash(world.private, "bank edit", item=number)

    done = await world.max.submit_modal(form, OTHER_KEY | {"stem": "Who kept the toll there?"})

    assert "keep their grade" in text(done.response)
    assert await progress(world) == (1, 0)


async def test_an_import_shows_whose_results_it_moves(world: World) -> None:
    await answered(world)
    other = "::opener::Who opened the *Tollan* Bridge?{~Ruth Calder =Samuel Pryce ~Mira **Okafor**}"
    trial = await attach(world, other)
    shown = text(trial.response)
    await world.restart()

    done = await world.max.click(trial.response, label="Import 1 item as drafts and regrade")

    assert "Ruth Calder → **Samuel Pryce**" in shown
    assert "1 answer was looked at; 1 would move" in shown
    assert "**1 key** changed, **1 past result** moved" in text(done.response)
    kept = await world.knowledge.tutor.progress(world.ana.id, await course_id(world))
    assert (kept.responses, kept.right) == (1, 1)
