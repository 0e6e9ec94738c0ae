"""What staff did with what belongs to others: a list that only grows and shows any tampering."""

from __future__ import annotations

import enum
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

Detail = Mapping[str, str | int]

FIRST_HASH = "0" * 64
"""What stands in the place of the hash before the first entry."""


class StaffAct(enum.StrEnum):
    """What was done. The value is stored: renaming one would make the past unreadable."""

    VIEWED = "viewed"
    SEARCHED = "searched"
    UNMASKED = "unmasked"
    REVIEWED = "reviewed"
    REPLAYED = "replayed"
    EXPORTED = "exported"
    ADDED = "added"
    PUBLISHED = "published"
    REPLACED = "replaced"
    BINNED = "binned"
    RESTORED = "restored"
    REMOVED = "removed"
    """Erased for good."""
    REINDEXED = "reindexed"
    MARKED = "marked"
    """How a document may be used was changed."""
    ANSWERED = "answered"
    VERIFIED = "verified"
    FIXED = "fixed"
    WITHDRAWN = "withdrawn"
    STARRED = "starred"
    DISMISSED = "dismissed"
    """A gap or a contradiction was put away."""
    RETENTION_CHANGED = "retention_changed"
    SETTINGS_CHANGED = "settings_changed"
    PURGED = "purged"
    ERASED = "erased"


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One act. Neither ``target`` nor ``detail`` names a learner or repeats their words."""

    number: int
    at: datetime
    server_id: int | None
    actor_id: int | None
    """Who acted; ``None`` for whoever runs the bot, and for the bot itself."""
    act: StaffAct
    target: str
    """What it was done to: a receipt, a document's name, a setting; empty if nothing single."""
    detail: Detail
    previous_hash: str
    hash: str


def chained(
    previous_hash: str,
    *,
    at: datetime,
    server_id: int | None,
    actor_id: int | None,
    act: StaffAct,
    target: str,
    detail: Detail,
) -> str:
    """SHA-256, in hexadecimal, of an entry and of the hash before it.

    Over the canonical JSON of every field but the number and the hash itself: keys sorted, no
    spaces, moments in UTC to the microsecond.
    """
    content = {
        "previous_hash": previous_hash,
        "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
        "server_id": server_id,
        "actor_id": actor_id,
        "act": act.value,
        "target": target,
        "detail": dict(detail),
    }
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(canonical.encode()).hexdigest()


def broken_links(entries: Sequence[AuditEntry], before: str = FIRST_HASH) -> list[int]:
    """The numbers of entries that were changed, or before which one was taken out.

    What was cut off at the end cannot be seen here.

    Args:
        entries: Oldest first, of all servers: a chain without a gap.
        before: The hash of the entry before them.
    """
    broken = []
    for entry in entries:
        expected = chained(
            entry.previous_hash,
            at=entry.at,
            server_id=entry.server_id,
            actor_id=entry.actor_id,
            act=entry.act,
            target=entry.target,
            detail=entry.detail,
        )
        if entry.previous_hash != before or entry.hash != expected:
            broken.append(entry.number)
        before = entry.hash
    return broken
