"""A database in which every table names Eve, in words that stand nowhere else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from knowledge.model.personal_data import HOLDINGS
from knowledge.model.redaction import redacted
from knowledge.storage.answer_tables import HumanRequestRow, TidingRow, VerifiedAnswerRow
from knowledge.storage.audit_tables import AlertRow, ReportRow, ReviewRow, SearchRow
from knowledge.storage.database import Database, WriteSession
from knowledge.storage.document_tables import DraftRow, ImpactKeptRow
from knowledge.storage.golden_tables import ContradictionRow, GapClosureRow, GoldenRow
from knowledge.storage.import_tables import PendingImportRow
from knowledge.storage.item_tables import ItemFlagRow, ItemRow
from knowledge.storage.place_tables import CourseUseRow
from knowledge.storage.quiz_tables import (
    LearnerRow,
    QuizLogRow,
    QuizPlayerRow,
    QuizQuestionRow,
    QuizResponseRow,
    QuizRow,
)
from knowledge.storage.study_tables import (
    AppealRow,
    RegradeNoticeRow,
    StudyCardRow,
    StudyReminderRow,
    StudySessionRow,
    StudyTurnRow,
)
from knowledge.storage.tables import (
    CourseRow,
    DocumentRow,
    EmbeddingModelRow,
    FeedbackRow,
    MemoRow,
    RecordRow,
    VersionRow,
)
from knowledge.storage.timeline_tables import TimelineEditRow

EVE = 418_273_645_192_837_465
ADA = 518_273_645_192_837_465
SERVER = 900_000_000_000_000_001
NAME = "Evelyncanary"
WORDS = "zanzibarcanary"
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)

KEPT = {"audit"}
"""Where staff stay on record."""
PLANTED = {holding.table for holding in HOLDINGS} - KEPT


async def plant(database: Database, *, user_id: int = EVE, at: datetime = NOW) -> None:
    """Rows of a person in every table, with the course and the quiz that they hang on."""
    async with database.write() as session:
        await _plant_course(session, user_id, at)
        await _plant_documents(session, user_id, at)
        await _plant_questions(session, user_id, at)
        await _plant_quiz(session, user_id, at)
        await _plant_study(session, user_id, at)


async def ask(
    database: Database, number: int, *, user_id: int, at: datetime, server_id: int | None = SERVER
) -> None:
    """A question on record, with its number in its receipt and its ids."""
    async with database.write() as session:
        session.add(_record(number, user_id, at, server_id))


def _record(number: int, user_id: int, at: datetime, server_id: int | None) -> RecordRow:
    question = "Who?" if user_id == ADA else f"Is {WORDS} {NAME}'s, eve@example.org?"
    return RecordRow(
        id=number, receipt=f"A-{number:04}", asked_at=at, surface="slash", user_id=user_id,
        server_id=server_id, channel_id=70, event_id=7_000 + number, message_id=8_000 + number,
        course_id=None, course="c", question=question, mode="answer", source=None,
        decision="abstained", confidence=0.5, shown=question,
        sentences=[], places=[], citations=[], passages=[], versions={}, latency_ms=1.0,
    )  # fmt: skip


async def _plant_course(session: WriteSession, user_id: int, at: datetime) -> None:
    await _add(
        session,
        CourseRow(id=1, name="c", title="C", description="", language="en", strictness="normal",
                  created_at=at),
        ItemRow(
            id=1, course_id=1, name="one", type="short", stem="Who?", options=[], key={},
            rationale="", document_id=None, citation=None, themes=[], difficulty="easy", flags=[],
            status="approved", origin="suggested", author=NAME, author_id=user_id,
            suspended_at=None, created_at=at, updated_at=at,
        ),
        ItemFlagRow(item_id=1, user_id=user_id, reason="wrong", at=at, cleared_at=None),
        PendingImportRow(course_id=1, user_id=user_id, file_name=NAME, content=WORDS.encode(),
                         created_at=at),
        TimelineEditRow(course_id=1, action="rename", subject="a", value="b", user_id=user_id,
                        at=at),
        MemoRow(key=f"typed_item_1_{user_id}", value=WORDS),
        MemoRow(key=f"approved_last_{user_id}", value="[1]"),
    )  # fmt: skip


async def _plant_documents(session: WriteSession, user_id: int, at: datetime) -> None:
    named: dict[str, Any] = {
        "title": "D",
        "content_hash": "0",
        "file_bytes": 1,
        "unreadable_pages": [],
        "notices": [],
        "added_by": user_id,
    }
    await _add(
        session,
        EmbeddingModelRow(id=1, name="m", sha256="0", dimension=1),
        DocumentRow(id=1, course_id=1, name="d.txt", created_at=at),
        DocumentRow(course_id=1, name="b.txt", created_at=at, binned_at=at, binned_by=user_id),
        VersionRow(
            id=1, document_id=1, number=1, is_current=True, media_type="text/plain", author=None,
            cited_as=None, affiliation=None, published=None, address=None, language=None,
            note=None, text="It is deep.", created_at=at, **named,
        ),
        DraftRow(course_id=1, name="e.txt", parsed=b"{}", pages=0, passages=1, model_id=1,
                 vectors=b"", added_at=at, **named),
        ImpactKeptRow(kind="item", subject_id=1, version_id=1, kept_by=user_id, kept_at=at),
    )  # fmt: skip


async def _plant_questions(session: WriteSession, user_id: int, at: datetime) -> None:
    await _add(
        session,
        _record(1, user_id, at, SERVER),
        _record(2, ADA, at, SERVER),
        FeedbackRow(record_id=2, user_id=user_id, rating="down", complaint="wrong", at=at),
        ReportRow(record_id=2, user_id=user_id, note=WORDS, at=at),
        ReviewRow(record_id=2, status="ok", note=WORDS, reviewer_id=user_id, at=at),
        SearchRow(server_id=SERVER, user_id=user_id, filters={"text": WORDS}, at=at),
        AlertRow(
            server_id=SERVER,
            kind="abuse",
            target="77",
            user_id=user_id,
            detail="slowed",
            at=at,
            posted_at=None,
        ),
        VerifiedAnswerRow(
            id=1,
            course_id=1,
            server_id=SERVER,
            receipt=None,
            # As the forms for an answer fill it in from what somebody asked.
            question=redacted(f"Is <@{user_id}> right, or {user_id}, or {WORDS}@example.org?"),
            answer="Nobody.",
            verified_by=user_id,
            verifier=NAME,
            verified_at=at,
            kept_at=None,
            retired_at=None,
        ),
        GapClosureRow(record_id=2, closed_at=at, closed_by=user_id),
        ContradictionRow(course_id=1, key="0", found_at=at, dismissed_at=at, dismissed_by=user_id),
        _starred(1, f"Is {WORDS} {NAME}'s?", asker_id=user_id, starred_by=ADA, at=at),
        _starred(2, "Who?", asker_id=ADA, starred_by=user_id, at=at),
        _request(1, user_id, decided_by=ADA, decider="Ada", at=at),
        _request(2, ADA, decided_by=user_id, decider=NAME, at=at),
        TidingRow(
            user_id=user_id,
            server_id=SERVER,
            kind="declined",
            receipt="A-0001",
            verified_answer_id=None,
            note=WORDS,
            created_at=at,
            tried_at=None,
            told_at=None,
        ),
        SearchRow(server_id=SERVER, user_id=ADA, filters={"reader": str(user_id)}, at=at),
    )


def _starred(
    record_id: int, question: str, *, asker_id: int, starred_by: int, at: datetime
) -> GoldenRow:
    return GoldenRow(
        course_id=1, receipt=f"A-{record_id:04}", question=question, mode="answer",
        document_id=None, decision="abstained", asker_id=asker_id, starred_by=starred_by,
        starred_at=at,
    )  # fmt: skip


def _request(
    record_id: int, user_id: int, *, decided_by: int, decider: str, at: datetime
) -> HumanRequestRow:
    return HumanRequestRow(
        record_id=record_id, course_id=1, user_id=user_id, asked_at=at, state="declined",
        decided_by=decided_by, decider=decider, decided_at=at, answer_id=None,
    )  # fmt: skip


async def _plant_quiz(session: WriteSession, user_id: int, at: datetime) -> None:
    written = {"text": WORDS}
    log: dict[str, Any] = {"quiz_id": 1, "at": at}
    await _add(
        session,
        QuizRow(
            id=1, receipt="Q-0001", course_id=1, course="c", plan={}, state="finished",
            server_id=SERVER, channel_id=70, host_id=user_id, host_name=NAME, event_id=1,
            lobby_message_id=None, board_message_id=None, starts_at=None, remind_at=None,
            window_until=None, created_at=at, finished_at=at,
        ),
        QuizQuestionRow(
            id=1, quiz_id=1, ordinal=1, item_id=1, draft={"stem": "Who?"}, order=[],
            state="closed", message_id=None, allowed=None, opened_at=at, paused_at=None,
            closed_at=at,
        ),
        QuizPlayerRow(quiz_id=1, user_id=user_id, name=NAME, team=None, from_ordinal=1,
                      joined_at=at, left_at=None),
        QuizPlayerRow(quiz_id=1, user_id=ADA, name="Ada", team=None, from_ordinal=1,
                      joined_at=at, left_at=None),
        QuizResponseRow(question_id=1, user_id=user_id, response=written, before=written, at=at,
                        halted=0, allowed_us=None, event_id=2, score=1.0, points=1.0),
        LearnerRow(server_id=SERVER, user_id=user_id, alias=NAME),
        QuizLogRow(**log, user_id=user_id, kind="answered", detail={"response": written},
                   event_id=2),
        QuizLogRow(**log, user_id=ADA, kind="kicked", detail={"learner": user_id}),
        QuizLogRow(**log, user_id=ADA, kind="regraded", detail={"by": user_id, "score": [0, 1]}),
    )  # fmt: skip


async def _plant_study(session: WriteSession, user_id: int, at: datetime) -> None:
    await _add(
        session,
        StudySessionRow(id=1, course_id=1, user_id=user_id, kind="theme", subject="a", items=[1],
                        started_at=at, ended_at=None, event_id=3),
        StudyTurnRow(
            id=1, session_id=1, user_id=user_id, item_id=1, item_revision=1,
            draft={"stem": "Who?", "key": "a secret"}, order=[], asked_at=at, answered_at=at,
            response={"text": WORDS}, score=1.0, event_id=4,
        ),
        StudyCardRow(user_id=user_id, item_id=1, card={}, due_at=at, is_right=True, turn_id=1),
        CourseUseRow(user_id=user_id, server_id=SERVER, course_id=1, at=at),
        StudyReminderRow(user_id=user_id, course_id=1, zone="Asia/Tashkent", quiet_from=22,
                         quiet_to=7, claimed_at=at),
        AppealRow(id=1, course_id=1, item_id=1, user_id=user_id, source="study", source_id=1,
                  text=WORDS, state="rejected", made_at=at, decided_at=at, decided_by=ADA),
        AppealRow(id=2, course_id=1, item_id=1, user_id=ADA, source="study", source_id=2,
                  text="other", state="rejected", made_at=at, decided_at=at, decided_by=user_id),
        RegradeNoticeRow(appeal_id=2, user_id=user_id, tried_at=None, told_at=None),
    )  # fmt: skip


async def _add(session: WriteSession, *rows: Any) -> None:
    """One after another, because some belong to others."""
    for row in rows:
        session.add(row)
        await session.flush()


LATER = NOW + timedelta(days=1)
