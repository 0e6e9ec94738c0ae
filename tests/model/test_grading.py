"""What a response is worth."""

from __future__ import annotations

import pytest

from knowledge.model.assessment import (
    ChoiceKey,
    Credit,
    DateKey,
    ItemDraft,
    ItemType,
    Key,
    MatchKey,
    NumberKey,
    OrderKey,
    PartialDate,
    Picked,
    Recalled,
    TextKey,
    Written,
)
from knowledge.model.grading import explain, fault, grade
from knowledge.model.written_dates import read_dates, shown_date
from knowledge.model.written_numbers import read_number, shown_number

FIVE = ("a", "b", "c", "d", "e")


def item(kind: ItemType, key: Key, options: tuple[str, ...] = ()) -> ItemDraft:
    return ItemDraft(kind, "Which?", key, options)


def several(*right: int, credit: Credit) -> ItemDraft:
    return item(ItemType.MULTIPLE_CHOICE, ChoiceKey(frozenset(right), credit), FIVE)


def ordering(credit: Credit = Credit.PARTIAL) -> ItemDraft:
    return item(ItemType.ORDERING, OrderKey(credit), FIVE[:4])


def matching(*matches: str, credit: Credit = Credit.PARTIAL) -> ItemDraft:
    return item(ItemType.MATCHING, MatchKey(matches, credit), FIVE[: len(matches)])


def number(value: float, tolerance: float = 0.0, unit: str = "") -> ItemDraft:
    return item(ItemType.NUMBER, NumberKey(value, tolerance, unit))


def date(*parts: int) -> ItemDraft:
    return item(ItemType.DATE, DateKey(PartialDate(*parts)))


def text(*accepted: str) -> ItemDraft:
    return item(ItemType.SHORT_TEXT, TextKey(accepted))


@pytest.mark.parametrize(
    ("places", "score"),
    [((1, 3), 1.0), ((1,), 0.0), ((1, 3, 4), 0.0), ((0, 2), 0.0)],
)
def test_all_or_nothing_gives_nothing_for_a_part(places: tuple[int, ...], score: float) -> None:
    assert grade(several(1, 3, credit=Credit.ALL), Picked(places)).score == score


@pytest.mark.parametrize(
    ("places", "score"),
    [
        ((1, 3), 1.0),
        ((1,), 1 / 2),
        ((1, 3, 4), 1 - 1 / 3),
        ((1, 4), 1 / 2 - 1 / 3),
        ((0, 1, 2, 3, 4), 0.0),
        ((0, 2), 0.0),
    ],
)
def test_partial_credit_takes_wrong_choices_off(places: tuple[int, ...], score: float) -> None:
    assert grade(several(1, 3, credit=Credit.PARTIAL), Picked(places)).score == pytest.approx(score)


def test_partial_credit_where_every_option_is_right() -> None:
    every = several(0, 1, 2, 3, 4, credit=Credit.PARTIAL)
    assert grade(every, Picked((0, 1))).score == pytest.approx(0.4)


@pytest.mark.parametrize(
    ("places", "score"),
    [
        ((0, 1, 2, 3), 1.0),
        ((1, 0, 2, 3), 5 / 6),
        ((3, 2, 1, 0), 0.0),
        ((3, 0, 1, 2), 3 / 6),
        ((0, 0, 1, 2), 0.0),
        ((0, 1), 0.0),
    ],
)
def test_an_ordering_counts_pairs_in_order(places: tuple[int, ...], score: float) -> None:
    assert grade(ordering(), Picked(places)).score == pytest.approx(score)


def test_an_ordering_can_be_all_or_nothing() -> None:
    assert grade(ordering(Credit.ALL), Picked((1, 0, 2, 3))).score == 0
    assert grade(ordering(Credit.ALL), Picked((0, 1, 2, 3))).correct


def test_a_matching_counts_right_pairs() -> None:
    assert grade(matching("x", "y", "z"), Picked((0, 2, 1))).score == pytest.approx(1 / 3)
    assert grade(matching("x", "y", "z", credit=Credit.ALL), Picked((0, 2, 1))).score == 0
    assert grade(matching("x", "y", "z"), Picked((0, 1, 2))).correct


