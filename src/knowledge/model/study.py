"""Self-study: one learner, one item at a time, asked again when it is about to be forgotten."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime

from knowledge.model.assessment import ItemDraft, Outcome, Response


class StudyKind(enum.StrEnum):
    """Where the items of a session come from."""

    CHOSEN = "chosen"
    """A theme, a document, or the whole course."""
    DUE = "due"
    MISTAKES = "mistakes"
    ANSWER = "answer"
    """The passages cited in an answer."""


class Hint(enum.IntEnum):
    """The steps of the hint ladder, in order."""

    NONE = 0
    SECTION = 1
    """Where to read."""
    PARAGRAPH = 2
    """The passage, with what is asked for left out."""
    CLOZE = 3
    """Its sentence, likewise; of an ordering or a matching a part of the key."""
    ANSWER = 4


WORTH = {
    Hint.NONE: 1.0,
    Hint.SECTION: 0.9,
    Hint.PARAGRAPH: 0.75,
    Hint.CLOZE: 0.5,
    Hint.ANSWER: 0.0,
}
"""The share of an outcome's score that is left after a hint."""


def is_right(score: float, hint: Hint) -> bool:
    """Whether a response counts as right. After the answer was shown, none does."""
    return score >= 1.0 and hint is not Hint.ANSWER


@dataclass(frozen=True, slots=True)
class StudyPlan:
    """What a learner wants to study."""

    course_id: int
    kind: StudyKind = StudyKind.CHOSEN
    count: int = 10
    theme: str | None = None
    document_id: int | None = None
    subject: str = ""
    """In words for the learner: the theme, the document's title; empty for the whole course."""


@dataclass(frozen=True, slots=True)
class StudySession:
    """A learner's way through the items that were drawn for them."""

    id: int
    course_id: int
    user_id: int
    kind: StudyKind
    subject: str
    planned: int
    asked: int
    answered: int
    right: int
    """See :func:`is_right`."""
    partly: int
    """Not right, and still worth something."""
    points: float
    """Sum of the scores, less what hints cost."""
    hints_cost: float
    """What that was, in points."""
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Review:
    """A response as memory sees it."""

    outcome: Outcome
    hint: Hint
    at: datetime

    @property
    def is_right(self) -> bool:
        """See :func:`is_right`."""
        return is_right(self.outcome.score, self.hint)


@dataclass(frozen=True, slots=True)
class Turn:
    """An item asked of a learner, and what came of it."""

    id: int
    session_id: int
    user_id: int
    item_id: int
    item_revision: int
    draft: ItemDraft
    """The item as it was asked."""
    order: tuple[int, ...]
    """In which its options are shown: a permutation of their places."""
    asked_at: datetime
    hint: Hint
    answered_at: datetime | None
    response: Response | None
    outcome: Outcome | None

    @property
    def is_right(self) -> bool:
        """See :func:`is_right`; not while it waits for its answer."""
        return self.outcome is not None and is_right(self.outcome.score, self.hint)

    @property
    def credited(self) -> float:
        """The score, less what the furthest hint costs; 0 while there is none."""
        return 0.0 if self.outcome is None else self.outcome.score * WORTH[self.hint]

    @property
    def seconds(self) -> float | None:
        """From the question to the response."""
        if self.answered_at is None:
            return None
        return (self.answered_at - self.asked_at).total_seconds()


@dataclass(frozen=True, slots=True)
class Answered:
    """A response that counts, and when its item is due again."""

    turn: Turn
    due_at: datetime
    is_new: bool
    """``False`` if it had been counted before: a double click, a second delivery."""


@dataclass(frozen=True, slots=True)
class NothingToStudy:
    """There is no item for what was wanted."""

    kind: StudyKind
    next_due_at: datetime | None = None
    """Of what is due: when the next one will be."""
    nearest_theme: str | None = None
    """Of an answer: the theme closest to it that has items."""
    is_withheld: bool = False
    """There are items, and a quiz is asking them now."""


@dataclass(frozen=True, slots=True)
class Withheld:
    """A quiz is asking this item now; until it is revealed there, nobody may study it."""


@dataclass(frozen=True, slots=True)
class ThemeMastery:
    """How well a learner holds the items of a theme; the formula is in :func:`mastery`."""

    theme: str
    items: int
    answered: int
    mastery: float
    """In [0, 1]."""


@dataclass(frozen=True, slots=True)
class Progress:
    themes: tuple[ThemeMastery, ...]
    """Those of the course's approved items, by name."""
    items: int
    """Approved in the course."""
    studied: int
    """How many of them were answered at least once."""
    responses: int
    right: int
    due: int
    mistakes: int
    streak: int
    """Days running on which something was answered; today need not have begun."""
    zone: str | None
    """In which a day runs, as the learner named it; ``None`` for UTC."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """That a learner wants a message when something is due."""

    user_id: int
    course_id: int
    zone: str
    """A time zone's name, such as "Europe/Bucharest", or an offset, such as "+02:00"."""
    quiet_from: int
    """Hour from which there is quiet, 0–23."""
    quiet_to: int
    """Hour from which there is none. Equal hours: no quiet at all."""


class AppealState(enum.StrEnum):
    PENDING = "pending"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Appeal:
    """ "I was right": a learner's text that was graded wrong, for an instructor to decide."""

    id: int
    course_id: int
    item_id: int
    user_id: int
    source: str
    """"study", or "quiz" for a live quiz."""
    source_id: int
    """The turn, or the question of the quiz."""
    text: str
    state: AppealState
    made_at: datetime
    decided_at: datetime | None = None
    decided_by: int | None = None


@dataclass(frozen=True, slots=True)
class RegradeNotice:
    """What one learner is to be told of a decided appeal."""

    id: int
    user_id: int
    appeal: Appeal
    stem: str


def mastery(recalls: list[float], items: int) -> float:
    """Mean over all items of the chance to recall them now, in [0, 1].

    Args:
        recalls: FSRS's retrievability of each item whose latest response was right. The others
            count as 0: those not answered yet, and those answered wrong.
        items: How many there are in all.
    """
    return sum(recalls) / items if items else 0.0


def streak(days: list[int], today: int) -> int:
    """Days running up to today, or to yesterday if today is not among them.

    Args:
        days: Ordinals of the days with a response, each once, newest first.
        today: The ordinal of the present day.
    """
    if not days or days[0] < today - 1:
        return 0
    return sum(1 for back, day in enumerate(days) if day == days[0] - back)


def is_quiet(hour: int, quiet_from: int, quiet_to: int) -> bool:
    """Whether an hour of the day is a quiet one; the quiet may go past midnight."""
    if quiet_from <= quiet_to:
        return quiet_from <= hour < quiet_to
    return hour >= quiet_from or hour < quiet_to
