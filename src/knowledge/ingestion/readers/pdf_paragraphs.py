"""Lines of a PDF put back into paragraphs, also across page breaks."""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from knowledge.ingestion.joining import Vocabulary, join
from knowledge.ingestion.readers.pdf_lines import PdfLine
from knowledge.ingestion.reading import PAGE_BREAK, Block, BlockKind

_ITEM = re.compile(r"(?:[•‣◦▪●○■–*\uf0b7\uf0a7-]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)])\s+(?=\S)")
_BULLET = re.compile(r"\A[•‣◦▪●○■–*\uf0b7\uf0a7-]\s+")
_ENDS_SENTENCE = re.compile(r"[.!?:。！？][\"'”’»)\]]*\d{0,3}$")
_SMALL_PRINT = 0.92
_COLUMN_STEP = 40.0
_FEWEST_IN_COLUMN = 3


@dataclass(slots=True)
class _Paragraph:
    kind: BlockKind
    lines: list[PdfLine]
    level: int = 0
    small_print: bool = field(default=False)

    @property
    def last(self) -> PdfLine:
        return self.lines[-1]


def paragraphs(pages: Sequence[Sequence[PdfLine]], levels: Mapping[int, int]) -> list[Block]:
    """The blocks of the pages, with a page break where each page begins."""
    return _Setter(pages, levels).blocks()


class _Setter:
    def __init__(self, pages: Sequence[Sequence[PdfLine]], levels: Mapping[int, int]) -> None:
        self._pages = pages
        self._levels = levels
        lines = [line for page in pages for line in page]
        self._vocabulary = Vocabulary(line.text for line in lines)
        self._body = statistics.mode(line.size for line in lines) if lines else 0.0
        self._pitch = _pitch(pages)
        self._margins = _Margins(lines)

    def blocks(self) -> list[Block]:
        joined: list[_Paragraph] = []
        for page in self._pages:
            fresh = [*self._grouped(page)]
            if joined and fresh and self._runs_over(joined, fresh[0]):
                self._to_end(joined).lines += fresh.pop(0).lines
            joined += fresh
        return [*self._marked(joined)]

    def _grouped(self, page: Sequence[PdfLine]) -> Iterator[_Paragraph]:
        held: _Paragraph | None = None
        for line in page:
            if held is not None and not self._begins(held, line):
                held.lines.append(line)
                continue
            if held is not None:
                yield held
            held = self._started(line)
        if held is not None:
            yield held

    def _started(self, line: PdfLine) -> _Paragraph:
        level = self._levels.get(id(line), 0)
        if level:
            return _Paragraph(BlockKind.HEADING, [line], level)
        kind = BlockKind.ITEM if _ITEM.match(line.text) else BlockKind.PARAGRAPH
        small = 0 < line.size < self._body * _SMALL_PRINT
        return _Paragraph(kind, [line], small_print=small)

    def _begins(self, held: _Paragraph, line: PdfLine) -> bool:
        level = self._levels.get(id(line), 0)
        if level != held.level:
            return True
        last = held.last
        if not (last.size and line.size):
            return self._begins_unplaced(last, line)
        gap = last.bottom - line.bottom
        if level:
            return not 0 < gap < line.size * 2
        if abs(line.size - last.size) > last.size * 0.12 or _ITEM.match(line.text):
            return True
        if gap < 0:  # The next column: it may go on in the middle of a sentence.
            return _ENDS_SENTENCE.search(last.text) is not None
        if gap > self._pitch * 1.35 and gap > line.size * 1.5:
            return True
        return self._ended_early(last) or self._is_indented(held, line)

    def _begins_unplaced(self, last: PdfLine, line: PdfLine) -> bool:
        ended = _ENDS_SENTENCE.search(last.text) is not None
        return _ITEM.match(line.text) is not None or (ended and len(last.text) < 60)

    def _ended_early(self, last: PdfLine) -> bool:
        right = self._margins.right_of(last)
        short = last.right < right - 0.15 * max(1.0, right - last.left)
        return short and _ENDS_SENTENCE.search(last.text) is not None

    def _is_indented(self, held: _Paragraph, line: PdfLine) -> bool:
        last = held.last
        indent = line.left - last.left
        if held.kind is BlockKind.ITEM or not line.size * 0.7 < indent < line.size * 5:
            return False
        return _ENDS_SENTENCE.search(last.text) is not None

    def _to_end(self, joined: list[_Paragraph]) -> _Paragraph:
        """The paragraph that goes on, moved behind the small print under it."""
        at = len(joined) - 1
        while at > 0 and self._is_note(joined[at], joined[-1].last.page):
            at -= 1
        going_on = joined.pop(at)
        joined.append(going_on)
        return going_on

    def _runs_over(self, joined: list[_Paragraph], first: _Paragraph) -> bool:
        page = joined[-1].last.page
        body = next((p for p in reversed(joined) if not self._is_note(p, page)), joined[-1])
        if body.last.page != page or body.kind is BlockKind.HEADING:
            return False
        if first.kind is not BlockKind.PARAGRAPH or _ENDS_SENTENCE.search(body.last.text):
            return False
        return abs(body.last.size - first.lines[0].size) <= 0.12 * max(1.0, body.last.size)

    def _is_note(self, paragraph: _Paragraph, page: int) -> bool:
        return paragraph.small_print and paragraph.last.page == page

    def _marked(self, joined: Sequence[_Paragraph]) -> Iterator[Block]:
        page = 0
        for paragraph in joined:
            text = ""
            for line in paragraph.lines:
                breaks = PAGE_BREAK * (line.page - page)
                page = line.page
                if not text:
                    text = breaks + _BULLET.sub("", line.text, count=1)
                else:
                    text = join(text, line.text, self._vocabulary, page_breaks=breaks)
            yield Block(paragraph.kind, text, paragraph.level)


def _pitch(pages: Sequence[Sequence[PdfLine]]) -> float:
    """The usual distance from one line to the next, in points."""
    gaps = [
        first.bottom - second.bottom
        for page in pages[:50]
        for first, second in pairwise(page)
        if first.size and second.size and 0 < first.bottom - second.bottom < first.size * 3
    ]
    # Gaps between paragraphs are larger, never smaller: the lower third is the line pitch.
    return sorted(gaps)[len(gaps) // 3] if gaps else 14.0


class _Margins:
    """Where full lines end, for each column: lines that begin at about the same place."""

    def __init__(self, lines: Sequence[PdfLine]) -> None:
        columns: dict[int, list[float]] = {}
        for line in lines:
            if line.size:
                columns.setdefault(int(line.left // _COLUMN_STEP), []).append(line.right)
        self._ends = {
            column: sorted(ends)[int(len(ends) * 0.9)]
            for column, ends in columns.items()
            if len(ends) >= _FEWEST_IN_COLUMN
        }

    def right_of(self, line: PdfLine) -> float:
        column = int(line.left // _COLUMN_STEP)
        near = (self._ends.get(at) for at in (column - 1, column, column + 1))
        return max((end for end in near if end is not None), default=line.right)
