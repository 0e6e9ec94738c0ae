"""Answers to similar questions that were offered under records."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import func, literal, select
from sqlalchemy.dialects.sqlite import insert

from knowledge.model.verified import VerifiedAnswer
from knowledge.storage import verified_answers
from knowledge.storage.answer_tables import OfferedAnswerRow
from knowledge.storage.database import ReadSession, WriteSession
from knowledge.storage.tables import RecordRow


async def add(session: WriteSession, receipt: str, answer_id: int) -> None:
    """From now on it is offered under this record."""
    record = select(RecordRow.id, literal(answer_id)).where(RecordRow.receipt == receipt)
    await session.execute(insert(OfferedAnswerRow).from_select(["record_id", "answer_id"], record))


async def follow(session: WriteSession, replaced: int, answer_id: int) -> None:
    """Wherever one was offered, offer what has taken its place, and maybe another's too."""
    where = select(OfferedAnswerRow.record_id, literal(answer_id)).where(
        OfferedAnswerRow.answer_id == replaced
    )
    offered = insert(OfferedAnswerRow).from_select(["record_id", "answer_id"], where)
    await session.execute(offered.on_conflict_do_nothing())


async def under(session: ReadSession, record_ids: Collection[int]) -> dict[int, VerifiedAnswer]:
    """What is offered under each of these records, by the record's id: the last stands."""
    last = func.max(OfferedAnswerRow.answer_id).label("answer_id")
    rows = await session.execute(
        select(OfferedAnswerRow.record_id, last)
        .where(OfferedAnswerRow.record_id.in_(record_ids))
        .group_by(OfferedAnswerRow.record_id)
    )
    answer_of = {row.record_id: row.answer_id for row in rows}
    by_id = await verified_answers.load(session, set(answer_of.values()))
    return {record_id: by_id[answer_id] for record_id, answer_id in answer_of.items()}
