"""Questions that go on from an answer: "and when was that?", "and Japan?". English."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.answering.going_on import wish_of
from knowledge.model.record import Record
from knowledge.retrieval.gazetteer import country_code, is_town
from knowledge.retrieval.words import STOP_WORDS, fold, search_words

_GOES_ON = re.compile(r"\W*(?:and|but|or|then|so|also|(?:what|how)\s+about)\b", re.IGNORECASE)
_POINTS_BACK = re.compile(
    r"\b(?:it|its|he|him|his|she|her|hers|they|them|their)\b"
    r"|\b(?:that|this|these|those|there|then)\b"
    r"(?=\W*$|\s+(?:is|was|are|were|did|does|happen\w*|mean\w*|ones?|times?|years?|days?)\b)",
    re.IGNORECASE,
)
_COURTESY = re.compile(
    r"\W*(?:(?:thanks?|thank\s+you|thx|ty|cheers|ok(?:ay)?|great|cool|nice|good|perfect|lol|wow"
    r"|got\s+it|i\s+see|(?:very|so)\s+much|a\s+lot|again)\b\W*)+",
    re.IGNORECASE,
)
"""Said to whoever answered, and no question."""
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

_PREPOSITIONS = "about|against|at|by|during|for|from|in|of|on|to|under|with"
_TAKES_PLACE = re.compile(
    r"\W*(?:(?:and|but|or)\s+)?(?:(?:what|how)\s+about\s+)?"
    rf"(?:(?P<where>{_PREPOSITIONS})\s+)?(?P<what>[^?]+?)\W*",
    re.IGNORECASE,
)
"""Nothing but what takes the place of something in the question before: "and in Japan?"."""
_LONGEST_TAKER = 8
"""Words."""
_ASKS = (
    "who", "whom", "whose", "what", "when", "where", "which", "why", "how", "is", "are", "was",
    "were", "do", "does", "did", "can", "could", "will", "would", "has", "have", "had",
)  # fmt: skip
_ASKED = re.compile(rf".*\?\W*$|\W*(?:\w+\s+)?(?:{'|'.join(_ASKS)})\b", re.IGNORECASE)
_MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_DATE = re.compile(
    rf"(?:{_MONTH}\s+\d{{1,2}}(?:,?\s+\d{{4}})?|(?:\d{{1,2}}\s+)?{_MONTH}\s+\d{{4}}"
    rf"|\d{{1,2}}\s+{_MONTH}|{_MONTH}|\d{{4}})\b"
)
_ORDINAL = re.compile(
    r"\b(?:\d+(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)\b",
    re.IGNORECASE,
)
_NAME_WORD = r"[A-Z][\w.]*(?:[-–][A-Z]\w*)*(?:['’]s(?=\s+[A-Z]))?"
_NAME = re.compile(rf"\b{_NAME_WORD}(?:\s+(?:(?:of|of the|for)\s+)?{_NAME_WORD})*")
_ARTICLE = re.compile(r"the\s+", re.IGNORECASE)


def context_for(question: str, before: Record) -> str:
    """What ``question`` needs of the one ``before`` it to be understood; empty if nothing.

    These are the words that say what was asked, or, where that had too few of its own, the
    beginning of what was quoted. Of a question that only names something, such as "and Japan?",
    it is the one before as it was asked, for :func:`in_full`.
    """
    if _COURTESY.fullmatch(question):
        return ""
    if _taker(question) is not None and search_words(before.question):
        return before.question
    own = len(search_words(question))
    goes_on = _POINTS_BACK.search(question) or _GOES_ON.match(question)
    is_asking = own >= _ENOUGH_WORDS and not (own <= _FEW_WORDS and goes_on)
    if is_asking and wish_of(question) is None:
        return ""
    words = [word for word in _WORD.findall(before.question) if fold(word) not in STOP_WORDS]
    if len(words) >= _ENOUGH_WORDS or not before.citations:
        return " ".join(words)
    return before.citations[0].quote[:_LONGEST_QUOTE]


def goes_on(question: str) -> bool:
    """Does it begin as what goes on from something else: "and Japan?", "what about trade?"."""
    return _GOES_ON.match(question) is not None


def may_stand_alone(question: str) -> bool:
    """Do its own words ask something, and none of them points back: "what about Deng?"

    "Why did he go there?" may find somebody else's journey and be sure of it.
    """
    return bool(search_words(question)) and not _POINTS.search(question)


def in_full(question: str, before: str) -> str | None:
    """The question before with what is named now in the place of what was named there.

    "And Japan?" after "When did Nixon visit China?" is "When did Nixon visit Japan?": a place takes
    the place of a place, a date of a date, and what has a preposition that of what has the same.
    ``None`` where nothing of the kind was named. Reads the list of towns, which takes a moment.
    """
    taker = _taker(question)
    # Of what was quoted nothing is replaced: it asks nothing.
    if taker is None or not _ASKED.match(before):
        return None
    where, what = taker
    found = _replaced(before, where, what)
    if found is None:
        return None
    start, end = found
    article = re.search(r"\bthe\s+$", before[:start], re.IGNORECASE)
    if article is not None and (_ARTICLE.match(what) or country_code(what)):
        start = article.start()
    return before[:start] + what + before[end:]


def _taker(question: str) -> tuple[str, str] | None:
    """The preposition, if there is one, and what takes a place; ``None`` in any other question."""
    match = _TAKES_PLACE.fullmatch(question)
    if match is None or not _GOES_ON.match(question) or _POINTS.search(question):
        return None
    words = _WORD.findall(match["what"])
    if not words or len(words) > _LONGEST_TAKER or any(fold(word) in _ASKS for word in words):
        return None
    return (match["where"] or "").lower(), match["what"]


def _replaced(before: str, where: str, what: str) -> tuple[int, int] | None:
    """From where to where the question before is replaced."""
    for kind in (_DATE, _ORDINAL):
        if kind.fullmatch(_ARTICLE.sub("", what)):
            spans = [match.span() for match in kind.finditer(before)]
            return spans[-1] if spans else None
    if where and (phrase := _after(before, where)) is not None:
        return phrase
    if not any(letter.isupper() for letter in what) and not country_code(what.title()):
        return _after(before, "about")
    names = _names(before)
    if len(names) > 1:
        is_place = _is_place(what)
        names = [span for span in names if _is_place(before[slice(*span)]) is is_place] or names
    return names[-1] if names else None


def _after(before: str, preposition: str) -> tuple[int, int] | None:
    """What follows a preposition, to the next one or the end."""
    match = re.search(
        rf"\b{preposition}\s+(?P<what>(?:(?!\b(?:{_PREPOSITIONS})\s)[^?])+?)\s*"
        rf"(?=\?|$|\b(?:{_PREPOSITIONS})\s)",
        before,
        re.IGNORECASE,
    )
    return None if match is None else match.span("what")


def _names(before: str) -> Sequence[tuple[int, int]]:
    """Where names stand: words with capitals, but for those that only begin the sentence."""
    found = []
    for match in _NAME.finditer(before):
        start, end = match.span()
        while (word := _WORD.match(before, start, end)) and _only_begins(word.group()):
            start = word.end() + (before[word.end() : word.end() + 1] == " ")
        if start < end:
            found.append((start, end))
    return found


def _only_begins(word: str) -> bool:
    """Is it no part of a name? "Us" is none, and "US" is."""
    return fold(word) in STOP_WORDS and not (word.isupper() and len(word) > 1)


def _is_place(name: str) -> bool:
    bare = _ARTICLE.sub("", name.strip())
    return bool(country_code(bare)) or is_town(bare)
