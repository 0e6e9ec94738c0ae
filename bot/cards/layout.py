"""The frame that every card shares, and its limits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import discord
from discord import ui

from bot.cards.custom_ids import Move, Turner
from bot.cards.text import width

TEXT_LIMIT = 3_500
"""Characters of text on one card. Discord allows 4,000 in all; the rest is for names and notes."""

Row = ui.ActionRow["Card"]


class Card(ui.LayoutView):
    """A message of components. Presses find their handler by ``custom_id`` alone.

    It is stopped at birth: discord.py would otherwise keep every card that was ever sent in
    memory, waiting for presses that the guarded items answer anyway.
    """

    def __init__(self, *items: ui.Item[Card]) -> None:
        super().__init__(timeout=None)
        for item in items:
            self.add_item(item)
        self.stop()


def card(
    *blocks: str | ui.Item[Card], rows: Sequence[Row] = (), accent: discord.Colour | None = None
) -> Card:
    """Text blocks and other items in one container, with rows of buttons below them."""
    items = [_item(block) for block in blocks if block]
    return Card(ui.Container(*items, *rows, accent_colour=accent))


def spaced(blocks: Sequence[str]) -> list[str | ui.Item[Card]]:
    """The blocks with a gap between any two: entries of a list that take several lines each."""
    items: list[str | ui.Item[Card]] = []
    for block in blocks:
        items += [gap(), block] if items else [block]
    return items


def gap() -> ui.Separator[Card]:
    """Some room between two parts of a card that do not belong together."""
    return ui.Separator(visible=False)


def _item(block: str | ui.Item[Card]) -> ui.Item[Card]:
    return ui.TextDisplay(block) if isinstance(block, str) else block


def notice(text: str) -> Card:
    """A few plain words: a refusal, a confirmation."""
    return Card(ui.TextDisplay(text))


def button(
    label: str,
    custom_id: str,
    *,
    style: discord.ButtonStyle = discord.ButtonStyle.secondary,
    disabled: bool = False,
) -> ui.Button[Card]:
    return ui.Button(label=label, custom_id=custom_id, style=style, disabled=disabled)


def row(*items: ui.Item[Card]) -> Row:
    return ui.ActionRow(*items)


def pager(page: int, pages: int, custom_id: Turner) -> list[Row]:
    """First, previous, next and last; no row at all for a single page. ``page`` is from 0."""
    if pages <= 1:
        return []
    moves: tuple[tuple[str, Move, int], ...] = (
        ("First", "first", 0),
        ("Previous", "previous", max(page - 1, 0)),
        ("Next", "next", min(page + 1, pages - 1)),
        ("Last", "last", pages - 1),
    )
    return [
        row(
            *(
                button(label, custom_id(move, target), disabled=target == page)
                for label, move, target in moves
            )
        )
    ]


def filled(blocks: Iterable[str], limit: int, *, most: int | None = None) -> list[list[str]]:
    """The blocks in order, as many on each page as fit: at most ``limit`` wide, ``most`` many.

    A block wider than ``limit`` has a page to itself. There is always a first page.
    """
    pages: list[list[str]] = [[]]
    used = 0
    for block in blocks:
        if pages[-1] and (used + width(block) > limit or len(pages[-1]) == most):
            pages.append([])
            used = 0
        pages[-1].append(block)
        used += width(block) + 1
    return pages
