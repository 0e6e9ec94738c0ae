"""A question as it is played, and what a learner hears back. No key is in any of it."""

from __future__ import annotations

from discord import ui

from bot.cards import quiz_ids
from bot.cards.item_form import LETTERS, controls, instruction, lettered, stem_block
from bot.cards.layout import Card, button, card, row
from bot.cards.quiz_lobby import LIVE, OVER, WAITING, moment
from bot.cards.text import literal, shorten
from knowledge.model.assessment import (
    ItemType,
    Picked,
    Recalled,
    Response,
)
from knowledge.model.quiz import (
    Changed,
    Late,
    Misfit,
    Question,
    QuestionState,
    Receipt,
    Recorded,
    Refusal,
)

CLOSED = "This question is closed."
CHANGEABLE = "You can change it until the close."
REFUSALS = {
    Refusal.KICKED: "The host has removed you from this quiz, so your answer does not count.",
    Refusal.NOT_RUNNING: CLOSED,
    Refusal.PAUSED: "The quiz is paused. Answer again when it goes on.",
    Refusal.ALREADY_OPEN: "A question is open already.",
    Refusal.TOOK_PART: "You took part in this quiz, so there is no catch-up seat for you.",
    Refusal.WINDOW_OVER: "The time for catching up is over.",
    Refusal.UNKNOWN: "I don't know this question any more. Nothing was saved.",
}


def question_card(question: Question, questions: int) -> Card:
    """The one message of a question until its reveal; the same for everybody.

    Args:
        questions: How many the quiz has.
    """
    draft, order = question.draft, question.order
    is_open = question.state is QuestionState.OPEN
    return card(
        heading(question, questions),
        *stem_block(draft, order),
        instruction(draft),
        f"-# {_state(question)}",
        rows=[
            *controls(draft, lambda part: quiz_ids.press(question.id, part), order),
            row(report(question)),
        ]
        if is_open
        else (),
        accent=LIVE if is_open else WAITING if question.state is QuestionState.PAUSED else OVER,
    )


def report(question: Question) -> ui.Button[Card]:
    """Something is wrong with the question itself; that shows nobody an answer."""
    return button("Report 🚩", quiz_ids.flag(question.id))


def heading(question: Question, questions: int) -> str:
    return f"**Question {question.ordinal} of {questions}**"


def receipt_words(question: Question, receipt: Receipt) -> str:
    """What the one who answered is told: what counts now, and for how long it can be changed."""
    match receipt:
        case Recorded():
            return f"Recorded: {response_words(question, receipt.response)}. {CHANGEABLE}"
        case Changed() if receipt.before == receipt.response:
            return f"Still {response_words(question, receipt.response)}. {CHANGEABLE}"
        case Changed():
            before = response_words(question, receipt.before)
            return (
                f"Changed from {before} to {response_words(question, receipt.response)}. "
                f"{CHANGEABLE}"
            )
        case Late():
            return late_words(receipt)
        case Misfit():
            return misfit_words(receipt)
        case Refusal():
            return REFUSALS[receipt]


def misfit_words(misfit: Misfit) -> str:
    return f"{literal(shorten(misfit.reason, 300))} Nothing was saved: answer again."


def late_words(late: Late) -> str:
    if late.seconds <= 0:
        return CLOSED
    seconds = max(1, round(late.seconds))
    return f"Time was up {seconds} s before your click, so it does not count."


def response_words(question: Question, response: Response) -> str:
    """A response in the letters of the screen."""
    draft, order = question.draft, question.order
    if isinstance(response, Recalled):
        return "**known**" if response.known else "**not known**"
    if not isinstance(response, Picked):
        return f"“{literal(shorten(response.text, 120))}”"
    if draft.type is ItemType.TRUE_FALSE:
        return f"**{draft.options[response.places[0]]}**"
    letters = [lettered(draft, order, place) for place in response.places]
    if draft.type is ItemType.MATCHING:
        pairs = (f"{number}{letter}" for number, letter in enumerate(letters, start=1))
        return f"**{', '.join(pairs)}**"
    if draft.type is ItemType.ORDERING:
        return f"**{' → '.join(letters)}**"
    return f"**{', '.join(sorted(letters, key=LETTERS.index))}**"


def _state(question: Question) -> str:
    match question.state:
        case QuestionState.OPEN if question.deadline is not None:
            until = moment(question.deadline)
            return f"Closes {until}. Only you see what you answer, and you can change it till then."
        case QuestionState.OPEN:
            return "No time limit: the host closes it. Only you see what you answer."
        case QuestionState.PAUSED:
            return "Paused. What was answered is kept; it goes on when the host says so."
        case QuestionState.SKIPPED:
            return "Skipped: this question counts for nobody."
        case _:
            return "Closed. The host shows the answer next."
