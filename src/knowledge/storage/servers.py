"""What servers decided for themselves, and the secret behind pseudonyms."""

from __future__ import annotations

from sqlalchemy import select

from knowledge.model.server import LogMode, ServerSettings
from knowledge.storage import courses
from knowledge.storage.database import ReadSession, WriteSession
from knowledge.storage.privacy_tables import ServerRow

_SECRET = "pseudonym_secret"  # noqa: S105 - the name under which it is kept


async def get(session: ReadSession, server_id: int | None) -> ServerSettings:
    """A server's settings; the defaults where it has changed none, and where there is no server."""
    row = None if server_id is None else await session.get(ServerRow, server_id)
    return ServerSettings() if row is None else _settings(row)


async def put(session: WriteSession, server_id: int, settings: ServerSettings) -> None:
    await session.merge(
        ServerRow(
            server_id=server_id,
            log_mode=settings.log_mode.value,
            log_channel_id=settings.log_channel_id,
            alert_channel_id=settings.alert_channel_id,
            log_days=settings.log_days,
            text_days=settings.text_days,
        )
    )


async def list_all(session: ReadSession) -> dict[int, ServerSettings]:
    """Of every server that has changed some."""
    rows = await session.scalars(select(ServerRow).order_by(ServerRow.server_id))
    return {row.server_id: _settings(row) for row in rows}


async def secret(session: ReadSession) -> bytes:
    """What pseudonyms are made with: of this database alone, made once, never shown."""
    kept = await courses.recall(session, _SECRET)
    assert kept is not None, "the migration makes it"
    return bytes.fromhex(kept)


def _settings(row: ServerRow) -> ServerSettings:
    return ServerSettings(
        log_mode=LogMode(row.log_mode),
        log_channel_id=row.log_channel_id,
        alert_channel_id=row.alert_channel_id,
        log_days=row.log_days,
        text_days=row.text_days,
    )
