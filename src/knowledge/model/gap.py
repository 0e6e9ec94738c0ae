"""Questions that a course leaves open, gathered by what they ask for."""

from __future__ import annotations

from dataclasses import dataclass, replace

FEWEST = 5
"""Questions that make a gap."""


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question that was not answered, or whose answer was disliked."""

    record_id: int
    receipt: str
    question: str
    places: tuple[str, ...]
    """Headings that came near it, or that its answer quotes."""


@dataclass(frozen=True, slots=True)
class Gap:
    """At least :data:`FEWEST` open questions that ask for much the same."""

    questions: tuple[OpenQuestion, ...]
    """The one that is nearest to all others first; without words where the server's log shows
    none."""

    @property
    def receipt(self) -> str:
        """Stands for the gap: whatever gap holds this question is meant."""
        return self.questions[0].receipt

    @property
    def receipts(self) -> tuple[str, ...]:
        return tuple(question.receipt for question in self.questions)

    def without_words(self) -> Gap:
        """The same, for those who may not read what was asked."""
        return Gap(tuple(replace(question, question="") for question in self.questions))

    def places(self, most: int) -> list[str]:
        """The headings that come near most of its questions."""
        counted: dict[str, int] = {}
        for question in self.questions:
            for place in question.places:
                counted[place] = counted.get(place, 0) + 1
        return sorted(counted, key=lambda place: -counted[place])[:most]
