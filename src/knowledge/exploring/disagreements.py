"""Documents of a course that disagree: known to readers at once, told to staff once for each pair.

What staff put away, because it is no contradiction, is never shown again as long as both documents
say it in the same words.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime

from knowledge.model.audit import StaffAct
from knowledge.model.contradiction import Contradiction
from knowledge.model.timeline import Reading
from knowledge.storage import alerts, audit, contradictions, documents, timeline_edits
from knowledge.storage.database import Database


class Disagreements:
    """What the last reading of a course found, without what staff put away."""

    def __init__(
        self,
        database: Database,
        clock: Callable[[], datetime],
        read_course: Callable[[int], Awaitable[Reading]],
        last_read: Callable[[int], Reading | None],
    ) -> None:
        """Find with ``read_course``, which may take long; ``last_read`` gives what it found."""
        self._database = database
        self._clock = clock
        self._read_course = read_course
        self._last_read = last_read
        self._found: dict[int, tuple[int, tuple[Contradiction, ...]]] = {}
        """By course, with its revision: readings are forgotten sooner, as they are large."""

    async def known(self, course_id: int) -> list[Contradiction]:
        """Those of the documents as they are; none before the course was read. Quick."""
        reading = self._last_read(course_id)
        if reading is not None:
            self._found[course_id] = (reading.revision, reading.contradictions)
        revision, found = self._found.get(course_id, (-1, ()))
        if not found:
            return []
        async with self._database.read() as session:
            if await timeline_edits.revision(session, course_id) != revision:
                return []
            gone = await contradictions.dismissed(session, course_id)
        return [one for one in found if one.key not in gone]

    async def revision(self, course_id: int) -> int:
        """The course's, which rises with every change of its documents."""
        async with self._database.read() as session:
            return await timeline_edits.revision(session, course_id)

    async def find(self, course_id: int) -> list[Contradiction]:
        """As :meth:`known`, once the course is read, which may take long."""
        async with self._database.read() as session:
            if len(await documents.list_documents(session, course_id)) < 2:
                return []
        await self._read_course(course_id)
        return await self.known(course_id)

    async def gather(self, course_id: int, server_id: int | None) -> list[Contradiction]:
        """As :meth:`find`; of those that are new, the staff of ``server_id`` will be told.

        Raises:
            NotSaved: nothing was kept.
        """
        found = await self.find(course_id)
        if not found:
            return []
        now = self._clock()
        async with self._database.write() as session:
            new = await contradictions.add(session, course_id, [f.key for f in found], now)
            if server_id is not None:
                for key in new:
                    await alerts.add_contradiction(session, server_id, course_id, key, now)
        return found

    async def dismiss(self, course_id: int, server_id: int, key: str, *, by: int) -> bool:
        """Put one away for good; ``False`` if somebody did already.

        Raises:
            NotSaved: nothing was changed.
        """
        now = self._clock()
        async with self._database.write() as session:
            await contradictions.add(session, course_id, [key], now)
            done = await contradictions.dismiss(session, course_id, key, by=by, at=now)
            if done:
                await audit.append(
                    session,
                    at=now,
                    server_id=server_id,
                    actor_id=by,
                    act=StaffAct.DISMISSED,
                    target=f"contradiction {key}",
                )
        return done
