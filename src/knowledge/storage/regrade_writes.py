"""What a changed key makes of past attempts, written."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import bindparam, func, select, update

from knowledge.model.regrading import Worth
from knowledge.storage import quiz_codec
from knowledge.storage.database import WriteSession
from knowledge.storage.quiz_tables import QuizQuestionRow, QuizResponseRow
from knowledge.storage.regrades import Asked, PlayedResponse, StudiedResponse
from knowledge.storage.study_tables import StudyTurnRow


async def put_questions(session: WriteSession, questions: Sequence[Asked]) -> None:
    """Keep the drafts that the quizzes show from now on."""
    await _put_drafts(session, QuizQuestionRow.__table__, questions, {})


async def put_turns(session: WriteSession, turns: Sequence[Asked], revision: int) -> None:
    """Keep the drafts of study turns; one that is just being answered is graded anew."""
    await _put_drafts(session, StudyTurnRow.__table__, turns, {"item_revision": revision})


async def put_played(session: WriteSession, graded: Iterable[tuple[PlayedResponse, Worth]]) -> None:
    values = [
        {
            "question": of.question_id,
            "learner": of.user_id,
            "new_score": worth.score,
            "new_points": worth.points,
        }
        for of, worth in graded
    ]
    if values:
        await session.execute(_PUT_PLAYED, values)


async def put_studied(
    session: WriteSession, graded: Iterable[tuple[StudiedResponse, float]]
) -> None:
    values = [{"turn": of.turn_id, "new_score": score} for of, score in graded]
    if values:
        await session.execute(_PUT_STUDIED, values)


async def _put_drafts(
    session: WriteSession, table: Any, asked: Sequence[Asked], more: dict[str, Any]
) -> None:
    """One statement for each draft, however many turns asked it."""
    ids: dict[str, list[int]] = {}
    for one in asked:
        ids.setdefault(json.dumps(quiz_codec.draft_to_json(one.draft)), []).append(one.id)
    for text, found in ids.items():
        wanted = func.json_each(json.dumps(found)).table_valued("value")
        await session.execute(
            update(table)
            .where(table.c.id.in_(select(wanted.c.value)))
            .values(draft=json.loads(text), **more)
        )


_RESPONSES: Any = QuizResponseRow.__table__
_PUT_PLAYED = (
    update(_RESPONSES)
    .where(
        _RESPONSES.c.question_id == bindparam("question"),
        _RESPONSES.c.user_id == bindparam("learner"),
    )
    .values(score=bindparam("new_score"), points=bindparam("new_points"))
)
_TURNS: Any = StudyTurnRow.__table__
_PUT_STUDIED = (
    update(_TURNS).where(_TURNS.c.id == bindparam("turn")).values(score=bindparam("new_score"))
)
