"""What is asked of the database, for tests that promise how much, and in which transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from knowledge.storage.database import Database


@contextmanager
def written(database: Database) -> Iterator[list[str]]:
    """Every statement that runs while the write lock is held."""
    with _statements(database._writer.sync_engine) as found:
        yield found


@contextmanager
def asked(database: Database) -> Iterator[list[str]]:
    """Every statement of whoever reads or writes."""
    with (
        _statements(database._writer.sync_engine) as found,
        _statements(database._readers.sync_engine, found),
    ):
        yield found


@contextmanager
def _statements(engine: Any, found: list[str] | None = None) -> Iterator[list[str]]:
    found = [] if found is None else found

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        found.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", note)
