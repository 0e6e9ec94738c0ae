"""Pure rules of playing items together: what is drawn, in which order it is seen, what fits."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Mapping, Sequence

from knowledge.model.assessment import (
    ChoiceKey,
    Item,
    ItemDraft,
    ItemType,
    MatchKey,
    NumberKey,
    OrderKey,
    Picked,
    Recalled,
    Response,
    Written,
)
from knowledge.model.grading import fault
from knowledge.model.quiz import QuizPlan
from knowledge.model.units import stands_alone


def fewest(plan: QuizPlan) -> int:
    """Items without which a plan is no quiz."""
    return min(plan.count, 2)


def draw(
    pool: Sequence[Item], last_used: Mapping[int, int], count: int, rng: random.Random
) -> list[Item]:
    """At most ``count`` items at random; those that were used come in only if no others are left.

    Args:
        pool: What may be drawn.
        last_used: For the id of each item that was used, when; the longest ago is taken first.
        count: How many are wanted.
        rng: Its next draws decide.
    """
    shuffled = rng.sample(pool, len(pool))
    shuffled.sort(key=lambda item: last_used.get(item.id, -1))
    return rng.sample(shuffled[:count], min(count, len(shuffled)))


def shown_order(draft: ItemDraft, rng: random.Random) -> tuple[int, ...]:
    """The order in which everyone sees the item's options, or the matches of a matching.

    True stands before false, and the events of an ordering never stand in their right order.
    """
    match draft.key:
        case MatchKey(matches):
            return _shuffled(len(matches), rng)
        case OrderKey():
            right = tuple(range(len(draft.options)))
            order = _shuffled(len(right), rng)
            return order if order != right else (*right[1:], *right[:1])
        case ChoiceKey() if draft.type is not ItemType.TRUE_FALSE:
            return _shuffled(len(draft.options), rng)
    return tuple(range(len(draft.options)))


def suits(draft: ItemDraft, response: Response) -> bool:
    """Whether a response is of the kind that the item asks for; cards never send another."""
    if draft.type is ItemType.FLASHCARD:
        return isinstance(response, Recalled)
    match draft.key:
        case ChoiceKey():
            one = draft.type is not ItemType.MULTIPLE_CHOICE
            return isinstance(response, Picked) and (not one or len(response.places) == 1)
        case OrderKey() | MatchKey():
            return isinstance(response, Picked)
    return isinstance(response, Written)


def misfit(draft: ItemDraft, response: Response) -> str | None:
    """Why a response of the right kind should be given again, in words for the learner."""
    if isinstance(response, Picked) and len(set(response.places)) < len(response.places):
        return "Choose each only once."
    unread = fault(draft, response)
    if unread is None and isinstance(draft.key, NumberKey) and isinstance(response, Written):
        beside = f"{draft.key.unit} {draft.stem}"
        return None if stands_alone(response.text, beside) else "Write the number alone, like 12.5."
    return unread


def is_text(name: str) -> bool:
    """Whether a name is made of characters; a lone surrogate is none."""
    return not any("\ud800" <= character <= "\udfff" for character in name)


def folded(name: str) -> str:
    """Equal for names that read alike: in other capitals, widths, or with invisible characters."""
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    seen = (character for character in plain if unicodedata.category(character) != "Cf")
    return " ".join("".join(seen).split())


def _shuffled(count: int, rng: random.Random) -> tuple[int, ...]:
    return tuple(rng.sample(range(count), count))
