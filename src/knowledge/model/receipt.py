"""Receipts: the short ids that people read out to each other."""

from __future__ import annotations

import random
import re

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U, so that nothing is misread or spells a word."""

_MISREAD = str.maketrans("ILO", "110")
_SHAPE = re.compile(rf"[{_ALPHABET}]{{4,8}}")

ANSWER = "A"
QUIZ = "Q"


def new_receipt(rng: random.Random, *, length: int = 4, letter: str = ANSWER) -> str:
    """A receipt such as "A-7F3K": one of 32**length. The database decides whether it is free."""
    return f"{letter}-" + "".join(rng.choices(_ALPHABET, k=length))


def read_receipt(typed: str, *, letter: str = ANSWER) -> str | None:
    """The receipt that somebody typed, however they wrote it; ``None`` if it cannot be one.

    "a-7f3k", "A7F3K" and "a 7f3k" are the same receipt, and O is read as 0.
    """
    letters = re.sub(r"[\s_-]", "", typed).upper()
    if not letters.startswith(letter):
        return None
    rest = letters[1:].translate(_MISREAD)
    return f"{letter}-{rest}" if _SHAPE.fullmatch(rest) else None
