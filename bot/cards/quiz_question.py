"""A question as it is played, and what a learner hears back. No key is in any of it."""

from __future__ import annotations

from discord import ui

from bot.cards import quiz_ids
from bot.cards.item_form import LETTERS, controls, instruction, lettered, stem_block
from bot.cards.layout import Card, button, card, gap, row
from bot.cards.quiz_lobby import LIVE, OVER, WAITING, moment
from bot.cards.text import literal, one_line, shorten
from knowledge.model.assessment import (
    DateKey,
    ItemDraft,
    ItemType,
    NumberKey,
    Picked,
    Recalled,
    Response,
)
from knowledge.model.quiz import (
    Acknowledgement,
    Changed,
    Late,
    Misfit,
    Question,
    QuestionState,
    Recorded,
    Refusal,
)
from knowledge.model.written_dates import read_dates, shown_date
from knowledge.model.written_numbers import read_number, shown_number

CLOSED = "This question is closed."
CHANGEABLE = "You can change it as long as the question is open."
REFUSALS = {
    Refusal.KICKED: "The host has removed you from this quiz, so your answer does not count.",
    Refusal.NOT_RUNNING: CLOSED,
    Refusal.PAUSED: "The quiz is paused. Answer again when it goes on.",
    Refusal.ALREADY_OPEN: "A question is open already.",
    Refusal.TOOK_PART: "You took part in this quiz, so there is no catch-up seat for you.",
    Refusal.WINDOW_OVER: "The time for catching up is over.",
    Refusal.UNKNOWN: "I don't know this question any more. Nothing was saved.",
}


def question_card(question: Question, questions: int, added: int = 0) -> Card:
    """The one message of a question until its reveal; the same for everybody.

    Args:
        questions: How many the quiz has.
        added: Seconds that the host has just given to everybody.
    """
    draft, order = question.draft, question.order
    is_open = question.state is QuestionState.OPEN
    return card(
        heading(question, questions),
        *asked(question),
        gap(),
        instruction(draft),
        _more_time(question, added),
        f"-# {_state(question)}",
        rows=[
            *controls(draft, lambda part: quiz_ids.press(question.id, part), order),
            row(report(question)),
        ]
        if is_open
        else (),
        accent=LIVE if is_open else WAITING if question.state is QuestionState.PAUSED else OVER,
    )


def asked(question: Question) -> list[str | ui.Item[Card]]:
    """The stem, and with some room below it what there is to choose from."""
    stem, *choices = stem_block(question.draft, question.order)
    return [stem, gap(), *choices] if choices else [stem]


def report(question: Question) -> ui.Button[Card]:
    """Something is wrong with the question itself; that shows nobody an answer."""
    return button("Report 🚩", quiz_ids.flag(question.id))


def heading(question: Question, questions: int) -> str:
    return f"**Question {question.ordinal} of {questions}**"


def receipt_words(question: Question, receipt: Acknowledgement) -> str:
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
        return _written_words(draft, response.text)
    if draft.type is ItemType.TRUE_FALSE:
        return f"**{draft.options[response.places[0]]}**"
    letters = [lettered(draft, order, place) for place in response.places]
    if draft.type is ItemType.MATCHING:
        pairs = (f"{number}{letter}" for number, letter in enumerate(letters, start=1))
        return f"**{', '.join(pairs)}**"
    if draft.type is ItemType.ORDERING:
        return f"**{' → '.join(letters)}**"
    return f"**{', '.join(sorted(letters, key=LETTERS.index))}**"


def _written_words(draft: ItemDraft, text: str) -> str:
    """A text as it was typed; of a number or date what was read in it, which is what is graded."""
    typed = f"“{literal(shorten(text, 120))}”"
    read = _read(draft, text)
    if read is None:
        return typed
    return (
        f"**{read}**" if read.casefold() == one_line(text).casefold() else f"**{read}** ({typed})"
    )


def _read(draft: ItemDraft, text: str) -> str | None:
    if isinstance(draft.key, NumberKey):
        number = read_number(text)
        return None if number is None else shown_number(number)
    if isinstance(draft.key, DateKey):
        return " or ".join(sorted({shown_date(date) for date in read_dates(text)})) or None
    return None


def _more_time(question: Question, added: int) -> str:
    if not added or question.deadline is None:
        return ""
    if question.state is QuestionState.PAUSED:
        return f"**+{added} s** from the host, once it goes on."
    return f"**+{added} s** from the host: you have until {moment(question.deadline, 'T')}."


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
