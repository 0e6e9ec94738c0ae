"""What a database file holds and whether it is whole. Opens it read-only; changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy
from sqlalchemy import ColumnElement, Connection, NullPool, func, select

from knowledge.errors import DatabaseUnusable
from knowledge.model.audit import broken_links
from knowledge.storage import audit, migrations
from knowledge.storage.audit_tables import AuditRow
from knowledge.storage.sqlite import sqlite_library
from knowledge.storage.tables import (
    CourseRow,
    DocumentRow,
    EmbeddingModelRow,
    PassageRow,
    RecordRow,
    VectorsRow,
)

_AUDIT = select(AuditRow.__table__).order_by(AuditRow.number)


@dataclass(frozen=True, slots=True)
class Content:
    """How much a database holds."""

    courses: tuple[str, ...]
    documents: int
    """Without those in the bin."""
    records: int
    indexed_passages: int
    stray_vectors: int
    """Rows of vectors whose passage is not there."""
    acts: int
    """Of staff, in the audit."""
    broken_acts: tuple[int, ...]
    """Numbers of entries of the audit that were changed, or before which one is missing."""


@dataclass(frozen=True, slots=True)
class Inspection:
    """What was found in a database that could be opened."""

    damage: str | None
    """In SQLite's words; None for a sound file, and the rest is then to be relied on."""
    revision: str | None = None
    """Of the schema; None where it is not Colloquy's."""
    broken_references: int = 0
    journal: str = ""
    content: Content | None = None
    """None where the schema is not the one that this program knows."""


@dataclass(frozen=True, slots=True)
class WritingModel:
    """A model that has written vectors."""

    name: str
    dimension: int
    sha256: str


def has_full_text_search() -> bool:
    """Was the SQLite library built with FTS5?"""
    with closing(sqlite_library.connect(":memory:")) as connection:
        try:
            connection.execute("CREATE VIRTUAL TABLE t USING fts5(words)")
        except sqlite_library.OperationalError:
            return False
    return True


def inspect(path: Path) -> Inspection:
    """Look through the whole file.

    Raises:
        DatabaseUnusable: it cannot be read; the message is SQLite's reason.
    """
    with _opened(path) as connection:
        damage = str(_pragma(connection, "quick_check(1)"))
        if damage != "ok":
            return Inspection(damage)
        revision = migrations.current(connection)
        return Inspection(
            damage=None,
            revision=revision,
            broken_references=len(
                connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            ),
            journal=str(_pragma(connection, "journal_mode")),
            content=_content(connection) if revision == migrations.newest() else None,
        )


def list_models(path: Path) -> list[WritingModel]:
    """The models that wrote the vectors; none where the schema is not this program's.

    Raises:
        DatabaseUnusable: the file cannot be read; the message is SQLite's reason.
    """
    with _opened(path) as connection:
        if migrations.current(connection) != migrations.newest():
            return []
        rows = connection.execute(
            select(EmbeddingModelRow.name, EmbeddingModelRow.dimension, EmbeddingModelRow.sha256)
        )
        return [WritingModel(*row) for row in rows]


@contextmanager
def _opened(path: Path) -> Iterator[Connection]:
    address = f"{path.absolute().as_uri()}?mode=ro"
    engine = sqlalchemy.create_engine(
        "sqlite://",
        module=sqlite_library,
        creator=lambda: sqlite_library.connect(address, uri=True),
        poolclass=NullPool,
    )
    try:
        with engine.connect() as connection:
            yield connection
    except sqlalchemy.exc.DatabaseError as error:
        raise DatabaseUnusable(str(error.orig)) from error


def _pragma(connection: Connection, name: str) -> object:
    return connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()


def _content(connection: Connection) -> Content:
    def count(row: type[DocumentRow | RecordRow | VectorsRow], *where: ColumnElement[bool]) -> int:
        return connection.execute(select(func.count()).select_from(row).where(*where)).scalar_one()

    stray = (
        select(func.count())
        .select_from(VectorsRow)
        .outerjoin(PassageRow, PassageRow.id == VectorsRow.passage_id)
        .where(PassageRow.id.is_(None))
    )
    acts = [audit.entry_of(row) for row in connection.execute(_AUDIT)]
    return Content(
        courses=tuple(connection.scalars(select(CourseRow.name).order_by(CourseRow.name))),
        documents=count(DocumentRow, DocumentRow.binned_at.is_(None)),
        records=count(RecordRow),
        indexed_passages=count(VectorsRow),
        stray_vectors=connection.execute(stray).scalar_one(),
        acts=len(acts),
        broken_acts=tuple(broken_links(acts)),
    )
