"""Schema changes, run by the program itself when it opens a database."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from knowledge.errors import DatabaseUnusable
from knowledge.storage.sqlite import create_engine


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("path_separator", "os")
    return config


def newest() -> str:
    """The revision that this program's tables are at."""
    revision = ScriptDirectory.from_config(_config()).get_current_head()
    assert revision is not None, "the package ships at least one migration"
    return revision


def current(connection: Connection) -> str | None:
    """The revision of an open database; ``None`` for a new file."""
    return MigrationContext.configure(connection).get_current_revision()


async def migrate(path: Path) -> None:
    """Bring the file to :func:`newest`, or leave it as it was.

    Raises:
        DatabaseUnusable: a newer version made it, or a migration would break a reference.
    """
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
    """Bring an open database to :func:`newest`, in the caller's transaction.

    Raises:
        DatabaseUnusable: a newer version of the program made the database.
    """
    found = current(connection)
    if found == newest():
        return
    known = {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}
    if found is not None and found not in known:
        raise DatabaseUnusable(
            f"The database was made by a newer version of Colloquy (schema {found}; this one "
            f"knows up to {newest()}). Upgrade Colloquy, or restore an older backup."
        )
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
