"""Other people's words, made safe to show: documents, questions and names are never markdown."""

from __future__ import annotations

import re
from collections.abc import Sequence

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
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]|[\ud800-\udfff]")
BETWEEN_HEADINGS = " › "
_TELLING = 12
"""Characters: of a heading cut shorter than that, nobody knows which it is."""
_PLAIN_ADDRESS = re.compile(r"https?://[^\s<>\"'`|\\()\[\]@/]+(?:/[^\s<>\"'`|\\()\[\]]*)?")
"""Without brackets, which could close a link and open another, and without a user's name."""


def literal(text: str) -> str:
    """``text`` as Discord shows it character for character: no style, link, emoji or mention.

    Invisible characters that turn the reading direction are left out: they could make a quote
    read as something that its document does not say.
    """
    text = _UNSAFE.sub(r"\\\g<0>", _INDENT.sub(" ", _visible(text)))
    return _NUMBERED_LINE.sub(r"\1\\", text)


def _visible(text: str) -> str:
    return _TURNS_DIRECTION.sub("", _CONTROL.sub(" ", text))


def one_line(text: str) -> str:
    """``text`` with every run of white space turned into one space."""
    return " ".join(text.split())


def shorten(text: str, limit: int) -> str:
    """At most ``limit`` characters, cut between words where there are any.

    Fit for what Discord shows as it is, such as the label of a choice: without invisible
    characters that turn the reading direction.
    """
    text = one_line(_visible(text))
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    at = cut.rfind(" ")
    return (cut[:at] if at > limit // 2 else cut).rstrip(" ,.;:") + "…"


def trail(parts: Sequence[str], limit: int) -> str:
    """A title and its headings in one line, at most ``limit`` characters.

    Where that is too little, the headings between go first: the title says which document it
    is, and the end of the last part, where a page may stand, says which place.
    """
    title, *between, last = [one_line(part) for part in (parts if len(parts) > 1 else ["", *parts])]
    whole = BETWEEN_HEADINGS.join(filter(None, (title, *between, last)))
    if len(whole) <= limit:
        return whole
    if not title:
        return _without_middle(last, limit)
    last = _without_middle(last, limit // 2)
    room = limit - len(last) - len(BETWEEN_HEADINGS)
    if not between:
        return BETWEEN_HEADINGS.join((shorten(title, room), last))
    title = shorten(title, room * 2 // 3)
    room -= len(title) + len(BETWEEN_HEADINGS)
    middle = shorten(BETWEEN_HEADINGS.join(between), room) if room >= _TELLING else "…"
    return BETWEEN_HEADINGS.join((title, middle, last))


def _without_middle(text: str, limit: int) -> str:
    if len(text) <= limit:
        return text
    end = text[-(limit // 3) :]
    start, words = shorten(text, limit - len(end)), end.partition(" ")[2]
    return f"{start} {words}" if words else f"{start}{end}"


def excerpt(text: str, limit: int) -> str:
    """``text`` on one line and literal, at most ``limit`` wide; cut where it is longer."""
    first, *rest = pieces(one_line(text), limit - 1) or [""]
    return f"{literal(first.rstrip())}…" if rest else literal(first)


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


def percent(share: float) -> str:
    """A share in [0, 1] as cards write it: "90 %"."""
    return f"{share * 100:.0f} %"
