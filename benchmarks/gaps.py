"""How long it takes to gather open questions by meaning, without encoding them.

    python benchmarks/gaps.py

`/answers gaps` compares the newest 2,000; 10,000 show what more would cost.
"""

from __future__ import annotations

import time

import numpy as np

from knowledge.model.gap import FEWEST
from knowledge.retrieval.communities import communities
from knowledge.reviewing.gaps import MOST, THRESHOLD

_DIMENSION = 384
_ALIKE = 20
"""Questions that ask for the same."""


def main() -> None:
    rng = np.random.default_rng(7)
    for count in (MOST, 10_000):
        centres = rng.normal(size=(count // _ALIKE, _DIMENSION))
        texts = np.repeat(centres, _ALIKE, axis=0) + rng.normal(size=(count, _DIMENSION)) * 0.6
        vectors = (texts / np.linalg.norm(texts, axis=1, keepdims=True)).astype(np.float32)
        started = time.perf_counter()
        found = communities(vectors, THRESHOLD, FEWEST)
        print(f"{count:,} questions: {len(found)} gaps in {time.perf_counter() - started:.2f} s")


if __name__ == "__main__":
    main()
