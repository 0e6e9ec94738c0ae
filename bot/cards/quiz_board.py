"""After the last question: the leaderboard, one's own result, and one's own mistakes."""

from __future__ import annotations

from collections.abc import Sequence

import discord
from discord import ui

from bot.cards import custom_ids, quiz_ids
from bot.cards.item_reveal import reveal_block, verdict
from bot.cards.layout import Card, button, card, gap, pager, row
from bot.cards.players import shown_name
from bot.cards.quiz_lobby import LIVE, OVER, moment, questions
from bot.cards.quiz_question import heading
from bot.cards.quiz_reveal import disputes, why
from bot.cards.text import literal, shorten
from knowledge.model.quiz import Board, Leaderboard, Mistake, Quiz, Standing, TeamStanding
from knowledge.model.quiz_replies import AliasRefusal

NOT_IN = "You took no part in this quiz, so there is no result of yours."
NOT_OVER = "This quiz is still being played. Your result and your mistakes come with its end."
NO_MISTAKES = "You got everything right that was asked of you. 🎉"
HIDDEN = "You are on no board any more, from this quiz on. Your own result stays."
SHOWN = "Boards show you again."
ALIAS_SET = "Boards now call you **{alias}**, from this quiz on."
NO_POINTS = "The first three places stay empty this time."
ONLY_WITH_POINTS = "Only those with points are named."
ALIAS_REFUSED = {
    AliasRefusal.TAKEN: "Another player or a host in this server goes by that name. Choose "
    "another one.",
    AliasRefusal.UNREADABLE: "That name cannot be shown. Choose another one.",
}
ALIAS_GONE = "Boards call you by your name in this server again."

_PODIUM = 3


def board_card(quiz: Quiz, title: str, board: Leaderboard, *, catching_up: bool) -> Card:
    """The end of a quiz, for the channel: the first three, if the board is public.

    Args:
        catching_up: Absentees may still take a seat.
    """
    blocks = [f"### The quiz is over: {literal(shorten(title, 120))}"]
    if not board.standings:
        blocks.append(f"Nobody played.{_asked(quiz)}")
    elif quiz.plan.board is Board.PUBLIC:
        blocks += [_podium(board), f"-# {_count(len(board.standings))} played.{_asked(quiz)}"]
    else:
        blocks.append(
            f"{_count(len(board.standings))} played.{_asked(quiz)} Each player sees only their "
            "own result."
        )
    if board.teams and quiz.plan.board is Board.PUBLIC:
        blocks.append(_teams(board.teams))
    if catching_up and quiz.window_until is not None:
        until = moment(quiz.window_until, "f")
        blocks.append(f"Missed it? Take a catch-up seat until {until}, at your own pace.")
    buttons = [
        button("My result", quiz_ids.result(quiz.id), style=discord.ButtonStyle.primary),
        button("My mistakes", quiz_ids.mistakes(quiz.id)),
        button("My name here", quiz_ids.naming(quiz.id)),
    ]
    if catching_up:
        buttons.append(button("Catch up", quiz_ids.catch_up(quiz.id)))
    blocks.append(f"-# Instructors: see `/quiz results` · Receipt `{quiz.receipt}`")
    return card(*blocks, rows=[row(*buttons)], accent=OVER)


def result_card(quiz: Quiz, standing: Standing | None, players: int) -> Card:
    """One's own result, for one's own eyes."""
    if standing is None:
        return Card(ui.TextDisplay(NOT_IN))
    asked = questions(standing.asked)
    lines = [
        f"### Your result: rank {standing.rank} of {players}",
        f"**{standing.correct}** of {asked} right · {points(standing.points)}",
    ]
    if standing.asked < quiz.questions:
        lines.append("-# What was asked while you were in counts, without what was skipped.")
    if standing.player.team is not None:
        lines.append(f"You played in team {standing.player.team}.")
    return card(
        *lines,
        "-# Equal points share a rank. `/quiz rules` explains the points. Only you see this.",
        rows=[row(button("My mistakes", quiz_ids.mistakes(quiz.id)))],
        accent=LIVE,
    )


def mistake_card(quiz: Quiz, mistakes: Sequence[Mistake], page: int = 0) -> Card:
    """One mistake on each page: what I chose, what was right, why, and where it stands."""
    if not mistakes:
        return Card(ui.TextDisplay(NO_MISTAKES))
    page = min(page, len(mistakes) - 1)
    mistake = mistakes[page]
    question, given = mistake.question, mistake.given
    response = None if given is None else given.response
    left_out = "⬜ **Missed**: you gave no answer."
    outcome = given.outcome if given is not None else None
    said = [
        heading(question, quiz.questions),
        *reveal_block(question.draft, question.order, response),
        left_out if given is None else verdict(outcome) if outcome is not None else "",
    ]
    return card(
        *said,
        gap(),
        *why(question.draft, said),
        gap(),
        f"-# {'Missed' if given is None else 'Mistake'} · {page + 1} of {len(mistakes)} · Only "
        "you see this.",
        rows=[row(*disputes(question, response)), *pager(page, len(mistakes), _turner(quiz.id))],
        accent=LIVE,
    )


def naming_card(quiz: Quiz, message_id: int, name: str, *, is_hidden: bool) -> Card:
    """How boards name this learner, and the choice to change it.

    Args:
        message_id: The board or lobby that was pressed on.
    """
    now = "No board shows you" if is_hidden else f"Boards show you as **{shown_name(name, 1)}**"
    other = button(
        "Show me" if is_hidden else "Hide me",
        quiz_ids.showing(quiz.id, message_id, hidden=not is_hidden),
    )
    return Card(
        ui.TextDisplay(f"{now}. This holds for every quiz in this server."),
        row(other, button("Use another name", quiz_ids.alias(quiz.id, message_id))),
    )


def points(value: float) -> str:
    """As printed: "1 point", "2.5 points"."""
    number = f"{value:.2f}".rstrip("0").rstrip(".")
    return f"{number} point" if number == "1" else f"{number} points"


def _asked(quiz: Quiz) -> str:
    """That a quiz ended early, if it did; it begins with a space."""
    if quiz.position >= quiz.questions:
        return ""
    if not quiz.position:
        return " No question was asked."
    were = "was" if quiz.position == 1 else "were"
    return f" It ended early: {quiz.position} of {questions(quiz.questions)} {were} asked."


def _podium(board: Leaderboard) -> str:
    ranked = [s for s in board.shown if s.rank <= _PODIUM]
    first = [standing for standing in ranked if standing.points > 0]
    lines = [
        f"**{standing.rank}.** {shown_name(standing.player.name, number)} · "
        f"{points(standing.points)} · {standing.correct} of {standing.asked} right"
        for number, standing in enumerate(first[:10], start=1)
    ]
    more = len(first) - 10
    if more > 0:
        lines.append(f"and {more} more with the same points")
    if not lines:
        lines.append(NO_POINTS)
    if len(first) < len(ranked):
        lines.append(f"-# {ONLY_WITH_POINTS}")
    return "\n".join(lines)


def _count(players: int) -> str:
    return f"{players} person" if players == 1 else f"{players} people"


def _teams(teams: Sequence[TeamStanding]) -> str:
    lines = [
        f"**{team.rank}.** Team {team.team} · {points(team.points)} on average · "
        f"{_count(team.players)}"
        for team in teams
    ]
    return "\n".join(["**Teams**", *lines])


def _turner(quiz_id: int) -> custom_ids.Turner:
    return lambda move, page: quiz_ids.turn_mistakes(move, quiz_id, page)
