"""What goes into a run of ingestion and what comes out of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

SUFFIXES = frozenset(
    {".txt", ".text", ".md", ".markdown", ".html", ".htm", ".pdf", ".docx", ".pptx", ".epub"}
)


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to read: its name, and its bytes or where they lie."""

    name: str
    content: bytes | Path


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


@dataclass(slots=True)
class IngestReport:
    """What became of each file. Each list is in the order of the files."""

    added: list[IngestedDocument] = field(default_factory=list)
    replaced: list[IngestedDocument] = field(default_factory=list)
    unchanged: list[SkippedFile] = field(default_factory=list)
    """The very same content is there already."""
    skipped: list[SkippedFile] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def passages(self) -> int:
        return sum(document.passages for document in (*self.added, *self.replaced))


def collect(paths: Iterable[Path]) -> list[SourceFile]:
    """The files named, and those of a known kind inside the folders named, sorted by path."""
    found: list[SourceFile] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.suffix.lower() in SUFFIXES)
            found += [SourceFile(p.relative_to(path).as_posix(), p) for p in inside if p.is_file()]
        else:
            found.append(SourceFile(path.name, path))
    return found
