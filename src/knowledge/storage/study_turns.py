"""What was asked of a learner in self-study, and what they answered."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Select, func, select, update
from sqlalchemy.dialects.sqlite import insert

from knowledge.model.assessment import Item, Outcome, Response
from knowledge.model.study import Hint, Review, Turn
from knowledge.storage.database import ReadSession, WriteSession
from knowledge.storage.item_codec import response_from_json, response_to_json
from knowledge.storage.quiz_codec import draft_from_json, draft_to_json
from knowledge.storage.study_tables import StudySessionRow, StudyTurnRow


async def add_turn(
    session: WriteSession,
    *,
    session_id: int,
    user_id: int,
    item: Item,
    order: Sequence[int],
    at: datetime,
) -> None:
    """Ask an item. Changes nothing if one is open in the session, or this one was asked."""
    await session.execute(
        insert(StudyTurnRow)
        .values(
            session_id=session_id,
            user_id=user_id,
            item_id=item.id,
            item_revision=item.revision,
            draft=draft_to_json(item.draft),
            order=list(order),
            asked_at=at,
            hint=Hint.NONE.value,
        )
        .on_conflict_do_nothing()
    )


async def open_turn(session: ReadSession, session_id: int) -> Turn | None:
    """The item that waits for its answer."""
    return await _turn_of(
        session,
        select(StudyTurnRow).where(
            StudyTurnRow.session_id == session_id, StudyTurnRow.answered_at.is_(None)
        ),
    )


async def find_turn(session: ReadSession, turn_id: int, user_id: int) -> Turn | None:
    """A turn of the learner; nobody else's is found."""
    return await _turn_of(
        session,
        select(StudyTurnRow).where(StudyTurnRow.id == turn_id, StudyTurnRow.user_id == user_id),
    )


async def raise_hint(session: WriteSession, turn_id: int, user_id: int, hint: Hint) -> None:
    """Keep how far up the ladder a learner went; never down, and not after the answer."""
    await session.execute(
        update(StudyTurnRow)
        .where(
            StudyTurnRow.id == turn_id,
            StudyTurnRow.user_id == user_id,
            StudyTurnRow.hint < hint.value,
            StudyTurnRow.answered_at.is_(None),
        )
        .values(hint=hint.value)
    )


async def put_response(
    session: WriteSession,
    turn: Turn,
    response: Response,
    outcome: Outcome,
    *,
    at: datetime,
    event_id: int,
) -> bool:
    """Keep a response with its outcome, once; ``False`` if there is one, or the key has changed."""
    answered = await session.scalar(
        update(StudyTurnRow)
        .where(
            StudyTurnRow.id == turn.id,
            StudyTurnRow.user_id == turn.user_id,
            StudyTurnRow.answered_at.is_(None),
            StudyTurnRow.item_revision == turn.item_revision,
        )
        .values(
            answered_at=at,
            response=response_to_json(response),
            score=outcome.score,
            event_id=event_id,
        )
        .returning(StudyTurnRow.id)
    )
    return answered is not None


async def find_turns(session: ReadSession, turn_ids: Collection[int]) -> list[Turn]:
    """Turns by their ids, in the order in which they were asked."""
    rows = await session.scalars(
        select(StudyTurnRow).where(StudyTurnRow.id.in_(turn_ids)).order_by(StudyTurnRow.id),
        execution_options={"populate_existing": True},
    )
    return [_turn(row) for row in rows]


async def list_reviews(
    session: ReadSession, user_ids: Collection[int], item_id: int
) -> dict[int, list[tuple[int, Review]]]:
    """How learners answered an item each time, with the turn, in the order of the answers."""
    rows = await session.execute(
        select(
            StudyTurnRow.user_id,
            StudyTurnRow.id,
            StudyTurnRow.score,
            StudyTurnRow.hint,
            StudyTurnRow.answered_at,
        )
        .where(
            StudyTurnRow.user_id.in_(user_ids),
            StudyTurnRow.item_id == item_id,
            StudyTurnRow.answered_at.is_not(None),
        )
        .order_by(StudyTurnRow.answered_at, StudyTurnRow.id)
    )
    found: dict[int, list[tuple[int, Review]]] = {}
    for user_id, turn_id, score, hint, at in rows:
        if score is not None and at is not None:
            review = Review(Outcome(score), Hint(hint), at)
            found.setdefault(user_id, []).append((turn_id, review))
    return found


async def last_asked(session: ReadSession, course_id: int, user_id: int) -> dict[int, datetime]:
    """When each item was last put to a learner, answered or not."""
    rows = await session.execute(
        select(StudyTurnRow.item_id, func.max(StudyTurnRow.asked_at))
        .join(StudySessionRow, StudySessionRow.id == StudyTurnRow.session_id)
        .where(StudyTurnRow.user_id == user_id, StudySessionRow.course_id == course_id)
        .group_by(StudyTurnRow.item_id)
    )
    return dict(rows.all())


async def _turn_of(session: ReadSession, query: Select[StudyTurnRow]) -> Turn | None:
    row = await session.scalar(query, execution_options={"populate_existing": True})
    return None if row is None else _turn(row)


def _turn(row: StudyTurnRow) -> Turn:
    return Turn(
        id=row.id,
        session_id=row.session_id,
        user_id=row.user_id,
        item_id=row.item_id,
        item_revision=row.item_revision,
        draft=draft_from_json(row.draft),
        order=tuple(row.order),
        asked_at=row.asked_at,
        hint=Hint(row.hint),
        answered_at=row.answered_at,
        response=None if row.response is None else response_from_json(row.response),
        outcome=None if row.score is None else Outcome(row.score),
    )
