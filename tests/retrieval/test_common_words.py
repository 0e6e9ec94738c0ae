"""A sample of a vocabulary, whatever tokeniser it is of."""

from knowledge.retrieval.common_words import common_words


def test_whole_words_are_taken_evenly_from_the_whole_vocabulary() -> None:
    letters = "abcdefghijklmno"
    words = [f"{a}{b}{c}word" for a in letters for b in letters for c in letters]
    pieces = ["[PAD]", "##ing", "the", "1998", "don't"]
    sample = common_words([*pieces, *words])
    assert len(sample) == 2_000
    assert not {*pieces} & {*sample}
    assert {sample[0][0], sample[-1][0]} == {"a", "o"}


def test_of_a_vocabulary_that_marks_beginnings_only_beginnings_are_words() -> None:
    assert common_words(["▁harbour", "light", "▁lamp", "house", "▁of"]) == ["harbour", "lamp"]
    assert common_words(["Ġharbour", "light"]) == ["harbour"]
    assert common_words(["Ġ", "harbour", "##light"]) == ["harbour"]


def test_there_are_always_some() -> None:
    assert common_words(["灯", "塔"]) == ["灯", "塔"]
    assert common_words([])
