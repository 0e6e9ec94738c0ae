"""Rows of live quizzes as values, and what is stored of them in JSON."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from knowledge.model.assessment import Difficulty, ItemDraft, ItemType, Outcome
from knowledge.model.quiz import (
    Board,
    Given,
    Player,
    Question,
    QuestionState,
    Quiz,
    QuizPlan,
    QuizState,
)
from knowledge.storage import citations
from knowledge.storage.item_codec import key_from_json, key_to_json, response_from_json
from knowledge.storage.quiz_tables import (
    MICROSECOND,
    LearnerRow,
    QuizPlayerRow,
    QuizQuestionRow,
    QuizResponseRow,
    QuizRow,
)


def plan_to_json(plan: QuizPlan) -> dict[str, Any]:
    return {
        "course_id": plan.course_id,
        "count": plan.count,
        "theme": plan.theme,
        "document_id": plan.document_id,
        "types": sorted(plan.types),
        "seconds": plan.seconds,
        "bonus": plan.bonus,
        "board": plan.board.value,
        "teams": plan.teams,
    }


def plan_from_json(stored: dict[str, Any]) -> QuizPlan:
    types = frozenset(ItemType(name) for name in stored["types"])
    return QuizPlan(**{**stored, "types": types, "board": Board(stored["board"])})


def draft_to_json(draft: ItemDraft) -> dict[str, Any]:
    return {
        "type": draft.type.value,
        "stem": draft.stem,
        "key": key_to_json(draft.key),
        "options": list(draft.options),
        "rationale": draft.rationale,
        "citation": None if draft.citation is None else citations.to_json(draft.citation),
        "themes": list(draft.themes),
        "difficulty": draft.difficulty.value,
        "name": draft.name,
        "flags": list(draft.flags),
    }


def draft_from_json(stored: dict[str, Any]) -> ItemDraft:
    citation = stored["citation"]
    return ItemDraft(
        type=ItemType(stored["type"]),
        stem=stored["stem"],
        key=key_from_json(stored["key"]),
        options=tuple(stored["options"]),
        rationale=stored["rationale"],
        citation=None if citation is None else citations.from_json(citation),
        themes=tuple(stored["themes"]),
        difficulty=Difficulty(stored["difficulty"]),
        name=stored["name"],
        flags=tuple(stored["flags"]),
    )


def quiz(row: QuizRow) -> Quiz:
    return Quiz(
        id=row.id,
        receipt=row.receipt,
        course=row.course,
        plan=plan_from_json(row.plan),
        state=QuizState(row.state),
        server_id=row.server_id,
        channel_id=row.channel_id,
        host_id=row.host_id,
        host_name=row.host_name,
        questions=row.questions,
        position=row.position,
        lobby_message_id=row.lobby_message_id,
        board_message_id=row.board_message_id,
        starts_at=row.starts_at,
        window_until=row.window_until,
        created_at=row.created_at,
        finished_at=row.finished_at,
    )


def question(row: QuizQuestionRow) -> Question:
    deadline = None
    if row.opened_at is not None and row.allowed is not None:
        deadline = row.opened_at + (row.halted + row.allowed) * MICROSECOND
    return Question(
        id=row.id,
        quiz_id=row.quiz_id,
        ordinal=row.ordinal,
        item_id=row.item_id,
        draft=draft_from_json(row.draft),
        order=tuple(row.order),
        state=QuestionState(row.state),
        message_id=row.message_id,
        opened_at=row.opened_at,
        deadline=deadline,
        closed_by_timer=row.closed_by_timer,
    )


def player(row: QuizPlayerRow, learner: LearnerRow | None) -> Player:
    alias = None if learner is None else learner.alias
    return Player(
        user_id=row.user_id,
        name=alias or row.name,
        team=row.team,
        joined_at=row.joined_at,
        is_hidden=learner is not None and learner.is_hidden,
        is_kicked=row.is_kicked,
        is_catching_up=row.is_catching_up,
    )


def given(row: QuizResponseRow) -> Given:
    return Given(
        user_id=row.user_id,
        response=response_from_json(row.response),
        at=row.at,
        changes=row.changes,
        outcome=None if row.score is None else Outcome(row.score),
        points=row.points,
    )


def elapsed(question: QuizQuestionRow, response: QuizResponseRow) -> float:
    """Seconds from the question's message to the last change, without pauses before it."""
    assert question.opened_at is not None
    taken = response.at - question.opened_at - response.halted * MICROSECOND
    return max(taken, timedelta()).total_seconds()
