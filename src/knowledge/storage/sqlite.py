"""How a SQLite file is opened: which library, which pragmas, and how a transaction begins."""

from __future__ import annotations

from collections import deque
from pathlib import Path
from types import ModuleType
from typing import Any

import aiosqlite
from sqlalchemy import URL, event
from sqlalchemy.dialects.sqlite.aiosqlite import (
    AsyncAdapt_aiosqlite_connection,
    AsyncAdapt_aiosqlite_cursor,
    AsyncAdapt_aiosqlite_dbapi,
)
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.util import await_only

try:
    # SQLite 3.7.0 to 3.51.2 can lose committed writes when two connections share a WAL
    # file; the interpreter's own copy is usually one of these.
    from pysqlite3 import dbapi2 as sqlite_library
except ImportError:
    import sqlite3 as sqlite_library

__all__ = ["create_engine", "library_version", "sqlite_library"]

BUSY_TIMEOUT_SECONDS = 5.0


def library_version() -> str:
    """The version of the SQLite library in use, such as "3.53.4"."""
    return str(sqlite_library.sqlite_version)


class _Cursor(AsyncAdapt_aiosqlite_cursor):
    """Runs a statement and fetches its rows in one turn of the connection's thread, not in four.

    Each turn wakes two threads, which costs more than most of our statements.
    """

    __slots__ = ("_description", "_lastrowid", "_rowcount")

    def __init__(self, adapt_connection: Any) -> None:
        self._adapt_connection = adapt_connection
        self._connection = adapt_connection._connection
        self._rows: deque[Any] = deque()
        self._description: Any = None
        self._rowcount = -1
        self._lastrowid = 0

    @property
    def description(self) -> Any:
        return self._description

    @property
    def rowcount(self) -> int:
        return self._rowcount

    @property
    def lastrowid(self) -> int:
        return self._lastrowid

    async def _execute_async(self, operation: Any, parameters: Any) -> Any:
        return await self._run(operation, parameters or (), many=False)

    async def _executemany_async(self, operation: Any, seq_of_parameters: Any) -> Any:
        return await self._run(operation, seq_of_parameters, many=True)

    async def _run(self, operation: str, parameters: Any, *, many: bool) -> None:
        connection: Any = self._connection
        async with self._adapt_connection._execute_mutex:
            await connection._execute(
                self._in_thread, connection._conn, operation, parameters, many
            )

    def _in_thread(self, sqlite: Any, operation: str, parameters: Any, many: bool) -> None:
        cursor = sqlite.cursor()
        try:
            (cursor.executemany if many else cursor.execute)(operation, parameters)
            self._description = cursor.description
            self._rows = deque(cursor.fetchall() if cursor.description else ())
            self._rowcount, self._lastrowid = cursor.rowcount, cursor.lastrowid
        finally:
            cursor.close()

    async def _async_soft_close(self) -> None:
        pass

    def close(self) -> None:
        self._rows.clear()


class _Connection(AsyncAdapt_aiosqlite_connection):
    __slots__ = ()

    _cursor_cls = _Cursor

    def rollback(self) -> None:
        """Nothing where no transaction is open, as when a session returns its connection."""
        sqlite = self._connection._connection
        if sqlite is not None and sqlite.in_transaction:
            super().rollback()


class _Dbapi(AsyncAdapt_aiosqlite_dbapi):
    """aiosqlite's adapter over ``sqlite_library``: its errors, not those of `sqlite3`."""

    def __init__(self, sqlite: ModuleType) -> None:
        super().__init__(aiosqlite, sqlite)
        for name in (
            "DatabaseError",
            "Error",
            "IntegrityError",
            "NotSupportedError",
            "OperationalError",
            "ProgrammingError",
            "sqlite_version",
            "sqlite_version_info",
        ):
            setattr(self, name, getattr(sqlite, name))

    def connect(self, *_: Any, async_creator_fn: Any, **__: Any) -> _Connection:
        return _Connection(self, await_only(async_creator_fn()))


def create_engine(path: Path, *, writes: bool, foreign_keys: bool = True) -> AsyncEngine:
    """An engine over one file: the single writing connection, or a few that only read.

    Only a migration turns foreign keys off: SQLite alters a table by replacing it, and dropping
    the old one would delete every row that refers to it.
    """

    def connect(*_: Any, **__: Any) -> aiosqlite.Connection:
        connection = aiosqlite.Connection(
            lambda: sqlite_library.connect(
                path,
                timeout=BUSY_TIMEOUT_SECONDS,
                isolation_level=None,
                check_same_thread=False,
            ),
            iter_chunk_size=64,
        )
        # A connection that a crash leaves open must not keep the process alive.
        connection._thread.daemon = True
        return connection

    engine = create_async_engine(
        URL.create("sqlite+aiosqlite", database=str(path)),
        module=_Dbapi(sqlite_library),
        connect_args={"async_creator_fn": connect},
        pool_size=1 if writes else 4,
        max_overflow=0,
        hide_parameters=True,
    )
    # A deferred BEGIN lets two transactions read the same count and both write it back.
    begin = "BEGIN IMMEDIATE" if writes else "BEGIN"

    @event.listens_for(engine.sync_engine, "connect")
    def set_pragmas(connection: Any, _record: Any) -> None:
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute(f"PRAGMA foreign_keys={'ON' if foreign_keys else 'OFF'}")
        if not writes:
            cursor.execute("PRAGMA query_only=ON")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin_transaction(connection: Any) -> None:
        cursor = connection.connection.cursor()
        try:
            cursor.execute(begin)
        except sqlite_library.OperationalError as error:
            # Below SQLAlchemy, which would have made it one of its own.
            raise OperationalError(begin, None, error) from error

    return engine
