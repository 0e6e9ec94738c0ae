"""How a response is taken: one statement decides whether it counts, by Discord's clock.

It counts if its question is open, or was closed by the timer a moment ago; if it was given before
the learner's own deadline; if the learner was not removed; and if its event is new. In place of an
earlier response it counts if it was given later.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    Float,
    and_,
    bindparam,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    tuple_,
)
from sqlalchemy.dialects.sqlite import insert

from knowledge.model.assessment import ItemDraft, Response
from knowledge.model.quiz import Given, QuestionState, QuizState
from knowledge.storage import quiz_codec
from knowledge.storage.database import ReadSession, WriteSession
from knowledge.storage.item_codec import response_from_json, response_to_json
from knowledge.storage.quiz_questions import COUNTED, deadline_with
from knowledge.storage.quiz_tables import (
    Instant,
    LearnerRow,
    QuizLogRow,
    QuizPlayerRow,
    QuizQuestionRow,
    QuizResponseRow,
    QuizRow,
)

GRACE = timedelta(seconds=2)
"""How long after the timer's close a response is taken that was given before the deadline."""


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """What never changes of a question that was asked."""

    quiz_id: int
    ordinal: int
    draft: ItemDraft
    teams: int


@dataclass(frozen=True, slots=True)
class Click:
    """A response as it comes in."""

    question_id: int
    user_id: int
    response: Response
    at: datetime
    event_id: int


@dataclass(frozen=True, slots=True)
class Taken:
    before: Response | None
    """The response that it replaced."""
    is_open: bool
    """The question was; otherwise it is within the grace, and to be graded now."""


@dataclass(frozen=True, slots=True)
class Hindrance:
    """Why a response was not taken."""

    state: QuestionState
    deadline: datetime | None
    """Of this learner; ``None`` if untimed."""
    is_kicked: bool
    before: Given | None
    """The learner's response that counts."""


async def find_asked(session: ReadSession, question_id: int) -> AskedQuestion | None:
    row = (
        await session.execute(
            select(
                QuizQuestionRow.quiz_id,
                QuizQuestionRow.ordinal,
                QuizQuestionRow.draft,
                QuizRow.plan,
            )
            .join(QuizRow, QuizRow.id == QuizQuestionRow.quiz_id)
            .where(QuizQuestionRow.id == question_id)
        )
    ).one_or_none()
    if row is None:
        return None
    draft, plan = quiz_codec.draft_from_json(row.draft), quiz_codec.plan_from_json(row.plan)
    return AskedQuestion(row.quiz_id, row.ordinal, draft, plan.teams)


async def take(session: WriteSession, click: Click, *, now: datetime) -> Taken | None:
    """Store a response if it counts; ``None`` if it does not: see :func:`find_hindrance`."""
    parameters = _parameters(click) | {"grace_from": now - GRACE}
    row = (await session.execute(_TAKE, parameters)).one_or_none()
    if row is None:
        return None
    before = None if row.before is None else response_from_json(row.before)
    return Taken(before, row.state == QuestionState.OPEN.value)


async def take_late(session: WriteSession, click: Click, score: float) -> int | None:
    """Store a graded response from the catch-up seat, or a further attempt at a wrong one.

    Returns:
        How many further attempts were made by now; ``None`` if it was not taken.
    """
    changes: int | None = await session.scalar(_TAKE_LATE, _parameters(click) | {"outcome": score})
    return changes


async def find_hindrance(session: ReadSession, click: Click) -> Hindrance:
    """What a response that was not taken met with."""
    row = (
        await session.execute(
            _HINDRANCE,
            {"question": click.question_id, "user": click.user_id},
            execution_options={"populate_existing": True},
        )
    ).one()
    before = row.QuizResponseRow
    return Hindrance(
        state=QuestionState(row.state),
        deadline=row.deadline,
        is_kicked=bool(row.is_kicked),
        before=None if before is None else quiz_codec.given(before),
    )


def _parameters(click: Click) -> dict[str, Any]:
    return {
        "question": click.question_id,
        "user": click.user_id,
        "given": response_to_json(click.response),
        "given_at": click.at,
        "event": click.event_id,
    }


