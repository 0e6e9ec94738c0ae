"""Dates as people type them, as precisely as they give them and no more."""

from __future__ import annotations

import calendar
import re

from knowledge.model.assessment import PartialDate

_MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_MONTHS = {
    name: number
    for number, full in enumerate(_MONTH_NAMES, start=1)
    for name in (full.casefold(), full[:3].casefold())
} | {"sept": 9}
_MONTH = r"(?P<month>{})\.?".format("|".join(sorted(_MONTHS, key=len, reverse=True)))
_YEAR = r"(?P<year>\d{1,4})(?:\s*(?P<era>b\.?c\.?(?:e\.?)?|c\.?e\.?|a\.?d\.?))?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_FORMS = tuple(
    re.compile(form)
    for form in (
        r"(?P<year>\d{4})-(?P<number>\d{1,2})(?:-(?P<day>\d{1,2}))?",
        r"(?P<year>\d{4})[/.](?P<number>\d{1,2})(?:[/.](?P<day>\d{1,2}))?",
        rf"(?:(?:the\s+)?{_DAY}\s+(?:of\s+)?)?{_MONTH},?\s+(?:of\s+)?(?:ad\s+)?{_YEAR}",
        rf"{_MONTH}\s+(?:the\s+)?{_DAY},?\s+{_YEAR}",
        rf"{_YEAR},?\s+{_MONTH}(?:\s+{_DAY})?",
        r"(?P<number>\d{1,2})[/.-](?P<year>\d{4})",
        rf"(?:(?:the\s+)?year\s+)?(?:ad\s+)?{_YEAR}",
    )
)
_YEARLESS = tuple(
    re.compile(form)
    for form in (rf"{_MONTH}\s+(?:the\s+)?{_DAY}", rf"(?:the\s+)?{_DAY}\s+(?:of\s+)?{_MONTH}")
)
_TWO_NUMBERS = re.compile(r"(?P<one>\d{1,2})[/.-]\s?(?P<two>\d{1,2})[/.-]\s?(?P<year>\d{4})")
_LEAD = re.compile(r"^(?:(?:in|on|it was|about|around|c\.|circa)\s+)+")
_WEEKDAY = re.compile(r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+")


def read_dates(text: str) -> tuple[PartialDate, ...]:
    """What date ``text`` may mean; empty if it is none, or more than one.

    "1978", "1978-08", "August 1978", "15 May 2014", "May 15th, 2014", "15.5.2014", "44 BCE" are
    understood. Two for "4/7/2014", where day and month may stand either way. A negative year
    is one before the common era.
    """
    plain = _plain(text)
    either = _TWO_NUMBERS.fullmatch(plain)
    if either is not None:
        one, two, year = (int(either[name]) for name in ("one", "two", "year"))
        readings = (_date(year, two, one), _date(year, one, two))
        return tuple(dict.fromkeys(date for date in readings if date is not None))
    for form in _FORMS:
        match = form.fullmatch(plain)
        if match is not None:
            date = _from_match(match.groupdict())
            return () if date is None else (date,)
    return ()


def missing_part(text: str, asked: PartialDate) -> str | None:
    """The first part that is asked for and not written: "year", "month", "day"; else ``None``.

    "June 20" is read as a year only where the year 20 would agree with what is asked.
    """
    dates = read_dates(text)
    if any(agrees(date, asked) for date in dates):
        return None
    if any(form.fullmatch(_plain(text)) for form in _YEARLESS):
        return "year"
    if asked.month is not None and dates and all(date.month is None for date in dates):
        return "month"
    if asked.day is not None and dates and all(date.day is None for date in dates):
        return "day"
    return None


def shown_date(date: PartialDate) -> str:
    """As it is read in English: "1978", "August 1978", "16 August 1978", "44 BCE"."""
    year = f"{-date.year} BCE" if date.year < 0 else str(date.year)
    month = "" if date.month is None else f"{_MONTH_NAMES[date.month - 1]} "
    return ("" if date.day is None else f"{date.day} ") + month + year


def agrees(given: PartialDate, asked: PartialDate) -> bool:
    """Whether ``given`` is ``asked``, at the precision of ``asked``.

    More than was asked for is not held against anybody; less is not enough.
    """
    return (
        given.year == asked.year
        and (asked.month is None or given.month == asked.month)
        and (asked.day is None or given.day == asked.day)
    )


def _plain(text: str) -> str:
    plain = " ".join(text.casefold().split()).strip(" .,;!?")
    return _WEEKDAY.sub("", _LEAD.sub("", plain))


def _from_match(found: dict[str, str | None]) -> PartialDate | None:
    name, number, day = found.get("month"), found.get("number"), found.get("day")
    month = _MONTHS[name] if name else int(number) if number else None
    year = int(found["year"] or 0)
    if (found.get("era") or "").startswith("b"):
        year = -year
    return _date(year, month, int(day) if day else None)


def _date(year: int, month: int | None, day: int | None) -> PartialDate | None:
    """``None`` for what no calendar has, such as a 31 June."""
    if month is not None and not 1 <= month <= 12:
        return None
    if day is not None and not 1 <= day <= _days(year, month or 1):
        return None
    return PartialDate(year, month, day)


def _days(year: int, month: int) -> int:
    return calendar.monthrange(max(year, 1), month)[1]
