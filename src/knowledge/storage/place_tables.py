"""The tables of what a server has set up: where its courses belong, and who its staff are."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.storage.tables import Base


class BindingRow(Base):
    __tablename__ = "course_places"
    server_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    course_id: Mapped[int] = mapped_column(
        ForeignKey("courses.id", ondelete="CASCADE"), primary_key=True
    )
    target: Mapped[str] = mapped_column(primary_key=True)
    target_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)


class StaffRoleRow(Base):
    __tablename__ = "staff_roles"
    server_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    role_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)


class CourseUseRow(Base):
    """When somebody last used a course in a server: what a direct message goes on with."""

    __tablename__ = "course_uses"
    user_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    server_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    course_id: Mapped[int] = mapped_column(
        ForeignKey("courses.id", ondelete="CASCADE"), primary_key=True
    )
    at: Mapped[datetime]
