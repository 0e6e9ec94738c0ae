"""Everything that was ever answered to an item, and its change when the item's key changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.dialects.sqlite import insert

from knowledge.model.assessment import ItemDraft, Key, Response
from knowledge.model.quiz_replies import Act
from knowledge.model.regrading import Worth
from knowledge.storage import quiz_codec
from knowledge.storage.database import ReadSession, WriteSession
from knowledge.storage.item_codec import key_from_json, key_to_json, response_from_json
from knowledge.storage.quiz_tables import (
    MICROSECOND,
    LearnerRow,
    QuizLogRow,
    QuizPlayerRow,
    QuizQuestionRow,
    QuizResponseRow,
    QuizRow,
)
from knowledge.storage.study_tables import StudyTurnRow


@dataclass(frozen=True, slots=True)
class Asked:
    """The item as one quiz or one study turn asked it."""

    id: int
    """Of the quiz's question, or of the turn."""
    draft: ItemDraft


@dataclass(frozen=True, slots=True)
class PlayedResponse:
    """A graded response in a quiz."""

    quiz_id: int
    receipt: str
    question_id: int
    user_id: int
    name: str
    event_id: int
    """Which of the learner's responses it is."""
    response: Response
    worth: Worth
    bonus: float
    """0 from the catch-up seat."""
    elapsed: float
    """Seconds."""
    allowed: float | None
    """Seconds that this learner had; ``None`` if untimed."""


@dataclass(frozen=True, slots=True)
class StudiedResponse:
    """An answered turn of self-study."""

    turn_id: int
    user_id: int
    response: Response
    score: float
    """Before what hints take off."""


@dataclass(frozen=True, slots=True)
class Responses:
    """All that a change of key touches. Equal if nothing came in between two looks."""

    questions: tuple[Asked, ...]
    turns: tuple[Asked, ...]
    played: tuple[PlayedResponse, ...]
    studied: tuple[StudiedResponse, ...]


@dataclass(frozen=True, slots=True)
class ProposedKey:
    """A key that somebody had previewed."""

    server_id: int | None
    item_id: int
    revision: int
    key: Key


async def list_responses(session: ReadSession, item_id: int, server_id: int | None) -> Responses:
    """Of one server's quizzes, or of all; self-study belongs to no server and is always in."""
    of_item = [QuizQuestionRow.item_id == item_id]
    if server_id is not None:
        of_item.append(
            QuizQuestionRow.quiz_id.in_(select(QuizRow.id).where(QuizRow.server_id == server_id))
        )
    questions = await session.scalars(
        select(QuizQuestionRow).where(*of_item).order_by(QuizQuestionRow.id),
        execution_options={"populate_existing": True},
    )
    turns = (
        await session.scalars(
            select(StudyTurnRow).where(StudyTurnRow.item_id == item_id).order_by(StudyTurnRow.id),
            execution_options={"populate_existing": True},
        )
    ).all()
    return Responses(
        questions=tuple(Asked(row.id, quiz_codec.draft_from_json(row.draft)) for row in questions),
        turns=tuple(Asked(row.id, quiz_codec.draft_from_json(row.draft)) for row in turns),
        played=await _played(session, of_item),
        studied=tuple(
            StudiedResponse(row.id, row.user_id, response_from_json(row.response), row.score)
            for row in turns
            if row.response is not None and row.score is not None
        ),
    )


async def put_questions(session: WriteSession, questions: Sequence[Asked]) -> None:
    """Keep the drafts that the quizzes show from now on."""
    await _put_drafts(session, QuizQuestionRow.__table__, questions, {})


async def put_turns(session: WriteSession, turns: Sequence[Asked], revision: int) -> None:
    """Keep the drafts of study turns; one that is just being answered is graded anew."""
    await _put_drafts(session, StudyTurnRow.__table__, turns, {"item_revision": revision})


async def put_played(session: WriteSession, graded: Sequence[tuple[PlayedResponse, Worth]]) -> None:
    if not graded:
        return
    table: Any = QuizResponseRow.__table__
    statement = (
        update(table)
        .where(
            table.c.question_id == bindparam("question"), table.c.user_id == bindparam("learner")
        )
        .values(score=bindparam("new_score"), points=bindparam("new_points"))
    )
    await session.execute(
        statement,
        [
            {
                "question": of.question_id,
                "learner": of.user_id,
                "new_score": worth.score,
                "new_points": worth.points,
            }
            for of, worth in graded
        ],
    )


