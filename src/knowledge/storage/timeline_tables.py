"""What staff changed in the themes and events that were found."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.storage.tables import Base


class TimelineEditRow(Base):
    __tablename__ = "timeline_edits"
    course_id: Mapped[int] = mapped_column(
        ForeignKey("courses.id", ondelete="CASCADE"), primary_key=True
    )
    action: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(primary_key=True)
    """A theme's name as it was found, or an event's key."""
    value: Mapped[str]
    user_id: Mapped[int | None] = mapped_column(BigInteger)
    at: Mapped[datetime]
