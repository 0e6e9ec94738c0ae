"""Postings and cosines → passages in order."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.retrieval.ranking import WEIGHTS, Cosines, Layout, Postings, rank
from knowledge.retrieval.words import SearchWord, search_words

LAYOUT = Layout(np.array([0, 0, 1, 1, 2]))
"""Three passages, of two, two and one sentences."""


def posting(word: str, sentences: list[int], headings: list[int] | None = None) -> Postings:
    return Postings(
        SearchWord(word, is_name=False),
        np.array(sentences, dtype=np.int64),
        np.array(headings or [], dtype=np.int64),
    )


def cosines(sentences: list[float], documents: tuple[float, ...] = (0, 0, 0)) -> Cosines:
    return Cosines(
        np.array(sentences, dtype=np.float32),
        np.zeros(3, dtype=np.float32),
        np.array(documents, dtype=np.float32),
        np.zeros(1, dtype=np.float32),
    )


def test_words_together_beat_words_apart() -> None:
    ranking = rank(LAYOUT, [posting("a", [0, 2]), posting("b", [1, 2])], cosines([0.0] * 5))
    assert ranking.order[0] == 1


def test_rare_words_weigh_more() -> None:
    ranking = rank(LAYOUT, [posting("common", [0, 2]), posting("rare", [4])], cosines([0.0] * 5))
    assert ranking.order[0] == 2
    assert ranking.words[1].weight > ranking.words[0].weight > 0


def test_meaning_decides_where_words_do_not() -> None:
    assert rank(LAYOUT, [], cosines([0, 0, 0, 0.7, 0.1])).order.tolist() == [1, 2, 0]


def test_of_two_like_passages_the_one_whose_document_is_about_it_comes_first() -> None:
    assert rank(LAYOUT, [], cosines([0.5] * 5, (0.1, 0.1, 0.4))).order[0] == 2


def test_headings_count_for_every_passage_below_them() -> None:
    ranking = rank(LAYOUT, [posting("a", [], [2])], cosines([0.0] * 5))
    assert ranking.order[0] == 2
    assert ranking.headed.tolist() == [[False, False, True]]


def test_a_word_that_the_course_lacks_lowers_every_score() -> None:
    known = rank(LAYOUT, [posting("a", [0])], cosines([0.2] * 5))
    with_unknown = rank(LAYOUT, [posting("a", [0]), posting("zzz", [])], cosines([0.2] * 5))
    assert with_unknown.scores[0] < known.scores[0]
    assert with_unknown.words[1].share == 0


def test_only_the_passages_allowed_are_returned() -> None:
    among = np.array([True, False, True])
    ranking = rank(LAYOUT, [posting("a", [2])], cosines([0.0] * 5), among=among, top=5)
    assert sorted(ranking.order.tolist()) == [0, 2]


def test_equal_passages_stay_in_reading_order() -> None:
    assert rank(LAYOUT, [], cosines([0.5] * 5), top=2).order.tolist() == [0, 1]


def test_sentences_out_of_order_are_refused() -> None:
    with pytest.raises(ValueError, match="sorted by passage"):
        Layout(np.array([0, 2, 1]))


@given(
    st.lists(st.lists(st.integers(0, 4), unique=True), max_size=4),
    st.lists(st.floats(-1, 1, width=32), min_size=5, max_size=5),
)
def test_scores_and_their_parts_lie_between_0_and_1(
    members: list[list[int]], similar: list[float]
) -> None:
    ranking = rank(LAYOUT, [posting(str(i), m) for i, m in enumerate(members)], cosines(similar))
    assert ranking.parts.keys() == WEIGHTS.keys()
    for values in (ranking.scores, ranking.coverage, *ranking.parts.values()):
        assert ((values >= 0) & (values <= 1 + 1e-9)).all()
    assert (np.diff(ranking.scores) <= 0).all()


def test_weights_sum_to_one() -> None:
    assert sum(WEIGHTS.values()) == pytest.approx(1)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Who was the envoy of Kublai Khan in 1274?", ["envoy", "kublai*", "khan*", "1274*"]),
        ("What’s the café's name?", ["cafe", "name"]),
        ("What is the US position on WHO?", ["us*", "position", "who*"]),
        ("what is meant by “soft power”", ["meant", "soft*", "power*"]),
        ("tea or tea?", ["tea"]),
        ("Who are we?", []),
        ("I was ill. Briefly describe Hong.", ["ill", "briefly", "hong*"]),
        ("Is it so? “Compare” Dr. Zhao!", ["compare*", "dr*", "zhao*"]),
        ("the U.S. Senate, or plan B", ["u", "senate*", "plan", "b*"]),
    ],
)
def test_a_question_is_searched_by_what_it_is_about(question: str, words: list[str]) -> None:
    """Names are marked with a star here."""
    assert [w.text + "*" * w.is_name for w in search_words(question)] == words
