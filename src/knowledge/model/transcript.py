"""One answer or one quiz as a list of entries that shows whether somebody has changed it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Entry = Mapping[str, Any]
"""What happened, in values that fit into JSON; ``kind`` says which kind of entry it is."""


@dataclass(frozen=True, slots=True)
class TranscriptFile:
    name: str
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def sealed(entries: Sequence[Entry]) -> list[Entry]:
    """The entries, each with a ``hash`` over itself and the hash before it.

    SHA-256, in hexadecimal, of the hash before it (nothing for the first) and the entry's JSON:
    keys sorted, no spaces, no character escaped that need not be.
    """
    before, made = "", list[Entry]()
    for entry in entries:
        canonical = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        before = hashlib.sha256((before + canonical).encode("utf-8", "replace")).hexdigest()
        made.append({**entry, "hash": before})
    return made
