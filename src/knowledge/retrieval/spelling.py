"""A word that the course does not know → the word that was probably meant."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

_ONE_SLIP_FROM = 6
_TWO_SLIPS_FROM = 9
"""Letters. Short words have too many neighbours for a slip to be told from another word."""


def nearest_word(word: str, vocabulary: Sequence[str]) -> str | None:
    """The word of ``vocabulary`` at the smallest distance, if that is within a slip or two.

    The distance is the optimal string alignment: a letter missed, added, changed or swapped with
    the next counts one. The first letter is rarely mistyped and must be the same.
    """
    if len(word) < _ONE_SLIP_FROM or not word.isalpha():
        return None
    slips = 2 if len(word) >= _TWO_SLIPS_FROM else 1
    alike = [known for known in vocabulary if known[0] == word[0]]
    found = process.extractOne(word, alike, scorer=OSA.distance, score_cutoff=slips)
    return None if found is None else found[0]
