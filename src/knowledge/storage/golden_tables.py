"""The tables of starred questions and their runs, of closed gaps, and of contradictions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy import UniqueConstraint as Unique
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.storage.tables import Base


def _course(*, key: bool = False) -> Any:
    return mapped_column(ForeignKey("courses.id", ondelete="CASCADE"), primary_key=key)


class ContradictionRow(Base):
    """A pair of documents that was found to disagree: told once, and put away for good."""

    __tablename__ = "contradictions"
    course_id: Mapped[int] = _course(key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    found_at: Mapped[datetime]
    dismissed_at: Mapped[datetime | None]
    dismissed_by: Mapped[int | None] = mapped_column(BigInteger)


class GapClosureRow(Base):
    """A question that no longer counts as one that the course leaves open."""

    __tablename__ = "gap_closures"
    record_id: Mapped[int] = mapped_column(
        ForeignKey("records.id", ondelete="CASCADE"), primary_key=True
    )
    closed_at: Mapped[datetime]
    closed_by: Mapped[int | None] = mapped_column(BigInteger)


class GoldenRow(Base):
    """A question that staff starred, with what was right about its answer."""

    __tablename__ = "golden_questions"
    # An id is never given again: an older button must not reach another question.
    __table_args__ = (Unique("course_id", "receipt"), {"sqlite_autoincrement": True})
    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = _course()
    receipt: Mapped[str]
    question: Mapped[str]
    mode: Mapped[str]
    document_id: Mapped[int | None]
    """The one document that was asked."""
    decision: Mapped[str]
    asker_id: Mapped[int | None] = mapped_column(BigInteger)
    """A stand-in for whoever asked: the words are theirs."""
    starred_by: Mapped[int | None] = mapped_column(BigInteger)
    starred_at: Mapped[datetime]


class GoldenCitationRow(Base):
    """What a starred answer quotes: found by document and version when those change."""

    __tablename__ = "golden_citations"
    golden_id: Mapped[int] = mapped_column(
        ForeignKey("golden_questions.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(index=True)
    version_id: Mapped[int]
    start: Mapped[int]
    end: Mapped[int]
    quote: Mapped[str]


class GoldenRunRow(Base):
    """One run of a course's starred questions; of a revision and a model there is one."""

    __tablename__ = "golden_runs"
    __table_args__ = (Unique("course_id", "revision", "model"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = _course()
    revision: Mapped[int]
    model: Mapped[str]
    at: Mapped[datetime]
    outcomes: Mapped[list[Any]]
    """Of every question: its id and what is different, if anything."""
    posted_at: Mapped[datetime | None]
    """When the log channel was told, or somebody took it on to tell it."""
