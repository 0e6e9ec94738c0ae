"""Items in files: tried first, brought in all or not at all, and taken out again."""

from __future__ import annotations

import sqlite3
import zipfile
from dataclasses import replace
from pathlib import Path

from sqlalchemy import select

from knowledge.bootstrap import Knowledge
from knowledge.model.assessment import (
    Item,
    ItemStatus,
    Origin,
)
from knowledge.model.corpus import Course
from knowledge.model.quiz_replies import Act
from knowledge.quizzing.bank_values import Editor
from knowledge.quizzing.interchange import yaml_format
from knowledge.quizzing.interchange.formats import Format
from knowledge.quizzing.interchange.written import WrittenItem
from knowledge.quizzing.trial_import import ANSWERED
from knowledge.quizzing.typed_item import typed
from knowledge.storage.quiz_tables import QuizLogRow
from tests.quizzing.banked import (
    DRAWN,
    FERRY,
    GIFT,
    INES,
    INES_ID,
    WHO,
    added,
    cited,
    is_right,
    studied,
)


async def test_a_trial_changes_nothing_and_the_import_makes_drafts(
    knowledge: Knowledge, course: Course
) -> None:
    trial = await knowledge.exchange.try_import(course.id, "a.gift", GIFT.encode(), INES)

    assert (trial.format, trial.added, trial.replaced, trial.refused) == (Format.GIFT, 2, (), ())
    assert trial.pending_id is not None
    assert await knowledge.bank.list_items(course.id) == []
    assert await knowledge.exchange.carry_out(course.id, trial.pending_id, Editor("B", 7)) is None
    done = await knowledge.exchange.carry_out(course.id, trial.pending_id, INES)
    again = await knowledge.exchange.carry_out(course.id, trial.pending_id, INES)

    assert done is not None
    assert done.added == 2
    assert again is None, "the file is imported once"
    stored = await knowledge.bank.list_items(course.id)
    assert [(i.draft.name, i.status, i.origin) for i in stored] == [
        ("Opening", ItemStatus.DRAFT, Origin.IMPORTED),
        ("Ferry", ItemStatus.DRAFT, Origin.IMPORTED),
    ]


async def test_an_import_is_all_or_nothing_and_names_every_line(
    knowledge: Knowledge, course: Course
) -> None:
    await added(knowledge, course)
    faulty = f"{GIFT}\nWhich?{{~a ~b}}\n\n::Two::Which?{{=a ~A. ~c}}\n\nEssay.{{}}\n"

    trial = await knowledge.exchange.try_import(course.id, "a.gift", faulty.encode(), INES)

    assert trial.pending_id is None
    assert not trial.can_go_in
    assert [(remark.line, remark.name) for remark in trial.refused] == [
        (1, "Opening"),
        (5, ""),
        (7, "Two"),
    ]
    assert "asks this already" in trial.refused[0].reason
    assert [remark.line for remark in trial.left_out] == [9]
    assert len(await knowledge.bank.list_items(course.id)) == 1


async def test_an_item_of_the_same_name_is_replaced_and_waits_for_approval_again(
    knowledge: Knowledge, course: Course
) -> None:
    first = await knowledge.exchange.try_import(course.id, "a.gift", GIFT.encode(), INES)
    assert first.pending_id is not None
    await knowledge.exchange.carry_out(course.id, first.pending_id, INES)
    await knowledge.bank.approve_all(await knowledge.bank.list_items(course.id), INES_ID)
    other = GIFT.replace("Samuel Pryce", "Joan Hale").encode()

    trial = await knowledge.exchange.try_import(course.id, "a.gift", other, INES)
    assert (trial.added, trial.replaced, trial.unchanged) == (0, ("Opening",), 1)
    assert trial.pending_id is not None
    await knowledge.exchange.carry_out(course.id, trial.pending_id, INES)

    opening, ferry = await knowledge.bank.list_items(course.id)
    assert "Joan Hale" in opening.draft.options
    assert (opening.status, ferry.status) == (ItemStatus.DRAFT, ItemStatus.APPROVED)


