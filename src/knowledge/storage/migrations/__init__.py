"""Schema changes, run by the program itself when it opens a database."""

from __future__ import annotations

import asyncio
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, inspect
from sqlalchemy.exc import DatabaseError

from knowledge.errors import DatabaseUnusable
from knowledge.storage.sqlite import BUSY_TIMEOUT_SECONDS, create_engine, sqlite_library
from knowledge.storage.tables import Base

_VERSIONS = "alembic_version"
_OURS = {"courses", "document_versions"}
"""Tables of every version of Colloquy."""


@dataclass(frozen=True, slots=True)
class Misfit:
    """Why this program must leave a database alone, and what to do about it."""

    what: str
    fix: str


def known() -> frozenset[str]:
    """The revisions of this program: the numbers that the files of the migrations begin with."""
    versions = Path(__file__).with_name("versions")
    return frozenset(file.name.partition("_")[0] for file in versions.glob("[0-9]*.py"))


def newest() -> str:
    """The revision that this program's tables are at."""
    return max(known())


def current(connection: Connection) -> str | None:
    """The revision of an open database; ``None`` for a new file."""
    if not inspect(connection).has_table(_VERSIONS):
        return None
    found = connection.exec_driver_sql(f"SELECT version_num FROM {_VERSIONS}")  # noqa: S608
    revision: str | None = found.scalar_one_or_none()
    return revision


def misfit(path: Path) -> Misfit | None:
    """What keeps this program from using the file; ``None`` if nothing does. Changes nothing.

    Raises:
        sqlalchemy.exc.DatabaseError: it cannot be read.
    """
    if path.is_dir():
        return Misfit("is a folder", "Set DATABASE_URL to a file in it")
    if not path.is_file() or path.stat().st_size == 0:
        return None
    names, revisions = _look(path)
    if names and not names >= _OURS:
        return Misfit("belongs to another program", "Set DATABASE_URL to another file")
    if len(revisions) == 1 and not known() >= revisions:
        return Misfit(
            f"was made by a newer version of Colloquy (schema {min(revisions)}; this one knows up "
            f"to {newest()})",
            "Upgrade Colloquy, or put an older backup in its place",
        )
    incomplete = revisions == {newest()} and not names >= Base.metadata.tables.keys()
    if names and (len(revisions) != 1 or incomplete):
        return Misfit("was left half upgraded", "Put a backup in its place")
    return None


def _look(path: Path) -> tuple[set[str], set[str]]:
    """The names in a database's schema, and the revisions that it says it is at."""
    address = f"{path.absolute().as_uri()}?mode=ro"
    try:
        with closing(
            sqlite_library.connect(address, uri=True, timeout=BUSY_TIMEOUT_SECONDS)
        ) as connection:
            names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
            if _VERSIONS not in names:
                return names, set()
            rows = connection.execute(f"SELECT version_num FROM {_VERSIONS}")  # noqa: S608
            return names, {revision for (revision,) in rows}
    except sqlite_library.DatabaseError as error:
        raise DatabaseError(None, None, error) from error


async def migrate(path: Path) -> None:
    """Bring the file to :func:`newest`, or leave it as it was.

    Raises:
        DatabaseUnusable: it is not this program's to change, or a migration would break a
            reference.
    """
    # Before the first connection: that one would make another program's file a WAL database.
    if (found := await asyncio.to_thread(misfit, path)) is not None:
        raise DatabaseUnusable(
            f"The database {path} {found.what}. {found.fix}; nothing was changed."
        )
    engine = create_engine(path, writes=True, foreign_keys=False)
    try:
        async with engine.connect() as connection:
            await connection.run_sync(upgrade)
            broken = (await connection.exec_driver_sql("PRAGMA foreign_key_check")).all()
            if broken:
                raise DatabaseUnusable(
                    f"The database {path} holds rows that refer to nothing (in {broken[0][0]}). "
                    "Put a backup in its place; nothing was changed."
                )
            await connection.commit()
    finally:
        await engine.dispose()


def upgrade(connection: Connection) -> None:
    """Bring an open database to :func:`newest`, in the caller's transaction."""
    if current(connection) == newest():
        return
    # Only here: most starts have nothing to migrate, and need not wait for Alembic's import.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
