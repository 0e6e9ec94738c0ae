"""A message a day at most, and never in the quiet hours."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from knowledge.model.assessment import Picked
from knowledge.model.study import Answered, Reminder, is_quiet
from knowledge.quizzing.reminders import read_zone
from knowledge.retrieval.embedder import Embedder
from tests.quizzing.statements import asked
from tests.quizzing.study_course import ANA, START, Study, choice, studied


@pytest.fixture
async def study(
    study_file: Path, tmp_path: Path, loaded_embedder: Embedder
) -> AsyncIterator[Study]:
    """Ana has answered one item wrong; it is due in ten minutes."""
    async with studied(study_file, tmp_path, loaded_embedder) as opened:
        await opened.add(choice("a"))
        turn = await opened.ask(await opened.begin())
        found = await opened.knowledge.tutor.answer(ANA, turn.id, Picked((0,)), opened.event())
        assert isinstance(found, Answered)
        yield opened


async def turn_on(study: Study, zone: str = "UTC", quiet: tuple[int, int] = (0, 0)) -> bool:
    return await study.knowledge.reminders.turn_on(Reminder(ANA, study.course.id, zone, *quiet))


async def test_nobody_is_reminded_who_did_not_ask_for_it(study: Study) -> None:
    study.clock.move(days=1)

    assert await study.knowledge.reminders.take_due() == []


async def test_a_reminder_is_taken_once_a_day(study: Study) -> None:
    reminders = study.knowledge.reminders
    await turn_on(study)
    early = await reminders.take_due()
    study.clock.move(minutes=10)
    (taken,) = await reminders.take_due()
    again = await reminders.take_due()
    study.clock.move(hours=22)
    same_day = await reminders.take_due()
    study.clock.move(hours=2)
    next_day = await reminders.take_due()

    assert early == again == same_day == []
    assert (taken.reminder.user_id, taken.due) == (ANA, 1)
    assert len(next_day) == 1


async def test_many_learners_take_no_more_look_ups_than_one(study: Study) -> None:
    reminders, counts = study.knowledge.reminders, []
    for learners in (1, 3):
        for user in range(ANA, ANA + learners):
            if user != ANA:
                turn = await study.ask(await study.begin(user))
                await study.knowledge.tutor.answer(user, turn.id, Picked((0,)), study.event())
            await reminders.turn_on(Reminder(user, study.course.id, "UTC", 0, 0))
        study.clock.move(days=1)
        with asked(study.knowledge.database) as statements:
            taken = await reminders.take_due()
        counts.append((len(taken), len(statements)))

    assert [found for found, _ in counts] == [1, 3]
    assert counts[0][1] == counts[1][1]


async def test_changing_the_settings_does_not_bring_a_second_one(study: Study) -> None:
    study.clock.move(minutes=10)
    await turn_on(study)
    taken = await study.knowledge.reminders.take_due()
    await turn_on(study, "+05:00")

    assert len(taken) == 1
    assert await study.knowledge.reminders.take_due() == []


async def test_quiet_hours_are_those_of_the_learner_s_clock(study: Study) -> None:
    study.clock.now = START.replace(hour=22, minute=30) + timedelta(days=1)
    reminders = study.knowledge.reminders
    await turn_on(study, "America/New_York", (22, 8))
    awake_there = await reminders.take_due()
    study.clock.move(days=1)
    await turn_on(study, "UTC", (22, 8))
    asleep_here = await reminders.take_due()

    assert len(awake_there) == 1
    assert asleep_here == []


async def test_turned_off_is_off(study: Study) -> None:
    study.clock.move(days=1)
    await turn_on(study)
    await study.knowledge.reminders.turn_off(ANA)

    assert await study.knowledge.reminders.find(ANA) is None
    assert await study.knowledge.reminders.take_due() == []


@pytest.mark.parametrize(
    ("zone", "hours"),
    [("+02:00", 2), ("-5", -5), ("−3", -3), ("UTC+1", 1), ("+0530", 5.5), ("UTC", 0)],
)
def test_an_offset_is_read(zone: str, hours: float) -> None:
    found = read_zone(zone)

    assert found is not None
    assert START.astimezone(found).utcoffset() == timedelta(hours=hours)


@pytest.mark.parametrize("zone", ["Moon/Crater", "", "+99", "../etc/passwd", "/etc/passwd"])
def test_what_is_no_time_zone_is_refused(zone: str) -> None:
    assert read_zone(zone) is None


def test_quiet_hours_may_go_past_midnight() -> None:
    assert [hour for hour in range(24) if is_quiet(hour, 22, 8)] == [*range(8), 22, 23]
    assert [hour for hour in range(24) if is_quiet(hour, 13, 15)] == [13, 14]
    assert not any(is_quiet(hour, 9, 9) for hour in range(24))
