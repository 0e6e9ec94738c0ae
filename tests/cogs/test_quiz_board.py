"""The end of a quiz as a pure function: whom the board names, and what it says of the others."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.cards.quiz_board import NO_POINTS, ONLY_WITH_POINTS, board_card
from knowledge.model.quiz import Board, Leaderboard, TeamStanding
from tests.cogs.test_quiz_cards import PLAN, a_quiz, a_standing, words


def test_ties_share_a_rank_on_the_board() -> None:
    standings = (
        a_standing(1, "Ana", 8), a_standing(1, "Ben", 8), a_standing(3, "Cem", 7.25),
        a_standing(4, "Dot", 2),
    )  # fmt: skip
    shown = words(board_card(a_quiz(), "Course", Leaderboard(standings), catching_up=False))

    assert "**1.** Ana · 8 points" in shown
    assert "**1.** Ben · 8 points" in shown
    assert "**3.** Cem · 7.25 points" in shown
    assert "Dot" not in shown
    assert "4 people played. It ended early: 3 of 10 questions were asked." in shown
    assert ONLY_WITH_POINTS not in shown


def test_nobody_is_shown_first_with_nothing() -> None:
    board = Leaderboard((a_standing(1, "Ana", 0), a_standing(1, "Ben", 0)))

    shown = words(board_card(a_quiz(), "Course", board, catching_up=False))

    assert "Ana" not in shown
    assert NO_POINTS in shown


def test_a_board_says_why_somebody_who_played_is_not_on_it() -> None:
    board = Leaderboard((a_standing(1, "Ana", 1), a_standing(2, "Ben", 0)))

    shown = words(board_card(a_quiz(), "Course", board, catching_up=False))

    assert "Ben" not in shown
    assert f"1 point · 1 of 10 right\n-# {ONLY_WITH_POINTS}" in shown


@pytest.mark.parametrize(
    ("position", "said"),
    [
        (0, "1 person played. No question was asked."),
        (1, "1 person played. It ended early: 1 of 10 questions was asked."),
        (10, "1 person played."),
    ],
)
@pytest.mark.parametrize("seen", Board)
def test_a_board_says_how_many_questions_were_never_asked(
    position: int, said: str, seen: Board
) -> None:
    quiz = a_quiz(position=position, plan=replace(PLAN, board=seen))
    board = Leaderboard((a_standing(1, "Ana", 1),))

    shown = words(board_card(quiz, "Course", board, catching_up=False))

    assert said in shown
    assert ("ended early" in shown) is (position == 1)


def test_who_hides_is_on_no_board() -> None:
    standings = (a_standing(1, "Ana", 8, is_hidden=True), a_standing(2, "Ben", 7))
    shown = words(board_card(a_quiz(), "Course", Leaderboard(standings), catching_up=False))

    assert "Ana" not in shown
    assert "**2.** Ben" in shown


def test_a_private_board_names_nobody() -> None:
    quiz = a_quiz(plan=replace(PLAN, board=Board.PRIVATE))
    board = Leaderboard((a_standing(1, "Ana", 8),), (TeamStanding(1, 1, 8, 1),))

    shown = words(board_card(quiz, "Course", board, catching_up=False))

    assert "Ana" not in shown
    assert "Team" not in shown


def test_teams_stand_by_their_mean() -> None:
    board = Leaderboard((a_standing(1, "Ana", 8),), (TeamStanding(1, 2, 6.5, 3),))

    shown = words(board_card(a_quiz(), "Course", board, catching_up=False))

    assert "**1.** Team 2 · 6.5 points on average · 3 people" in shown
