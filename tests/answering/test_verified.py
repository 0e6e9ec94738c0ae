"""Which questions a person's answer is given to: paraphrases, and never a near miss."""

from __future__ import annotations

import pytest

from knowledge.answering import verified
from knowledge.answering.verified import may_ask_the_same, threshold
from knowledge.model.wording import normalised
from knowledge.retrieval.embedder import Embedder
from tests.answering.asked_alike import DEVELOPMENT, HELD_OUT, Asked

LISTS = {"development": DEVELOPMENT, "held out": HELD_OUT}


async def _passed(embedder: Embedder, asked: Asked, texts: tuple[str, ...]) -> list[str]:
    known = await embedder.embed_query(asked.question)
    return [
        text
        for text in texts
        if normalised(text) == normalised(asked.question)
        or (
            may_ask_the_same(text, asked.question)
            and float(known @ await embedder.embed_query(text)) >= threshold(text, asked.question)
        )
    ]


@pytest.mark.parametrize("pairs", LISTS.values(), ids=LISTS)
async def test_no_near_miss_is_taken_for_the_question(
    loaded_embedder: Embedder, pairs: tuple[Asked, ...]
) -> None:
    mistaken = [
        (asked.question, text)
        for asked in pairs
        for text in await _passed(loaded_embedder, asked, asked.other)
    ]
    assert mistaken == []


@pytest.mark.parametrize("pairs", LISTS.values(), ids=LISTS)
async def test_three_in_five_paraphrases_are_recognised(
    loaded_embedder: Embedder, pairs: tuple[Asked, ...]
) -> None:
    passed = [len(await _passed(loaded_embedder, asked, asked.same)) for asked in pairs]
    assert sum(passed) >= 0.6 * sum(len(asked.same) for asked in pairs)


def test_what_learners_ask_is_not_remembered() -> None:
    kept = "What did the lantern keeper of Recife earn?"
    verified._traits_of_kept.cache_clear()

    for asked in ("Who is zanzibarcanary?", "Where does zanzibarcanary live?"):
        may_ask_the_same(asked, kept)

    assert verified._traits_of_kept.cache_info().currsize == 1
