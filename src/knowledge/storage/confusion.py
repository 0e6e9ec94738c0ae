"""What is asked, refused and answered wrongly around each section of a course, counted."""

from __future__ import annotations

import json
from collections import Counter
from datetime import datetime
from typing import Any

from sqlalchemy import String, case, func, select

from knowledge.model.confusion import SectionCounts
from knowledge.model.quiz import COUNTED_STATES
from knowledge.model.record import Decision
from knowledge.storage import records
from knowledge.storage.database import ReadSession
from knowledge.storage.quiz_tables import QuizQuestionRow, QuizResponseRow, QuizRow
from knowledge.storage.study_tables import StudySessionRow, StudyTurnRow
from knowledge.storage.tables import RecordRow

_MOST_CITED = 6
"""Citations of one answer that are looked at."""
MOST_QUESTIONS = 10_000
"""Of a server, the newest, that are looked at: each is some thousand bytes to read."""

_Key = tuple[str, tuple[str, ...]]


async def reach(session: ReadSession, server_id: int, since: datetime) -> datetime:
    """``since``, or a later moment from which on there are no more than so many questions."""
    newest = (
        select(RecordRow.asked_at)
        .where(RecordRow.server_id == server_id, RecordRow.asked_at >= since)
        .order_by(RecordRow.asked_at.desc())
    )
    return await session.scalar(newest.offset(MOST_QUESTIONS - 1).limit(1)) or since


async def count(
    session: ReadSession,
    server_id: int,
    course_id: int,
    since: datetime,
    *,
    asked_since: datetime,
) -> list[SectionCounts]:
    """Every section of which there is anything to tell, from ``since`` on.

    Of the questions (from ``asked_since`` on) and quizzes of this server, and of the course's
    self-study, which belongs to no server.
    """
    here = (
        RecordRow.server_id == server_id,
        RecordRow.course_id == course_id,
        RecordRow.asked_at >= asked_since,
        records.was_asked(),
    )
    found: dict[_Key, dict[str, float]] = {}
    for key, questions in (await _cited(session, *here)).items():
        found[key] = {"questions": questions}
    for row in await session.execute(_nearest(*here)):
        _add(found, row, questions=row.questions, refused=row.refused)
    for query in (_quizzed(server_id, course_id, since), _studied(course_id, since)):
        for row in await session.execute(query):
            _add(found, row, responses=row.responses, lost=row.lost)
    return [
        SectionCounts(
            document,
            section,
            questions=int(counts.get("questions", 0)),
            refused=int(counts.get("refused", 0)),
            responses=int(counts.get("responses", 0)),
            lost=counts.get("lost", 0.0),
        )
        for (document, section), counts in found.items()
    ]


def _add(found: dict[_Key, dict[str, float]], row: Any, **counted: float) -> None:
    if row.document is None:
        return
    counts = found.setdefault((row.document, tuple(json.loads(row.section or "[]"))), {})
    for name, number in counted.items():
        counts[name] = counts.get(name, 0) + number


async def _cited(session: ReadSession, *here: Any) -> Counter[_Key]:
    """Answers by the sections that they cite; one counts once for each.

    A row's citations are read in one go: looking at each by itself would parse them again, and
    they hold whole passages.
    """
    paths = [f"$[{n}].{field}" for n in range(_MOST_CITED) for field in ("document", "section")]
    cited = func.json_extract(RecordRow.citations, *paths, type_=String)
    rows = await session.execute(
        select(cited, func.count())
        .where(*here, RecordRow.decision == Decision.ANSWERED.value)
        .group_by(cited)
    )
    counted: Counter[_Key] = Counter()
    for stored, times in rows:
        values = json.loads(stored)
        pairs = zip(values[::2], values[1::2], strict=True)
        sections = {(document, tuple(section or ())) for document, section in pairs if document}
        counted.update(dict.fromkeys(sections, times))
    return counted


def _nearest(*here: Any) -> Any:
    """What was not answered counts where its best passage stands."""
    document = func.json_extract(RecordRow.passages, "$[0].document", type_=String)
    section = func.json_extract(RecordRow.passages, "$[0].section", type_=String)
    refused = case((RecordRow.decision == Decision.ABSTAINED.value, 1), else_=0)
    return (
        select(
            document.label("document"),
            section.label("section"),
            func.count().label("questions"),
            func.sum(refused).label("refused"),
        )
        .where(*here, RecordRow.decision != Decision.ANSWERED.value)
        .group_by(document, section)
    )


def _quizzed(server_id: int, course_id: int, since: datetime) -> Any:
    return (
        _of_items(QuizQuestionRow.draft, QuizResponseRow.score)
        .select_from(QuizResponseRow)
        .join(QuizQuestionRow, QuizQuestionRow.id == QuizResponseRow.question_id)
        .join(QuizRow, QuizRow.id == QuizQuestionRow.quiz_id)
        .where(
            QuizRow.server_id == server_id,
            QuizRow.course_id == course_id,
            QuizRow.created_at >= since,
            QuizQuestionRow.state.in_([state.value for state in COUNTED_STATES]),
            QuizResponseRow.score.is_not(None),
        )
    )


def _studied(course_id: int, since: datetime) -> Any:
    return (
        _of_items(StudyTurnRow.draft, StudyTurnRow.score)
        .select_from(StudyTurnRow)
        .join(StudySessionRow, StudySessionRow.id == StudyTurnRow.session_id)
        .where(
            StudySessionRow.course_id == course_id,
            StudyTurnRow.answered_at >= since,
            StudyTurnRow.score.is_not(None),
        )
    )


def _of_items(draft: Any, score: Any) -> Any:
    document = func.json_extract(draft, "$.citation.document", type_=String)
    section = func.json_extract(draft, "$.citation.section", type_=String)
    return select(
        document.label("document"),
        section.label("section"),
        func.count().label("responses"),
        func.sum(1.0 - score).label("lost"),
    ).group_by(document, section)
