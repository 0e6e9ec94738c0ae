"""What parent and child say to each other: frames of JSON, and one frame of bytes for a file.

A frame is four bytes of length, big-endian, and that many bytes. JSON rather than pickle,
because the child has read a stranger's file and is not to be believed.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Sequence
from typing import Any

from knowledge.model.corpus import (
    DocumentMetadata,
    Page,
    ParsedDocument,
    PassageSpan,
    Section,
    Span,
)

HEADER = struct.Struct(">I")
READY = b'"ready"'
LARGEST_RESPONSE = 64 * 1024 * 1024
"""Bytes. Two million characters with their sentences take about a quarter of it."""


def frame(payload: bytes) -> bytes:
    return HEADER.pack(len(payload)) + payload


def encode_request(file_name: str) -> bytes:
    return json.dumps({"file_name": file_name}).encode()


def decode_request(payload: bytes) -> str:
    return str(json.loads(payload)["file_name"])


def encode_document(document: ParsedDocument) -> bytes:
    metadata = document.metadata
    answer = {
        "media_type": document.media_type,
        "text": document.text,
        "metadata": {name: getattr(metadata, name) for name in DocumentMetadata.__slots__},
        "pages": [[page.label, page.span.start, page.span.end] for page in document.pages],
        "sections": [[s.path, s.span.start, s.span.end] for s in document.sections],
        "passages": [
            [
                p.section,
                p.span.start,
                p.span.end,
                [n for s in p.sentences for n in (s.start, s.end)],
            ]
            for p in document.passages
        ],
        "unreadable_pages": document.unreadable_pages,
        "notices": document.notices,
    }
    return json.dumps({"document": answer}).encode()


def encode_refusal(message: str) -> bytes:
    return json.dumps({"refused": message}).encode()


def encode_failure(detail: str) -> bytes:
    return json.dumps({"failed": detail}).encode()


def decode_document(answer: dict[str, Any]) -> ParsedDocument:
    """Raises LookupError, TypeError or ValueError when it is not what the child should say."""
    metadata = {name: v if v is None else _text(v) for name, v in answer["metadata"].items()}
    document = ParsedDocument(
        media_type=_text(answer["media_type"]),
        text=_text(answer["text"]),
        metadata=DocumentMetadata(**metadata),
        pages=tuple(Page(_text(label), _span(start, end)) for label, start, end in answer["pages"]),
        sections=tuple(
            Section(_texts(path), _span(start, end)) for path, start, end in answer["sections"]
        ),
        passages=tuple(
            PassageSpan(_number(section), _span(start, end), _pairs(offsets))
            for section, start, end, offsets in answer["passages"]
        ),
        unreadable_pages=_texts(answer["unreadable_pages"]),
        notices=_texts(answer["notices"]),
    )
    _check(document)
    return document


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    # JSON can carry lone surrogates, which no database takes.
    value.encode()
    return value


def _texts(values: object) -> tuple[str, ...]:
    if not isinstance(values, list):
        raise TypeError("not a list of texts")
    return tuple(map(_text, values))


def _number(value: object) -> int:
    # JSON's true is an int to Python.
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError("not an offset")
    return value


def _span(start: object, end: object) -> Span:
    return Span(_number(start), _number(end))


def _pairs(offsets: list[object]) -> tuple[Span, ...]:
    return tuple(_span(start, end) for start, end in zip(offsets[::2], offsets[1::2], strict=True))


def _check(document: ParsedDocument) -> None:
    """Whatever is stored is later cut by these ranges, in every answer that touches it.

    Raises ValueError.
    """
    whole = Span(0, len(document.text))
    # Pages without text are empty ranges; everything else holds words.
    _check_order("page", [page.span for page in document.pages], whole, may_be_empty=True)
    _check_order("section", [section.span for section in document.sections], whole)
    _check_order("passage", [passage.span for passage in document.passages], whole)
    if not document.passages:
        raise ValueError("there is no passage")
    for passage in document.passages:
        if not 0 <= passage.section < len(document.sections):
            raise ValueError("a passage names no section")
        _check_order("passage", [passage.span], document.sections[passage.section].span)
        if not passage.sentences:
            raise ValueError("a passage holds no sentence")
        _check_order("sentence", passage.sentences, passage.span)


def _check_order(
    what: str, spans: Sequence[Span], around: Span, *, may_be_empty: bool = False
) -> None:
    at = around.start
    for span in spans:
        if not at <= span.start <= span.end <= around.end:
            raise ValueError(f"a {what} lies outside its place")
        if span.start == span.end and not may_be_empty:
            raise ValueError(f"a {what} is empty")
        at = span.end
