"""The tables of answers that people stand behind, and of those who wait for one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, text
from sqlalchemy import UniqueConstraint as Unique
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.storage.tables import Base


class VerifiedAnswerRow(Base):
    """An answer that somebody stands behind. Its words never change: a new one takes its place."""

    __tablename__ = "verified_answers"
    # An id is never given again: a button under an older answer must not reach another.
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - as SQLAlchemy wants it
    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id", ondelete="CASCADE"), index=True)
    server_id: Mapped[int | None] = mapped_column(BigInteger)
    receipt: Mapped[str | None]
    """Of the record that it is about, if it began with one."""
    question: Mapped[str]
    """What it answers, in the words that its author put it in."""
    answer: Mapped[str]
    """In the author's words; empty where the documents' own words are confirmed."""
    verified_by: Mapped[int | None] = mapped_column(BigInteger)
    verifier: Mapped[str]
    """What the author was called then."""
    verified_at: Mapped[datetime]
    kept_at: Mapped[datetime | None]
    """When somebody said that it holds although its passage has changed."""
    retired_at: Mapped[datetime | None]


class VerifiedCitationRow(Base):
    """What a verified answer rests on: found by document and version when those change."""

    __tablename__ = "verified_citations"
    answer_id: Mapped[int] = mapped_column(
        ForeignKey("verified_answers.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(index=True)
    version_id: Mapped[int]
    start: Mapped[int]
    end: Mapped[int]
    quote: Mapped[str]
    lead: Mapped[str]
    """Who says it, where the quote itself is shown as the answer."""
    citation: Mapped[dict[str, Any]]
    """All that is needed to show it in its document's later versions; without words once that is
    removed.
    """


class ShownAnswerRow(Base):
    """Under which records a verified answer was shown; of a record's, the last one stands."""

    __tablename__ = "shown_answers"
    __table_args__ = (
        Index("shown_answers_to_post", "record_id", sqlite_where=text("posted_at IS NULL")),
    )
    record_id: Mapped[int] = mapped_column(
        ForeignKey("records.id", ondelete="CASCADE"), primary_key=True
    )
    answer_id: Mapped[int] = mapped_column(
        ForeignKey("verified_answers.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    at: Mapped[datetime]
    posted_at: Mapped[datetime | None]
    """When the message of the record, if there is one, was to show it; ``None``: that is still to
    be tried."""
    tries: Mapped[int] = mapped_column(default=0)
    """How often that has failed."""


class OfferedAnswerRow(Base):
    """Under which records a verified answer was offered; of a record's, the last one stands."""

    __tablename__ = "offered_answers"
    record_id: Mapped[int] = mapped_column(
        ForeignKey("records.id", ondelete="CASCADE"), primary_key=True
    )
    answer_id: Mapped[int] = mapped_column(
        ForeignKey("verified_answers.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class HumanRequestRow(Base):
    """Somebody whom the documents' answer did not help, and who waits for a person."""

    __tablename__ = "human_requests"
    __table_args__ = (
        Unique("record_id", "user_id"),
        Index("human_requests_waiting", "course_id", "state", "asked_at"),
        {"sqlite_autoincrement": True},
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("records.id", ondelete="CASCADE"))
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(BigInteger)
    asked_at: Mapped[datetime]
    state: Mapped[str]
    decided_by: Mapped[int | None] = mapped_column(BigInteger)
    decider: Mapped[str | None]
    """What that person was called then."""
    decided_at: Mapped[datetime | None]
    answer_id: Mapped[int | None] = mapped_column(
        ForeignKey("verified_answers.id", ondelete="SET NULL")
    )


class TidingRow(Base):
    """What somebody is still to be told, once."""

    __tablename__ = "tidings"
    __table_args__ = (
        Unique("user_id", "receipt", "kind", "verified_answer_id"),
        Index("tidings_to_tell", "user_id", sqlite_where=text("told_at IS NULL")),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(BigInteger)
    server_id: Mapped[int | None] = mapped_column(BigInteger)
    kind: Mapped[str]
    receipt: Mapped[str]
    """Of what they asked."""
    verified_answer_id: Mapped[int | None] = mapped_column(
        ForeignKey("verified_answers.id", ondelete="CASCADE")
    )
    note: Mapped[str]
    """Why there is no answer, in the words of whoever decided it."""
    created_at: Mapped[datetime]
    tried_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]
