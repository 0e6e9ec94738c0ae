"""Is this machine fit, is the database sound, is the model whole? Looks, and changes nothing."""

from __future__ import annotations

import contextlib
import enum
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from knowledge.errors import ModelUnusable
from knowledge.retrieval.embedding_model import ModelFolder
from knowledge.settings import KnowledgeSettings
from knowledge.storage import migrations, sqlite

SAFE_SQLITE = (3, 51, 3)
"""From here on a WAL file cannot lose committed writes when two connections share it."""


_library: ModuleType = sqlite.sqlite_library  # type: ignore[attr-defined]


class Status(enum.StrEnum):
    OK = "OK"
    WARN = "WARN"
    FAIL = "FAIL"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. ``fix`` says what to do, unless the status is OK."""

    name: str
    status: Status
    detail: str
    fix: str = ""

    @classmethod
    def ok(cls, name: str, detail: str) -> Finding:
        return cls(name, Status.OK, detail)

    @classmethod
    def warn(cls, name: str, detail: str, fix: str) -> Finding:
        return cls(name, Status.WARN, detail, fix)

    @classmethod
    def fail(cls, name: str, detail: str, fix: str) -> Finding:
        return cls(name, Status.FAIL, detail, fix)


def examine_sqlite() -> Iterator[Finding]:
    """The SQLite library that would open the database."""
    version = sqlite.library_version()
    if tuple(map(int, version.split("."))) >= SAFE_SQLITE:
        yield Finding.ok("SQLite", version)
    else:
        yield Finding.warn(
            "SQLite",
            f"{version}: up to 3.51.2, a WAL file can lose committed writes under two connections",
            "Where there is a wheel: pip install pysqlite3. Else run one process per database.",
        )
    with contextlib.closing(_library.connect(":memory:")) as connection:
        try:
            connection.execute("CREATE VIRTUAL TABLE t USING fts5(words)")
        except _library.OperationalError:
            yield Finding.fail(
                "SQLite full-text search", "FTS5 is missing", "pip install pysqlite3"
            )
        else:
            yield Finding.ok("SQLite full-text search", "FTS5")


def examine_database(settings: KnowledgeSettings) -> Iterator[Finding]:
    """The database file, if there is one yet."""
    path = settings.database_path
    if not path.is_file():
        yield Finding.ok("Database", f"{path} will be made at the first start")
        return
    try:
        address = f"{path.absolute().as_uri()}?mode=ro"
        with contextlib.closing(_library.connect(address, uri=True)) as connection:
            yield from _examine_open(connection, path)
    except _library.DatabaseError as error:
        yield Finding.fail(
            "Database", f"{path} cannot be read ({error})", "Put a backup in its place."
        )


def _examine_open(connection: Any, path: Path) -> Iterator[Finding]:
    def value(query: str) -> Any:
        return connection.execute(query).fetchone()[0]

    answer = value("PRAGMA quick_check(1)")
    if answer != "ok":
        yield Finding.fail(
            "Database", f"{path} is damaged ({answer})", "Put a backup in its place."
        )
        return
    yield Finding.ok("Database", f"{path}, {path.stat().st_size / 1e6:.1f} MB, sound")
    try:
        revision = value("SELECT version_num FROM alembic_version")
    except (_library.OperationalError, TypeError):
        yield Finding.fail("Database schema", "not Colloquy's", "Set DATABASE_URL to another file.")
        return
    yield _examine_schema(revision)
    broken = len(connection.execute("PRAGMA foreign_key_check").fetchall())
    yield (
        Finding.fail("Database references", f"{broken} broken", "Put a backup in its place.")
        if broken
        else Finding.ok("Database references", "whole")
    )
    journal = value("PRAGMA journal_mode")
    yield (
        Finding.ok("Database journal", "WAL")
        if journal == "wal"
        else Finding.warn("Database journal", journal, "Start Colloquy once: it sets WAL.")
    )
    with contextlib.suppress(_library.OperationalError):  # an older schema
        yield from _examine_content(connection, value)


def _examine_schema(revision: str) -> Finding:
    newest = migrations.newest()
    if revision == newest:
        return Finding.ok("Database schema", f"revision {revision}, the newest")
    return Finding.warn(
        "Database schema",
        f"revision {revision}; this program's is {newest}",
        "An older one is brought up to date at the next start: make a copy first. "
        "For a newer one, upgrade Colloquy.",
    )


def _examine_content(connection: Any, value: Any) -> Iterator[Finding]:
    courses = [row[0] for row in connection.execute("SELECT name FROM courses ORDER BY name")]
    documents, records = (
        value("SELECT count(*) FROM documents"),
        value("SELECT count(*) FROM records"),
    )
    yield Finding.ok(
        "Content",
        f"{len(courses)} courses ({', '.join(courses) or 'none yet'}), {documents} documents, "
        f"{records} recorded questions",
    )
    indexed = value("SELECT count(*) FROM passage_vectors")
    lost = value(
        "SELECT count(*) FROM passage_vectors v LEFT JOIN passages p ON p.id = v.passage_id "
        "WHERE p.id IS NULL"
    )
    yield (
        Finding.fail("Index", f"{lost} vectors of no passage", "Put a backup in its place.")
        if lost
        else Finding.ok("Index", f"{indexed} passages")
    )


def examine_model(settings: KnowledgeSettings) -> Iterator[Finding]:
    """The embedding model's files, and whether the database's vectors are its own."""
    try:
        folder = (
            ModelFolder.at(settings.embedding_model)
            if settings.embedding_model
            else ModelFolder.packaged()
        )
    except ModelUnusable as error:
        yield Finding.fail("Embedding model", "unusable", str(error))
        return
    dimension = _dimension_of(folder)
    size = f"{dimension} numbers" if dimension else "of unknown dimension"
    yield Finding.ok("Embedding model", f"{folder.name}, {size}, SHA-256 {folder.sha256[:12]}…")
    yield from _compare_with_index(settings.database_path, folder)


def _dimension_of(folder: ModelFolder) -> int | None:
    for name, key in (
        ("1_Pooling/config.json", "word_embedding_dimension"),
        ("config.json", "hidden_size"),
    ):
        try:
            stated = json.loads((folder.path / name).read_text(encoding="utf-8")).get(key)
        except (OSError, ValueError):
            continue
        if isinstance(stated, int):
            return stated
    return None


def _compare_with_index(database: Path, folder: ModelFolder) -> Iterator[Finding]:
    if not database.is_file():
        return
    address = f"{database.absolute().as_uri()}?mode=ro"
    try:
        with contextlib.closing(_library.connect(address, uri=True)) as connection:
            wrote = connection.execute(
                "SELECT name, dimension, sha256 FROM embedding_models"
            ).fetchall()
    except _library.DatabaseError:
        return  # said of the database already
    others = [
        f"{name} ({dimension})" for name, dimension, digest in wrote if digest != folder.sha256
    ]
    if others:
        yield Finding.fail(
            "Index and model",
            f"the vectors were written by {', '.join(others)}",
            "Set EMBEDDING_MODEL back, or ingest the documents into a new database.",
        )
    else:
        yield Finding.ok("Index and model", "the same model")
