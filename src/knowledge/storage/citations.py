"""Citations as they are stored: in JSON, whole, because they outlive what they cite."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from knowledge.model.corpus import Citation, Span

_FIELDS = tuple(field.name for field in fields(Citation) if field.name != "span")


def to_json(citation: Citation) -> dict[str, Any]:
    span = {"start": citation.span.start, "end": citation.span.end}
    return {field: getattr(citation, field) for field in _FIELDS} | {"span": span}


def from_json(stored: dict[str, Any]) -> Citation:
    span, section = stored["span"], stored["section"]
    return Citation(
        **{**stored, "span": Span(span["start"], span["end"]), "section": tuple(section)}
    )
