"""Items, names and typed answers that mean harm, through a whole quiz."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from knowledge.model.assessment import ChoiceKey, ItemDraft, ItemType
from tests.cogs.conftest import World
from tests.cogs.moderating import moderator
from tests.cogs.quizzes import CITATION, CLOZE, launch, sent_payloads, single, stock
from tests.cogs.reading import labels
from tests.hostile.injections import ALL, Injection
from tests.hostile.watching import assert_harmless

KEY_MARK = "zqkeyword"
QUESTIONS = 13
SHORT = [injection for injection in ALL if len(injection.text) <= 32]
"""That fit into a name."""


def visible(text: str) -> str:
    """As an import tidies it: an item holds no character that shows nothing."""
    return "".join(c for c in text if c >= " " or c == "\n")


def item(number: int, parts: list[Injection]) -> ItemDraft:
    stem, *options, reason = (visible(part.text)[:200] for part in parts)
    return ItemDraft(
        type=ItemType.SINGLE_CHOICE,
        stem=f"{number}: {stem}?",
        key=ChoiceKey(frozenset({1})),
        options=tuple(f"{place} {option[:150]}" for place, option in enumerate(options)),
        rationale=f"{KEY_MARK} {reason}",
        citation=CITATION,
        themes=(visible(parts[0].text)[:40],),
        name=f"hostile-{number}",
    )


def items() -> list[ItemDraft]:
    """Six injections in each: all of them."""
    return [item(n, [*ALL, *ALL][n * 6 : n * 6 + 6]) for n in range(QUESTIONS + 1)]


def player(world: World, number: int, name: str) -> Any:
    user = world.env.create_user(f"player{number}", global_name=name)
    return world.guild.add_member(user)


async def test_a_quiz_of_hostile_items_tells_no_key_and_calls_nobody(world: World) -> None:
    await stock(world, *items())
    game = await launch(world, number=QUESTIONS)
    for _ in range(QUESTIONS):
        world.bot.presses._acts.clear()
        await game.host("Open next")
        await game.answer(world.ana)
        number = (await game.question()).draft.stem.partition(":")[0]
        own = next(draft for draft in items() if draft.stem.startswith(f"{number}:"))
        assert own.rationale[:60] not in sent_payloads(world)
        await game.host("Reveal")
    await game.host("Finish")
    shown = await world.max.slash(world.public, "quiz results")
    while "Next" in labels(shown.response):
        world.bot.presses._acts.clear()
        shown = await world.max.click(shown.response, label="Next")
    world.bot.presses._acts.clear()
    await world.max.slash(world.private, "bank list")
    await world.ana.slash(world.private, "explore themes")
    quiz = await game.quiz()
    await moderator(world).slash(world.private, "logs show", receipt=quiz.receipt)

    assert KEY_MARK in sent_payloads(world)
    assert_harmless(world)


async def test_hostile_names_stand_on_every_board_as_names(world: World) -> None:
    await stock(world, single(1))
    game = await launch(world, number=1)
    players = [player(world, n, one.text.strip()) for n, one in enumerate(SHORT[:24])]
    await game.host("Open next")
    for member in players:
        await game.answer(member)
    await game.host("Reveal")
    await game.host("Finish")
    shown = await world.max.slash(world.public, "quiz results")
    await world.max.click(shown.response, label="Learners")
    await world.max.slash(world.private, "logs setup", shows="names")
    for member in players[:6]:
        await member.send(world.private, world.to_bot("Who tends berth tq003?"))
    await world.max.slash(world.private, "logs search")
    record = await world.max.context_menu(world.private, "Learner record", players[0])

    assert record.acknowledged
    assert len(players) >= 12
    assert_harmless(world)


@pytest.mark.parametrize("first", range(3))
async def test_typed_answers_are_graded_as_words(world: World, first: int) -> None:
    await stock(world, CLOZE)
    game = await launch(world, number=1)
    await game.host("Open next")
    typed = [visible(one.text).strip() for one in ALL[first::3]]
    for number, words in enumerate(words[:90] for words in typed):
        member = player(world, number, f"Player {number}")
        form = await member.click(await game.message(), label="Answer")
        await member.submit_modal(form, {"text": words})
    await game.host("Reveal")
    await game.host("Finish")
    shown = await world.max.slash(world.public, "quiz results")
    sent = await world.max.click(shown.response, label="CSV")
    (file,) = sent.response.attachments
    rows = list(csv.reader(io.StringIO((await file.read()).decode("utf-8-sig"))))
    quiz = await game.quiz()
    await moderator(world).slash(world.private, "logs show", receipt=quiz.receipt)

    assert len(rows) == len(typed) + 1
    assert not [c for row in rows[1:] for c in row if c.startswith(("=", "+", "-", "@"))]
    assert_harmless(world)
