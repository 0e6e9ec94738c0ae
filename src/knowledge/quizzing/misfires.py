"""When an item misfires, and what to do about it: thresholds and the words for instructors.

An item that nearly everybody or hardly anybody gets right, that does not tell the strong from the
weak, or whose wrong options nobody believes, deserves a look. Below 0.2 an item discriminates
poorly (Ebel & Frisbie 1991); an option that fewer than 5 % pick does no work (Haladyna & Downing
1993); an α of 0.7 is what is asked of a test that grades depend on (Nunnally 1978).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from knowledge.model.assessment import ItemDraft, ItemType
from knowledge.model.item_analysis import Concern, Misfire, OptionStatistics

LOW_DISCRIMINATION = 0.2
TOO_EASY, TOO_HARD = 0.95, 0.2
UNUSED_SHARE, UNUSED_FROM = 0.05, 20
"""A distractor is unused below this share of at least so many answers."""
WISHED_ALPHA = 0.7
_FEW = 10
_MOST_QUESTIONS = 100
"""Nobody writes more for one quiz: to name a larger number helps nobody."""
_OPTION_WIDTH = 80


def item_misfires(
    draft: ItemDraft,
    *,
    facility: float | None,
    discrimination: float | None,
    answered: int,
    options: Sequence[OptionStatistics],
    strong: Sequence[int],
) -> tuple[Misfire, ...]:
    """What an instructor should look at, the most serious first.

    Args:
        draft: The item.
        facility: ``None`` if too few were asked for it to mean anything.
        discrimination: ``None`` if it cannot be told.
        answered: How many gave an answer.
        options: Of a choice.
        strong: How many of the strong learners picked each option; empty if that is not known.
    """
    found: list[Misfire] = []
    is_easy = facility is not None and facility > TOO_EASY
    lures = list(_luring(draft, options, strong))
    if discrimination is not None and round(discrimination, 2) < 0:
        found += [_negative(discrimination), *lures]
    else:
        found += lures
        # Where nearly everybody is right, nobody can be told apart: one warning says it.
        if discrimination is not None and discrimination < LOW_DISCRIMINATION and not is_easy:
            found.append(_low(discrimination))
    if facility is not None and facility < TOO_HARD:
        found.append(_hard(facility))
    if facility is not None and is_easy:
        found.append(_easy(facility, has_options=bool(options)))
    return (*found, *_unused(draft, options, answered))


def reliability_misfires(alpha: float | None, *, items: int, learners: int) -> tuple[Misfire, ...]:
    """What keeps the quiz as a whole from measuring anything, if enough people were asked."""
    if alpha is None or learners < _FEW or alpha >= WISHED_ALPHA:
        return ()
    finding = f"α is {alpha:.2f}; grades should rest on {WISHED_ALPHA:.2f} or more."
    wished = WISHED_ALPHA
    needed = math.ceil(items * wished * (1 - alpha) / (alpha * (1 - wished))) if alpha > 0 else 0
    if 0 < needed <= _MOST_QUESTIONS:
        suggestion = (
            f"{items} questions are few: about {needed} of this quality would reach "
            f"{wished:.2f}. Until then take it as practice, not as an exam."
        )
    else:
        suggestion = (
            "The questions do not measure one thing together. Look at those marked Check first."
        )
    return (Misfire(Concern.LOW_RELIABILITY, finding, suggestion),)


def reliability_caveat(alpha: float | None, *, items: int, learners: int) -> str:
    """How α is to be read here; empty if nothing stands against it."""
    if alpha is None:
        return "It takes two questions, and two people who were asked all of them and differ."
    if learners < _FEW:
        return f"From {learners} people only: chance may move it far."
    if items < _FEW:
        return f"From {items} questions only: few questions keep α low, however good they are."
    return ""


def _negative(discrimination: float) -> Misfire:
    return Misfire(
        Concern.NEGATIVE_DISCRIMINATION,
        "Those who did well on the rest got this wrong more often than the others "
        f"(discrimination {_signed(discrimination)}).",
        "Check the key first, then whether the question can be read in two ways.",
    )


def _low(discrimination: float) -> Misfire:
    return Misfire(
        Concern.LOW_DISCRIMINATION,
        "It hardly tells those who did well on the rest from those who did not "
        f"(discrimination {_signed(discrimination)}).",
        "Look for unclear words, or for a clue that gives the answer away.",
    )


def _hard(facility: float) -> Misfire:
    return Misfire(
        Concern.TOO_HARD,
        f"Few got it right ({facility:.0%}).",
        "Check the key, and whether the documents say it plainly; if they do, teach it again.",
    )


def _easy(facility: float, *, has_options: bool) -> Misfire:
    harder = "bring the wrong options closer to the right one" if has_options else "ask for more"
    return Misfire(
        Concern.TOO_EASY,
        f"Nearly everybody got it right ({facility:.0%}).",
        f"Keep it to warm up with, or {harder}.",
    )


def _luring(
    draft: ItemDraft, options: Sequence[OptionStatistics], strong: Sequence[int]
) -> Iterator[Misfire]:
    if not strong:
        return
    # Of several right options, the one that is overlooked most.
    right = min((strong[option.place] for option in options if option.is_right), default=0)
    for option in options:
        if not option.is_right and strong[option.place] > right:
            yield Misfire(
                Concern.LURING_DISTRACTOR,
                f"Of those who did best on the rest, {strong[option.place]} chose "
                f"“{_short(draft.options[option.place])}” and {right} the right answer.",
                "Check whether it is right too, or whether the key is wrong.",
            )


def _unused(
    draft: ItemDraft, options: Sequence[OptionStatistics], answered: int
) -> Iterator[Misfire]:
    if answered < UNUSED_FROM or draft.type is ItemType.TRUE_FALSE:
        return
    for option in options:
        if not option.is_right and option.share is not None and option.share < UNUSED_SHARE:
            yield Misfire(
                Concern.UNUSED_DISTRACTOR,
                f"Hardly anybody chose “{_short(draft.options[option.place])}” "
                f"({option.count} of {answered}).",
                "Replace it with something that learners really mix up with the right answer.",
            )


def _signed(value: float) -> str:
    return f"{value:z.2f}".replace("-", "−")


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _OPTION_WIDTH else f"{text[: _OPTION_WIDTH - 1].rstrip()}…"
