"""Which questions a person's answer is given to: paraphrases, and never a near miss."""

from __future__ import annotations

import pytest

from knowledge.answering import likeness
from knowledge.answering.likeness import (
    OFFERED_BESIDE,
    OFFERED_INSTEAD,
    may_ask_the_same,
    may_be_similar,
    threshold,
    traits,
)
from knowledge.model.wording import normalised
from knowledge.retrieval.embedder import Embedder
from tests.answering import asked_otherwise
from tests.answering.asked_alike import DEVELOPMENT, HELD_OUT, Asked

LISTS = {"development": DEVELOPMENT, "held out": HELD_OUT}
ALL = {
    "development": DEVELOPMENT + asked_otherwise.DEVELOPMENT,
    "held out": HELD_OUT + asked_otherwise.HELD_OUT,
}


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


@pytest.mark.parametrize("pairs", ALL.values(), ids=ALL)
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


async def _offered(
    embedder: Embedder, pairs: tuple[Asked, ...], least: float, *, same: bool
) -> float:
    """The share of what is not taken for the question itself to which its answer is offered."""
    offered = []
    for asked in pairs:
        texts = asked.same if same else asked.other
        given = await _passed(embedder, asked, texts)
        known = await embedder.embed_query(asked.question)
        for text in (text for text in texts if text not in given):
            may_be = may_be_similar(traits(text), traits(asked.question))
            offered.append(may_be and float(known @ await embedder.embed_query(text)) >= least)
    return sum(offered) / len(offered)


@pytest.mark.parametrize("pairs", ALL.values(), ids=ALL)
@pytest.mark.parametrize(
    ("least", "found", "mistaken"), [(OFFERED_INSTEAD, 0.8, 0.4), (OFFERED_BESIDE, 0.3, 0.25)]
)
async def test_the_answer_to_a_similar_question_is_offered_more_often_than_that_to_another(
    loaded_embedder: Embedder,
    pairs: tuple[Asked, ...],
    least: float,
    found: float,
    mistaken: float,
) -> None:
    assert await _offered(loaded_embedder, pairs, least, same=True) >= found
    assert await _offered(loaded_embedder, pairs, least, same=False) <= mistaken


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("When was the mill closed?", "When was the mill opened?"),
        ("What did Wei write in 1972?", "What did Wei write in 1978?"),
        ("Whom did Ana Lind invite?", "Whom did Bo Ek invite?"),
        ("Why did Ana invite Bo?", "Why did Bo invite Ana?"),
        ("Who opened the mill?", "When was the mill opened?"),
        ("Where is the mill?", "Is the exam graded?"),
    ],
)
def test_what_its_words_say_to_be_another_question_is_offered_nothing(
    asked: str, kept: str
) -> None:
    assert not may_be_similar(traits(asked), traits(kept))


@pytest.mark.parametrize(
    ("question", "months"),
    [("May I leave early?", 0), ("How large may a group be?", 0), ("What began in May 1972?", 1)],
)
def test_may_is_a_month_only_where_it_dates(question: str, months: int) -> None:
    assert traits(question).counted["may"] == months


def test_what_learners_ask_is_not_remembered() -> None:
    kept = "What did the lantern keeper of Recife earn?"
    likeness.traits_of_kept.cache_clear()

    for asked in ("Who is zanzibarcanary?", "Where does zanzibarcanary live?"):
        may_ask_the_same(asked, kept)

    assert likeness.traits_of_kept.cache_info().currsize == 1
