"""How a SQLite file is opened: which library, which pragmas, and how a transaction begins."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Any

import aiosqlite
from sqlalchemy import URL, event
from sqlalchemy.dialects.sqlite.aiosqlite import AsyncAdapt_aiosqlite_dbapi
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

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
        connection.exec_driver_sql(begin)

    return engine
