"""Receipts: the short ids that people read out to each other."""

from __future__ import annotations

import random
import re

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U, so that nothing is misread or spells a word."""

_MISREAD = str.maketrans("ILO", "110")
_SHAPE = re.compile(rf"[{_ALPHABET}]{{4,8}}")
_BEGUN = re.compile(rf"[{_ALPHABET}]{{0,8}}")

ANSWER = "A"
QUIZ = "Q"


def new_receipt(rng: random.Random, *, length: int = 4, letter: str = ANSWER) -> str:
    """A receipt such as "A-7F3K": one of 32**length. The database decides whether it is free."""
    return f"{letter}-" + "".join(rng.choices(_ALPHABET, k=length))


def read_receipt(typed: str, *, letter: str = ANSWER) -> str | None:
    """The receipt that somebody typed, however they wrote it; ``None`` if it cannot be one.

    "a-7f3k", "A7F3K" and "a 7f3k" are the same receipt, and O is read as 0.
    """
    rest = _after(typed, letter)
    if rest is None:
        return None
    return f"{letter}-{rest}" if _SHAPE.fullmatch(rest) else None


def begun_receipt(typed: str, letter: str) -> str | None:
    """The beginning of a receipt that somebody has begun to type; ``None`` if it is none.

    "", "a", "A-" and "a7f" all begin "A-7F3K".
    """
    rest = _after(typed, letter) if typed.strip() else ""
    return None if rest is None or not _BEGUN.fullmatch(rest) else f"{letter}-{rest}"


def _after(typed: str, letter: str) -> str | None:
    letters = re.sub(r"[\s_-]", "", typed).upper()
    return letters[1:].translate(_MISREAD) if letters.startswith(letter) else None
