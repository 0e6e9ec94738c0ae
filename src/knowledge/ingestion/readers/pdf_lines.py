"""A PDF page's text as lines, each with its place, size and weight."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pypdfium2.raw as pdfium_c

_LINE_END = re.compile(r"\r\n|\n|\r|(?<=\ufffe)")
_HYPHEN_AT_LINE_END = "\ufffe"
"""What the library writes where a line ends in a hyphen, for the hyphen and the line end."""
_NUMBER_AFTER_WORD = re.compile(r"(?:(?<=[^\W\d_]{2})|(?<=[.,;:!?”\"’)]))[1-9]\d{0,2}(?!\w)")
_SMALLEST_SEEN = 1.5
_WHITE = 250
_BOLD = 600
_SCAN_COVERS = 0.3


@dataclass(frozen=True, slots=True)
class PdfLine:
    text: str
    page: int
    """Index from 0."""
    size: float
    """Of the font, in points; 0 when it is not known, and then no place is either."""
    bold: bool = False
    left: float = 0.0
    right: float = 0.0
    bottom: float = 0.0
    top: float = 0.0
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class PdfPageLines:
    lines: tuple[PdfLine, ...]
    height: float
    picture_share: float
    """Part of the page that pictures cover, from 0 to 1 and beyond where they overlap."""
    drawn: bool
    """Whether anything at all is drawn on the page."""

    @property
    def is_pictured(self) -> bool:
        """Whether pictures cover so much of the page that it may be a scan."""
        return self.picture_share >= _SCAN_COVERS


def page_lines(page: Any, index: int) -> PdfPageLines:
    """The lines of one pypdfium2 page, in the order of the file."""
    textpage = page.get_textpage()
    try:
        lines = [*_measured(textpage, textpage.get_text_range(), index)]
    finally:
        textpage.close()
    few = sum(len(line.text) for line in lines) < 200
    suspicious = any(line.hidden for line in lines)
    pictures, drawings = _boxes(page) if few or suspicious else ([], [])
    if suspicious:
        lines = [_seen_on(line, pictures + drawings) for line in lines]
    width, height = page.get_size()
    covered = sum((right - left) * (top - bottom) for left, bottom, right, top in pictures)
    return PdfPageLines(
        tuple(_same_baseline_joined(lines)),
        height,
        covered / max(1.0, width * height),
        bool(lines or pictures or drawings),
    )


def _measured(textpage: Any, text: str, page: int) -> Iterator[PdfLine]:
    # Where the library merges or adds characters, its places belong to other characters.
    measurable = textpage.count_chars() == len(text)
    start = 0
    for part in _LINE_END.split(text):
        at = text.index(part, start)
        start = at + len(part)
        if part.strip():
            line = part.replace(_HYPHEN_AT_LINE_END, "-")
            yield _line(textpage, line, at, page) if measurable else PdfLine(line, page, 0.0)


def _line(textpage: Any, text: str, at: int, page: int) -> PdfLine:
    first = at + len(text) - len(text.lstrip())
    last = at + len(text.rstrip()) - 1
    size = _size(textpage, first)
    left, bottom, _, top = textpage.get_charbox(first, loose=True)
    end = last - 1 if text.rstrip().endswith("-") and last > first else last
    right = textpage.get_charbox(end, loose=True)[2]
    return PdfLine(
        _without_note_numbers(textpage, text, at, size, bottom).strip(),
        page,
        size,
        bold=pdfium_c.FPDFText_GetFontWeight(textpage, first) >= _BOLD,
        left=left,
        right=right,
        bottom=bottom,
        top=top,
        hidden=0 < top - bottom < _SMALLEST_SEEN or _is_white(textpage, first),
    )


def _size(textpage: Any, at: int) -> float:
    """The font's size on the page: the nominal one is 1 where a matrix scales it."""
    nominal = float(pdfium_c.FPDFText_GetFontSize(textpage, at))
    matrix = pdfium_c.FS_MATRIX()
    if pdfium_c.FPDFText_GetMatrix(textpage, at, ctypes.byref(matrix)):
        scale = (matrix.c**2 + matrix.d**2) ** 0.5
        return round(nominal * scale, 1) if scale else nominal
    return nominal


def _without_note_numbers(textpage: Any, text: str, at: int, size: float, bottom: float) -> str:
    """The line without numbers set small and high after a word: they lead to footnotes."""

    def is_note(match: re.Match[str]) -> bool:
        place = at + match.start()
        if not 0 < _size(textpage, place) <= size * 0.8:
            return False
        return bool(textpage.get_charbox(place)[1] > bottom + size * 0.3)

    return _NUMBER_AFTER_WORD.sub(lambda m: "" if is_note(m) else m.group(0), text)


def _is_white(textpage: Any, at: int) -> bool:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    known = pdfium_c.FPDFText_GetFillColor(textpage, at, red, green, blue, alpha)
    if not known:
        return False
    return alpha.value == 0 or min(red.value, green.value, blue.value) >= _WHITE


_Box = tuple[float, float, float, float]


def _boxes(page: Any) -> tuple[list[_Box], list[_Box]]:
    """The places of pictures and of everything else drawn that is not text."""
    pictures: list[_Box] = []
    drawings: list[_Box] = []
    for thing in page.get_objects(max_depth=5):
        if thing.type == pdfium_c.FPDF_PAGEOBJ_TEXT:
            continue
        found = pictures if thing.type == pdfium_c.FPDF_PAGEOBJ_IMAGE else drawings
        found.append(thing.get_bounds())
    return pictures, drawings


def _seen_on(line: PdfLine, boxes: list[_Box]) -> PdfLine:
    """White text is seen where something is drawn behind it."""
    if not line.hidden or line.top - line.bottom < _SMALLEST_SEEN:
        return line
    x, y = line.left + 1, (line.bottom + line.top) / 2
    behind = any(left <= x <= right and low <= y <= high for left, low, right, high in boxes)
    return replace(line, hidden=not behind)


def _same_baseline_joined(lines: list[PdfLine]) -> Iterator[PdfLine]:
    """Pieces of one line that wide gaps part (tabs, cells of a table) as one line."""
    held: PdfLine | None = None
    for line in lines:
        if held is not None and _is_beside(held, line):
            held = replace(held, text=f"{held.text} {line.text}", right=line.right)
            continue
        if held is not None:
            yield held
        held = line
    if held is not None:
        yield held


def _is_beside(first: PdfLine, second: PdfLine) -> bool:
    return (
        first.size > 0
        and second.size > 0
        and first.hidden == second.hidden
        and abs(first.bottom - second.bottom) < 0.25 * min(first.size, second.size)
        and second.left >= first.right - 1
    )
