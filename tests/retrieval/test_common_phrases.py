"""Phrases of a vocabulary's words, whatever tokeniser it is of."""

from knowledge.retrieval.common_phrases import common_phrases, whole_words


def test_phrases_are_made_evenly_of_the_whole_words_of_the_whole_vocabulary() -> None:
    letters = "abcdefghijklmnopqr"
    words = [f"{a}{b}{c}word" for a in letters for b in letters for c in letters]
    pieces = ["[PAD]", "##ing", "the", "1998", "don't"]
    phrases = common_phrases([*pieces, *words])
    assert len(phrases) == 2_000
    used = [word for phrase in phrases for word in phrase.split(" and ")]
    assert len({*used}) == 4_000
    assert not {*pieces} & {*used}
    assert {phrases[0][0], phrases[-1][0]} == {"a", "r"}


def test_of_a_vocabulary_that_marks_beginnings_only_beginnings_are_words() -> None:
    assert whole_words(["▁harbour", "light", "▁lamp", "house", "▁of"]) == ["harbour", "lamp"]
    assert whole_words(["Ġharbour", "light"]) == ["harbour"]
    assert whole_words(["Ġ", "harbour", "##light"]) == ["harbour"]
    words = [f"word{letter}" for letter in "abcdefghijkl"]
    assert whole_words([*words, "Ġudizju"]) == [*words, "Ġudizju"]


def test_there_are_always_some() -> None:
    assert common_phrases(["灯", "塔"]) == ["灯 and 塔"]
    assert common_phrases(["lamp"])
    assert common_phrases([])
