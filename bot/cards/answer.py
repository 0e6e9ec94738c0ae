"""The card of an answer: what the documents say, where they say it, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence

import discord
from discord import ui

from bot.cards import custom_ids
from bot.cards.layout import TEXT_LIMIT, Card, Row, button, card, filled, pager, row
from bot.cards.sheet import Sheet, Statement
from bot.cards.text import literal, one_line, pieces, shorten, width
from knowledge.answering.grounding import WORDINGS, band
from knowledge.model.corpus import Citation
from knowledge.model.record import Decision

ANSWERED = discord.Colour(0x3B7DD8)
NOT_FOUND = discord.Colour(0x8A8F98)
LOCATED = discord.Colour(0x2F8F6B)

LOGGED = "Questions are logged for moderators."

_PAGE_WIDTH = TEXT_LIMIT - 900
"""What is left for quotes and sources beside the question, the notes and the last line."""


def answer_card(
    sheet: Sheet,
    *,
    page: int = 0,
    shareable: bool = False,
    shared_by: str | None = None,
    first_use: bool = False,
) -> Card:
    """The card of any decision: an answer, an abstention, or places to read.

    Args:
        page: From 0; a page that does not exist becomes the last one.
        shareable: Offer *Share*: a private answer in a channel.
        shared_by: The name of the person who showed a private answer to the channel.
        first_use: Add the line about logging.
    """
    pages = _pages(sheet)
    page = min(page, len(pages) - 1)
    notes = _notes(sheet, page, len(pages), shared_by=shared_by, first_use=first_use)
    return card(
        f"### {literal(shorten(sheet.question, 200))}",
        *_blocks(pages[page]),
        ui.Separator(),
        "\n".join(notes),
        rows=[
            *pager(page, len(pages), _turner(sheet.receipt)),
            _actions(sheet, shareable=shareable),
        ],
        accent=_ACCENTS[sheet.decision],
    )


def pointer_card(receipt: str, asker: str, *, first_use: bool = False) -> Card:
    """Stands where a private answer was asked for in public: only the asker can open it."""
    name = literal(shorten(asker, 40))
    return Card(
        ui.TextDisplay(f"{name}, your answer is ready. Only you can open it."),
        row(
            button(
                "Show my answer",
                custom_ids.show_answer(receipt),
                style=discord.ButtonStyle.primary,
            )
        ),
        *([ui.TextDisplay(f"-# {LOGGED}")] if first_use else []),
    )


_ACCENTS = {
    Decision.ANSWERED: ANSWERED,
    Decision.ABSTAINED: NOT_FOUND,
    Decision.LOCATED: LOCATED,
}


def place(citation: Citation) -> str:
    """The place that is cited, safe to show: "Document › Section, p. 7"."""
    headings = [shorten(heading, 90) for heading in citation.section]
    path = shorten(" › ".join([shorten(citation.document, 120), *headings]), 250)
    return literal(path if citation.page is None else f"{path}, {citation.page}")


def _pages(sheet: Sheet) -> list[list[str]]:
    if sheet.decision is Decision.ANSWERED:
        return _answer_pages(sheet)
    if sheet.decision is Decision.LOCATED:
        return filled(["Where to read about this:", *_numbered(sheet.places)], _PAGE_WIDTH)
    blocks = ["**I can't find that in this course's documents.**"]
    if sheet.places:
        blocks += ["The closest headings, in case they help:", *_numbered(sheet.places)]
    return filled(blocks, _PAGE_WIDTH)


def _answer_pages(sheet: Sheet) -> list[list[str]]:
    """Quotes in order, each on one page with the source it comes from."""
    cited = {citation.number: citation for citation in sheet.citations}
    quoted = [(part, cited[s.number]) for s in sheet.statements for part in _quotation(s)]
    pages: list[list[tuple[str, Citation]]] = [[]]
    for quote in quoted:
        if pages[-1] and width("\n".join(_with_sources([*pages[-1], quote]))) > _PAGE_WIDTH:
            pages.append([])
        pages[-1].append(quote)
    return [_with_sources(page) for page in pages]


def _quotation(said: Statement) -> list[str]:
    quote = one_line(said.quote)
    parts = [f"> {literal(part.strip())}" for part in pieces(quote, _PAGE_WIDTH - 900)]
    parts[0] = f"{literal(shorten(said.lead, 150))}\n{parts[0]}"
    parts[-1] += f" [{said.number}]"
    return parts


def _with_sources(quotes: Sequence[tuple[str, Citation]]) -> list[str]:
    numbers: dict[str, list[int]] = {}
    for _, citation in quotes:
        known = numbers.setdefault(_source(citation), [])
        if citation.number not in known:
            known.append(citation.number)
    lines = [f"{' '.join(f'[{n}]' for n in found)} {source}" for source, found in numbers.items()]
    title = "Source" if len(lines) == 1 else "Sources"
    return [*(text for text, _ in quotes), "\n".join([f"**{title}**", *lines])]


def _source(citation: Citation) -> str:
    author = f"{literal(shorten(citation.author, 60))}, " if citation.author else ""
    return f"{author}{place(citation)}"


def _numbered(places: Sequence[str]) -> list[str]:
    return [f"{n}. {literal(shorten(where, 320))}" for n, where in enumerate(places, start=1)]


def _blocks(page: Sequence[str]) -> list[str]:
    """The page's texts; the lines of a list stay together."""
    merged: list[str] = []
    for block in page:
        if merged and block[0] in "123456789":
            merged[-1] += f"\n{block}"
        else:
            merged.append(block)
    return merged


def _notes(
    sheet: Sheet, page: int, pages: int, *, shared_by: str | None, first_use: bool
) -> list[str]:
    parts = []
    if pages > 1:
        parts.append(f"Page {page + 1} of {pages}")
    if shared_by is not None:
        parts.append(f"Shared by {literal(shorten(shared_by, 40))}")
    notes = [" · ".join([*parts, f"Receipt `{sheet.receipt}`"])]
    if sheet.decision is Decision.ANSWERED:
        notes.insert(0, WORDINGS[band(sheet.confidence)])
    if first_use:
        notes.append(LOGGED)
    return [f"-# {note}" for note in notes]


def _turner(receipt: str) -> custom_ids.Turner:
    return lambda move, page: custom_ids.turn_answer(move, receipt, page)


def _actions(sheet: Sheet, *, shareable: bool) -> Row:
    receipt = sheet.receipt
    items: list[ui.Item[Card]] = []
    if sheet.decision is Decision.ANSWERED:
        style = discord.ButtonStyle.primary
        items.append(button("Show source", custom_ids.show_source(receipt), style=style))
    items += [
        button("Helpful 👍", custom_ids.rate("up", receipt)),
        button("Not helpful 👎", custom_ids.rate("down", receipt)),
    ]
    if shareable and sheet.decision is not Decision.ABSTAINED:
        items.append(button("Share", custom_ids.share(receipt)))
    return row(*items)
