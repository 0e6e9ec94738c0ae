"""Fit the sentence weights on one set, check them on another.

`python benchmarks/tune_sentences.py FIT CHECK --data DIR`: a softmax over the sentences of the
first ten passages, maximising the likelihood of those that hold an accepted answer.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from listwise import Lists, tune
from question_sets import ANSWERABLE, open_questions

from knowledge.answering.sentence_scoring import WEIGHTS, score_sentences


async def collect(folder: Path, data: Path) -> Lists:
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


if __name__ == "__main__":
    shipped = WEIGHTS._asdict()
    tune(__doc__, collect, shipped, found="answer in 1 / 3 sentences", depths=(1, 3))
