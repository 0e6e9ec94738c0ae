"""PPTX: one page per slide, its title as heading, its text, tables and charts, then its notes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import pptx
from pptx.enum.shapes import MSO_SHAPE_TYPE, PP_PLACEHOLDER
from pptx.exc import PackageNotFoundError

from knowledge.ingestion import refusals
from knowledge.ingestion.archive import open_checked, refuse_document_types
from knowledge.ingestion.limits import ReadingLimits
from knowledge.ingestion.media_types import PPTX
from knowledge.ingestion.readers.core_properties import metadata_of
from knowledge.ingestion.reading import (
    PAGE_BREAK,
    Block,
    BlockKind,
    Reading,
    heading,
    paragraph,
    row,
)

_NOT_CONTENT = frozenset(
    {PP_PLACEHOLDER.SLIDE_NUMBER, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.HEADER}
)
_DEEPEST_GROUP = 20


def read(content: bytes, limits: ReadingLimits) -> Reading:
    open_checked(content, limits, forbid_dtd=True).close()
    try:
        presentation = pptx.Presentation(io.BytesIO(content))
        refuse_document_types(presentation.part.package.iter_parts())
        return _reading(presentation, limits)
    except (
        PackageNotFoundError,
        KeyError,
        ValueError,
        SyntaxError,
        zipfile.BadZipFile,
    ) as error:
        raise refusals.damaged("parts of it are missing") from error


def _reading(presentation: Any, limits: ReadingLimits) -> Reading:
    slides = list(presentation.slides)
    if len(slides) > limits.pages:
        raise refusals.too_many_pages(len(slides), limits)
    blocks: list[Block] = []
    unreadable: list[int] = []
    for number, slide in enumerate(slides, start=1):
        found = [block for block in _slide(slide) if block.text.strip()]
        if not found and _has_picture(slide.shapes):
            unreadable.append(number)
        blocks += _on_new_page(found, first=number == 1)
    if not any(block.text.strip(f" \n{PAGE_BREAK}") for block in blocks):
        raise refusals.scanned("slide", len(slides)) if unreadable else refusals.without_text()
    notices = (
        (refusals.partly_scanned("slide", [*map(str, unreadable)], len(slides)),)
        if unreadable
        else ()
    )
    return Reading(
        PPTX,
        tuple(blocks),
        metadata_of(presentation.core_properties),
        page_labels=tuple(f"slide {number}" for number in range(1, len(slides) + 1)),
        unreadable_pages=tuple(f"slide {number}" for number in unreadable),
        notices=notices,
    )


def _on_new_page(blocks: list[Block], *, first: bool) -> list[Block]:
    if first:
        return blocks
    if not blocks:
        return [paragraph(PAGE_BREAK)]
    start = blocks[0]
    return [Block(start.kind, PAGE_BREAK + start.text, start.level), *blocks[1:]]


def _slide(slide: Any) -> Iterator[Block]:
    title = slide.shapes.title
    body = [
        block
        for shape in slide.shapes
        if title is None or shape.shape_id != title.shape_id
        for block in _shape(shape)
    ]
    if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
        body += _paragraphs(slide.notes_slide.notes_text_frame, BlockKind.PARAGRAPH)
    if title is not None and title.text_frame.text.strip():
        text = " ".join(title.text_frame.text.split())
        # A title alone on its slide is all that the slide says: it must be quotable.
        yield heading(text, 2) if any(b.text.strip() for b in body) else paragraph(text)
    yield from body


def _shape(shape: Any, depth: int = 0) -> Iterator[Block]:
    if shape.is_placeholder and shape.placeholder_format.type in _NOT_CONTENT:
        return
    if shape.shape_type == MSO_SHAPE_TYPE.GROUP:
        if depth < _DEEPEST_GROUP:
            for member in shape.shapes:
                yield from _shape(member, depth + 1)
    elif getattr(shape, "has_table", False):
        for line in shape.table.rows:
            cells = [" ".join(cell.text.split()) for cell in line.cells if not cell.is_spanned]
            if any(cells):
                yield row(" | ".join(cells))
    elif shape.has_text_frame:
        frame = shape.text_frame
        several = sum(1 for part in frame.paragraphs if part.text.strip()) > 1
        yield from _paragraphs(frame, BlockKind.ITEM if several else BlockKind.PARAGRAPH)


def _paragraphs(frame: Any, kind: BlockKind) -> list[Block]:
    texts = (part.text.replace("\v", "\n").strip() for part in frame.paragraphs)
    return [Block(kind, text) for text in texts if text]


def _has_picture(shapes: Any, depth: int = 0) -> bool:
    for shape in shapes:
        if shape.shape_type == MSO_SHAPE_TYPE.GROUP and depth < _DEEPEST_GROUP:
            if _has_picture(shape.shapes, depth + 1):
                return True
        elif shape.shape_type in (MSO_SHAPE_TYPE.PICTURE, MSO_SHAPE_TYPE.MEDIA) or hasattr(
            shape, "image"
        ):
            return True
    return False
