"""What goes into a file of items and comes out of one, whatever its format."""

from __future__ import annotations

import enum
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from typing import TypeVar

from knowledge.model.assessment import ItemDraft

log = logging.getLogger(__name__)

E = TypeVar("E", bound=enum.StrEnum)

MOST_ITEMS = 2_000
"""In one file; those that are left out or refused count, too."""
MOST_REFUSED = 1_000
"""Lines of one file, after which the rest is not read."""
LONGEST_REMARK = 1_000
"""Characters; what a file says may be quoted in one, and be as long as the file."""


@dataclass(frozen=True, slots=True)
class WrittenItem:
    """An item as a file holds it: with its passage in words, not yet found in a document.

    One that was made from a passage has its citation instead.
    """

    draft: ItemDraft
    """Without a citation where the passage is in words."""
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
        """ "Line 14: no correct answer marked.", at most :data:`LONGEST_REMARK` long."""
        place = f"Line {self.line}" if self.line else self.name
        text = f"{place}: {self.reason}" if place else self.reason
        if len(text) <= LONGEST_REMARK:
            return text
        return f"{text[: LONGEST_REMARK - 1].rstrip()}…"


@dataclass(slots=True)
class Reading:
    """What a file holds."""

    items: list[WrittenItem] = field(default_factory=list)
    refused: list[Remark] = field(default_factory=list)
    """What is wrong with the file; until it is right, nothing of it is imported."""
    left_out: list[Remark] = field(default_factory=list)
    """What is no item, or of a kind that there is not here."""
    _begun: int = 0

    @classmethod
    def of(cls, read: Callable[[str, Reading], None], text: str) -> Reading:
        """What ``read`` notes of ``text``, until there is more of it than is read of one file."""
        reading = cls()
        with suppress(_Ended):
            read(text, reading)
        return reading

    def refuse(self, line: int, name: str, reason: str) -> None:
        if len(self.refused) == MOST_REFUSED:
            reason = f"and more. After {MOST_REFUSED:,} refused lines the rest is not read."
            self.refused.append(Remark(line, "", reason))
            raise _Ended
        self.refused.append(Remark(line, name, reason))

    @contextmanager
    def item(self, line: int, name: str) -> Iterator[None]:
        """Around the reading of one item: what is wrong with it is noted, and the next goes on."""
        self._begun += 1
        if self._begun > MOST_ITEMS:
            # None of them may go in, so none need be checked.
            self.items.clear()
            reason = f"it holds more than {MOST_ITEMS:,} items. Split the file."
            self.refused.append(Remark(0, "", reason))
            raise _Ended
        try:
            yield
        except ForeignItem as foreign:
            self.left_out.append(Remark(line, name, str(foreign)))
        except FaultyItem as fault:
            self.refuse(line, name, str(fault))
        except (ValueError, ArithmeticError) as error:
            # One item that nobody thought of must not hide what is wrong with the others.
            log.warning("An item of an imported file could not be read: %r", error)
            self.refuse(line, name, "this cannot be read. Look at its numbers and signs.")


class _Ended(Exception):
    """The rest of the file is not read."""


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
    # Counting goes on where it ended: from the start, many of one name would take for ever.
    numbers: dict[str, int] = {}
    for item in items:
        name = item.draft.name
        if name and name in seen:
            first, number = name, numbers.get(name, 2)
            while f"{first} ({number})" in taken:
                number += 1
            name, numbers[first] = f"{first} ({number})", number + 1
            taken.add(name)
            item = replace(item, draft=replace(item.draft, name=name))
        seen.add(name)
        yield item
