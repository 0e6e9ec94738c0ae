"""Reading what staff did, and checking whether anybody has tampered with it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from knowledge.model.audit import FIRST_HASH, AuditEntry, broken_links
from knowledge.storage import audit
from knowledge.storage.database import Database

ENTRIES_ON_A_PAGE = 10
_LINKS = 1_000
"""Entries that are checked at a time."""


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Some acts in one server, newest first."""

    entries: tuple[AuditEntry, ...]
    page: int
    """From 0."""
    pages: int


@dataclass(frozen=True, slots=True)
class ChainCheck:
    """What the check of the whole audit, of every server, has shown."""

    entries: int
    broken: tuple[int, ...]
    """Numbers of entries that were changed or before which one is missing."""


class Auditing:
    """For managers: the audit is about those who read the log."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def page(self, server_id: int, page: int = 0) -> AuditPage:
        """A page of a server's acts; one past the end is the last."""
        async with self._database.read() as session:
            pages = max(1, -(-await audit.count(session, server_id) // ENTRIES_ON_A_PAGE))
            page = min(page, pages - 1)
            entries = await audit.list_page(
                session, server_id, offset=page * ENTRIES_ON_A_PAGE, limit=ENTRIES_ON_A_PAGE
            )
        return AuditPage(tuple(entries), page, pages)

    async def newest(self, server_id: int, limit: int) -> list[AuditEntry]:
        """A server's last acts, newest first."""
        async with self._database.read() as session:
            return await audit.list_page(session, server_id, offset=0, limit=limit)

    async def check(self) -> ChainCheck:
        """Recompute every link. Takes about a second for each 50,000 entries."""
        number, before, counted = 0, FIRST_HASH, 0
        broken: list[int] = []
        while True:
            async with self._database.read() as session:
                entries = await audit.list_entries(session, after=number, limit=_LINKS)
            if not entries:
                return ChainCheck(counted, tuple(broken))
            broken += await asyncio.to_thread(broken_links, entries, before)
            counted += len(entries)
            number, before = entries[-1].number, entries[-1].hash
