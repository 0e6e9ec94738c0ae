"""An export of somebody's data as files: JSON for programs, a page for its reader."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from knowledge.model.personal_export import PersonalExport, Section

JSON_NAME = "my-data.json"
PAGE_NAME = "my-data.html"
ARCHIVE_NAME = "my-data.zip"

_STYLE = (
    "body{font:16px/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#111;"
    "background:#fff}section{margin:2rem 0}article{border-top:1px solid #767676;padding:.5rem 0}"
    "dl{display:grid;grid-template-columns:minmax(8rem,auto) 1fr;gap:.1rem 1rem;margin:0}"
    "dt{color:#444}dd{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}"
)


@dataclass(frozen=True, slots=True)
class ExportFile:
    name: str
    content: bytes


def files_of(export: PersonalExport, limit: int) -> list[ExportFile]:
    """Both files; packed into one where they are larger than ``limit`` bytes together."""
    both = [ExportFile(JSON_NAME, _as_json(export)), ExportFile(PAGE_NAME, _as_page(export))]
    if sum(len(file.content) for file in both) <= limit:
        return both
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in both:
            archive.writestr(file.name, file.content)
    return [ExportFile(ARCHIVE_NAME, packed.getvalue())]


def _as_json(export: PersonalExport) -> bytes:
    content = {
        "user_id": str(export.user_id),
        "exported_at": export.at.isoformat(),
        "sections": [
            {"table": section.table, "what": section.what, "rows": list(section.rows)}
            for section in export.sections
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def _as_page(export: PersonalExport) -> bytes:
    sections = "".join(map(_section, export.sections)) or "<p>Nothing is stored of you.</p>"
    page = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>Your data</title><style>{_STYLE}</style></head><body><main><h1>Your data</h1>"
        f"<p>What Colloquy stored of Discord user {export.user_id}, "
        f"{export.at:%d %B %Y, %H:%M} UTC.</p>{sections}</main></body></html>"
    )
    return page.encode()


def _section(section: Section) -> str:
    rows = "".join(f"<article><dl>{_row(row)}</dl></article>" for row in section.rows)
    return f"<section><h2>{escape(section.what)} ({len(section.rows)})</h2>{rows}</section>"


def _row(row: Mapping[str, Any]) -> str:
    return "".join(
        f"<dt>{escape(_label(name))}</dt><dd>{escape(_words(value))}</dd>"
        for name, value in row.items()
        if value not in (None, "", [], {})
    )


def _label(path: str) -> str:
    words = path.rpartition(".")[2].replace("_", " ").removesuffix(" id")
    return words[:1].upper() + words[1:]


def _words(value: Any) -> str:
    """Lists as lines; what has one part of note by that part."""
    if isinstance(value, list):
        return "\n".join(map(_words, value))
    if isinstance(value, Mapping):
        return ", ".join(
            f"{_label(str(name))}: {_words(part)}"
            for name, part in value.items()
            if part not in (None, "", [], {})
        )
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
