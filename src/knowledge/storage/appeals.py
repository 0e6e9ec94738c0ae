"""Appeals against a grading, and what learners are to be told of their decision."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, exists, select, update
from sqlalchemy.dialects.sqlite import insert

from knowledge.model.assessment import Item
from knowledge.model.study import Appeal, AppealState, RegradeNotice
from knowledge.storage.database import ReadSession, WriteSession
from knowledge.storage.item_tables import ItemRow
from knowledge.storage.study_tables import AppealRow, RegradeNoticeRow


async def add(
    session: WriteSession,
    item: Item,
    *,
    user_id: int,
    source: str,
    source_id: int,
    text: str,
    at: datetime,
) -> Appeal:
    """Keep an appeal; the one that exists already, if this attempt was appealed before."""
    statement = (
        insert(AppealRow)
        .values(
            course_id=item.course_id,
            item_id=item.id,
            user_id=user_id,
            source=source,
            source_id=source_id,
            text=text,
            state=AppealState.PENDING.value,
            made_at=at,
        )
        .on_conflict_do_update(
            index_elements=[AppealRow.source, AppealRow.source_id, AppealRow.user_id],
            set_={"user_id": user_id},
        )
        .returning(AppealRow)
    )
    row = (await session.scalars(statement, execution_options={"populate_existing": True})).one()
    return _appeal(row)


async def find(session: ReadSession, appeal_id: int) -> Appeal | None:
    row = await session.get(AppealRow, appeal_id, populate_existing=True)
    return None if row is None else _appeal(row)


async def list_pending(session: ReadSession, course_id: int) -> list[Appeal]:
    """Those that wait for a decision, the oldest first."""
    return await _list(
        session, AppealRow.course_id == course_id, AppealRow.state == AppealState.PENDING.value
    )


async def list_pending_of_item(session: ReadSession, item_id: int) -> list[Appeal]:
    return await _list(
        session, AppealRow.item_id == item_id, AppealRow.state == AppealState.PENDING.value
    )


async def settle(
    session: WriteSession, appeal_id: int, state: AppealState, *, by: int, at: datetime
) -> bool:
    """Decide an appeal, with who and when; ``False`` if it is decided already."""
    settled = await session.scalar(
        update(AppealRow)
        .where(AppealRow.id == appeal_id, AppealRow.state == AppealState.PENDING.value)
        .values(state=state.value, decided_at=at, decided_by=by)
        .returning(AppealRow.id)
    )
    return settled is not None


async def add_notices(session: WriteSession, appeal_id: int, user_ids: Collection[int]) -> None:
    """Learners who are to be told, each once."""
    if user_ids:
        await session.execute(
            insert(RegradeNoticeRow)
            .values([{"appeal_id": appeal_id, "user_id": user_id} for user_id in user_ids])
            .on_conflict_do_nothing()
        )


async def has_untried(session: ReadSession) -> bool:
    """Whether there is anything to take with :func:`take_untried`."""
    untried = RegradeNoticeRow.tried_at.is_(None) & RegradeNoticeRow.told_at.is_(None)
    return bool(await session.scalar(select(exists().where(untried))))


async def take_untried(session: WriteSession, at: datetime) -> list[RegradeNotice]:
    """The notices that nobody has tried to send yet, and that nobody else will."""
    taken = await session.scalars(
        update(RegradeNoticeRow)
        .where(RegradeNoticeRow.tried_at.is_(None), RegradeNoticeRow.told_at.is_(None))
        .values(tried_at=at)
        .returning(RegradeNoticeRow.id)
    )
    return await _notices(session, RegradeNoticeRow.id.in_(taken.all()))


async def list_untold(session: ReadSession, user_id: int) -> list[RegradeNotice]:
    """What a learner has not been told yet, the oldest first."""
    return await _notices(
        session, RegradeNoticeRow.user_id == user_id, RegradeNoticeRow.told_at.is_(None)
    )


async def mark_told(session: WriteSession, notice_ids: Collection[int], at: datetime) -> None:
    await session.execute(
        update(RegradeNoticeRow).where(RegradeNoticeRow.id.in_(notice_ids)).values(told_at=at)
    )


async def _list(session: ReadSession, *wanted: ColumnElement[bool]) -> list[Appeal]:
    rows = await session.scalars(
        select(AppealRow).where(*wanted).order_by(AppealRow.id),
        execution_options={"populate_existing": True},
    )
    return [_appeal(row) for row in rows]


async def _notices(session: ReadSession, *wanted: ColumnElement[bool]) -> list[RegradeNotice]:
    rows = await session.execute(
        select(RegradeNoticeRow.id, RegradeNoticeRow.user_id, AppealRow, ItemRow.stem)
        .join(AppealRow, AppealRow.id == RegradeNoticeRow.appeal_id)
        .join(ItemRow, ItemRow.id == AppealRow.item_id)
        .where(*wanted)
        .order_by(RegradeNoticeRow.id),
        execution_options={"populate_existing": True},
    )
    return [
        RegradeNotice(notice_id, user_id, _appeal(row), stem)
        for notice_id, user_id, row, stem in rows
    ]


def _appeal(row: AppealRow) -> Appeal:
    return Appeal(
        id=row.id,
        course_id=row.course_id,
        item_id=row.item_id,
        user_id=row.user_id,
        source=row.source,
        source_id=row.source_id,
        text=row.text,
        state=AppealState(row.state),
        made_at=row.made_at,
        decided_at=row.decided_at,
        decided_by=row.decided_by,
    )
