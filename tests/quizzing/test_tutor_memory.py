"""Self-study: when it is asked again, and how far a learner is."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from knowledge.model.assessment import Picked
from knowledge.model.study import (
    Answered,
    NothingToStudy,
    Reminder,
    StudyKind,
    StudySession,
)
from knowledge.retrieval.embedder import Embedder
from tests.quizzing.statements import asked
from tests.quizzing.study_course import (
    ANA,
    BEN,
    RIGHT,
    WRONG,
    Study,
    answer,
    choice,
    studied,
)


@pytest.fixture
async def study(
    study_file: Path, tmp_path: Path, loaded_embedder: Embedder
) -> AsyncIterator[Study]:
    async with studied(study_file, tmp_path, loaded_embedder) as opened:
        yield opened


async def learn_one(study: Study, response: Picked, kind: StudyKind) -> Answered:
    session = await study.begin(kind=kind)
    return await answer(study, await study.ask(session), response)


async def test_a_right_answer_comes_back_in_days_and_later_each_time(study: Study) -> None:
    await study.add(choice("a"))
    first = await learn_one(study, RIGHT, StudyKind.CHOSEN)
    gaps = [first.due_at - study.clock()]
    for _ in range(3):
        study.clock.now = first.due_at
        first = await learn_one(study, RIGHT, StudyKind.DUE)
        gaps.append(first.due_at - study.clock())

    assert gaps == sorted(set(gaps))
    assert gaps[0] >= timedelta(days=1)
    assert gaps[-1] <= timedelta(days=120)


async def test_a_wrong_answer_comes_back_sooner_than_a_right_one(study: Study) -> None:
    await study.add(choice("a"))
    wrong = await learn_one(study, WRONG, StudyKind.CHOSEN)

    assert wrong.due_at - study.clock() == timedelta(minutes=10)


async def test_a_late_mistake_shortens_what_had_grown(study: Study) -> None:
    await study.add(choice("a"))
    answered = await learn_one(study, RIGHT, StudyKind.CHOSEN)
    for _ in range(2):
        study.clock.now = answered.due_at
        before = study.clock()
        answered = await learn_one(study, RIGHT, StudyKind.DUE)
    grown = answered.due_at - before
    study.clock.now = answered.due_at
    answered = await learn_one(study, WRONG, StudyKind.DUE)
    study.clock.now = answered.due_at
    relearnt = await learn_one(study, RIGHT, StudyKind.DUE)

    assert relearnt.due_at - study.clock() < grown


async def test_nothing_is_due_before_its_time(study: Study) -> None:
    await study.add(choice("a"))
    answered = await learn_one(study, RIGHT, StudyKind.CHOSEN)
    tutor = study.knowledge.tutor
    due = study.plan(StudyKind.DUE)

    study.clock.now = answered.due_at - timedelta(seconds=1)
    nothing = await tutor.start(ANA, due, study.event())
    study.clock.now = answered.due_at
    something = await tutor.start(ANA, due, study.event())

    assert nothing == NothingToStudy(StudyKind.DUE, next_due_at=answered.due_at)
    assert isinstance(something, StudySession)
    assert isinstance(await tutor.start(BEN, due, study.event()), NothingToStudy)


async def test_mistakes_are_those_whose_latest_answer_was_wrong(study: Study) -> None:
    await study.add(choice("a"), choice("b"))
    session = await study.begin()
    for _ in range(2):
        await answer(study, await study.ask(session), WRONG)
        study.clock.move(minutes=1)
    tutor = study.knowledge.tutor
    before = await tutor.mistakes(ANA, study.course.id)
    again = await study.begin(kind=StudyKind.MISTAKES)
    corrected = await study.ask(again)
    await answer(study, corrected, RIGHT)

    after = await tutor.mistakes(ANA, study.course.id)

    assert len(before) == again.planned == 2
    assert corrected.item_id not in [turn.item_id for turn in after]
    assert len(after) == 1
    assert await tutor.mistakes(BEN, study.course.id) == []


async def test_many_mistakes_take_no_more_look_ups_than_one(study: Study) -> None:
    await study.add(*(choice(name) for name in "abcd"))
    session = await study.begin()
    tutor, counts = study.knowledge.tutor, []
    for _ in range(4):
        await answer(study, await study.ask(session), WRONG)
        with asked(study.knowledge.database) as statements:
            found = await tutor.mistakes(ANA, study.course.id)
        counts.append((len(found), len(statements)))

    assert [mistakes for mistakes, _ in counts] == [1, 2, 3, 4]
    assert len({looked for _, looked in counts}) == 1


@pytest.mark.parametrize(("zone", "streak"), [(None, 1), ("+03:00", 2), ("Asia/Kathmandu", 2)])
async def test_a_day_runs_in_the_learner_s_zone_where_it_is_known(
    study: Study, zone: str | None, streak: int
) -> None:
    """Two answers on one day of UTC, at 9 and at 21, with a midnight further east between them."""
    if zone is not None:
        await study.knowledge.reminders.turn_on(Reminder(ANA, study.course.id, zone, 22, 8))
    await study.add(choice("a"), choice("b"))
    session = await study.begin()
    await answer(study, await study.ask(session), RIGHT)
    study.clock.move(hours=12)
    await answer(study, await study.ask(session), RIGHT)

    progress = await study.knowledge.tutor.progress(ANA, study.course.id)

    assert (progress.streak, progress.zone) == (streak, zone)


async def test_mastery_rises_with_right_answers_and_fades_with_time(study: Study) -> None:
    await study.add(choice("a", "bridges"), choice("b", "bridges"), choice("c", "tolls"))
    session = await study.begin(theme="bridges")
    await answer(study, await study.ask(session), RIGHT)
    await answer(study, await study.ask(session), WRONG)
    tutor = study.knowledge.tutor

    fresh = (await tutor.progress(ANA, study.course.id)).themes
    study.clock.move(days=30)
    faded = (await tutor.progress(ANA, study.course.id)).themes

    assert [(t.theme, t.items, t.answered) for t in fresh] == [("bridges", 2, 2), ("tolls", 1, 0)]
    assert fresh[0].mastery == pytest.approx(0.5)
    assert fresh[1].mastery == 0
    assert 0 < faded[0].mastery < fresh[0].mastery


async def test_a_streak_counts_days_running_and_breaks_after_one_without(study: Study) -> None:
    await study.add(*(choice(name) for name in "abcd"))
    streaks = []
    for days in (1, 1, 2):
        session = await study.begin(count=1)
        await answer(study, await study.ask(session), RIGHT)
        streaks.append((await study.knowledge.tutor.progress(ANA, study.course.id)).streak)
        study.clock.move(days=days)

    broken = await study.knowledge.tutor.progress(ANA, study.course.id)

    assert streaks == [1, 2, 3]
    assert broken.streak == 0
    assert (broken.responses, broken.right) == (3, 3)
