"""What a course dates to a day, month or year: "What happened on 10 July 2015?"

Such a question has hardly a word that its answer has. What answers it are the events that were
found for the timeline, quoted in the sentences in which they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from knowledge.answering.composer import MOST_SENTENCES, Composition, quote_in_turn
from knowledge.model.assessment import PartialDate
from knowledge.model.corpus import Passage
from knowledge.model.timeline import DateFlag, Event, EventDate, Precision
from knowledge.model.written_dates import read_dates, shown_date
from knowledge.retrieval.words import STOP_WORDS, search_words, tokens

SURE, UNSURE = 0.95, 0.75
"""Confidence: where the words say the date, and where it was worked out from other sentences."""

_HAPPENED = (
    r"(?:happen(?:s|ed)?|occur(?:s|red)?|(?:took|takes?|taken)\s+place|went\s+on|was\s+going\s+on)"
)
_SORT = r"(?:(?:the|all|any|main|important|major|key|other)\s+)*"
_ASKS = re.compile(
    r"\W*(?:(?:and|so|then|please|tell\s+me|can\s+you\s+tell\s+me|list|name|show|give)\W+(?:me\s+)?)*"
    rf"(?:(?:what|which)(?:\s+(?:else|all|things?|events?|exactly))*\s+(?:has\s+|had\s+)?{_HAPPENED}"
    rf"|(?:(?:what|which)\s+(?:are|were|was)\s+(?:there\s+)?)?{_SORT}events?)\s+(?P<about>.+)",
    re.IGNORECASE | re.DOTALL,
)
_DATE_FIRST = re.compile(
    rf"\W*(?P<about>(?:in|on|during)\s.{{3,40}}?),?\s+what\s+{_HAPPENED}\W*",
    re.IGNORECASE,
)
_BEFORE_DATE = re.compile(r"(?:^|\s)(?:(?:in|on|of|from|during|at|for)\s+)", re.IGNORECASE)
_OF_CALENDAR = frozenset(
    tokens("beginning start middle mid end early late date day days week month year")
)
"""No words of what happened: "at the beginning of May 2014" asks for all of May."""
_TOLD_AGAIN, _FEWEST_ALIKE = 0.5, 5
"""Of the words of the shorter sentence, and words: what tells an event of one day once more.

