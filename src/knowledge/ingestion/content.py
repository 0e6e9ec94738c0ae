"""The bytes of a file, and what tells them from all others."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from knowledge.errors import UnreadableFile
from knowledge.ingestion import refusals
from knowledge.ingestion.batch import SourceFile
from knowledge.ingestion.limits import ReadingLimits


@dataclass(frozen=True, slots=True)
class Content:
    data: bytes
    sha256: str

    @classmethod
    def of(cls, file: SourceFile, limits: ReadingLimits) -> Content:
        """The bytes of ``file``. Its size is asked first: it might not fit into memory."""
        data = file.content
        if isinstance(data, Path):
            if data.exists() and not data.is_file():
                raise UnreadableFile("it is not a file.")
            if data.stat().st_size > limits.file_bytes:
                raise refusals.too_large(data.stat().st_size, limits)
            data = data.read_bytes()
        return cls(data, hashlib.sha256(data).hexdigest())
