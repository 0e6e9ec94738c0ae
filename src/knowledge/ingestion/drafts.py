"""From a file that waits to a document that can be asked."""

from __future__ import annotations

import asyncio
import enum
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from knowledge.ingestion import protocol
from knowledge.ingestion.storing import Prepared, embedded_hashes, put_document
from knowledge.ingestion.suspicions import suspicions_in
from knowledge.model.audit import StaffAct
from knowledge.model.corpus import ParsedDocument
from knowledge.model.drafts import Dependents, Draft, Suspicion
from knowledge.storage import audit, courses, document_files, documents, drafts
from knowledge.storage.database import Database, WriteSession
from knowledge.storage.drafts import StoredDraft
from knowledge.storage.erasure import COMPACTION_DUE
from knowledge.storage.vectors import FloatArray


class Clash(enum.StrEnum):
    """What to do with a file whose name or content a published document has."""

    REPLACE = "replace"
    KEEP_BOTH = "keep"


@dataclass(frozen=True, slots=True)
class Published:
    """A draft that is a document now."""

    document_id: int
    title: str
    version: int


class NotPublished(enum.Enum):
    """Why nothing was changed."""

    GONE = enum.auto()
    """There is no such draft any more."""
    TAKEN = enum.auto()
    """What has its name or content is not what was seen: another version, or nothing any more."""
    SAME = enum.auto()
    """The very same file was published meanwhile."""


class Drafts:
    """What instructors added and nobody else knows of yet."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    async def list_drafts(self, course_id: int) -> list[Draft]:
        """The course's, oldest first."""
        async with self._database.read() as session:
            return await drafts.list_drafts(session, course_id)

    async def find(self, course_id: int, draft_id: int) -> Draft | None:
        async with self._database.read() as session:
            return await drafts.find(session, course_id, draft_id)

    async def dependents(self, draft: Draft) -> Dependents:
        """What rests on the published document whose place it may take."""
        async with self._database.read() as session:
            same = await documents.find_current(session, draft.course_id, name=draft.takes_place_of)
            if same is None:
                return Dependents(0, 0)
            return await document_files.count_dependents(session, same.document_id)

    async def suspicions(self, course_id: int, draft_id: int) -> list[Suspicion]:
        """The words of a draft that address a machine, in reading order."""
        stored = await self._read(course_id, draft_id)
        if stored is None:
            return []
        return await asyncio.to_thread(_suspicions, stored)

    async def publish(
        self,
        course_id: int,
        draft_id: int,
        clash: Clash | None = None,
        *,
        seen: int = 0,
        by: int,
        server_id: int | None,
    ) -> Published | NotPublished:
        """Make a draft a document, or the next version of the one of its name or content.

        Args:
            course_id: The draft's.
            draft_id: Which one.
            clash: What to do where a document has its name or content; ``None`` publishes only
                where none has.
            seen: The number of the version that is to be replaced, as the person saw it.
            by: Who publishes.
            server_id: Where.

        Raises:
            NotSaved: the database cannot be written.
        """
        stored = await self._read(course_id, draft_id)
        if stored is None:
            return NotPublished.GONE
        prepared = await asyncio.to_thread(_prepared, stored)
        async with self._database.write() as session:
            draft = await drafts.find(session, course_id, draft_id)
            if draft is None:
                return NotPublished.GONE
            name = draft.takes_place_of
            there = await documents.find_current(session, course_id, name=name)
            if there is not None:
                if draft.same_as is None and there.content_hash == stored.content_hash:
                    return NotPublished.SAME
                if clash is None:
                    return NotPublished.TAKEN
            if clash is Clash.REPLACE and (there is None or there.number != seen):
                return NotPublished.TAKEN
            await drafts.remove(session, course_id, draft_id)
            if clash is Clash.KEEP_BOTH:
                name = await document_files.free_name(session, course_id, stored.name)
            prepared = replace(prepared, name=name)
            return await self._put(session, course_id, stored, prepared, by, server_id)

    async def discard(
        self, course_id: int, draft_id: int, *, by: int, server_id: int | None
    ) -> str | None:
        """Erase a draft; its file's name, or ``None`` if it is gone.

        The last bytes leave the file the next night.
        """
        async with self._database.write() as session:
            name = await drafts.remove(session, course_id, draft_id)
            if name is not None:
                await courses.remember(session, COMPACTION_DUE, "")
                await audit.append(
                    session,
                    at=self._clock(),
                    server_id=server_id,
                    actor_id=by,
                    act=StaffAct.REMOVED,
                    target=name,
                    detail={"draft": draft_id},
                )
        return name

    async def _put(
        self,
        session: WriteSession,
        course_id: int,
        stored: StoredDraft,
        prepared: Prepared,
        by: int,
        server_id: int | None,
    ) -> Published:
        version = await put_document(
            session,
            prepared,
            course_id=course_id,
            model_id=stored.model_id,
            by=stored.added_by,
            at=self._clock(),
        )
        await audit.append(
            session,
            at=self._clock(),
            server_id=server_id,
            actor_id=by,
            act=StaffAct.PUBLISHED if version.number == 1 else StaffAct.REPLACED,
            target=prepared.name,
            detail={"version": version.number},
        )
        return Published(version.document_id, prepared.title, version.number)

    async def _read(self, course_id: int, draft_id: int) -> StoredDraft | None:
        async with self._database.read() as session:
            return await drafts.read_stored(session, course_id, draft_id)


def _parsed(stored: StoredDraft) -> ParsedDocument:
    return protocol.decode_document(json.loads(stored.written)["document"])


def _suspicions(stored: StoredDraft) -> list[Suspicion]:
    parsed = _parsed(stored)
    return suspicions_in(parsed.text, parsed.pages, parsed.sections)


def _prepared(stored: StoredDraft) -> Prepared:
    parsed = _parsed(stored)
    matrices: list[FloatArray] = []
    first = 0
    for passage in parsed.passages:
        last = first + len(passage.sentences)
        matrices.append(stored.vectors[first:last])
        first = last
    return Prepared(
        name=stored.name,
        title=stored.title,
        sha256=stored.content_hash,
        file_bytes=stored.file_bytes,
        parsed=parsed,
        embedded=tuple(zip(embedded_hashes(parsed), matrices, strict=True)),
    )
