"""DOCX: headings by style, lists, tables as rows; tracked deletions and hidden text left out."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from knowledge.ingestion import refusals
from knowledge.ingestion.archive import open_checked, refuse_document_types
from knowledge.ingestion.cleaning import hidden_text_notice
from knowledge.ingestion.limits import ReadingLimits
from knowledge.ingestion.media_types import DOCX
from knowledge.ingestion.readers.core_properties import metadata_of
from knowledge.ingestion.readers.docx_tree import own_runs, simplify, text_boxes
from knowledge.ingestion.reading import Block, Reading, heading, item, paragraph, row

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING_STYLE = re.compile(
    r"(?:heading|überschrift|titre|título|titolo|标题)\s*(\d)", re.IGNORECASE
)
_LIST_STYLE = re.compile(r"\blist\b", re.IGNORECASE)
_TITLE_STYLES = frozenset({"title"})
_SUPERSCRIPTS = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
_PICTURES = ("drawing", "pict", "object")


def read(content: bytes, limits: ReadingLimits) -> Reading:
    open_checked(content, limits, forbid_dtd=True).close()
    try:
        document = docx.Document(io.BytesIO(content))
        refuse_document_types(document.part.package.iter_parts())
        reader = _Blocks()
        simplify(document.element.body)
        blocks = tuple(reader.of(document, document.element.body))
    except (
        PackageNotFoundError,
        KeyError,
        ValueError,
        SyntaxError,
        zipfile.BadZipFile,
    ) as error:
        raise refusals.damaged("parts of it are missing") from error
    if not any(block.text.strip() for block in blocks):
        raise refusals.scanned("page", 1) if reader.pictures else refusals.without_text()
    notices = (hidden_text_notice(None),) if reader.hidden_found else ()
    return Reading(DOCX, blocks, metadata_of(document.core_properties), notices=notices)


class _Blocks:
    def __init__(self) -> None:
        self.hidden_found = False
        self.pictures = 0

    def of(self, holder: Any, element: Any) -> Iterator[Block]:
        """The blocks of an element; ``holder`` is what the library finds styles through."""
        for part in element.iterchildren(f"{_W}p", f"{_W}tbl"):
            if part.tag == f"{_W}tbl":
                yield from self._table(Table(part, holder))
            else:
                yield self._paragraph(Paragraph(part, holder))
                yield from self._boxes(holder, part)

    def _boxes(self, holder: Any, element: Any) -> Iterator[Block]:
        for box in text_boxes(element):
            yield from self.of(holder, box)

    def _paragraph(self, source: Paragraph) -> Block:
        text = self._text(source)
        style = source.style.name or "" if source.style is not None else ""
        if style.lower() in _TITLE_STYLES:
            return heading(text, 1)
        if level := _heading_level(source, style):
            return heading(text, level + 1)
        return item(text) if _is_item(source, style) else paragraph(text)

    def _table(self, table: Table) -> Iterator[Block]:
        entered: set[object] = set()
        for line in table.rows:
            cells: list[str] = []
            inside: list[Block] = []
            seen: set[object] = set()
            for cell in line.cells:
                # A cell that spans columns is returned once for each of them.
                if cell._tc in seen:
                    continue
                seen.add(cell._tc)
                cells.append(" ".join(self._text(part) for part in cell.paragraphs).strip())
                # A cell that spans rows is returned once for each of them.
                if cell._tc not in entered:
                    entered.add(cell._tc)
                    inside += self._inside(cell)
            if any(cells):
                yield row(" | ".join(cells))
            yield from inside

    def _inside(self, cell: _Cell) -> Iterator[Block]:
        """The tables and text boxes in a cell; they follow its row."""
        for part in cell._tc.iterchildren(f"{_W}p", f"{_W}tbl"):
            if part.tag == f"{_W}tbl":
                yield from self._table(Table(part, cell))
            else:
                yield from self._boxes(cell, part)

    def _text(self, source: Paragraph) -> str:
        parts: list[str] = []
        for run in own_runs(source._p):
            if any(parent.tag in (f"{_W}del", f"{_W}moveFrom") for parent in run.iterancestors()):
                continue
            self.pictures += sum(1 for name in _PICTURES if run.find(f"{_W}{name}") is not None)
            text = "".join(_characters(run))
            if text.strip() and _is_hidden(run):
                self.hidden_found = True
                continue
            parts.append(text.translate(_SUPERSCRIPTS) if _is_exponent(run, text) else text)
        return "".join(parts)


def _characters(run: Any) -> Iterator[str]:
    for child in run:
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in (f"{_W}tab", f"{_W}ptab"):
            yield " "
        elif child.tag in (f"{_W}br", f"{_W}cr"):
            yield "\n"
        elif child.tag == f"{_W}noBreakHyphen":
            yield "-"


def _property(run: Any, name: str) -> str | None:
    properties = run.find(f"{_W}rPr")
    found = properties.find(f"{_W}{name}") if properties is not None else None
    return None if found is None else found.get(f"{_W}val", "true")


def _is_hidden(run: Any) -> bool:
    if _property(run, "vanish") not in (None, "false", "0"):
        return True
    size = _property(run, "sz")
    if size is not None and size.isdigit() and int(size) <= 2:
        return True
    white = (_property(run, "color") or "").upper() == "FFFFFF"
    return white and _property(run, "shd") is None and _property(run, "highlight") is None


def _is_exponent(run: Any, text: str) -> bool:
    raised = _property(run, "vertAlign") == "superscript"
    return raised and re.fullmatch(r"[0-9+-]{1,4}", text) is not None


def _heading_level(source: Paragraph, style: str) -> int:
    if match := _HEADING_STYLE.match(style):
        return int(match.group(1))
    properties = source._p.pPr
    outline = properties.find(f"{_W}outlineLvl") if properties is not None else None
    level = outline.get(f"{_W}val", "9") if outline is not None else "9"
    return int(level) + 1 if level.isdigit() and int(level) < 9 else 0


def _is_item(source: Paragraph, style: str) -> bool:
    properties = source._p.pPr
    numbered = properties is not None and properties.numPr is not None
    return numbered or _LIST_STYLE.search(style) is not None
