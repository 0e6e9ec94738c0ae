"""Only one bot at a time on one database: two would answer every question twice."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

try:
    import fcntl
except ImportError:  # Windows has no such lock; there, the operator keeps count
    fcntl = None  # type: ignore[assignment]


class AlreadyRunning(Exception):
    """Another copy holds the database. Retrying helps once that one has stopped."""


@contextmanager
def only_copy(database: Path) -> Iterator[None]:
    """Hold the lock beside ``database``; the system frees it however this process ends.

    Raises:
        AlreadyRunning: naming who holds it.
        OSError: the folder cannot be made or written.
    """
    database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = database.with_name(f"{database.name}.lock")
    with path.open("a+", encoding="utf-8") as file:
        if fcntl is not None:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise AlreadyRunning(
                    f"Another copy is running ({_holder(file)}). Stop it first."
                ) from None
        file.seek(0)
        file.truncate()
        json.dump(_whoami(), file)
        file.flush()
        yield


def holder_of(database: Path) -> str | None:
    """Which running copy holds the lock, in words; None if none does."""
    path = database.with_name(f"{database.name}.lock")
    if fcntl is None or not path.exists():
        return None
    with path.open(encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return _holder(file)
    return None


def _whoami() -> dict[str, str | int]:
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return {"host": platform.node(), "pid": os.getpid(), "since": now}


def _holder(file: IO[str]) -> str:
    file.seek(0)
    try:
        holder = json.load(file)
        return f"host {holder['host']}, pid {holder['pid']}, since {holder['since']}"
    except (ValueError, KeyError, TypeError):
        return "it has not said which"
