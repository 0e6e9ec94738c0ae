"""A bank of items, and the people who play them, as they would: by what is on the screen."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from bot.cards import quiz_ids
from knowledge.model.assessment import (
    ChoiceKey,
    Credit,
    DateKey,
    ItemDraft,
    ItemStatus,
    ItemType,
    MatchKey,
    NumberKey,
    OrderKey,
    Origin,
    PartialDate,
    TextKey,
)
from knowledge.model.corpus import Citation, Span
from knowledge.model.quiz import Question, Quiz
from knowledge.storage import items
from tests.cogs.conftest import World
from tests.cogs.reading import components, text

QUOTE = "The Tollan Bridge was opened on 14 May 1932 by the engineer Ruth Calder."
CITATION = Citation(
    number=1, document_id=1, version_id=1, version=1,
    document="A Short History of the Tollan Bridge", author="Mira Okafor",
    section=("Building the bridge",), page="p. 7", quote=QUOTE, span=Span(0, len(QUOTE)),
    passage_id=1, passage=f"{QUOTE} The bridge cost 48,000 pounds.",
)  # fmt: skip

RIGHT_MARK = "Calder-is-right"
"""Stands in the key of every item made here and in nothing that may be seen before a reveal."""


def single(number: int = 1) -> ItemDraft:
    return ItemDraft(
        type=ItemType.SINGLE_CHOICE,
        stem=f"Who opened the Tollan Bridge, question {number}?",
        key=ChoiceKey(frozenset({1})),
        options=("Samuel Pryce", "Ruth Calder", "Mira Okafor", "The Harbour Board"),
        rationale=f"Okafor names the engineer. {RIGHT_MARK}",
        citation=CITATION,
        themes=("bridges",),
        name=f"single-{number}",
    )


SEVERAL = ItemDraft(
    type=ItemType.MULTIPLE_CHOICE,
    stem="Which of these does Okafor mention?",
    key=ChoiceKey(frozenset({0, 2}), Credit.PARTIAL),
    options=("A ferry", "A tunnel", "A ledger", "A windmill"),
    rationale=RIGHT_MARK,
    citation=CITATION,
    name="several",
)
TRUE_FALSE = ItemDraft(
    type=ItemType.TRUE_FALSE,
    stem="The bridge was opened in 1932.",
    key=ChoiceKey(frozenset({0})),
    options=("True", "False"),
    rationale=RIGHT_MARK,
    citation=CITATION,
    name="true-false",
)
CLOZE = ItemDraft(
    type=ItemType.CLOZE,
    stem="The wooden ____ sank in a storm.",
    key=TextKey(("ferry", RIGHT_MARK)),
    rationale=RIGHT_MARK,
    citation=CITATION,
    name="cloze",
)
NUMBER = ItemDraft(
    type=ItemType.NUMBER,
    stem="How much did the bridge cost?",
    key=NumberKey(48_000, 0, "pounds"),
    rationale=RIGHT_MARK,
    citation=CITATION,
    name="number",
)
DATE = ItemDraft(
    type=ItemType.DATE,
    stem="When was the bridge opened?",
    key=DateKey(PartialDate(1932, 5, 14)),
    rationale=RIGHT_MARK,
    citation=CITATION,
    name="date",
)
ORDERING = ItemDraft(
    type=ItemType.ORDERING,
    stem="Put these in order.",
    key=OrderKey(),
    options=("The ferry sinks", "Calder draws plans", "The bridge opens", "The toll ends"),
    rationale=RIGHT_MARK,
    citation=CITATION,
    name="ordering",
)
MATCHING = ItemDraft(
    type=ItemType.MATCHING,
    stem="Who did what?",
    key=MatchKey(("Built it", "Kept the toll", "Wrote the history")),
    options=("Ruth Calder", "Samuel Pryce", "Mira Okafor"),
    rationale=RIGHT_MARK,
    citation=CITATION,
    name="matching",
)
ALL_KINDS = (single(), SEVERAL, TRUE_FALSE, CLOZE, NUMBER, DATE, ORDERING, MATCHING)


async def stock(world: World, *drafts: ItemDraft) -> None:
    """Put approved items into the bank of the world's course."""
    course = await world.knowledge.library.find_course(world.course)
    assert course is not None
    by = items.Authorship(Origin.WRITTEN, "Mira", None, world.env.now())
    async with world.knowledge.database.write() as session:
        for draft in drafts or tuple(single(number) for number in range(1, 4)):
            await items.put(session, course.id, draft, status=ItemStatus.APPROVED, by=by)


