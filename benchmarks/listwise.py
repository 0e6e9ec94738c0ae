"""Weights for ordering lists, fitted by a softmax over each list (ListNet's top-one loss)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize  # type: ignore[import-untyped]

Floats = NDArray[np.float64]


def fit(lists: Sequence[tuple[Floats, Floats]], ridge: float = 1.0) -> Floats:
    """The weights under which the right candidates are likeliest.

    Args:
        lists: For each question (n, k) features and (n,) ones for the right candidates.
        ridge: Half of it times the squared weights is added, in units of standard deviations.
    """
    useful = [(features, right) for features, right in lists if right.any()]
    spread = np.concatenate([features for features, _ in useful]).std(axis=0) + 1e-9

    def loss(weights: Floats) -> tuple[float, Floats]:
        total, slope = ridge * weights @ weights / 2, ridge * weights
        for features, right in useful:
            scaled = features / spread
            scores = np.exp(scaled @ weights - (scaled @ weights).max())
            every, good = scores / scores.sum(), scores * right / (scores * right).sum()
            total -= np.log((scores * right).sum() / scores.sum())
            slope = slope + (every - good) @ scaled
        return float(total), slope

    start = np.zeros(spread.size)
    return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B").x / spread)


def recall(
    lists: Sequence[tuple[Floats, Floats]], weights: Floats, depths: Sequence[int]
) -> list[float]:
    """The percentage of lists with a right candidate among the first, for each depth."""
    ordered = [right[np.argsort(-(features @ weights), kind="stable")] for features, right in lists]
    return [round(100 * float(np.mean([o[:depth].any() for o in ordered])), 1) for depth in depths]
