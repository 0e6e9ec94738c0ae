"""What the drafter can ask, and what it hands over."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field

from knowledge.model.assessment import ItemDraft


class Kind(enum.StrEnum):
    """A way of asking. In the order in which they are trusted."""

    FIRST = "first"
    """Which of these came first?"""
    ORDER = "order"
    """Put these in order."""
    YEAR = "year"
    MONTH = "month"
    ORGANISATION = "organisation"
    """Which meeting or organisation?"""
    PLACE = "place"
    TERM = "term"
    """Cloze on a term that the sentence explains."""
    STATEMENT = "statement"
    """True or false."""
    PERSON = "person"


THREE = "three options"
"""A flag: only two good wrong options exist."""


@dataclass(frozen=True, slots=True)
class Drafted:
    """A draft with what it rests on."""

    kind: Kind
    draft: ItemDraft
    facts: frozenset[tuple[int, int]]
    """Passage ids and places of the sentences that it uses."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A candidate that was not made into a draft, and why, in a few words."""

    kind: Kind
    reason: str


Tried = Drafted | Refused


@dataclass(frozen=True, slots=True)
class Drafting:
    """What came of drafting. Better none than bad: what was refused is counted."""

    drafts: tuple[ItemDraft, ...]
    refused: Mapping[str, int] = field(default_factory=dict)
    """How many candidates, by reason, most frequent first."""
    kinds: tuple[Kind, ...] = ()
    """Of each draft."""
