"""Moments as people write them: "in 2 hours", "tomorrow 10:00", ISO 8601, Discord's own marks."""

from __future__ import annotations

import re
from datetime import UTC, datetime

_MARK = re.compile(r"<t:(\d{1,12})(?::[A-Za-z])?>")


def read_moment(text: str, now: datetime) -> datetime | None:
    """The moment that is meant, seen from ``now``; ``None`` if it cannot be told.

    A time without a zone is in UTC. Of several readings the one that lies ahead is taken.
    """
    text = " ".join(text.split())
    if (mark := _MARK.fullmatch(text)) is not None:
        return _from_seconds(int(mark[1]))
    try:
        exact = datetime.fromisoformat(text)
    except ValueError:
        return _read_words(text, now)
    return exact if exact.tzinfo is not None else exact.replace(tzinfo=UTC)


def _from_seconds(seconds: int) -> datetime | None:
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _read_words(text: str, now: datetime) -> datetime | None:
    # Importing it takes a while, which only those who schedule something should wait for.
    import dateparser  # type: ignore[import-untyped]

    found: datetime | None = dateparser.parse(
        text,
        languages=["en"],
        settings={
            "RELATIVE_BASE": now.astimezone(UTC).replace(tzinfo=None),
            "TIMEZONE": "UTC",
            "TO_TIMEZONE": "UTC",
            "RETURN_AS_TIMEZONE_AWARE": True,
            "PREFER_DATES_FROM": "future",
        },
    )
    return found
