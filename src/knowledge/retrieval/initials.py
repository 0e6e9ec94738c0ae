"""Abbreviations that a course does not use → the names that it writes in full. English.

"OBOR" stands nowhere in a text that says "One Belt One Road".
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from knowledge.retrieval.abbreviations import is_known, may_mean
from knowledge.retrieval.spelling import Vocabulary
from knowledge.retrieval.words import STOP_WORDS, fold, tokens

_CAPITAL = r"[A-Z][\w’'-]*"
_RUN = re.compile(rf"\b{_CAPITAL}(?: (?:(?:of|and|for|on|in|the|with) ){{0,2}}{_CAPITAL})+")
_ROMAN = re.compile(r"[IVX]+")
"""World War II is not WWI."""
_WORD = re.compile(r"[^\W_]+")
_ABBREVIATION = re.compile(r"\b[A-Z]{3,8}\b")
_ABBREVIATION_IN_ANY_CASE = re.compile(_ABBREVIATION.pattern, re.IGNORECASE)
_SHORTEST, _LONGEST = 3, 8
"""Letters. Two are the initials of too many."""

Names = Mapping[str, frozenset[str]]
"""Initials in capitals → the names that have them, folded."""


def names_by_initials(texts: Iterable[str]) -> Names:
    """The capitalised names of ``texts``.

    A part of a name is none, or every long one would have initials for many things: "China's One
    Belt One Road" holds a name, and "US-China Youth and Student Exchange Association" no SEA.
    """
    found = defaultdict[str, set[str]](set)
    for text in texts:
        for run in _RUN.findall(text):
            words = run.split()
            if any(_ROMAN.fullmatch(word) for word in words):
                continue
            capital = [place for place, word in enumerate(words) if word[0].isupper()]
            for first in capital[: 1 - _SHORTEST]:
                initials = "".join(words[place][0] for place in capital if place >= first)
                if len(initials) <= _LONGEST and _may_begin(words, first):
                    found[initials].add(_folded(words[first:]))
    return {initials: frozenset(names) for initials, names in found.items()}


def _may_begin(words: Sequence[str], place: int) -> bool:
    """Can a name begin there: at the first word, or after one that is no part of it?"""
    if fold(words[place]) in STOP_WORDS:
        return False
    if place == 0:
        return True
    before = words[place - 1]
    return before.endswith(("’s", "'s")) or fold(before) == "the" or _only_begins(words[:place])


def _only_begins(words: Sequence[str]) -> bool:
    """Is it the one word that begins a sentence, and no part of a name: "When"?"""
    return len(words) == 1 and fold(words[0]) in STOP_WORDS


def may_abbreviate(question: str) -> bool:
    """Is there a word of capitals among others, or one that is known for an abbreviation?"""
    if any(is_known(word) for word in tokens(question)):
        return True
    return not question.isupper() and _ABBREVIATION.search(question) is not None


def written_out(question: str, names: Names, vocabulary: Vocabulary) -> str:
    """``question`` with its unknown abbreviations in full, where one name alone can be meant."""

    def in_full(match: re.Match[str]) -> str:
        word = fold(match.group())
        if not (is_known(word) or (match.group().isupper() and not question.isupper())):
            return match.group()
        meant = [n for n in names.get(match.group().upper(), frozenset()) if may_mean(word, n)]
        if len(meant) != 1 or vocabulary.holds_form_of(word):
            return match.group()
        return meant[0].title()

    return _ABBREVIATION_IN_ANY_CASE.sub(in_full, question)


def _folded(words: Iterable[str]) -> str:
    plain = (re.sub(r"[’']s?$", "", word) for word in words)
    return " ".join(fold(part) for word in plain for part in _WORD.findall(word))
