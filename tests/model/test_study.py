"""Hints, streaks and mastery."""

from __future__ import annotations

import pytest

from knowledge.model.assessment import (
    ChoiceKey,
    DateKey,
    ItemDraft,
    ItemType,
    Key,
    NumberKey,
    OrderKey,
    PartialDate,
    TextKey,
)
from knowledge.model.corpus import Citation, Span
from knowledge.model.hints import ladder, next_hint, sentence_cloze
from knowledge.model.study import WORTH, Hint, mastery, streak

QUOTE = "On 14 May 1932 Ruth Calder opened the bridge, which cost 48,000 pounds."


def cited(kind: ItemType, key: Key, options: tuple[str, ...] = ()) -> ItemDraft:
    citation = Citation(
        1, 1, 1, 1, "Bridges", None, ("History",), None, QUOTE, Span(0, len(QUOTE)), 1, QUOTE
    )
    return ItemDraft(kind, "Which?", key, options, citation=citation)


@pytest.mark.parametrize(
    ("draft", "cloze"),
    [
        (
            cited(ItemType.SHORT_TEXT, TextKey(("Calder", "Ruth Calder"))),
            "On 14 May 1932 R___ C___ opened the bridge, which cost 48,000 pounds.",
        ),
        (
            cited(ItemType.NUMBER, NumberKey(48_000)),
            "On 14 May 1932 Ruth Calder opened the bridge, which cost ____ pounds.",
        ),
        (
            cited(ItemType.DATE, DateKey(PartialDate(1932, 5, 14))),
            "On ____ Ruth Calder opened the bridge, which cost 48,000 pounds.",
        ),
        (
            cited(ItemType.DATE, DateKey(PartialDate(1932))),
            "On 14 May ____ Ruth Calder opened the bridge, which cost 48,000 pounds.",
        ),
        (
            cited(
                ItemType.SINGLE_CHOICE, ChoiceKey(frozenset({1})), ("Samuel Pryce", "ruth calder")
            ),
            "On 14 May 1932 ____ opened the bridge, which cost 48,000 pounds.",
        ),
        (cited(ItemType.ORDERING, OrderKey(), ("Calder", "Pryce")), QUOTE),
    ],
)
def test_a_cloze_leaves_out_what_is_asked_for(draft: ItemDraft, cloze: str) -> None:
    assert sentence_cloze(draft) == cloze


def test_the_ladder_goes_up_to_the_answer_and_each_step_is_worth_less() -> None:
    draft = cited(ItemType.NUMBER, NumberKey(48_000))
    climbed = [Hint.NONE]
    while (step := next_hint(draft, climbed[-1])) is not None:
        climbed.append(step)

    assert climbed == list(Hint)
    worths = [WORTH[step] for step in climbed]
    assert worths == sorted(set(worths), reverse=True)
    assert (worths[0], worths[-1]) == (1.0, 0.0)


def test_without_a_passage_there_is_only_the_answer() -> None:
    assert ladder(ItemDraft(ItemType.NUMBER, "Which?", NumberKey(1))) == (Hint.ANSWER,)


@pytest.mark.parametrize(
    ("days", "length"),
    [([], 0), ([10], 1), ([9], 1), ([8], 0), ([10, 9, 8], 3), ([9, 8], 2), ([10, 8, 7], 1)],
)
def test_a_streak_ends_with_the_first_day_left_out(days: list[int], length: int) -> None:
    assert streak(days, today=10) == length


def test_mastery_counts_what_was_not_answered_as_unknown() -> None:
    assert mastery([1.0, 0.5], 4) == pytest.approx(0.375)
    assert mastery([], 0) == 0
