"""How it is declared whose a row is, and what becomes of it when they are erased."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Erasing(enum.Enum):
    """What erasing a user does to the rows that name them."""

    DELETES = "deleted, with all that hangs on them"
    UNNAMES = "kept, without who it was"
    KEEPS = "kept as they are"


@dataclass(frozen=True, slots=True)
class Holding:
    """The rows of a table that name a user in one column."""

    table: str
    person: str
    """The column with the user's id; ``detail.learner``: a key within JSON."""
    what: str
    """For the reader of an export or of the policy."""
    erasing: Erasing
    exported: tuple[str, ...] = ()
    """Columns, keys within JSON after a dot, and columns of the table that a row belongs to after
    its name. Empty: another holding of the table shows them."""
    renamed: tuple[str, ...] = ()
    """Columns that say "deleted user" afterwards."""
    emptied: tuple[str, ...] = ()
    """Texts within JSON that are emptied."""
    blanked: tuple[str, ...] = ()
    """Columns of text that are emptied."""
    why: str = ""
    """Why it is kept, where it is."""
