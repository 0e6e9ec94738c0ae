"""Item analysis against figures worked out by hand, and what it warns of."""

from __future__ import annotations

from math import sqrt

import pytest
from scipy import stats

from knowledge.model.assessment import (
    ChoiceKey,
    ItemDraft,
    ItemType,
    Picked,
    TextKey,
    Written,
)
from knowledge.model.item_analysis import Analysis, Cell, Concern, Sheet
from knowledge.quizzing.analysis import analyse

LETTERS = ItemDraft(
    ItemType.SINGLE_CHOICE,
    "Who opened the bridge?",
    ChoiceKey(frozenset({0})),
    options=("Calder", "Pryce", "Okafor", "Hong"),
)
WORDS = ItemDraft(ItemType.SHORT_TEXT, "What did it cost?", TextKey(("48,000 pounds",)))

SCORES = (
    (1, 1, 1, 1),
    (1, 1, 1, 0),
    (1, 1, 0.5, 1),
    (1, 1, 1, 0),
    (1, 0, 1, 1),
    (1, 1, 0, 0),
    (0, 1, 0.5, 0),
    (0, 0, 1, 0),
    (0, 1, 0, 0),
    (0, 0, 0, 0),
)
"""Ten learners, four items; the third gives partial credit."""
PICKED = (0, 0, 0, 0, 0, 0, 1, 1, 2, None)
"""What they chose of the first item; the last one gave no answer."""


def sheet() -> Sheet:
    rows = []
    for scores, place in zip(SCORES, PICKED, strict=True):
        first = Cell(scores[0], None if place is None else Picked((place,)))
        rows.append((first, *(Cell(score, Written("words")) for score in scores[1:])))
    return Sheet((LETTERS, WORDS, WORDS, WORDS), tuple(rows))


def single(right: list[int], places: list[int | None], draft: ItemDraft = LETTERS) -> Analysis:
    """Of one choice, beside an item on which learner i scores i; the key's place is 0."""
    rows = tuple(
        (
            Cell(float(place == 0), None if place is None else Picked((place,))),
            Cell(score / 100, Written("words")),
        )
        for score, place in zip(right, places, strict=True)
    )
    return analyse(Sheet((draft, WORDS), rows))


def concerns(analysis: Analysis) -> list[Concern]:
    return [misfire.concern for misfire in analysis.items[0].misfires]


def test_facility_is_the_mean_score() -> None:
    first, second, third, fourth = analyse(sheet()).items

    # Column sums: 6 ones; 7 ones; 1+1+.5+1+1+.5+1 = 6; 3 ones; each over 10 learners.
    assert first.facility == pytest.approx(6 / 10, abs=1e-6)
    assert second.facility == pytest.approx(7 / 10, abs=1e-6)
    assert third.facility == pytest.approx(6 / 10, abs=1e-6)
    assert fourth.facility == pytest.approx(3 / 10, abs=1e-6)
    assert (first.asked, first.answered) == (10, 9)


def test_discrimination_is_the_correlation_with_the_rest_worked_out_by_hand() -> None:
    # r = (Σxy - ΣxΣy/n) / √((Σx² - (Σx)²/n) (Σy² - (Σy)²/n)), n = 10, y = sum of the other items.
    # Item 1: y = 3, 2, 2.5, 2, 2, 1, 1.5, 1, 1, 0.  Σx = Σx² = 6, Σy = 16, Σy² = 32.5,
    #   Σxy = 3 + 2 + 2.5 + 2 + 2 + 1 = 12.5:  (12.5 - 9.6) / √((6 - 3.6) (32.5 - 25.6))
    # Item 2: y = 3, 2, 2.5, 2, 3, 1, .5, 1, 0, 0.  Σx = Σx² = 7, Σy = 15, Σy² = 34.5,
    #   Σxy = 3 + 2 + 2.5 + 2 + 1 + .5 + 0 = 11:  (11 - 10.5) / √((7 - 4.9) (34.5 - 22.5))
    # Item 3: y = 3, 2, 3, 2, 2, 2, 1, 0, 1, 0.  Σx = 6, Σx² = 5.5, Σy = 16, Σy² = 36,
    #   Σxy = 3 + 2 + 1.5 + 2 + 2 + .5 + 0 = 11:  (11 - 9.6) / √((5.5 - 3.6) (36 - 25.6))
    # Item 4: y = 3, 3, 2.5, 3, 2, 2, 1.5, 1, 1, 0.  Σx = Σx² = 3, Σy = 19, Σy² = 45.5,
    #   Σxy = 3 + 2.5 + 2 = 7.5:  (7.5 - 5.7) / √((3 - .9) (45.5 - 36.1))
    by_hand = [
        2.9 / sqrt(2.4 * 6.9),
        0.5 / sqrt(2.1 * 12.0),
        1.4 / sqrt(1.9 * 10.4),
        1.8 / sqrt(2.1 * 9.4),
    ]

    found = [item.discrimination for item in analyse(sheet()).items]

    assert found == pytest.approx(by_hand, abs=1e-6)
    assert found == pytest.approx([0.712636, 0.099602, 0.314945, 0.405134], abs=1e-6)


