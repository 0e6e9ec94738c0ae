"""How much one file may cost to read."""

from __future__ import annotations

from dataclasses import dataclass

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class ReadingLimits:
    """Bounds on one file. Passing any of them refuses the file and leaves no trace of it."""

    seconds: float = 20.0
    """Wall-clock and processor time for one file."""
    memory_bytes: int = 512 * MEBIBYTE
    """Address space of the child process, its libraries included."""
    file_bytes: int = 25 * MEBIBYTE
    pages: int = 2_000
    characters: int = 2_000_000
    archive_entries: int = 10_000
    unpacked_bytes: int = 200 * MEBIBYTE
    """Sum over the members of a DOCX, PPTX or EPUB, counted while unpacking."""
    unpacked_xml_bytes: int = 40 * MEBIBYTE
    """One XML member: parsed, it takes about ten times its size in memory."""
    compression_ratio: int = 200
    """Unpacked to packed size of a member above one mebibyte; text reaches about 20."""
