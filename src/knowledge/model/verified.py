"""Answers that people stand behind, and what is still to be told of them."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime

from knowledge.model.corpus import Citation

LONGEST_ANSWER = 1_500
"""Characters of an answer that somebody writes: on a card there is room for it and its sources."""
LONGEST_REASON = 300


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the staff who acts."""

    user_id: int
    name: str
    """What the server calls them now: readers see it with what they wrote."""


@dataclass(frozen=True, slots=True)
class VerifiedQuote:
    """Words of a document that a verified answer rests on."""

    lead: str
    """Who says them; shown where the quotes are the answer."""
    citation: Citation
    is_current: bool = True
    """The document, as it stands, still says so word by word and may be quoted."""
    is_quotable: bool = True
    """The document is still there and may be quoted."""


@dataclass(frozen=True, slots=True)
class VerifiedAnswer:
    """What somebody answers to a question, and to those that ask the same."""

    id: int
    course_id: int
    question: str
    words: str
    """Their own; empty if they confirm the documents'."""
    by: str
    at: datetime
    quotes: tuple[VerifiedQuote, ...]
    receipt: str | None = None
    """Of the record that it began with."""
    kept_at: datetime | None = None
    """Somebody said that it holds although a document, as it stands, says its words no longer."""
    retired_at: datetime | None = None

    @property
    def citations(self) -> tuple[Citation, ...]:
        return tuple(quote.citation for quote in self.quotes)

    @property
    def is_stale(self) -> bool:
        """What it rests on is gone, and nobody has said that it holds all the same."""
        if not self.may_be_kept:
            return True
        return self.kept_at is None and not all(quote.is_current for quote in self.quotes)

    @property
    def may_be_kept(self) -> bool:
        """Everything that it quotes stands in a document that may be quoted."""
        return all(quote.is_quotable for quote in self.quotes)

    @property
    def is_in_force(self) -> bool:
        return self.retired_at is None and not self.is_stale


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer as it was typed, before it is known to be one."""

    question: str
    words: str
    passages: tuple[int, ...] = ()
    """The passages that it rests on, by id."""


class NotVerified(enum.Enum):
    """Why an answer was not taken."""

    GONE = enum.auto()
    """The record, or the answer that it was to replace, is no longer there."""
    NO_QUESTION = enum.auto()
    NO_WORDS = enum.auto()
    NOT_AN_ANSWER = enum.auto()
    """The record quotes nothing, so there is nothing to confirm."""
    CHANGED = enum.auto()
    """A document no longer says what is to be confirmed or cited."""
    OVERTAKEN = enum.auto()
    """Somebody else has replaced or retired it."""


class TidingKind(enum.StrEnum):
    ANSWERED = "answered"
    """A person has answered what they asked."""
    CORRECTED = "corrected"
    """What they were told was not right."""
    DECLINED = "declined"
    """Nobody will answer it here."""


@dataclass(frozen=True, slots=True)
class Tiding:
    """What one person is to be told of something that they asked."""

    id: int
    user_id: int
    kind: TidingKind
    receipt: str
    course_id: int | None
    """What it is about; ``None`` once that is no longer on record."""
    question: str
    """Theirs; empty once it is no longer on record."""
    answer: VerifiedAnswer | None
    note: str


@dataclass(frozen=True, slots=True)
class PostedRecord:
    """A record, and where in Discord its answer may stand."""

    receipt: str
    server_id: int
    channel_id: int
    message_id: int
    answer_id: int
    """Of the person's answer that is to be seen there."""
    is_retired: bool
    """It was taken back: that is what is to be seen."""


@dataclass(frozen=True, slots=True)
class Verified:
    """An answer was taken: what is left to do in Discord."""

    answer: VerifiedAnswer
    posted: tuple[PostedRecord, ...] = ()
    """Whose messages show what stood before."""
    told: tuple[int, ...] = ()
    """Who is to be told."""
