"""How people are named on boards: as they call themselves, with nothing that breaks a line."""

from __future__ import annotations

import re
import unicodedata

from bot.cards.text import literal, shorten
from knowledge.model.quiz import Player

_LONGEST = 32
_BLANK = dict.fromkeys(map(ord, "\u2800\u3164\u115f\u1160\uffa0\u034f"), " ")
_HEAP = re.compile(
    r"([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]{2})"
    r"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]+"
)


def shown_name(name: str, number: int) -> str:
    """A name, safe to show on one line; "player 7" for one in which nothing can be seen.

    Args:
        name: As its bearer wrote it.
        number: The bearer's place among the players, from 1.
    """
    return literal(plain_name(name, number))


def plain_name(name: str, number: int) -> str:
    """As :func:`shown_name`, for a place that knows no markdown, such as a select."""
    return shorten(_visible(name), _LONGEST) or f"player {number}"


def shown_names(players: list[Player], limit: int) -> str:
    """Up to ``limit`` names in the order given, and how many more there are."""
    named = [
        shown_name(player.name, number)
        for number, player in enumerate(players, start=1)
        if not player.is_hidden
    ]
    more = len(players) - len(named[:limit])
    parts = [*named[:limit], *([f"and {more} more"] if named and more else [])]
    return ", ".join(parts) or (f"{more} in all" if more else "Nobody yet")


def is_blank(char: str) -> bool:
    """Whether a character that counts as a letter or sign shows nothing."""
    return ord(char) in _BLANK


def _visible(name: str) -> str:
    text = unicodedata.normalize("NFC", name).translate(_BLANK)
    text = "".join(c for c in text if unicodedata.category(c) not in ("Cc", "Cf", "Co", "Cs"))
    text = " ".join(_HEAP.sub(r"\1", text).split())
    seen = any(unicodedata.category(char)[0] in "LNPS" for char in text)
    return text if seen else ""
