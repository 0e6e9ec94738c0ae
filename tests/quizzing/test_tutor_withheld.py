"""Self-study beside a live quiz: what that asks is nobody's to study yet."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from knowledge.model.quiz import Launch, Question, Quiz, QuizPlan
from knowledge.model.study import (
    Hint,
    NothingToStudy,
    Reminder,
    StudyKind,
    StudySession,
    Withheld,
)
from knowledge.retrieval.embedder import Embedder
from tests.quizzing.study_course import (
    ANA,
    BEN,
    RIGHT,
    TOLL,
    WRONG,
    Study,
    answer,
    choice,
    citation,
    studied,
)


@pytest.fixture
async def study(
    study_file: Path, tmp_path: Path, loaded_embedder: Embedder
) -> AsyncIterator[Study]:
    async with studied(study_file, tmp_path, loaded_embedder) as opened:
        yield opened


async def hold_quiz(study: Study, **plan: Any) -> Quiz:
    """A quiz in its lobby."""
    quiz = await study.knowledge.quizmaster.launch.start(
        QuizPlan(study.course.id, **plan),
        Launch(
            server_id=1,
            channel_id=2,
            host_id=BEN,
            host_name="Ben",
            event_id=study.event(),
            at=study.clock(),
        ),
    )
    assert isinstance(quiz, Quiz), quiz
    return quiz


async def test_what_a_quiz_asks_is_not_studied_until_it_is_revealed(study: Study) -> None:
    toll = citation(TOLL, TOLL, "History")
    await study.add(choice("a", "live", cited=toll), choice("b", "live", cited=toll))
    tutor, course_id = study.knowledge.tutor, study.course.id
    session = await study.begin()
    for _ in range(2):
        await answer(study, await study.ask(session), WRONG)
        study.clock.move(minutes=11)
    await study.add(choice("free"))
    plans = [study.plan(), study.plan(StudyKind.DUE), study.plan(StudyKind.MISTAKES)]
    quiz = await hold_quiz(study, theme="live", count=2)

    begun, *refused = [await tutor.start(ANA, plan, study.event()) for plan in plans]
    cited = await tutor.start_from(ANA, course_id, [toll], study.event())

    assert isinstance(begun, StudySession)
    assert begun.planned == 1
    assert (await study.ask(begun)).draft.name == "free"
    for nothing in (*refused, cited):
        assert isinstance(nothing, NothingToStudy)
        assert nothing.is_withheld
    assert await tutor.mistakes(ANA, course_id) == []

    master = study.knowledge.quizmaster
    question = await master.play.open_next(quiz.id, study.clock(), by=BEN)
    assert isinstance(question, Question)
    await master.play.shown(question.id, 5, study.clock())
    await master.play.close(question.id, by_timer=False, by=BEN)
    assert await tutor.mistakes(ANA, course_id) == [], "closed, and not revealed yet"
    await master.play.revealed(question.id)
    assert [turn.draft.stem for turn in await tutor.mistakes(ANA, course_id)] == [
        question.draft.stem
    ]
    await master.hosting.end(quiz.id, by=BEN)
    assert len(await tutor.mistakes(ANA, course_id)) == 2


async def test_an_open_turn_waits_while_a_quiz_asks_its_item(study: Study) -> None:
    cited = citation(TOLL, TOLL, "History")
    await study.add(choice("a", "live", cited=cited), choice("b", "live", cited=cited))
    session = await study.begin()
    turn = await study.ask(session)
    tutor = study.knowledge.tutor
    quiz = await hold_quiz(study, theme="live", count=2)

    assert await tutor.answer(ANA, turn.id, RIGHT, study.event()) == Withheld()
    assert await tutor.hint(ANA, turn.id, Hint.ANSWER) == Withheld()
    assert await tutor.next(ANA, session.id) == Withheld()

    await study.knowledge.quizmaster.hosting.end(quiz.id, by=BEN)
    assert await study.ask(session) == turn, "no hint was taken"
    assert (await answer(study, turn, RIGHT)).is_new


async def test_a_session_waits_if_a_quiz_asks_all_that_is_left_of_it(study: Study) -> None:
    await study.add(choice("a", "live"), choice("b", "live"), choice("c", "live"))
    session = await study.begin()
    turn = await study.ask(session)
    await answer(study, turn, RIGHT)
    quiz = await hold_quiz(study, theme="live", count=3)

    assert await study.knowledge.tutor.next(ANA, session.id) == Withheld()
    await study.knowledge.quizmaster.hosting.end(quiz.id, by=BEN)
    assert (await study.ask(session)).item_id != turn.item_id


async def test_what_a_quiz_asks_is_counted_neither_in_a_reminder_nor_in_progress(
    study: Study,
) -> None:
    await study.add(choice("a", "live"), choice("b", "live"))
    session = await study.begin()
    for _ in range(2):
        await answer(study, await study.ask(session), WRONG)
    reminders, course_id = study.knowledge.reminders, study.course.id
    await reminders.turn_on(Reminder(ANA, course_id, "UTC", 0, 0))
    study.clock.move(hours=1)
    quiz = await hold_quiz(study, theme="live", count=2)

    during = await study.knowledge.tutor.progress(ANA, course_id)

    assert await reminders.take_due() == []
    assert (during.due, during.mistakes) == (0, 0)
    await study.knowledge.quizmaster.hosting.end(quiz.id, by=BEN)
    (taken,) = await reminders.take_due()
    after = await study.knowledge.tutor.progress(ANA, course_id)
    assert (taken.due, after.due, after.mistakes) == (2, 2, 2)
