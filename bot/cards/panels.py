"""The panels of `/help` and `/setup`."""

from __future__ import annotations

from collections.abc import Sequence

import discord
from discord import ui

from bot.access_table import Rule
from bot.cards import custom_ids
from bot.cards.layout import Card, card, row, spaced
from bot.cards.text import literal, shorten
from knowledge.model.corpus import Course
from knowledge.model.record import Visibility

_MEANING = {
    Visibility.PRIVATE: ("Private", "Only the asker sees an answer, and may share it"),
    Visibility.PUBLIC: ("Public", "Everyone in the channel sees the answers"),
}


def help_card(rules: Sequence[Rule]) -> Card:
    """What this person can do, each with an example to try."""
    entries = [f"{rule.example}\n{rule.purpose}" for rule in rules]
    return card(
        "### What you can do here",
        *spaced(entries),
        ui.Separator(),
        "-# I answer in the documents' own words, and say so when they don't answer. Every answer "
        "has a receipt, such as `A-7F3K`: give it to the course's staff if something is wrong.",
    )


def setup_card(course: Course | None, channel: str, visibility: Visibility) -> Card:
    """Who sees the answers in one channel, and the choice to change it."""
    select: ui.Select[Card] = ui.Select(
        custom_id=custom_ids.VISIBILITY,
        options=[
            discord.SelectOption(
                label=label,
                description=description,
                value=choice.value,
                default=choice is visibility,
            )
            for choice, (label, description) in _MEANING.items()
        ],
    )
    label, description = _MEANING[visibility]
    return card(
        f"### Answers in #{literal(shorten(channel, 100))}",
        f"Now: **{label}**. {description}.",
        row(select),
        "This is the default: askers can choose otherwise with `private` in `/ask`. "
        "A thread follows its channel.",
        f"-# {_course(course)}",
    )


def _course(course: Course | None) -> str:
    if course is None:
        return (
            "There is no course yet, so I can't answer. "
            "Whoever runs this bot adds one with colloquy ingest and sets DEFAULT\\_COURSE."
        )
    return f"Course: {literal(shorten(course.title, 120))}"
