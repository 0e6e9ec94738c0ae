"""The formula of the points, and ranks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.model import scoring
from knowledge.model.quiz import LARGEST_BONUS

SCORES = st.floats(0, 1)
BONUSES = st.floats(0, LARGEST_BONUS)
SECONDS = st.floats(0, 10_000)


@pytest.mark.parametrize(
    ("score", "bonus", "elapsed", "allowed", "points"),
    [
        (1, 0.0, 3, 30, 1.0),
        (1, 0.3, 0, 30, 1.3),
        (1, 0.3, 15, 30, 1.15),
        (1, 0.3, 30, 30, 1.0),
        (0.5, 0.2, 15, 30, 0.55),
        (0, 0.3, 1, 30, 0.0),
        (1, 0.3, 5, None, 1.0),
    ],
)
def test_points_are_the_printed_formula(
    score: float, bonus: float, elapsed: float, allowed: float | None, points: float
) -> None:
    assert scoring.points(score, bonus=bonus, elapsed=elapsed, allowed=allowed) == pytest.approx(
        points, abs=1e-12
    )


@given(score=SCORES, bonus=BONUSES, elapsed=SECONDS, allowed=SECONDS)
def test_speed_adds_at_most_the_bonus_and_takes_nothing_away(
    score: float, bonus: float, elapsed: float, allowed: float
) -> None:
    points = scoring.points(score, bonus=bonus, elapsed=elapsed, allowed=allowed)
    assert score <= points <= score * (1 + bonus) + 1e-12


@given(bonus=BONUSES, allowed=st.floats(1, 600), factor=st.floats(1, 10), share=st.floats(0, 1))
def test_the_same_share_of_more_time_is_worth_the_same(
    bonus: float, allowed: float, factor: float, share: float
) -> None:
    short = scoring.points(1, bonus=bonus, elapsed=share * allowed, allowed=allowed)
    long = scoring.points(
        1, bonus=bonus, elapsed=share * allowed * factor, allowed=allowed * factor
    )
    assert short == pytest.approx(long)


def test_equal_points_share_a_rank_and_the_next_is_left_out() -> None:
    assert scoring.ranks([2.0, 3.0, 3.0, 0.0, 2.0]) == [3, 1, 1, 5, 3]
    assert scoring.ranks([]) == []


def test_the_order_in_which_points_were_added_makes_no_rank() -> None:
    assert scoring.ranks([0.1 + 0.2 + 0.3, 0.3 + 0.2 + 0.1]) == [1, 1]


@given(st.lists(st.integers(0, 5).map(float)))
def test_a_rank_is_one_more_than_how_many_have_more(totals: list[float]) -> None:
    expected = [1 + sum(other > total for other in totals) for total in totals]
    assert scoring.ranks(totals) == expected


def test_a_team_has_the_mean_of_its_players() -> None:
    assert scoring.team_points([1.0, 2.0, 6.0]) == 3.0
