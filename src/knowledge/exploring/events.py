"""Dated sentences → events: which day is meant, and which part of the sentence it dates."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from knowledge.exploring.clauses import clause_around
from knowledge.exploring.dates import RELATIVE, FoundDate, dated, find_dates
from knowledge.model.assessment import PartialDate
from knowledge.model.corpus import Passage, Span
from knowledge.model.timeline import (
    DateFlag,
    DateMention,
    Event,
    EventDate,
    NameKind,
    Precision,
    ReadSentence,
)

_BOUND = re.compile(
    r"(?i)\b(?:by|before|after|since|until|till|prior\s+to|no\s+later\s+than|as\s+(?:late|early)\s+as"
    r"|from|up\s+to|ever\s+since)\s+(?:the\s+)?(?:(?:beginning|start|end|middle|early|late)\s+(?:of\s+)?)?"
    r"(?:the\s+)?(?:about\s+|around\s+)?$"
)
_LIMIT_ONLY = re.compile(
    r"(?i)\b(?:before|after|since|until|till)\s+(?:the\s+)?(?:early\s+|late\s+)?$"
)
_PLANNED = re.compile(
    r"(?i)\b(?:will|shall|(?:is|are|was|were)\s+to|plan(?:s|ned)?\s+(?:to|for)|due|scheduled|expects?"
    r"|expected|preparing|intends?|intended)\b"
)
_JOINT = re.compile(r"[,;:]\s+(?:and|but|while)\s+|;\s+")
_OF_THAT_YEAR = re.compile(
    r"\s*,?\s*(?:of|in)\s+(?:(?:the|that)\s+(?:same\s+)?|this\s+)year\b", re.IGNORECASE
)
_YEAR_IN_HEADING = re.compile(r"\b(1\d{3}|20\d\d)\b")
_NUMBERS = {
    "a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10,
}  # fmt: skip


@dataclass(slots=True)
class _Context:
    """What the lines before say of the time; a new section knows nothing of the one before."""

    published: PartialDate | None
    year: int | None = None
    month: int | None = None

    def enter(self, section: tuple[str, ...]) -> None:
        years = {int(found) for found in _YEAR_IN_HEADING.findall(" ".join(section[-1:]))}
        self.year = years.pop() if len(years) == 1 else None
        self.month = None


def read_dates(
    passages: Sequence[Passage], published: PartialDate | None
) -> dict[tuple[int, int], tuple[DateMention, ...]]:
    """The dates of one document's sentences, by passage id and the sentence's place.

    Args:
        passages: All of the document's, in reading order.
        published: When it was; ``None`` if that is not known.
    """
    context = _Context(published)
    section: tuple[str, ...] | None = None
    found: dict[tuple[int, int], tuple[DateMention, ...]] = {}
    for passage in passages:
        if passage.section != section:
            section = passage.section
            context.enter(section)
        for place, span in enumerate(passage.sentences):
            mentions = tuple(_mentions(passage.slice(span), span.start, context))
            if mentions:
                found[passage.id, place] = mentions
    return found


def _mentions(text: str, start: int, context: _Context) -> Iterator[DateMention]:
    before = replace(context)
    dates = find_dates(text)
    for found in dates:
        mention = _explicit(text, start, found, context)
        if mention is not None:
            yield mention
    if not dates:
        yield from _relative(text, start, before)


def _explicit(text: str, start: int, found: FoundDate, context: _Context) -> DateMention | None:
    span, flags = found.span, set[DateFlag]()
    runs_from = found.first != found.last and found.precision is not Precision.PERIOD
    if _BOUND.search(text[: span.start]) and not runs_from:
        flags.add(DateFlag.BOUND)
    if found.approximate:
        flags.add(DateFlag.APPROXIMATE)
    is_plan = _PLANNED.search(_surroundings(text, span)) is not None
    year: int | None = None
    if not found.has_year:
        told = _OF_THAT_YEAR.match(text, span.end)
        if told is not None:
            span = Span(span.start, told.end())
            flags.add(DateFlag.NEEDS_REVIEW)
        year, rolled = _inferred_year(found.first, context, is_plan=is_plan, same=told is not None)
        if year is None:
            return None
        flags.add(DateFlag.INFERRED)
        if rolled:
            flags.add(DateFlag.NEEDS_REVIEW)
    when = dated(found, span.of(text), frozenset(), year)
    if is_plan or _is_after(when, context.published):
        flags.add(DateFlag.PLANNED)
    if not _LIMIT_ONLY.search(text[: found.span.start]) and when.precision is not Precision.PERIOD:
        context.year, context.month = when.last.year, when.last.month
    absolute = Span(span.start + start, span.end + start)
    return DateMention(absolute, replace(when, flags=frozenset(flags)))


def _surroundings(text: str, date: Span) -> str:
    """The words around a date up to where another clause is joined."""
    joints = [0, *(m.end() for m in _JOINT.finditer(text)), len(text)]
    return text[max(j for j in joints if j <= date.start) : min(j for j in joints if j >= date.end)]


def _inferred_year(
    date: PartialDate, context: _Context, *, is_plan: bool, same: bool
) -> tuple[int | None, bool]:
    """The year that a month without one belongs to, and whether it had to be moved on.

    A story goes forward: "in February" after "December 2022" is February 2023, though a person
    should look at it. Nothing told as past lies after the publication.
    """
    published = context.published
    if context.year is None:
        if same or published is None or published.month is None:
            return None, False
        passed = (date.month or 1) <= published.month or is_plan
        return published.year - (0 if passed else 1), False
    goes_on = context.month is not None and (date.month or 1) < context.month and not same
    year = context.year + goes_on
    if goes_on and published is not None and (year, date.month or 1) > _month_of(published):
        return context.year, True
    return year, goes_on


def _relative(text: str, start: int, context: _Context) -> Iterator[DateMention]:
    """ "The next year", worked out from the last date; at most one in a sentence."""
    match = RELATIVE.search(text)
    if match is None or context.year is None:
        return
    unit = (match["unit"] or match["units"] or "").lower().rstrip("s")
    year, month = context.year, None
    if match["next"]:
        if unit != "year":
            return
        year += 1
    elif match["count"]:
        count = _NUMBERS.get(match["count"].lower()) or _digits(match["count"])
        if unit != "year" or not count or match.group().lower().endswith("earlier"):
            return
        year += count
    elif unit == "month":
        month = context.month
    elif unit not in ("year", "summer", "winter", "spring", "autumn"):
        return
    date = PartialDate(year, month)
    precision = Precision.YEAR if month is None else Precision.MONTH
    flags = frozenset({DateFlag.INFERRED, DateFlag.NEEDS_REVIEW})
    span = Span(start + match.start(), start + match.end())
    yield DateMention(span, EventDate(date, date, precision, match.group(), flags))


def events_of(sentence: ReadSentence) -> Iterator[Event]:
    """What the sentence dates: one event for each date that stands in it."""
    for mention in sentence.dates:
        clause = clause_around(sentence.tokens, sentence.span, mention.span)
        text = sentence.slice(clause)
        names = [n for n in sentence.names if clause.start <= n.span.start < clause.end]
        yield Event(
            key=_key(sentence, text, mention),
            when=mention.when,
            date=mention.span,
            span=clause,
            text=text,
            participants=_unique(
                n.known_as
                for n in names
                if n.kind in (NameKind.PERSON, NameKind.ORGANISATION, NameKind.MEETING)
            ),
            places=_unique(
                n.text for n in names if n.kind in (NameKind.COUNTRY, NameKind.TOWN, NameKind.PLACE)
            ),
            themes=(),
            passage=sentence.passage,
        )


def _key(sentence: ReadSentence, text: str, mention: DateMention) -> str:
    said = f"{sentence.passage.document_id}\n{' '.join(text.split())}\n{mention.when.words}"
    return hashlib.sha256(said.encode()).hexdigest()[:12]


def _unique(words: Iterator[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))


def _is_after(when: EventDate, published: PartialDate | None) -> bool:
    if published is None:
        return False
    return when.earliest > (published.year, published.month or 12, published.day or 31)


def _month_of(date: PartialDate) -> tuple[int, int]:
    return date.year, date.month or 12


def _digits(words: str) -> int:
    return int(words) if words.isdigit() else 0