async def test_names_that_repeat_in_a_file_are_told_apart(
    knowledge: Knowledge, course: Course
) -> None:
    text = "::Q::The ferry sank.{T}\n\n::Q::A toll of two pence was charged on carts.{T}\n"

    trial = await knowledge.exchange.try_import(course.id, "a.gift", text.encode(), INES)
    assert trial.pending_id is not None
    await knowledge.exchange.carry_out(course.id, trial.pending_id, INES)

    stored = await knowledge.bank.list_items(course.id)
    assert [item.draft.name for item in stored] == ["Q", "Q (2)"]


async def test_what_changed_since_the_trial_stops_the_import(
    knowledge: Knowledge, course: Course
) -> None:
    trial = await knowledge.exchange.try_import(course.id, "a.gift", GIFT.encode(), INES)
    assert trial.pending_id is not None
    await added(knowledge, course)

    done = await knowledge.exchange.carry_out(course.id, trial.pending_id, INES)

    assert done is not None
    assert [remark.name for remark in done.refused] == ["Opening"]
    assert len(await knowledge.bank.list_items(course.id)) == 1


async def test_an_export_comes_back_as_it_was_with_its_passages(
    knowledge: Knowledge, course: Course
) -> None:
    for item in (cited(DRAWN, "in 1927, after"), cited(FERRY, "sank in a storm")):
        assert isinstance(await knowledge.bank.add(course.id, item, INES), Item)
    before = await knowledge.bank.list_items(course.id)
    await knowledge.bank.approve_all(before, INES_ID)

    export = await knowledge.exchange.export(course, Format.YAML)
    again = await knowledge.exchange.try_import(course.id, export.file_name, export.content, INES)
    gift = await knowledge.exchange.export(course, Format.GIFT)

    assert export.items == 2
    assert (again.unchanged, again.added, again.replaced, again.refused) == (2, 0, (), ())
    assert not again.can_go_in
    assert b"document: texts/bridge.md" in export.content
    assert [str(remark) for remark in gift.left_out] == [
        f"{before[0].draft.name}: GIFT has no date questions."
    ]


async def test_the_items_of_a_course_folder_are_planted_once(
    knowledge: Knowledge, course: Course
) -> None:
    approved = [WrittenItem(WHO), cited(FERRY, "sank in a storm")]
    data = yaml_format.write(approved).content
    report = await knowledge.exchange.plant(course.id, "items.yaml", data)
    assert report is not None
    assert (report.added, report.refused) == (2, ())
    who, _ = await knowledge.bank.list_items(course.id)
    assert who.status is ItemStatus.APPROVED
    edited = await knowledge.bank.edit(
        who, replace(typed(who.draft), rationale="She led it."), INES_ID
    )

    assert await knowledge.exchange.plant(course.id, "items.yaml", data) is None
    assert (await knowledge.bank.list_items(course.id))[0] == edited, "an edit survives"
    faulty = await knowledge.exchange.plant(
        course.id, "items.yaml", data.replace(b"storm", b"gale")
    )
    assert faulty is not None
    assert faulty.refused
    assert (await knowledge.bank.list_items(course.id))[0] == edited


async def test_an_anki_deck_keeps_its_identity(
    knowledge: Knowledge, course: Course, tmp_path: Path
) -> None:
    item = await added(knowledge, course)
    await knowledge.bank.approve(item)
    fields: list[tuple[int, str, str, str]] = []
    for _ in range(2):
        export = await knowledge.exchange.export(course, Format.ANKI)
        path = tmp_path / export.file_name
        path.write_bytes(export.content)
        with zipfile.ZipFile(path) as archive:
            archive.extract("collection.anki2", tmp_path)
        with sqlite3.connect(tmp_path / "collection.anki2") as deck:
            query = "select did, guid, flds, tags from notes join cards on cards.nid = notes.id"
            fields += deck.execute(query).fetchall()
        deck.close()

    assert fields[0] == fields[1], "Anki updates its cards instead of doubling them"
    (_, _, card, tags) = fields[0]
    assert card.split("\x1f")[0].startswith("Who opened the Tollan Bridge?")
    assert "A. Samuel Pryce<br>B. Ruth Calder" in card
    assert "<b>Ruth Calder</b>" in card.split("\x1f")[1]
    assert tags.strip() == "Bridges"


