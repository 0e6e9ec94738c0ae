"""What is older than it may be: counted, deleted, or kept without who it was."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, exists, func, or_, select, update

from knowledge.model.personal_data import HOLDINGS
from knowledge.model.pseudonym import FIRST_STAND_IN
from knowledge.model.record import Decision
from knowledge.model.redaction import redacted
from knowledge.model.retention import SEARCHES, Scope
from knowledge.model.server import TEXT_DAYS
from knowledge.storage.answer_tables import HumanRequestRow, TidingRow
from knowledge.storage.audit_tables import ReportRow, SearchRow
from knowledge.storage.database import ReadSession, WriteSession
from knowledge.storage.erasure import unname
from knowledge.storage.import_tables import PendingImportRow
from knowledge.storage.item_tables import ItemFlagRow
from knowledge.storage.personal_rows import part, table_of
from knowledge.storage.place_tables import CourseUseRow
from knowledge.storage.quiz_tables import QuizQuestionRow, QuizRow
from knowledge.storage.study_tables import (
    AppealRow,
    StudyReminderRow,
    StudySessionRow,
    StudyTurnRow,
)
from knowledge.storage.tables import FeedbackRow, RecordRow

StandIn = Callable[[int], int]

_BATCH = 500
"""Rows in one transaction: whoever writes meanwhile must not wait long."""
_QUIZ_TABLES = ("quizzes", "quiz_players", "quiz_responses", "quiz_log")


async def count_questions(session: ReadSession, scope: Scope) -> tuple[int, int]:
    """Those to be deleted, and the others of which nobody should be able to tell who asked."""
    deleted = 0
    if scope.log_before is not None:
        deleted = await _count(session, RecordRow.id, _expired(scope, scope.log_before))
    unlinked = 0
    if (linked := _linked(scope)) is not None:
        if scope.log_before is not None:
            linked &= RecordRow.asked_at >= scope.log_before
        unlinked = await _count(session, RecordRow.id, linked)
    return deleted, unlinked


async def delete_questions(session: WriteSession, scope: Scope) -> int:
    """Delete some; 0 when there is nothing left."""
    if scope.log_before is None:
        return 0
    some = select(RecordRow.id).where(_expired(scope, scope.log_before)).limit(_BATCH)
    return _rows(await session.execute(delete(RecordRow).where(RecordRow.id.in_(some))))


async def unlink_questions(session: WriteSession, scope: Scope, stand_in: StandIn) -> int:
    """Put stand-ins in place of some askers; 0 when there is nothing left.

    The message in Discord would name the asker, and so would a number in the words.
    """
    if (linked := _linked(scope)) is None:
        return 0
    rows = (await session.scalars(select(RecordRow).where(linked).limit(_BATCH))).all()
    for row in rows:
        assert row.user_id is not None, "it is linked"
        row.user_id = stand_in(row.user_id)
        row.event_id = row.message_id = None
        row.question = redacted(row.question)
        if row.decision == Decision.ABSTAINED:
            # An abstention may say again what was asked; an answer speaks in the documents' words.
            row.shown = redacted(row.shown)
    return len(rows)


async def unlink_opinions(session: WriteSession, scope: Scope, stand_in: StandIn) -> int:
    """The same for ratings and reports of answers of that age, and for who waits for a person."""
    if scope.text_before is None:
        return 0
    of_age = _of(scope, RecordRow.server_id) & (RecordRow.asked_at < scope.text_before)
    done = 0
    for table in (FeedbackRow, ReportRow, HumanRequestRow):
        named = select(table.record_id, table.user_id).where(
            table.user_id < FIRST_STAND_IN,
            exists().where(RecordRow.id == table.record_id, of_age),
        )
        for record_id, user_id in (await session.execute(named.limit(_BATCH))).all():
            whom = (table.record_id == record_id) & (table.user_id == user_id)
            values: dict[str, Any] = {"user_id": stand_in(user_id)}
            if table is ReportRow:
                note = await session.scalar(select(ReportRow.note).where(whom))
                values["note"] = redacted(note or "")
            await session.execute(update(table).where(whom).values(values))
            done += 1
    return done


async def list_named_quizzes(session: ReadSession, scope: Scope) -> list[int]:
    """The quizzes that ended so long ago that their players should have no names any more."""
    if scope.log_before is None:
        return []
    over = and_(
        QuizRow.finished_at < scope.log_before,
        _of(scope, QuizRow.server_id),
        QuizRow.host_id < FIRST_STAND_IN,
    )
    return list(await session.scalars(select(QuizRow.id).where(over)))


async def unname_quiz(session: WriteSession, quiz_id: int, stand_in: StandIn) -> None:
    """Keep a quiz's questions and scores, and nobody's name."""
    questions = select(QuizQuestionRow.id).where(QuizQuestionRow.quiz_id == quiz_id)
    for holding in HOLDINGS:
        if holding.table not in _QUIZ_TABLES:
            continue
        table = table_of(holding)
        if holding.table == "quizzes":
            of_quiz = table.c.id == quiz_id
        elif holding.table == "quiz_responses":
            of_quiz = table.c.question_id.in_(questions)
        else:
            of_quiz = table.c.quiz_id == quiz_id
        whom = part(table, holding.person)
        for found in (await session.scalars(select(whom).where(of_quiz).distinct())).all():
            if found is not None:
                await unname(session, holding, [found], stand_in(found), of_quiz)


async def delete_others(session: WriteSession, now: datetime, before: datetime) -> int:
    """What belongs to no server, once it is older than ``before``."""
    gone = 0
    turns = select(StudyTurnRow.user_id).group_by(StudyTurnRow.user_id)
    active = turns.having(func.max(StudyTurnRow.asked_at) >= before)
    for statement in (
        delete(StudySessionRow).where(
            StudySessionRow.started_at < before, StudySessionRow.user_id.not_in(active)
        ),
        delete(StudyReminderRow).where(
            StudyReminderRow.claimed_at < before, StudyReminderRow.user_id.not_in(active)
        ),
        delete(CourseUseRow).where(CourseUseRow.at < before),
        delete(AppealRow).where(AppealRow.decided_at < before),
        delete(ItemFlagRow).where(ItemFlagRow.cleared_at < before),
        delete(SearchRow).where(SearchRow.at < now - SEARCHES),
        delete(TidingRow).where(TidingRow.created_at < now - timedelta(days=TEXT_DAYS)),
        delete(PendingImportRow).where(
            PendingImportRow.created_at < now - timedelta(days=TEXT_DAYS)
        ),
    ):
        gone += _rows(await session.execute(statement))
    return gone


def _expired(scope: Scope, before: datetime) -> ColumnElement[bool]:
    return _of(scope, RecordRow.server_id) & (RecordRow.asked_at < before)


def _linked(scope: Scope) -> ColumnElement[bool] | None:
    if scope.text_before is None:
        return None
    return _expired(scope, scope.text_before) & (RecordRow.user_id < FIRST_STAND_IN)


def _of(scope: Scope, column: Any) -> ColumnElement[bool]:
    if scope.server_id is not None:
        return and_(column == scope.server_id)
    return or_(column.is_(None), column.not_in(scope.others))


async def _count(session: ReadSession, column: Any, where: ColumnElement[bool]) -> int:
    return await session.scalar(select(func.count(column)).where(where)) or 0


def _rows(done: Any) -> int:
    return int(done.rowcount)
