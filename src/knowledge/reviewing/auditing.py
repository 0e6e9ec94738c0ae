"""Reading what staff did, and whether anybody has tampered with it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from knowledge.model.audit import AuditEntry, broken_links
from knowledge.storage import audit
from knowledge.storage.database import Database

ENTRIES_ON_A_PAGE = 10


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Some acts in one server, newest first."""

    entries: tuple[AuditEntry, ...]
    page: int
    """From 0."""
    pages: int
    broken: tuple[int, ...]
    """Numbers of entries, of any server, that were changed or before which one is missing."""


class Auditing:
    """For managers: the audit is about those who read the log."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def page(self, server_id: int, page: int = 0) -> AuditPage:
        """A page of a server's acts; one past the end is the last. Checks the whole chain."""
        async with self._database.read() as session:
            entries = await audit.list_entries(session)
        broken = await asyncio.to_thread(broken_links, entries)
        ours = [entry for entry in reversed(entries) if entry.server_id == server_id]
        pages = max(1, -(-len(ours) // ENTRIES_ON_A_PAGE))
        page = min(page, pages - 1)
        first = page * ENTRIES_ON_A_PAGE
        shown = tuple(ours[first : first + ENTRIES_ON_A_PAGE])
        return AuditPage(shown, page, pages, tuple(broken))
