"""Bytes of a file to a parsed document. Runs in the child process; see :mod:`.sandbox`."""

from __future__ import annotations

import importlib
from typing import Protocol, cast

from knowledge.ingestion import refusals
from knowledge.ingestion.cleaning import clean
from knowledge.ingestion.layout import lay_out
from knowledge.ingestion.limits import ReadingLimits
from knowledge.ingestion.media_types import (
    DOCX,
    EPUB,
    HTML,
    MARKDOWN,
    PDF,
    PLAIN,
    PPTX,
    media_type_of,
)
from knowledge.ingestion.reading import Reading
from knowledge.ingestion.splitter import split
from knowledge.model.corpus import ParsedDocument

# Named, not imported: one file needs one reader, and their libraries take a second to load.
_READERS = {
    PDF: "pdf",
    DOCX: "docx",
    PPTX: "pptx",
    EPUB: "epub",
    HTML: "html",
    MARKDOWN: "markdown",
    PLAIN: "plain",
}


class Reader(Protocol):
    """What each module in :mod:`.readers` offers."""

    def read(self, content: bytes, limits: ReadingLimits) -> Reading:
        """The file's blocks. Raises UnreadableFile."""
        ...


def parse(content: bytes, file_name: str, limits: ReadingLimits) -> ParsedDocument:
    """Read, clean and cut one file. Raises UnreadableFile."""
    if len(content) > limits.file_bytes:
        raise refusals.too_large(len(content), limits)
    media_type = media_type_of(content, file_name)
    reading = _reader(media_type).read(content, limits)
    characters = sum(len(block.text) for block in reading.blocks)
    if characters > limits.characters:
        raise refusals.too_many_characters(characters, limits)
    reading = clean(reading, file_name)
    layout = lay_out(reading.blocks, reading.page_labels, reading.metadata.title)
    passages = split(layout, reading.metadata.language)
    if not passages:
        raise refusals.without_text()
    return ParsedDocument(
        media_type=reading.media_type,
        text=layout.text,
        metadata=reading.metadata,
        pages=layout.pages,
        sections=tuple(placed.section for placed in layout.sections),
        passages=passages,
        unreadable_pages=reading.unreadable_pages,
        notices=reading.notices,
    )


def _reader(media_type: str) -> Reader:
    module = importlib.import_module(f"knowledge.ingestion.readers.{_READERS[media_type]}")
    return cast(Reader, module)
