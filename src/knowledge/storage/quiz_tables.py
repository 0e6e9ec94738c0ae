"""The tables of live quizzes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, text
from sqlalchemy import UniqueConstraint as Unique
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import TypeDecorator, TypeEngine

from knowledge.storage.tables import Base

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


def microseconds(moment: datetime) -> int:
    """Since 1970."""
    return (moment - _EPOCH) // MICROSECOND


class Instant(TypeDecorator[datetime]):
    """An aware moment, stored as microseconds since 1970: SQL adds a learner's time to it."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Any) -> int | None:
        return None if value is None else microseconds(value)

    def process_result_value(self, value: int | None, _dialect: Any) -> datetime | None:
        return None if value is None else _EPOCH + value * MICROSECOND

    def coerce_compared_value(self, _op: Any, value: Any) -> TypeEngine[Any]:
        return self if isinstance(value, datetime) else BigInteger()


class QuizRow(Base):
    __tablename__ = "quizzes"
    __table_args__ = (
        Index(
            "one_live_quiz",
            "channel_id",
            unique=True,
            sqlite_where=text("state IN ('lobby', 'running', 'paused')"),
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    receipt: Mapped[str] = mapped_column(unique=True)
    course_id: Mapped[int | None] = mapped_column(
        ForeignKey("courses.id", ondelete="SET NULL"), index=True
    )
    course: Mapped[str]
    plan: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(index=True)
    server_id: Mapped[int] = mapped_column(BigInteger)
    channel_id: Mapped[int] = mapped_column(BigInteger, index=True)
    host_id: Mapped[int] = mapped_column(BigInteger)
    host_name: Mapped[str]
    event_id: Mapped[int] = mapped_column(BigInteger, unique=True)
    questions: Mapped[int] = mapped_column(default=0)
    position: Mapped[int] = mapped_column(default=0)
    lobby_message_id: Mapped[int | None] = mapped_column(BigInteger)
    board_message_id: Mapped[int | None] = mapped_column(BigInteger)
    """Null as long as the channel is owed the end of a finished quiz."""
    starts_at: Mapped[datetime | None]
    remind_at: Mapped[datetime | None]
    """When a reminder is due; emptied when it was posted, or came too late."""
    window_until: Mapped[datetime | None] = mapped_column(Instant)
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


class QuizQuestionRow(Base):
    __tablename__ = "quiz_questions"
    __table_args__ = (Unique("quiz_id", "ordinal"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    quiz_id: Mapped[int] = mapped_column(ForeignKey("quizzes.id", ondelete="CASCADE"))
    ordinal: Mapped[int]
    item_id: Mapped[int | None] = mapped_column(
        ForeignKey("items.id", ondelete="SET NULL"), index=True
    )
    draft: Mapped[dict[str, Any]]
    order: Mapped[list[Any]]
    state: Mapped[str]
    message_id: Mapped[int | None] = mapped_column(BigInteger)
    allowed: Mapped[int | None] = mapped_column(BigInteger)
    """Microseconds for those without more time of their own; null if untimed."""
    halted: Mapped[int] = mapped_column(BigInteger, default=0)
    """Microseconds of pauses and outages, which are nobody's time."""
    opened_at: Mapped[datetime | None] = mapped_column(Instant)
    paused_at: Mapped[datetime | None] = mapped_column(Instant)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)
    closed_by_timer: Mapped[bool] = mapped_column(default=False)


class QuizPlayerRow(Base):
    __tablename__ = "quiz_players"
    quiz_id: Mapped[int] = mapped_column(
        ForeignKey("quizzes.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    name: Mapped[str]
    team: Mapped[int | None]
    from_ordinal: Mapped[int]
    """The first question that counts for them."""
    joined_at: Mapped[datetime]
    left_at: Mapped[datetime | None]
    is_kicked: Mapped[bool] = mapped_column(default=False)
    is_catching_up: Mapped[bool] = mapped_column(default=False)


class LearnerRow(Base):
    """What holds for a learner in all quizzes of a server."""

    __tablename__ = "quiz_learners"
    server_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    user_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    alias: Mapped[str | None]
    is_hidden: Mapped[bool] = mapped_column(default=False)
    time_factor: Mapped[float] = mapped_column(default=1.0)
    more_attempts: Mapped[int] = mapped_column(default=0)


class QuizResponseRow(Base):
    """One for each learner and question: the response that counts."""

    __tablename__ = "quiz_responses"
    __table_args__ = (
        Index("ungraded_responses", "question_id", sqlite_where=text("score IS NULL")),
    )
    question_id: Mapped[int] = mapped_column(
        ForeignKey("quiz_questions.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    response: Mapped[dict[str, Any]]
    at: Mapped[datetime] = mapped_column(Instant)
    halted: Mapped[int] = mapped_column(BigInteger)
    """Of the question, when it was given."""
    allowed_us: Mapped[int | None] = mapped_column(BigInteger)
    """Microseconds that this learner had for it; null if untimed. What is granted or taken back
    later changes no points of the past."""
    changes: Mapped[int] = mapped_column(default=0)
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """The response that this one replaced."""
    event_id: Mapped[int] = mapped_column(BigInteger)
    """Of the last change, so that a grading of the response before it is not taken for its own."""
    score: Mapped[float | None]
    points: Mapped[float | None]


class QuizLogRow(Base):
    """Rows are only ever added."""

    __tablename__ = "quiz_log"
    id: Mapped[int] = mapped_column(primary_key=True)
    quiz_id: Mapped[int | None] = mapped_column(
        ForeignKey("quizzes.id", ondelete="CASCADE"), index=True
    )
    """Null for what holds in a whole server."""
    question_id: Mapped[int | None] = mapped_column(
        ForeignKey("quiz_questions.id", ondelete="CASCADE"), index=True
    )
    user_id: Mapped[int | None] = mapped_column(BigInteger, index=True)
    kind: Mapped[str]
    detail: Mapped[dict[str, Any]]
    at: Mapped[datetime]
    event_id: Mapped[int | None] = mapped_column(BigInteger, unique=True)
    """Of Discord: what is delivered twice is logged once."""
