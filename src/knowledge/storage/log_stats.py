"""A server's log in figures, counted by the database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select

from knowledge.model.log_stats import LogStats
from knowledge.model.record import Rating
from knowledge.storage import records, reviews
from knowledge.storage.audit_tables import ReportRow, ReviewRow
from knowledge.storage.database import ReadSession
from knowledge.storage.quiz_tables import (
    QuizPlayerRow,
    QuizQuestionRow,
    QuizResponseRow,
    QuizRow,
)
from knowledge.storage.tables import FeedbackRow, RecordRow


async def count(session: ReadSession, server_id: int, since: datetime) -> LogStats:
    """All figures of one server from ``since`` on."""
    here = (RecordRow.server_id == server_id, RecordRow.asked_at >= since)
    asked = (*here, records.was_asked())
    totals = select(func.count(), func.count(RecordRow.user_id.distinct())).where(*asked)
    questions, askers = (await session.execute(totals)).one()
    rated = await _rated(session, *here)
    latencies = await _latencies(session, *asked)
    played = (QuizRow.server_id == server_id, QuizRow.created_at >= since)
    return LogStats(
        since=since,
        questions=questions,
        askers=askers,
        decisions=await _counts(session, RecordRow.decision, *asked),
        liked=rated.get(Rating.UP.value, 0),
        disliked=rated.get(Rating.DOWN.value, 0),
        reported=await _one(
            session,
            select(func.count(ReportRow.record_id.distinct()))
            .join(RecordRow, RecordRow.id == ReportRow.record_id)
            .where(*here),
        ),
        complaints=await _complaints(session, *here),
        reviews=await _reviews(session, *here),
        waiting=await reviews.backlog(session, server_id),
        median_ms=_latency(latencies, questions, 0.5),
        slow_ms=_latency(latencies, questions, 0.95),
        quizzes=await _one(session, select(func.count()).select_from(QuizRow).where(*played)),
        players=await _one(
            session,
            select(func.count(QuizPlayerRow.user_id.distinct()))
            .join(QuizRow, QuizRow.id == QuizPlayerRow.quiz_id)
            .where(*played),
        ),
        responses=await _one(
            session,
            select(func.count())
            .select_from(QuizResponseRow)
            .join(QuizQuestionRow, QuizQuestionRow.id == QuizResponseRow.question_id)
            .join(QuizRow, QuizRow.id == QuizQuestionRow.quiz_id)
            .where(*played),
        ),
    )


async def _one(session: ReadSession, query: Any) -> int:
    return int(await session.scalar(query) or 0)


async def _counts(
    session: ReadSession, by: Any, *conditions: ColumnElement[bool]
) -> dict[str, int]:
    rows = await session.execute(
        select(by, func.count()).where(*conditions).group_by(by).order_by(func.count().desc(), by)
    )
    return {row[0]: row[1] for row in rows}


async def _rated(session: ReadSession, *here: ColumnElement[bool]) -> dict[str, int]:
    """How many answers have a thumb up, and how many one down."""
    rows = await session.execute(
        select(FeedbackRow.rating, func.count(FeedbackRow.record_id.distinct()))
        .join(RecordRow, RecordRow.id == FeedbackRow.record_id)
        .where(*here)
        .group_by(FeedbackRow.rating)
    )
    return {row[0]: row[1] for row in rows}


async def _complaints(session: ReadSession, *here: ColumnElement[bool]) -> dict[str, int]:
    of_ours = FeedbackRow.record_id.in_(select(RecordRow.id).where(*here))
    return await _counts(
        session, FeedbackRow.complaint, of_ours, FeedbackRow.complaint.is_not(None)
    )


async def _reviews(session: ReadSession, *here: ColumnElement[bool]) -> dict[str, int]:
    of_ours = ReviewRow.record_id.in_(select(RecordRow.id).where(*here))
    found = await _counts(session, ReviewRow.status, of_ours)
    return {status: number for status, number in found.items() if status != "open"}


async def _latencies(session: ReadSession, *here: ColumnElement[bool]) -> list[tuple[float, int]]:
    """How many questions took so many milliseconds, the fewest first: quicker than sorting them."""
    whole = func.round(RecordRow.latency_ms)
    rows = await session.execute(
        select(whole, func.count()).where(*here).group_by(whole).order_by(whole)
    )
    return [(row[0], row[1]) for row in rows]


def _latency(latencies: Sequence[tuple[float, int]], questions: int, share: float) -> float | None:
    """The latency below which that share of the questions lies: the nearest rank."""
    rank = int(questions * share)
    for latency, number in latencies:
        if rank < number:
            return latency
        rank -= number
    return latencies[-1][0] if latencies else None
