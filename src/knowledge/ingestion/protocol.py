"""What parent and child say to each other: frames of JSON, and one frame of bytes for a file.

A frame is four bytes of length, big-endian, and that many bytes. JSON rather than pickle,
because the child has read a stranger's file and is not to be believed.
"""

from __future__ import annotations

import json
import struct
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
    text = str(answer["text"])
    document = ParsedDocument(
        media_type=str(answer["media_type"]),
        text=text,
        metadata=DocumentMetadata(**answer["metadata"]),
        pages=tuple(Page(str(label), Span(start, end)) for label, start, end in answer["pages"]),
        sections=tuple(
            Section(tuple(map(str, path)), Span(start, end))
            for path, start, end in answer["sections"]
        ),
        passages=tuple(
            PassageSpan(section, Span(start, end), _pairs(offsets))
            for section, start, end, offsets in answer["passages"]
        ),
        unreadable_pages=tuple(map(str, answer["unreadable_pages"])),
        notices=tuple(map(str, answer["notices"])),
    )
    _check(document)
    return document


def _pairs(offsets: list[int]) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in zip(offsets[::2], offsets[1::2], strict=True))


def _check(document: ParsedDocument) -> None:
    """Ranges that reach outside the text would be quotes of nothing."""
    length = len(document.text)
    for passage in document.passages:
        spans = (passage.span, *passage.sentences)
        if not all(0 <= span.start < span.end <= length for span in spans):
            raise ValueError("a range reaches outside the text")
        if not 0 <= passage.section < len(document.sections):
            raise ValueError("a passage names no section")
