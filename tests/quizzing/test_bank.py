"""What comes into the item bank, who lets it into quizzes, and what goes out of use."""

from __future__ import annotations

import sqlite3
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from knowledge.bootstrap import Knowledge
from knowledge.ingestion.batch import SourceFile
from knowledge.model.assessment import (
    ChoiceKey,
    DateKey,
    Item,
    ItemDraft,
    ItemStatus,
    ItemType,
    OrderKey,
    Origin,
    PartialDate,
    Picked,
    TextKey,
)
from knowledge.model.corpus import Course
from knowledge.model.quiz_replies import Act
from knowledge.model.study import Answered, StudyPlan, StudySession, Turn
from knowledge.quizzing.bank_values import Editor, KeyChange, Outdated, Refused
from knowledge.quizzing.interchange import yaml_format
from knowledge.quizzing.interchange.formats import Format
from knowledge.quizzing.interchange.written import WrittenItem
from knowledge.quizzing.trial_import import ANSWERED
from knowledge.quizzing.typed_item import typed
from knowledge.storage.quiz_tables import QuizLogRow

INES_ID = 42
INES = Editor("Ines", INES_ID)
BRIDGES = """---
title: "A Short History of the Tollan Bridge"
author: Mira Okafor
---

# A Short History of the Tollan Bridge

## Building the bridge

The Tollan Bridge was opened on 14 May 1932 by the engineer Ruth Calder. Calder had drawn the first
plans for the bridge in 1927, after the wooden ferry sank in a storm.

## The toll

A toll of two pence was charged on every cart until 1951.
"""
WHO = ItemDraft(
    ItemType.SINGLE_CHOICE,
    "Who opened the Tollan Bridge?",
    ChoiceKey(frozenset({1})),
    ("Samuel Pryce", "Ruth Calder", "Mira Okafor"),
    rationale="Calder was its engineer.",
    themes=("Bridges",),
)
DRAWN = ItemDraft(
    ItemType.DATE,
    "In which year were the first plans drawn?",
    DateKey(PartialDate(1927)),
    rationale="Five years before the opening.",
    themes=("Bridges", "Plans"),
)
FERRY = ItemDraft(ItemType.CLOZE, "The ferry sank in a ____.", TextKey(("storm",)), rationale="So.")


@pytest.fixture
async def course(knowledge: Knowledge) -> Course:
    made = await knowledge.library.create_course("small", "Small course")
    await knowledge.ingester.ingest(made, [SourceFile("texts/bridge.md", BRIDGES.encode())])
    return made


def cited(draft: ItemDraft, passage: str, document: str = "texts/bridge.md") -> WrittenItem:
    return WrittenItem(draft, document, passage)


async def added(knowledge: Knowledge, course: Course, draft: ItemDraft = WHO) -> Item:
    item = await knowledge.bank.add(course.id, WrittenItem(draft), INES)
    assert isinstance(item, Item), item
    return item


@pytest.mark.parametrize(
    "document",
    ["texts/bridge.md", "bridge.md", "a short history of the Tollan bridge", ""],
)
async def test_a_passage_is_found_in_the_stored_text(
    knowledge: Knowledge, course: Course, document: str
) -> None:
    quote = "Calder had drawn the first plans\n  for the bridge in 1927,"

    item = await knowledge.bank.add(course.id, cited(DRAWN, quote, document), INES)

    assert isinstance(item, Item)
    citation = item.draft.citation
    assert citation is not None
    assert citation.quote.split() == quote.split()
    assert citation.quote in citation.passage
    assert citation.section == ("Building the bridge",)
    assert (citation.document, citation.author) == (
        "A Short History of the Tollan Bridge",
        "Mira Okafor",
    )
    assert (item.status, item.origin, item.author_id) == (ItemStatus.DRAFT, Origin.WRITTEN, 42)
    assert item.draft.name.startswith("in-which-year-were-first-plans")


