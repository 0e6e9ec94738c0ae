"""PDF: pages with their labels, headings, whole paragraphs; scans and locked files refused."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium_c

from knowledge.errors import UnreadableFile
from knowledge.ingestion import refusals
from knowledge.ingestion.boilerplate import imprint_lines, is_boilerplate
from knowledge.ingestion.cleaning import hidden_text_notice
from knowledge.ingestion.limits import ReadingLimits
from knowledge.ingestion.media_types import PDF
from knowledge.ingestion.readers.core_properties import worth_keeping
from knowledge.ingestion.readers.pdf_headings import heading_levels, outline_of
from knowledge.ingestion.readers.pdf_lines import PdfLine, PdfPageLines, page_lines
from knowledge.ingestion.readers.pdf_margins import without_margins
from knowledge.ingestion.readers.pdf_paragraphs import paragraphs
from knowledge.ingestion.reading import Reading
from knowledge.model.corpus import DocumentMetadata

_END_MARK_WITHIN = 4_096
_FEWEST_LETTERS = 20
_LONGEST_LABEL = 20


def read(content: bytes, limits: ReadingLimits) -> Reading:
    document = _opened(content)
    try:
        count = len(document)
        if count > limits.pages:
            raise refusals.too_many_pages(count, limits)
        labels = _labels(document, count)
        pages = [*_pages(document, count, limits)]
        return _reading(document, pages, labels)
    except pypdfium2.PdfiumError as error:
        raise _missing() from error
    finally:
        document.close()


def _missing() -> UnreadableFile:
    return refusals.damaged("page data missing")


def _opened(content: bytes) -> Any:
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if error.err_code in (pdfium_c.FPDF_ERR_PASSWORD, pdfium_c.FPDF_ERR_SECURITY):
            raise refusals.password_protected() from error
        raise _missing() from error
    # The library mends a cut file and shows what is left of it: an answer from half a text.
    if b"%%EOF" not in content[-_END_MARK_WITHIN:] or len(document) == 0:
        document.close()
        raise _missing()
    return document


def _labels(document: Any, count: int) -> list[str]:
    """The pages' own numbers, or where there are none that anybody would cite, a plain count."""
    own = [" ".join((document.get_page_label(index) or "").split()) for index in range(count)]
    return [
        f"p. {label if 0 < len(label) <= _LONGEST_LABEL else index + 1}"
        for index, label in enumerate(own)
    ]


def _pages(document: Any, count: int, limits: ReadingLimits) -> Iterator[PdfPageLines]:
    characters = 0
    for index in range(count):
        page = document[index]
        try:
            lines = page_lines(page, index)
        finally:
            page.close()
        characters += sum(len(line.text) for line in lines.lines)
        if characters > limits.characters:
            raise refusals.too_many_characters(characters, limits)
        yield lines


def _reading(document: Any, pages: Sequence[PdfPageLines], labels: list[str]) -> Reading:
    hidden = [index for index, page in enumerate(pages) if any(li.hidden for li in page.lines)]
    seen = [[line for line in lines if not line.hidden] for lines in without_margins(pages)]
    bodies = [[line for line in lines if not is_boilerplate(line.text)] for lines in seen]
    unreadable: list[int] = []
    for index, (page, lines) in enumerate(zip(pages, bodies, strict=True)):
        if page.is_pictured and _letters(lines) < _FEWEST_LETTERS:
            unreadable.append(index)
    if not any(lines for i, lines in enumerate(bodies) if i not in unreadable):
        raise refusals.scanned("page", len(pages)) if unreadable else refusals.without_text()
    notices = [hidden_text_notice(labels[index]) for index in hidden]
    if unreadable:
        numbers = [labels[index].removeprefix("p. ") for index in unreadable]
        notices.insert(0, refusals.partly_scanned("page", numbers, len(pages)))
    return Reading(
        PDF,
        tuple(paragraphs(bodies, heading_levels(bodies, outline_of(document)))),
        _metadata(document),
        page_labels=tuple(labels),
        unreadable_pages=tuple(labels[index] for index in unreadable),
        notices=tuple(notices),
        imprint_lines=imprint_lines(line.text for lines in seen for line in lines),
    )


def _letters(lines: Sequence[PdfLine]) -> int:
    return sum(c.isalnum() for line in lines for c in line.text)


def _metadata(document: Any) -> DocumentMetadata:
    found = document.get_metadata_dict(skip_empty=True)
    # Its date is that of the file, not of the text's publication.
    return DocumentMetadata(
        title=worth_keeping(found.get("Title")), author=worth_keeping(found.get("Author"))
    )
