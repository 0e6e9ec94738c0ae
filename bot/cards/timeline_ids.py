"""The ``custom_id`` of everything on the timeline and the list of themes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b

from bot.cards.custom_ids import Move, Turner

_MOVE = r"(?P<move>first|previous|next|last)"
_PAGE = r"(?P<page>\d{1,5})"
_YEARS = r"(?P<first>-?\d{1,5}|x):(?P<last>-?\d{1,5}|x)"
_WISH = rf"{_YEARS}:(?P<theme>[0-9a-f]{{8}}|x):(?P<document>\d{{1,10}}|x)"

TURN_TIMELINE = rf"timeline:{_MOVE}:{_WISH}:{_PAGE}"
HIDE_EVENT = rf"timeline:hide:{_WISH}:{_PAGE}"
TURN_THEMES = rf"themes:{_MOVE}:{_PAGE}"
CHOOSE_THEME = rf"themes:choose:{_PAGE}"
EDIT_THEME = r"themes:edit:(?P<theme>[0-9a-f]{8}):(?P<page>\d{1,5})"


@dataclass(frozen=True, slots=True)
class TimelineWish:
    """Which part of the timeline is looked at."""

    first_year: int | None = None
    last_year: int | None = None
    theme: str | None = None
    """The mark of a theme's name, from :func:`theme_mark`."""
    document_id: int | None = None

    def __str__(self) -> str:
        parts = (self.first_year, self.last_year, self.theme, self.document_id)
        return ":".join("x" if part is None else str(part) for part in parts)


def wish_of(state: Mapping[str, str]) -> TimelineWish:
    """The wish that a button carries."""
    first, last, document = (
        None if state[name] == "x" else int(state[name]) for name in ("first", "last", "document")
    )
    theme = None if state["theme"] == "x" else state["theme"]
    return TimelineWish(first, last, theme, document)


def theme_mark(name: str) -> str:
    """Eight characters that stand for a theme, whose name may not fit into an id."""
    return blake2b(name.encode(), digest_size=4).hexdigest()


def turn_timeline(wish: TimelineWish) -> Turner:
    def made(move: Move, page: int) -> str:
        return f"timeline:{move}:{wish}:{page}"

    return made


def hide_event(wish: TimelineWish, page: int) -> str:
    return f"timeline:hide:{wish}:{page}"


def turn_themes(move: Move, page: int) -> str:
    return f"themes:{move}:{page}"


def choose_theme(page: int) -> str:
    return f"themes:choose:{page}"


def edit_theme(theme: str, page: int) -> str:
    return f"themes:edit:{theme_mark(theme)}:{page}"


_PERIOD = re.compile(
    r"\s*(?P<first>\d{1,4})\s*(?P<first_bc>BCE?)?\s*(?:(?:-|–|to|until)\s*(?P<last>\d{1,4})\s*"
    r"(?P<last_bc>BCE?)?)?\s*(?:AD|CE)?\s*",
    re.IGNORECASE,
)


def read_period(words: str) -> tuple[int, int] | None:
    """First and last year of "1978", "1945-1975" or "300 BC to 20 BC"; ``None`` if unreadable."""
    match = _PERIOD.fullmatch(words)
    if match is None:
        return None
    last_bc = match["last_bc"] or (match["first_bc"] if match["last"] is None else None)
    # "300-20 BC": the era stands once for both.
    first_bc = match["first_bc"] or (last_bc if match["last"] else None)
    first = int(match["first"]) * (-1 if first_bc else 1)
    last = int(match["last"] or match["first"]) * (-1 if last_bc else 1)
    return (first, last) if first <= last else None
