"""Numbers as people type them."""

from __future__ import annotations

import math
import re
import unicodedata

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_WORDS = {word: value for value, word in enumerate(_UNITS.split())} | {
    word: value for value, word in zip(range(20, 100, 10), _TENS.split(), strict=True)
}
_SCALES = {
    "hundred": 1e2,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
    "dozen": 12.0,
}
_NUMBER = re.compile(
    r"""
    (?<![\w.,/])                                    # not inside a word or another number
    (?P<sign>[-−–](?=\d|\.\d))?
    (?:
        (?P<whole>\d+)\s+(?P<over>\d+)/(?P<under>[1-9]\d*)            # 2 1/2
      | (?P<top>\d+)/(?P<bottom>[1-9]\d*)                             # 1/2
      | (?P<grouped>\d{1,3}(?:[,\s'’]\d{3})+(?:\.\d+)?)(?!\d)         # 48,000  48 000.5
      | (?P<dotted>\d{1,3}(?:\.\d{3}){2,})(?!\d)                      # 1.200.000
      | (?P<comma>\d+,\d+)                                            # 1,5
      | (?P<plain>(?:\d+(?:\.\d+)?|\.\d+)(?:e[+-]?\d{1,3})?)
    )
    (?:\s*(?P<scale>hundred|thousand|million|billion|trillion|dozen)s?\b)?
    """,
    re.VERBOSE,
)
_WORD_RUN = re.compile(
    r"\b(?:minus\s+)?(?:{one})(?:[\s-]+(?:and[\s-]+)?(?:{one}))*\b".format(
        one="|".join([*_WORDS, *(f"{scale}s?" for scale in _SCALES)])
    )
)
_MINUS = re.compile(r"\bminus\s+(?=\.?\d)", re.IGNORECASE)


def read_number(text: str) -> float | None:
    """The one number in ``text``; ``None`` if there is none, or several that differ.

    Understood are "48,000", "48 000", "1.5 million", "1,5", "1e6", "½", "2 1/2", "−5", "minus 5"
    and "twelve thousand". Whatever else stands there is taken for the unit. A comma before exactly
    three digits groups them.
    """
    readable = _MINUS.sub("-", _with_plain_fractions(text)).casefold()
    values = {_value(match) for match in _NUMBER.finditer(readable)}
    if not values:
        values = {_in_words(match.group()) for match in _WORD_RUN.finditer(readable)}
    return values.pop() if len(values) == 1 else None


def without_number(text: str, value: float, gap: str) -> str:
    """``text`` with ``gap`` wherever it says a number, in figures or in words."""
    text = _MINUS.sub("-", text)
    lowered = text.lower()
    # A few letters grow when they become small, and then the places would not fit.
    readable = lowered if len(lowered) == len(text) else text
    spans = [m.span() for m in _NUMBER.finditer(readable) if math.isclose(_value(m), value)]
    spans += [
        m.span() for m in _WORD_RUN.finditer(readable) if math.isclose(_in_words(m.group()), value)
    ]
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + gap + text[end:]
    return text


def shown_number(value: float) -> str:
    """As it is read in English: "48,000", "0.5"."""
    return f"{value:,.0f}" if value == round(value) else f"{value:,.10g}"


def _with_plain_fractions(text: str) -> str:
    """ "1½" as "1 1/2"."""
    spelt = [
        f" {unicodedata.normalize('NFKC', char).replace('⁄', '/')} "
        if "VULGAR FRACTION" in unicodedata.name(char, "")
        else char
        for char in text
    ]
    return "".join(spelt).strip()


def _value(match: re.Match[str]) -> float:
    found = match.groupdict()
    if found["whole"]:
        value = float(found["whole"]) + float(found["over"]) / float(found["under"])
    elif found["top"]:
        value = float(found["top"]) / float(found["bottom"])
    elif found["grouped"]:
        value = float(re.sub(r"[,\s'’]", "", found["grouped"]))
    elif found["dotted"]:
        value = float(found["dotted"].replace(".", ""))
    elif found["comma"]:
        value = float(found["comma"].replace(",", "."))
    else:
        value = float(found["plain"])
    value *= _SCALES.get(found["scale"] or "", 1.0)
    return -value if found["sign"] else value


def _in_words(words: str) -> float:
    total, part = 0.0, 0.0
    for word in re.findall(r"[a-z]+", words):
        scale = _SCALES.get(word) or _SCALES.get(word.removesuffix("s"))
        if scale is None:
            part += _WORDS.get(word, 0)
        elif scale <= 100:
            part = (part or 1.0) * scale
        else:
            total += (part or 1.0) * scale
            part = 0.0
    return -(total + part) if words.startswith("minus") else total + part
