"""Other keys that somebody had previewed, kept in the log until they confirm them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from knowledge.model.assessment import ItemDraft
from knowledge.model.quiz_replies import Act
from knowledge.storage.database import ReadSession, WriteSession
from knowledge.storage.quiz_codec import draft_from_json, draft_to_json
from knowledge.storage.quiz_tables import QuizLogRow


@dataclass(frozen=True, slots=True)
class ProposedDraft:
    """An item with another key, as somebody had it previewed."""

    server_id: int | None
    item_id: int
    revision: int
    """Of the item that it would replace."""
    draft: ItemDraft


async def add(
    session: WriteSession,
    proposed: ProposedDraft,
    *,
    quiz_id: int | None,
    by: int,
    at: datetime,
    event_id: int,
) -> int:
    """Put a preview on record; its number there. The same event has the same number."""
    statement = (
        insert(QuizLogRow)
        .values(
            quiz_id=quiz_id,
            user_id=by,
            kind=Act.PROPOSED.value,
            detail={
                "server_id": proposed.server_id,
                "item_id": proposed.item_id,
                "revision": proposed.revision,
                "draft": draft_to_json(proposed.draft),
            },
            at=at,
            event_id=event_id,
        )
        .on_conflict_do_update(index_elements=[QuizLogRow.event_id], set_={"event_id": event_id})
        .returning(QuizLogRow.id)
    )
    return (await session.scalars(statement)).one()


async def find(session: ReadSession, proposal_id: int) -> ProposedDraft | None:
    detail = await session.scalar(
        select(QuizLogRow.detail).where(
            QuizLogRow.id == proposal_id, QuizLogRow.kind == Act.PROPOSED.value
        )
    )
    if detail is None:
        return None
    draft = draft_from_json(detail["draft"])
    return ProposedDraft(detail["server_id"], detail["item_id"], detail["revision"], draft)
