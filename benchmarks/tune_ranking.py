"""Fit the ranking's weights on one set, check them on another.

`python benchmarks/tune_ranking.py FIT CHECK --data DIR`: a softmax over the first 50 passages of
each question, maximising the likelihood of the hits.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from listwise import Lists, tune
from question_sets import ANSWERABLE, open_questions

from knowledge.retrieval.ranking import WEIGHTS


async def collect(folder: Path, data: Path) -> Lists:
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


if __name__ == "__main__":
    tune(__doc__, collect, WEIGHTS, found="R@1 / R@5 / R@10", depths=(1, 5, 10))
