"""What rests on words that a document's newest version does not hold any more."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Resting(enum.StrEnum):
    """What can rest on a document's words. Study cards follow their items."""

    ITEM = "item"
    ANSWER = "answer"
    STARRED = "starred"


@dataclass(frozen=True, slots=True)
class Changed:
    """One of them whose quotation is not in the current version, word for word."""

    kind: Resting
    id: int
    revision: int
    """Of an item; 0 for the others."""
    asks: str
    """The item's stem, or the question; empty where the server's log shows none."""
    says: str
    """The item's key in words, the verified answer, or the receipt of the starred one."""
    document: str
    version_id: int
    """The current one."""
    version: int
    quote: str
    """What it rests on, as the earlier version said it."""
    nearest: str
    """The sentence of the current version that has most words in common with the quotation."""
