"""Why candidates were refused, in words for a teacher."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

_POINTS_BACK = "the sentence needs the lines before it to be understood"
_DATE = "the date is not told for sure: a limit, a stretch of time, or not in so many words"
_NO_STATEMENT = "it is no plain statement of one fact"
_LENGTH = "the sentence is too long or too short"
_GIVEN_AWAY = "the question would give its answer away"
_ORDER = "there are too few events whose order can be learned, not guessed"
_GRAVE = "it would say something false of a person's death, crime or disgrace"
_DETAIL = "it is a side detail, hardly worth asking"
_FORM = "a check of the finished question failed"

_WORDS = {
    "points to the lines before": _POINTS_BACK,
    "pronoun without its noun": _POINTS_BACK,
    "pronoun as subject": _POINTS_BACK,
    "leaves open what the lines before say": _POINTS_BACK,
    "goes on from the line before": _POINTS_BACK,
    "past perfect without a past": _POINTS_BACK,
    "the next line has the point": "the point is in the line after it",
    "date: approximate": _DATE,
    "date: bound": _DATE,
    "date: inferred": _DATE,
    "date: needs review": _DATE,
    "date: planned": _DATE,
    "date: a stretch of time": _DATE,
    "date: several in the sentence": "the sentence has several dates",
    "the year stands there twice": "the sentence has several dates",
    "no month to ask for": "the sentence names no month",
    "the date cannot be taken out": _ORDER,
    "no event to put in order": _ORDER,
    "too few events to compare": _ORDER,
    "no good wrong year": "no wrong year is near enough to be believed",
    "first person": "it is somebody's opinion or guess",
    "opinion or guess": "it is somebody's opinion or guess",
    "several statements": _NO_STATEMENT,
    "not a statement": _NO_STATEMENT,
    "no grammar to go by": _NO_STATEMENT,
    "no main verb": _NO_STATEMENT,
    "no subject": _NO_STATEMENT,
    "no named subject": _NO_STATEMENT,
    "no term": "it explains no term",
    "too long": _LENGTH,
    "too short": _LENGTH,
    "names nobody and nothing": "it names nobody and nothing",
    "nothing else in it to go by": "it says too little to find the answer by",
    "in too many sentences": "the answer stands all over the documents",
    "the answer stands in the question": _GIVEN_AWAY,
    "the words around give it away": _GIVEN_AWAY,
    "the title tells the year": _GIVEN_AWAY,
    "key leaked": _GIVEN_AWAY,
    "the answer is longer than the other options": _GIVEN_AWAY,
    "length outlier": _GIVEN_AWAY,
    "too few good wrong options": "too few good wrong options",
    "disputed or of another time": "the country is disputed, or was another at that time",
    "no town that is known by its name": "the name may mean something else than the town",
    "nothing false of death, crime or disgrace": _GRAVE,
    "a person in a sentence about death, crime or disgrace": _GRAVE,
    "person swapped": _GRAVE,
    "a detail hardly worth asking": _DETAIL,
    "the date is not the point": "the sentence is not about when it happened",
    "duplicate": "the course asks this already",
}


def in_words(refused: Mapping[str, int]) -> Counter[str]:
    """How many candidates by their reasons in words, reasons that mean the same together."""
    counted: Counter[str] = Counter()
    for reason, count in refused.items():
        counted[_WORDS.get(reason, _FORM)] += count
    return counted
