"""What a reader makes of a file, before it is cleaned and cut: blocks in reading order."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum

from knowledge.model.corpus import DocumentMetadata

PAGE_BREAK = "\f"
"""Stands before the first character of every page but the first, even inside a paragraph.

The splitter turns these into page spans; no other form feed may reach it.
"""


class BlockKind(Enum):
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    """One entry of a list."""
    ROW = "row"
    """One row of a table, or one line of a listing."""


@dataclass(frozen=True, slots=True)
class Block:
    kind: BlockKind
    text: str
    level: int = 0
    """Depth of a heading, 1 the outermost; 0 for everything else."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A file's blocks and what it says of itself."""

    media_type: str
    blocks: tuple[Block, ...]
    metadata: DocumentMetadata = field(default_factory=DocumentMetadata)
    page_labels: tuple[str, ...] = ()
    """One per page, in order; empty for formats without pages."""
    unreadable_pages: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    imprint_lines: int = 0
    """Lines of navigation and imprint that the reader left out already."""


def page_breaks(text: str) -> str:
    """The page breaks of a text, which outlive the text itself when it is left out."""
    return PAGE_BREAK * text.count(PAGE_BREAK)


def same_words(first: str, second: str) -> bool:
    """Whether two headings differ in nothing but case, punctuation and space."""
    return _words(first) == _words(second)


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.casefold())


def heading(text: str, level: int) -> Block:
    return Block(BlockKind.HEADING, text, level)


def paragraph(text: str) -> Block:
    return Block(BlockKind.PARAGRAPH, text)


def item(text: str) -> Block:
    return Block(BlockKind.ITEM, text)


def row(text: str) -> Block:
    return Block(BlockKind.ROW, text)
