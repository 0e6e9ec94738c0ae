"""Slips of the finger are forgiven; other words are not mistaken for each other."""

import pytest

from knowledge.retrieval.spelling import Vocabulary

VOCABULARY = Vocabulary(
    ("khartoum", "romania", "stilwell", "yugoslavia", "rejuvenation", "visit", "2013")
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("khartum", "khartoum"),
        ("romaina", "romania"),
        ("stillwell", "stilwell"),
        ("yugoslvaia", "yugoslavia"),
        ("rejuvinaton", "rejuvenation"),
    ],
)
def test_a_slip_finds_the_word_that_was_meant(typed: str, meant: str) -> None:
    assert VOCABULARY.nearest(typed) == meant


@pytest.mark.parametrize("typed", ["vist", "albania", "oman", "2012", "bread", "tomania", ""])
def test_short_words_numbers_and_other_words_stay_as_they_are(typed: str) -> None:
    assert VOCABULARY.nearest(typed) is None
