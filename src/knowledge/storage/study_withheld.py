"""Items that nobody may study now, because a quiz is asking them."""

from __future__ import annotations

from sqlalchemy import select

from knowledge.model.quiz import LIVE_STATES, QuestionState
from knowledge.storage.database import ReadSession
from knowledge.storage.quiz_tables import QuizQuestionRow, QuizRow

_LIVE = [state.value for state in LIVE_STATES]
_OVER = [QuestionState.REVEALED.value, QuestionState.SKIPPED.value]


async def list_withheld(session: ReadSession) -> frozenset[int]:
    """Items of live quizzes whose question has not been revealed yet."""
    rows = await session.scalars(
        select(QuizQuestionRow.item_id)
        .join(QuizRow, QuizRow.id == QuizQuestionRow.quiz_id)
        .where(
            QuizRow.state.in_(_LIVE),
            QuizQuestionRow.state.not_in(_OVER),
            QuizQuestionRow.item_id.is_not(None),
        )
    )
    return frozenset(item_id for item_id in rows if item_id is not None)
