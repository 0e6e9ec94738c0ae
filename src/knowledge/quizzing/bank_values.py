"""What goes into the item bank's use cases and what comes out."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from knowledge.model.assessment import Item, ItemDraft, ItemStatus, ItemType
from knowledge.model.item_rules import Finding
from knowledge.model.regrading import RegradePreview
from knowledge.quizzing.interchange.formats import Format
from knowledge.quizzing.interchange.written import Remark

FLAGS_TO_SUSPEND = 3
MOST_AT_ONCE = 25
"""Items that one press approves."""


@dataclass(frozen=True, slots=True)
class Editor:
    """Who puts items into the bank: a person, or a part of the program by its name."""

    name: str
    user_id: int | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """An item that was not taken; nothing was changed."""

    draft: ItemDraft
    findings: tuple[Finding, ...]
    """What blocks it, first."""

    @property
    def reason(self) -> str:
        return " ".join(finding.message for finding in self.findings)


@dataclass(frozen=True, slots=True)
class Outdated:
    """Somebody else changed, approved or rejected the item since it was shown."""


@dataclass(frozen=True, slots=True)
class KeyChange:
    """Not saved yet: the item was answered, and another key would move past results.

    :meth:`Results.propose_edit` shows whom, and its confirmation saves the edit.
    """

    draft: ItemDraft
    """What was typed; it has passed the validators."""


@dataclass(frozen=True, slots=True)
class DraftsAdded:
    items: tuple[Item, ...]
    refused: tuple[Refused, ...]


@dataclass(frozen=True, slots=True)
class Complaint:
    """A learner's flag."""

    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ReviewStep:
    """An item that waits for a reviewer, and what there is to know of it."""

    item: Item
    left: int
    """How many wait from here on, this one among them."""
    findings: tuple[Finding, ...]
    complaints: tuple[Complaint, ...]
    """Learners' flags; an approved item stands here only for these."""


@dataclass(frozen=True, slots=True)
class Flagged:
    standing: int
    """How many learners' flags no review has settled."""
    is_suspended: bool


@dataclass(frozen=True, slots=True)
class Tally:
    """How many items a course has, of every kind."""

    by_status: Mapping[ItemStatus, int]
    by_type: Mapping[ItemType, int]
    """Of those that are approved."""
    by_theme: Mapping[str, int]
    """Of those that are approved, the most frequent first."""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import would do, or has done."""

    file_name: str
    format: Format | None
    added: int
    replaced: tuple[str, ...]
    """Names of items that get other content."""
    unchanged: int
    refused: tuple[Remark, ...]
    """While there is one, nothing is imported."""
    left_out: tuple[Remark, ...]
    """What is no item, and what of items is not kept."""
    rekeyed: tuple[RegradePreview, ...] = ()
    """Items that were answered and get another key: who would move."""
    pending_id: int | None = None
    """By which :meth:`ItemExchange.carry_out` finds the file; ``None`` if it cannot go in."""

    @property
    def can_go_in(self) -> bool:
        return not self.refused and bool(self.added or self.replaced)

    @property
    def mark(self) -> str:
        """Eight digits that tell which keys of answered items change; "-" if none does."""
        if not self.rekeyed:
            return "-"
        keys = repr([(p.item_id, p.revision, p.after.options, p.after.key) for p in self.rekeyed])
        return hashlib.sha256(keys.encode("utf-8", "surrogatepass")).hexdigest()[:8]


@dataclass(frozen=True, slots=True)
class ExportReport:
    """A file of items."""

    file_name: str
    content: bytes
    items: int
    left_out: tuple[Remark, ...]
    """Items that the format cannot express."""
    losses: tuple[str, ...]
    """What of the items in the file is missing there."""