_QUESTION = bindparam("question", type_=BigInteger)
_USER = bindparam("user", type_=BigInteger)
_AT = bindparam("given_at", type_=Instant)
_EVENT = bindparam("event", type_=BigInteger)
_FACTOR = func.coalesce(LearnerRow.time_factor, literal(1.0, Float))
_DEADLINE = deadline_with(_FACTOR)
_ALLOWED = cast(QuizQuestionRow.allowed * _FACTOR, BigInteger)
_AROUND_QUESTION = (
    QuizQuestionRow.__table__.join(QuizRow, QuizRow.id == QuizQuestionRow.quiz_id)
    .outerjoin(
        LearnerRow,
        and_(LearnerRow.server_id == QuizRow.server_id, LearnerRow.user_id == _USER),
    )
    .outerjoin(
        QuizPlayerRow,
        and_(QuizPlayerRow.quiz_id == QuizRow.id, QuizPlayerRow.user_id == _USER),
    )
)
_HINDRANCE = (
    select(
        QuizQuestionRow.state,
        _DEADLINE.label("deadline"),
        QuizPlayerRow.is_kicked,
        QuizResponseRow,
    )
    .select_from(
        _AROUND_QUESTION.outerjoin(
            QuizResponseRow,
            and_(
                QuizResponseRow.question_id == QuizQuestionRow.id,
                QuizResponseRow.user_id == _USER,
            ),
        )
    )
    .where(QuizQuestionRow.id == _QUESTION)
)

_RESPONSES: Any = QuizResponseRow.__table__
_COLUMNS = (
    "question_id",
    "user_id",
    "response",
    "at",
    "halted",
    "changes",
    "event_id",
    "allowed_us",
)
_IS_NEW_EVENT = ~select(QuizLogRow.id).where(QuizLogRow.event_id == _EVENT).exists()


def _given(allowed: Any, *more: Any) -> Any:
    """The row that a response makes, if nothing speaks against it."""
    return (
        select(
            QuizQuestionRow.id,
            _USER,
            bindparam("given", type_=QuizResponseRow.response.type),
            _AT,
            QuizQuestionRow.halted,
            literal(0),
            _EVENT,
            allowed,
            *more,
        )
        .select_from(_AROUND_QUESTION)
        .where(
            QuizQuestionRow.id == _QUESTION,
            func.coalesce(QuizPlayerRow.is_kicked, False).is_(False),
            _IS_NEW_EVENT,
        )
    )


_IS_WITHIN_GRACE = and_(
    QuizQuestionRow.state.in_(COUNTED),
    QuizQuestionRow.closed_by_timer,
    QuizQuestionRow.closed_at >= bindparam("grace_from", type_=Instant),
)
_LIVE = insert(_RESPONSES).from_select(
    _COLUMNS,
    _given(_ALLOWED).where(
        or_(QuizQuestionRow.state == QuestionState.OPEN.value, _IS_WITHIN_GRACE),
        or_(QuizQuestionRow.allowed.is_(None), _DEADLINE >= _AT),
    ),
)
_TAKE = _LIVE.on_conflict_do_update(
    index_elements=["question_id", "user_id"],
    set_={
        "response": _LIVE.excluded.response,
        "at": _LIVE.excluded.at,
        "halted": _LIVE.excluded.halted,
        "allowed_us": _LIVE.excluded.allowed_us,
        "event_id": _LIVE.excluded.event_id,
        "changes": _RESPONSES.c.changes + 1,
        "before": _RESPONSES.c.response,
        "score": None,
        "points": None,
    },
    # Two clicks may overtake each other on their way: Discord's clock says which came last.
    where=tuple_(_LIVE.excluded.at, _LIVE.excluded.event_id)
    > tuple_(_RESPONSES.c.at, _RESPONSES.c.event_id),
).returning(
    _RESPONSES.c.before,
    select(QuizQuestionRow.state)
    .where(QuizQuestionRow.id == _RESPONSES.c.question_id)
    .correlate(_RESPONSES)
    .scalar_subquery()
    .label("state"),
)

_MORE_ATTEMPTS = (
    select(LearnerRow.more_attempts)
    .join(QuizRow, QuizRow.server_id == LearnerRow.server_id)
    .join(QuizQuestionRow, QuizQuestionRow.quiz_id == QuizRow.id)
    .where(QuizQuestionRow.id == _QUESTION, LearnerRow.user_id == _USER)
    .scalar_subquery()
)
_OUTCOME = bindparam("outcome", type_=Float)
_LATE = insert(_RESPONSES).from_select(
    (*_COLUMNS, "score", "points"),
    # Nothing is added for speed from the catch-up seat: the points are the score.
    _given(null(), _OUTCOME, _OUTCOME).where(
        QuizQuestionRow.state.in_(COUNTED),
        QuizRow.state == QuizState.FINISHED.value,
        QuizRow.window_until >= _AT,
        QuizPlayerRow.is_catching_up,
    ),
)
_TAKE_LATE = _LATE.on_conflict_do_update(
    index_elements=["question_id", "user_id"],
    set_={
        "response": _LATE.excluded.response,
        "at": _LATE.excluded.at,
        "event_id": _LATE.excluded.event_id,
        "changes": _RESPONSES.c.changes + 1,
        "before": _RESPONSES.c.response,
        "score": _LATE.excluded.score,
        "points": _LATE.excluded.points,
    },
    where=and_(_RESPONSES.c.score < 1.0, _RESPONSES.c.changes < func.coalesce(_MORE_ATTEMPTS, 0)),
).returning(_RESPONSES.c.changes)
