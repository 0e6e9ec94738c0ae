"""When a write counts, and what happens when it cannot."""

import asyncio
import re
import sqlite3
import subprocess
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import Column, Connection, Text, text
from sqlalchemy.exc import IntegrityError, OperationalError

from knowledge.errors import DatabaseUnusable, NotSaved
from knowledge.model.corpus import Strictness
from knowledge.storage import courses, migrations
from knowledge.storage.database import Database, WriteSession
from knowledge.storage.sqlite import create_engine, sqlite_library
from knowledge.storage.tables import Base, DocumentRow, MemoRow


async def test_what_was_written_is_there_after_reopening(tmp_path: Path) -> None:
    path = tmp_path / "new folder" / "colloquy.db"
    async with Database.open(path) as database, database.write() as session:
        await courses.remember(session, "commands", "abc")
    async with Database.open(path) as database, database.read() as session:
        assert await courses.recall(session, "commands") == "abc"


async def test_every_commit_waits_for_the_disk(database: Database) -> None:
    async with database.read() as session:
        assert await session.scalar(text("PRAGMA synchronous")) == 2
        assert await session.scalar(text("PRAGMA journal_mode")) == "wal"
        assert await session.scalar(text("PRAGMA foreign_keys")) == 1


async def test_an_exception_rolls_the_whole_write_back(database: Database) -> None:
    async def write_and_fail() -> None:
        async with database.write() as session:
            await courses.remember(session, "a", "1")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await write_and_fail()
    async with database.read() as session:
        assert await courses.recall(session, "a") is None


async def test_a_read_session_cannot_write(database: Database) -> None:
    with pytest.raises(Exception, match="readonly"):
        async with database.read() as session:
            await session.execute(text("DELETE FROM memos"))


async def test_concurrent_read_then_write_loses_no_update(database: Database) -> None:
    async def add_one() -> None:
        async with database.write() as session:
            count = int(await courses.recall(session, "count") or 0)
            await courses.remember(session, "count", str(count + 1))

    await asyncio.gather(*(add_one() for _ in range(50)))
    async with database.read() as session:
        assert await courses.recall(session, "count") == "50"


async def test_grouped_writes_all_return_their_own_result_once_committed(
    database: Database,
) -> None:
    async def keep(number: int) -> int:
        async def work(session: WriteSession) -> int:
            await courses.remember(session, f"key {number}", str(number))
            return number

        return await database.write_grouped(work)

    assert await asyncio.gather(*(keep(n) for n in range(600))) == list(range(600))
    async with database.read() as session:
        counted = text("SELECT count(*) FROM memos WHERE key LIKE 'key %'")
        assert await session.scalar(counted) == 600


async def test_a_grouped_write_that_fails_takes_no_other_with_it(database: Database) -> None:
    async def good(session: WriteSession) -> str:
        await courses.remember(session, "good", "kept")
        return "saved"

    async def bad(session: WriteSession) -> str:
        await courses.remember(session, "bad", "lost")
        raise ValueError("no")

    results = await asyncio.gather(
        database.write_grouped(good), database.write_grouped(bad), return_exceptions=True
    )
    assert results[0] == "saved"
    assert isinstance(results[1], ValueError)
    async with database.read() as session:
        assert await courses.recall(session, "good") == "kept"
        assert await courses.recall(session, "bad") is None


async def test_works_that_fail_only_when_they_are_flushed_keep_their_own_outcomes(
    database: Database,
) -> None:
    def work(name: str) -> Callable[[WriteSession], Awaitable[str]]:
        async def remember(session: WriteSession) -> str:
            session.add(MemoRow(key=name, value="v") if name != "bad" else MemoRow(key="bad"))
            return name

        return remember

    names = ["first", "bad", "third", "fourth"]
    results = await asyncio.gather(
        *(database.write_grouped(work(name)) for name in names), return_exceptions=True
    )
    assert [results[0], *results[2:]] == ["first", "third", "fourth"]
    assert isinstance(results[1], IntegrityError)
    async with database.read() as session:
        assert [await courses.recall(session, name) for name in names] == ["v", None, "v", "v"]


async def test_a_cancelled_waiter_does_not_stop_the_writes_behind_it(database: Database) -> None:
    async def slow(session: WriteSession) -> None:
        await courses.remember(session, "first", "1")
        await asyncio.sleep(0.01)

    async def quick(session: WriteSession) -> str:
        await courses.remember(session, "second", "2")
        return "saved"

    cancelled = asyncio.create_task(database.write_grouped(slow))
    waiting = asyncio.create_task(database.write_grouped(quick))
    await asyncio.sleep(0)
    cancelled.cancel()
    assert await waiting == "saved"


async def test_a_full_disk_refuses_the_write_in_words_and_changes_nothing(
    database: Database,
) -> None:
    async with database.write() as session:
        pages = await session.scalar(text("PRAGMA page_count"))
        await session.execute(text(f"PRAGMA max_page_count = {pages}"))
    with pytest.raises(NotSaved, match="does not count"):
        async with database.write() as session:
            await courses.remember(session, "big", "x" * 1_000_000)
    async with database.read() as session:
        assert await courses.recall(session, "big") is None


