"""Quizzes that begin by themselves, and the seat of those who were not there."""

import asyncio
import sqlite3
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event

from knowledge.model.assessment import ItemType, Picked
from knowledge.model.quiz import Misfit, Question, Quiz, QuizPlan, QuizState, Refusal
from knowledge.model.quiz_replies import Act, CaughtUp, Graded, TooFewItems, TooManyScheduled
from knowledge.quizzing.live import drawing
from knowledge.storage import items
from tests.quizzing.played import (
    ANNA,
    BEN,
    CARA,
    CHANNEL,
    HOST,
    RIGHT,
    SERVER,
    START,
    WRONG,
    Room,
)

HOUR = timedelta(hours=1)


async def schedule(
    room: Room,
    *,
    hours: float = 1,
    channel: int = CHANNEL,
    window_until: datetime | None = None,
    remind_at: datetime | None = None,
) -> Quiz:
    quiz = await room.master.calendar.schedule(
        QuizPlan(room.course.id, count=3, theme="rivers"),
        room.here(channel=channel, window_until=window_until),
        starts_at=START + hours * HOUR,
        remind_at=remind_at,
    )
    assert isinstance(quiz, Quiz)
    return quiz


async def finished(room: Room, *, window: float | None = 3600) -> tuple[Quiz, list[Question]]:
    """A quiz of two questions that Anna and Ben have played."""
    quiz = await room.launch(count=2, window=window)
    await room.master.roster.join(quiz.id, CARA, "Cara", START, next(room.events))
    asked = [await room.play(quiz, {ANNA: RIGHT, BEN: WRONG}) for _ in range(2)]
    await room.master.hosting.end(quiz.id)
    return quiz, asked


async def seat(room: Room, quiz: Quiz, user: int) -> Question | CaughtUp | Refusal:
    return await room.master.absentees.catch_up(
        quiz.id, user, f"user {user}", room.clock.now, next(room.events)
    )


async def answer(room: Room, question: Question, user: int, response: Picked) -> Any:
    return await room.master.absentees.respond_late(
        question.id, user, response, room.clock.now, next(room.events)
    )


async def test_a_scheduled_quiz_opens_its_lobby_once_when_its_time_has_come(room: Room) -> None:
    quiz = await schedule(room)
    assert (quiz.state, quiz.questions) == (QuizState.SCHEDULED, 0)
    assert await room.master.calendar.scheduled(SERVER) == (quiz,)
    assert await room.master.calendar.next_due() == START + HOUR
    assert await room.master.calendar.due(START + HOUR - timedelta(seconds=1)) == ()
    (begun,) = await room.master.calendar.due(START + HOUR)
    assert (begun.id, begun.state, begun.questions) == (quiz.id, QuizState.LOBBY, 3)
    assert await room.master.calendar.due(START + HOUR) == ()
    assert await room.master.calendar.scheduled(SERVER) == ()
    assert await room.master.calendar.next_due() is None
    assert isinstance(await room.open(begun), Question)


async def test_a_scheduled_quiz_waits_while_its_channel_plays_another(room: Room) -> None:
    first, second = await schedule(room), await schedule(room)
    live = await room.start()
    assert await room.master.calendar.due(START + HOUR) == ()
    await room.master.hosting.end(live.id)
    (begun,) = await room.master.calendar.due(START + HOUR)
    assert begun.id == first.id
    await room.master.hosting.end(begun.id)
    (begun,) = await room.master.calendar.due(START + HOUR)
    assert begun.id == second.id


