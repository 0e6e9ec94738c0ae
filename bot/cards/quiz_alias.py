"""Which names a learner may give themselves on boards, and why not, in words."""

from __future__ import annotations

import re
import unicodedata

from bot.cards.players import is_blank
from bot.cards.text import literal

LINK = "A name can't be a link. Choose another one."
INVISIBLE = "There is a character in it that nobody can see. Type the name anew."
FOREIGN = (
    "“{char}” can't be in a name: it takes letters, digits, spaces, emoji and `{marks}`. Choose "
    "another one."
)
TWO_ALPHABETS = "Its letters are of two alphabets that look alike. Write it in one of them."
NOTHING = "A name takes at least one letter, digit or emoji. Choose another one."

_MARKS = ".,'’!?&+()-"
_LINK = re.compile(
    r"://|\bwww\.|\bdiscord\.gg\b|\w\.(?:com|net|org|info|edu|gov|gg|io|me|ly|ru|de|xyz)\b",
    re.IGNORECASE,
)
_UNSEEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
_LOOK_ALIKE = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC"})


def alias_fault(alias: str) -> str | None:
    """Why this cannot be a name; ``None`` if it can.

    What would be a link, a mention or markup is refused, not only shown literally: a board names
    people, and is no place for anything else. Letters that look alike in two alphabets are
    refused together, because one name could pass for another.

    Args:
        alias: On one line, not empty.
    """
    if _LINK.search(alias):
        return LINK
    if any(unicodedata.category(char) in _UNSEEN or is_blank(char) for char in alias):
        return INVISIBLE
    foreign = next((char for char in alias if not _may_stand(char)), None)
    if foreign is not None:
        return FOREIGN.format(char=literal(foreign), marks=_MARKS)
    if len(_alphabets(alias) & _LOOK_ALIKE) > 1:
        return TWO_ALPHABETS
    if not any(unicodedata.category(char)[0] in "LNS" for char in alias):
        return NOTHING
    return None


def _may_stand(char: str) -> bool:
    kind = unicodedata.category(char)
    return kind[0] in "LMN" or (kind in ("Zs", "So", "Sk") and char not in "^`") or char in _MARKS


def _alphabets(text: str) -> set[str]:
    """ "LATIN", "CYRILLIC": the first word of each letter's own name."""
    plain = unicodedata.normalize("NFKC", text)
    return {unicodedata.name(char, "").partition(" ")[0] for char in plain if char.isalpha()}
