"""What comes into the item bank, who lets it into quizzes, and what goes out of use."""

from __future__ import annotations

from dataclasses import replace

import pytest

from knowledge.bootstrap import Knowledge
from knowledge.model.assessment import (
    Item,
    ItemDraft,
    ItemStatus,
    ItemType,
    OrderKey,
    Origin,
)
from knowledge.model.corpus import Course
from knowledge.quizzing.bank_values import Editor, KeyChange, Outdated, Refused
from knowledge.quizzing.interchange.written import WrittenItem
from knowledge.quizzing.typed_item import typed
from tests.quizzing.banked import DRAWN, FERRY, INES, INES_ID, WHO, added, cited, is_right, studied


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
    item = found
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
    assert len(await knowledge.bank.approve_all(seen, INES_ID)) == 1, "one was rejected meanwhile"
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
    item = found
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
    await knowledge.bank.approve_all(drafts.items[:2], INES_ID)

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


async def test_another_key_of_an_answered_item_is_not_saved_unseen(
    knowledge: Knowledge, course: Course
) -> None:
    item = await added(knowledge, course, WHO)
    turn = await studied(knowledge, course, item, 1)
    found = await knowledge.bank.find(course.id, item.id)
    assert found is not None
    item = found
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
    found = await knowledge.bank.find(course.id, item.id)
    assert found is not None
    item = found
    other = replace(typed(item.draft), answers="\n".join(reversed(order.options)))

    changed = await knowledge.bank.edit(item, other, INES_ID)

    assert isinstance(changed, Item)
    kept = await knowledge.tutor.find_turn(1, turn.id)
    assert kept is not None
    assert kept.draft == turn.draft
