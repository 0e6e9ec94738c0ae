"""An answered item: what was right, in its letter, and what was chosen. Never colour alone."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards.item_form import LETTERS, lettered, stem_block
from bot.cards.text import excerpt, percent
from knowledge.model.assessment import (
    ChoiceKey,
    Credit,
    ItemDraft,
    ItemType,
    MatchKey,
    OrderKey,
    Outcome,
    Picked,
    Response,
    TextKey,
)
from knowledge.model.grading import explain, grade

_WIDTH = 1_500


def verdict(outcome: Outcome) -> str:
    """The outcome in a word and a sign."""
    if outcome.correct:
        return "✅ **Correct**"
    if outcome.score > 0:
        return f"🟡 **Partly correct** ({percent(outcome.score)})"
    return "❌ **Not correct**"


def why_nothing(draft: ItemDraft, response: Response | None) -> str:
    """Why right ones among several earned nothing, in a line; empty where there is nothing to tell.

    The counts of :func:`knowledge.model.grading.grade`'s rule for partial credit.
    """
    key = draft.key
    if not isinstance(key, ChoiceKey) or not isinstance(response, Picked):
        return ""
    chosen = frozenset(response.places)
    right, wrong = len(chosen & key.right), len(chosen - key.right)
    all_wrong = len(draft.options) - len(key.right)
    if key.credit is not Credit.PARTIAL or not right or grade(draft, response).score:
        return ""
    return (
        f"-# You chose {right} of the {len(key.right)} right ones and {wrong} of the {all_wrong} "
        "wrong ones: each wrong one takes away, so nothing is left."
    )


def reveal_block(draft: ItemDraft, order: Sequence[int], response: Response | None) -> list[str]:
    """The question again, with what is right and what this learner answered.

    Options keep the letters under which they were shown. Without a response only what is right
    is said.
    """
    key = draft.key
    picked = response if isinstance(response, Picked) else None
    if isinstance(key, ChoiceKey):
        return [stem_block(draft, order)[0], _marked_options(draft, key, order, picked)]
    blocks = stem_block(draft, order)
    if isinstance(key, OrderKey):
        places = range(len(draft.options))
        blocks.append(f"Right order: **{_letters(draft, order, places)}**")
        if picked is not None:
            blocks.append(f"Your order: {_letters(draft, order, picked.places)}")
    elif isinstance(key, MatchKey):
        blocks.append(f"Right: **{_matched(draft, order, range(len(key.matches)))}**")
        if picked is not None:
            blocks.append(f"Yours: {_matched(draft, order, picked.places)}")
    else:
        blocks += _written(draft, response)
    return blocks


def _marked_options(
    draft: ItemDraft, key: ChoiceKey, order: Sequence[int], picked: Picked | None
) -> str:
    width = _WIDTH // max(5, len(draft.options))
    chosen = () if picked is None else picked.places
    lines = []
    for slot, place in enumerate(order):
        letter = "" if draft.type is ItemType.TRUE_FALSE else f"**{LETTERS[slot]}.** "
        marks = [
            *(["✅ right"] if place in key.right else []),
            *(["your choice"] if place in chosen else []),
        ]
        note = f" ({', '.join(marks)})" if marks else ""
        lines.append(f"{letter}{excerpt(draft.options[place], width)}{note}")
    return "\n".join(lines)


def _letters(draft: ItemDraft, order: Sequence[int], places: Sequence[int]) -> str:
    return " → ".join(lettered(draft, order, place) for place in places)


def _matched(draft: ItemDraft, order: Sequence[int], places: Sequence[int]) -> str:
    pairs = enumerate(places, start=1)
    return ", ".join(f"{number}{lettered(draft, order, place)}" for number, place in pairs)


def _written(draft: ItemDraft, response: Response | None) -> list[str]:
    words = explain(draft, response)
    right = " · ".join(words.right)
    lines = [f"Right: **{excerpt(right, _WIDTH)}**"]
    if isinstance(draft.key, TextKey) and len(draft.key.accepted) > 1:
        others = ", ".join(draft.key.accepted[1:6])
        lines.append(f"-# Also accepted: {excerpt(others, 300)}")
    if words.given:
        lines.append(f"Yours: {excerpt(' · '.join(words.given), 300)}")
    return ["\n".join(lines)]
