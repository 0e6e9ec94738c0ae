"""Items of the small course, for the tests of the bank and of reviews."""

from __future__ import annotations

from dataclasses import replace

from knowledge.model.assessment import (
    ChoiceKey,
    DateKey,
    Difficulty,
    Item,
    ItemDraft,
    ItemStatus,
    ItemType,
    NumberKey,
    OrderKey,
    PartialDate,
    TextKey,
)
from knowledge.quizzing.bank_values import Editor
from knowledge.quizzing.interchange.written import WrittenItem
from tests.cogs.conftest import World

OPENER = ItemDraft(
    ItemType.SINGLE_CHOICE,
    "Who opened the *Tollan* Bridge?",
    ChoiceKey(frozenset({1})),
    ("Samuel Pryce", "Ruth Calder", "Mira **Okafor**"),
    rationale="Calder was its engineer.",
    themes=("Bridges", "People"),
    name="opener",
)
COST = ItemDraft(
    ItemType.NUMBER,
    "What did the bridge cost?",
    NumberKey(48_000.0, 500.0, "pounds"),
    rationale="A toll paid for it.",
    themes=("Bridges",),
    difficulty=Difficulty.HARD,
    name="cost",
)
DRAWN = ItemDraft(
    ItemType.DATE,
    "In which year were the first plans drawn?",
    DateKey(PartialDate(1927)),
    themes=("Plans",),
    name="drawn",
)
FERRY = ItemDraft(
    ItemType.CLOZE, "The wooden ferry sank in a ____.", TextKey(("storm",)), name="ferry"
)
ORDER = ItemDraft(
    ItemType.ORDERING,
    "Put these events in order, earliest first.",
    OrderKey(),
    ("The ferry sinks", "The bridge opens", "The toll ends"),
    rationale="1927, 1932 and 1951.",
    name="order",
)
PASSAGES = {
    "opener": "The Tollan Bridge was opened on 14 May 1932 by the engineer Ruth Calder.",
    "cost": "The bridge cost 48,000 pounds.",
    "drawn": "Calder had drawn the first plans for the bridge in 1927",
}
ITEMS = (OPENER, COST, DRAWN, FERRY, ORDER)


async def course_id(world: World) -> int:
    course = await world.knowledge.library.find_course(world.course)
    assert course is not None
    return course.id


async def fill(world: World, *drafts: ItemDraft) -> list[Item]:
    """Drafts in the bank, with their passages."""
    added = []
    for draft in drafts or ITEMS:
        passage = PASSAGES.get(draft.name, "")
        item = await world.knowledge.bank.add(
            await course_id(world), WrittenItem(draft, passage=passage), Editor("Ines", 1)
        )
        assert isinstance(item, Item), item
        added.append(item)
    return added


async def fill_many(world: World, count: int) -> list[Item]:
    """That many drafts that ask different things."""
    drafts = [
        replace(
            COST,
            name=f"cost-{number}",
            stem=f"What did pier {number} of the bridge cost?",
            key=NumberKey(1000.0 + number),
        )
        for number in range(1, count + 1)
    ]
    added = await world.knowledge.bank.add_drafts(await course_id(world), drafts, Editor("d"))
    assert not added.refused, added.refused
    return list(added.items)


async def statuses(world: World) -> dict[str, ItemStatus]:
    items = await world.knowledge.bank.list_items(await course_id(world))
    return {item.draft.name: item.status for item in items}


async def find(world: World, name: str) -> Item:
    items = await world.knowledge.bank.list_items(await course_id(world))
    return next(item for item in items if item.draft.name == name)
