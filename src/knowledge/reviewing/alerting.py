"""Which servers' moderators are to be told what, and what a server decides about its log."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from knowledge.model.alert import MOST_WAITS, Alarm, Digest
from knowledge.model.audit import StaffAct
from knowledge.model.server import LogMode, ServerSettings
from knowledge.reviewing.identities import Identities
from knowledge.storage import alerts, audit, servers, waiting
from knowledge.storage.database import Database, WriteSession


class Alerting:
    """Alerts are found in what is recorded, so that a restart loses none and repeats none."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    async def take_due(self, home_server: int | None) -> list[Alarm | Digest]:
        """What is to be posted now, for each server with an alert channel; taken on by this call.

        Args:
            home_server: Where the courses are looked after that belong to no server.
        """
        async with self._database.read() as session:
            settings = await servers.list_all(session)
        channels = {
            id_: known.alert_channel_id
            for id_, known in settings.items()
            if known.alert_channel_id is not None
        }
        if not channels:
            return []
        now = self._clock()
        due: list[Alarm | Digest] = []
        async with self._database.write() as session:
            for server_id, channel_id in channels.items():
                at_home = server_id == home_server
                await alerts.gather(session, server_id, now, at_home=at_home)
                names = await Identities.of(session, server_id)
                taken = await alerts.take(session, server_id, now, names.name)
                if taken:
                    due.append(Alarm(server_id, channel_id, tuple(taken)))
                digest = await _digest(session, server_id, channel_id, now, at_home=at_home)
                if digest is not None:
                    due.append(digest)
        return due

    async def give_back(self, told: Alarm | Digest) -> None:
        """It could not be posted; the next call of :meth:`take_due` finds it again."""
        async with self._database.write() as session:
            await alerts.put_back(session, told.ids)

    async def note_error(self, server_id: int, reference: str, action: str) -> None:
        """Something went wrong in a server; ``reference`` finds it in the process's log.

        Not kept where nobody would be told.
        """
        now = self._clock()

        async def keep(session: WriteSession) -> None:
            if (await servers.get(session, server_id)).alert_channel_id is not None:
                await alerts.add_error(session, server_id, reference, action, now)

        await self._database.write_grouped(keep)

    async def note_slowed(self, server_id: int, user_id: int, event_id: int) -> None:
        """Somebody had to be slowed down again and again. Not kept where nobody would be told.

        Args:
            event_id: What they did last; noting it twice tells it once.
        """
        now = self._clock()

        async def keep(session: WriteSession) -> None:
            if (await servers.get(session, server_id)).alert_channel_id is not None:
                await alerts.add_slowed(session, server_id, user_id, event_id, now)

        await self._database.write_grouped(keep)

    async def settings(self, server_id: int) -> ServerSettings:
        async with self._database.read() as session:
            return await servers.get(session, server_id)

    async def change(
        self,
        server_id: int,
        *,
        by: int,
        channel_id: int | None = None,
        mode: LogMode | None = None,
    ) -> ServerSettings:
        """Set where alerts go, or what the log shows of askers; ``None`` leaves it as it is.

        Raises:
            NotSaved: nothing was changed.
        """
        async with self._database.write() as session:
            known = await servers.get(session, server_id)
            changed = replace(
                known,
                alert_channel_id=channel_id or known.alert_channel_id,
                log_mode=mode or known.log_mode,
            )
            await servers.put(session, server_id, changed)
            await audit.append(
                session,
                at=self._clock(),
                server_id=server_id,
                actor_id=by,
                act=StaffAct.SETTINGS_CHANGED,
                target="log",
                detail={
                    "mode": changed.log_mode.value,
                    "alert_channel": str(changed.alert_channel_id or ""),
                },
            )
        return changed


async def _digest(
    session: WriteSession, server_id: int, channel_id: int, now: datetime, *, at_home: bool
) -> Digest | None:
    """Taken on by this call. ``None`` where none is due, or nobody waits any more."""
    await waiting.note_due(session, server_id, now, at_home=at_home)
    ids = await waiting.take_due(session, server_id, now)
    if not ids:
        return None
    waits, count = await waiting.list_longest(
        session, server_id, now, at_home=at_home, most=MOST_WAITS
    )
    return Digest(server_id, channel_id, tuple(waits), count, tuple(ids)) if waits else None
