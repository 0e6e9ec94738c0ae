"""Dates in English text: days, months, years, ranges, decades, centuries, and years BC.

Each form is one pattern and one function from its match to the days it covers. A year alone is
taken for one only where its surroundings say so: "1,480 metres" and "about 1500 men" are none.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from knowledge.model.assessment import PartialDate
from knowledge.model.corpus import Span
from knowledge.model.timeline import MONTHS, DateFlag, EventDate, Precision

_SHORT = ("Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sept", "Sep", "Oct", "Nov", "Dec")
_MONTH_NUMBERS = {name[:3].lower(): number for number, name in enumerate(MONTHS, start=1)}
_MONTH = rf"(?:{'|'.join(MONTHS)}|(?:{'|'.join(_SHORT)})\.)"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?![\d:%])"
_YEAR = r"(?:1\d{3}|20\d\d)(?!\d|,\d|\.\d|s\b)"
_TO = r"\s?(?:[–—-]|to|until|till|through)\s?"
_BC = r"(?:BCE?|B\.C\.(?:E\.)?)(?!\w)"
_AD = r"(?:AD|CE|A\.D\.|C\.E\.)(?!\w)"
_ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth",
    "eighteenth", "nineteenth", "twentieth",
)  # fmt: skip
_ORDINAL_NUMBERS = {word: n for n, word in enumerate(_ORDINALS, 1)} | {
    "twenty-first": 21, "twenty first": 21,
}  # fmt: skip
_ORDINAL = rf"(?:{'|'.join(_ORDINALS)}|twenty[ -]first|\d{{1,2}}(?:st|nd|rd|th))"
_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": None}
_ERA = rf"(?:\s?(?P<bc>{_BC})|\s?(?P<ad>{_AD}))"


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date as the words alone give it: the year may be missing."""

    span: Span
    first: PartialDate
    last: PartialDate
    precision: Precision
    has_year: bool
    approximate: bool = False
    is_pair: bool = False
    """ "May and July 1971", but not "between May and July 1971"."""


_Found = tuple[PartialDate, PartialDate, Precision]


def _day_month_year(match: re.Match[str]) -> _Found | None:
    year = int(match["year"]) if match["year"] else 0
    month = _month(match["month"])
    day = _int(match["day"])
    last_day = _int(match["last_day"]) if match["last_day"] else day
    last_month = _month(match["last_month"]) if match["last_month"] else month
    first, last = PartialDate(year, month, day), PartialDate(year, last_month, last_day)
    if _as_tuple(last) < _as_tuple(first):
        return None
    return first, last, Precision.DAY


def _month_year(match: re.Match[str]) -> _Found | None:
    year = int(match["year"]) if match["year"] else 0
    month = _month(match["month"])
    last_month = _month(match["last_month"]) if match["last_month"] else month
    if last_month < month:
        return None
    return PartialDate(year, month), PartialDate(year, last_month), Precision.MONTH


def _season(match: re.Match[str]) -> _Found:
    year = int(match["year"])
    months = _SEASONS[match["season"].lower()]
    if months is None:
        return PartialDate(year), PartialDate(year), Precision.PERIOD
    return PartialDate(year, months[0]), PartialDate(year, months[1]), Precision.PERIOD


def _years(match: re.Match[str]) -> _Found | None:
    first = int(match["year"])
    last_words = match["last"]
    if len(last_words) < 4:
        last_words = match["year"][: -len(last_words)] + last_words
    last = int(last_words)
    if last <= first or last - first > 1_000:
        return None
    return PartialDate(first), PartialDate(last), Precision.YEAR


def _era_years(match: re.Match[str]) -> _Found | None:
    sign = -1 if match["bc"] else 1
    first = sign * int(match["year"].replace(",", ""))
    last = sign * int(match["last"].replace(",", "")) if match["last"] else first
    if first == 0 or last < first:
        return None
    return PartialDate(first), PartialDate(last), Precision.YEAR


def _leading_ad(match: re.Match[str]) -> _Found:
    return (*(PartialDate(int(match["year"])),) * 2, Precision.YEAR)


def _decade(match: re.Match[str]) -> _Found:
    first = int(match["year"])
    last = first + (99 if match["year"].endswith("00") else 9)
    return _part(match["part"], first, last)


def _century(match: re.Match[str]) -> _Found | None:
    number = _ordinal(match["number"])
    last_number = _ordinal(match["last_number"]) if match["last_number"] else number
    if not number or not last_number:
        return None
    if match["bc"]:
        return _part(match["part"], -100 * number, -100 * last_number + 99)
    return _part(match["part"], 100 * number - 99, 100 * last_number)


