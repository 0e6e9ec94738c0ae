"""What a course tells: its dated events, its themes, and the sentences that they rest on."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from knowledge.model.assessment import PartialDate
from knowledge.model.contradiction import Contradiction
from knowledge.model.corpus import Citation, Passage, Span, cite

Day = tuple[int, int, int]
"""Year, month and day. Years before our era are negative and there is no year 0: -44 is 44 BC."""

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


class Precision(enum.StrEnum):
    """How finely a date is told."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    PERIOD = "period"
    """A season, a decade, a century, or a part of one."""


class DateFlag(enum.StrEnum):
    """What to know of a date before relying on it."""

    INFERRED = "inferred"
    """The year is not in the words: it comes from the lines before, or from the publication."""
    BOUND = "bound"
    """Only a limit: "by 1949", "since 1978"."""
    PLANNED = "planned"
    """An aim or a plan, or still to come when the document was written."""
    APPROXIMATE = "approximate"
    """ "about 500 BC"."""
    NEEDS_REVIEW = "needs review"
    """Worked out from another date: "the next year". A person should look at it."""


@dataclass(frozen=True, slots=True)
class EventDate:
    """A date, a stretch of time from ``first`` to ``last``, both included, or a pair of dates."""

    first: PartialDate
    last: PartialDate
    precision: Precision
    words: str
    """As the document has it."""
    flags: frozenset[DateFlag] = frozenset()
    is_pair: bool = False
    """Only ``first`` and ``last`` are meant, and nothing between: "May and July 1971"."""

    @property
    def earliest(self) -> Day:
        return (self.first.year, self.first.month or 1, self.first.day or 1)

    @property
    def latest(self) -> Day:
        return (self.last.year, self.last.month or 12, self.last.day or 31)

    @property
    def is_range(self) -> bool:
        return self.first != self.last

    @property
    def is_sure(self) -> bool:
        """Said in so many words, of the past, and no mere limit: fit to be asked for."""
        return not self.flags

    def is_before(self, other: EventDate) -> bool:
        """Whether all of it lies before the other begins."""
        return self.latest < other.earliest

    def overlaps(self, first_year: int | None, last_year: int | None) -> bool:
        """Whether some of it lies in the years from ``first_year`` to ``last_year``."""
        after = first_year is None or self.last.year >= first_year
        return after and (last_year is None or self.first.year <= last_year)

    def __str__(self) -> str:
        """In words, with the year where :attr:`words` lacks it: "August 20 and 31, 2023"."""
        if self.first == self.last and self.precision is not Precision.PERIOD:
            return in_words(self.first)
        missing = DateFlag.INFERRED in self.flags and str(self.last.year) not in self.words
        return f"{self.words}, {_year(self.last.year)}" if missing else self.words


def in_words(date: PartialDate) -> str:
    """ "June 14, 2023", "June 2023", "2023" or "44 BC"."""
    year = _year(date.year)
    if date.month is None:
        return year
    month = MONTHS[date.month - 1]
    return f"{month} {year}" if date.day is None else f"{month} {date.day}, {year}"


def _year(year: int) -> str:
    return f"{-year} BC" if year < 0 else str(year)


class NameKind(enum.StrEnum):
    """What a name names, as far as can be told."""

    PERSON = "person"
    ORGANISATION = "organisation"
    MEETING = "meeting"
    COUNTRY = "country"
    TOWN = "town"
    PLACE = "place"
    """Neither known as a country nor as a town."""
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Name:
    """A name where it stands."""

    text: str
    """As written, without a possessive ending."""
    kind: NameKind
    span: Span
    known_as: str
    """The fullest form in the course: "Hua Guofeng" for "Hua"."""
    country: str = ""
    """ISO 3166-1 alpha-2 code, of a country."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word or mark with its grammar, in the Universal Dependencies' and Penn Treebank's terms.

    Without the language model only ``text`` and ``span`` are filled.
    """

    text: str
    span: Span
    lemma: str = ""
    part: str = ""
    """Coarse part of speech: "NOUN"."""
    tag: str = ""
    """Fine one: "PRP$"."""
    relation: str = ""
    """To the head: "nsubj"."""
    head: int = -1
    """The head's place in the sentence; a root is its own."""


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date where it stands, without the preposition before it."""

    span: Span
    when: EventDate


@dataclass(frozen=True, slots=True)
class ReadSentence:
    """A sentence of a passage with everything that was recognised in it.

    All spans are into the text of the passage's document version.
    """

    passage: Passage
    place: int
    """Among the passage's sentences, from 0."""
    span: Span
    text: str
    tokens: tuple[Token, ...]
    names: tuple[Name, ...]
    dates: tuple[DateMention, ...]

    def slice(self, span: Span) -> str:
        return self.text[span.start - self.span.start : span.end - self.span.start]

    @property
    def is_parsed(self) -> bool:
        return any(token.relation for token in self.tokens)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that a document dates, in the document's own words."""

    key: str
    """Stays the same as long as the words do."""
    when: EventDate
    date: Span
    """Where the date stands."""
    span: Span
    """The clause that is dated."""
    text: str
    """``span`` of the document version, verbatim."""
    participants: tuple[str, ...]
    """People, organisations and meetings that the clause names."""
    places: tuple[str, ...]
    themes: tuple[str, ...]
    """Names of the themes that its sentence touches."""
    passage: Passage

    @property
    def citation(self) -> Citation:
        return cite(self.passage, self.span)


@dataclass(frozen=True, slots=True)
class Theme:
    """What the course speaks of again and again, or is asked about."""

    name: str
    """As quizzes, study and progress name it, if there are questions on it."""
    weight: float
    """Of the heaviest theme 1; 0 if only items name it."""
    aliases: tuple[str, ...]
    """Other phrases for it, and the names of themes merged into it."""
    passages: tuple[int, ...]
    """Ids, in reading order."""
    documents: tuple[int, ...]
    """Ids."""
    items: int = 0
    """Approved ones that may be asked."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that a course tells, with the edits of its staff."""

    revision: int
    """The course's, when it was read."""
    sentences: tuple[ReadSentence, ...]
    """By document, in reading order."""
    events: tuple[Event, ...]
    """Earliest first."""
    themes: tuple[Theme, ...]
    """Those with questions, most first, then the others, heaviest first."""
    published: Mapping[int, PartialDate | None]
    """When each document was, by document id; ``None`` where that is not known."""
    limited: bool
    """Whether it was read without grammar: the extra `nlp` is not installed."""
    contradictions: tuple[Contradiction, ...] = ()
    """Pairs of documents that give different dates or numbers for the same thing."""


EditAction = Literal["rename", "merge", "hide"]


@dataclass(frozen=True, slots=True)
class TimelineEdit:
    """What staff changed in what was found."""

    action: EditAction
    subject: str
    """The theme's name as found, or the event's key."""
    value: str
    """The new name, or the name of the theme that takes the other in; empty for "hide"."""
