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
    "nearly of old over per roughly some sq square cubic than the there to was were high tall "
    "wide deep more less minus"
)
_KNOWN = frozenset(f"{_UNITS} {_AROUND}".split())
_WORD = re.compile(r"[a-z]+|[^\W\d_a-z]{2,}", re.IGNORECASE)


def stands_alone(text: str, also: str = "") -> bool:
    """Whether nothing stands beside the number in ``text`` but a unit, or words of ``also``.

    A number that cannot be told from a slip of the keys, such as "12,5 abc", should be given again.
    """
    value = read_number(text)
    if value is None or value in (float("inf"), float("-inf")):
        return False
    known = _KNOWN | {_singular(word) for word in _words(also)}
    beside = _words(without_number(text, value, " "))
    return all(word in known or _singular(word) in known for word in beside)


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _singular(word: str) -> str:
    return word.removesuffix("s")