def test_discrimination_is_what_scipy_calls_the_point_biserial() -> None:
    found = analyse(sheet()).items

    for place in (0, 1, 3):
        scores = [row[place] for row in SCORES]
        rest = [sum(row) - row[place] for row in SCORES]
        expected = stats.pointbiserialr(scores, rest).statistic
        assert found[place].discrimination == pytest.approx(expected, abs=1e-9)


def test_options_have_their_share_of_the_answers_and_a_discrimination_of_their_own() -> None:
    calder, pryce, okafor, hong = analyse(sheet()).items[0].options

    assert [option.count for option in (calder, pryce, okafor, hong)] == [6, 2, 1, 0]
    # Nine answered.
    assert [calder.share, pryce.share, okafor.share, hong.share] == pytest.approx(
        [6 / 9, 2 / 9, 1 / 9, 0], abs=1e-6
    )
    # Pryce was picked by the learners whose rest is 1.5 and 1; Σx = Σx² = 2, Σxy = 2.5, Σy = 16:
    #   (2.5 - 3.2) / √((2 - .4) 6.9).  Okafor by the one with 1:  (1 - 1.6) / √((1 - .1) 6.9).
    assert pryce.discrimination == pytest.approx(-0.7 / sqrt(1.6 * 6.9), abs=1e-6)
    assert okafor.discrimination == pytest.approx(-0.6 / sqrt(0.9 * 6.9), abs=1e-6)
    assert calder.discrimination == pytest.approx(0.712636, abs=1e-6)
    assert hong.discrimination is None
    assert calder.is_right
    assert not pryce.is_right


def test_alpha_and_the_standard_error_worked_out_by_hand() -> None:
    # Squares about the mean: items 2.4, 2.1, 1.9, 2.1, together 8.5.
    # Totals 4, 3, 3.5, 3, 3, 2, 1.5, 1, 1, 0: Σ = 22, Σ² = 63.5, so 63.5 - 48.4 = 15.1.
    # α = 4/3 (1 - (8.5/9) / (15.1/9)) = 4/3 · 6.6/15.1.
    alpha = 4 / 3 * 6.6 / 15.1

    found = analyse(sheet())

    assert found.reliability.alpha == pytest.approx(alpha, abs=1e-6)
    assert found.reliability.alpha == pytest.approx(0.582781, abs=1e-6)
    assert found.reliability.standard_error == pytest.approx(
        sqrt(15.1 / 9) * sqrt(1 - alpha), abs=1e-6
    )
    assert found.mean == pytest.approx(22 / 40, abs=1e-6)
    assert (found.reliability.learners, found.reliability.items) == (10, 4)


def test_a_quiz_of_too_few_questions_is_told_how_many_it_needs() -> None:
    (misfire,) = analyse(sheet()).reliability.misfires

    # Spearman-Brown: 4 · .7 (1 - .582781) / (.582781 · .3) = 6.68.
    assert misfire.concern is Concern.LOW_RELIABILITY
    assert "α is 0.58" in misfire.finding
    assert "about 7 of this quality" in misfire.suggestion


def test_who_was_not_asked_counts_neither_for_nor_against_an_item() -> None:
    played = sheet()
    late = (None, None, Cell(1.0, Written("words")), Cell(0.0, None))
    found = analyse(Sheet(played.items, (*played.rows, late)))

    assert [item.asked for item in found.items] == [10, 10, 11, 11]
    assert found.items[0] == analyse(played).items[0]
    assert found.items[2].facility == pytest.approx(7 / 11, abs=1e-6)
    # Only who was asked everything tells how the items hang together.
    assert found.reliability == analyse(played).reliability
    assert found.learners == 11


