"""The log of quizzes: every presentation, response, change, score and act of a host.

Rows are only ever added. Something that Discord delivers twice has one row, by its event's id.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from knowledge.model.quiz_replies import Act, LogEntry
from knowledge.storage.database import ReadSession, WriteSession
from knowledge.storage.quiz_tables import QuizLogRow


@dataclass(frozen=True, slots=True)
class Line:
    act: Act
    at: datetime
    quiz_id: int | None
    question_id: int | None = None
    user_id: int | None = None
    event_id: int | None = None
    detail: dict[str, Any] = field(default_factory=dict)


async def add(session: WriteSession, line: Line) -> None:
    await session.execute(_INSERT, _values(line))


async def add_all(session: WriteSession, lines: Iterable[Line]) -> None:
    values = [_values(line) for line in lines]
    if values:
        await session.execute(_INSERT, values)


async def note(
    session: WriteSession,
    act: Act,
    at: datetime,
    quiz_id: int | None,
    *,
    by: int | None,
    question_id: int | None = None,
    **detail: object,
) -> None:
    """Put an act of a host, or of the bot itself, on record."""
    await add(session, Line(act, at, quiz_id, question_id, user_id=by, detail=detail))


async def find_event(session: ReadSession, event_id: int) -> LogEntry | None:
    """What is on record of an event of Discord."""
    row = (await session.execute(_SELECT.where(_LOG.c.event_id == event_id))).one_or_none()
    return None if row is None else _entry(row)


async def list_entries(session: ReadSession, quiz_id: int) -> list[LogEntry]:
    """A quiz's log, oldest first."""
    rows = await session.execute(_SELECT.where(_LOG.c.quiz_id == quiz_id).order_by(_LOG.c.id))
    return [_entry(row) for row in rows]


def _values(line: Line) -> dict[str, Any]:
    return {
        "quiz_id": line.quiz_id,
        "question_id": line.question_id,
        "user_id": line.user_id,
        "kind": line.act.value,
        "detail": line.detail,
        "at": line.at,
        "event_id": line.event_id,
    }


def _entry(row: Any) -> LogEntry:
    return LogEntry(row.at, Act(row.kind), row.question_id, row.user_id, row.detail)


_LOG: Any = QuizLogRow.__table__
_INSERT = insert(_LOG)
_SELECT = select(_LOG)
