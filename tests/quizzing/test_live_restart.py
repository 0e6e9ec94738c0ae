"""A quiz goes on after the process is gone: what is open, for how long, and what is owed."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from knowledge.model.assessment import Outcome
from knowledge.model.quiz import Question, QuestionState, Recorded
from knowledge.model.quiz_replies import Act
from knowledge.quizzing.quizmaster import Quizmaster
from knowledge.storage.database import Database
from tests.quizzing.played import ANNA, BEN, CHANNEL, RIGHT, SERVER, START, WRONG, Clock, Room


async def test_the_outage_is_given_back_to_the_open_question(room: Room) -> None:
    quiz = await room.start(seconds=30, bonus=0.3)
    question = await room.open(quiz)
    room.clock.advance(10)
    await room.respond(question, ANNA)
    await room.master.recovery.beat()
    room.clock.advance(300)
    (unfinished,) = await room.master.recovery.unfinished()
    assert unfinished.id == question.id
    assert unfinished.deadline == START + timedelta(seconds=330)
    assert await room.master.play.closing_at(question.id) == START + timedelta(seconds=331)
    room.clock.advance(5)
    assert await room.respond(question, BEN) == Recorded(RIGHT)
    room.clock.advance(16)
    assert await room.master.play.close(question.id, by_timer=True) is not None
    board = await room.master.boards.leaderboard(quiz.id)
    points = {line.player.user_id: round(line.points, 6) for line in board.standings}
    assert points == {ANNA: 1.2, BEN: 1.15}


async def test_asking_twice_gives_the_outage_once(room: Room) -> None:
    quiz = await room.start(seconds=30)
    await room.open(quiz)
    await room.master.recovery.beat()
    room.clock.advance(100)
    first = await room.master.recovery.unfinished()
    assert await room.master.recovery.unfinished() == first


async def test_a_question_opened_after_the_last_sign_of_life_gets_its_own_time(room: Room) -> None:
    await room.master.recovery.beat()
    room.clock.advance(50)
    quiz = await room.start(seconds=30)
    await room.open(quiz)
    room.clock.advance(100)
    (question,) = await room.master.recovery.unfinished()
    assert question.deadline == START + timedelta(seconds=50 + 30 + 100)


async def test_without_any_sign_of_life_the_whole_time_is_given_again(room: Room) -> None:
    quiz = await room.start(seconds=30)
    await room.open(quiz)
    room.clock.advance(1000)
    (question,) = await room.master.recovery.unfinished()
    assert question.deadline == room.clock.now + timedelta(seconds=30)


async def test_a_pause_outlasts_the_outage(room: Room) -> None:
    quiz = await room.start(seconds=30)
    question = await room.open(quiz)
    room.clock.advance(10)
    await room.master.hosting.pause(quiz.id)
    await room.master.recovery.beat()
    room.clock.advance(500)
    (unfinished,) = await room.master.recovery.unfinished()
    assert unfinished.state is QuestionState.PAUSED
    await room.master.hosting.resume(quiz.id)
    assert await room.master.play.closing_at(question.id) == room.clock.now + timedelta(seconds=21)


async def test_a_question_that_was_never_shown_is_still_to_be_posted(room: Room) -> None:
    quiz = await room.start(seconds=30)
    await room.master.play.open_next(quiz.id, START)
    await room.master.recovery.beat()
    room.clock.advance(100)
    (question,) = await room.master.recovery.unfinished()
    assert (question.state, question.message_id) == (QuestionState.OPEN, None)
    shown = await room.master.play.shown(question.id, 1, room.clock.now)
    assert shown is not None
    assert shown.deadline == room.clock.now + timedelta(seconds=30)


async def test_what_is_closed_and_not_revealed_is_owed_until_it_is(room: Room) -> None:
    quiz = await room.start(count=2, seconds=30)
    for _ in range(2):
        question = await room.open(quiz)
        await room.respond(question, ANNA, RIGHT)
        await room.respond(question, BEN, WRONG)
        room.clock.advance(40)
        assert await room.master.play.close(question.id, by_timer=True) is not None
    await room.master.hosting.end(quiz.id)
    owed = await room.master.recovery.unfinished()
    assert [question.ordinal for question in owed] == [1, 2]
    result = await room.master.play.result(owed[0].id)
    assert result is not None
    assert result.correct == 1
    await room.master.play.revealed(owed[0].id)
    assert [question.ordinal for question in await room.master.recovery.unfinished()] == [2]
    room.clock.advance(25 * 3600)
    assert await room.master.recovery.unfinished() == ()


async def test_what_a_host_has_closed_is_the_hosts_to_reveal(room: Room) -> None:
    quiz = await room.start(count=2)
    await room.play(quiz, {ANNA: RIGHT})
    assert await room.master.recovery.unfinished() == ()


async def test_a_crash_between_posted_and_shown_keeps_the_outage(room: Room) -> None:
    """Discord gives the same message again for the same nonce: it is as old as the crash."""
    quiz = await room.start(seconds=30)
    opened = await room.master.play.open_next(quiz.id, START)
    assert isinstance(opened, Question)
    await room.master.recovery.beat()
    room.clock.advance(100)
    await room.master.recovery.unfinished()
    shown = await room.master.play.shown(opened.id, 1, START + timedelta(seconds=1))
    assert shown is not None
    assert shown.deadline == START + timedelta(seconds=100 + 30)


async def test_time_that_passes_until_discord_can_be_reached_is_outage_too(room: Room) -> None:
    quiz = await room.start(seconds=30)
    await room.open(quiz)
    await room.master.recovery.beat()
    for _ in range(2):
        room.clock.advance(50)
        (question,) = await room.master.recovery.unfinished()
    assert question.deadline == START + timedelta(seconds=100 + 30)


async def test_a_board_is_owed_for_a_day_until_it_is_shown(room: Room) -> None:
    quiz = await room.start(count=2)
    other = await room.start(channel=CHANNEL + 1, count=2)
    await room.play(quiz, {ANNA: RIGHT})
    assert await room.master.recovery.boards_owed() == ()
    for one in (quiz, other):
        await room.master.hosting.end(one.id)
    assert [owed.id for owed in await room.master.recovery.boards_owed()] == [quiz.id, other.id]
    await room.master.play.board_shown(quiz.id, 77)
    assert [owed.id for owed in await room.master.recovery.boards_owed()] == [other.id]
    shown = await room.master.lookup.quiz(quiz.id)
    assert shown is not None
    assert shown.board_message_id == 77
    room.clock.advance(25 * 3600)
    assert await room.master.recovery.boards_owed() == ()


async def test_what_a_crash_left_ungraded_is_graded_by_whoever_asks(room: Room) -> None:
    """The process dies between the close and the grading."""
    quiz = await room.start()
    question = await room.open(quiz)
    await room.respond(question, ANNA)

    async def dies(*_: object) -> Outcome:
        raise asyncio.CancelledError

    dying = Quizmaster(room.database, room.clock, dies)
    with pytest.raises(asyncio.CancelledError):
        await dying.play.close(question.id, by_timer=False)
    board = await room.master.boards.leaderboard(quiz.id)
    assert [line.points for line in board.standings] == [1.0]


async def test_everything_is_as_it_was_in_a_process_that_knows_nothing_but_the_file(
    room: Room, tmp_path: Path
) -> None:
    await room.master.roster.accommodate(SERVER, BEN, 2.0, 1)
    quiz = await room.start(seconds=30)
    played = await room.play(quiz, {ANNA: RIGHT, BEN: WRONG})
    question = await room.open(quiz)
    await room.respond(question, BEN, WRONG, event=1)
    before = await room.master.boards.leaderboard(quiz.id), await room.master.lookup.log(quiz.id)
    async with Database.open(tmp_path / "colloquy.db") as database:
        after = Room(database, room.course, Clock(room.clock.now), room.events)
        assert (
            await after.master.boards.leaderboard(quiz.id),
            await after.master.lookup.log(quiz.id),
        ) == before
        assert await after.respond(question, BEN, WRONG, event=1) == Recorded(WRONG)
        assert await after.master.roster.accommodation(SERVER, BEN) == (2.0, 1)
        assert await after.master.play.result(played.id) == await room.master.play.result(played.id)
        live = await after.master.lookup.live_quiz(CHANNEL)
        assert live is not None
        current = await after.master.lookup.current(live.id)
        assert isinstance(current, Question)
        assert current.id == question.id


async def test_the_log_says_that_the_bot_was_away(room: Room) -> None:
    quiz = await room.start()
    await room.open(quiz)
    room.clock.advance(60)
    await room.master.recovery.unfinished()
    last = (await room.master.lookup.log(quiz.id))[-1]
    assert (last.act, last.detail) == (Act.HALTED, {"seconds": 60.0})
