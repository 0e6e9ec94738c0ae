"""How good answers are on development sets: `python benchmarks/quality.py FOLDER... --data DIR`.

Retrieval: the share of answerable questions with a hit among the first 1, 5 and 10 passages, and
MRR@10. Sentences: the share with an accepted answer in the first, the first three, and the
quotations shown. Abstention: kept (answerable, answered) and refused (of each other kind) at the
normal strictness, and the area under the ROC curve. Other systems' figures stand beside: all
measured with the same model and the same passages; the engine cuts the documents itself.
A passage that cannot be located in the set's text is no hit where a set names the gold region.
"""

from __future__ import annotations

import argparse
import asyncio
from collections import defaultdict
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from question_sets import ANSWERABLE, Asked, open_questions

from knowledge.answering.composer import compose
from knowledge.answering.grounding import confidence, is_grounded
from knowledge.answering.sentence_scoring import score_sentences

PEERS = {
    "squad": "txtai hybrid 81.6 / 95.5 / 96.9, BM25 78.6 / 93.0 / 95.6, dense 63 / 88 / 93",
    "openstax": "txtai hybrid 67.6 / 85.3 / 89.7, BM25 65.1 / 81.8 / 86.5, dense 57 / 80 / 85",
}

FITTED_ON = frozenset(PEERS)
"""What the shipped weights were fitted on; their figures are not those of unseen documents."""
COURSE = "people-to-people-diplomacy"
"""The course in `seeds/`: only the decision to answer was fitted on its development questions."""


async def measure(folder: Path, data: Path) -> None:
    ranks: list[float] = []
    shown: list[tuple[bool, bool, bool]] = []
    lengths: list[int] = []
    confidences: dict[str, list[float]] = defaultdict(list)
    async with open_questions(folder, data) as questions:
        async for asked in questions:
            scored = score_sentences(asked.best())
            confidences[asked.kind].append(confidence(asked.best(), scored))
            if asked.kind != ANSWERABLE:
                continue
            ranks.append(_rank(asked))
            if asked.extractable:
                right = [
                    asked.is_hit(s.within.passage) and asked.holds(s.evidence.text) for s in scored
                ]
                text = compose(asked.best().question, scored)
                quotes = [s.text for s in text.sentences]
                shown.append((right[0], any(right[:3]), any(asked.holds(q) for q in quotes)))
                lengths.append(len(text.sentences))
    _report(folder.name, np.array(ranks), np.array(shown), float(np.mean(lengths)), confidences)


def _rank(asked: Asked) -> float:
    for rank, passage in enumerate(asked.evidence.passages, start=1):
        if asked.is_hit(passage.passage):
            return rank
    return float("inf")


def _report(
    name: str,
    ranks: NDArray[np.float64],
    shown: NDArray[np.bool_],
    length: float,
    confidences: dict[str, list[float]],
) -> None:
    recall = " / ".join(f"{100 * (ranks <= k).mean():.1f}" for k in (1, 5, 10))
    mrr = np.where(ranks <= 10, 1 / ranks, 0).mean()
    one, three, composed = 100 * shown.mean(axis=0)
    print(f"{name}: {len(ranks)} answerable questions; {_fitting(name)}")
    print(f"  R@1 / R@5 / R@10   {recall}   MRR@10 {100 * mrr:.1f}")
    print(f"    others           {PEERS.get(name, 'not measured')}")
    if name in PEERS:
        print("                     (all with the same passages; the engine cuts its own)")
    print(f"  answer in the first sentence {one:.1f}, the first three {three:.1f},")
    print(f"    in the {length:.1f} quotations shown {composed:.1f} (of {len(shown)})")
    kept = np.array(confidences.pop(ANSWERABLE))
    print(f"  kept {100 * np.mean([is_grounded(c) for c in kept]):.1f}")
    for kind, values in confidences.items():
        refused = 100 * np.mean([not is_grounded(c) for c in values])
        area = 100 * (kept[:, None] > np.array(values)).mean()
        print(f"  {kind}: refused {refused:.1f}, AUROC {area:.1f}")


def _fitting(name: str) -> str:
    if name in FITTED_ON:
        return "the weights were fitted on both development sets, so also on this one"
    if name == COURSE:
        return "of the weights, only those of the decision to answer were fitted on this, too"
    return "no weight was fitted on this set"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--data", type=Path, required=True, help="where ingested documents stay")
    arguments = parser.parse_args()
    for folder in arguments.folders:
        asyncio.run(measure(folder, arguments.data))


if __name__ == "__main__":
    main()
