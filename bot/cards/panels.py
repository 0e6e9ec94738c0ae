"""The panels of `/help` and `/setup`."""

from __future__ import annotations

from collections.abc import Sequence

import discord
from discord import ui

from bot.access_table import Rule
from bot.cards import custom_ids
from bot.cards.layout import TEXT_LIMIT, Card, card, filled, pager, row, spaced
from bot.cards.text import literal, shorten
from knowledge.model.corpus import Course
from knowledge.model.record import Visibility

_ON_A_PAGE = 8

_MEANING = {
    Visibility.PRIVATE: ("Private", "Only the asker sees an answer, and may share it"),
    Visibility.PUBLIC: ("Public", "Everyone in the channel sees the answers"),
}


def help_card(rules: Sequence[Rule], page: int = 0) -> Card:
    """What this person can do, each with an example to try. A page past the end is the last."""
    entries = [f"{rule.example}\n{rule.purpose}" for rule in rules]
    pages = filled(entries, TEXT_LIMIT - 500, most=_ON_A_PAGE)
    page = min(page, len(pages) - 1)
    return card(
        "### What you can do here",
        *spaced(pages[page]),
        ui.Separator(),
        f"-# Page {page + 1} of {len(pages)}" if len(pages) > 1 else "",
        "-# I answer in the documents' own words, and say so when they don't answer. Every answer "
        "has a receipt, such as `A-7F3K`: give it to the course's staff if something is wrong.",
        rows=pager(page, len(pages), custom_ids.turn_help),
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
