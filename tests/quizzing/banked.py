"""A small course, its items, and what is done with them."""

from __future__ import annotations

from knowledge.bootstrap import Knowledge
from knowledge.model.assessment import (
    ChoiceKey,
    DateKey,
    Item,
    ItemDraft,
    ItemType,
    PartialDate,
    Picked,
    TextKey,
)
from knowledge.model.corpus import Course
from knowledge.model.study import Answered, StudyPlan, StudySession, Turn
from knowledge.quizzing.bank_values import Editor
from knowledge.quizzing.interchange.written import WrittenItem

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
GIFT = """::Opening::Who opened the Tollan Bridge?{=Ruth Calder ~Samuel Pryce ~Mira Okafor}

::Ferry::The ferry sank in a {=storm}.
"""


def cited(draft: ItemDraft, passage: str, document: str = "texts/bridge.md") -> WrittenItem:
    return WrittenItem(draft, document, passage)


async def added(knowledge: Knowledge, course: Course, draft: ItemDraft = WHO) -> Item:
    item = await knowledge.bank.add(course.id, WrittenItem(draft), INES)
    assert isinstance(item, Item), item
    return item


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
