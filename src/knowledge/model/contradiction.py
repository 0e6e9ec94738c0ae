"""Two documents that give different dates or numbers for the same thing."""

from __future__ import annotations

import enum
import hashlib
from dataclasses import dataclass

from knowledge.model.corpus import Passage, Span


class Differing(enum.StrEnum):
    """What is different. The value is the word for several of them."""

    DATES = "dates"
    NUMBERS = "numbers"


@dataclass(frozen=True, slots=True)
class Claim:
    """What one document says, where it says so."""

    passage: Passage
    place: int
    """Of the sentence among the passage's, from 0."""
    said: str
    """The date, or the number with its unit, as the document has it."""

    @property
    def span(self) -> Span:
        """The sentence."""
        return self.passage.sentences[self.place]

    @property
    def quote(self) -> str:
        return self.passage.slice(self.span)

    @property
    def source(self) -> str:
        """The document in this version: "“Bridges” (version 2)"."""
        return f"“{self.passage.document_title}” (version {self.passage.version})"


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A pair of claims that cannot both be right, as far as can be told from their words."""

    differing: Differing
    one: Claim
    other: Claim

    @property
    def key(self) -> str:
        """Stays the same as long as the words do: what was dismissed once stays so."""
        sides = sorted(
            f"{claim.passage.document_id}\n{' '.join(claim.quote.split())}\n{claim.said}"
            for claim in (self.one, self.other)
        )
        return hashlib.sha256("\n".join(sides).encode("utf-8", "replace")).hexdigest()[:12]

    def __str__(self) -> str:
        """In a sentence that takes no side."""
        return (
            f"The documents give different {self.differing}: "
            f"{self.one.source} has {self.one.said}, {self.other.source} has {self.other.said}."
        )