@pytest.mark.parametrize(
    ("document", "passage", "reason"),
    [
        ("texts/bridge.md", "The bridge was opened by Calder.", "does not stand in “A Short"),
        ("ferry.md", "A toll of two pence", "No document of the course is called “ferry.md”"),
        ("", "x" * 1501, "The passage has 1501 characters"),
    ],
)
async def test_a_passage_that_is_no_slice_is_refused(
    knowledge: Knowledge, course: Course, document: str, passage: str, reason: str
) -> None:
    refused = await knowledge.bank.add(course.id, cited(WHO, passage, document), INES)

    assert isinstance(refused, Refused)
    assert reason in refused.reason
    assert await knowledge.bank.list_items(course.id) == []


async def test_drafts_that_misquote_or_repeat_are_refused_one_by_one(
    knowledge: Knowledge, course: Course
) -> None:
    quoting = await knowledge.bank.add(course.id, cited(DRAWN, "the first\nplans for"), INES)
    assert isinstance(quoting, Refused), "the passage must hold the year"
    quoting = await knowledge.bank.add(course.id, cited(FERRY, "the wooden ferry sank"), INES)
    assert isinstance(quoting, Refused)
    stored = await knowledge.bank.add(course.id, cited(FERRY, "sank in a storm"), INES)
    assert isinstance(stored, Item)
    citation = stored.draft.citation
    assert citation is not None
    false = replace(citation, quote="sank in a Storm")

    result = await knowledge.bank.add_drafts(
        course.id,
        [
            WHO,
            replace(WHO, stem="The Tollan Bridge was opened by whom?"),
            replace(DRAWN, citation=false),
            replace(FERRY, stem="The wooden ferry sank in a ____."),
            replace(WHO, options=("Ruth Calder",)),
        ],
        Editor("drafter"),
    )

    assert [item.draft.stem for item in result.items] == [WHO.stem]
    assert {item.origin for item in result.items} == {Origin.DRAFTED}
    assert [refused.findings[0].code for refused in result.refused] == [
        "duplicate",
        "passage_not_found",
        "duplicate",
        "option_count",
    ]
    assert stored.draft.name in result.refused[2].reason


async def test_a_rejected_question_is_not_drafted_again(
    knowledge: Knowledge, course: Course
) -> None:
    item = await added(knowledge, course)
    assert await knowledge.bank.retire(item, "Too easy.")

    again = await knowledge.bank.add_drafts(course.id, [WHO], Editor("drafter"))

    assert again.items == ()
    (kept,) = await knowledge.bank.list_items(course.id)
    assert (kept.status, kept.note) == (ItemStatus.RETIRED, "Too easy.")
    assert await knowledge.bank.restore(kept)
    assert [i.status for i in await knowledge.bank.list_items(course.id)] == [ItemStatus.DRAFT]


async def test_an_edit_is_validated_and_never_overwrites_another(
    knowledge: Knowledge, course: Course
) -> None:
    item = await added(knowledge, course)
    form = typed(item.draft)
    assert form.answers == "Samuel Pryce\n*Ruth Calder\nMira Okafor"

    unmarked = await knowledge.bank.edit(item, replace(form, answers="Pryce\nCalder"), INES_ID)
    leaking = await knowledge.bank.edit(
        item, replace(form, stem="What did Ruth Calder open?"), INES_ID
    )
    changed = await knowledge.bank.edit(
        item,
        replace(form, answers="*Ruth Calder\r\nJoan Hale\nPryce", themes="Bridges\n\nPeople"),
        INES_ID,
    )
    late = await knowledge.bank.edit(item, replace(form, stem="Who opened it?"), INES_ID)

    assert await knowledge.bank.form_of(item, INES_ID) == form, "the last try was taken"
    assert isinstance(unmarked, Refused)
    assert unmarked.reason.startswith("No correct answer marked.")
    assert isinstance(leaking, Refused)
    assert leaking.findings[0].code == "key_leaked"
    assert isinstance(changed, Item)
    assert changed.draft.options == ("Ruth Calder", "Joan Hale", "Pryce")
    assert changed.draft.themes == ("Bridges", "People")
    assert (changed.draft.name, changed.revision) == (item.draft.name, 2)
    assert isinstance(late, Outdated)


