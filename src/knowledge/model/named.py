"""What the id of a button or a choice can name, beside a record by its receipt."""

from __future__ import annotations

import enum


class Named(enum.Enum):
    """Belongs to one course for as long as it exists."""

    ANSWER = enum.auto()
    """One that somebody stands behind."""
    REQUEST = enum.auto()
    """For a person's answer."""
    DRAFT = enum.auto()
    DOCUMENT = enum.auto()
    ITEM = enum.auto()
