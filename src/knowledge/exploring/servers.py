"""What servers have set up: their courses, where these belong, and who their staff are."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime
from types import EllipsisType
from typing import Any

from knowledge.model.audit import Detail, StaffAct
from knowledge.model.corpus import Course
from knowledge.model.named import Named
from knowledge.model.places import Binding, CourseUse, Holdings, Layout, StaffKind, Target
from knowledge.model.receipt import read_receipt
from knowledge.model.record import Visibility
from knowledge.model.server import ServerSettings
from knowledge.storage import audit, courses, named, places, records, servers
from knowledge.storage.database import Database, WriteSession
from knowledge.storage.erasure import COMPACTION_DUE

MOST_COURSES = 20
"""In one server: as many as one list of choices can show, and some of the operator's."""


class Servers:
    """Changes what is set up, and keeps all of it in memory.

    One process works on a database, so what is in memory is what is stored: who may do something
    is decided without a look at the database.
    """

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock
        self._layout = Layout()
        self._loading = asyncio.Lock()
        self._changes = self._changes_read = 0

    @property
    def layout(self) -> Layout:
        """As it was read last: after every change made here, and by :meth:`load`."""
        return self._layout

    async def load(self) -> Layout:
        """Read everything anew: also what was added from the command line."""
        # One after the other: what was read before a change must not be kept after it.
        async with self._loading:
            changes = self._changes
            async with self._database.read() as session:
                self._layout = await places.layout(session)
            self._changes_read = changes
        return self._layout

    async def current(self) -> Layout:
        """:attr:`layout`, read anew if that failed after the last change."""
        return self._layout if self._changes_read == self._changes else await self.load()

    async def add_course(self, server_id: int, title: str, *, by: int) -> Course | None:
        """A new course, without documents, that this server's staff look after.

        Returns:
            ``None`` if the server has one of that title, or :data:`MOST_COURSES`.

        Raises:
            NotSaved: nothing was changed; as the other methods that change something.
        """
        async with self._database.write() as session:
            course = await places.add_course(
                session, server_id=server_id, title=title, most=MOST_COURSES, at=self._clock()
            )
            if course is not None:
                await self._note(session, server_id, by, "course added", {"course": course.title})
        await self._load_changed()
        return course

    async def rename_course(self, server_id: int, course_id: int, title: str, *, by: int) -> bool:
        """Give a course of this server another title; ``False`` if another has it, or it is gone.

        Answers that were shown keep the title of their time.
        """
        async with self._database.write() as session:
            before = await places.rename_course(session, course_id, server_id, title)
            if before is not None:
                detail: Detail = {"course": course_id, "title": title, "title_before": before}
                await self._note(session, server_id, by, "course renamed", detail)
        await self._load_changed()
        return before is not None

    async def holdings(self, course_id: int) -> Holdings:
        """What would go with a course, and whether it may go now."""
        async with self._database.read() as session:
            return await places.holdings(session, course_id)

    async def remove_course(self, server_id: int, course_id: int, *, by: int) -> bool:
        """Erase a course of this server with its questions, answers of people and self-study.

        ``False``, and nothing is changed, while it is busy or has documents, also in the bin, or
        if it is gone. What was asked of it stays in the log. The last bytes leave the file the
        next night.
        """
        async with self._database.write() as session:
            held = await places.holdings(session, course_id)
            if held.is_busy or held.documents:
                return False
            title = await places.remove_course(session, course_id, server_id)
            if title is not None:
                await courses.remember(session, COMPACTION_DUE, "")
                detail: Detail = {"course": course_id, "title": title}
                await self._note(session, server_id, by, "course removed", detail)
        await self._load_changed()
        return title is not None

    async def bind(
        self,
        server_id: int,
        course_id: int,
        bound: Collection[Binding],
        targets: Collection[Target],
        *,
        by: int,
    ) -> None:
        """Have a course belong to these, and to nothing else of the kinds in ``targets``.

        Whether the server owns the course is the caller's to check.
        """
        listed = sorted(f"{binding.target.value} {binding.target_id}" for binding in bound)
        detail: Detail = {"course": course_id, "bound_to": ", ".join(listed)}
        async with self._database.write() as session:
            await places.bind(session, server_id, course_id, targets, bound)
            await self._note(session, server_id, by, "places of a course", detail)
        await self._load_changed()

    async def name_staff(
        self, server_id: int, kind: StaffKind, role_ids: Collection[int], *, by: int
    ) -> None:
        """Make the members of these roles, and of no others, staff of that kind."""
        detail = {"kind": kind.value, "roles": ", ".join(str(role) for role in sorted(role_ids))}
        async with self._database.write() as session:
            await places.name_staff(session, server_id, kind, role_ids)
            await self._note(session, server_id, by, "staff roles", detail)
        await self._load_changed()

    async def settings(self, server_id: int) -> ServerSettings:
        async with self._database.read() as session:
            return await servers.get(session, server_id)

    async def set_channels(
        self,
        server_id: int,
        *,
        by: int,
        log: int | EllipsisType | None = ...,
        alerts: int | EllipsisType | None = ...,
    ) -> ServerSettings:
        """Where results and alerts are posted; ``None``: nowhere. What is left out stays."""
        given = {"log_channel_id": log, "alert_channel_id": alerts}
        async with self._database.write() as session:
            now = await servers.get(session, server_id)
            values: dict[str, Any] = {name: id_ for name, id_ in given.items() if id_ is not ...}
            changed = replace(now, **values)
            await servers.put(session, server_id, changed)
            detail = {
                "log_channel": str(changed.log_channel_id or ""),
                "alert_channel": str(changed.alert_channel_id or ""),
            }
            await self._note(session, server_id, by, "log", detail)
        return changed

    async def set_visibility(
        self, server_id: int, channel_id: int, visibility: Visibility, *, by: int
    ) -> None:
        """Who sees answers in a channel unless the asker says otherwise."""
        detail = {"channel": str(channel_id), "visibility": visibility.value}
        async with self._database.write() as session:
            await courses.put_channel_visibility(session, server_id, channel_id, visibility)
            await self._note(session, server_id, by, "visibility", detail)

    async def note_use(self, user_id: int, server_id: int, course_id: int) -> None:
        """Somebody uses a course in a server: where a direct message goes on."""
        at = self._clock()
        await self._database.write_grouped(
            lambda session: places.note_use(
                session, user_id=user_id, server_id=server_id, course_id=course_id, at=at
            )
        )

    async def uses(self, user_id: int) -> list[CourseUse]:
        """What somebody used, last first."""
        async with self._database.read() as session:
            return await places.list_uses(session, user_id)

    async def course_of(self, kind: Named, id_: int) -> int | None:
        """The course that something belongs to; ``None`` if it is gone."""
        async with self._database.read() as session:
            return await named.find_course(session, kind, id_)

    async def course_of_record(self, typed: str) -> int | None:
        """The course whose answer has this receipt, however it was typed."""
        receipt = read_receipt(typed)
        if receipt is None:
            return None
        async with self._database.read() as session:
            return await records.find_course(session, receipt)

    async def _load_changed(self) -> None:
        self._changes += 1
        await self.load()

    async def _note(
        self, session: WriteSession, server_id: int, by: int, target: str, detail: Detail
    ) -> None:
        await audit.append(
            session,
            at=self._clock(),
            server_id=server_id,
            actor_id=by,
            act=StaffAct.SETTINGS_CHANGED,
            target=target,
            detail=detail,
        )
