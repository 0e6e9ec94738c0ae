"""What goes into a run of ingestion and what comes out of it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

from knowledge.errors import UnreadableFile
from knowledge.ingestion import refusals
from knowledge.ingestion.media_types import READABLE_SUFFIXES


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to read: its name, and its bytes or where they lie."""

    name: str
    content: bytes | Path
    refusal: UnreadableFile | None = None
    """Why it cannot be read, if that is known already; it may be a whole folder then."""


@dataclass(frozen=True, slots=True)
class Uploader:
    """Who adds files, and in which server."""

    user_id: int
    server_id: int | None


@dataclass(frozen=True, slots=True)
class IngestProgress:
    """How far a run of :meth:`Ingester.ingest` has come."""

    stage: Literal["reading", "embedding"]
    name: str
    files_done: int
    files: int
    sentences_done: int = 0
    sentences: int = 0
    """Of the file in hand; 0 while it is being read."""


@dataclass(frozen=True, slots=True)
class IngestedDocument:
    file: str
    title: str
    document_id: int
    version: int
    passages: int
    passages_embedded: int
    """The rest had the same words before and kept their vectors."""
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SkippedFile:
    file: str
    reason: str
    """Completes "I couldn't add **file**: …"."""
    message: str
    """The whole sentence, as Markdown."""


@dataclass(frozen=True, slots=True)
class DraftedFile:
    """A file that waits to be published."""

    file: str
    draft_id: int


class AlreadyThere(UnreadableFile):
    """The course has this very content, perhaps under another name."""

    def __init__(self, since: datetime) -> None:
        super().__init__(f"already there (added {since:%Y-%m-%d}).")


class InBin(UnreadableFile):
    """The course has this very content in the bin, perhaps under another name."""

    def __init__(self) -> None:
        super().__init__(
            "already in the bin. Restore it in `/docs list`, with all that rests on it, or erase "
            "it there first."
        )


@dataclass(slots=True)
class IngestReport:
    """What became of each file. Each list is in the order of the files."""

    added: list[IngestedDocument] = field(default_factory=list)
    replaced: list[IngestedDocument] = field(default_factory=list)
    unchanged: list[SkippedFile] = field(default_factory=list)
    """The very same content is there already, or in the bin."""
    skipped: list[SkippedFile] = field(default_factory=list)
    drafted: list[DraftedFile] = field(default_factory=list)
    """Read and encoded, and not published."""
    seconds: float = 0.0

    def note(
        self, file: SourceFile, outcome: IngestedDocument | DraftedFile | UnreadableFile
    ) -> None:
        """Put a file where it belongs by what became of it."""
        if isinstance(outcome, DraftedFile):
            self.drafted.append(outcome)
        elif isinstance(outcome, UnreadableFile):
            skipped = SkippedFile(
                file.name, str(outcome), refusals.refusal_sentence(file.name, outcome)
            )
            known = isinstance(outcome, AlreadyThere | InBin)
            (self.unchanged if known else self.skipped).append(skipped)
        else:
            (self.added if outcome.version == 1 else self.replaced).append(outcome)

    @property
    def passages(self) -> int:
        return sum(document.passages for document in (*self.added, *self.replaced))


def collect(path: Path) -> list[SourceFile]:
    """The file named, or those of a known kind inside the folder named, sorted by path.

    A file alone goes by its name, one of a folder by its path inside the folder, whatever else is
    ingested beside it: the name decides whether a file is a new version of a document. What may
    not be looked into, such as a folder of somebody else's, comes with its refusal.

    Raises OSError if that is so of the folder named itself.
    """
    if not path.is_dir():
        return [SourceFile(_name(Path(path.name)), path)]
    root = path.resolve()
    refused: dict[Path, OSError] = {}
    found = sorted({*_readable_inside(root, refused), *refused})
    return [
        SourceFile(
            _name(path.relative_to(root)),
            path,
            refusals.unopened(refused[path]) if path in refused else None,
        )
        for path in found
    ]


def _readable_inside(root: Path, refused: dict[Path, OSError]) -> Iterator[Path]:
    """Links that lead out of the folder are left: they would publish what nobody named."""

    def note(error: OSError) -> None:
        if Path(error.filename) == root:
            raise error
        refused[Path(error.filename)] = error

    for folder, _, names in os.walk(root, onerror=note):
        for path in (Path(folder, name) for name in names):
            if path.suffix.lower() not in READABLE_SUFFIXES:
                continue
            try:
                if path.is_file() and path.resolve().is_relative_to(root):
                    yield path
            except OSError as error:
                refused[path] = error


def _name(path: Path) -> str:
    """A name that any database can hold: bytes that are no text are shown as such."""
    return os.fsencode(path.as_posix()).decode("utf-8", "replace")