async def test_what_was_refused_need_not_be_typed_again(
    knowledge: Knowledge, course: Course
) -> None:
    item = await added(knowledge, course)
    mine = replace(typed(item.draft), answers="Pryce\nCalder")

    await knowledge.bank.edit(item, mine, INES_ID)

    assert await knowledge.bank.form_of(item, INES_ID) == mine
    assert await knowledge.bank.form_of(item, 7) == typed(item.draft)
    changed = await knowledge.bank.edit(item, replace(typed(item.draft), rationale="So."), 7)
    assert isinstance(changed, Item)
    assert await knowledge.bank.form_of(changed, INES_ID) == typed(changed.draft)


async def test_what_is_approved_is_what_was_seen(knowledge: Knowledge, course: Course) -> None:
    item = await added(knowledge, course)
    changed = await knowledge.bank.edit(
        item, replace(typed(item.draft), rationale="She was."), INES_ID
    )
    assert isinstance(changed, Item)

    assert not await knowledge.bank.approve(item), "somebody changed it since"
    assert await knowledge.bank.approve(changed)
    assert not await knowledge.bank.approve(changed), "it is approved already"
    assert not await knowledge.bank.retire(item, "late")
    found = await knowledge.bank.find(course.id, item.id)
    assert found is not None
    assert found.status is ItemStatus.APPROVED
    assert await knowledge.bank.find(course.id + 1, item.id) is None


async def test_the_queue_goes_forward_and_ends(knowledge: Knowledge, course: Course) -> None:
    drafts = await knowledge.bank.add_drafts(course.id, [WHO, DRAWN, FERRY], Editor("drafter"))
    first, second, third = drafts.items

    step = await knowledge.bank.next_to_review(course.id)
    assert step is not None
    assert (step.item, step.left) == (first, 3)
    assert "no_passage" in {finding.code for finding in step.findings}
    assert await knowledge.bank.approve(second)
    step = await knowledge.bank.next_to_review(course.id, first.id)
    assert step is not None
    assert (step.item, step.left) == (third, 1)
    assert await knowledge.bank.next_to_review(course.id, third.id) is None

    seen = await knowledge.bank.drafts_from(course.id)
    assert seen == [first, third]
    assert await knowledge.bank.retire(third, "Not in the text.")
    assert await knowledge.bank.approve_all(seen) == 1, "one was rejected meanwhile"
    assert await knowledge.bank.next_to_review(course.id) is None


async def test_three_learners_suspend_an_item_until_it_is_reviewed(
    knowledge: Knowledge, course: Course
) -> None:
    item = await added(knowledge, course)
    await knowledge.bank.approve(item)

    flags = [await knowledge.bank.flag(item.id, user, "Ambiguous") for user in (1, 1, 2)]
    assert [(flag.standing, flag.is_suspended) for flag in flags if flag is not None] == [
        (1, False),
        (1, False),
        (2, False),
    ]
    assert await knowledge.bank.next_to_review(course.id) is None
    third = await knowledge.bank.flag(item.id, 3, "Two are right")

    assert third is not None
    assert third.is_suspended
    step = await knowledge.bank.next_to_review(course.id)
    assert step is not None
    assert step.item.suspended_at is not None
    assert {complaint.reason for complaint in step.complaints} == {"Ambiguous", "Two are right"}
    assert await knowledge.bank.approve(step.item)
    found = await knowledge.bank.find(course.id, item.id)
    assert found is not None
    assert found.suspended_at is None
    assert await knowledge.bank.next_to_review(course.id) is None
    fourth = await knowledge.bank.flag(item.id, 4, "Ambiguous")
    assert fourth is not None
    assert fourth.standing == 1


async def test_an_item_that_is_gone_takes_no_flag(knowledge: Knowledge, course: Course) -> None:
    item = await added(knowledge, course)

    assert await knowledge.bank.flag(item.id + 1, 1, "Ambiguous") is None


