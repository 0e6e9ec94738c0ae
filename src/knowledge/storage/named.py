"""Which course something belongs to, by its id alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from knowledge.model.named import Named
from knowledge.storage.answer_tables import HumanRequestRow, VerifiedAnswerRow
from knowledge.storage.database import ReadSession
from knowledge.storage.document_tables import DraftRow
from knowledge.storage.item_tables import ItemRow
from knowledge.storage.tables import DocumentRow

_TABLES: Mapping[Named, Any] = {
    Named.ANSWER: VerifiedAnswerRow,
    Named.REQUEST: HumanRequestRow,
    Named.DRAFT: DraftRow,
    Named.DOCUMENT: DocumentRow,
    Named.ITEM: ItemRow,
}


async def find_course(session: ReadSession, named: Named, id_: int) -> int | None:
    """``None`` if there is no such thing."""
    table = _TABLES[named]
    found: int | None = await session.scalar(select(table.course_id).where(table.id == id_))
    return found