@dataclass
class Game:
    """A quiz that has its lobby in the public channel; Max is its host."""

    world: World
    quiz_id: int
    panel: Any

    @property
    def channel(self) -> Any:
        return self.world.public

    async def quiz(self) -> Quiz:
        quiz = await self.world.knowledge.quizmaster.lookup.quiz(self.quiz_id)
        assert quiz is not None
        return quiz

    async def question(self) -> Question:
        question = await self.world.knowledge.quizmaster.lookup.current(self.quiz_id)
        assert question is not None
        return question

    async def message(self) -> Any:
        """The message of the question that was opened last."""
        question = await self.question()
        return self.find(question.message_id)

    async def lobby(self) -> Any:
        return self.find((await self.quiz()).lobby_message_id)

    def find(self, message_id: int | None) -> Any:
        return next(m for m in self.channel.history() if m.id == message_id)

    async def host(self, label: str) -> Any:
        """Press on the host's panel; what it says then."""
        result = await self.world.max.click(self.panel, label=label)
        if result.followups:
            self.panel = result.followups[-1]
        return result

    async def host_late(self, act: str, panel: Any = None) -> Any:
        """Press on a panel that is out of date: there, what is greyed out by now is not."""
        panel = panel or self.panel
        stored = self.world.env.backend.get_message(panel.channel_id, panel.id)
        custom_id = quiz_ids.control(act, self.quiz_id)
        button = {"type": 2, "style": 2, "label": act, "custom_id": custom_id}
        stored.components = [{"type": 1, "components": [button]}]
        result = await self.world.max.click(panel, custom_id=custom_id)
        if result.followups and panel is self.panel:
            self.panel = result.followups[-1]
        return result

    async def answer(self, member: Any, *, right: bool = True) -> Any:
        """Press the letter of a right or wrong option of a single choice."""
        return await member.click(await self.message(), label=await self.letter(right=right))

    async def letter(self, *, right: bool = True) -> str:
        question = await self.question()
        key = question.draft.key
        assert isinstance(key, ChoiceKey)
        slot = next(s for s, place in enumerate(question.order) if (place in key.right) is right)
        return "ABCDEFGHIJ"[slot]


async def launch(world: World, **options: Any) -> Game:
    """As Max: preview, start, and the panel."""
    options = {"number": 3, **options}
    shown = await world.max.slash(world.public, "quiz launch", **options)
    started = await world.max.click(shown.response, label="Start")
    assert started.acknowledged
    quiz = await world.knowledge.quizmaster.lookup.live_quiz(world.public.id)
    assert quiz is not None, text(shown.response)
    return Game(world, quiz.id, shown.response)


def sent_payloads(world: World) -> str:
    """Everything that was sent to Discord so far, as one text."""
    return "\n".join(str(r.json) for r in world.env.http_requests if r.method != "GET")


def media(message: Any) -> list[dict[str, Any]]:
    """The pictures of a message: address and alt text."""
    return [item for c in components(message) if c["type"] == 12 for item in c["items"]]


def until(message: Any) -> list[int]:
    """The moments that a message names."""
    return [int(found) for found in re.findall(r"<t:(\d+)", text(message))]


async def press_old(world: World, message: Any, custom_id: str) -> Any:
    """Press a button that the message has lost meanwhile: the press was under way."""
    stored = world.env.backend.get_message(message.channel.id, message.id)
    now = stored.components
    stored.components = [
        {"type": 1, "components": [{"type": 2, "style": 2, "label": "A", "custom_id": custom_id}]}
    ]
    try:
        return await world.ana.click(message, custom_id=custom_id)
    finally:
        stored.components = now


async def play_one(world: World, *drafts: ItemDraft, **options: Any) -> Game:
    """A quiz of these items with its first question open."""
    await stock(world, *(drafts or (single(),)))
    game = await launch(world, **{"number": max(1, len(drafts)), **options})
    await game.host("Open next")
    return game


async def finished(world: World, **options: Any) -> tuple[Game, Any]:
    """Ana had both right, Ben one; the message with the board."""
    await stock(world, single(1), single(2))
    game = await launch(world, number=2, **options)
    for number in (1, 2):
        await game.host("Open next")
        await game.answer(world.ana)
        await game.answer(world.ben, right=number == 1)
        await game.host("Reveal")
    await game.host("Finish")
    return game, world.public.last_message
