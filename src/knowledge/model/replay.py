"""An old question asked again, and what has become different since."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.model.answer import Reply
from knowledge.model.record import Decision
from knowledge.model.review import Case


@dataclass(frozen=True, slots=True)
class Change:
    """What was there only before, and what is there only now, each in its own order."""

    gone: tuple[str, ...]
    new: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.gone or self.new)


@dataclass(frozen=True, slots=True)
class Replay:
    """What today's documents say to a question on record. Nothing of it is recorded."""

    case: Case
    reply: Reply
    decision: Decision
    """Of today."""
    confidence: float
    sentences: Change
    """Quotes; of an abstention there are none."""
    passages: Change
    """Documents and headings of what was retrieved."""
    versions: Change
    """Of the documents that they come from."""
    lost: str | None = None
    """The receipt that the question went on from, where that is no longer on record."""

    @property
    def is_same(self) -> bool:
        """Whether an asker would read the same answer."""
        return self.decision is self.case.record.decision and not self.sentences


@dataclass(frozen=True, slots=True)
class NoReplay:
    """Why a question cannot be asked again."""

    reason: str
    """A sentence for the moderator."""


def changed(before: list[str], now: list[str]) -> Change:
    """The difference of two lists, each entry once."""
    return Change(
        gone=tuple(dict.fromkeys(text for text in before if text not in now)),
        new=tuple(dict.fromkeys(text for text in now if text not in before)),
    )
