"""Everything that was ever answered to an item, for when its key changes."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Text, exists, select, tuple_, type_coerce
from sqlalchemy.orm import defer

from knowledge.model.assessment import ItemDraft, Response
from knowledge.model.regrading import Worth
from knowledge.storage import quiz_codec
from knowledge.storage.database import ReadSession
from knowledge.storage.item_codec import response_from_json
from knowledge.storage.quiz_tables import (
    MICROSECOND,
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
    """Seconds that this learner had when they responded; ``None`` if untimed."""


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
    """All that a change of key touches."""

    questions: tuple[Asked, ...]
    turns: tuple[Asked, ...]
    played: tuple[PlayedResponse, ...]
    studied: tuple[StudiedResponse, ...]
    mark: Mark


@dataclass(frozen=True, slots=True)
class Mark:
    """Ids, revisions and scores; equal if nothing came in between two looks. Quick to read."""

    questions: frozenset[int]
    played: frozenset[tuple[int, int, int, float | None]]
    turns: frozenset[tuple[int, int, float | None]]


async def list_responses(session: ReadSession, item_id: int, server_id: int | None) -> Responses:
    """Of one server's quizzes, or of all; self-study belongs to no server and is always in.

    May be long: never call it in a session that writes. Compare :func:`mark` there.
    """
    drafts = _Drafts()
    questions = await session.execute(
        select(QuizQuestionRow.id, type_coerce(QuizQuestionRow.draft, Text))
        .where(*_of_item(item_id, server_id))
        .order_by(QuizQuestionRow.id)
    )
    turns = (
        await session.execute(
            select(
                StudyTurnRow.id,
                StudyTurnRow.user_id,
                type_coerce(StudyTurnRow.draft, Text),
                StudyTurnRow.response,
                StudyTurnRow.score,
            )
            .where(StudyTurnRow.item_id == item_id)
            .order_by(StudyTurnRow.id)
        )
    ).all()
    return Responses(
        questions=tuple(Asked(found, drafts.read(text)) for found, text in questions),
        turns=tuple(Asked(found, drafts.read(text)) for found, _, text, _, _ in turns),
        played=await _played(session, _of_item(item_id, server_id)),
        studied=tuple(
            StudiedResponse(found, user_id, response_from_json(response), score)
            for found, user_id, _, response, score in turns
            if response is not None and score is not None
        ),
        mark=await mark(session, item_id, server_id),
    )


async def mark(session: ReadSession, item_id: int, server_id: int | None) -> Mark:
    """Of what :func:`list_responses` reads."""
    of_item = _of_item(item_id, server_id)
    questions = await session.scalars(select(QuizQuestionRow.id).where(*of_item))
    played = await session.execute(
        select(
            QuizResponseRow.question_id,
            QuizResponseRow.user_id,
            QuizResponseRow.event_id,
            QuizResponseRow.score,
        )
        .join(QuizQuestionRow, QuizQuestionRow.id == QuizResponseRow.question_id)
        .where(*of_item, QuizResponseRow.score.is_not(None))
    )
    turns = await session.execute(
        select(StudyTurnRow.id, StudyTurnRow.item_revision, StudyTurnRow.score).where(
            StudyTurnRow.item_id == item_id
        )
    )
    return Mark(
        frozenset(questions),
        frozenset((row[0], row[1], row[2], row[3]) for row in played),
        frozenset((row[0], row[1], row[2]) for row in turns),
    )


async def is_answered(session: ReadSession, item_id: int) -> bool:
    """Whether anybody was ever graded on an item, in a quiz or alone."""
    played = exists().where(
        QuizQuestionRow.item_id == item_id,
        QuizResponseRow.question_id == QuizQuestionRow.id,
        QuizResponseRow.score.is_not(None),
    )
    studied = exists().where(StudyTurnRow.item_id == item_id, StudyTurnRow.score.is_not(None))
    return bool(await session.scalar(select(played | studied)))


async def find_wrong_text(
    session: ReadSession, question_id: int, user_id: int
) -> tuple[int, str] | None:
    """The item and the text of a learner's response in a quiz, if it was not graded right."""
    row = (
        await session.execute(
            _wrong_texts(QuizQuestionRow.item_id, _TEXT).where(
                QuizResponseRow.question_id == question_id, QuizResponseRow.user_id == user_id
            )
        )
    ).one_or_none()
    return None if row is None else (row[0], row[1])


