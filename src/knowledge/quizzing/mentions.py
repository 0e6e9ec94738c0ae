"""What a text mentions: words, numbers, dates and acronyms, however they are written."""

from __future__ import annotations

import calendar
import re

from knowledge.model.assessment import PartialDate
from knowledge.model.wording import normalised
from knowledge.model.written_numbers import read_number

_ORDINALS = {
    "first": 1.0,
    "second": 2.0,
    "third": 3.0,
    "fourth": 4.0,
    "fifth": 5.0,
    "sixth": 6.0,
    "seventh": 7.0,
    "eighth": 8.0,
    "ninth": 9.0,
    "tenth": 10.0,
    "eleventh": 11.0,
    "twelfth": 12.0,
}
_ORDINAL_FIGURE = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b")
_MONTHS = "|".join(f"{name}|{name[:3]}\\b\\.?" for name in calendar.month_name if name)
_DAY_OF_MONTH = re.compile(
    rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{_MONTHS})|"
    rf"(?:{_MONTHS})\s+\d{{1,2}}(?:st|nd|rd|th)?(?:\s+(?:and|to)\s+\d{{1,2}}\b)?)"
)
_LONGEST_NUMBER = 4
"""Words: "one hundred and twenty"."""


def words_of(text: str) -> list[str]:
    """The words that count, without a plural's or a possessive's "s"."""
    return [_stemmed(word) for word in normalised(text).split()]


def _stemmed(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def holds(text: str, phrase: str) -> bool:
    """Whether the words of ``phrase`` stand in ``text``, one after the other."""
    wanted = " ".join(words_of(phrase))
    return bool(wanted) and f" {wanted} " in f" {' '.join(words_of(text))} "


def has_acronym(name: str, text: str) -> bool:
    """Whether ``text`` has the initials of a name of at least three words: "SCO"."""
    initials = "".join(word[0] for word in name.split() if word[0].isupper())
    return len(initials) >= 3 and re.search(rf"\b{initials}\b", text) is not None


def numbers_in(text: str, *, with_dates: bool = True) -> set[float]:
    """Every number in ``text``, in figures or words, also as an ordinal: 15 of "15th"."""
    if not with_dates:
        text = _DAY_OF_MONTH.sub(" ", text)
    words = _ORDINAL_FIGURE.sub("", text).replace("-", " ").split()
    found: set[float] = set()
    for start in range(len(words)):
        for length in range(1, _LONGEST_NUMBER + 1):
            value = read_number(" ".join(words[start : start + length]))
            if value is not None:
                found.add(value)
        bare = words[start].strip(".,;:!?()\"'“”").casefold()
        if bare in _ORDINALS:
            found.add(_ORDINALS[bare])
    return found


def date_in(date: PartialDate, text: str, *, year_known: bool = False) -> bool:
    """Whether ``text`` names this date at its precision, however it is written.

    Args:
        year_known: The year may be missing; month and day may not.
    """
    year = abs(date.year)
    has_year = year_known or re.search(rf"(?<![\d,.]){year}(?![\d])", text) is not None
    if date.month is None or not has_year:
        return has_year
    name = calendar.month_name[date.month]
    if re.search(rf"{year}-{date.month:02}", text):
        return date.day is None or f"{year}-{date.month:02}-{date.day:02}" in text
    if re.search(rf"\b(?:{name}|{name[:3]})\b", text) is None:
        return False
    return (
        date.day is None
        or re.search(rf"(?<![\d,.]){date.day}(?:st|nd|rd|th)?(?!\d)", text) is not None
    )
