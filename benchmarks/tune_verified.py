"""How alike must two questions be for a person's answer to the one to be given, or offered, to the
other?

Prints how many paraphrases and near misses pass at each threshold: on the development lists, where
the thresholds were chosen, and totals alone on those held out. To be given, for each of two kinds
of pairs; to be offered, of what is not given.

    PYTHONPATH=. python benchmarks/tune_verified.py
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from knowledge.answering.likeness import (
    OFFERED_BESIDE,
    OFFERED_INSTEAD,
    OTHER_WORDS_THRESHOLD,
    may_ask_the_same,
    may_be_similar,
    threshold,
    traits,
)
from knowledge.model.wording import normalised
from knowledge.retrieval.embedder import Embedder
from tests.answering import asked_alike, asked_otherwise
from tests.answering.asked_alike import Asked


class _Pair(NamedTuple):
    cosine: float
    is_same: bool
    text: str
    may_be_given: bool
    exchanged: bool
    """Each has words that the other lacks."""
    may_be_offered: bool
    is_given: bool


async def _main() -> None:
    async with Embedder.open() as embedder:
        developed = asked_alike.DEVELOPMENT + asked_otherwise.DEVELOPMENT
        held_out = asked_alike.HELD_OUT + asked_otherwise.HELD_OUT
        pairs = await _measure(embedder, developed)
        _print_given(pairs)
        _print_offered(pairs, np.arange(0.50, 1.0, 0.02))
        print("\nheld out")
        pairs = await _measure(embedder, held_out)
        given = [pair.is_same for pair in pairs if pair.is_given]
        print(f"given: {sum(given)} paraphrases, {len(given) - sum(given)} near misses")
        _print_offered(pairs, [OFFERED_INSTEAD, OFFERED_BESIDE])


async def _measure(embedder: Embedder, lists: tuple[Asked, ...]) -> list[_Pair]:
    pairs = []
    for asked in lists:
        known = await embedder.embed_query(asked.question)
        for is_same, texts in ((True, asked.same), (False, asked.other)):
            for text in texts:
                cosine = float(known @ await embedder.embed_query(text))
                needed = threshold(text, asked.question)
                may_be_given = may_ask_the_same(text, asked.question)
                in_same_words = normalised(text) == normalised(asked.question)
                pairs.append(
                    _Pair(
                        cosine=cosine,
                        is_same=is_same,
                        text=text,
                        may_be_given=may_be_given,
                        exchanged=needed == OTHER_WORDS_THRESHOLD,
                        may_be_offered=may_be_similar(traits(text), traits(asked.question)),
                        is_given=in_same_words or (may_be_given and cosine >= needed),
                    )
                )
    return pairs


def _print_given(pairs: list[_Pair]) -> None:
    refused = [pair.is_same for pair in pairs if not pair.may_be_given]
    print(
        f"refused by their words: {sum(refused)} paraphrases, {len(refused) - sum(refused)} others"
    )
    for exchanged, title in ((False, "same words"), (True, "other words")):
        print(f"\ngiven, {title}\nthreshold  paraphrases  near misses")
        kind = [pair for pair in pairs if pair.may_be_given and pair.exchanged is exchanged]
        for least in np.arange(0.70, 1.0, 0.02):
            _print_passed(kind, least)
    for pair in sorted(pairs, reverse=True):
        words = "other words" if pair.exchanged else "same words "
        mark = "same " if pair.is_same else "OTHER"
        print(f"{pair.cosine:.3f}  {mark}  {words}  {pair.text}")


def _print_offered(pairs: list[_Pair], thresholds: Iterable[float]) -> None:
    left = [pair for pair in pairs if not pair.is_given]
    same = sum(pair.is_same for pair in left)
    print(f"\noffered, of {same} paraphrases and {len(left) - same} near misses")
    print("threshold  paraphrases  near misses")
    for least in thresholds:
        _print_passed([pair for pair in left if pair.may_be_offered], least)


def _print_passed(pairs: list[_Pair], least: float) -> None:
    passed = [pair.is_same for pair in pairs if pair.cosine >= least]
    print(f"{least:9.2f}  {sum(passed):11}  {len(passed) - sum(passed):11}")


if __name__ == "__main__":
    asyncio.run(_main())
