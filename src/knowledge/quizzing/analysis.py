"""Item analysis after classical test theory: which items work, and how far to trust the whole.

Formulas and their sources, with x an item's score and n the learners who were asked it:

- *Facility index*: the mean of x over its maximum, which is 1 here (Crocker & Algina 1986, ch. 14;
  Moodle's quiz statistics use the same name).
- *Discrimination*: the corrected point-biserial, Pearson's r of x and the rest score, which leaves
  the item itself out (Henrysson 1963). The rest score is the mean of the other items that the
  learner was asked; where everyone was asked everything that is the same r as with their sum.
- *Discrimination of an option*: the same r, of having picked it (1) or not (0).
- *Strong learners*: the upper 27 % by rest score, with all who tie with the last (Kelley 1939).
- *α* = k / (k - 1) · (1 - Σ var(x) / var(total)), k items (Cronbach 1951).
- *Standard error of measurement* = sd(total) · √(1 - α) (Lord & Novick 1968).
- *Items for an α wished for* = k · wished (1 - α) / (α (1 - wished)) (Spearman 1910, Brown 1910).

Variances divide by n - 1. Attempts from the catch-up seat are no part of the sheet: they were made
after the key was shown in the channel.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import StatisticsError, correlation, fmean, variance

from knowledge.model.assessment import ChoiceKey, ItemDraft, Picked
from knowledge.model.item_analysis import (
    Analysis,
    Cell,
    ItemStatistics,
    OptionStatistics,
    Reliability,
    Sheet,
)
from knowledge.quizzing.misfires import item_misfires, reliability_caveat, reliability_misfires

FEWEST_LEARNERS = 10
"""Below that a correlation says nothing."""
_STRONG_SHARE = 0.27


def analyse(sheet: Sheet) -> Analysis:
    """Everything that the sheet says of its items and of itself."""
    means = [
        fmean(cell.score for cell in row if cell is not None)
        for row in sheet.rows
        if any(cell is not None for cell in row)
    ]
    return Analysis(
        learners=len(means),
        mean=fmean(means) if means else None,
        items=tuple(_item(sheet, place) for place in range(len(sheet.items))),
        reliability=_reliability(sheet),
    )


@dataclass(frozen=True, slots=True)
class _Taken:
    """An item as one learner took it."""

    cell: Cell
    rest: float | None
    """Their mean score on the other items; ``None`` if they were asked no other."""

    @property
    def places(self) -> tuple[int, ...]:
        response = self.cell.response
        return response.places if isinstance(response, Picked) else ()


def _item(sheet: Sheet, place: int) -> ItemStatistics:
    draft = sheet.items[place]
    taken = [
        _Taken(cell, _rest(row, place)) for row in sheet.rows if (cell := row[place]) is not None
    ]
    answered = sum(one.cell.response is not None for one in taken)
    facility = fmean(one.cell.score for one in taken) if taken else None
    discrimination = _discrimination(taken, [one.cell.score for one in taken])
    options = _options(draft, taken, answered)
    return ItemStatistics(
        asked=len(taken),
        answered=answered,
        facility=facility,
        discrimination=discrimination,
        options=options,
        misfires=item_misfires(
            draft,
            facility=facility if len(taken) >= FEWEST_LEARNERS else None,
            discrimination=discrimination,
            answered=answered,
            options=options,
            strong=_picked_by_strong(draft, taken),
        ),
    )


def _rest(row: Sequence[Cell | None], place: int) -> float | None:
    others = [cell.score for at, cell in enumerate(row) if cell is not None and at != place]
    return fmean(others) if others else None


def _discrimination(taken: Sequence[_Taken], values: Sequence[float]) -> float | None:
    pairs = [(value, one.rest) for value, one in zip(values, taken, strict=True)]
    known = [(value, rest) for value, rest in pairs if rest is not None]
    if len(known) < FEWEST_LEARNERS:
        return None
    try:
        return correlation([value for value, _ in known], [rest for _, rest in known])
    except StatisticsError:
        # All scored the same on one of the two.
        return None


def _options(
    draft: ItemDraft, taken: Sequence[_Taken], answered: int
) -> tuple[OptionStatistics, ...]:
    key = draft.key
    if not isinstance(key, ChoiceKey):
        return ()
    found = []
    for place in range(len(draft.options)):
        picked = [float(place in one.places) for one in taken]
        count = round(sum(picked))
        found.append(
            OptionStatistics(
                place=place,
                is_right=place in key.right,
                count=count,
                share=count / answered if answered else None,
                discrimination=_discrimination(taken, picked),
            )
        )
    return tuple(found)


def _picked_by_strong(draft: ItemDraft, taken: Sequence[_Taken]) -> tuple[int, ...]:
    """How many strong learners picked each option; empty if nobody stands out."""
    ranked = sorted((one for one in taken if one.rest is not None), key=_rest_of, reverse=True)
    if len(ranked) < FEWEST_LEARNERS:
        return ()
    last = _rest_of(ranked[math.ceil(_STRONG_SHARE * len(ranked)) - 1])
    strong = [one for one in ranked if _rest_of(one) >= last]
    if len(strong) == len(ranked):
        return ()
    return tuple(sum(place in one.places for one in strong) for place in range(len(draft.options)))


def _rest_of(one: _Taken) -> float:
    return 0.0 if one.rest is None else one.rest


def _reliability(sheet: Sheet) -> Reliability:
    whole = [
        [cell.score for cell in row if cell is not None]
        for row in sheet.rows
        if all(cell is not None for cell in row)
    ]
    items, learners = len(sheet.items), len(whole)
    alpha = error = None
    if items >= 2 and learners >= 2:
        total = variance([math.fsum(scores) for scores in whole])
        if total > 0:
            within = math.fsum(variance(scores) for scores in zip(*whole, strict=True))
            alpha = items / (items - 1) * (1 - within / total)
            error = math.sqrt(total) * math.sqrt(1 - alpha)
    return Reliability(
        learners=learners,
        items=items,
        alpha=alpha,
        standard_error=error,
        caveat=reliability_caveat(alpha, items=items, learners=learners),
        misfires=reliability_misfires(alpha, items=items, learners=learners),
    )