async def test_items_are_counted_and_filtered(knowledge: Knowledge, course: Course) -> None:
    drafts = await knowledge.bank.add_drafts(course.id, [WHO, DRAWN, FERRY], Editor("drafter"))
    await knowledge.bank.approve_all(drafts.items[:2])

    tally = await knowledge.bank.tally(course.id)
    plans = await knowledge.bank.list_items(course.id, theme="Plans")
    clozes = await knowledge.bank.list_items(course.id, types=[ItemType.CLOZE])
    approved = await knowledge.bank.list_items(course.id, statuses=[ItemStatus.APPROVED])

    assert tally.by_status == {ItemStatus.APPROVED: 2, ItemStatus.DRAFT: 1}
    assert tally.by_type == {ItemType.SINGLE_CHOICE: 1, ItemType.DATE: 1}
    assert list(tally.by_theme.items()) == [("Bridges", 2), ("Plans", 1)]
    assert [item.draft.stem for item in plans] == [DRAWN.stem]
    assert [item.draft.stem for item in clozes] == [FERRY.stem]
    assert approved == sorted(approved, key=lambda item: item.id)
    assert len(approved) == 2


GIFT = """::Opening::Who opened the Tollan Bridge?{=Ruth Calder ~Samuel Pryce ~Mira Okafor}

::Ferry::The ferry sank in a {=storm}.
"""


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
    await knowledge.bank.approve_all(await knowledge.bank.list_items(course.id))
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
    await knowledge.bank.approve_all(before)

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


async def studied(
    knowledge: Knowledge, course: Course, item: Item, user: int, places: tuple[int, ...] = (0,)
) -> Turn:
    """A learner picks options by their places."""
    assert await knowledge.bank.approve(item)
    session = await knowledge.tutor.start(user, StudyPlan(course.id, count=1), 900 + user)
    assert isinstance(session, StudySession)
    turn = await knowledge.tutor.next(user, session.id)
    assert isinstance(turn, Turn)
    answered = await knowledge.tutor.answer(user, turn.id, Picked(places), 950 + user)
    assert isinstance(answered, Answered)
    return answered.turn


async def is_right(knowledge: Knowledge, turn: Turn) -> bool:
    found = await knowledge.tutor.find_turn(turn.user_id, turn.id)
    assert found is not None
    assert found.outcome is not None
    return found.outcome.correct


async def test_another_key_of_an_answered_item_is_not_saved_unseen(
    knowledge: Knowledge, course: Course
) -> None:
    item = await added(knowledge, course, WHO)
    turn = await studied(knowledge, course, item, 1)
    item = await knowledge.bank.find(course.id, item.id)  # type: ignore[assignment]
    other = replace(typed(item.draft), answers="*Samuel Pryce\nRuth Calder\nMira Okafor")
    words = replace(typed(item.draft), rationale="She was its engineer.")

    change = await knowledge.bank.edit(item, other, INES_ID)

    assert isinstance(change, KeyChange)
    assert await knowledge.bank.find(course.id, item.id) == item
    assert await knowledge.bank.form_of(item, INES_ID) == other, "nobody types it again"
    assert not await is_right(knowledge, turn)
    assert isinstance(await knowledge.bank.edit(item, words, INES_ID), Item)


async def test_another_order_is_another_question(knowledge: Knowledge, course: Course) -> None:
    order = ItemDraft(
        ItemType.ORDERING,
        "Put these in order, earliest first.",
        OrderKey(),
        ("The ferry sinks", "The bridge opens", "The toll ends"),
        name="order",
    )
    item = await knowledge.bank.add(course.id, WrittenItem(order), INES)
    assert isinstance(item, Item)
    turn = await studied(knowledge, course, item, 1, (0, 1, 2))
    item = await knowledge.bank.find(course.id, item.id)  # type: ignore[assignment]
    other = replace(typed(item.draft), answers="\n".join(reversed(order.options)))

    changed = await knowledge.bank.edit(item, other, INES_ID)

    assert isinstance(changed, Item)
    kept = await knowledge.tutor.find_turn(1, turn.id)
    assert kept is not None
    assert kept.draft == turn.draft


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
