"""A learner at `/study`, for the tests: items of every type, and how each is answered."""

from __future__ import annotations

from typing import Any

import discord

from knowledge.model.assessment import (
    ChoiceKey,
    ItemDraft,
    ItemType,
    TextKey,
)
from knowledge.model.study import StudySession, Turn
from tests.cogs.conftest import World
from tests.cogs.quizzes import (
    CITATION,
    CLOZE,
    DATE,
    MATCHING,
    NUMBER,
    ORDERING,
    SEVERAL,
    TRUE_FALSE,
    single,
    stock,
)

LETTERS = "ABCDEFGH"

TYPED = {
    ItemType.CLOZE: "Ferry",
    ItemType.NUMBER: "48 000",
    ItemType.DATE: "May 14, 1932",
    ItemType.SHORT_TEXT: "ruth calder",
}

SHORT_TEXT = ItemDraft(
    ItemType.SHORT_TEXT,
    "Who drew the first plans for the bridge?",
    TextKey(("Ruth Calder",)),
    rationale="Okafor says that Calder had drawn them.",
    citation=CITATION,
    themes=("people",),
    name="short-text",
)

FLASHCARD = ItemDraft(
    ItemType.FLASHCARD,
    "When did the bridge open?",
    TextKey(("On 14 May 1932.",)),
    citation=CITATION,
    name="flashcard",
)


async def start(world: World, *drafts: ItemDraft, **options: Any) -> Any:
    """Ana's first screen, with these items in the bank."""
    await stock(world, *drafts)
    result = await world.ana.slash(world.private, "study start", **options)
    assert result.ephemeral
    return result.response


async def session_of(world: World, member: Any) -> StudySession:
    course = await world.knowledge.library.find_course(world.course)
    assert course is not None
    found = await world.knowledge.tutor.open_session(member.id, course.id)
    assert found is not None
    return found


async def open_turn(world: World, member: Any) -> Turn:
    found = await world.knowledge.tutor.next(member.id, (await session_of(world, member)).id)
    assert isinstance(found, Turn)
    return found


async def letter(world: World, *, right: bool) -> str:
    turn = await open_turn(world, world.ana)
    key = turn.draft.key
    assert isinstance(key, ChoiceKey)
    return next(
        LETTERS[slot] for slot, place in enumerate(turn.order) if (place in key.right) is right
    )


async def press(world: World, screen: Any, turn: Turn) -> Any:
    """Answer with what is right, as the controls of the item's type want it."""
    draft = turn.draft
    slot_of = {place: slot for slot, place in enumerate(turn.order)}
    match draft.type:
        case ItemType.SINGLE_CHOICE | ItemType.TRUE_FALSE:
            assert isinstance(draft.key, ChoiceKey)
            (place,) = draft.key.right
            label = LETTERS[slot_of[place]]
            if draft.type is ItemType.TRUE_FALSE:
                label = draft.options[place]
            return await world.ana.click(screen, label=label)
        case ItemType.MULTIPLE_CHOICE:
            assert isinstance(draft.key, ChoiceKey)
            slots = sorted(slot_of[place] for place in draft.key.right)
            chosen = await world.ana.select(screen, [str(slot) for slot in slots])
            label = f"Answer {', '.join(LETTERS[slot] for slot in slots)}"
            return await world.ana.click(chosen.response, label=label)
        case ItemType.FLASHCARD:
            back = await world.ana.click(screen, label="Show the answer")
            return await world.ana.click(back.response, label="I knew it")
        case ItemType.ORDERING:
            fields = {f"step{p}": [str(slot_of[p])] for p in range(len(draft.options) - 1)}
            return await fill(world, screen, "Put in order", fields)
        case ItemType.MATCHING:
            fields = {f"step{p}": [str(slot_of[p])] for p in range(len(draft.options))}
            return await fill(world, screen, "Match", fields)
    return await fill(world, screen, "Answer", {"text": TYPED[draft.type]})


async def fill(world: World, screen: Any, label: str, fields: dict[str, Any]) -> Any:
    shown = await world.ana.click(screen, label=label)
    return await world.ana.submit_modal(shown, fields)


KINDS = (
    single(), SEVERAL, TRUE_FALSE, CLOZE, NUMBER, DATE, ORDERING, MATCHING, SHORT_TEXT, FLASHCARD,
)  # fmt: skip


async def post_button(world: World, identifier: str) -> Any:
    view = discord.ui.LayoutView(timeout=None)
    forged: discord.ui.Button[Any] = discord.ui.Button(label="Forged", custom_id=identifier)
    view.add_item(discord.ui.ActionRow(forged))
    channel = world.env.bot.get_channel(world.public.id)
    assert isinstance(channel, discord.TextChannel)
    return await channel.send(view=view)


def dm_count(world: World) -> int:
    channel = world.ana.user.dm_channel
    return 0 if channel is None else len(channel.history())


TOLL = ItemDraft(
    ItemType.SHORT_TEXT,
    "What was the toll for?",
    TextKey(("paying for the bridge",)),
    citation=CITATION,
    themes=("tolls",),
    name="toll",
)
