"""What stands for a passage in the indexes."""

from __future__ import annotations

from collections.abc import Sequence


def heading_line(title: str, section: Sequence[str]) -> str:
    """The document's title and the headings above a passage, as one line of words."""
    return " — ".join((title, *section))
