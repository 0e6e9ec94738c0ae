"""Why candidates were refused, and what to look at in a draft, in words for a teacher."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

_POINTS_BACK = "unclear without the lines before it"
_DATE = "no exact date"
_SEVERAL_DATES = "several dates in one sentence"
_OPINION = "an opinion or a guess"
_NO_STATEMENT = "not one plain fact"
_LENGTH = "too long or too short"
_GIVEN_AWAY = "gives its own answer away"
_ORDER = "too few events to put in order"
_OPTIONS = "too few good wrong answers"
_GRAVE = "a wrong answer would speak of a death, a crime or a scandal"
_DETAIL = "a side detail"
_FORM = "failed the last check"

_WORDS = {
    "points to the lines before": _POINTS_BACK,
    "pronoun without its noun": _POINTS_BACK,
    "pronoun as subject": _POINTS_BACK,
    "leaves open what the lines before say": _POINTS_BACK,
    "goes on from the line before": _POINTS_BACK,
    "past perfect without a past": _POINTS_BACK,
    "the next line has the point": "unclear without the line after it",
    "date: approximate": _DATE,
    "date: bound": _DATE,
    "date: inferred": _DATE,
    "date: needs review": _DATE,
    "date: planned": _DATE,
    "date: a stretch of time": _DATE,
    "date: several in the sentence": _SEVERAL_DATES,
    "the year stands there twice": _SEVERAL_DATES,
    "no month to ask for": _DATE,
    "the date cannot be taken out": _ORDER,
    "no event to put in order": _ORDER,
    "too few events to compare": _ORDER,
    "no good wrong year": _OPTIONS,
    "first person": _OPINION,
    "opinion or guess": _OPINION,
    "several statements": _NO_STATEMENT,
    "not a statement": _NO_STATEMENT,
    "no grammar to go by": _NO_STATEMENT,
    "no main verb": _NO_STATEMENT,
    "no subject": _NO_STATEMENT,
    "no named subject": _NO_STATEMENT,
    "no term": "explains no term",
    "too long": _LENGTH,
    "too short": _LENGTH,
    "names nobody and nothing": "no name in it",
    "nothing else in it to go by": "says too little to work the answer out",
    "in too many sentences": "the answer is named too often to be worth asking",
    "the answer stands in the question": _GIVEN_AWAY,
    "the words around give it away": _GIVEN_AWAY,
    "the title tells the year": _GIVEN_AWAY,
    "key leaked": _GIVEN_AWAY,
    "the answer is longer than the other options": _GIVEN_AWAY,
    "length outlier": _GIVEN_AWAY,
    "too few good wrong options": _OPTIONS,
    "disputed or of another time": "a disputed country, or not one at that time",
    "no town that is known by its name": "the name may not mean a town",
    "nothing false of death, crime or disgrace": _GRAVE,
    "a person in a sentence about death, crime or disgrace": _GRAVE,
    "person swapped": _GRAVE,
    "a detail hardly worth asking": _DETAIL,
    "the date is not the point": "the date is not the point",
    "duplicate": "the course asks this already",
}

_FLAGS = {
    "date swapped": "The year was changed to make this false. Check that it is.",
    "meeting swapped": "The meeting was changed to make this false. Check that it is.",
    "order swapped": "The two events were swapped to make this false. Check that it is.",
    "some years are in no document": "Some wrong years are made up. Check that none is right.",
    "three options": "There are only two wrong answers. Add one if you know one.",
}


def flag_in_words(flag: str) -> str:
    """What a flag of the drafter asks of a reviewer; any other flag as it is."""
    return _FLAGS.get(flag, flag)


def in_words(refused: Mapping[str, int]) -> Counter[str]:
    """How many candidates by their reasons in words, reasons that mean the same together."""
    counted: Counter[str] = Counter()
    for reason, count in refused.items():
        counted[_WORDS.get(reason, _FORM)] += count
    return counted
