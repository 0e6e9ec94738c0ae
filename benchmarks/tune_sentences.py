"""Fit the sentence weights on one set, check them on another.

`python benchmarks/tune_sentences.py FIT CHECK --data DIR`: a softmax over the sentences of the
first ten passages, maximising the likelihood of those that hold an accepted answer.
"""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path

import numpy as np
from listwise import fit, recall
from numpy.typing import NDArray
from question_sets import ANSWERABLE, open_questions

from knowledge.answering.sentence_scoring import WEIGHTS, score_sentences

Floats = NDArray[np.float64]


async def collect(folder: Path, data: Path) -> list[tuple[Floats, Floats]]:
    """For each question: the measures of its sentences, and which hold an accepted answer."""
    found = []
    async with open_questions(folder, data) as questions:
        async for asked in questions:
            if asked.kind == ANSWERABLE and asked.extractable:
                scored = score_sentences(asked.best())
                right = [
                    asked.is_hit(s.within.passage) and asked.holds(s.evidence.text) for s in scored
                ]
                found.append((np.array([s.measures for s in scored]), np.array(right, dtype=float)))
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
    for name, weight in zip(WEIGHTS._fields, weights / weights[0], strict=True):
        print(f"{name:16} fitted {weight:6.2f}   shipped {getattr(WEIGHTS, name):.2f}")
    for label, lists in ((arguments.fit.name, fitted_on), (arguments.check.name, checked_on)):
        for kind, chosen in (("fitted", weights), ("shipped", np.array(WEIGHTS))):
            print(f"{label}, {kind}: answer in 1 / 3 sentences {recall(lists, chosen, (1, 3))}")


if __name__ == "__main__":
    main()
