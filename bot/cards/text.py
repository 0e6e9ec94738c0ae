"""Other people's words, made safe to show: documents, questions and names are never markdown."""

from __future__ import annotations

import re

_UNSAFE = re.compile(
    r"""
      [\\*_~|`<>@\[\]]      # styles, spoilers, code, mentions, masked links
    | (?<=:)//              # bare addresses
    | :(?=[\w+-]+:)         # :emoji: names
    | (?<=^)[\#+-] | (?<=^[ ])[\#+-]     # headings, small print, lists
    """,
    re.VERBOSE | re.MULTILINE,
)
_NUMBERED_LINE = re.compile(r"^([ ]?\d{1,9})(?=[.)])", re.MULTILINE)
_INDENT = re.compile(r"^[^\S\n]+", re.MULTILINE)
_TURNS_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]|[\ud800-\udfff]")
_PLAIN_ADDRESS = re.compile(r"https?://[^\s<>\"'`|\\()\[\]@/]+(?:/[^\s<>\"'`|\\()\[\]]*)?")
"""Without brackets, which could close a link and open another, and without a user's name."""


def literal(text: str) -> str:
    """``text`` as Discord shows it character for character: no style, link, emoji or mention.

    Invisible characters that turn the reading direction are left out: they could make a quote
    read as something that its document does not say.
    """
    text = _TURNS_DIRECTION.sub("", _CONTROL.sub(" ", text))
    text = _UNSAFE.sub(r"\\\g<0>", _INDENT.sub(" ", text))
    return _NUMBERED_LINE.sub(r"\1\\", text)


def one_line(text: str) -> str:
    """``text`` with every run of white space turned into one space."""
    return " ".join(text.split())


def shorten(text: str, limit: int) -> str:
    """At most ``limit`` characters, cut between words where there are any."""
    text = one_line(text)
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    at = cut.rfind(" ")
    return (cut[:at] if at > limit // 2 else cut).rstrip(" ,.;:") + "…"


def link(address: str) -> str:
    """A web address as a link that shows where it leads; anything else literally."""
    if len(address) <= 300 and _PLAIN_ADDRESS.fullmatch(address):
        return f"<{address}>"
    return literal(shorten(address, 300))


def width(text: str) -> int:
    """Length in UTF-16 units, the stricter of the two ways in which Discord counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def pieces(text: str, limit: int) -> list[str]:
    """``text`` cut into parts, each at most ``limit`` wide once made literal.

    The parts joined give ``text`` again. Cuts fall after a line, else after a word, else anywhere.
    """
    parts: list[str] = []
    while len(text) > limit or width(literal(text)) > limit:
        at = _fitting_prefix(text[:limit], limit)
        for mark in ("\n", " "):
            found = text.rfind(mark, at // 2, at)
            if found >= 0:
                at = found + 1
                break
        parts.append(text[:at])
        text = text[at:]
    return [*parts, text] if text else parts


def _fitting_prefix(text: str, limit: int) -> int:
    """Length of a prefix that fits, nearly the longest: found in few steps, for long texts."""
    at = len(text)
    while at > 1 and (wide := width(literal(text[:at]))) > limit:
        at = max(1, min(at - 1, at * limit // wide))
    return at
