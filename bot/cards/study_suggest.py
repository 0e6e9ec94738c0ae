"""The screens of proposing an item: which passage, what is asked, what came of it."""

from __future__ import annotations

from collections.abc import Sequence

import discord
from discord import ui

from bot.cards import study_ids
from bot.cards.layout import Card, card, row, spaced
from bot.cards.text import excerpt, literal, pieces, shorten
from knowledge.model.corpus import Passage
from knowledge.quizzing.suggestions import Suggestion

QUESTION, RIGHT, WRONG, WHY = "question", "right", "wrong", "why"


def passages_card(passages: Sequence[Passage]) -> Card:
    """The passages to choose from; at least one."""
    select: ui.Select[Card] = ui.Select(
        custom_id=study_ids.PASSAGE,
        placeholder="Choose the passage that your question is about",
        options=[
            discord.SelectOption(
                label=shorten(f"{n}. {passage.heading}", 100),
                description=shorten(passage.text, 100),
                value=str(passage.id),
            )
            for n, passage in enumerate(passages, start=1)
        ],
    )
    lines = [
        f"**{n}. {excerpt(passage.heading, 80)}**\n{excerpt(passage.text, 240)}"
        for n, passage in enumerate(passages, start=1)
    ]
    return card(
        "### Suggest a question",
        "Your question rests on a passage of the documents. Which one?",
        *spaced(lines),
        "-# None of them? Run the command again with other words.",
        rows=[row(select)],
    )


def suggestion_form(passage: Passage) -> ui.Modal:
    """The form for an item on a passage, which is shown in it."""
    modal = ui.Modal(
        title="Suggest a question", timeout=900, custom_id=study_ids.suggest(passage.id)
    )
    modal.add_item(ui.TextDisplay(f"> {excerpt(passage.text, 1_500)}"))
    long = discord.TextStyle.paragraph
    for label, description, box in (
        ("Question", None, _box(QUESTION, 300, long)),
        ("Right answer", None, _box(RIGHT, 150)),
        (
            "Wrong answers, one on a line",
            "Two or three that one could believe. None: it is answered in words.",
            _box(WRONG, 500, long, required=False),
        ),
        (
            "Why is it right?",
            "Shown after the answer, with the passage.",
            _box(WHY, 500, long),
        ),
    ):
        modal.add_item(ui.Label(text=label, description=description, component=box))
    return modal


def suggested_card(suggestion: Suggestion) -> Card:
    """That a proposal waits for the instructors."""
    return card(
        "### Thank you",
        f"{excerpt(suggestion.question, 300)}",
        "The course's instructors look at it before anybody is asked. "
        "It is kept with your name as its author.",
    )


def refused_card(suggestion: Suggestion, reason: str) -> Card:
    """Why a proposal was not taken, and what was typed, so that it is not lost."""
    wrong = "\n".join(suggestion.wrong)
    typed = f"{suggestion.question}\n\n{suggestion.right}\n\n{wrong}\n\n{suggestion.why}"
    kept = pieces(typed, 2_000) or [""]
    return card(
        "### Not taken yet",
        excerpt(reason, 900),
        "Change it and run `/study suggest` again. Nothing was saved; this is what you wrote:",
        literal(kept[0]),
    )


def _box(
    custom_id: str,
    most: int,
    style: discord.TextStyle = discord.TextStyle.short,
    *,
    required: bool = True,
) -> ui.TextInput[ui.Modal]:
    return ui.TextInput(custom_id=custom_id, style=style, max_length=most, required=required)
