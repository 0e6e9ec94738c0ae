"""The tables, as the newest migration leaves them. Rows never leave the storage package."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime, ForeignKey, Index, LargeBinary, Text, text
from sqlalchemy import UniqueConstraint as Unique
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, stored in UTC: SQLite keeps no time zone."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Any) -> datetime | None:
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, _dialect: Any) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    type_annotation_map = {datetime: UtcDateTime, dict[str, Any]: JSON, list[Any]: JSON, str: Text}  # noqa: RUF012


def _owned_by(target: str) -> Any:
    """Each is the first column of a unique constraint, which serves as its index."""
    return mapped_column(ForeignKey(target, ondelete="CASCADE"))


class CourseRow(Base):
    __tablename__ = "courses"
    # An id is never given again: nothing of a removed course may pass for another's.
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - as SQLAlchemy wants it
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    description: Mapped[str]
    language: Mapped[str]
    strictness: Mapped[str]
    server_id: Mapped[int | None] = mapped_column(BigInteger)
    """Null for a course that whoever runs the bot has made."""
    revision: Mapped[int] = mapped_column(default=0)
    """Rises with every change of what can be retrieved, so that indexes in memory notice."""
    created_at: Mapped[datetime]


class DocumentRow(Base):
    __tablename__ = "documents"
    __table_args__ = (
        Index(
            "one_document_of_a_name",
            "course_id",
            "name",
            unique=True,
            sqlite_where=text("binned_at IS NULL"),
        ),
        # An id is never given again: what cites a removed document must not find another's words.
        {"sqlite_autoincrement": True},
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = _owned_by("courses.id")
    name: Mapped[str]
    """The file's name: a second file of that name is a new version."""
    use: Mapped[str] = mapped_column(server_default="quotable")
    created_at: Mapped[datetime]
    binned_at: Mapped[datetime | None]
    """Since when it is in the bin. Then none of its versions is current."""
    binned_by: Mapped[int | None] = mapped_column(BigInteger)


class VersionRow(Base):
    __tablename__ = "document_versions"
    __table_args__ = (
        Unique("document_id", "number"),
        Index(
            "one_current_version",
            "document_id",
            unique=True,
            sqlite_where=text("is_current"),
        ),
        # As of documents.
        {"sqlite_autoincrement": True},
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = _owned_by("documents.id")
    number: Mapped[int]
    is_current: Mapped[bool]
    content_hash: Mapped[str]
    """SHA-256 of the file, in hexadecimal."""
    file_bytes: Mapped[int]
    media_type: Mapped[str]
    title: Mapped[str]
    author: Mapped[str | None]
    cited_as: Mapped[str | None]
    affiliation: Mapped[str | None]
    published: Mapped[str | None]
    address: Mapped[str | None]
    language: Mapped[str | None]
    note: Mapped[str | None]
    text: Mapped[str]
    unreadable_pages: Mapped[list[Any]]
    notices: Mapped[list[Any]]
    added_by: Mapped[int | None] = mapped_column(BigInteger)
    """Null for whoever runs the bot."""
    created_at: Mapped[datetime]


class PageRow(Base):
    __tablename__ = "pages"
    version_id: Mapped[int] = mapped_column(
        ForeignKey("document_versions.id", ondelete="CASCADE"), primary_key=True
    )
    ordinal: Mapped[int] = mapped_column(primary_key=True)
    label: Mapped[str]
    start: Mapped[int]
    end: Mapped[int]


class PassageRow(Base):
    __tablename__ = "passages"
    __table_args__ = (Unique("version_id", "ordinal"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = _owned_by("document_versions.id")
    ordinal: Mapped[int]
    section: Mapped[list[Any]]
    """The headings above it, from the outermost in."""
    start: Mapped[int]
    end: Mapped[int]
    sentences: Mapped[list[Any]]
    """Offsets ``[start, end]`` of each, into the version's text."""
    embedded_hash: Mapped[str] = mapped_column(index=True)
    """SHA-256 of what the model was given: equal means that the vectors can be reused."""


class EmbeddingModelRow(Base):
    __tablename__ = "embedding_models"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    sha256: Mapped[str] = mapped_column(unique=True)
    dimension: Mapped[int]


class VectorsRow(Base):
    __tablename__ = "passage_vectors"
    passage_id: Mapped[int] = mapped_column(
        ForeignKey("passages.id", ondelete="CASCADE"), primary_key=True
    )
    model_id: Mapped[int] = mapped_column(ForeignKey("embedding_models.id"))
    vectors: Mapped[bytes] = mapped_column(LargeBinary)
    """Little-endian float32, one row of ``dimension`` for each sentence, in reading order."""


class ChannelRow(Base):
    __tablename__ = "channels"
    server_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    channel_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    visibility: Mapped[str]


class MemoRow(Base):
    __tablename__ = "memos"
    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class RecordRow(Base):
    __tablename__ = "records"
    __table_args__ = (
        # Holds all that the log is searched and counted by, so that its wide rows are read for one
        # page only.
        Index(
            "records_of_a_server",
            "server_id",
            "asked_at",
            "user_id",
            "channel_id",
            "decision",
            "latency_ms",
            "surface",
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    receipt: Mapped[str] = mapped_column(unique=True)
    asked_at: Mapped[datetime] = mapped_column(index=True)
    surface: Mapped[str]
    user_id: Mapped[int | None] = mapped_column(BigInteger, index=True)
    server_id: Mapped[int | None] = mapped_column(BigInteger)
    channel_id: Mapped[int | None] = mapped_column(BigInteger)
    event_id: Mapped[int | None] = mapped_column(BigInteger, unique=True)
    message_id: Mapped[int | None] = mapped_column(BigInteger)
    is_private: Mapped[bool] = mapped_column(default=False)
    """That message is shown to its asker alone, and at no address."""
    shared_at: Mapped[datetime | None]
    course_id: Mapped[int | None] = mapped_column(ForeignKey("courses.id", ondelete="SET NULL"))
    course: Mapped[str]
    question: Mapped[str]
    follows: Mapped[str | None]
    """The receipt of the record that the question goes on from."""
    mode: Mapped[str]
    source: Mapped[str | None]
    decision: Mapped[str]
    confidence: Mapped[float]
    shown: Mapped[str]
    sentences: Mapped[list[Any]]
    places: Mapped[list[Any]]
    citations: Mapped[list[Any]]
    passages: Mapped[list[Any]]
    versions: Mapped[dict[str, Any]]
    latency_ms: Mapped[float]


class FeedbackRow(Base):
    __tablename__ = "feedback"
    record_id: Mapped[int] = mapped_column(
        ForeignKey("records.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    rating: Mapped[str]
    complaint: Mapped[str | None]
    at: Mapped[datetime]
