"""The tables of files that wait to be published, and of what was kept after a change."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, LargeBinary
from sqlalchemy import UniqueConstraint as Unique
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.storage.tables import Base


class DraftRow(Base):
    """A file that was read and encoded. No document until it is published: nothing finds it."""

    __tablename__ = "document_drafts"
    __table_args__ = (
        Unique("course_id", "name"),
        # An id is never given again: a button under an older file must not publish a newer one.
        {"sqlite_autoincrement": True},
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id", ondelete="CASCADE"))
    name: Mapped[str]
    title: Mapped[str]
    content_hash: Mapped[str]
    file_bytes: Mapped[int]
    parsed: Mapped[bytes] = mapped_column(LargeBinary)
    """The parsed document, as JSON."""
    pages: Mapped[int]
    passages: Mapped[int]
    unreadable_pages: Mapped[list[Any]]
    notices: Mapped[list[Any]]
    model_id: Mapped[int] = mapped_column(ForeignKey("embedding_models.id"))
    vectors: Mapped[bytes] = mapped_column(LargeBinary)
    """Little-endian float32, a row for each sentence of each passage, in reading order."""
    added_by: Mapped[int | None] = mapped_column(BigInteger)
    added_at: Mapped[datetime]


class ImpactKeptRow(Base):
    """What somebody looked at after a new version of its source, and kept as it is."""

    __tablename__ = "impact_kept"
    kind: Mapped[str] = mapped_column(primary_key=True)
    subject_id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(
        ForeignKey("document_versions.id", ondelete="CASCADE"), primary_key=True
    )
    kept_by: Mapped[int | None] = mapped_column(BigInteger)
    kept_at: Mapped[datetime]
