"""What is stored of one person: taken along, or erased."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable, Sequence
from datetime import datetime

from knowledge.errors import NotSaved
from knowledge.model.audit import StaffAct
from knowledge.model.personal_data import HOLDINGS, Erasing
from knowledge.model.personal_export import Erased, PersonalExport, Section
from knowledge.model.pseudonym import nobody, stand_in
from knowledge.privacy.tombstones import Mark, Tombstones, erased_among
from knowledge.storage import audit, courses, erasure, personal_rows, servers
from knowledge.storage.database import Database
from knowledge.storage.erasure import COMPACTION_DUE

log = logging.getLogger(__name__)


class PersonalData:
    """Works through the declarations of `model.personal_data`, whatever tables there are."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock
        self._tombstones = Tombstones(database.path)

    async def export(self, user_id: int) -> PersonalExport:
        """Everything that names a user, from one state of the database."""
        sections = []
        async with self._database.read() as session:
            user_ids = {user_id, stand_in(await servers.secret(session), user_id)}
            for holding in HOLDINGS:
                if holding.exported:
                    rows = await personal_rows.read(session, holding, user_ids)
                    sections.append(Section(holding.table, holding.what, tuple(rows)))
        found = tuple(section for section in sections if section.rows)
        return PersonalExport(user_id, self._clock(), found)

    async def count(self, user_id: int) -> dict[Erasing, int]:
        """How many rows an erasure would treat in which way."""
        counts = dict.fromkeys(Erasing, 0)
        async with self._database.read() as session:
            user_ids = {user_id, stand_in(await servers.secret(session), user_id)}
            for holding in HOLDINGS:
                counts[holding.erasing] += await personal_rows.count(session, holding, user_ids)
        return counts

    async def erase(self, user_id: int, *, by_operator: bool = False) -> Erased:
        """Delete what is stored of a user, at once and for good.

        The database comes first, then the file beside it: a mark that a crash keeps from the file
        is written there at the next start.

        Raises:
            NotSaved: the database cannot be written; nothing was erased.
        """
        async with self._database.read() as session:
            user_ids = {user_id, stand_in(await servers.secret(session), user_id)}
        marks = await asyncio.to_thread(self._tombstones.marks_of, user_ids, self._clock())
        rows = await self._erase([user_ids], marks, by="operator" if by_operator else "user")
        is_buried = await self._bury(marks)
        return Erased(rows, await self.compact() and is_buried)

    async def reapply(self) -> int:
        """Erase again what a restored backup brought back; how many users' numbers that were.

        The database knows which erasures it has carried out. One that stands in the file alone
        is younger than the database. One that stands in the database alone is written to the file.

        Raises:
            NotSaved: the database cannot be written.
        """
        buried = await asyncio.to_thread(self._tombstones.read)
        async with self._database.read() as session:
            done = await erasure.list_marks(session)
            missing = buried - done
            people = await personal_rows.list_people(session) if missing else set()
        if done - buried:
            await self._bury(done - buried)
        if not missing:
            return 0
        back = list(erased_among(people, missing))
        await self._erase([{one} for one in back], missing, by="restart")
        await self.compact()
        return len(back)

    async def compact(self) -> bool:
        """Take the last bytes of what was deleted out of the file, if there are any.

        Returns:
            ``False`` if the file was too busy: it is still to be done.
        """
        async with self._database.read() as session:
            if await courses.recall(session, COMPACTION_DUE) is None:
                return True
        try:
            async with self._database.write() as session:
                await erasure.forget_words(session)
            await self._database.compact()
            async with self._database.write() as session:
                await courses.forget(session, COMPACTION_DUE)
        except NotSaved:
            return False
        return True

    async def _bury(self, marks: set[Mark]) -> bool:
        try:
            await asyncio.to_thread(self._tombstones.add, marks)
        except OSError as error:
            log.warning("the marks of erasures cannot be written: %s", error)
            return False
        return True

    async def _erase(self, users: Sequence[set[int]], marks: set[Mark], *, by: str) -> int:
        rows = 0
        async with self._database.write() as session:
            for user_ids in users:
                rows += await erasure.erase(session, user_ids, nobody(random.SystemRandom()))
            await erasure.put_marks(session, marks)
            await courses.remember(session, COMPACTION_DUE, "")
            await audit.append(
                session,
                at=self._clock(),
                server_id=None,
                actor_id=None,
                act=StaffAct.ERASED,
                detail={"rows": rows, "by": by},
            )
        return rows