A harbour of two ships that sank on one day shares three words with itself.
"""
_SAME_WORDS = 0.8
"""Of the words of both: another document that says no more than the first."""
_ANY_YEAR = 2000
"""A leap year, put in where the question has none: every day of a calendar exists in it."""


@dataclass(frozen=True, slots=True)
class AskedDate:
    """The date whose events are asked for, as precisely as the question gives it."""

    date: PartialDate
    has_year: bool
    about: frozenset[str]
    """Further words of the question, folded: "in Ufa"."""

    def __str__(self) -> str:
        shown = shown_date(self.date)
        return shown if self.has_year else shown.removesuffix(f" {self.date.year}")

    def covers(self, when: EventDate) -> bool:
        """Is ``when`` told at least as finely, and does it lie in the date that was asked for?"""
        if not self._is_as_fine(when):
            return False
        year = self.date.year if self.has_year else when.first.year
        asked = (year, self.date.month or 0, self.date.day or 0)
        parts = 3 if self.date.day else 2 if self.date.month else 1
        first = _parts(when.first)[:parts]
        last = _parts(when.last)[:parts]
        if when.is_pair:
            return asked[:parts] in (first, last)
        return first <= asked[:parts] <= last

    def _is_as_fine(self, when: EventDate) -> bool:
        if self.date.day is not None:
            return when.precision is Precision.DAY
        if self.date.month is not None:
            return when.precision in (Precision.DAY, Precision.MONTH)
        return when.first.year == when.last.year or when.precision is Precision.YEAR


def asked_date(question: str) -> AskedDate | None:
    """The date whose events ``question`` asks for; ``None`` for any other question."""
    match = _ASKS.fullmatch(question) or _DATE_FIRST.fullmatch(question)
    if match is None:
        return None
    about = match["about"].strip(" .?!,")
    for joint in _BEFORE_DATE.finditer(about):
        found = _read(about[joint.end() :])
        if found is not None:
            words = {word.text for word in search_words(about[: joint.start()])}
            return AskedDate(*found, frozenset(words - _OF_CALENDAR))
    return None


def _read(words: str) -> tuple[PartialDate, bool] | None:
    words = re.sub(r"^the\s+(?:month|day|year)\s+(?:of\s+)?", "", words, flags=re.IGNORECASE)
    # The reader of dates takes "July 10" for a July of the year 10.
    yearless = read_dates(f"{words} {_ANY_YEAR}")
    if len(yearless) == 1 and yearless[0].month is not None:
        return yearless[0], False
    dates = read_dates(words)
    return (dates[0], True) if len(dates) == 1 else None


def find(asked: AskedDate, events: Iterable[Event], document_id: int | None) -> list[Event]:
    """The events that answer, earliest first; those whose date was worked out come last."""
    fitting = [
        event
        for event in events
        if document_id in (None, event.passage.document_id)
        and asked.covers(event.when)
        and asked.about <= set(tokens(f"{_sentence(event)} {' '.join(event.passage.section)}"))
    ]
    return sorted(fitting, key=lambda event: (not _is_told(event), event.when.earliest))


def compose(asked: AskedDate, events: Sequence[Event]) -> tuple[Composition, float]:
    """The answer that these events give in the order of their dates, with its confidence.

    Args:
        asked: The date.
        events: As :func:`find` gives them; at least one.
    """
    dated = {(event.passage.id, _place(event)): event for event in reversed(events)}
    sentences = [dated[place] for place in dict.fromkeys((e.passage.id, _place(e)) for e in events)]
    shown = _each_once(sentences)[:MOST_SENTENCES]
    if len(shown) == 1:
        # All that is said of that day is of one event: more of it is no repetition.
        shown = [e for e in sentences if e is shown[0] or not _says_the_same(e, shown[0])]
        shown = shown[:MOST_SENTENCES]
    in_time = sorted(shown, key=lambda event: event.when.earliest)
    composition = quote_in_turn([(event.passage, _place(event)) for event in in_time])
    if len(sentences) > len(shown):
        these = "this is one" if len(shown) == 1 else f"these are {len(shown)}"
        composition = composition.remarking(
            f"The documents date {len(sentences)} statements to {asked}; "
            f"{these} of them; /explore timeline has them all."
        )
    return composition, SURE if all(map(_is_told, shown)) else UNSURE


def _each_once(events: Sequence[Event]) -> list[Event]:
    """Of the events that are told more than once only the longest telling, where the first was."""
    told: list[Event] = []
    for event in events:
        place = next((n for n, one in enumerate(told) if _is_told_again(event, one)), None)
        if place is None:
            told.append(event)
        elif len(_words(event)) > len(_words(told[place])):
            told[place] = event
    return told


def _is_told_again(event: Event, other: Event) -> bool:
    """Is it one event in two places? Two documents may tell it, each in words of its own."""
    if (event.when.first, event.when.last) != (other.when.first, other.when.last):
        return False
    if event.passage.document_id != other.passage.document_id:
        return _says_the_same(event, other)
    one, two = _words(event), _words(other)
    shared = len(one & two)
    return shared >= _FEWEST_ALIKE and shared >= _TOLD_AGAIN * min(len(one), len(two))


def _says_the_same(event: Event, other: Event) -> bool:
    one, two = _words(event), _words(other)
    return len(one & two) >= _SAME_WORDS * len(one | two)


def _words(event: Event) -> frozenset[str]:
    """What its sentence says beside the date."""
    said = tokens(_sentence(event).replace(event.when.words, " "))
    return frozenset(said) - STOP_WORDS


def nothing_dated(asked: AskedDate) -> str:
    """What an abstention says."""
    return f"The documents date nothing to {asked}."


def _is_told(event: Event) -> bool:
    return DateFlag.NEEDS_REVIEW not in event.when.flags


def _place(event: Event) -> int:
    """Of the event's sentence in its passage."""
    sentences = event.passage.sentences
    return next(n for n, span in enumerate(sentences) if event.date.start < span.end)


def _sentence(event: Event) -> str:
    passage: Passage = event.passage
    return passage.slice(passage.sentences[_place(event)])


def _parts(date: PartialDate) -> tuple[int, int, int]:
    return (date.year, date.month or 0, date.day or 0)
