"""Slips of the finger are forgiven; other words are not mistaken for each other."""

import pytest

from knowledge.retrieval.spelling import Vocabulary, is_form_of_known, is_same_word

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


@pytest.mark.parametrize("asked", ["romania", "romanians", "visitor", "khart", "2013"])
def test_another_ending_is_a_form_of_the_word(asked: str) -> None:
    assert VOCABULARY.holds_form_of(asked)


@pytest.mark.parametrize(("asked", "held"), [("usa", True), ("us", True), ("italy", False)])
def test_of_short_words_little_must_be_the_same(asked: str, held: bool) -> None:
    assert Vocabulary(("us", "it", "ita")).holds_form_of(asked) is held


@pytest.mark.parametrize("asked", ["romanticism", "tomania", "visitationally", "2012", "20", "v"])
def test_a_like_beginning_alone_is_no_form(asked: str) -> None:
    assert not Vocabulary(("roman", "visit", "romania", "2013")).holds_form_of(asked)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("harbour", "harbor"),
        ("centre", "center"),
        ("organisation", "organization"),
        ("analyse", "analyze"),
        ("travelled", "traveled"),
        ("defence", "defense"),
        ("programme", "program"),
        ("dialogue", "dialog"),
        ("elisabeth", "elizabeth"),
    ],
)
def test_both_spellings_of_a_word_are_the_same_word(one: str, other: str) -> None:
    assert is_same_word(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("mortality", "morality"), ("martial", "marital"), ("bonded", "bounded"), ("treaty", "treat")],
)
def test_words_that_are_merely_alike_are_not(one: str, other: str) -> None:
    assert not is_same_word(one, other)


@pytest.mark.parametrize(
    ("word", "known"),
    [("lamp", True), ("lamps", True), ("lamped", True), ("lampish", False), ("lam", False)],
)
def test_a_regular_ending_makes_a_form_of_a_known_word(word: str, known: bool) -> None:
    assert is_form_of_known(word, {"lamp"}) is known
