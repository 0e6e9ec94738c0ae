"""Files that wait to be published, and what staff see of a course's documents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from knowledge.model.corpus import Document
from knowledge.model.instructions import INSTRUCTION_LIKE


@dataclass(frozen=True, slots=True)
class Draft:
    """A file that was read and encoded, and is no document yet: only staff know of it."""

    id: int
    course_id: int
    file_name: str
    title: str
    pages: int
    passages: int
    unreadable_pages: tuple[str, ...]
    notices: tuple[str, ...]
    added_by: int | None
    added_at: datetime
    replaces: int | None
    """The number of the version of the published document whose place it may take."""
    same_as: str | None = None
    """The file's name of a published document that is byte for byte the same, if none has its
    own."""
    in_bin: str | None = None
    """The file's name of a document in the bin that has its own, or is byte for byte the same."""

    @property
    def is_suspect(self) -> bool:
        """Whether reading it found hidden words, or words that address a machine."""
        return any(INSTRUCTION_LIKE in notice for notice in self.notices)

    @property
    def takes_place_of(self) -> str:
        """The file's name of the document that it replaces, if it does."""
        return self.same_as or self.file_name


@dataclass(frozen=True, slots=True)
class Dependents:
    """How much rests on a document's words."""

    items: int
    """Quiz items that cite it, whatever their status."""
    answers: int
    """Verified answers that cite it."""


@dataclass(frozen=True, slots=True)
class VersionEntry:
    """One version of a published document."""

    id: int
    number: int
    is_current: bool
    added_by: int | None
    """``None`` for whoever runs the bot."""
    added_at: datetime
    unreadable_pages: tuple[str, ...]
    notices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DocumentFile:
    """A published document as its staff see it."""

    document: Document
    versions: tuple[VersionEntry, ...]
    """Newest first; the first is the current one."""
    dependents: Dependents


BIN_TIME = timedelta(days=7)
"""For how long what was moved to the bin can be restored."""


@dataclass(frozen=True, slots=True)
class Binned:
    """A document in the bin: whole, found by nothing, erased for good when its time is over."""

    id: int
    course_id: int
    file_name: str
    title: str
    binned_by: int | None
    """``None`` once nobody knows any more."""
    binned_at: datetime

    @property
    def goes_at(self) -> datetime:
        """From when on the next night erases it."""
        return self.binned_at + BIN_TIME


@dataclass(frozen=True, slots=True)
class Suspicion:
    """Words of a document that speak to a machine rather than to a reader."""

    place: str
    """The page's label, or of a draft without pages the heading; empty where there is neither."""
    before: str
    words: str
    after: str