async def put_studied(
    session: WriteSession, graded: Sequence[tuple[StudiedResponse, float]]
) -> None:
    if not graded:
        return
    table: Any = StudyTurnRow.__table__
    statement = (
        update(table).where(table.c.id == bindparam("turn")).values(score=bindparam("new_score"))
    )
    await session.execute(
        statement, [{"turn": of.turn_id, "new_score": score} for of, score in graded]
    )


async def add_proposal(
    session: WriteSession,
    proposed: ProposedKey,
    *,
    quiz_id: int | None,
    by: int,
    at: datetime,
    event_id: int,
) -> int:
    """Put a previewed key on record; its number there. The same event has the same number."""
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
                "key": key_to_json(proposed.key),
            },
            at=at,
            event_id=event_id,
        )
        .on_conflict_do_update(index_elements=[QuizLogRow.event_id], set_={"event_id": event_id})
        .returning(QuizLogRow.id)
    )
    return (await session.scalars(statement)).one()


async def find_proposal(session: ReadSession, proposal_id: int) -> ProposedKey | None:
    detail = await session.scalar(
        select(QuizLogRow.detail).where(
            QuizLogRow.id == proposal_id, QuizLogRow.kind == Act.PROPOSED.value
        )
    )
    if detail is None:
        return None
    key = key_from_json(detail["key"])
    return ProposedKey(detail["server_id"], detail["item_id"], detail["revision"], key)


async def _played(session: ReadSession, conditions: Sequence[Any]) -> tuple[PlayedResponse, ...]:
    rows = await session.execute(
        select(
            QuizQuestionRow,
            QuizResponseRow,
            QuizRow,
            QuizPlayerRow.name,
            QuizPlayerRow.is_catching_up,
            func.coalesce(LearnerRow.time_factor, 1.0),
        )
        .join(QuizResponseRow, QuizResponseRow.question_id == QuizQuestionRow.id)
        .join(QuizRow, QuizRow.id == QuizQuestionRow.quiz_id)
        .join(
            QuizPlayerRow,
            (QuizPlayerRow.quiz_id == QuizRow.id)
            & (QuizPlayerRow.user_id == QuizResponseRow.user_id),
        )
        .outerjoin(
            LearnerRow,
            (LearnerRow.server_id == QuizRow.server_id)
            & (LearnerRow.user_id == QuizResponseRow.user_id),
        )
        .where(*conditions, QuizResponseRow.score.is_not(None))
        .order_by(QuizQuestionRow.id, QuizResponseRow.user_id),
        execution_options={"populate_existing": True},
    )
    return tuple(_played_response(*row) for row in rows)


def _played_response(
    question: QuizQuestionRow,
    response: QuizResponseRow,
    quiz: QuizRow,
    name: str,
    is_catching_up: bool,
    factor: float,
) -> PlayedResponse:
    allowed = question.allowed
    return PlayedResponse(
        quiz_id=quiz.id,
        receipt=quiz.receipt,
        question_id=question.id,
        user_id=response.user_id,
        name=name,
        event_id=response.event_id,
        response=response_from_json(response.response),
        worth=Worth(response.score or 0.0, response.points or 0.0),
        bonus=0.0 if is_catching_up else quiz.plan["bonus"],
        elapsed=quiz_codec.elapsed(question, response),
        allowed=None if allowed is None else (allowed * factor * MICROSECOND).total_seconds(),
    )


async def _put_drafts(
    session: WriteSession, table: Any, asked: Sequence[Asked], more: dict[str, Any]
) -> None:
    if not asked:
        return
    statement = (
        update(table)
        .where(table.c.id == bindparam("asked"))
        .values(draft=bindparam("new_draft"), **more)
    )
    await session.execute(
        statement,
        [{"asked": one.id, "new_draft": quiz_codec.draft_to_json(one.draft)} for one in asked],
    )
