"""What an export of somebody's data is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Section:
    """The rows of one kind that name a user."""

    table: str
    what: str
    rows: tuple[Mapping[str, Any], ...]
    """Values that fit into JSON, by the declared names."""


@dataclass(frozen=True, slots=True)
class PersonalExport:
    user_id: int
    at: datetime
    sections: tuple[Section, ...]
    """Those with rows."""

    @property
    def rows(self) -> int:
        return sum(len(section.rows) for section in self.sections)


@dataclass(frozen=True, slots=True)
class Erased:
    """An erasure that is done."""

    rows: int
    """Deleted or without a name now."""
    is_complete: bool
    """``False`` if something was busy: the night takes the last bytes out of the file, and marks
    the erasure in the file beside it."""
