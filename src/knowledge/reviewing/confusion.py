"""The confusion map of a course: which sections are asked about, refused and got wrong."""

from __future__ import annotations

from datetime import datetime

from knowledge.model.confusion import Hotspot, confusion_map
from knowledge.storage import confusion
from knowledge.storage.database import Database


class Confusion:
    """Counts of sections; of people it knows nothing."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def map(self, server_id: int, course_id: int, since: datetime) -> tuple[Hotspot, ...]:
        """The sections of which there is anything to tell from ``since`` on, the hottest first."""
        async with self._database.read() as session:
            sections = await confusion.count(session, server_id, course_id, since)
        return confusion_map(sections)
