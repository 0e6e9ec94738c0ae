"""Abbreviations that a course does not use → the names that it writes in full. English.

"OBOR" stands nowhere in a text that says "One Belt One Road".
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from knowledge.retrieval.spelling import Vocabulary
from knowledge.retrieval.words import STOP_WORDS, fold

_CAPITAL = r"[A-Z][\w’'-]*"
_RUN = re.compile(rf"\b{_CAPITAL}(?: (?:(?:of|and|for|on|in|the|with) ){{0,2}}{_CAPITAL})+")
_ROMAN = re.compile(r"[IVX]+")
"""World War II is not WWI."""
_WORD = re.compile(r"[^\W_]+")
_ABBREVIATION = re.compile(r"\b[A-Z]{3,8}\b")
_SHORTEST, _LONGEST = 3, 8
"""Letters. Two are the initials of too many."""

Names = Mapping[str, frozenset[str]]
"""Initials in capitals → the names that have them, folded."""


def names_by_initials(texts: Iterable[str]) -> Names:
    """The capitalised names of ``texts``, with and without the words that they begin with."""
    found = defaultdict[str, set[str]](set)
    for text in texts:
        for run in _RUN.findall(text):
            words = run.split()
            if any(_ROMAN.fullmatch(word) for word in words):
                continue
            capital = [place for place, word in enumerate(words) if word[0].isupper()]
            for first in capital[: 1 - _SHORTEST]:
                initials = "".join(words[place][0] for place in capital if place >= first)
                if len(initials) <= _LONGEST and fold(words[first]) not in STOP_WORDS:
                    found[initials].add(_folded(words[first:]))
    return {initials: frozenset(names) for initials, names in found.items()}


def may_abbreviate(question: str) -> bool:
    """Is there a word of capitals among others?"""
    return not question.isupper() and _ABBREVIATION.search(question) is not None


def written_out(question: str, names: Names, vocabulary: Vocabulary) -> str:
    """``question`` with its unknown abbreviations in full, where one name alone can be meant."""

    def in_full(match: re.Match[str]) -> str:
        meant = names.get(match.group(), frozenset())
        if len(meant) != 1 or vocabulary.holds_form_of(fold(match.group())):
            return match.group()
        return next(iter(meant)).title()

    return _ABBREVIATION.sub(in_full, question) if may_abbreviate(question) else question


def _folded(words: Iterable[str]) -> str:
    plain = (re.sub(r"[’']s?$", "", word) for word in words)
    return " ".join(fold(part) for word in plain for part in _WORD.findall(word))
