"""A quiz before a moderator: all that happened in it, under pseudonyms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from knowledge.model import grading
from knowledge.model.quiz import Question
from knowledge.model.quiz_replies import LogEntry
from knowledge.model.review import QuizAct, QuizCase
from knowledge.reviewing.identities import Identities
from knowledge.storage import quiz_log, quiz_questions, quizzes
from knowledge.storage.database import ReadSession
from knowledge.storage.item_codec import response_from_json

_PLAIN = ("score", "points", "seconds", "refusal", "late", "idle", "players")
"""What an act says beside the response. Anything else may name somebody."""


async def quiz_case_of(session: ReadSession, server_id: int, receipt: str) -> QuizCase | None:
    """A quiz of this server with its log, oldest first; nobody's name or id is in it."""
    quiz = await quizzes.find_by_receipt(session, receipt)
    if quiz is None or quiz.server_id != server_id:
        return None
    names = await Identities.of(session, server_id)
    drawn = {
        question.id: question for question in await quiz_questions.list_drawn(session, quiz.id)
    }
    entries = await quiz_log.list_entries(session, quiz.id)
    acts = tuple(_act(entry, drawn, names) for entry in entries)
    return QuizCase(replace(quiz, host_id=0, host_name=names.name(quiz.host_id)), acts)


def _act(entry: LogEntry, drawn: Mapping[int, Question], names: Identities) -> QuizAct:
    question = None if entry.question_id is None else drawn.get(entry.question_id)
    return QuizAct(
        at=entry.at,
        act=entry.act.value,
        question=None if question is None else question.ordinal,
        who="" if entry.user_id is None else names.name(entry.user_id),
        detail=_detail(entry, question, names),
    )


def _detail(entry: LogEntry, question: Question | None, names: Identities) -> str:
    stored: dict[str, Any] = entry.detail
    said = []
    if question is not None and isinstance(stored.get("response"), dict):
        response = response_from_json(stored["response"])
        # A response that was refused may name options that there are not.
        if grading.fault(question.draft, response) is None:
            said.append(f"“{'; '.join(grading.given_words(question.draft, response))}”")
    if isinstance(stored.get("learner"), int):
        said.append(names.name(stored["learner"]))
    said += [f"{name} {_short(stored[name])}" for name in _PLAIN if name in stored]
    return ", ".join(said)


def _short(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