async def test_a_quiz_whose_beginning_is_not_saved_is_not_given_out_and_stays_due(
    room: Room,
) -> None:
    quiz = await schedule(room)
    writer = room.database._writer.sync_engine

    def full(_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    event.listen(writer, "commit", full)
    try:
        assert await room.master.calendar.due(START + HOUR) == ()
    finally:
        event.remove(writer, "commit", full)
    (begun,) = await room.master.calendar.due(START + HOUR)
    assert (begun.id, begun.state) == (quiz.id, QuizState.LOBBY)


async def test_what_is_suspended_meanwhile_is_not_drawn(room: Room) -> None:
    await schedule(room)
    async with room.database.write() as session:
        for item_id in range(1, 5):
            await items.suspend(session, item_id, START)
    (ended,) = await room.master.calendar.due(START + HOUR)
    assert (ended.state, ended.questions) == (QuizState.FINISHED, 0)
    assert await room.master.calendar.due(START + HOUR) == ()


async def test_nothing_is_scheduled_that_has_no_items_now(room: Room) -> None:
    refused = await room.master.calendar.schedule(
        QuizPlan(room.course.id, theme="no such theme"),
        room.here(),
        starts_at=START + HOUR,
    )
    assert refused == TooFewItems(0)


async def test_a_server_has_only_so_many_quizzes_that_wait(room: Room) -> None:
    here, plan = room.here(), QuizPlan(room.course.id, count=2)
    for number in range(24):
        await schedule(room, channel=100 + number)
    last = [
        room.master.calendar.schedule(plan, room.here(channel=number), starts_at=START + HOUR)
        for number in (200, 201)
    ]
    both = await asyncio.gather(*last)
    assert both.count(TooManyScheduled(25)) == 1
    elsewhere = replace(here, server_id=SERVER + 1)
    other = await room.master.calendar.schedule(plan, elsewhere, starts_at=START + HOUR)
    assert isinstance(other, Quiz)
    waiting = await room.master.calendar.scheduled(SERVER)
    assert len(waiting) == 25
    await room.master.hosting.end(waiting[0].id)
    await schedule(room)


async def test_a_reminder_is_given_out_once_and_not_for_a_cancelled_quiz(room: Room) -> None:
    quiz = await schedule(room, remind_at=START + HOUR / 2)
    cancelled = await schedule(room, remind_at=START + HOUR / 2)
    await room.master.hosting.end(cancelled.id, by=HOST)
    assert await room.master.calendar.next_due() == START + HOUR / 2
    assert await room.master.calendar.reminders(START) == ()
    (reminded,) = await room.master.calendar.reminders(START + HOUR / 2)
    assert reminded.id == quiz.id
    assert await room.master.calendar.reminders(START + HOUR / 2) == (reminded,), (
        "it was not posted yet"
    )
    await room.master.calendar.reminded(quiz.id)
    await room.master.calendar.reminded(quiz.id)
    assert await room.master.calendar.reminders(START + HOUR / 2) == ()
    log = await room.master.lookup.log(quiz.id)
    assert [entry.act for entry in log] == [Act.SCHEDULED, Act.REMINDED]
    assert await room.master.calendar.next_due() == START + HOUR


async def test_a_reminder_that_comes_too_late_is_forgotten(room: Room) -> None:
    await schedule(room, remind_at=START + HOUR / 2)
    missed = await schedule(room, hours=9, remind_at=START + HOUR, window_until=START + HOUR)
    assert await room.master.calendar.reminders(START + HOUR) == ()
    assert missed.starts_at is not None
    await room.master.calendar.due(START + HOUR)
    assert await room.master.calendar.next_due() == missed.starts_at


async def test_a_quiz_that_cannot_begin_keeps_no_other_back(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = await schedule(room), await schedule(room, channel=CHANNEL + 1)
    draw = drawing.draw

    async def failing(session: Any, plan: QuizPlan, channel_id: int, seed: int) -> Any:
        if channel_id == CHANNEL:
            raise LookupError
        return await draw(session, plan, channel_id, seed)

    with monkeypatch.context() as patched:
        patched.setattr(drawing, "draw", failing)
        assert [quiz.id for quiz in await room.master.calendar.due(START + HOUR)] == [good.id]
    assert [quiz.id for quiz in await room.master.calendar.due(START + HOUR)] == [bad.id]


async def test_an_absentee_answers_the_questions_one_by_one_and_comes_into_the_standings(
    room: Room,
) -> None:
    quiz, asked = await finished(room)
    first = await seat(room, quiz, CARA)
    assert isinstance(first, Question)
    assert first.id == asked[0].id
    graded = await answer(room, first, CARA, RIGHT)
    assert isinstance(graded, Graded)
    assert (graded.response, graded.outcome.correct, graded.attempts_left) == (RIGHT, True, 0)
    assert await answer(room, first, CARA, WRONG) == graded
    second = await seat(room, quiz, CARA)
    assert isinstance(second, Question)
    assert second.id == asked[1].id
    graded = await answer(room, second, CARA, WRONG)
    assert (graded.outcome.correct, graded.attempts_left) == (False, 0)
    assert await seat(room, quiz, CARA) == CaughtUp()
    board = await room.master.boards.leaderboard(quiz.id)
    lines = {line.player.user_id: (line.rank, line.points, line.asked) for line in board.standings}
    assert lines == {ANNA: (1, 2.0, 2), CARA: (2, 1.0, 2), BEN: (3, 0.0, 2)}
    mistakes = await room.master.aftermath.mistakes(quiz.id, CARA)
    assert mistakes is not None
    assert [mistake.question.id for mistake in mistakes] == [second.id]


async def test_catch_up_responses_stay_out_of_the_items_statistics(room: Room) -> None:
    quiz, asked = await finished(room)
    before = await room.master.play.result(asked[0].id)
    question = await seat(room, quiz, CARA)
    assert isinstance(question, Question)
    await answer(room, question, CARA, RIGHT)
    after = await room.master.play.result(asked[0].id)
    assert before is not None
    assert after is not None
    assert (after.responses, after.correct, after.shares) == (2, 1, before.shares)
    results = await room.master.aftermath.results(quiz.id)
    assert results is not None
    assert {a.user_id for a in results.answers if a.is_async} == {CARA}


async def test_from_the_seat_mistakes_tell_only_what_was_answered(room: Room) -> None:
    quiz, _ = await finished(room)
    await seat(room, quiz, CARA)
    assert await room.master.aftermath.mistakes(quiz.id, CARA) == ()


async def test_the_seat_is_for_absentees_within_the_window(room: Room) -> None:
    quiz, asked = await finished(room, window=600)
    assert await seat(room, quiz, ANNA) is Refusal.TOOK_PART
    assert await answer(room, asked[0], ANNA, RIGHT) is Refusal.UNKNOWN
    assert await answer(room, asked[0], 104, RIGHT) is Refusal.UNKNOWN
    assert isinstance(await seat(room, quiz, 104), Question)
    room.clock.advance(601)
    assert await seat(room, quiz, 105) is Refusal.WINDOW_OVER
    assert await answer(room, asked[0], 104, RIGHT) is Refusal.WINDOW_OVER
    assert await room.master.responses.given(asked[0].id, 104) is None
    assert await seat(room, replace(quiz, id=999), 104) is Refusal.UNKNOWN


async def test_there_is_no_seat_while_the_quiz_is_live_nor_without_a_window(room: Room) -> None:
    live = await room.launch(count=2, window=3600)
    assert await seat(room, live, CARA) is Refusal.WINDOW_OVER
    await room.master.hosting.end(live.id)
    closed, _ = await finished(room, window=None)
    assert await seat(room, closed, CARA) is Refusal.WINDOW_OVER


async def test_whoever_was_removed_has_no_seat(room: Room) -> None:
    quiz, _ = await finished(room)
    await room.master.hosting.kick(quiz.id, CARA)
    assert await seat(room, quiz, CARA) is Refusal.KICKED


async def test_granted_attempts_are_for_wrong_responses_and_the_last_counts(room: Room) -> None:
    await room.master.roster.accommodate(SERVER, CARA, 1.0, 2)
    quiz, _ = await finished(room)
    question = await seat(room, quiz, CARA)
    assert isinstance(question, Question)
    left = []
    for response in (WRONG, Picked((2,)), RIGHT, WRONG):
        graded = await answer(room, question, CARA, response)
        left.append((graded.response, graded.attempts_left))
    assert left == [(WRONG, 2), (Picked((2,)), 1), (RIGHT, 0), (RIGHT, 0)]
    standing = await room.master.boards.standing(quiz.id, CARA)
    assert standing is not None
    assert standing.points == 1.0


async def test_a_late_response_that_is_delivered_twice_takes_one_attempt(room: Room) -> None:
    await room.master.roster.accommodate(SERVER, CARA, 1.0, 2)
    quiz, _ = await finished(room)
    question = await seat(room, quiz, CARA)
    assert isinstance(question, Question)
    both = [
        await room.master.absentees.respond_late(question.id, CARA, WRONG, room.clock.now, 5)
        for _ in range(2)
    ]
    assert both[0] == both[1]
    assert both[0].attempts_left == 2  # type: ignore[union-attr]


async def test_a_late_response_that_does_not_fit_is_given_back(room: Room) -> None:
    quiz = await room.launch(count=1, types=frozenset({ItemType.ORDERING}), theme=None, window=60)
    question = await room.play(quiz, {})
    await room.master.hosting.end(quiz.id)
    await seat(room, quiz, CARA)
    assert isinstance(await answer(room, question, CARA, Picked((0, 1))), Misfit)


async def test_the_log_tells_what_was_given_from_the_seat(room: Room) -> None:
    quiz, _ = await finished(room)
    question = await seat(room, quiz, CARA)
    assert isinstance(question, Question)
    await answer(room, question, CARA, RIGHT)
    log = await room.master.lookup.log(quiz.id)
    acts = [entry.act for entry in log if entry.user_id == CARA]
    assert acts == [Act.JOINED, Act.SEATED, Act.SHOWN, Act.ANSWERED]
