"""The figures behind an answer, for whoever wants to know more than words say."""

from __future__ import annotations

from collections.abc import Iterable

from bot.cards import logs_ids
from bot.cards.layout import TEXT_LIMIT, Card, card, filled, pager
from bot.cards.shown import decided
from bot.cards.text import literal, shorten, trail
from knowledge.model.record import Record, RetrievedPassage

_PAGE_WIDTH = TEXT_LIMIT - 500


def scores_card(record: Record, page: int = 0) -> Card:
    """Confidence, every passage with the parts of its score, and what made the answer.

    Args:
        page: From 0; one past the end shows the last.
    """
    pages = filled(_blocks(record), _PAGE_WIDTH)
    page = min(page, len(pages) - 1)
    position = f"Page {page + 1} of {len(pages)} · " if len(pages) > 1 else ""
    return card(
        f"### Scores of `{record.receipt}`\nConfidence **{record.confidence:.2f}** "
        f"({decided(record)}), after **{record.latency_ms:.0f} ms**.",
        "\n".join(pages[page]),
        f"-# {position}Scores lie between 0 and 1. This look is in the audit.",
        rows=pager(page, len(pages), logs_ids.turn_scores(record.receipt)),
    )


def _blocks(record: Record) -> Iterable[str]:
    yield "**Passages, nearest first**"
    yield from map(_passage, record.passages)
    yield "**Made by**"
    for name, what in record.versions.items():
        yield f"-# {literal(name)}: {literal(shorten(what, 200))}"


def _passage(passage: RetrievedPassage) -> str:
    parts = ", ".join(
        f"{name.replace('_', ' ')} {value:.2f}" for name, value in passage.parts.items()
    )
    where = literal(trail([passage.document, *passage.section], 120))
    return f"`{passage.score:.2f}` {where}\n-# {literal(parts)}"
