"""Searching the log. Everything is bounded by the server before anything else is looked at."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Row,
    Select,
    and_,
    case,
    column,
    exists,
    func,
    literal_column,
    or_,
    select,
    text,
    union,
)

from knowledge.model.log_search import LogFilter, Opinion
from knowledge.model.record import Rating
from knowledge.model.review import ReviewStatus
from knowledge.storage.audit_tables import ReportRow, ReviewRow
from knowledge.storage.database import ReadSession
from knowledge.storage.quiz_tables import QuizPlayerRow, QuizQuestionRow, QuizRow
from knowledge.storage.study_tables import StudySessionRow, StudyTurnRow
from knowledge.storage.tables import FeedbackRow, RecordRow

Rows = Sequence[Row[Any]]
_WORD = re.compile(r"\w+")

REPORTED = exists().where(ReportRow.record_id == RecordRow.id)
DISLIKED = exists().where(
    FeedbackRow.record_id == RecordRow.id, FeedbackRow.rating == Rating.DOWN.value
)
LIKED = exists().where(FeedbackRow.record_id == RecordRow.id, FeedbackRow.rating == Rating.UP.value)
OPINION = case(
    (REPORTED, Opinion.REPORTED.value),
    (DISLIKED, Opinion.DISLIKED.value),
    (LIKED, Opinion.LIKED.value),
)
_WANTED = {Opinion.REPORTED: REPORTED, Opinion.DISLIKED: DISLIKED, Opinion.LIKED: LIKED}
STATUS = func.coalesce(
    select(ReviewRow.status).where(ReviewRow.record_id == RecordRow.id).scalar_subquery(),
    ReviewStatus.OPEN.value,
)
_QUESTIONS = select(
    RecordRow.receipt,
    RecordRow.asked_at.label("at"),
    RecordRow.user_id,
    RecordRow.channel_id,
    RecordRow.question,
    RecordRow.decision,
    OPINION.label("opinion"),
    STATUS.label("status"),
)


def words_query(typed: str) -> str | None:
    """What FTS5 is asked for: every word, or its beginning; ``None`` without any word.

    A single letter is no beginning: half of the log would begin with it.
    """
    words = _WORD.findall(typed)
    return " ".join(f'"{word}"*' if len(word) > 1 else f'"{word}"' for word in words) or None


def matching(server_id: int, wanted: LogFilter, user_ids: Sequence[int] | None) -> Select[Any]:
    """The ids of the questions that are wanted, in no order.

    Reads an index alone, but for what is probed by id: a row of the record is thousands of bytes
    wide, and a search may look at all of them.
    """
    query = select(RecordRow.id).where(
        *_bounds(RecordRow, server_id, RecordRow.asked_at, wanted, user_ids)
    )
    if wanted.opinion is not None:
        query = query.where(_WANTED[wanted.opinion])
    if wanted.status is not None:
        query = query.where(STATUS.in_([wanted.status.value]))
    if (words := words_query(wanted.text)) is not None:
        found: Select[Any] = select(column("rowid")).select_from(text("record_words"))
        found = found.where(text("record_words MATCH :words").bindparams(words=words))
        # The unary plus keeps SQLite from fetching a whole record for each word that is found.
        query = query.where(literal_column("+records.id").in_(found))
    return query


async def list_questions(
    session: ReadSession,
    server_id: int,
    wanted: LogFilter,
    user_ids: Sequence[int] | None,
    *,
    offset: int,
    limit: int,
) -> tuple[Rows, int]:
    """A page of questions, newest first, and how many there are in all."""
    found = matching(server_id, wanted, user_ids)
    newest = (RecordRow.asked_at.desc(), RecordRow.id.desc())
    # Apart from their number: the index is in this order, so that a page of it is found at once.
    page = await session.scalars(found.order_by(*newest).offset(offset).limit(limit))
    rows = await session.execute(_QUESTIONS.where(RecordRow.id.in_(page.all())).order_by(*newest))
    return rows.all(), await _count(session, found)


async def list_receipts(session: ReadSession, receipts: Sequence[str]) -> Rows:
    """The questions with these receipts, in their order."""
    rows = await session.execute(_QUESTIONS.where(RecordRow.receipt.in_(receipts)))
    return sorted(rows.all(), key=lambda row: receipts.index(row.receipt))


async def list_quizzes(
    session: ReadSession,
    server_id: int,
    wanted: LogFilter,
    user_ids: Sequence[int] | None,
    *,
    offset: int,
    limit: int,
) -> tuple[Rows, int]:
    """A page of quizzes, newest first: those that somebody hosted or played, if asked for."""
    query = select(
        QuizRow.receipt,
        QuizRow.created_at.label("at"),
        QuizRow.host_id.label("user_id"),
        QuizRow.channel_id,
        QuizRow.course,
        QuizRow.plan,
        QuizRow.state,
        QuizRow.questions,
    ).where(*_bounds(QuizRow, server_id, QuizRow.created_at, wanted, None))
    if user_ids is not None:
        played = exists().where(
            QuizPlayerRow.quiz_id == QuizRow.id, QuizPlayerRow.user_id.in_(user_ids)
        )
        query = query.where(or_(played, QuizRow.host_id.in_(user_ids)))
    stem = func.json_extract(QuizQuestionRow.draft, "$.stem")
    for word in _WORD.findall(wanted.text):
        asked = exists().where(
            QuizQuestionRow.quiz_id == QuizRow.id, stem.icontains(word, autoescape=True)
        )
        query = query.where(or_(asked, QuizRow.course.icontains(word, autoescape=True)))
    newest = (QuizRow.created_at.desc(), QuizRow.id.desc())
    return await _page(session, query, newest, offset, limit)


async def list_study(
    session: ReadSession,
    course_ids: Sequence[int],
    wanted: LogFilter,
    user_ids: Sequence[int] | None,
    *,
    offset: int,
    limit: int,
) -> tuple[Rows, int]:
    """A page of study sessions of these courses, newest first; they belong to no channel."""
    turns = and_(
        StudyTurnRow.session_id == StudySessionRow.id, StudyTurnRow.answered_at.is_not(None)
    )
    answered = select(func.count()).where(turns).scalar_subquery()
    right = select(func.count()).where(turns, StudyTurnRow.score >= 1.0).scalar_subquery()
    query = select(
        StudySessionRow.started_at.label("at"),
        StudySessionRow.user_id,
        StudySessionRow.subject,
        answered.label("answered"),
        right.label("right"),
    ).where(StudySessionRow.course_id.in_(course_ids))
    if wanted.since is not None:
        query = query.where(StudySessionRow.started_at >= wanted.since)
    if wanted.until is not None:
        query = query.where(StudySessionRow.started_at < wanted.until)
    if user_ids is not None:
        query = query.where(StudySessionRow.user_id.in_(user_ids))
    for word in _WORD.findall(wanted.text):
        query = query.where(StudySessionRow.subject.icontains(word, autoescape=True))
    newest = (StudySessionRow.started_at.desc(), StudySessionRow.id.desc())
    return await _page(session, query, newest, offset, limit)


async def list_people(session: ReadSession, server_id: int, course_ids: Sequence[int]) -> list[int]:
    """Everybody whom the log of a server may name: askers, players, hosts, those who study."""
    everybody: CompoundSelect[Any] = union(
        select(RecordRow.user_id).where(RecordRow.server_id == server_id),
        select(QuizRow.host_id).where(QuizRow.server_id == server_id),
        select(QuizPlayerRow.user_id)
        .join(QuizRow, QuizRow.id == QuizPlayerRow.quiz_id)
        .where(QuizRow.server_id == server_id),
        select(StudySessionRow.user_id).where(StudySessionRow.course_id.in_(course_ids)),
    )
    return [id_ for (id_,) in await session.execute(everybody) if id_ is not None]


def _bounds(
    table: Any,
    server_id: int,
    at: ColumnElement[datetime] | Any,
    wanted: LogFilter,
    user_ids: Sequence[int] | None,
) -> list[ColumnElement[bool]]:
    bounds: list[ColumnElement[bool]] = [table.server_id == server_id]
    if wanted.since is not None:
        bounds.append(at >= wanted.since)
    if wanted.until is not None:
        bounds.append(at < wanted.until)
    if wanted.channel_id is not None:
        bounds.append(table.channel_id == wanted.channel_id)
    if user_ids is not None:
        bounds.append(table.user_id.in_(user_ids))
    return bounds


async def _page(
    session: ReadSession, query: Select[Any], newest: tuple[Any, ...], offset: int, limit: int
) -> tuple[Rows, int]:
    rows = await session.execute(query.order_by(*newest).offset(offset).limit(limit))
    return rows.all(), await _count(session, query)


async def _count(session: ReadSession, query: Select[Any]) -> int:
    return (await session.scalars(select(func.count()).select_from(query.subquery()))).one()
