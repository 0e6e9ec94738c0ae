"""A change of an item's key after it was played: who moves, and why it may be refused."""

from __future__ import annotations

import enum
from dataclasses import dataclass, replace

from knowledge.model.assessment import ChoiceKey, ItemDraft, Key, MatchKey, OrderKey, TextKey
from knowledge.model.wording import normalised


@dataclass(frozen=True, slots=True)
class Worth:
    """What a response counts."""

    score: float
    """In [0, 1]."""
    points: float


@dataclass(frozen=True, slots=True)
class Move:
    """A response whose score is another under the new key."""

    receipt: str | None
    """Of the quiz; ``None`` for self-study."""
    question_id: int | None
    """In the quiz."""
    user_id: int
    name: str
    """In the server; empty for self-study, which is private."""
    before: Worth
    after: Worth


@dataclass(frozen=True, slots=True)
class RegradePreview:
    """Who would move. Nothing has been changed."""

    item_id: int
    revision: int
    """Of the item; a regrade that names it is refused once the item has changed."""
    draft: ItemDraft
    """As it is in the bank now, with the old key."""
    after: ItemDraft
    """With the new one."""
    responses: int
    """How many were looked at."""
    moves: tuple[Move, ...]
    left_out: int
    """Questions of past quizzes in which the item had other words: they keep their key."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A preview that can be confirmed, also after a restart."""

    id: int
    preview: RegradePreview


@dataclass(frozen=True, slots=True)
class Regraded:
    """Done: the key, the scores and the points are changed, and logged."""

    responses: int
    moves: tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class UnfitKey:
    """Not done: the item cannot have this key."""

    reason: str
    """In words for the instructor."""


class RegradeRefusal(enum.Enum):
    """Why nothing was changed."""

    GONE = enum.auto()
    """The item is not in the bank any more."""
    STALE = enum.auto()
    """It was changed since the preview, or this proposal has been carried out."""
    REWRITTEN = enum.auto()
    """The bank has it in other words than the question had."""


def is_other_key(before: ItemDraft, after: ItemDraft) -> bool:
    """Whether something else is right, or counts otherwise, in the words that are shown."""
    return _right(before) != _right(after)


def can_regrade(before: ItemDraft, after: ItemDraft) -> bool:
    """Whether what was answered to one can be graded by the key of the other."""
    return is_rekeyable(before) and rekeyed(before, after, after.key) is not None


def _right(draft: ItemDraft) -> object:
    match draft.key:
        case ChoiceKey(right, credit):
            return frozenset(draft.options[place] for place in right), credit
        case OrderKey(credit):
            return draft.options, credit
        case MatchKey(matches, credit):
            return frozenset(zip(draft.options, matches, strict=False)), credit
        case TextKey(accepted):
            return frozenset(accepted)
        case key:
            return key


def is_rekeyable(draft: ItemDraft) -> bool:
    """Whether another key leaves the question as it is; of an ordering and a matching the key is
    its very text."""
    return not isinstance(draft.key, OrderKey | MatchKey)


def rekeyed(asked: ItemDraft, item: ItemDraft, key: Key) -> ItemDraft | None:
    """The question as it was asked, with the item's new key.

    Options are found by their words, wherever they stood. ``None`` if it was asked in other
    words: then the key may not fit it.
    """
    if asked.type is not item.type or not _same(asked.stem, item.stem):
        return None
    if not isinstance(key, ChoiceKey):
        return replace(asked, key=key)
    if sorted(asked.options) != sorted(item.options):
        return None
    right = {item.options[place] for place in key.right}
    places = frozenset(p for p, option in enumerate(asked.options) if option in right)
    return replace(asked, key=ChoiceKey(places, key.credit))


def _same(one: str, other: str) -> bool:
    return normalised(one) == normalised(other)
