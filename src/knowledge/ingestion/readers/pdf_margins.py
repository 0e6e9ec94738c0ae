"""What recurs at the top and the bottom of a PDF's pages: running heads, feet and numbers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from knowledge.ingestion.readers.pdf_lines import PdfLine, PdfPageLines

_EDGE_LINES = 3
_EDGE_SHARE = 0.15
"""Part of the page's height, from its top and its bottom, in which running heads stand."""
_SAME_PLACE = 4.0
_FEWEST_PAGES = 3
_FARTHEST_PAGES = 3
"""Left and right pages alternate, and the first page of a chapter has no running head."""
_PAGE_NUMBER = re.compile(
    r"\W{0,3}(?:page\s*|p\.\s*|seite\s*)?(?:\d{1,4}|[ivxlc]{1,7})(?:\s*(?:/|of|von)\s*\d{1,4})?\W{0,3}",
    re.IGNORECASE,
)


def without_margins(pages: Sequence[PdfPageLines]) -> list[list[PdfLine]]:
    """The lines of each page without those that recur at its edges and without its number."""
    recurring = _recurring(pages)
    return [
        [
            line
            for line in page.lines
            if id(line) not in recurring
            and not (_is_at_edge(line, page) and _PAGE_NUMBER.fullmatch(line.text))
        ]
        for page in pages
    ]


def _recurring(pages: Sequence[PdfPageLines]) -> set[int]:
    """Identities of the lines that stand at the same edge place on several near pages."""
    places: dict[str, list[PdfLine]] = defaultdict(list)
    for page in pages:
        for line in _edge_lines(page):
            places[_normalised(line.text)].append(line)
    fewest = min(_FEWEST_PAGES, max(2, len(pages)))
    found: set[int] = set()
    for lines in places.values():
        for run in _runs(lines):
            if len({line.page for line in run}) >= fewest:
                found.update(id(line) for line in run)
    return found


def _edge_lines(page: PdfPageLines) -> list[PdfLine]:
    placed = [line for line in page.lines if line.size > 0]
    if not placed:
        return [*page.lines[:1], *page.lines[-1:]]
    by_height = sorted(placed, key=lambda line: -line.top)
    return [
        line
        for line in {
            id(a): a for a in (*by_height[:_EDGE_LINES], *by_height[-_EDGE_LINES:])
        }.values()
        if _is_at_edge(line, page)
    ]


def _is_at_edge(line: PdfLine, page: PdfPageLines) -> bool:
    if line.size == 0:
        return line in (page.lines[0], page.lines[-1])
    return line.bottom < page.height * _EDGE_SHARE or line.top > page.height * (1 - _EDGE_SHARE)


def _runs(lines: list[PdfLine]) -> list[list[PdfLine]]:
    """Lines of one wording, parted where the place changes or too many pages lie between."""
    runs: list[list[PdfLine]] = []
    for line in lines:
        for run in reversed(runs):
            near = line.page - run[-1].page <= _FARTHEST_PAGES
            if near and abs(line.bottom - run[-1].bottom) <= _SAME_PLACE:
                run.append(line)
                break
        else:
            runs.append([line])
    return runs


def _normalised(text: str) -> str:
    text = re.sub(r"\d+|\b[ivxlc]{1,7}\b", "#", text.casefold())
    return re.sub(r"\s+", " ", text).strip()
