"""Which lines of a PDF are headings: those its outline names, or those that are set larger."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from knowledge.ingestion.readers.pdf_lines import PdfLine

_LONGEST_HEADING = 160
_MOST_ENTRIES = 5_000
_LINES_OF_ONE_HEADING = 4
_LARGER = 1.12
_MOST_HEADING_SHARE = 0.2
"""Where more of the lines are set large, size says nothing about headings."""
_DEEPEST_BY_SIZE = 4
_ENDS_SENTENCE = re.compile(r"[.;,。][\"'”’)\]]*$")


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    title: str
    level: int
    """From 1."""
    page: int


def outline_of(document: Any) -> list[OutlineEntry]:
    """The bookmarks of a pypdfium2 document that lead to a page."""
    entries: list[OutlineEntry] = []
    for bookmark in document.get_toc(max_depth=8):
        destination = bookmark.get_dest()
        page = destination.get_index() if destination is not None else None
        title = " ".join(bookmark.get_title().split())
        if page is not None and title:
            entries.append(OutlineEntry(title, bookmark.level + 1, page))
        if len(entries) >= _MOST_ENTRIES:
            break
    return entries


def heading_levels(
    pages: Sequence[Sequence[PdfLine]], outline: Sequence[OutlineEntry]
) -> dict[int, int]:
    """Levels of the lines that are headings, by the identity of the line.

    Level 1 is the document's title. Lines of one heading have the same level.
    """
    named = _by_outline(pages, outline)
    if len(set(named.values())) and len(named) >= min(2, len(outline)):
        return named | _title_by_size(pages, named)
    return _by_size(pages)


def _by_outline(
    pages: Sequence[Sequence[PdfLine]], outline: Sequence[OutlineEntry]
) -> dict[int, int]:
    levels: dict[int, int] = {}
    for entry in outline:
        # Some programs point to the end of the page before.
        for page in (entry.page, entry.page + 1):
            if page < len(pages) and (found := _lines_of(entry.title, pages[page], levels)):
                levels |= {id(line): entry.level + 1 for line in found}
                break
    return levels


def _lines_of(title: str, lines: Sequence[PdfLine], taken: dict[int, int]) -> list[PdfLine]:
    wanted = _letters(title)
    for start, first in enumerate(lines):
        if id(first) in taken or not wanted:
            continue
        text = ""
        for end in range(start, min(start + _LINES_OF_ONE_HEADING, len(lines))):
            text += _letters(lines[end].text)
            if text == wanted:
                return list(lines[start : end + 1])
            if not wanted.startswith(text):
                break
    return []


def _letters(text: str) -> str:
    """Only what makes two spellings of one heading differ: "2.1 Aims" is "Aims"."""
    text = re.sub(r"^\W*(?:\d+(?:\.\d+)*|[IVX]+|[A-Z])[.)]?\s+(?=\S)", "", text)
    return re.sub(r"[\W_]+", "", text).casefold()


def _by_size(pages: Sequence[Sequence[PdfLine]]) -> dict[int, int]:
    lines = [line for page in pages for line in page if line.size > 0]
    body = _body_size(lines)
    if body is None:
        return {}
    large = [line for line in lines if line.size >= body * _LARGER and _may_head(line)]
    if not large or len(large) > max(3, len(lines) * _MOST_HEADING_SHARE):
        large = []
    sizes = sorted({line.size for line in large}, reverse=True)
    title = _title_size(pages, sizes)
    ranked = [size for size in sizes if size != title][:_DEEPEST_BY_SIZE]
    levels = {id(line): 1 for line in large if line.size == title and line.page == 0}
    levels |= {id(line): 2 + ranked.index(line.size) for line in large if line.size in ranked}
    return levels | _by_weight(pages, body, 2 + len(ranked), levels)


def _by_weight(
    pages: Sequence[Sequence[PdfLine]], body: float, level: int, taken: dict[int, int]
) -> dict[int, int]:
    """Short bold lines of the body's size that stand between lines that are not bold."""
    found: dict[int, int] = {}
    for page in pages:
        for before, line, after in zip([None, *page], page, page[1:], strict=False):
            alone = (before is None or not before.bold) and not after.bold
            if alone and line.bold and abs(line.size - body) < 1 and _may_be_run_in_head(line):
                found.setdefault(id(line), level)
    found = {line: found[line] for line in found if line not in taken}
    total = sum(len(page) for page in pages)
    return found if len(found) <= max(2, total * 0.1) else {}


def _may_be_run_in_head(line: PdfLine) -> bool:
    return _may_head(line) and len(line.text) <= 80 and line.text[:1].isupper()


def _title_by_size(pages: Sequence[Sequence[PdfLine]], named: dict[int, int]) -> dict[int, int]:
    lines = [line for page in pages for line in page if line.size > 0]
    body = _body_size(lines)
    if body is None or not pages:
        return {}
    large = [line for line in lines if line.size >= body * 1.3 and _may_head(line)]
    title = _title_size(pages, sorted({line.size for line in large}, reverse=True))
    first = [line for line in large if line.page == 0 and line.size == title]
    return {id(line): 1 for line in first if id(line) not in named}


def _title_size(pages: Sequence[Sequence[PdfLine]], sizes: Sequence[float]) -> float | None:
    """The largest size, when it is used at one place only, on the first page."""
    if not sizes or not pages:
        return None
    lines = [line for page in pages for line in page if line.size == sizes[0]]
    on_first = all(line.page == 0 for line in lines)
    return sizes[0] if on_first and len(lines) <= _LINES_OF_ONE_HEADING else None


def _body_size(lines: Sequence[PdfLine]) -> float | None:
    weights: Counter[float] = Counter()
    for line in lines:
        weights[line.size] += len(line.text)
    return weights.most_common(1)[0][0] if weights else None


def _may_head(line: PdfLine) -> bool:
    text = line.text
    return (
        len(text) <= _LONGEST_HEADING
        and any(c.isalpha() for c in text)
        and _ENDS_SENTENCE.search(text) is None
    )
