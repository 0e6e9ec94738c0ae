"""Weights for ordering lists, fitted by a softmax over each list (ListNet's top-one loss)."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize  # type: ignore[import-untyped]

Floats = NDArray[np.float64]
Lists = list[tuple[Floats, Floats]]
"""For each question (n, k) features and (n,) ones for the right candidates."""


def tune(
    description: str | None,
    collect: Callable[[Path, Path], Awaitable[Lists]],
    shipped: Mapping[str, float],
    *,
    found: str,
    depths: Sequence[int],
) -> None:
    """Fit weights on the first set of the command line, and try them and the shipped on both.

    Args:
        collect: The lists of the set in a folder; the second folder keeps its database.
        found: What a recall at one of the ``depths`` counts, in words.
    """
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("fit", type=Path)
    parser.add_argument("check", type=Path)
    parser.add_argument("--data", type=Path, required=True)
    arguments = parser.parse_args()

    async def gather() -> dict[str, Lists]:
        folders = (arguments.fit, arguments.check)
        return {folder.name: await collect(folder, arguments.data) for folder in folders}

    sets = asyncio.run(gather())
    weights = fit(sets[arguments.fit.name])
    ours = np.array([*shipped.values()])
    # Only their proportions matter.
    for name, weight in zip(shipped, weights * (ours.sum() / weights.sum()), strict=True):
        print(f"{name:16} fitted {weight:6.2f}   shipped {shipped[name]:.2f}")
    for label, lists in sets.items():
        for kind, chosen in (("fitted", weights), ("shipped", ours)):
            print(f"{label}, {kind}: {found} {recall(lists, chosen, depths)}")


def fit(lists: Sequence[tuple[Floats, Floats]], ridge: float = 1.0) -> Floats:
    """The weights under which the right candidates are likeliest.

    Args:
        lists: See :data:`Lists`.
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
