"""Texts that are not word for word the accepted ones."""

from __future__ import annotations

import pytest

from knowledge.model.assessment import ItemDraft, ItemType, TextKey, Written
from knowledge.quizzing.text_grading import is_slip, outcome
from knowledge.retrieval.embedder import Embedder
from tests.quizzing.text_pairs import CHECK, DEVELOPMENT, Pair


def item(accepted: str, stem: str = "Which?", kind: ItemType = ItemType.SHORT_TEXT) -> ItemDraft:
    return ItemDraft(kind, stem, TextKey((accepted,)))


async def judge(embedder: Embedder, pair: Pair) -> bool:
    return (await outcome(embedder, item(pair.accepted, pair.stem), Written(pair.given))).correct


@pytest.mark.parametrize(
    ("accepted", "given"),
    [
        ("Romania", "Romnia"),
        ("Romania", "Rumania"),
        ("Yugoslavia", "Yugoslawia"),
        ("Nazarbayev University", "Nazarbayev Univeristy"),
        ("Silk Road Economic Belt", "the silk road econmic belt"),
        ("constitutional", "constituional"),
        ("constitutional", "constituttionall"),
    ],
)
def test_a_slip_of_the_pen_in_a_long_word(accepted: str, given: str) -> None:
    assert is_slip(given, accepted, item(accepted))


@pytest.mark.parametrize(
    ("accepted", "given"),
    [
        ("Romania", "Armenia"),
        ("1978", "1979"),
        ("Iran", "Iraq"),
        ("Austria", "Australia"),
        ("Slovakia", "Slovenia"),
        ("Gambia", "Zambia"),
        ("Niger", "Nigeria"),
        ("peace", "place"),
        ("mitosis", "meiosis"),
        ("hypothermia", "hyperthermia"),
        ("intramolecular", "intermolecular"),
        ("two pence", "ten pence"),
        ("G20", "G21"),
        ("emigration", "immigration"),
        ("Yugoslavia", "Yugoslavia and"),
    ],
)
def test_a_slip_that_would_change_the_meaning_is_none(accepted: str, given: str) -> None:
    assert not is_slip(given, accepted, item(accepted))


def test_another_word_of_the_item_is_no_slip_of_this_one() -> None:
    assert is_slip("martial law", "marital law", item("marital law"))
    assert not is_slip("martial law", "marital law", item("marital law", "Martial or marital law?"))


async def test_no_false_answer_of_the_check_list_passes_and_most_true_ones_do(
    loaded_embedder: Embedder,
) -> None:
    judged = {pair: await judge(loaded_embedder, pair) for pair in CHECK}

    assert [pair for pair, passed in judged.items() if passed and not pair.right] == []
    true = [passed for pair, passed in judged.items() if pair.right]
    assert sum(true) / len(true) >= 0.7


async def test_no_false_answer_of_the_development_list_passes(loaded_embedder: Embedder) -> None:
    passed = [pair for pair in DEVELOPMENT if await judge(loaded_embedder, pair)]

    assert [pair for pair in passed if not pair.right] == []
    assert len(passed) >= 15


async def test_a_cloze_takes_its_term_and_no_paraphrase(loaded_embedder: Embedder) -> None:
    right = Written("student exchange")
    cloze = item("the exchange of students", kind=ItemType.CLOZE)
    assert (await outcome(loaded_embedder, item("the exchange of students"), right)).correct
    assert not (await outcome(loaded_embedder, cloze, right)).correct
