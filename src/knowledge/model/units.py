"""What people write beside a number: its unit, or how sure they are."""

from __future__ import annotations

import re

from knowledge.model.written_numbers import read_number, without_number

_UNITS = (
    "mm cm m km in ft yd mi millimetre millimeter centimetre centimeter metre meter kilometre "
    "kilometer inch inches foot feet yard mile mg g kg t gram gramme kilogram kilo ton tonne "
    "ounce pound lb lbs oz ml l litre liter gallon pint barrel s sec second min minute h hr hour "
    "day week fortnight month year yr decade century centuries ha hectare acre hz khz mhz ghz "
    "byte bit kb mb gb tb w kw mw watt j kj joule cal kcal calorie v volt a amp ampere n newton "
    "pa bar c f k celsius fahrenheit kelvin degree percent percentage usd eur gbp dollar euro "
    "cent penny pence shilling franc mark yen ruble rouble rupee people person man men woman "
    "women child children soldier inhabitant voter member time"
)
_AROUND = (
    "a an about across almost and approx approximately around ca circa exactly in is it its long "
    "nearly of old per roughly some sq square cubic the there to was were high tall wide deep"
)
_KNOWN = frozenset(f"{_UNITS} {_AROUND}".split())
_MORE_OR_LESS = re.compile(r"\bmore or less\b", re.IGNORECASE)
_LIMITS_LIST = "more less than over under above below beyond fewer least most minus plus not"
_LIMITS = frozenset(_LIMITS_LIST.split())
"""With them it is another number that is meant, even where the question has the word, too."""
_WORD = re.compile(r"[a-z]+|[^\W\d_a-z]{2,}", re.IGNORECASE)


def stands_alone(text: str, also: str = "") -> bool:
    """Whether nothing stands beside the number in ``text`` but a unit, or words of ``also``.

    A number that cannot be told from a slip of the keys, such as "12,5 abc", should be given again;
    so should a limit: "less than 100".
    """
    value = read_number(text)
    if value is None or value in (float("inf"), float("-inf")):
        return False
    known = _KNOWN | {_singular(word) for word in _words(also) if word not in _LIMITS}
    beside = _words(without_number(_MORE_OR_LESS.sub("about", text), value, " "))
    return all(word in known or _singular(word) in known for word in beside)


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _singular(word: str) -> str:
    return word.removesuffix("s")
