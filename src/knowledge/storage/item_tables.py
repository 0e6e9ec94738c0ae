"""The tables of the item bank."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ColumnElement, ForeignKey, and_, exists
from sqlalchemy import UniqueConstraint as Unique
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.model.assessment import ItemStatus
from knowledge.storage.tables import Base, DocumentRow


class ItemRow(Base):
    __tablename__ = "items"
    # As of courses.
    __table_args__ = (Unique("course_id", "name"), {"sqlite_autoincrement": True})
    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id", ondelete="CASCADE"))
    name: Mapped[str]
    type: Mapped[str]
    stem: Mapped[str]
    options: Mapped[list[Any]]
    key: Mapped[dict[str, Any]]
    rationale: Mapped[str]
    document_id: Mapped[int | None] = mapped_column(
        ForeignKey("documents.id", ondelete="SET NULL"), index=True
    )
    citation: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    themes: Mapped[list[Any]]
    difficulty: Mapped[str]
    flags: Mapped[list[Any]]
    status: Mapped[str]
    origin: Mapped[str]
    author: Mapped[str]
    author_id: Mapped[int | None] = mapped_column(BigInteger)
    note: Mapped[str] = mapped_column(default="")
    suspended_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class ItemFlagRow(Base):
    """What a learner finds wrong with an item; one for each learner, until a review clears it."""

    __tablename__ = "item_flags"
    item_id: Mapped[int] = mapped_column(
        ForeignKey("items.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    reason: Mapped[str]
    at: Mapped[datetime]
    cleared_at: Mapped[datetime | None]


def is_of_the_bin() -> ColumnElement[bool]:
    """Whether an item cites a document that is in the bin."""
    return exists().where(DocumentRow.id == ItemRow.document_id, DocumentRow.binned_at.is_not(None))


def may_be_asked() -> ColumnElement[bool]:
    """Approved, suspended by no flags, and of no document that is in the bin."""
    return and_(
        ItemRow.status == ItemStatus.APPROVED.value,
        ItemRow.suspended_at.is_(None),
        ~is_of_the_bin(),
    )
