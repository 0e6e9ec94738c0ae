"""The tables of servers' own settings and of erasures."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.storage.tables import Base


class ServerRow(Base):
    __tablename__ = "servers"
    server_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    log_mode: Mapped[str]
    log_channel_id: Mapped[int | None] = mapped_column(BigInteger)
    alert_channel_id: Mapped[int | None] = mapped_column(BigInteger)
    log_days: Mapped[int | None]
    """Null: for ever."""
    text_days: Mapped[int | None]
    """Null: for ever."""


class ErasureRow(Base):
    """An erasure that this database has carried out."""

    __tablename__ = "erasures"
    mark: Mapped[str] = mapped_column(primary_key=True)
    """Salt and keyed hash of the id: tells whether an id that is at hand was erased."""
    at: Mapped[datetime] = mapped_column(primary_key=True)