def _part(part: str | None, first: int, last: int) -> _Found:
    """The early, middle or late part of a stretch of years."""
    words = (part or "").lower()
    third, half = (last - first + 1) // 3, (last - first + 1) // 2
    if "first half" in words:
        last = first + half - 1
    elif "second half" in words:
        first += half
    elif "early" in words or "beginning" in words:
        last = first + third
    elif "mid" in words:
        first, last = first + third, last - third
    elif "late" in words or "end" in words:
        first = last - third
    return PartialDate(first), PartialDate(last), Precision.PERIOD


def _year(match: re.Match[str]) -> _Found:
    return (*(PartialDate(int(match["year"])),) * 2, Precision.YEAR)


_HALF = (
    r"(?P<part>(?:the\s+)?(?:first|second)\s+half\s+of\s+the\s+"
    r"|(?:early|mid|middle|late|later)(?:\s+in\s+the\s+|\s+|-))?"
)
_BEFORE_YEAR = (
    r"(?<![\w,.$€£-])(?:(?<=\b[Ii]n )|(?<=\bof )|(?<=\b[Bb]y )|(?<=\b[Ss]ince )|(?<=\b[Uu]ntil )"
    r"|(?<=\b[Ff]rom )|(?<=\b[Bb]efore )|(?<=\b[Aa]fter )|(?<=\b[Dd]uring )|(?<=\b[Aa]round )"
    r"|(?<=\b[Aa]bout )|(?<=\bcirca )|(?<=\bc\. )|(?<=\bto )|(?<=\byear )|(?<=\band )|(?<=\bor )"
    r"|(?<=\bearly )|(?<=\blate )|(?<=\bmid-)|(?<=\bthe )|(?<=\bits )|(?<=\bhis )|(?<=\bher )"
    r"|(?<=\btheir )|(?<=\ba )|(?<=\()|(?<=, )|(?<=^)|(?<=\bbetween )|(?<=\btill ))"
)
_UNIT = (
    r"(?!\s*(?:%|percent|km|kilomet|met(?:re|er)|miles?\b|feet|foot|tons?\b|tonnes|kg|kilogram|grams?\b"
    r"|people|men\b|women|soldiers|troops|ships|years?\b|days|hours|dollars|pounds|euros|words|syllables"
    r"|members|copies|students|pages|times|workers|of\s+(?:the|these|them)\b|[–-]\s?\d))"
)

_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], _Found | None]], ...] = tuple(
    (re.compile(pattern), read)
    for pattern, read in (
        (
            rf"\b(?P<month>{_MONTH})\s+(?P<day>{_DAY})(?:(?:{_TO}|\s+and\s+|,\s*)"
            rf"(?:(?P<last_month>{_MONTH})\s+)?(?P<last_day>{_DAY}))?(?:,?\s+(?P<year>{_YEAR}))?",
            _day_month_year,
        ),
        (
            rf"\b(?P<day>{_DAY})(?:\s+(?P<month_>{_MONTH}))?(?:{_TO}|\s+and\s+)(?P<last_day>{_DAY})"
            rf"\s+(?P<month>{_MONTH})(?P<last_month>)(?:,?\s+(?P<year>{_YEAR}))?",
            lambda m: None if m["month_"] else _day_month_year(m),
        ),
        (
            rf"\b(?P<day>{_DAY})\s+(?:of\s+)?(?P<month>{_MONTH})(?:{_TO}(?P<last_day>{_DAY})\s+"
            rf"(?P<last_month>{_MONTH}))?(?:,?\s+(?P<year>{_YEAR}))?",
            _day_month_year,
        ),
        (
            rf"\b(?P<month>{_MONTH})(?:(?:{_TO}|\s+and\s+)(?P<last_month>{_MONTH}))?"
            rf"(?:,|\s+of)?\s+(?P<year>{_YEAR})",
            _month_year,
        ),
        (
            r"\b(?P<season>[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter)\s+(?:of\s+)?"
            rf"(?P<year>{_YEAR})",
            _season,
        ),
        (
            rf"(?<![\d,.])(?P<year>\d{{1,3}}(?:,\d{{3}})|\d{{1,5}})(?:\s?(?:[–—-]|to)\s?"
            rf"(?P<last>\d{{1,5}}))?{_ERA}",
            _era_years,
        ),
        (rf"\b{_AD}\s?(?P<year>\d{{1,4}})\b", _leading_ad),
        (
            rf"{_HALF}\b(?P<number>{_ORDINAL})(?:\s+(?:and|to|or)\s+(?P<last_number>{_ORDINAL}))?"
            rf"[\s-]centur(?:y|ies)(?:{_ERA})?",
            _century,
        ),
        (rf"{_HALF}\b(?P<year>1\d\d0|20\d0)s\b", _decade),
        (rf"\b(?P<year>{_YEAR})\s?(?:[–—-]|to|until|till)\s?(?P<last>{_YEAR}|\d\d(?!\d))", _years),
        (rf"(?<=\b[Bb]etween )(?P<year>{_YEAR})\s+and\s+(?P<last>{_YEAR})", _years),
        (rf"{_BEFORE_YEAR}(?P<year>{_YEAR}){_UNIT}", _year),
        (
            r"(?:(?<=\b[Ii]n )|(?<=\b[Bb]y )|(?<=\b[Oo]f )|(?<=\b[Ss]ince )|(?<=\b[Uu]ntil ))"
            rf"(?P<month>{_MONTH})(?P<last_month>)(?P<year>)(?!\s+\d|\w)",
            _month_year,
        ),
    )
)  # fmt: skip
_APPROXIMATE = re.compile(r"(?i)\b(?:about|around|circa|c\.|ca\.|roughly|some\s+time)\s+$")
_AND = re.compile(r"\sand\s")
_BETWEEN = re.compile(r"(?i)\bbetween\s+(?:(?:the\s+)?(?:days|months|years)\s+(?:of\s+)?)?$")