async def list_wrong_texts(session: ReadSession, item_id: int) -> list[tuple[int, int, str]]:
    """Question, learner and text of every response to an item in a quiz that is not right."""
    rows = await session.execute(
        _wrong_texts(QuizResponseRow.question_id, QuizResponseRow.user_id, _TEXT)
        .where(QuizQuestionRow.item_id == item_id)
        .order_by(QuizResponseRow.question_id, QuizResponseRow.user_id)
    )
    return [(row[0], row[1], row[2]) for row in rows]


async def list_questions(session: ReadSession, item_id: int) -> list[Asked]:
    """The item as each quiz asked it."""
    drafts = _Drafts()
    rows = await session.execute(
        select(QuizQuestionRow.id, type_coerce(QuizQuestionRow.draft, Text)).where(
            QuizQuestionRow.item_id == item_id
        )
    )
    return [Asked(found, drafts.read(text)) for found, text in rows]


async def find_played(
    session: ReadSession, places: Collection[tuple[int, int]]
) -> tuple[PlayedResponse, ...]:
    """Graded responses by question and learner."""
    place = tuple_(QuizResponseRow.question_id, QuizResponseRow.user_id)
    return await _played(session, [place.in_(places)])


@dataclass(slots=True)
class _Drafts:
    """Reads equal drafts once: most of the turns of an item asked it in the same words."""

    _read: dict[str, ItemDraft] = field(default_factory=dict)

    def read(self, text: str) -> ItemDraft:
        if text not in self._read:
            self._read[text] = quiz_codec.draft_from_json(json.loads(text))
        return self._read[text]


def _of_item(item_id: int, server_id: int | None) -> list[Any]:
    wanted: list[Any] = [QuizQuestionRow.item_id == item_id]
    if server_id is not None:
        quizzes = select(QuizRow.id).where(QuizRow.server_id == server_id)
        wanted.append(QuizQuestionRow.quiz_id.in_(quizzes))
    return wanted


def _wrong_texts(*columns: Any) -> Any:
    return (
        select(*columns)
        .join(QuizQuestionRow, QuizQuestionRow.id == QuizResponseRow.question_id)
        .where(QuizResponseRow.score < 1.0, _TEXT.is_not(None))
    )


async def _played(session: ReadSession, wanted: Sequence[Any]) -> tuple[PlayedResponse, ...]:
    rows = await session.execute(
        select(
            QuizQuestionRow,
            QuizResponseRow,
            QuizRow.id,
            QuizRow.receipt,
            QuizRow.plan["bonus"].as_float(),
            QuizPlayerRow.name,
            QuizPlayerRow.is_catching_up,
        )
        .join(QuizResponseRow, QuizResponseRow.question_id == QuizQuestionRow.id)
        .join(QuizRow, QuizRow.id == QuizQuestionRow.quiz_id)
        .join(
            QuizPlayerRow,
            (QuizPlayerRow.quiz_id == QuizRow.id)
            & (QuizPlayerRow.user_id == QuizResponseRow.user_id),
        )
        .where(*wanted, QuizResponseRow.score.is_not(None))
        .order_by(QuizQuestionRow.id, QuizResponseRow.user_id)
        .options(defer(QuizQuestionRow.draft), defer(QuizQuestionRow.order)),
        execution_options={"populate_existing": True},
    )
    return tuple(
        PlayedResponse(
            quiz_id=quiz_id,
            receipt=receipt,
            question_id=question.id,
            user_id=response.user_id,
            name=name,
            event_id=response.event_id,
            response=response_from_json(response.response),
            worth=Worth(response.score or 0.0, response.points or 0.0),
            bonus=0.0 if is_catching_up else bonus,
            elapsed=quiz_codec.elapsed(question, response),
            allowed=_seconds(response.allowed_us),
        )
        for question, response, quiz_id, receipt, bonus, name, is_catching_up in rows
    )


def _seconds(microseconds: int | None) -> float | None:
    return None if microseconds is None else (microseconds * MICROSECOND).total_seconds()


_TEXT: Any = QuizResponseRow.response["text"].as_string()
