"""Blocks set into one text, with the ranges of its pages and sections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.ingestion.reading import PAGE_BREAK, Block, BlockKind, same_words
from knowledge.model.corpus import Page, Section, Span


@dataclass(frozen=True, slots=True)
class PlacedBlock:
    kind: BlockKind
    span: Span


@dataclass(frozen=True, slots=True)
class PlacedSection:
    section: Section
    blocks: tuple[PlacedBlock, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    text: str
    pages: tuple[Page, ...]
    sections: tuple[PlacedSection, ...]
    """Only those that hold text. The heading's own line stands before the section's span."""


def lay_out(blocks: Sequence[Block], page_labels: Sequence[str], title: str | None) -> Layout:
    """Set cleaned blocks into the text that is stored.

    Paragraphs are parted by an empty line, the entries of a list and the rows of a table by
    a line end. The heading that repeats ``title`` stays in the text but names no section.
    """
    return _Typesetter(page_labels).set(blocks, title)


class _Typesetter:
    def __init__(self, page_labels: Sequence[str]) -> None:
        self._labels = page_labels
        self._parts: list[str] = []
        self._length = 0
        self._page_starts = [0]
        self._headings: list[tuple[int, str]] = []
        self._open: list[PlacedBlock] = []
        self._sections: list[PlacedSection] = []

    def set(self, blocks: Sequence[Block], title: str | None) -> Layout:
        previous: Block | None = None
        for block in blocks:
            if previous is not None:
                self._add(_separator(previous, block))
            span = self._place(block.text)
            if block.kind is not BlockKind.HEADING:
                self._open.append(PlacedBlock(block.kind, span))
            elif not self._headings and title is not None and same_words(block.text, title):
                self._end_section()
            else:
                self._begin_section(block)
            previous = block
        self._end_section()
        return Layout("".join(self._parts), self._pages(), tuple(self._sections))

    def _add(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)

    def _place(self, text: str) -> Span:
        start = self._length
        first, *others = text.split(PAGE_BREAK)
        self._add(first)
        for part in others:
            self._page_starts.append(self._length)
            self._add(part)
        return Span(start, self._length)

    def _begin_section(self, block: Block) -> None:
        self._end_section()
        while self._headings and self._headings[-1][0] >= block.level:
            self._headings.pop()
        name = " ".join(block.text.replace(PAGE_BREAK, "").split()).rstrip(":： ")
        self._headings.append((block.level, name))

    def _end_section(self) -> None:
        if self._open:
            path = tuple(name for _, name in self._headings)
            span = Span(self._open[0].span.start, self._open[-1].span.end)
            self._sections.append(PlacedSection(Section(path, span), tuple(self._open)))
            self._open = []

    def _pages(self) -> tuple[Page, ...]:
        if not self._labels:
            return ()
        starts = self._page_starts[: len(self._labels)]
        # Pages at the end that hold no text have no break of their own.
        starts += [self._length] * (len(self._labels) - len(starts))
        ends = [*starts[1:], self._length]
        return tuple(
            Page(label, Span(start, end))
            for label, start, end in zip(self._labels, starts, ends, strict=True)
        )


def _separator(previous: Block, block: Block) -> str:
    in_list = {BlockKind.ITEM, BlockKind.ROW}
    if block.kind in in_list and previous.kind is block.kind:
        return "\n"
    leads_in = previous.kind is BlockKind.PARAGRAPH and previous.text.endswith((":", "："))
    return "\n" if block.kind in in_list and leads_in else "\n\n"
