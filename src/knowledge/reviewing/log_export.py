"""The log as a file, for a spreadsheet or a script. Making one is on record."""

from __future__ import annotations

import csv
import enum
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from knowledge.model.audit import StaffAct
from knowledge.model.corpus import Citation
from knowledge.model.log_search import LogFilter, SearchRefusal
from knowledge.model.review import Asker, Case
from knowledge.reviewing.identities import Identities
from knowledge.reviewing.log_search import check, described, readers
from knowledge.reviewing.review_desk import case_of
from knowledge.storage import audit, log_search
from knowledge.storage.database import Database

LARGEST_FILE = 9 * 2**20
"""Bytes: what Discord takes from a bot everywhere, with some room."""
_PAGE = 200
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


class LogFormat(enum.StrEnum):
    CSV = "csv"
    JSONL = "jsonl"


@dataclass(frozen=True, slots=True)
class LogFile:
    name: str
    content: bytes
    records: int
    left_out: int
    """Older ones that would have made the file too large."""


class LogExport:
    """Questions with their answers, as a server's moderators may see them."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    async def export(
        self,
        server_id: int,
        course_ids: Sequence[int],
        wanted: LogFilter,
        shape: LogFormat,
        *,
        by: int,
    ) -> LogFile | SearchRefusal:
        """What a search would find, newest first, up to the largest file.

        Raises:
            NotSaved: the export could not be put on record, so there is no file.
        """
        now = self._clock()
        async with self._database.read() as session:
            refused = await check(session, server_id, course_ids, wanted)
            if refused is not None:
                return refused
            names = await Identities.of(session, server_id)
            people = await readers(session, names, course_ids, wanted)
        sheet = _Sheet(shape)
        offset, total, seen = 0, 0, set[str]()
        while offset <= total and not sheet.is_full:
            async with self._database.read() as session:
                rows, total = await log_search.list_questions(
                    session, server_id, wanted, people, offset=offset, limit=_PAGE
                )
                # What is asked meanwhile moves the pages by one.
                new = [row.receipt for row in rows if row.receipt not in seen]
                cases = [await case_of(session, server_id, receipt) for receipt in new]
            seen.update(new)
            for case in cases:
                if case is not None and not sheet.is_full:
                    sheet.add(case)
            offset += _PAGE
        await self._note(server_id, by, now, wanted, shape, sheet.records)
        name = f"log-{now:%Y-%m-%d}.{shape.value}"
        return LogFile(name, sheet.content(), sheet.records, max(0, total - sheet.records))

    async def _note(
        self,
        server_id: int,
        by: int,
        at: datetime,
        wanted: LogFilter,
        shape: LogFormat,
        records: int,
    ) -> None:
        detail = {**described(wanted), "format": shape.value, "records": records}
        async with self._database.write() as session:
            await audit.append(
                session,
                at=at,
                server_id=server_id,
                actor_id=by,
                act=StaffAct.EXPORTED,
                target="log",
                detail=detail,
            )


class _Sheet:
    """A file that grows by lines up to the largest size."""

    def __init__(self, shape: LogFormat) -> None:
        self._shape = shape
        self._lines: list[bytes] = []
        self._bytes = 0
        self.records = 0
        self.is_full = False
        if shape is LogFormat.CSV:
            self._put(_csv_line(COLUMNS))

    def add(self, case: Case) -> None:
        values = _values(case)
        if self._shape is LogFormat.CSV:
            flat = {name: _flat(value) for name, value in values.items()}
            line = _csv_line([cell(flat[column]) for column in COLUMNS])
        else:
            line = json.dumps(values, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
        if self._bytes + len(line) > LARGEST_FILE:
            self.is_full = True
            return
        self._put(line)
        self.records += 1

    def content(self) -> bytes:
        return b"".join(self._lines)

    def _put(self, line: bytes) -> None:
        self._lines.append(line)
        self._bytes += len(line)


COLUMNS = (
    "receipt", "asked_at", "asker", "user_id", "surface", "channel_id", "course", "question",
    "follows", "mode", "source", "decision", "confidence", "shown", "citations", "latency_ms",
    "thumbs", "reports", "status", "note", "reviewed_at",
)  # fmt: skip


def _values(case: Case) -> dict[str, Any]:
    """A case with Discord's ids as texts, because many readers of JSON round such numbers."""
    record, review = case.record, case.review
    return {
        "receipt": record.receipt,
        "asked_at": record.asked_at.isoformat(),
        "asker": None if case.asker is None else case.asker.name,
        "user_id": _id(case.asker),
        "surface": record.occasion.surface.value,
        "channel_id": None
        if record.occasion.channel_id is None
        else str(record.occasion.channel_id),
        "course": record.course,
        "question": None if case.hides_question else record.question,
        "follows": record.follows,
        "mode": record.mode.value,
        "source": record.source,
        "decision": record.decision.value,
        "confidence": round(record.confidence, 4),
        "shown": record.shown,
        "citations": [cited(citation) for citation in record.citations],
        "latency_ms": round(record.latency_ms, 1),
        "thumbs": [
            {
                "by": thumb.by.name,
                "user_id": _id(thumb.by),
                "rating": thumb.rating.value,
                "complaint": None if thumb.complaint is None else thumb.complaint.value,
            }
            for thumb in case.thumbs
        ],
        "reports": [
            {"by": told.by.name, "user_id": _id(told.by), "note": told.note}
            for told in case.reports
        ],
        "status": case.status.value,
        "note": "" if review is None else review.note,
        "reviewed_at": None if review is None else review.at.isoformat(),
        "passages": [
            {"document": p.document, "section": list(p.section), "score": p.score}
            for p in record.passages
        ],
        "versions": record.versions,
    }


def cited(citation: Citation) -> dict[str, Any]:
    """Where a quote stands."""
    return {
        "document": citation.document,
        "version": citation.version,
        "section": list(citation.section),
        "page": citation.page,
        "quote": citation.quote,
    }


def _id(asker: Asker | None) -> str | None:
    """Only where the server's log shows names."""
    return None if asker is None or asker.user_id is None else str(asker.user_id)


def _flat(value: object) -> str:
    """Lists as lines that a person can read."""
    if isinstance(value, list):
        return "\n".join(", ".join(_plain(v) for v in one.values() if v) for one in value)
    return "" if value is None else str(value)


def _plain(value: object) -> str:
    return " › ".join(value) if isinstance(value, list) else str(value)


def cell(text: str) -> str:
    """With an apostrophe in front of what a spreadsheet would run as a formula (OWASP)."""
    return f"'{text}" if text.lstrip(" \n").startswith(_FORMULA) else text


def _csv_line(cells: Sequence[str]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer).writerow(cells)
    return buffer.getvalue().encode("utf-8", "replace")
