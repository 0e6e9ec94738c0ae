"""Fit the decision to answer on some sets, check it on the others.

`python benchmarks/tune_grounding.py FOLDER... --data DIR`: a logistic regression for each set left
out, and one for all. Answerable questions and questions from elsewhere weigh the same in each set;
questions whose subject is there and whose answer is not ("adversarial") weigh a twentieth. The
shipped weights come from squad, openstax and the development questions of the course in `seeds/`.
"""

from __future__ import annotations

import argparse
import asyncio
import math
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from question_sets import ANSWERABLE, open_questions
from scipy.optimize import minimize  # type: ignore[import-untyped]

from knowledge.answering import premises
from knowledge.answering.grounding import (
    BIAS,
    MOST_WHERE_APART,
    THRESHOLDS,
    WEIGHTS,
    features,
    odds_left,
)
from knowledge.answering.sentence_scoring import score_sentences

Floats = NDArray[np.float64]


class Set(NamedTuple):
    """Of n questions."""

    measured: Floats
    """(n, features)."""
    kinds: NDArray[np.str_]
    left: Floats
    """What is left of the odds of each, as its logarithm, whatever the weights."""
    apart: NDArray[np.bool_]
    """Does no sentence to be shown bear out what it takes for granted?"""


NEAR_MISSES = ("adversarial", "near_miss")
BARS = tuple(THRESHOLDS.values())
SMALL_SET = 200
SMALL_SET_SHARE = 0.3
"""A course of a hundred questions counts, but not as much as a set of a thousand."""
AMBIGUOUS = "ooc"
"""In openstax a third of these are answerable elsewhere; in squad none is."""


async def collect(folder: Path, data: Path) -> Set:
    measured, kinds, left, apart = [], [], [], []
    async with open_questions(folder, data) as questions:
        async for asked in questions:
            if folder.name == "openstax" and asked.kind == AMBIGUOUS:
                continue
            best = asked.best()
            scored = score_sentences(best)
            measured.append(features(best, scored))
            kinds.append(asked.kind)
            apart.append(premises.is_apart(best, scored))
            left.append(math.log(odds_left(best, scored, apart[-1])))
    return Set(np.array(measured), np.array(kinds), np.array(left), np.array(apart))


def importance(kinds: NDArray[np.str_]) -> Floats:
    """How much each question weighs; in a large set they sum to 1,000."""
    weights = np.zeros(kinds.size)
    answerable, near = kinds == ANSWERABLE, np.isin(kinds, NEAR_MISSES)
    for group, share in ((answerable, 1.0), (near, 0.05), (~answerable & ~near, 0.5)):
        weights[group] = share / max(1, group.sum())
    share = SMALL_SET_SHARE if kinds.size < SMALL_SET else 1.0
    scaled: Floats = 1000 * share * weights / weights.sum()
    return scaled


def fit(sets: list[Set], ridge: float = 0.5) -> Floats:
    """Weights of the features, and the bias last."""
    measured = np.concatenate([found.measured for found in sets])
    right = np.concatenate([found.kinds == ANSWERABLE for found in sets]).astype(float)
    weights = np.concatenate([importance(found.kinds) for found in sets])
    left = np.concatenate([found.left for found in sets])
    centre, spread = measured.mean(axis=0), measured.std(axis=0) + 1e-6
    scaled = np.c_[(measured - centre) / spread, np.ones(len(measured))]

    def loss(b: Floats) -> tuple[float, Floats]:
        logit = scaled @ b + left
        slope = scaled.T @ (weights * (1 / (1 + np.exp(-logit)) - right))
        slope[:-1] += ridge * b[:-1]
        value = (weights * (np.logaddexp(0, logit) - right * logit)).sum()
        return float(value + ridge * b[:-1] @ b[:-1] / 2), slope

    b = minimize(loss, np.zeros(scaled.shape[1]), jac=True).x
    slopes = b[:-1] / spread
    fitted: Floats = np.append(slopes, b[-1] - slopes @ centre)
    return fitted


def report(label: str, found: Set, weights: Floats) -> None:
    kinds = found.kinds
    sure = 1 / (1 + np.exp(-(found.measured @ weights[:-1] + weights[-1] + found.left)))
    sure = np.where(found.apart, np.minimum(sure, MOST_WHERE_APART), sure)
    kept = sure[kinds == ANSWERABLE]
    print(f"  {label}: kept at {BARS}: {[_percent(kept >= t) for t in BARS]}")
    for kind in sorted(set(kinds) - {ANSWERABLE}):
        other = sure[kinds == kind]
        refused = [_percent(other < t) for t in BARS]
        area = 100 * (kept[:, None] > other).mean()
        at_95 = _percent(other < np.quantile(kept, 0.05))
        print(f"    {kind}: refused {refused}, {at_95} with 95 kept, AUROC {area:.1f}")
    known = ~np.isin(kinds, NEAR_MISSES)
    for low in (0.0, 0.1, 0.3, 0.5, 0.7, 0.9):
        high = {0.0: 0.1, 0.9: 1.01}.get(low, low + 0.2)
        bin_ = known & (sure >= low) & (sure < high)
        share = (kinds[bin_] == ANSWERABLE).mean() if bin_.any() else float("nan")
        print(f"    {low:.1f} to {min(high, 1):.1f}: {share:.2f} answerable of {bin_.sum()}")


def _percent(cases: NDArray[np.bool_]) -> float:
    return round(100 * float(cases.mean()), 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--data", type=Path, required=True)
    arguments = parser.parse_args()
    sets = {f.name: asyncio.run(collect(f, arguments.data)) for f in arguments.folders}
    for name, found in sets.items():
        others = [s for other, s in sets.items() if other != name]
        if others:
            print(f"fitted without {name}")
            report(name, found, fit(others))
    weights = fit(list(sets.values()))
    print("fitted on all:", dict(zip((*WEIGHTS._fields, "bias"), weights.round(2), strict=True)))
    for name, found in sets.items():
        report(f"{name}, as shipped", found, np.array([*WEIGHTS, BIAS]))


if __name__ == "__main__":
    main()
