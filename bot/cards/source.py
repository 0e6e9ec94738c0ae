"""The passage behind an answer, whole, with the quoted words in bold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from discord import ui

from bot.cards import custom_ids
from bot.cards.answer import place
from bot.cards.layout import TEXT_LIMIT, Card, card, pager
from bot.cards.text import excerpt, literal, pieces, shorten, width
from knowledge.model.corpus import Citation

_PAGE_WIDTH = TEXT_LIMIT - 1_100
"""What is left for the passage beside its place and the last line."""


@dataclass(frozen=True, slots=True)
class SourcePage:
    """One page of the source view: a citation's passage, or a part of a long one."""

    citation: Citation
    text: str
    part: int
    parts: int
    holds_quote: bool


def source_pages(citations: Sequence[Citation]) -> list[SourcePage]:
    """Every page of the source view, in the order of the citations."""
    pages: list[SourcePage] = []
    for citation in citations:
        texts = _marked_pages(citation.passage, citation.quote)
        pages += [
            SourcePage(citation, text, part, len(texts), "**" in text)
            for part, text in enumerate(texts)
        ]
    return pages


def opening_page(pages: Sequence[SourcePage]) -> int:
    """Where the view opens: on the words that were quoted, even far into a long passage."""
    return next((index for index, page in enumerate(pages) if page.holds_quote), 0)


def removed_words(
    citations: Sequence[Citation], removed: Mapping[int, datetime | None]
) -> list[str]:
    """Which documents were removed since the answer was given, each once.

    Args:
        citations: The answer's.
        removed: When, if that is known, by number of the citation.
    """
    titles = {c.document: removed[c.number] for c in citations if c.number in removed}
    return [
        f"**{excerpt(title, 150)}** was removed{_on(at)}: its words are not shown any more."
        for title, at in titles.items()
    ]


def _on(at: datetime | None) -> str:
    return "" if at is None else f" on <t:{int(at.timestamp())}:D>"


def source_card(
    receipt: str, pages: Sequence[SourcePage], index: int, notes: Sequence[str] = ()
) -> Card:
    """One page of the source view; an index past the end shows the last page.

    Args:
        notes: What there is to say of sources that are not among the pages.
    """
    index = min(index, len(pages) - 1)
    page = pages[index]
    return card(
        _heading(page.citation),
        ui.Separator(),
        page.text,
        ui.Separator(),
        f"-# {_position(pages, index)} · Receipt `{receipt}`",
        *(f"-# {note}" for note in notes),
        rows=pager(index, len(pages), _turner(receipt)),
    )


def _heading(citation: Citation) -> str:
    author = literal(shorten(citation.author, 80)) if citation.author else None
    version = f"version {citation.version}" if citation.version > 1 else None
    about = " · ".join(part for part in (author, version) if part)
    lines = [f"### Source [{citation.number}]", place(citation, 250)]
    if about:
        lines.append(f"-# {about}")
    if citation.note:
        lines.append(f"-# {literal(shorten(citation.note, 200))}")
    return "\n".join(lines)


def _position(pages: Sequence[SourcePage], index: int) -> str:
    page = pages[index]
    parts = ["The quoted words are in bold" if page.holds_quote else "The quote is on another page"]
    if page.parts > 1:
        parts.append(f"Part {page.part + 1} of {page.parts}")
    sources = [page.citation.number for page in pages if page.part == 0]
    if len(sources) > 1:
        parts.append(f"Source {sources.index(page.citation.number) + 1} of {len(sources)}")
    return " · ".join(parts)


def _turner(receipt: str) -> custom_ids.Turner:
    return lambda move, page: custom_ids.turn_source(move, receipt, page)


def _marked_pages(passage: str, quote: str) -> list[str]:
    """The passage with ``quote`` in bold, in parts that each fit on a page."""
    before, found, after = passage.partition(quote)
    if not found:
        before, quote, after = passage, "", ""
    runs = [(before, False), (quote, True), (after, False)]
    pages = [""]
    for text, bold in runs:
        for part in pieces(text, _PAGE_WIDTH // 2):
            shown = _bold(part) if bold else literal(part)
            if pages[-1] and width(pages[-1]) + width(shown) > _PAGE_WIDTH:
                pages.append("")
            pages[-1] += shown
    return [page.strip() or "…" for page in pages]


def _bold(text: str) -> str:
    """Bold line by line, because a mark around an empty or padded line would itself be shown."""
    return "\n".join(_bold_line(line) for line in text.split("\n"))


def _bold_line(line: str) -> str:
    words = line.strip()
    if not words:
        return line
    start = line.index(words)
    return f"{line[:start]}**{literal(words)}**{line[start + len(words) :]}"
