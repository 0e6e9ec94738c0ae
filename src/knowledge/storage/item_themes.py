"""The theme tags of items: where they lead in the documents, and their names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update

from knowledge.model.quiz import QuizState
from knowledge.storage.database import ReadSession, WriteSession
from knowledge.storage.item_tables import ItemRow, may_be_asked
from knowledge.storage.quiz_tables import QuizRow


@dataclass(frozen=True, slots=True)
class TaggedItem:
    """An item that may be asked, as far as its themes are concerned."""

    themes: tuple[str, ...]
    document_id: int | None
    passage: str
    """The words of the passage that it cites; empty if it cites none."""


async def list_tagged(session: ReadSession, course_id: int) -> list[TaggedItem]:
    """The course's items that may be asked, oldest first."""
    rows = await session.execute(
        select(ItemRow.themes, ItemRow.document_id, ItemRow.citation)
        .where(ItemRow.course_id == course_id, may_be_asked())
        .order_by(ItemRow.id)
    )
    return [
        TaggedItem(tuple(themes), document_id, citation["passage"] if citation else "")
        for themes, document_id, citation in rows
    ]


async def put_tag(session: WriteSession, course_id: int, tag: str, name: str, at: datetime) -> None:
    """Give the items and the scheduled quizzes of one tag another one."""
    every = func.json_each(ItemRow.themes).table_valued("value")
    rows = await session.execute(
        select(ItemRow.id, ItemRow.themes, ItemRow.revision).where(
            ItemRow.course_id == course_id,
            select(every.c.value).where(every.c.value == tag).exists(),
        )
    )
    for item_id, themes, revision in rows.all():
        tags = dict.fromkeys(name if theme == tag else theme for theme in themes)
        await session.execute(
            update(ItemRow)
            .where(ItemRow.id == item_id)
            .values(themes=list(tags), revision=revision + 1, updated_at=at)
        )
    await session.execute(
        update(QuizRow)
        .where(
            QuizRow.course_id == course_id,
            QuizRow.state == QuizState.SCHEDULED.value,
            func.json_extract(QuizRow.plan, "$.theme") == tag,
        )
        .values(plan=func.json_set(QuizRow.plan, "$.theme", name))
    )