OTHER_KEY = GIFT.replace("=Ruth Calder ~Samuel Pryce", "~Ruth Calder =Samuel Pryce").encode()


async def imported(knowledge: Knowledge, course: Course) -> Item:
    first = await knowledge.exchange.try_import(course.id, "a.gift", GIFT.encode(), INES)
    assert first.pending_id is not None
    await knowledge.exchange.carry_out(course.id, first.pending_id, INES)
    opening, ferry = await knowledge.bank.list_items(course.id)
    await knowledge.bank.retire(ferry, "Not now.")
    return opening


async def test_an_import_shows_whose_results_another_key_moves_and_then_moves_them(
    knowledge: Knowledge, course: Course
) -> None:
    opening = await imported(knowledge, course)
    turn = await studied(knowledge, course, opening, 1)

    trial = await knowledge.exchange.try_import(course.id, "a.gift", OTHER_KEY, INES)
    assert trial.pending_id is not None
    assert [len(preview.moves) for preview in trial.rekeyed] == [1]
    was_right = await is_right(knowledge, turn)
    unseen = await knowledge.exchange.carry_out(course.id, trial.pending_id, INES)
    unchanged = await is_right(knowledge, turn)
    done = await knowledge.exchange.carry_out(course.id, trial.pending_id, INES, seen=trial.mark)

    assert unseen is not None
    assert unseen.pending_id == trial.pending_id, "it still waits to be confirmed"
    assert unchanged is was_right
    assert done is not None
    assert done.pending_id is None
    assert await is_right(knowledge, turn) is not was_right
    async with knowledge.database.read() as session:
        kinds = list(await session.scalars(select(QuizLogRow.kind).order_by(QuizLogRow.id)))
    assert kinds == [Act.REKEYED.value, Act.REGRADED.value]


async def test_an_answer_between_trial_and_import_is_shown_first(
    knowledge: Knowledge, course: Course
) -> None:
    opening = await imported(knowledge, course)
    trial = await knowledge.exchange.try_import(course.id, "a.gift", OTHER_KEY, INES)
    assert trial.pending_id is not None
    assert trial.mark == "-"
    await studied(knowledge, course, opening, 1)

    done = await knowledge.exchange.carry_out(course.id, trial.pending_id, INES, seen=trial.mark)

    assert done is not None
    assert [len(preview.moves) for preview in done.rekeyed] == [1]
    found = await knowledge.bank.find(course.id, opening.id)
    assert found is not None
    assert found.draft.key == opening.draft.key


async def test_a_course_folder_gives_no_answered_item_another_key(
    knowledge: Knowledge, course: Course
) -> None:
    opening = await imported(knowledge, course)
    turn = await studied(knowledge, course, opening, 1)
    was_right = await is_right(knowledge, turn)

    report = await knowledge.exchange.plant(course.id, "items.gift", OTHER_KEY)

    assert report is not None
    assert report.replaced == ()
    assert [(remark.name, remark.reason) for remark in report.left_out] == [("Opening", ANSWERED)]
    found = await knowledge.bank.find(course.id, opening.id)
    assert found is not None
    assert found.draft.key == opening.draft.key
    assert await is_right(knowledge, turn) is was_right


async def test_a_large_import_tells_how_far_it_is(knowledge: Knowledge, course: Course) -> None:
    questions = [f"What did pier {n} cost? {{#{1000 + n}}}" for n in range(120)]
    told: list[tuple[int, int]] = []

    report = await knowledge.exchange.try_import(
        course.id,
        "many.gift",
        "\n\n".join(questions).encode(),
        INES,
        progress=lambda total, done: told.append((total, done)),
    )

    assert report.added == 120
    assert len(told) > 1, "in batches"
    assert told[-1] == (120, 120)
    assert [done for _, done in told] == sorted(done for _, done in told)
