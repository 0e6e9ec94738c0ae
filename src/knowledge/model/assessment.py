"""Quiz items: what is asked, what counts as right, and where the documents say so."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime

from knowledge.model.corpus import Citation


class ItemType(enum.StrEnum):
    """How an item is asked and answered."""

    SINGLE_CHOICE = "single_choice"
    MULTIPLE_CHOICE = "multiple_choice"
    TRUE_FALSE = "true_false"
    CLOZE = "cloze"
    NUMBER = "number"
    DATE = "date"
    ORDERING = "ordering"
    MATCHING = "matching"
    SHORT_TEXT = "short_text"
    FLASHCARD = "flashcard"


class ItemStatus(enum.StrEnum):
    """Only an approved item reaches a learner."""

    DRAFT = "draft"
    APPROVED = "approved"
    RETIRED = "retired"


class Origin(enum.StrEnum):
    """Where an item comes from."""

    WRITTEN = "written"
    DRAFTED = "drafted"
    IMPORTED = "imported"
    SUGGESTED = "suggested"


class Difficulty(enum.StrEnum):
    EASY = "easy"
    MEDIUM = "medium"
    HARD = "hard"


class Credit(enum.StrEnum):
    """What a response that is right in part is worth."""

    ALL = "all"
    """Nothing: all or nothing."""
    PARTIAL = "partial"


TRUE_FALSE_OPTIONS = ("True", "False")
BLANK = "____"
"""Stands for the missing words in the stem of a cloze, once."""


@dataclass(frozen=True, slots=True)
class ChoiceKey:
    """Of a single choice, several right ones, or true/false."""

    right: frozenset[int]
    """Places in the item's options, from 0."""
    credit: Credit = Credit.ALL


@dataclass(frozen=True, slots=True)
class OrderKey:
    """The item's options stand in the right order."""

    credit: Credit = Credit.PARTIAL


@dataclass(frozen=True, slots=True)
class MatchKey:
    """The option at place ``i`` belongs to the match at place ``i``."""

    matches: tuple[str, ...]
    credit: Credit = Credit.PARTIAL


@dataclass(frozen=True, slots=True)
class TextKey:
    """Of a cloze or a short text; the one text of a flashcard is its back."""

    accepted: tuple[str, ...]
    """The first is the one that is shown as right."""


@dataclass(frozen=True, slots=True)
class NumberKey:
    value: float
    tolerance: float = 0.0
    """Right is whatever lies within ``value`` ± ``tolerance``."""
    unit: str = ""


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date as precisely as it is known: a year, a month or a day."""

    year: int
    month: int | None = None
    day: int | None = None

    def __str__(self) -> str:
        """In ISO 8601: "1978", "1978-08" or "1978-08-16"."""
        month = "" if self.month is None else f"-{self.month:02}"
        return f"{self.year:04}{month}" + ("" if self.day is None else f"-{self.day:02}")


@dataclass(frozen=True, slots=True)
class DateKey:
    date: PartialDate
    """Its precision is the one that is asked for."""


Key = ChoiceKey | OrderKey | MatchKey | TextKey | NumberKey | DateKey


@dataclass(frozen=True, slots=True)
class ItemDraft:
    """An item before it is stored: written, drafted, imported or suggested."""

    type: ItemType
    stem: str
    key: Key
    options: tuple[str, ...] = ()
    """Choices; events in their order; or what is to be matched."""
    rationale: str = ""
    citation: Citation | None = None
    """The passage that the key rests on, its quote verbatim; its number means nothing here."""
    themes: tuple[str, ...] = ()
    difficulty: Difficulty = Difficulty.MEDIUM
    name: str = ""
    """Unique in the course; empty to have one made. The same name again replaces the item."""
    flags: tuple[str, ...] = ()
    """What a reviewer should look at: an inferred year, the kind of a swap."""


@dataclass(frozen=True, slots=True)
class Item:
    """A stored item of a course's bank."""

    id: int
    course_id: int
    draft: ItemDraft
    """Its content, with its name."""
    status: ItemStatus
    origin: Origin
    author: str
    author_id: int | None
    """The Discord user who wrote, imported or suggested it."""
    note: str
    """Why it was rejected or retired."""
    suspended_at: datetime | None
    """Since when it is kept out of new quizzes, because learners flagged it."""
    revision: int
    """1 for the first; each change of content adds one."""
    created_at: datetime
    updated_at: datetime
    is_in_bin: bool = False
    """The document that it cites is in the bin: it is not drawn until that is restored."""


@dataclass(frozen=True, slots=True)
class Picked:
    """Options chosen, put in order, or matched: places in the item's own order, from 0.

    Of a choice: the chosen ones, ascending. Of an ordering: all, earliest first. Of a matching:
    for each option the place of the match given to it.
    """

    places: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """A text, number or date as it was typed."""

    text: str


@dataclass(frozen=True, slots=True)
class Recalled:
    """Whether the learner knew the back of a flashcard, by their own word."""

    known: bool


Response = Picked | Written | Recalled


@dataclass(frozen=True, slots=True)
class Outcome:
    """The grading of a response."""

    score: float
    """In [0, 1]; 1 is right."""

    @property
    def correct(self) -> bool:
        return self.score >= 1.0
