"""Study turns of an item whose key has changed."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select, update

from knowledge.model.assessment import Item
from knowledge.storage.database import ReadSession, WriteSession
from knowledge.storage.quiz_codec import draft_to_json
from knowledge.storage.study_tables import StudyTurnRow


async def list_wrong_texts(session: ReadSession, item_id: int) -> list[tuple[int, int, str]]:
    """Turn, learner and text of every answer to an item that is not right."""
    text = StudyTurnRow.response["text"].as_string()
    rows = await session.execute(
        select(StudyTurnRow.id, StudyTurnRow.user_id, text)
        .where(
            StudyTurnRow.item_id == item_id,
            StudyTurnRow.answered_at.is_not(None),
            StudyTurnRow.score < 1.0,
            text.is_not(None),
        )
        .order_by(StudyTurnRow.id)
    )
    return list(rows.all())


async def find_wrong_text(
    session: ReadSession, turn_id: int, user_id: int
) -> tuple[int, str] | None:
    """The item and the text of a learner's answer, if it was not graded right."""
    text = StudyTurnRow.response["text"].as_string()
    row = (
        await session.execute(
            select(StudyTurnRow.item_id, text).where(
                StudyTurnRow.id == turn_id,
                StudyTurnRow.user_id == user_id,
                StudyTurnRow.score < 1.0,
                text.is_not(None),
            )
        )
    ).one_or_none()
    return None if row is None else (row[0], row[1])


async def make_right(session: WriteSession, turn_ids: Sequence[int]) -> None:
    await session.execute(
        update(StudyTurnRow).where(StudyTurnRow.id.in_(turn_ids)).values(score=1.0)
    )


async def follow_key(session: WriteSession, item: Item) -> None:
    """Let turns that wait for an answer be graded by the item's new key."""
    await session.execute(
        update(StudyTurnRow)
        .where(StudyTurnRow.item_id == item.id, StudyTurnRow.answered_at.is_(None))
        .values(draft=draft_to_json(item.draft), item_revision=item.revision)
    )
