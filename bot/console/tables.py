"""Tables as files for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from starlette.responses import Response

from bot.console.visit import Visit
from knowledge.reviewing.log_export import cell

Value = str | int | float | datetime | None


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    """Of the file, and in the audit."""
    header: Sequence[str]
    rows: Iterable[Sequence[Value]]


async def as_csv(visit: Visit, table: Table) -> Response:
    """The table, once it is on record that it was taken along.

    Raises:
        NotSaved: it is not on record, so there is no table.
    """
    rows = [[_cell(value) for value in row] for row in table.rows]
    await visit.moderation.browsing.note_table(visit.server_id, table.name, len(rows), by=visit.by)
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(table.header)
    writer.writerows(rows)
    return file(
        f"{table.name}-{visit.desk.clock():%Y-%m-%d}.csv",
        # A spreadsheet takes it for the alphabet of its country without the mark in front.
        out.getvalue().encode("utf-8-sig", "replace"),
    )


def file(name: str, content: bytes) -> Response:
    """A file to keep; ``name`` is one of our own."""
    return Response(
        content,
        media_type="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds")
    if isinstance(value, float):
        return f"{value:.4g}"
    return cell(value) if isinstance(value, str) else str(value)
