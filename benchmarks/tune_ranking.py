"""Fit the ranking's weights on one set, check them on another.

`python benchmarks/tune_ranking.py FIT CHECK --data DIR`: a softmax over the first 50 passages of
each question, maximising the likelihood of the hits.
"""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path

import numpy as np
from listwise import fit, recall
from numpy.typing import NDArray
from question_sets import ANSWERABLE, open_questions

from knowledge.retrieval.ranking import WEIGHTS

Floats = NDArray[np.float64]


async def collect(folder: Path, data: Path) -> list[tuple[Floats, Floats]]:
    """For each answerable question: the parts of its candidates, and which are hits."""
    found = []
    async with open_questions(folder, data) as questions:
        async for asked in questions:
            if asked.kind == ANSWERABLE:
                passages = asked.evidence.passages
                parts = [[p.scored.parts[name] for name in WEIGHTS] for p in passages]
                hits = [float(asked.is_hit(p.passage)) for p in passages]
                found.append((np.array(parts), np.array(hits)))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("fit", type=Path)
    parser.add_argument("check", type=Path)
    parser.add_argument("--data", type=Path, required=True)
    arguments = parser.parse_args()
    fitted_on = asyncio.run(collect(arguments.fit, arguments.data))
    checked_on = asyncio.run(collect(arguments.check, arguments.data))
    weights = fit(fitted_on)
    for name, weight in zip(WEIGHTS, weights / weights.sum(), strict=True):
        print(f"{name:16} fitted {weight:6.2f}   shipped {WEIGHTS[name]:.2f}")
    shipped = np.array(list(WEIGHTS.values()))
    for label, lists in ((arguments.fit.name, fitted_on), (arguments.check.name, checked_on)):
        for kind, chosen in (("fitted", weights), ("shipped", shipped)):
            print(f"{label}, {kind}: R@1 / R@5 / R@10 {recall(lists, chosen, (1, 5, 10))}")


if __name__ == "__main__":
    main()
