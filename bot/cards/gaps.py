"""What students ask and the documents leave open: one gap a page, and the form that answers it."""

from __future__ import annotations

from collections.abc import Sequence

import discord
from discord import ui

from bot.cards import gaps_ids
from bot.cards.inbox import answer_form
from bot.cards.layout import Card, button, card, notice, pager, row
from bot.cards.logs import HIDDEN_QUESTION
from bot.cards.text import BETWEEN_HEADINGS, excerpt, literal, shorten, trail
from knowledge.model.gap import FEWEST, Gap, OpenQuestion
from knowledge.model.inbox import NearPassage
from knowledge.model.redaction import redacted

NO_GAPS = (
    f"No gaps. One appears once {FEWEST} questions that I could not answer, or whose answer was "
    "disliked, ask for the same."
)
GAP_GONE = (
    "That gap is closed, or too few questions are left in it. `/answers gaps` shows the others."
)
NOBODY_CHOSEN = "You chose no question to answer, so nothing was saved."
STILL_GATHERING = "I'm still gathering the questions. Press again in a moment."
MOST_CHOICES = 25
"""Discord's limit: a larger gap is answered in several goes, those nearest its middle first."""

_OTHERS = 6
_PLACES = 3


def gaps_card(course_id: int, gaps: Sequence[Gap], page: int = 0, said: str = "") -> Card:
    """One gap, its questions, and where the documents come nearest. ``page`` is from 0."""
    if not gaps:
        return card(said, NO_GAPS) if said else notice(NO_GAPS)
    page = min(page, len(gaps) - 1)
    gap = gaps[page]
    first, *others = gap.questions
    places = [f"• {literal(trail(p.split(BETWEEN_HEADINGS), 150))}" for p in gap.places(_PLACES)]
    return card(
        said,
        f"### {len(gap.questions)} open questions ask for much the same\n{_words(first, 300)}",
        "\n".join(["**Others**", *_listed(others)]),
        "\n".join(["**Nearest in the documents**", *places]) if places else "",
        f"-# Gap {page + 1} of {len(gaps)}, the largest first. An answer reaches whoever asked.",
        rows=[
            row(
                button(
                    "Answer all…",
                    gaps_ids.answer_all(gap.receipt),
                    style=discord.ButtonStyle.primary,
                ),
                button("Dismiss", gaps_ids.dismiss_gap(gap.receipt)),
            ),
            *pager(page, len(gaps), gaps_ids.turn_gaps(course_id)),
        ],
    )


def _words(question: OpenQuestion, limit: int) -> str:
    return f"{excerpt(question.question, limit) or HIDDEN_QUESTION} `{question.receipt}`"


def _listed(questions: Sequence[OpenQuestion]) -> list[str]:
    lines = [f"• {_words(question, 200)}" for question in questions[:_OTHERS]]
    more = len(questions) - len(lines)
    return [*lines, f"-# and {more} more"] if more else lines


def gap_form(gap: Gap, passages: Sequence[NearPassage]) -> ui.Modal:
    """The form that answers a gap: the answer, what it rests on, and whose questions it fits."""
    modal = answer_form(
        gaps_ids.answered_all(gap.receipt),
        "Answer all",
        passages,
        question=redacted(gap.questions[0].question),
    )
    options = [
        discord.SelectOption(
            label=shorten(question.question, 100) or question.receipt,
            value=question.receipt,
            default=True,
        )
        for question in gap.questions[:MOST_CHOICES]
    ]
    select: ui.Select[ui.Modal] = ui.Select(
        custom_id="receipts", options=options, min_values=1, max_values=len(options)
    )
    modal.add_item(
        ui.Label(
            text="It answers",
            description="Take out what asks for something else: its asker is then not told.",
            component=select,
        )
    )
    return modal
