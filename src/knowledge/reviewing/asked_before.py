"""Who asked the same before, so that a correction reaches them too."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from knowledge.model.record import Decision, Record
from knowledge.model.wording import normalised
from knowledge.storage import records
from knowledge.storage.database import Database

_COMPARED = 2_000
_MOST = 200


async def asked_before(database: Database, record: Record | None) -> list[str]:
    """The receipts of the others that ask what ``record`` does in the same words, the newest.

    At most 200, of the 2,000 that the course was asked last; none that a person has answered.
    What goes on from another question may mean something else by the same words.
    """
    if record is None or record.follows is not None or record.decision is Decision.LOCATED:
        return []
    async with database.read() as session:
        asked = await records.list_asked(session, record, most=_COMPARED)
    return await asyncio.to_thread(_alike, record.question, asked)


def _alike(question: str, asked: Sequence[tuple[str, str]]) -> list[str]:
    wanted = normalised(question)
    return [receipt for receipt, text in asked if normalised(text) == wanted][:_MOST]
