"""The results of a quiz by learner, for its instructors."""

from __future__ import annotations

from collections.abc import Sequence

import discord
from discord import ui

from bot.cards import results_ids
from bot.cards.item_reveal import verdict
from bot.cards.layout import TEXT_LIMIT, Card, button, card, filled, pager, row
from bot.cards.players import shown_name
from bot.cards.quiz_board import points
from bot.cards.quiz_lobby import OVER, receipt
from bot.cards.quiz_results import percent
from bot.cards.text import excerpt, shorten
from knowledge.model.grading import given_words
from knowledge.model.quiz_report import LearnerAnswer, LearnerReport, QuizReport, Seat

NOBODY = "Nobody played."
GONE = "That person is not in this quiz's results any more."

_ON_PAGE = 10
_HEAD_WIDTH = 500


def learners_card(report: QuizReport, page: int = 0) -> Card:
    """Everybody, best first, with a choice to look at one."""
    quiz = report.quiz
    learners = report.learners
    lines = [_line(learner, number) for number, learner in enumerate(learners, start=1)]
    pages = filled(lines, TEXT_LIMIT - _HEAD_WIDTH, most=_ON_PAGE)
    page = min(page, len(pages) - 1)
    first = sum(map(len, pages[:page]))
    shown = learners[first : first + len(pages[page])]
    rows = [row(_select(quiz.id, first, shown))] if shown else []
    rows.append(row(_to_questions(quiz.id)))
    rows += pager(
        page, len(pages), lambda move, to: results_ids.turn("learners", move, quiz.id, to)
    )
    return card(
        f"### Learners: {excerpt(quiz.course, 120)}",
        "\n".join(pages[page]) or NOBODY,
        "-# Ranks go by points; equal points share one. Names are those in the server.",
        receipt(quiz),
        rows=rows,
        accent=OVER,
    )


def learner_card(report: QuizReport, user_id: int, page: int = 0) -> Card:
    """What one learner answered, question by question."""
    numbered = enumerate(report.learners, start=1)
    found = next(((n, one) for n, one in numbered if one.player.user_id == user_id), None)
    if found is None:
        return Card(ui.TextDisplay(GONE))
    number, learner = found
    quiz_id = report.quiz.id
    pages = filled(map(_answer, learner.answers), TEXT_LIMIT - _HEAD_WIDTH, most=_ON_PAGE)
    page = min(page, len(pages) - 1)
    return card(
        f"### {shown_name(learner.name, number)}",
        _sum(learner),
        "\n".join(pages[page]),
        receipt(report.quiz),
        rows=[
            row(
                button("Learners", results_ids.turn("learners", "first", quiz_id, 0)),
                _to_questions(quiz_id),
            ),
            *pager(
                page,
                len(pages),
                lambda move, to: results_ids.turn_learner(move, quiz_id, user_id, to),
            ),
        ],
        accent=OVER,
    )


def _line(learner: LearnerReport, number: int) -> str:
    return f"**{learner.rank}.** {shown_name(learner.name, number)} · {_sum(learner)}"


def _sum(learner: LearnerReport) -> str:
    seat = "" if learner.seat is Seat.LIVE else f" · {learner.seat.value}"
    return (
        f"{percent(learner.share)} · {learner.correct} of {learner.asked} right · "
        f"{points(learner.points)}{seat}"
    )


def _select(quiz_id: int, first: int, shown: Sequence[LearnerReport]) -> ui.Select[Card]:
    return ui.Select(
        custom_id=results_ids.open_learner(quiz_id),
        placeholder="Look at one learner",
        options=[
            discord.SelectOption(
                label=shorten(f"{first + at}. {learner.name}", 100),
                value=str(learner.player.user_id),
            )
            for at, learner in enumerate(shown, start=1)
        ],
    )


def _to_questions(quiz_id: int) -> ui.Button[Card]:
    return button("All questions", results_ids.turn("all", "first", quiz_id, 0))


def _answer(answer: LearnerAnswer) -> str:
    number = f"**{answer.question.ordinal}.**"
    stem = f"-# {excerpt(answer.question.draft.stem, 80)}"
    if not answer.is_asked:
        return f"{number} Not asked: joined later\n{stem}"
    if answer.response is None:
        return f"{number} ❌ **No answer**\n{stem}"
    given = excerpt("; ".join(given_words(answer.question.draft, answer.response)), 120)
    took = "" if answer.seconds is None else f" · {answer.seconds:.1f} s"
    changed = "" if not answer.changes else f" · changed {_times(answer.changes)}"
    return f"{number} {verdict(answer.outcome)} · “{given}”{took}{changed}\n{stem}"


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"
