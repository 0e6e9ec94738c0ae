"""A word that the course does not know → the word that was probably meant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

_TELLING_BEGINNING = 4
_LONGEST_ENDING = 4
_ONE_SLIP_FROM = 6
_TWO_SLIPS_FROM = 9
"""Letters. Short words have too many neighbours for a slip to be told from another word."""


class Vocabulary:
    """The words of a course, by first letter and length, so that few are compared."""

    def __init__(self, words: Iterable[str]) -> None:
        self._alike: dict[tuple[str, int], list[str]] = defaultdict(list)
        for word in sorted(set(words)):
            self._alike[word[0], len(word)].append(word)

    def holds_form_of(self, word: str) -> bool:
        """Is it known, or another form by its ending: "Brazilian" for "Brazil", "US" for "USA"?"""
        if not word.isalpha():
            return word in self._alike.get((word[0], len(word)), ())
        ending = min(_LONGEST_ENDING, len(word) - 1)
        shortest = max(2, min(_TELLING_BEGINNING, len(word) - 1), len(word) - ending)
        return any(
            known.startswith(word) or word.startswith(known)
            for length in range(shortest, len(word) + ending + 1)
            for known in self._alike.get((word[0], length), ())
        )

    def nearest(self, word: str) -> str | None:
        """The word at the smallest distance, if that is within a slip or two.

        The distance is the optimal string alignment: a letter missed, added, changed or swapped
        with the next counts one. The first letter is rarely mistyped and must be the same.
        """
        if len(word) < _ONE_SLIP_FROM or not word.isalpha():
            return None
        slips = 2 if len(word) >= _TWO_SLIPS_FROM else 1
        alike = [
            known
            for length in range(len(word) - slips, len(word) + slips + 1)
            for known in self._alike.get((word[0], length), ())
        ]
        found = process.extractOne(word, alike, scorer=OSA.distance, score_cutoff=slips)
        return None if found is None else found[0]