def test_nine_learners_are_too_few_for_a_correlation() -> None:
    played = sheet()
    found = analyse(Sheet(played.items, played.rows[:9]))

    assert [item.discrimination for item in found.items] == [None] * 4
    assert {option.discrimination for option in found.items[0].options} == {None}
    assert all(not item.misfires for item in found.items)
    assert found.reliability.alpha is not None
    assert "9 people only" in found.reliability.caveat


def test_where_all_score_the_same_nothing_is_claimed() -> None:
    row = (Cell(1.0, Picked((0,))), Cell(1.0, Written("words")))
    found = analyse(Sheet((LETTERS, WORDS), (row,) * 12))

    assert found.items[0].discrimination is None
    assert found.reliability.alpha is None
    assert found.reliability.standard_error is None
    assert found.reliability.caveat


def test_nobody_and_nothing_can_be_analysed_too() -> None:
    assert analyse(Sheet((LETTERS,), ())).items[0].facility is None
    assert analyse(Sheet((LETTERS,), ())).mean is None
    assert analyse(Sheet((), ())).items == ()


def test_a_question_that_the_strong_get_wrong_is_marked_first() -> None:
    # The upper half picks a distractor, the lower half the key.
    found = single(list(range(20)), [0] * 10 + [1] * 10)

    first = found.items[0].misfires[0]
    assert first.concern is Concern.NEGATIVE_DISCRIMINATION
    assert "Check the key first" in first.suggestion
    assert "−0." in first.finding


def test_a_distractor_that_draws_the_strongest_is_named() -> None:
    # Of the upper 27 % of 20, six learners, four pick "Pryce" and two the key.
    found = single(list(range(20)), [2] * 7 + [0] * 7 + [1, 1, 0, 1, 0, 1])

    luring = [m for m in found.items[0].misfires if m.concern is Concern.LURING_DISTRACTOR]
    (only,) = luring
    assert "4 chose “Pryce” and 2 the right answer" in only.finding


def test_nobody_is_strong_where_all_did_the_same_on_the_rest() -> None:
    found = single([50] * 20, [0] * 5 + [1] * 15)

    assert Concern.LURING_DISTRACTOR not in concerns(found)


def test_low_discrimination_is_marked_unless_the_question_is_just_easy() -> None:
    unclear = single(list(range(20)), [1, 0] * 10)
    easy = single(list(range(40)), [0] * 10 + [1] + [0] * 29)

    # Σx = Σx² = 10, Σy = 190, Σy² = 2470, Σxy = 1 + 3 + … + 19 = 100:  5 / √(5 · 665) = 0.0867.
    assert unclear.items[0].discrimination == pytest.approx(5 / sqrt(5 * 665), abs=1e-6)
    assert Concern.LOW_DISCRIMINATION in concerns(unclear)
    # 39 of 40 right, not the one whose rest is 10:  (770 - 39 · 780/40) / √(.975 · 5330) = 0.1318.
    assert easy.items[0].discrimination == pytest.approx(9.5 / sqrt(0.975 * 5330), abs=1e-6)
    assert Concern.TOO_EASY in concerns(easy)
    assert Concern.LOW_DISCRIMINATION not in concerns(easy)


@pytest.mark.parametrize(
    ("right", "expected"),
    [(20, True), (19, False), (4, False), (3, True)],
    ids=["all of 20", "exactly 95 %", "exactly 20 %", "15 %"],
)
def test_facility_is_marked_beyond_its_limits_and_not_on_them(right: int, expected: bool) -> None:
    places: list[int | None] = [1] * (20 - right) + [0] * right
    marked = {Concern.TOO_EASY, Concern.TOO_HARD} & set(concerns(single(list(range(20)), places)))

    assert bool(marked) is expected


def test_an_option_that_hardly_anybody_picks_is_to_be_replaced_from_twenty_answers_on() -> None:
    scores = list(range(21))
    of_21 = single(scores, [1] * 5 + [2] + [3] * 5 + [0] * 10)
    of_19 = single(scores[:19], [1] * 5 + [2] * 0 + [3] * 4 + [0] * 10)

    unused = [m for m in of_21.items[0].misfires if m.concern is Concern.UNUSED_DISTRACTOR]
    (only,) = unused
    assert "“Okafor” (1 of 21)" in only.finding
    assert Concern.UNUSED_DISTRACTOR not in concerns(of_19)


def test_true_or_false_has_no_option_to_replace() -> None:
    draft = ItemDraft(
        ItemType.TRUE_FALSE, "It opened.", ChoiceKey(frozenset({0})), options=("True", "False")
    )
    found = single(list(range(25)), [0] * 25, draft)

    assert concerns(found) == [Concern.TOO_EASY]
