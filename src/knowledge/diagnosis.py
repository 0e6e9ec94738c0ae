"""Is this machine fit, is the database sound, is the model whole? Looks, and changes nothing."""

from __future__ import annotations

import enum
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from knowledge.errors import DatabaseUnusable, ModelUnusable
from knowledge.retrieval.embedding_model import ModelFolder
from knowledge.settings import KnowledgeSettings
from knowledge.storage import inspection, migrations, sqlite
from knowledge.storage.inspection import Content

SAFE_SQLITE = (3, 51, 3)
"""From here on a WAL file cannot lose committed writes when two connections share it."""


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
    yield (
        Finding.ok("SQLite full-text search", "FTS5")
        if inspection.has_full_text_search()
        else Finding.fail("SQLite full-text search", "FTS5 is missing", "pip install pysqlite3")
    )


def examine_database(settings: KnowledgeSettings, default_course: str = "") -> Iterator[Finding]:
    """The database file, if there is one yet, and whether it has the default course."""
    path = settings.database_path
    try:
        is_there = path.exists()
    except OSError as error:
        reason = f"{path} cannot be opened ({error.strerror})"
        yield Finding.fail("Database", reason, "Set DATABASE_URL to a place that can be written.")
        return
    if not is_there:
        yield _examine_place(path)
        return
    if path.is_dir():
        yield Finding.fail("Database", f"{path} is a folder", "Set DATABASE_URL to a file in it.")
        return
    try:
        found = inspection.inspect(path)
    except DatabaseUnusable as error:
        if "not a database" in str(error):
            yield Finding.fail(
                "Database",
                f"{path} is no database",
                "Set DATABASE_URL to another file, or put a backup in its place.",
            )
        else:
            yield Finding.fail(
                "Database",
                f"{path} cannot be read ({error})",
                "Let its folder be written, or set DATABASE_URL to a place that can be.",
            )
        return
    if found.damage is not None:
        damage = " ".join(found.damage.split())
        yield Finding.fail(
            "Database", f"{path} is damaged ({damage})", "Put a backup in its place."
        )
        return
    yield Finding.ok("Database", f"{path}, {path.stat().st_size / 1e6:.1f} MB, sound")
    if (misfit := migrations.misfit(path)) is not None:
        yield Finding.fail("Database schema", misfit.what, f"{misfit.fix}.")
        return
    yield _examine_schema(found.revision)
    yield (
        Finding.fail(
            "Database references", f"{found.broken_references} broken", "Put a backup in its place."
        )
        if found.broken_references
        else Finding.ok("Database references", "whole")
    )
    yield (
        Finding.ok("Database journal", "WAL")
        if found.journal == "wal"
        else Finding.warn("Database journal", found.journal, "Start Colloquy once: it sets WAL.")
    )
    if found.content is not None:
        yield from _examine_content(found.content)
        if default_course and default_course not in found.content.courses:
            yield Finding.warn(
                "Course of DEFAULT_COURSE",
                f"“{default_course}” is not in the database",
                f"Run: colloquy ingest PATH --course {default_course}; or correct DEFAULT_COURSE.",
            )


def _examine_place(path: Path) -> Finding:
    """Whether a database can be made where there is none."""
    place = path.parent
    while not place.exists():
        place = place.parent
    fix = "Set DATABASE_URL to a place that can be written."
    if not place.is_dir():
        return Finding.fail("Database", f"{path} cannot be made: {place} is a file", fix)
    if not os.access(place, os.W_OK | os.X_OK):
        return Finding.fail("Database", f"{path} cannot be made: {place} is not to be written", fix)
    return Finding.ok("Database", f"{path} will be made at the first start")


def _examine_schema(revision: str | None) -> Finding:
    newest = migrations.newest()
    if revision == newest:
        return Finding.ok("Database schema", f"revision {revision}, the newest")
    return Finding.warn(
        "Database schema",
        f"revision {revision or 'none'}; this program's is {newest}",
        "It is brought up to date at the next start: make a copy first.",
    )


def _examine_content(content: Content) -> Iterator[Finding]:
    yield Finding.ok(
        "Content",
        f"{len(content.courses)} courses ({', '.join(content.courses) or 'none yet'}), "
        f"{_counted(content.documents, 'document')}, "
        f"{_counted(content.records, 'recorded question')}",
    )
    yield (
        Finding.fail(
            "Index", f"{content.stray_vectors} vectors of no passage", "Put a backup in its place."
        )
        if content.stray_vectors
        else Finding.ok("Index", _counted(content.indexed_passages, "passage"))
    )
    yield (
        Finding.fail(
            "Audit",
            f"the chain is broken at {', '.join(map(str, content.broken_acts[:5]))}",
            "Somebody has changed the database by hand: compare these entries with a backup.",
        )
        if content.broken_acts
        else Finding.ok("Audit", f"{_counted(content.acts, 'act')} of staff, the chain is whole")
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
    # Not Path.is_file(), which fails where the name is too long or the folder is closed.
    if not os.path.isfile(database):
        return
    try:
        wrote = inspection.list_models(database)
    except DatabaseUnusable:
        return  # said of the database already
    others = [
        f"{model.name} ({model.dimension})" for model in wrote if model.sha256 != folder.sha256
    ]
    if others:
        yield Finding.fail(
            "Index and model",
            f"the vectors were written by {', '.join(others)}",
            "Set EMBEDDING_MODEL back, or ingest the documents into a new database.",
        )
    else:
        yield Finding.ok("Index and model", "the same model")


def _counted(count: int, thing: str) -> str:
    return f"{count} {thing}{'' if count == 1 else 's'}"
