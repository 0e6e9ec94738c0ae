"""How alike must two questions be for a person's answer to the one to be given to the other?

Prints, for each of the two kinds of pairs, how many paraphrases and near misses pass at each
threshold: on the development list, where the thresholds were chosen, and on the one held out.

    PYTHONPATH=. python benchmarks/tune_verified.py
"""

from __future__ import annotations

import asyncio

import numpy as np

from knowledge.answering.verified import OTHER_WORDS_THRESHOLD, may_ask_the_same, threshold
from knowledge.model.wording import normalised
from knowledge.retrieval.embedder import Embedder
from tests.answering.asked_alike import DEVELOPMENT, HELD_OUT, Asked


async def _main() -> None:
    async with Embedder.open() as embedder:
        for name, lists in (("development", DEVELOPMENT), ("held out", HELD_OUT)):
            print(f"{name}\n")
            await _print(embedder, lists)


async def _print(embedder: Embedder, lists: tuple[Asked, ...]) -> None:
    measured = []
    refused = [0, 0]
    for asked in lists:
        known = await embedder.embed_query(asked.question)
        for is_same, texts in ((True, asked.same), (False, asked.other)):
            for text in texts:
                if normalised(text) == normalised(asked.question):
                    continue
                if not may_ask_the_same(text, asked.question):
                    refused[is_same] += 1
                    continue
                cosine = float(known @ await embedder.embed_query(text))
                exchanged = threshold(text, asked.question) == OTHER_WORDS_THRESHOLD
                measured.append((exchanged, cosine, is_same, text))
    print(f"refused by their words: {refused[1]} paraphrases, {refused[0]} near misses")
    for exchanged, title in ((False, "same words"), (True, "other words")):
        print(f"\n{title}\nthreshold  paraphrases  near misses")
        kind = [(c, same) for e, c, same, _ in measured if e is exchanged]
        for least in np.arange(0.70, 1.0, 0.02):
            passed = [same for cosine, same in kind if cosine >= least]
            print(f"{least:9.2f}  {sum(passed):11}  {len(passed) - sum(passed):11}")
    print()
    for exchanged, cosine, is_same, text in sorted(measured, key=lambda one: -one[1]):
        words = "other words" if exchanged else "same words "
        print(f"{cosine:.3f}  {'same ' if is_same else 'OTHER'}  {words}  {text}")
    print()


if __name__ == "__main__":
    asyncio.run(_main())
