"""The confusion map of a course: which sections are asked about, refused and got wrong."""

from __future__ import annotations

import asyncio
from datetime import datetime

from knowledge.model.confusion import ConfusionMap, confusion_map
from knowledge.storage import confusion
from knowledge.storage.database import Database


class Confusion:
    """Counts of sections; of people it knows nothing."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def map(self, server_id: int, course_id: int, since: datetime) -> ConfusionMap:
        """The sections of which there is anything to tell from ``since`` on, the hottest first."""
        async with self._database.read() as session:
            asked_since = await confusion.reach(session, server_id, since)
            sections = await confusion.count(
                session, server_id, course_id, since, asked_since=asked_since
            )
        return ConfusionMap(await asyncio.to_thread(confusion_map, sections), asked_since)
