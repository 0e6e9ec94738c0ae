"""Responses that wait for their outcome, and the outcomes that they get."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, bindparam, select, update

from knowledge.model.assessment import ItemDraft, Response
from knowledge.storage import quiz_codec
from knowledge.storage.database import ReadSession, WriteSession
from knowledge.storage.item_codec import response_from_json
from knowledge.storage.quiz_questions import COUNTED
from knowledge.storage.quiz_tables import (
    MICROSECOND,
    QuizQuestionRow,
    QuizResponseRow,
    QuizRow,
)


@dataclass(frozen=True, slots=True)
class Ungraded:
    """A response to a question that is closed."""

    quiz_id: int
    question_id: int
    user_id: int
    event_id: int
    """Which of the learner's responses it is."""
    draft: ItemDraft
    response: Response
    bonus: float
    elapsed: float
    """Seconds."""
    allowed: float | None
    """Seconds that this learner had; ``None`` if untimed."""


@dataclass(frozen=True, slots=True)
class Scored:
    of: Ungraded
    score: float
    points: float


async def list_ungraded(session: ReadSession, quiz_id: int) -> list[Ungraded]:
    rows = await session.execute(
        select(QuizQuestionRow, QuizResponseRow, QuizRow.plan)
        .join(QuizResponseRow, QuizResponseRow.question_id == QuizQuestionRow.id)
        .join(QuizRow, QuizRow.id == QuizQuestionRow.quiz_id)
        .where(
            QuizQuestionRow.quiz_id == quiz_id,
            QuizQuestionRow.state.in_(COUNTED),
            QuizResponseRow.score.is_(None),
        ),
        execution_options={"populate_existing": True},
    )
    drafts: dict[int, ItemDraft] = {}
    ungraded = []
    for question, response, plan in rows:
        if question.id not in drafts:
            drafts[question.id] = quiz_codec.draft_from_json(question.draft)
        ungraded.append(_ungraded(question, response, drafts[question.id], plan))
    return ungraded


async def put_outcomes(session: WriteSession, graded: Sequence[Scored]) -> list[Scored]:
    """Give the responses their outcomes.

    Left out are those that were changed or graded meanwhile, or whose item got another key.

    Returns:
        Those that were given.
    """
    standing = set(await session.scalars(_STANDING, {"events": [g.of.event_id for g in graded]}))
    drafts = await _drafts(session, {g.of.question_id for g in graded})
    fresh = [
        g
        for g in graded
        if g.of.event_id in standing and drafts.get(g.of.question_id) == g.of.draft
    ]
    if fresh:
        await session.execute(_GRADE, [_values(g) for g in fresh])
    return fresh


async def _drafts(session: ReadSession, question_ids: Collection[int]) -> dict[int, ItemDraft]:
    rows = await session.execute(
        select(QuizQuestionRow.id, QuizQuestionRow.draft).where(
            QuizQuestionRow.id.in_(question_ids)
        )
    )
    return {question_id: quiz_codec.draft_from_json(draft) for question_id, draft in rows}


def _ungraded(
    question: QuizQuestionRow,
    response: QuizResponseRow,
    draft: ItemDraft,
    plan: dict[str, Any],
) -> Ungraded:
    allowed = response.allowed_us
    return Ungraded(
        quiz_id=question.quiz_id,
        question_id=question.id,
        user_id=response.user_id,
        event_id=response.event_id,
        draft=draft,
        response=response_from_json(response.response),
        bonus=plan["bonus"],
        elapsed=quiz_codec.elapsed(question, response),
        allowed=None if allowed is None else (allowed * MICROSECOND).total_seconds(),
    )


def _values(graded: Scored) -> dict[str, Any]:
    return {
        "question": graded.of.question_id,
        "user": graded.of.user_id,
        "event": graded.of.event_id,
        "new_score": graded.score,
        "new_points": graded.points,
    }


_RESPONSES: Any = QuizResponseRow.__table__
_STANDING = select(_RESPONSES.c.event_id).where(
    _RESPONSES.c.event_id.in_(bindparam("events", expanding=True, type_=BigInteger)),
    _RESPONSES.c.score.is_(None),
)
_GRADE = (
    update(_RESPONSES)
    .where(
        _RESPONSES.c.question_id == bindparam("question"),
        _RESPONSES.c.user_id == bindparam("user"),
        _RESPONSES.c.event_id == bindparam("event"),
        _RESPONSES.c.score.is_(None),
    )
    .values(score=bindparam("new_score"), points=bindparam("new_points"))
)
