"""Documents leave a course: to the bin, from which they come back whole, or for good."""

from __future__ import annotations

import enum
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from knowledge.ingestion.indexing import index_words, read_cut
from knowledge.model.audit import StaffAct
from knowledge.model.drafts import BIN_TIME, Binned
from knowledge.storage import (
    audit,
    courses,
    document_bin,
    document_files,
    words,
)
from knowledge.storage.database import Database, WriteSession
from knowledge.storage.erasure import COMPACTION_DUE

log = logging.getLogger(__name__)

REMOVED = "Its document, “{title}”, was removed."
"""The note on an item that needs another source."""


class NotRestored(enum.Enum):
    """Why nothing was changed."""

    GONE = enum.auto()
    """It is not in the bin (any more)."""
    TAKEN = enum.auto()
    """Another document has its file's name now."""


@dataclass(frozen=True, slots=True)
class Erased:
    title: str
    items: int
    """How many items cited it."""


class Removals:
    """Every act is in the audit, in the transaction of the act itself.

    The methods that change something raise `NotSaved` if the database cannot be written.
    """

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    async def list_binned(self, course_id: int) -> list[Binned]:
        """What a course has in the bin, the last at the front."""
        async with self._database.read() as session:
            return await document_bin.list_binned(session, course_id)

    async def put_in_bin(
        self, course_id: int, document_id: int, *, by: int, server_id: int | None
    ) -> Binned | None:
        """Take a document out of everything that finds, draws or quotes it, and keep it whole.

        What rests on it stays as it is, and is not used. ``None`` if it is gone or in the bin.
        """
        async with self._database.write() as session:
            at = self._clock()
            name = await document_bin.put_in(session, course_id, document_id, by=by, at=at)
            if name is None:
                return None
            await courses.raise_revision(session, course_id)
            await self._note(session, StaffAct.BINNED, name, by, server_id, document=document_id)
            binned = await document_bin.list_binned(session, course_id)
        return next(one for one in binned if one.id == document_id)

    async def restore(
        self, course_id: int, document_id: int, *, by: int, server_id: int | None
    ) -> NotRestored | None:
        """Let a document out of the bin as it was; why not, if that cannot be."""
        async with self._database.write() as session:
            restored = await document_bin.take_out(session, course_id, document_id)
            if restored is None:
                binned = await document_bin.list_binned(session, course_id)
                is_there = any(one.id == document_id for one in binned)
                return NotRestored.TAKEN if is_there else NotRestored.GONE
            cuts, text = await read_cut(session, restored.version_id)
            await index_words(session, course_id, restored.title, cuts, text)
            await courses.raise_revision(session, course_id)
            await self._note(
                session, StaffAct.RESTORED, restored.name, by, server_id, document=document_id
            )
        return None

    async def erase(
        self, course_id: int, document_id: int, *, by: int, server_id: int | None
    ) -> Erased | None:
        """Erase a document, in the bin or not, with its passages, words and vectors.

        Items that cite it lose its words, also as they were asked in quizzes and in self-study,
        and wait for review; verified answers and starred questions lose what they quote of it.
        ``None`` if the document is gone already. What the log shows of past answers stays.
        The last bytes leave the file the next night.
        """
        async with self._database.write() as session:
            erased = await self._erase(session, course_id, document_id, by, server_id)
            if erased is not None:
                await words.merge(session)
        return erased

    async def erase_all(self, course_id: int, *, by: int, server_id: int | None) -> int:
        """As :meth:`erase`, of every document of a course; how many.

        Each in a transaction of its own, so that others are answered meanwhile.
        """
        async with self._database.read() as session:
            ids = await document_files.list_ids(session, course_id)
        erased = 0
        for document_id in ids:
            async with self._database.write() as session:
                gone = await self._erase(session, course_id, document_id, by, server_id)
            erased += gone is not None
        if erased:
            async with self._database.write() as session:
                await words.merge(session)
        return erased

    async def empty_bin(self) -> int:
        """Erase what has been in the bin for its time, everywhere; how many documents.

        Each in a transaction of its own. The index of words, and the file, hold their words until
        the file is written anew, which the night does next.
        """
        done, left = 0, set[int]()
        while True:
            async with self._database.write() as session:
                due = await document_bin.find_since(session, self._clock() - BIN_TIME, left)
                if due is None:
                    return done
                server_id = await audit.find_bin_server(session, due[1])
                if await self._erase(session, *due, None, server_id, days_in_bin=BIN_TIME.days):
                    done += 1
                else:
                    log.error("document %d stays in the bin: it has no version", due[1])
                    left.add(due[1])

    async def _erase(
        self,
        session: WriteSession,
        course_id: int,
        document_id: int,
        by: int | None,
        server_id: int | None,
        **detail: int,
    ) -> Erased | None:
        title = await document_files.find_title(session, course_id, document_id)
        if title is None:
            return None
        cited = await document_files.take_quotes_out(
            session, course_id, document_id, note=REMOVED.format(title=title), at=self._clock()
        )
        name = await document_files.remove(session, course_id, document_id)
        assert name is not None, "its title was read in the same transaction"
        await courses.raise_revision(session, course_id)
        await courses.remember(session, COMPACTION_DUE, "")
        await self._note(
            session,
            StaffAct.REMOVED,
            name,
            by,
            server_id,
            items=cited,
            document=document_id,
            **detail,
        )
        return Erased(title, cited)

    async def _note(
        self,
        session: WriteSession,
        act: StaffAct,
        name: str,
        by: int | None,
        server_id: int | None,
        **detail: int,
    ) -> None:
        await audit.append(
            session,
            at=self._clock(),
            server_id=server_id,
            actor_id=by,
            act=act,
            target=name,
            detail=detail,
        )
