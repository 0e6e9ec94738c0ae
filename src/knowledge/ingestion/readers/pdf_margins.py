"""What recurs at the top and the bottom of a PDF's pages: running heads, feet and numbers."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from knowledge.ingestion.boilerplate import is_boilerplate
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
    """The lines of each page without those that recur at its edges and without its number.

    Lines that recur stay where most of the pages that carry them hold no other text: they are
    the text then. A page that is blank but for the running head of its neighbours is left empty.
    """
    recurring = _recurring(pages)
    return [
        [
            line
            for line in page.lines
            if id(line) not in recurring and not _is_page_number(line, page)
        ]
        for page in pages
    ]


def _recurring(pages: Sequence[PdfPageLines]) -> set[int]:
    """Identities of the lines that frame other text at the same edge place on near pages."""
    places: dict[str, list[PdfLine]] = defaultdict(list)
    for page in pages:
        for line in _edge_lines(page):
            places[_normalised(line.text)].append(line)
    fewest = min(_FEWEST_PAGES, max(2, len(pages)))
    runs = [
        run
        for lines in places.values()
        for run in _runs(lines)
        if len({line.page for line in run}) >= fewest
    ]
    framed = _framed(pages, {id(line) for run in runs for line in run}, fewest)
    return {id(line) for run in runs if _is_margin(run, framed) for line in run}


def _framed(pages: Sequence[PdfPageLines], recurring: set[int], fewest: int) -> set[int]:
    """Indexes of the pages with anything inside the frame of recurring lines.

    A picture counts, for a scan may carry a stamp as its only text. A line that other pages hold
    at the same place does not count, wherever it stands: a form recurs from top to bottom.
    """
    held = Counter(place for page in pages for place in {_place(line) for line in page.lines})
    return {
        index
        for index, page in enumerate(pages)
        if page.is_pictured
        or any(
            id(line) not in recurring
            and held[_place(line)] < fewest
            and not line.hidden
            and not is_boilerplate(line.text)
            and not _is_page_number(line, page)
            for line in page.lines
        )
    }


def _is_margin(run: Sequence[PdfLine], framed: set[int]) -> bool:
    carrying = {line.page for line in run}
    return 2 * len(carrying & framed) >= len(carrying)


def _place(line: PdfLine) -> tuple[str, int]:
    return re.sub(r"\d+", "#", line.text), round(line.bottom / _SAME_PLACE)


def _is_page_number(line: PdfLine, page: PdfPageLines) -> bool:
    return _is_at_edge(line, page) and _PAGE_NUMBER.fullmatch(line.text) is not None


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
