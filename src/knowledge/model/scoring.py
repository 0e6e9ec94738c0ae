"""Points of a live quiz: what a response is worth, and who stands where."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean

FORMULA = "points = score × (1 + bonus × share of your time that was left)"
"""As `/quiz rules` prints it. The score is 1 for right, 0 for wrong, and between them for partial
credit; the bonus is 0 unless the host set one; the time counts from the question's message to your
last change, by Discord's clock."""

_DECIMALS = 6
"""Sums of points that agree so far are equal: the order of adding floats makes no rank."""


def points(score: float, *, bonus: float, elapsed: float, allowed: float | None) -> float:
    """``FORMULA``.

    Args:
        score: Of the outcome, in [0, 1].
        bonus: Share that speed may add.
        elapsed: Seconds that the learner took, without pauses.
        allowed: Seconds that this learner had, with their own time factor; ``None`` if untimed,
            and then nothing is added.
    """
    return score * (1 + bonus * _share_left(elapsed, allowed))


def ranks(totals: Sequence[float]) -> list[int]:
    """The rank of each total: one more than how many are larger, so 1, 1, 3."""
    rounded = [round(total, _DECIMALS) for total in totals]
    first: dict[float, int] = {}
    for place, total in enumerate(sorted(rounded, reverse=True), start=1):
        first.setdefault(total, place)
    return [first[total] for total in rounded]


def team_points(totals: Sequence[float]) -> float:
    """The mean of its players' points, so that a larger team has no advantage."""
    return fmean(totals)


def _share_left(elapsed: float, allowed: float | None) -> float:
    if not allowed:
        return 0.0
    return min(1.0, max(0.0, 1 - elapsed / allowed))
