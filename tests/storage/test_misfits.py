"""Which files the program leaves alone: it says why, and not one byte of them changes."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from knowledge.errors import DatabaseUnusable
from knowledge.storage.database import Database

FOREIGN = "belongs to another program. Set DATABASE_URL to another file; nothing was changed."
NEWER = "Upgrade Colloquy, or put an older backup in its place; nothing was changed."
HALF = "was left half upgraded. Put a backup in its place; nothing was changed."


def made_by(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


async def opened(path: Path) -> None:
    async with Database.open(path):
        pass


def files_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def write_and_die(path: Path) -> None:
    """Leave the database as a killed program does, and take away its way into the WAL file."""
    script = (
        "import os, sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "c.execute(\"INSERT INTO memos VALUES ('a', 'kept')\"); os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", script, path], check=True)
    path.with_name(f"{path.name}-shm").unlink()


@pytest.mark.parametrize(
    "statements",
    [
        ["CREATE TABLE photos (id)"],
        ["CREATE TABLE alembic_version (version_num)", "CREATE TABLE courses (id)"],
        [
            "CREATE TABLE alembic_version (version_num)",
            "INSERT INTO alembic_version VALUES ('0001')",
        ],
    ],
    ids=["without", "with the same tools", "with the same revision"],
)
async def test_another_program_s_database_is_refused_and_left_as_it_is(
    tmp_path: Path, statements: list[str]
) -> None:
    path = tmp_path / "photos.db"
    made_by(path, *statements)
    before = path.read_bytes()
    with pytest.raises(DatabaseUnusable) as refused:
        await opened(path)
    assert str(refused.value) == f"The database {path} {FOREIGN}"
    assert path.read_bytes() == before
    assert files_in(tmp_path) == ["photos.db"]


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE alembic_version SET version_num = '9999'", NEWER),
        ("DELETE FROM alembic_version", HALF),
        ("INSERT INTO alembic_version VALUES ('0000')", HALF),
        ("DROP TABLE alembic_version", HALF),
        ("DROP TABLE feedback", HALF),
    ],
)
async def test_a_database_that_is_newer_or_half_upgraded_is_refused_and_left_as_it_is(
    tmp_path: Path, statement: str, told: str
) -> None:
    path = tmp_path / "colloquy.db"
    await opened(path)
    made_by(path, statement)
    before = path.read_bytes()
    with pytest.raises(DatabaseUnusable) as refused:
        await opened(path)
    assert str(refused.value).startswith(f"The database {path} was ")
    assert str(refused.value).endswith(told)
    assert path.read_bytes() == before


async def test_a_folder_is_no_database(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnusable) as refused:
        await opened(tmp_path)
    assert str(refused.value) == (
        f"The database {tmp_path} is a folder. Set DATABASE_URL to a file in it; nothing was "
        "changed."
    )
    assert files_in(tmp_path) == []


async def test_an_empty_file_and_an_empty_database_are_filled(tmp_path: Path) -> None:
    (tmp_path / "a.db").touch()
    made_by(tmp_path / "b.db", "CREATE TABLE t (id)", "DROP TABLE t")
    for name in ("a.db", "b.db"):
        await opened(tmp_path / name)
        await opened(tmp_path / name)


async def test_what_a_killed_program_left_beside_its_database_is_taken_up(tmp_path: Path) -> None:
    path = tmp_path / "colloquy.db"
    await opened(path)
    write_and_die(path)
    assert (tmp_path / "colloquy.db-wal").stat().st_size > 0
    await opened(path)
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT value FROM memos WHERE key = 'a'").fetchall() == [("kept",)]
    connection.close()
