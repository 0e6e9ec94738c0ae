"""What a course dates to a day, month or year: "What happened on 10 July 2015?"

Such a question has hardly a word that its answer has. What answers it are the events that were
found for the timeline, quoted in the sentences in which they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from knowledge.answering.composer import MOST_SENTENCES, Composition, quote
from knowledge.model.assessment import PartialDate
from knowledge.model.corpus import Passage
from knowledge.model.timeline import DateFlag, Event, EventDate, Precision
from knowledge.model.written_dates import read_dates, shown_date
from knowledge.retrieval.words import search_words, tokens

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
    """The answer that these events give, with its confidence.

    Args:
        asked: The date.
        events: As :func:`find` gives them; at least one.
    """
    dated = {(event.passage.id, _place(event)): event for event in reversed(events)}
    places = list(dict.fromkeys((event.passage.id, _place(event)) for event in events))
    shown = [dated[place] for place in places[:MOST_SENTENCES]]
    composition = quote([(event.passage, _place(event)) for event in shown])
    if len(places) > len(shown):
        composition = composition.remarking(
            f"The documents date {len(places)} statements to {asked}; "
            f"these are {len(shown)} of them; /explore timeline has them all."
        )
    return composition, SURE if all(map(_is_told, shown)) else UNSURE


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