def test_matches_of_the_same_words_may_be_exchanged() -> None:
    assert grade(matching("x", "y", "x"), Picked((2, 1, 0))).correct


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1,200", 1_200),
        ("48 000", 48_000),
        ("48,000 pounds", 48_000),
        ("£48,000.50", 48_000.5),
        ("1.200.000", 1_200_000),
        ("½", 0.5),
        ("2½", 2.5),
        ("2 1/2", 2.5),
        ("1,5", 1.5),
        ("1.5 million", 1_500_000),
        ("two million three hundred thousand", 2_300_000),
        ("a hundred and twenty-five", 125),
        ("twelve rungs", 12),
        ("minus 4", -4),
        ("minus five", -5),
        ("five minus two", None),
        ("−4", -4),
        ("-4", -4),
        ("1e6", 1_000_000),
        ("15th", 15),
        ("about 12 m2", 12),
        ("5 or 6", None),
        ("5-10", None),
        ("many", None),
        ("", None),
    ],
)
def test_numbers_are_read_as_people_type_them(written: str, value: float | None) -> None:
    assert read_number(written) == value


def test_a_number_is_right_within_its_tolerance() -> None:
    assert grade(number(48_000), Written("48,000 pounds")).correct
    assert not grade(number(48_000), Written("48,001")).correct
    assert grade(number(3.3, 0.1), Written("3.4")).correct
    assert grade(number(3.3, 0.1), Written("3,2")).correct
    assert not grade(number(3.3, 0.1), Written("3.41")).correct
    assert not grade(number(5), Written("5 or 6")).correct


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("1978", ["1978"]),
        ("in 1978.", ["1978"]),
        ("1978-08", ["1978-08"]),
        ("August 1978", ["1978-08"]),
        ("Aug. 1978", ["1978-08"]),
        ("8/1978", ["1978-08"]),
        ("15 May 2014", ["2014-05-15"]),
        ("May 15, 2014", ["2014-05-15"]),
        ("the 15th of May, 2014", ["2014-05-15"]),
        ("Thursday, May 15th 2014", ["2014-05-15"]),
        ("2014-05-15", ["2014-05-15"]),
        ("15.5.2014", ["2014-05-15"]),
        ("5/15/2014", ["2014-05-15"]),
        ("4/7/2014", ["2014-07-04", "2014-04-07"]),
        ("31 June 2014", []),
        ("29 February 2013", []),
        ("1978 or 1979", []),
        ("13/13/2013", []),
        ("soon", []),
    ],
)
def test_dates_are_read_as_people_type_them(written: str, read: list[str]) -> None:
    assert [str(found) for found in read_dates(written)] == read


def test_a_year_before_the_common_era_keeps_its_side() -> None:
    assert [shown_date(found) for found in read_dates("March 44 B.C.")] == ["March 44 BCE"]
    assert not grade(date(44), Written("44 BC")).correct


@pytest.mark.parametrize(
    ("asked", "written", "right"),
    [
        (date(1978), "1978", True),
        (date(1978), "August 1978", True),
        (date(1978), "1979", False),
        (date(1978, 8), "August 1978", True),
        (date(1978, 8), "1978", False),
        (date(2014, 7, 4), "4 July 2014", True),
        (date(2014, 7, 4), "7/4/2014", True),
        (date(2014, 7, 4), "July 2014", False),
    ],
)
def test_a_date_is_right_at_the_precision_that_is_asked(
    asked: ItemDraft, written: str, right: bool
) -> None:
    assert grade(asked, Written(written)).correct is right


@pytest.mark.parametrize(
    ("accepted", "written"),
    [
        ("The Voice of America", "voice of america"),
        ("Wolf Warrior", "wolf-warrior"),
        ("Wolf Warrior", " Wolfwarrior! "),
        ("Côte d’Ivoire", "cote d'ivoire"),
        ("U.S.A.", "USA"),
        ("research & development", "research and development"),
        ("48,000 pounds", "48000 pounds"),
        ("Romania and Yugoslavia", "Yugoslavia, Romania"),
    ],
)
def test_a_text_is_right_whatever_its_dress(accepted: str, written: str) -> None:
    assert grade(text(accepted), Written(written)).correct


