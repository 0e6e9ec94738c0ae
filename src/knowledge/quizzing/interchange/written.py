"""What goes into a file of items and comes out of one, whatever its format."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from knowledge.model.assessment import ItemDraft

E = TypeVar("E", bound=enum.StrEnum)


@dataclass(frozen=True, slots=True)
class WrittenItem:
    """An item as a file holds it: with its passage in words, not yet found in a document."""

    draft: ItemDraft
    """Without a citation."""
    document: str = ""
    """A file name or title."""
    passage: str = ""
    line: int = field(default=0, compare=False)
    """Where it begins in the file, from 1."""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to say of one place in a file, or of one item."""

    line: int
    """From 1; 0 where there is none."""
    name: str
    """The item's; may be empty."""
    reason: str

    def __str__(self) -> str:
        """ "Line 14: no correct answer marked." """
        if self.line:
            return f"Line {self.line}: {self.reason}"
        return f"{self.name}: {self.reason}" if self.name else self.reason


@dataclass(slots=True)
class Reading:
    """What a file holds."""

    items: list[WrittenItem] = field(default_factory=list)
    refused: list[Remark] = field(default_factory=list)
    """What is wrong with the file; until it is right, nothing of it is imported."""
    left_out: list[Remark] = field(default_factory=list)
    """What is no item, or of a kind that there is not here."""


@dataclass(slots=True)
class Writing:
    """A file of items, and what it could not hold."""

    content: bytes
    items: int
    left_out: list[Remark] = field(default_factory=list)
    """Items that the format cannot express, each with the reason."""
    losses: tuple[str, ...] = ()
    """What of the items in the file is missing there, in words."""


class FaultyItem(Exception):
    """Raised by readers for one item, and noted as a line refused; the next item goes on."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(reason)
        self.line = line


class ForeignItem(FaultyItem):
    """An item of a kind that there is not here: left out, and no fault of the file."""


def one_of(kind: type[E], said: str, what: str) -> E:
    """Raises FaultyItem, naming what there is, if ``said`` is no value of ``kind``."""
    if said not in list(kind):
        raise FaultyItem(f"{what} is “{said}”; it must be one of: {', '.join(kind)}.")
    return kind(said)


def with_unique_names(items: Sequence[WrittenItem]) -> list[WrittenItem]:
    """The items, the second of one name called "name (2)": names in other programs may repeat."""
    return list(_renamed(items))


def _renamed(items: Sequence[WrittenItem]) -> Iterator[WrittenItem]:
    taken = {item.draft.name for item in items}
    seen: set[str] = set()
    for item in items:
        name = item.draft.name
        if name and name in seen:
            number = 2
            while f"{name} ({number})" in taken:
                number += 1
            name = f"{name} ({number})"
            taken.add(name)
            item = replace(item, draft=replace(item.draft, name=name))
        seen.add(name)
        yield item
