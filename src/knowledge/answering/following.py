"""Questions that go on from an answer: "and when was that?" English."""

from __future__ import annotations

import re

from knowledge.model.record import Record
from knowledge.retrieval.words import STOP_WORDS, fold, search_words

_GOES_ON = re.compile(r"\W*(?:and|but|or|then|so|also|(?:what|how)\s+about)\b", re.IGNORECASE)
_POINTS_BACK = re.compile(
    r"\b(?:it|its|he|him|his|she|her|hers|they|them|their)\b"
    r"|\b(?:that|this|these|those|there|then)\b"
    r"(?=\W*$|\s+(?:is|was|are|were|did|does|happen\w*|mean\w*|ones?|times?|years?|days?)\b)",
    re.IGNORECASE,
)
_POINTS = re.compile(
    r"\b(?:it|its|he|him|his|she|her|hers|they|them|their|theirs|that|this|these|those|there"
    r"|then|ones?)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+")
_FEW_WORDS = 3
"""A question with more of its own says what it is about, whatever "it" is, or after "So"."""
_ENOUGH_WORDS = 2
_LONGEST_QUOTE = 300
"""Characters."""


def context_for(question: str, before: Record) -> str:
    """What ``question`` needs of the one ``before`` it to be understood; empty if nothing.

    These are the words that say what was asked, or, where that had too few of its own, the
    beginning of what was quoted.
    """
    own = len(search_words(question))
    goes_on = _POINTS_BACK.search(question) or _GOES_ON.match(question)
    if own >= _ENOUGH_WORDS and not (own <= _FEW_WORDS and goes_on):
        return ""
    words = [word for word in _WORD.findall(before.question) if fold(word) not in STOP_WORDS]
    if len(words) >= _ENOUGH_WORDS or not before.citations:
        return " ".join(words)
    return before.citations[0].quote[:_LONGEST_QUOTE]


def may_stand_alone(question: str) -> bool:
    """Do its own words ask something, and none of them points back: "what about Deng?"

    "Why did he go there?" may find somebody else's journey and be sure of it.
    """
    return bool(search_words(question)) and not _POINTS.search(question)