@pytest.mark.parametrize(
    ("accepted", "written"),
    [
        ("1978", "1979"),
        ("19", "1 9"),
        ("Romania", "Armenia"),
        ("Romania and Yugoslavia", "Romania"),
        ("Xi Jinping", ""),
        ("…", "!"),
    ],
)
def test_other_words_are_not_the_same_words(accepted: str, written: str) -> None:
    assert not grade(text(accepted), Written(written)).correct


def test_every_alias_is_accepted() -> None:
    assert grade(text("Voice of America", "VOA"), Written("voa")).correct


def test_a_flashcard_is_graded_by_the_learner_s_own_word() -> None:
    card = item(ItemType.FLASHCARD, TextKey(("Its back",)))
    assert grade(card, Recalled(True)).correct
    assert grade(card, Recalled(False)).score == 0


def test_a_response_of_another_kind_is_impossible() -> None:
    with pytest.raises(TypeError):
        grade(number(5), Picked((0,)))


@pytest.mark.parametrize(
    ("draft", "response"),
    [
        (several(1, credit=Credit.ALL), Picked(())),
        (several(1, credit=Credit.ALL), Picked((7,))),
        (ordering(), Picked((0, 0, 1, 2))),
        (matching("x", "y"), Picked((1,))),
        (number(5), Written("a few")),
        (date(1978, 8), Written("long ago")),
        (text("Romania"), Written("???")),
    ],
)
def test_what_cannot_be_graded_is_given_back(draft: ItemDraft, response: Picked | Written) -> None:
    assert fault(draft, response)


@pytest.mark.parametrize(
    ("asked", "written", "said"),
    [
        (date(1912, 6, 20), "June 20", "That has no year. Write it like 12 February 1912."),
        (date(1912, 6), "20th of June", "That has no year. Write it like February 1912."),
        (date(1912), "June 20", "That has no year. Write it like 1912."),
        (date(2012, 6), "2012", "That has no month. Write it like February 1912."),
        (date(2012, 6, 20), "June 2012", "That has no day. Write it like 12 February 1912."),
        (date(20, 6), "June 20", None),
        (date(2012, 6), "20 June 2012", None),
    ],
)
def test_a_date_without_what_is_asked_is_given_back(
    asked: ItemDraft, written: str, said: str | None
) -> None:
    assert fault(asked, Written(written)) == said


def test_a_wrong_response_is_no_fault() -> None:
    assert fault(several(1, credit=Credit.ALL), Picked((0,))) is None
    assert fault(ordering(), Picked((3, 2, 1, 0))) is None
    assert fault(date(1978, 8), Written("August 1979")) is None
    assert fault(number(5), Written("seven")) is None


def test_a_fault_in_a_date_shows_one_of_the_asked_precision() -> None:
    assert "February 1912." in (fault(date(1978, 8), Written("?")) or "")
    assert "12 February 1912" in (fault(date(1978, 8, 1), Written("?")) or "")


def test_explained_in_the_item_s_own_words() -> None:
    assert explain(several(1, 3, credit=Credit.ALL), Picked((0,))).given == ("a",)
    assert explain(several(1, 3, credit=Credit.ALL), None).right == ("b", "d")
    assert explain(ordering(), Picked((3, 2, 1, 0))).given == ("d", "c", "b", "a")
    assert explain(ordering(), None).right == ("a", "b", "c", "d")
    assert explain(matching("x", "y"), Picked((1, 0))).given == ("a – y", "b – x")
    assert explain(number(48_000, 500, "pounds"), None).right == ("48,000 pounds (± 500)",)
    assert explain(date(1978, 8), Written("1978")).right == ("August 1978",)
    assert explain(text("VOA", "Voice of America"), Written("BBC")).right == ("VOA",)


def test_numbers_are_shown_as_they_are_read() -> None:
    assert [shown_number(value) for value in (48_000, 0.5, -1.25)] == ["48,000", "0.5", "-1.25"]
