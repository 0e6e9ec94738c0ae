"""Moments as people write them: "in 2 hours", "tomorrow 10:00", ISO 8601, Discord's own marks."""

from __future__ import annotations

import enum
import re
from datetime import UTC, datetime, tzinfo

_MARK = re.compile(r"<t:(\d{1,12})(?::[A-Za-z])?>")
_RELATIVE = re.compile(r"in\b|.*\bfrom now$", re.IGNORECASE)
_TWO_NUMBERS = re.compile(r"(?<![\d/.:-])(\d{1,2})([/.-])(\d{1,2})(?:\2\d{2,4}|\.)?(?![\d/:-])")
_MONTHS = 12


class Unclear(enum.Enum):
    """Why no moment, or not one alone, can be told from a text."""

    UNREADABLE = enum.auto()
    DAY_OR_MONTH = enum.auto()
    """ "03/04": which of them is the month?"""
    SKIPPED = enum.auto()
    """The clocks of the zone leap over it."""
    TWICE = enum.auto()
    """The clocks of the zone show it twice."""


def read_moment(text: str, now: datetime, zone: tzinfo = UTC) -> datetime | Unclear:
    """The one moment that is meant, seen from ``now``; or why it cannot be told.

    Of several readings the one that lies ahead is taken.

    Args:
        text: As it was typed.
        now: When that was.
        zone: Of a time that is written without one.
    """
    text = " ".join(text.split())
    if (mark := _MARK.fullmatch(text)) is not None:
        return _from_seconds(int(mark[1]))
    try:
        found: datetime | None = datetime.fromisoformat(text)
    except ValueError:
        if _RELATIVE.match(text):
            # So many hours from now are as many on the day when the clocks change.
            zone = UTC
        elif _is_day_or_month(text):
            return Unclear.DAY_OR_MONTH
        found = _read_words(text, now.astimezone(zone).replace(tzinfo=None))
    if found is None:
        return Unclear.UNREADABLE
    return found if found.tzinfo is not None else _placed(found, zone)


def _from_seconds(seconds: int) -> datetime | Unclear:
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return Unclear.UNREADABLE


def _is_day_or_month(text: str) -> bool:
    return any(
        int(first) != int(second) and 1 <= int(first) <= _MONTHS and 1 <= int(second) <= _MONTHS
        for first, _, second in _TWO_NUMBERS.findall(text)
    )


def _placed(local: datetime, zone: tzinfo) -> datetime | Unclear:
    """What a clock in the zone shows, as a moment."""
    try:
        first, second = local.replace(tzinfo=zone), local.replace(tzinfo=zone, fold=1)
        if first.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != local:
            return Unclear.SKIPPED
        return first if first.utcoffset() == second.utcoffset() else Unclear.TWICE
    except OverflowError:
        return Unclear.UNREADABLE


def _read_words(text: str, now: datetime) -> datetime | None:
    # Importing it takes a while, which only those who schedule something should wait for.
    import dateparser  # type: ignore[import-untyped]

    found: datetime | None = dateparser.parse(
        text,
        languages=["en"],
        settings={"RELATIVE_BASE": now, "PREFER_DATES_FROM": "future"},
    )
    return found
