"""A quiz of one question that was played, to be given another key."""

from __future__ import annotations

from sqlalchemy import select

from knowledge.model.assessment import (
    ChoiceKey,
    Item,
    Picked,
)
from knowledge.model.quiz import Question, Quiz
from knowledge.model.quiz_replies import Act
from knowledge.storage import items
from knowledge.storage.quiz_tables import QuizLogRow
from tests.quizzing.played import (
    ANNA,
    BEN,
    CARA,
    RIGHT,
    WRONG,
    Room,
)

NEW_KEY = ChoiceKey(frozenset({1}))
"""What WRONG picks."""


async def played(room: Room) -> tuple[Quiz, Question]:
    """Anna right, Ben and Cara wrong, all after two of twenty seconds."""
    quiz = await room.start(count=1, bonus=0.2, seconds=20)
    question = await room.play(quiz, {ANNA: RIGHT, BEN: WRONG, CARA: Picked((2,))})
    await room.master.hosting.end(quiz.id)
    return quiz, question


async def item_of(room: Room, question: Question) -> Item:
    assert question.item_id is not None
    async with room.database.read() as session:
        found = await items.find(session, question.item_id)
    assert found is not None
    return found


async def log(room: Room, *acts: Act) -> list[QuizLogRow]:
    async with room.database.read() as session:
        rows = await session.scalars(
            select(QuizLogRow)
            .where(QuizLogRow.kind.in_([act.value for act in acts]))
            .order_by(QuizLogRow.id)
        )
        return list(rows)
