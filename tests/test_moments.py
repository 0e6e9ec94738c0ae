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
        ("in 2 days at 10:00", "2026-10-27T10:00"),
        ("2 weeks from now, 10:00", "2026-11-08T10:00"),
        ("at 10:00 tomorrow", "2026-10-26T10:00"),
        ("tomorrow at 8", "2026-10-26T08:00"),
        ("Tomorrow at 8 pm", "2026-10-26T20:00"),
        ("tomorrow 12am", "2026-10-26T00:00"),
        ("tomorrow noon", "2026-10-26T12:00"),
        ("tomorrow 10.30", "2026-10-26T10:30"),
        ("today at 18.30", "2026-10-25T18:30"),
        ("tomorrow 9h", "2026-10-26T09:00"),
        ("tomorrow 9h30", "2026-10-26T09:30"),
        ("tomorrow at 10.11", "2026-10-26T10:11"),
        ("friday at 8", "2026-10-30T08:00"),
        ("Monday, the 23rd of November, 2026, 14:00", "2026-11-23T14:00"),
    ],
)
def test_a_time_without_a_zone_is_in_the_one_given(text: str, local: str) -> None:
    assert read_moment(text, NOW, BUCHAREST) == datetime.fromisoformat(local).replace(
        tzinfo=BUCHAREST
    )


@pytest.mark.parametrize(
    "text",
    [
        *("friday 8", "tomorrow", "tomorrow evening", "in 2 days", "today 24:00", "5", "a"),
        *("10:00", "at 8", "november 14:00", "2027 10:00", "next week 10:00", "2026-11-23"),
        *("23 November", "in 2 hours at 10:00", "tomorrow at 8 in the evening"),
    ],
)
@pytest.mark.parametrize("hour", [4, 17])
def test_what_lacks_its_day_or_its_time_is_never_filled_from_the_present(
    text: str, hour: int
) -> None:
    assert read_moment(text, NOW.replace(hour=hour), BUCHAREST) is Unclear.NO_TIME


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2026-10-20", "2026-10-20T00:00"),
        ("yesterday 9:00", "2026-10-23T09:00"),
        ("2 hours ago", "2026-10-24T20:00"),
        ("3 days ago", "2026-10-21T22:00"),
    ],
)
def test_what_is_past_needs_no_time_of_day(text: str, utc: str) -> None:
    assert read_moment(text, NOW) == datetime.fromisoformat(utc).replace(tzinfo=UTC)


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
