"""One SQLite file: who may read, who may write, and when a write counts."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError, OperationalError, TimeoutError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker

from knowledge.errors import DatabaseUnusable, NotSaved
from knowledge.storage import migrations
from knowledge.storage.sqlite import BUSY_TIMEOUT_SECONDS, create_engine, sqlite_library

T = TypeVar("T")

_LARGEST_BATCH = 256


class ReadSession(AsyncSession):
    """A snapshot: sees one state of the database and cannot change it."""


class WriteSession(ReadSession):
    """The only writer of its moment. Committed as a whole by the use case that opened it."""


_Work = Callable[[WriteSession], Awaitable[Any]]


class Database:
    """Gives sessions to use cases. Inside a session there is SQL only: no model, no Discord.

    One connection writes and a few read, so a reader never waits for a writer.
    """

    def __init__(self, path: Path, writer: AsyncEngine, readers: AsyncEngine) -> None:
        self.path = path
        self._writer = writer
        self._readers = readers
        self._write_sessions = async_sessionmaker(
            writer, class_=WriteSession, expire_on_commit=False
        )
        self._read_sessions = async_sessionmaker(
            readers, class_=ReadSession, expire_on_commit=False
        )
        self._waiting: deque[tuple[_Work, asyncio.Future[Any]]] = deque()
        self._committer: asyncio.Task[None] | None = None
        self._sessions = 0
        self._is_closed = False
        self._is_idle = asyncio.Event()

    @classmethod
    @asynccontextmanager
    async def open(cls, path: Path) -> AsyncIterator[Database]:
        """Create or migrate the file, and close every connection at the end.

        Raises:
            DatabaseUnusable: it is damaged, newer than this program, or cannot be written.
        """
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise DatabaseUnusable(
                f"The folder {path.parent} cannot be made ({error.strerror}). "
                "Set DATABASE_URL to a place that can be written."
            ) from error
        writer = create_engine(path, writes=True)
        readers = create_engine(path, writes=False)
        try:
            try:
                await migrations.migrate(path)
            except DatabaseError as error:
                raise _unusable(path, error) from error
            except OSError as error:
                raise DatabaseUnusable(
                    f"The database {path} cannot be opened ({error.strerror}). "
                    "Set DATABASE_URL to a place that can be written."
                ) from error
            database = cls(path, writer, readers)
            try:
                yield database
            finally:
                await database._come_to_rest()
        finally:
            await readers.dispose()
            await writer.dispose()

    @asynccontextmanager
    async def read(self) -> AsyncIterator[ReadSession]:
        """A short read-only transaction.

        Raises:
            DatabaseUnusable: the file was damaged or taken away while it was open.
        """
        try:
            with self._in_use():
                async with self._read_sessions() as session, session.begin():
                    yield session
        except DatabaseError as error:
            if _error_code(error) in _DAMAGED:
                raise _unusable(self.path, error) from error
            raise

    @asynccontextmanager
    async def write(self) -> AsyncIterator[WriteSession]:
        """A transaction that is on disk when the block ends, or has changed nothing.

        Raises:
            NotSaved: the disk is full or read-only, or another program holds the file.
        """
        try:
            with self._in_use():
                async with self._write_sessions() as session, session.begin():
                    yield session
        except (OperationalError, TimeoutError) as error:
            if isinstance(error, OperationalError) and _error_code(error) not in _PASSING:
                raise
            raise NotSaved(
                "I couldn't save that, so it does not count. Try again in a minute."
            ) from error

    async def write_grouped(self, work: Callable[[WriteSession], Awaitable[T]]) -> T:
        """Run ``work`` in a transaction shared with whatever else waits, and return its result.

        One commit, hence one wait for the disk, then serves a whole burst. A work that raises
        takes nothing of the others with it: they are run again without it, so that ``work`` may
        be called twice, and must do all that it does through its session. Returns only after the
        commit.

        Raises:
            NotSaved: as in :meth:`write`.
        """
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append((work, done))
        if self._committer is None or self._committer.done():
            self._committer = asyncio.create_task(self._commit_waiting())
        return await done

    async def compact(self) -> None:
        """Write the file anew, without a byte of what was deleted, and empty its log.

        Takes a second for each few hundred megabytes, in which nothing else can be written.

        Raises:
            NotSaved: as in :meth:`write`; the file is as it was.
        """
        try:
            with self._in_use():
                async with self._writer.connect() as connection:
                    await connection.run_sync(_vacuum)
        except (OperationalError, TimeoutError, sqlite_library.OperationalError) as error:
            raise NotSaved("I couldn't tidy the database. It is tidied at the next try.") from error

    @contextmanager
    def _in_use(self) -> Iterator[None]:
        if self._is_closed:
            raise RuntimeError("the database is closed")
        self._sessions += 1
        try:
            yield
        finally:
            self._sessions -= 1
            if not self._sessions:
                self._is_idle.set()

    async def _come_to_rest(self) -> None:
        """Wait for what is under way.

        An engine that is disposed of closes only the connections that nobody uses: one that comes
        back later would stay open for ever.
        """
        if self._committer is not None:
            await asyncio.wait([self._committer])
        self._is_closed = True
        if self._sessions:
            self._is_idle.clear()
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._is_idle.wait(), BUSY_TIMEOUT_SECONDS)

    async def _commit_waiting(self) -> None:
        while self._waiting:
            batch = [
                self._waiting.popleft() for _ in range(min(len(self._waiting), _LARGEST_BATCH))
            ]
            try:
                outcomes = await self._run_batch([work for work, _ in batch])
            except Exception as error:
                outcomes = [error] * len(batch)
            for (_, done), outcome in zip(batch, outcomes, strict=True):
                if done.cancelled():
                    continue
                if isinstance(outcome, Exception):
                    done.set_exception(outcome)
                else:
                    done.set_result(outcome)

    async def _run_batch(self, works: Sequence[_Work]) -> list[Any]:
        try:
            async with self.write() as session:
                return [await work(session) for work in works]
        except NotSaved:
            raise
        except Exception:
            if len(works) == 1:
                raise
            # Which of them failed, and what of it is in the session, is found out only now:
            # savepoints for all, all the time, would cost more than the works themselves.
            return await self._run_apart(works)

    async def _run_apart(self, works: Sequence[_Work]) -> list[Any]:
        """Each work in a savepoint of its own."""
        outcomes: list[Any] = []
        async with self.write() as session:
            for work in works:
                try:
                    async with session.begin_nested():
                        outcome = await work(session)
                except OperationalError:
                    # The disk failed, not the work: nothing of the batch can be kept.
                    raise
                except Exception as error:
                    outcome = error
                outcomes.append(outcome)
        return outcomes


_PASSING = {
    sqlite_library.SQLITE_BUSY,
    sqlite_library.SQLITE_LOCKED,
    sqlite_library.SQLITE_READONLY,
    sqlite_library.SQLITE_IOERR,
    sqlite_library.SQLITE_FULL,
    sqlite_library.SQLITE_CANTOPEN,
}
"""Primary result codes of a disk that is full, held by another program, or out of reach."""
_DAMAGED = {
    sqlite_library.SQLITE_CORRUPT,
    sqlite_library.SQLITE_NOTADB,
    sqlite_library.SQLITE_IOERR,
    sqlite_library.SQLITE_CANTOPEN,
}


def _vacuum(connection: Connection) -> None:
    # Below SQLAlchemy, which would begin a transaction first.
    cursor = connection.connection.cursor()
    try:
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        result = cursor.fetchone()
    finally:
        cursor.close()
    if result is None or result[0]:
        raise sqlite_library.OperationalError("the log is being read")


def _error_code(error: DatabaseError) -> int | None:
    """SQLite's primary result code; the extended one carries it in its lowest byte."""
    code = getattr(error.orig, "sqlite_errorcode", None)
    return None if code is None else int(code) & 0xFF


def _unusable(path: Path, error: DatabaseError) -> DatabaseUnusable:
    reason = str(error.orig)
    if "not a database" in reason:
        return DatabaseUnusable(
            f"The file {path} is no database, or a damaged one. Put a backup in its place, or "
            "choose another file; nothing was changed."
        )
    if "malformed" in reason:
        return DatabaseUnusable(
            f"The database {path} is damaged ({reason}). Put a backup in its place; "
            "nothing was changed."
        )
    return DatabaseUnusable(
        f"The database {path} cannot be used ({reason}). Check that its folder exists, can be "
        "written and has room, and that no other program holds the file."
    )
