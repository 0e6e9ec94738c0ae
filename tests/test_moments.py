"""Moments as people type them: read as meant, or given back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from bot.moments import Unclear, read_moment

NOW = datetime(2026, 10, 24, 22, 0, tzinfo=UTC)
BUCHAREST = ZoneInfo("Europe/Bucharest")


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("in 2 hours", timedelta(hours=2)),
        ("in 90 minutes", timedelta(minutes=90)),
        ("in 1.5 hours", timedelta(minutes=90)),
        (f"<t:{int(NOW.timestamp()) + 3600}:F>", timedelta(hours=1)),
        (NOW.isoformat(), timedelta(0)),
        ("2026-10-25T03:30+02:00", timedelta(hours=3, minutes=30)),
    ],
)
@pytest.mark.parametrize("zone", [UTC, BUCHAREST])
def test_what_names_its_own_moment_is_the_same_in_every_zone(
    text: str, after: timedelta, zone: ZoneInfo
) -> None:
    """Also over the night in which the clocks of Bucharest go back."""
    assert read_moment(text, NOW, zone) == NOW + after


@pytest.mark.parametrize(
    ("text", "local"),
    [
        ("2026-11-23 14:00", "2026-11-23T14:00"),
        ("23 November 14:00", "2026-11-23T14:00"),
        ("23/11 14:00", "2026-11-23T14:00"),
        ("23.11.2026 14:00", "2026-11-23T14:00"),
        ("04/04/2027 10:00", "2027-04-04T10:00"),
        # In Bucharest it is the 25th already.
        ("tomorrow 10:00", "2026-10-26T10:00"),
    ],
)
def test_a_time_without_a_zone_is_in_the_one_given(text: str, local: str) -> None:
    assert read_moment(text, NOW, BUCHAREST) == datetime.fromisoformat(local).replace(
        tzinfo=BUCHAREST
    )


@pytest.mark.parametrize("text", ["03/04", "3/4 14:00", "03.04.2027 10:00", "at 10:00 on 3-4-2027"])
def test_day_and_month_are_never_guessed(text: str) -> None:
    assert read_moment(text, NOW) is Unclear.DAY_OR_MONTH


def test_a_time_that_the_clocks_skip_or_repeat_is_no_moment() -> None:
    assert read_moment("2027-03-28 03:30", NOW, BUCHAREST) is Unclear.SKIPPED
    assert read_moment("2026-10-25 03:30", NOW, BUCHAREST) is Unclear.TWICE
    east = timezone(timedelta(hours=2))
    assert read_moment("2026-10-25 03:30", NOW, east) == datetime(2026, 10, 25, 3, 30, tzinfo=east)


@pytest.mark.parametrize("text", ["nonsense", "<t:999999999999>", "9999-12-31 23:59"])
def test_what_is_no_moment_is_given_back(text: str) -> None:
    zone = timezone(timedelta(hours=-12))

    assert read_moment(text, NOW, zone) is Unclear.UNREADABLE
