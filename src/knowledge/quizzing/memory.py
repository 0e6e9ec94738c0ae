"""When an item should be asked again: FSRS, fed with a learner's responses to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from fsrs import Card, Rating, Scheduler

from knowledge.model.study import Hint, Review

_AGAIN_AFTER = timedelta(minutes=10)
_LONGEST_DAYS = 120
"""A course lasts for months, not for years."""
# Without fuzz, the same responses always lead to the same card, so a regrade can replay them.
_SCHEDULER = Scheduler(
    desired_retention=0.9,
    learning_steps=(_AGAIN_AFTER,),
    relearning_steps=(_AGAIN_AFTER,),
    maximum_interval=_LONGEST_DAYS,
    enable_fuzzing=False,
)
_PARTLY = 0.5
_RUN_FOR_EASY = 3


@dataclass(frozen=True, slots=True)
class Memory:
    """What is known of a learner's memory of an item."""

    card: dict[str, Any]
    """FSRS's card, as it is stored."""
    due_at: datetime


def ratings(reviews: Sequence[Review]) -> list[Rating]:
    """FSRS's rating of each response of one learner to one item, oldest first.

    - Again: less than half right, or the answer was shown as a hint.
    - Hard: right in part, or right after another hint.
    - Good: right without a hint.
    - Easy: right without a hint for the third time running, and from then on.
    """
    rated: list[Rating] = []
    unaided = 0
    for review in reviews:
        by_heart = review.outcome.correct and review.hint is Hint.NONE
        unaided = unaided + 1 if by_heart else 0
        if review.outcome.score < _PARTLY or review.hint is Hint.ANSWER:
            rated.append(Rating.Again)
        elif not by_heart:
            rated.append(Rating.Hard)
        else:
            rated.append(Rating.Easy if unaided >= _RUN_FOR_EASY else Rating.Good)
    return rated


def remembered(item_id: int, reviews: Sequence[Review]) -> Memory:
    """The memory that all responses to an item lead to, oldest first; there is at least one.

    After a wrong one an item is due in ten minutes; after a right one in days, and the better it
    is known the more, 120 at most.
    """
    card = Card(card_id=item_id, due=reviews[0].at)
    for review, rating in zip(reviews, ratings(reviews), strict=True):
        card, _ = _SCHEDULER.review_card(card, rating, review.at)
    return Memory(cast("dict[str, Any]", card.to_dict()), card.due)


def recall(card: dict[str, Any], at: datetime) -> float:
    """FSRS's retrievability: the chance, in [0, 1], that the item is remembered at a moment."""
    return _SCHEDULER.get_card_retrievability(Card.from_dict(cast("Any", card)), at)
