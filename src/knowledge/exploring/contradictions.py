"""Pairs of documents that give different dates or numbers for the same thing.

What is shown here asks for somebody's time, so a pair is left out wherever it may be harmless: two
events, a part and the whole, a rounded figure, a figure of another year.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations

from knowledge.exploring.statements import Number, Statement, Words, statements
from knowledge.model.assessment import PartialDate
from knowledge.model.contradiction import Claim, Contradiction, Differing
from knowledge.model.timeline import ReadSentence

MOST = 100
"""Of one course: where there are more, something else is wrong."""
_ROUGHLY = 0.1
"""As a share: "about 500" is no other figure than 545."""
_NAME = re.compile(r"\b[A-Z][\w’'-]+(?:\s+[A-Z][\w’'-]+)+")


def find_contradictions(sentences: Sequence[ReadSentence]) -> tuple[Contradiction, ...]:
    """In the order of the documents, of those that may be quoted; each pair of claims once."""
    called = _called(sentences)
    told: dict[tuple[str, Words], list[Statement]] = defaultdict(list)
    for sentence in (s for s in sentences if s.passage.is_quotable):
        for statement in statements(sentence, called[sentence.passage.document_id]):
            told[statement.about].append(statement)
    found: dict[tuple[int, int, str, str], Contradiction] = {}
    for same in told.values():
        for one, other in combinations(same, 2):
            documents = _document(one), _document(other)
            if documents[0] != documents[1] and _differ(one, other):
                pair = (*documents, one.said, other.said)
                found.setdefault(pair, _contradiction(one, other))
    return tuple(found.values())[:MOST]


def _called(sentences: Sequence[ReadSentence]) -> dict[int, dict[str, Words]]:
    """By document: the last words of names that only one thing there has, with all its words."""
    names: dict[int, dict[str, set[Words]]] = defaultdict(lambda: defaultdict(set))
    for sentence in sentences:
        passage = sentence.passage
        written = [name.text for name in sentence.names]
        written += _NAME.findall(passage.document_title) + _NAME.findall(sentence.text)
        for name in written:
            words = re.findall(r"[a-z]+", name.lower())
            if len(words) > 1:
                names[passage.document_id][words[-1]].add(frozenset(words))
    return defaultdict(
        dict,
        {
            document: {last: _shortest(found) for last, found in known.items() if _is_one(found)}
            for document, known in names.items()
        },
    )


def _shortest(names: set[Words]) -> Words:
    return min(names, key=len)


def _is_one(names: set[Words]) -> bool:
    """Do all of them hold the shortest: "Tollan Bridge" and "The Tollan Bridge"?"""
    return all(_shortest(names) <= name for name in names)


def _document(statement: Statement) -> int:
    return statement.sentence.passage.document_id


def _differ(one: Statement, other: Statement) -> bool:
    if one.circumstances != other.circumstances:
        return False
    match one.value, other.value:
        case PartialDate(), PartialDate():
            return _are_other_dates(one.value, other.value)
        case Number(), Number():
            return _are_other_numbers(one.value, other.value)
    return False


def _are_other_dates(one: PartialDate, other: PartialDate) -> bool:
    """Do they differ in what both give? 1932 is no other date than May 1932."""
    pairs = ((one.year, other.year), (one.month, other.month), (one.day, other.day))
    return any(mine != yours for mine, yours in pairs if mine is not None and yours is not None)


def _are_other_numbers(one: Number, other: Number) -> bool:
    """Do they differ by more than rounding?"""
    larger = max(abs(one.value), abs(other.value))
    if not larger or one.value == other.value:
        return False
    if (one.is_rough or other.is_rough) and abs(one.value - other.value) <= _ROUGHLY * larger:
        return False
    digits = min(_digits(one.value), _digits(other.value))
    return _rounded(one.value, digits) != _rounded(other.value, digits)


def _digits(value: float) -> int:
    """How many of its digits say something: two of 48,000."""
    return len(f"{value:.10e}".partition("e")[0].replace(".", "").rstrip("0").lstrip("-")) or 1


def _rounded(value: float, digits: int) -> float:
    if not value:
        return 0.0
    return round(value, digits - 1 - math.floor(math.log10(abs(value))))


def _contradiction(one: Statement, other: Statement) -> Contradiction:
    differing = Differing.DATES if isinstance(one.value, PartialDate) else Differing.NUMBERS
    return Contradiction(differing, _claim(one), _claim(other))


def _claim(statement: Statement) -> Claim:
    sentence = statement.sentence
    return Claim(sentence.passage, sentence.place, statement.said)
