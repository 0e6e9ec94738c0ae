"""The tables of self-study: sessions, what was asked in them, when it is due again, appeals."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, text
from sqlalchemy import UniqueConstraint as Unique
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.storage.tables import Base


def _of_course() -> Any:
    return mapped_column(ForeignKey("courses.id", ondelete="CASCADE"), index=True)


def _of_item() -> Any:
    return mapped_column(ForeignKey("items.id", ondelete="CASCADE"), index=True)


class StudySessionRow(Base):
    __tablename__ = "study_sessions"
    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = _of_course()
    user_id: Mapped[int] = mapped_column(BigInteger, index=True)
    kind: Mapped[str]
    subject: Mapped[str]
    """What it is about, in words for its learner: a theme, a document."""
    items: Mapped[list[Any]]
    """The ids that were drawn, in the order in which they are asked."""
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    event_id: Mapped[int] = mapped_column(BigInteger, unique=True)


class StudyTurnRow(Base):
    """One item asked of one learner. Written when it is asked, so that none is asked twice."""

    __tablename__ = "study_turns"
    __table_args__ = (
        Unique("session_id", "item_id"),
        Index("turns_of_a_learner", "user_id", "item_id"),
        Index(
            "one_open_turn",
            "session_id",
            unique=True,
            sqlite_where=text("answered_at IS NULL"),
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("study_sessions.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(BigInteger)
    item_id: Mapped[int] = _of_item()
    item_revision: Mapped[int]
    draft: Mapped[dict[str, Any]]
    """The item as it was asked."""
    order: Mapped[list[Any]]
    asked_at: Mapped[datetime]
    hint: Mapped[int] = mapped_column(default=0)
    """The furthest step of the ladder that was shown."""
    answered_at: Mapped[datetime | None]
    response: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    score: Mapped[float | None]
    event_id: Mapped[int | None] = mapped_column(BigInteger, unique=True)


class StudyCardRow(Base):
    """What is known of a learner's memory of an item; follows from their turns alone."""

    __tablename__ = "study_cards"
    __table_args__ = (Index("cards_due", "user_id", "due_at"),)
    user_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    item_id: Mapped[int] = mapped_column(
        ForeignKey("items.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    card: Mapped[dict[str, Any]]
    due_at: Mapped[datetime]
    is_right: Mapped[bool]
    """Of the latest response."""
    turn_id: Mapped[int] = mapped_column(
        ForeignKey("study_turns.id", ondelete="CASCADE"), index=True
    )
    """The latest."""


class StudyReminderRow(Base):
    __tablename__ = "study_reminders"
    user_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    course_id: Mapped[int] = _of_course()
    zone: Mapped[str]
    quiet_from: Mapped[int]
    """Hour of the learner's day, 0–23; up to ``quiet_to``, past midnight if that is smaller."""
    quiet_to: Mapped[int]
    claimed_at: Mapped[datetime | None]
    """When the last one was taken on to be sent."""


class AppealRow(Base):
    """ "I was right": a learner's claim that their text should be accepted."""

    __tablename__ = "appeals"
    __table_args__ = (Unique("source", "source_id", "user_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = _of_course()
    item_id: Mapped[int] = _of_item()
    user_id: Mapped[int] = mapped_column(BigInteger)
    source: Mapped[str]
    source_id: Mapped[int]
    text: Mapped[str]
    state: Mapped[str] = mapped_column(index=True)
    made_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(BigInteger)


class RegradeNoticeRow(Base):
    """What a learner is to be told of a decision, until they are."""

    __tablename__ = "regrade_notices"
    __table_args__ = (Unique("appeal_id", "user_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    appeal_id: Mapped[int] = mapped_column(ForeignKey("appeals.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(BigInteger, index=True)
    tried_at: Mapped[datetime | None]
    """When a direct message was tried, once; after that only their next visit shows it."""
    told_at: Mapped[datetime | None]