async def test_a_file_that_another_program_holds_refuses_the_write_in_words(
    database: Database,
) -> None:
    async with database.write() as session:
        await session.execute(text("PRAGMA busy_timeout = 20"))
    other = sqlite_library.connect(database.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(NotSaved, match="does not count"):
        async with database.write() as session:
            await courses.remember(session, "key", "value")
    other.close()


async def test_a_damaged_file_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "colloquy.db"
    path.write_bytes(b"this is no database at all, but it is long enough to look at" * 100)
    before = path.read_bytes()
    with pytest.raises(DatabaseUnusable, match="damaged"):
        async with Database.open(path):
            pass
    assert path.read_bytes() == before


async def test_a_database_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "colloquy.db"
    async with Database.open(path) as database, database.write() as session:
        await session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseUnusable, match="newer version"):
        async with Database.open(path):
            pass


async def test_a_migration_that_replaces_a_table_keeps_the_rows_that_refer_to_it(
    tmp_path: Path,
) -> None:
    path = tmp_path / "colloquy.db"
    async with Database.open(path) as database, database.write() as session:
        course = await courses.put_course(
            session, name="a", title="A", description="", language="en",
            strictness=Strictness.NORMAL, created_at=datetime.now(UTC),
        )  # fmt: skip
        session.add(DocumentRow(course_id=course.id, name="x", created_at=datetime.now(UTC)))

    def replace_courses(connection: Connection) -> None:
        operations = Operations(MigrationContext.configure(connection))
        with operations.batch_alter_table("courses", recreate="always") as table:
            table.add_column(Column("colour", Text))

    engine = create_engine(path, writes=True, foreign_keys=False)
    async with engine.begin() as connection:
        await connection.run_sync(replace_courses)
    await engine.dispose()
    async with Database.open(path) as database, database.read() as session:
        assert await session.scalar(text("SELECT count(*) FROM documents")) == 1


async def test_a_fault_in_a_statement_is_not_called_a_passing_failure(database: Database) -> None:
    with pytest.raises(OperationalError):
        async with database.write() as session:
            await session.execute(text("SELECT no_such_column FROM courses"))


@pytest.mark.filterwarnings("error::ResourceWarning")
@pytest.mark.parametrize("writes", [False, True])
async def test_what_is_under_way_at_the_close_ends_before_it_and_nothing_begins_after(
    tmp_path: Path, writes: bool
) -> None:
    begun, go = asyncio.Event(), asyncio.Event()

    async def work(database: Database) -> object:
        async with database.write() if writes else database.read() as session:
            begun.set()
            await go.wait()
            return await session.scalar(text("SELECT 1"))

    async with Database.open(tmp_path / "colloquy.db") as database:
        working = asyncio.create_task(work(database))
        await begun.wait()
        asyncio.get_running_loop().call_later(0.05, go.set)
    assert working.done()
    assert await working == 1
    with pytest.raises(RuntimeError, match="closed"):
        async with database.read():
            pass


async def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(DatabaseUnusable, match="DATABASE_URL"):
        async with Database.open(tmp_path / "file" / "colloquy.db"):
            pass


async def test_migrations_lead_to_the_tables_that_the_program_uses(tmp_path: Path) -> None:
    from alembic.autogenerate import compare_metadata

    def differences(connection: Connection) -> list[object]:
        context = MigrationContext.configure(connection)
        found = compare_metadata(context, Base.metadata)
        return [d for d in found if not re.search("passage_words|record_words", str(d))]

    engine = create_engine(tmp_path / "colloquy.db", writes=True)
    async with engine.connect() as connection:
        await connection.run_sync(migrations.upgrade)
        assert await connection.run_sync(differences) == []
        assert await connection.run_sync(migrations.current) == migrations.newest()
    await engine.dispose()


def test_revisions_are_the_numbers_that_files_of_migrations_begin_with() -> None:
    scripts = ScriptDirectory(str(Path(migrations.__file__).parent))
    assert {script.revision for script in scripts.walk_revisions()} == migrations.known()
    assert scripts.get_current_head() == migrations.newest()


async def test_opening_a_database_that_is_up_to_date_does_not_load_alembic(tmp_path: Path) -> None:
    path = tmp_path / "colloquy.db"
    async with Database.open(path):
        pass
    script = """
import asyncio, pathlib, sys
from knowledge.storage.database import Database

async def main():
    async with Database.open(pathlib.Path(sys.argv[1])):
        pass

asyncio.run(main())
sys.exit("alembic was imported" if "alembic" in sys.modules else 0)
"""
    ran = await asyncio.to_thread(
        subprocess.run, [sys.executable, "-c", script, str(path)], capture_output=True, text=True
    )
    assert ran.returncode == 0, ran.stderr


def test_the_library_that_is_used_is_at_least_as_new_as_the_interpreters() -> None:
    from knowledge.storage.sqlite import library_version

    assert [*map(int, library_version().split("."))] >= [*sqlite3.sqlite_version_info]
