"""Moments as people write them: "in 2 hours", "tomorrow at 10", ISO 8601, Discord's own marks."""

from __future__ import annotations

import enum
import re
from datetime import UTC, datetime, tzinfo

_MARK = re.compile(r"<t:(\d{1,12})(?::[A-Za-z])?>")
_TWO_NUMBERS = re.compile(r"(?<![\d/.:-])(\d{1,2})([/.-])(\d{1,2})(?:\2\d{2,4}|\.)?(?![\d/:-])")
_MONTHS = 12
_MINUTES, _HOURS, _HALF_DAY = 60, 24, 12
_LONGEST_ISO_DAY = len("2026-11-23")

_COUNT = r"(?:\d{1,5}(?:[.,]\d{1,2})?|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve)"
_SHORT = r"(?:h|hrs?|hours?|m|mins?|minutes?)"
_LONG = r"(?:days?|weeks?|months?|years?)"
_SPELL = rf"{_COUNT}\s?{_SHORT}\b(?:,? (?:and )?{_COUNT}\s?{_SHORT}\b)?"
_ELAPSED = re.compile(
    rf"(?:in )?{_SPELL}|{_SPELL} from now|(?:{_SPELL}|{_COUNT} {_LONG}) ago", re.IGNORECASE
)
"""So many hours or minutes: the same on the day when the clocks change."""
_WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?"
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_NTH = r"\d{1,2}(?:st|nd|rd|th)?"
_NUMBERS = (
    r"\d{1,2}(?P<between>[/.-])\d{1,2}(?:(?P=between)\d{2,4}|\.)?"
    r"|\d{4}(?P<after>[/.-])\d{1,2}(?P=after)\d{1,2}"
)
_DAY = (
    r"yesterday|today|tomorrow|(?:the )?day after tomorrow"
    rf"|(?:on )?(?:(?:next|this) )?{_WEEKDAY}"
    rf"|in {_COUNT} {_LONG}|{_COUNT} {_LONG} from now"
    rf"|(?:on )?(?:{_WEEKDAY},? )?(?:{_NUMBERS}|(?:the )?{_NTH} (?:of )?{_MONTH}(?:,? \d{{4}})?"
    rf"|{_MONTH} {_NTH}(?:,? \d{{4}})?)"
)
_CLOCK = (
    r"(?:at )?(?P<noon>noon)"
    r"|(?P<at>at )?(?P<hour>\d{1,2})(?:(?P<mark>[:.h])(?P<minute>\d{2}))?"
    r"(?P<h>\s?h)?\s?(?P<half>[ap]\.?m\.?)?(?:\s?(?P<utc>utc|gmt))?"
)
_DAY_THEN_CLOCK = re.compile(rf"(?P<day>{_DAY}),? (?:{_CLOCK})", re.IGNORECASE)
_CLOCK_THEN_DAY = re.compile(rf"(?:{_CLOCK}),? (?P<day>{_DAY})", re.IGNORECASE)


class Unclear(enum.Enum):
    """Why no moment, or not one alone, can be told from a text."""

    UNREADABLE = enum.auto()
    NO_TIME = enum.auto()
    """The day or the time of day is not said, or not so that it can be told."""
    DAY_OR_MONTH = enum.auto()
    """ "03/04": which of them is the month?"""
    SKIPPED = enum.auto()
    """The clocks of the zone leap over it."""
    TWICE = enum.auto()
    """The clocks of the zone show it twice."""


def read_moment(text: str, now: datetime, zone: tzinfo = UTC) -> datetime | Unclear:
    """The one moment that is meant, seen from ``now``; or why it cannot be told.

    A day wants its time, except for one that has begun: its beginning is meant. Of several
    readings the one that lies ahead is taken. The first call takes half a second.

    Args:
        text: As it was typed.
        now: When that was.
        zone: Of a time that is written without one.
    """
    text = " ".join(text.split())
    if (mark := _MARK.fullmatch(text)) is not None:
        return _from_seconds(int(mark[1]))
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return _from_words(text, now, zone)
    placed = found if found.tzinfo is not None else _placed(found, zone)
    is_day_alone = len(text) <= _LONGEST_ISO_DAY
    if is_day_alone and isinstance(placed, datetime) and placed > now:
        return Unclear.NO_TIME
    return placed


def _from_words(text: str, now: datetime, zone: tzinfo) -> datetime | Unclear:
    if _ELAPSED.fullmatch(text) is not None:
        # So many hours from now are as many on the day when the clocks change.
        since = _read_words(text, now.astimezone(UTC).replace(tzinfo=None))
        return Unclear.UNREADABLE if since is None else since.replace(tzinfo=UTC)
    said = _DAY_THEN_CLOCK.fullmatch(text) or _CLOCK_THEN_DAY.fullmatch(text)
    if _is_day_or_month(text if said is None else said["day"]):
        return Unclear.DAY_OR_MONTH
    clock = None if said is None else _clock(said)
    if said is not None and said["utc"]:
        zone = UTC
    # What else it takes for a day or a time is a guess: it fills the gaps from the present.
    words = text if said is None or clock is None else f"{said['day']} {clock}"
    found = _read_words(words, now.astimezone(zone).replace(tzinfo=None))
    if found is None:
        return Unclear.UNREADABLE
    return Unclear.NO_TIME if clock is None else _placed(found, zone)


def _clock(said: re.Match[str]) -> str | None:
    """ "14:30"; ``None`` for a number that need not be a time: "friday 8", "monday 10.11"."""
    if said["noon"]:
        return "12:00"
    hour, minute, half = int(said["hour"]), int(said["minute"] or 0), said["half"]
    if not (said["at"] or said["h"] or half or said["mark"]):
        return None
    may_be_date = said["mark"] == "." and 0 < minute <= _MONTHS and not (said["at"] or half)
    if may_be_date or minute >= _MINUTES or hour >= _HOURS or (half and not 1 <= hour <= _HALF_DAY):
        return None
    if half:
        hour = hour % _HALF_DAY + (_HALF_DAY if half[0] in "pP" else 0)
    return f"{hour:02}:{minute:02}"


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
