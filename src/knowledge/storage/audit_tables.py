"""The tables of what staff did, and of what they and the askers think of an answer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, text
from sqlalchemy import UniqueConstraint as Unique
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.storage.tables import Base


class AuditRow(Base):
    """Rows are only ever added: triggers refuse to change or delete one."""

    __tablename__ = "audit"
    # A number is never given again, so that a gap can be seen.
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - as SQLAlchemy wants it
    number: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    server_id: Mapped[int | None] = mapped_column(BigInteger, index=True)
    actor_id: Mapped[int | None] = mapped_column(BigInteger)
    act: Mapped[str]
    target: Mapped[str]
    detail: Mapped[dict[str, Any]]
    previous_hash: Mapped[str]
    hash: Mapped[str]


class ReviewRow(Base):
    """What the last reviewer said of an answer; a record without one is open."""

    __tablename__ = "record_reviews"
    record_id: Mapped[int] = mapped_column(
        ForeignKey("records.id", ondelete="CASCADE"), primary_key=True
    )
    status: Mapped[str]
    note: Mapped[str]
    reviewer_id: Mapped[int] = mapped_column(BigInteger)
    at: Mapped[datetime]


class ReportRow(Base):
    """What somebody told the moderators of an answer, in their own words."""

    __tablename__ = "record_reports"
    record_id: Mapped[int] = mapped_column(
        ForeignKey("records.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    note: Mapped[str]
    at: Mapped[datetime]


class SearchRow(Base):
    """A search of the log, so that its pages can be turned after a restart."""

    __tablename__ = "log_searches"
    # An id is never given again: the buttons of an older search must not turn another's pages.
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - as SQLAlchemy wants it
    id: Mapped[int] = mapped_column(primary_key=True)
    server_id: Mapped[int] = mapped_column(BigInteger)
    user_id: Mapped[int] = mapped_column(BigInteger)
    """Who searched."""
    filters: Mapped[dict[str, Any]]
    at: Mapped[datetime]


class AlertRow(Base):
    """Something that the moderators of a server are to be told, once."""

    __tablename__ = "alerts"
    __table_args__ = (
        Unique("server_id", "kind", "target"),
        Index("alerts_to_post", "server_id", sqlite_where=text("posted_at IS NULL")),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    server_id: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[str]
    target: Mapped[str]
    """A receipt, an item's number, a reference in the log of the process, an id of Discord."""
    user_id: Mapped[int | None] = mapped_column(BigInteger)
    """Who was slowed down; null for everything that has a record of its own."""
    detail: Mapped[str]
    """One of our own words, nobody's text."""
    at: Mapped[datetime]
    posted_at: Mapped[datetime | None]
