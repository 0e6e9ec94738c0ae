"""A catch-up seat: the questions of a quiz that is over, one by one, for one person."""

from __future__ import annotations

import discord

from bot.cards import quiz_ids
from bot.cards.item_form import controls, instruction
from bot.cards.item_reveal import reveal_block, verdict
from bot.cards.layout import Card, button, card, gap, row
from bot.cards.quiz_lobby import LIVE, OVER
from bot.cards.quiz_question import asked, heading, report
from bot.cards.quiz_reveal import disputes, why
from knowledge.model.quiz import Question, Quiz
from knowledge.model.quiz_replies import Graded

ALONE = "-# Your catch-up seat: at your own pace, without a bonus for speed. Only you see this."


def late_card(question: Question, questions: int, note: str = "") -> Card:
    """A question to answer.

    Args:
        questions: How many the quiz has.
        note: What came of the try before.
    """
    draft, order = question.draft, question.order
    return card(
        heading(question, questions),
        *asked(question),
        gap(),
        instruction(draft),
        note,
        ALONE,
        rows=[
            *controls(draft, lambda part: quiz_ids.late_press(question.id, part), order),
            row(report(question)),
        ],
        accent=LIVE,
    )


def graded_card(graded: Graded, questions: int) -> Card:
    """What was right, and the way to the next; or the same question, if it may be tried again."""
    question = graded.question
    if graded.attempts_left > 0 and not graded.outcome.correct:
        tries = "once more" if graded.attempts_left == 1 else f"{graded.attempts_left} more times"
        return late_card(question, questions, f"Not right yet. You may try {tries}.")
    style = discord.ButtonStyle.primary
    said = [
        heading(question, questions),
        *reveal_block(question.draft, question.order, graded.response),
        verdict(graded.outcome),
    ]
    return card(
        *said,
        gap(),
        *why(question.draft, said),
        gap(),
        ALONE,
        rows=[
            row(
                button("Next", quiz_ids.catch_up(question.quiz_id), style=style),
                *(
                    [report(question)]
                    if graded.outcome.correct
                    else disputes(question, graded.response)
                ),
            )
        ],
        accent=OVER,
    )


def caught_up_card(quiz: Quiz) -> Card:
    """Nothing is left to answer."""
    return card(
        "**You have caught up.** Your answers count in the standings, marked as given later.",
        rows=[
            row(
                button("My result", quiz_ids.result(quiz.id), style=discord.ButtonStyle.primary),
                button("My mistakes", quiz_ids.mistakes(quiz.id)),
            )
        ],
        accent=OVER,
    )