def find_dates(text: str) -> list[FoundDate]:
    """Every date in the text, in order, none inside another: the longer form wins."""
    found: list[FoundDate] = []
    for pattern, read in _FORMS:
        for match in pattern.finditer(text):
            span = Span(match.start(), match.end())
            if any(span.start < other.span.end and other.span.start < span.end for other in found):
                continue
            days = read(match)
            if days is None or not all(_exists(date) for date in days[:2]):
                continue
            approximate = _APPROXIMATE.search(text[: span.start]) is not None
            has_year = days[0].year != 0
            is_pair = _is_pair(match, days[2])
            found.append(FoundDate(span, *days, has_year, approximate, is_pair))
    return sorted(found, key=lambda date: date.span.start)


def _is_pair(match: re.Match[str], precision: Precision) -> bool:
    if precision is Precision.PERIOD or _AND.search(match.group()) is None:
        return False
    return _BETWEEN.search(match.string[: match.start()]) is None


def dated(
    found: FoundDate, words: str, flags: frozenset[DateFlag], year: int | None = None
) -> EventDate:
    """The date as a value; ``year`` is put in where the words have none."""
    first, last = found.first, found.last
    if year is not None:
        first = PartialDate(year, first.month, first.day)
        last = PartialDate(year, last.month, last.day)
    return EventDate(first, last, found.precision, words, flags, found.is_pair)


_PUBLISHED = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


def publication_date(stated: str | None) -> PartialDate | None:
    """When a document was published, from its metadata; ``None`` where that is not a date."""
    if stated is None:
        return None
    iso = _PUBLISHED.fullmatch(stated.strip())
    if iso is not None:
        year, month, day = (None if part is None else int(part) for part in iso.groups())
        assert year is not None
        return PartialDate(year, month, day)
    found = find_dates(stated)
    whole = len(found) == 1 and found[0].span == Span(0, len(stated.strip()))
    return found[0].first if whole and found[0].has_year else None


def _exists(date: PartialDate) -> bool:
    days = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    return date.month is None or date.day is None or date.day <= days[date.month - 1]


def _as_tuple(date: PartialDate) -> tuple[int, int, int]:
    return (date.year, date.month or 0, date.day or 0)


def _month(words: str) -> int:
    return _MONTH_NUMBERS[words[:3].lower()]


def _int(words: str) -> int:
    return int(re.sub(r"\D", "", words))


def _ordinal(words: str) -> int:
    words = words.lower()
    return _ORDINAL_NUMBERS.get(words) or (_int(words) if words[0].isdigit() else 0)


RELATIVE = re.compile(
    r"(?i)\b(?:(?:in|of|during|by|on|at)\s+)?(?:(?:the|that)\s+(?P<same>same)|the\s+(?P<next>next|following)"
    r"|(?P<that>that))\s+(?P<unit>year|month|week|day|summer|winter|spring|autumn|decade)\b"
    r"|\b(?P<count>a|one|two|three|four|five|six|seven|eight|nine|ten|\d{1,2}|a\s+few|some)\s+"
    r"(?P<units>years?|months?|weeks?|days?|decades?)\s+(?:later|after(?:wards)?|earlier)\b"
)
"""Words that date something by the date before them."""
