"""The ``custom_id`` of everything on the timeline and the list of themes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.cards.custom_ids import COURSE, MOVE, PAGE, THEME, Move, Turner, theme_mark

_YEARS = r"(?P<first>-?\d{1,5}|x):(?P<last>-?\d{1,5}|x)"
_WISH = rf"{COURSE}:{_YEARS}:(?P<theme>{THEME}|x):(?P<document>\d{{1,10}}|x)"

TURN_TIMELINE = rf"timeline:{MOVE}:{_WISH}:{PAGE}"
HIDE_EVENT = rf"timeline:hide:{_WISH}:{PAGE}"
TURN_THEMES = rf"themes:{MOVE}:{COURSE}:{PAGE}"
CHOOSE_THEME = rf"themes:choose:{COURSE}:{PAGE}"
EDIT_THEME = rf"themes:edit:{COURSE}:(?P<theme>{THEME}):{PAGE}"


@dataclass(frozen=True, slots=True)
class TimelineWish:
    """Which part of the timeline is looked at, and of which course."""

    course_id: int
    first_year: int | None = None
    last_year: int | None = None
    theme: str | None = None
    """The mark of a theme's name, from :func:`~bot.cards.custom_ids.theme_mark`."""
    document_id: int | None = None

    def __str__(self) -> str:
        parts = (self.course_id, self.first_year, self.last_year, self.theme, self.document_id)
        return ":".join("x" if part is None else str(part) for part in parts)


def wish_of(state: Mapping[str, str]) -> TimelineWish:
    """The wish that a button carries."""
    first, last, document = (
        None if state[name] == "x" else int(state[name]) for name in ("first", "last", "document")
    )
    theme = None if state["theme"] == "x" else state["theme"]
    return TimelineWish(int(state["course"]), first, last, theme, document)


def turn_timeline(wish: TimelineWish) -> Turner:
    def made(move: Move, page: int) -> str:
        return f"timeline:{move}:{wish}:{page}"

    return made


def hide_event(wish: TimelineWish, page: int) -> str:
    return f"timeline:hide:{wish}:{page}"


def turn_themes(course_id: int) -> Turner:
    return lambda move, page: f"themes:{move}:{course_id}:{page}"


def choose_theme(course_id: int, page: int) -> str:
    return f"themes:choose:{course_id}:{page}"


def edit_theme(course_id: int, theme: str, page: int) -> str:
    return f"themes:edit:{course_id}:{theme_mark(theme)}:{page}"


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
