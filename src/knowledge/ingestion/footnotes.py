"""Marks of footnotes out of running text, and no other number.

A mark is a number glued to the punctuation or the closing quotation mark before it
("diplomacy.5 President", "modern times”1, as"). A number that stands on its own, belongs to a
word (CO2, H1N1), a decimal or a reference (Fig. 3.2) never is. A raised 2 or 3 after a word is a
power ("5 miles²") unless other raised numbers show that the document has notes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

# After these a number glued to the full stop is a reference: "Fig.3 shows", "No.5 The".
_ABBREVIATIONS = (
    "fig", "figs", "eq", "eqs", "sec", "sect", "ch", "chap", "art", "vol", "no", "nos", "pp", "par",
    "para", "tab", "app", "ver", "ex", "cf", "ca", "approx", "ed", "pt", "bk", "col", "div", "est",
    "op", "ref", "refs", "st", "vers", "cap", "lib",
)  # fmt: skip
_NOT_AFTER_ABBREVIATION = "".join(rf"(?<!(?i:\b{word}\.))" for word in _ABBREVIATIONS)
_MARK = r"[1-9]\d{0,2}"
_CAPITAL_OR_END = r"""(?=\s+["'“‘(\[]?[A-ZÀ-ÖØ-Þ]|\s*$)"""
_NO_MORE_DIGITS = r"(?![.,]?\d)(?=[\s.,;:!?)\]—–-]|$)"
_GLUED = re.compile(
    rf"""
      (?<=[^\W\d_]{{2}}[.!?]){_NOT_AFTER_ABBREVIATION}{_MARK}{_CAPITAL_OR_END}  # word.5 Next
    | (?<=\)[.!?]){_MARK}{_CAPITAL_OR_END}                                       # (2019).5 Next
    | (?<=[^\W_]”){_MARK}{_NO_MORE_DIGITS}                                       # times”1, as
    | (?<=[^\W\d_]["»]){_MARK}{_NO_MORE_DIGITS}                                  # times"1, as
    | (?<=[\w)][.,;:!?…][”"’»]){_MARK}{_NO_MORE_DIGITS}                          # there.”4 On
    | (?<=[\w)][”"’»][.,;:!?]){_MARK}{_NO_MORE_DIGITS}                           # there”.3 All
    """,
    re.VERBOSE,
)
_SUPERSCRIPT = re.compile(r"(?:(?<=[^\W\d_]{4})|(?<=[.,;:!?”\"’»)]))[¹²³⁰⁴-⁹]{1,3}(?![\w⁺⁻])")
_POWERS = frozenset("²³")
_AFTER_BASE = re.compile(r"[^\W\d_]|\)")
_AFTER_UNIT = re.compile(
    r"(?i)\d\s?(?:(?:kilo|centi|milli)?met(?:er|re)s?|miles?|feet|foot|inch(?:es)?|yards?)\Z"
)
_LONGEST_UNIT = 16
_DEFINED = re.compile(r"\[\^[^\]\s]{1,30}\]:?")
_BRACKETED = re.compile(r"(?:(?<=[^\W\d_]{2})|(?<=[.,;:!?”\"’»)\]]))\[\d{1,3}\]")
FEWEST_BRACKETED = 3
"""Fewer numbers in brackets than these may be an index into a list rather than notes."""


def without_marks(texts: Sequence[str]) -> list[str]:
    """The paragraphs of one document without the footnote marks glued to their words."""
    bracketed = sum(len(_BRACKETED.findall(text)) for text in texts) >= FEWEST_BRACKETED
    raised = any(not _may_be_power(m) for text in texts for m in _SUPERSCRIPT.finditer(text))
    return [_without_marks(text, bracketed=bracketed, raised=raised) for text in texts]


def _without_marks(text: str, *, bracketed: bool, raised: bool) -> str:
    text = _SUPERSCRIPT.sub(lambda match: match[0] if _is_power(match, raised=raised) else "", text)
    for pattern in (_GLUED, _DEFINED):
        text = pattern.sub("", text)
    return _BRACKETED.sub("", text) if bracketed else text


def _may_be_power(match: re.Match[str]) -> bool:
    before = match.string[match.start() - 1 : match.start()]
    return match[0] in _POWERS and _AFTER_BASE.fullmatch(before) is not None


def _is_power(match: re.Match[str], *, raised: bool) -> bool:
    """``raised`` says whether the document marks notes by raised numbers."""
    if not _may_be_power(match):
        return False
    before = match.string[max(0, match.start() - _LONGEST_UNIT) : match.start()]
    return not raised or _AFTER_UNIT.search(before) is not None
