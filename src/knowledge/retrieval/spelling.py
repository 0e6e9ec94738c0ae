"""A word that the course does not know → the word that was probably meant."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Set

from rapidfuzz import process
from rapidfuzz.distance import OSA

_TELLING_BEGINNING = 4
_LONGEST_ENDING = 4
_ONE_SLIP_FROM = 6
_TWO_SLIPS_FROM = 9
"""Letters. Short words have too many neighbours for a slip to be told from another word."""
_ENDINGS = ("s", "es", "d", "ed", "ing")


def is_form_of_known(word: str, known: Set[str]) -> bool:
    """Is the word one of ``known``, or one with a regular ending?"""
    return word in known or any(
        word.endswith(ending) and word.removesuffix(ending) in known for ending in _ENDINGS
    )


_SPELT_ALIKE = tuple(
    (re.compile(british), american)
    for british, american in (
        (r"our", "or"), (r"(?<=[bcdgptv])re(?=d?s?\Z)", "er"), (r"[iy]s(?=[eia])", "iz"),
        (r"yz(?=[eia])", "iz"), (r"ll", "l"), (r"ence", "ense"), (r"mme(?=s?\Z)", "m"),
        (r"ogue(?=s?\Z)", "og"),
    )
)  # fmt: skip


def is_same_word(one: str, other: str) -> bool:
    """Are they one word in British and in American spelling: "harbour", "harbor"?"""
    return _american(one) == _american(other)


def _american(word: str) -> str:
    for british, american in _SPELT_ALIKE:
        word = british.sub(american, word)
    return word


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
