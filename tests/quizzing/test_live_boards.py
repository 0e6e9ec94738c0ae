"""What responses in a live quiz are worth, and who leads."""

import asyncio

import pytest
import sqlalchemy

from knowledge.model.quiz import (
    Leaderboard,
    Quiz,
)
from knowledge.quizzing.live import standings
from knowledge.storage.database import ReadSession
from tests.quizzing.played import (
    ANNA,
    BEN,
    CARA,
    RIGHT,
    SERVER,
    WRONG,
    Room,
    points,
)


async def ranked(room: Room, quiz: Quiz) -> list[tuple[int, int]]:
    board = await room.master.boards.leaderboard(quiz.id)
    return [(standing.rank, standing.player.user_id) for standing in board.standings]


async def test_speed_adds_by_discords_clock_up_to_the_last_change(room: Room) -> None:
    quiz = await room.start(seconds=30, bonus=0.3)
    question = await room.open(quiz)
    await room.respond(question, ANNA)
    room.clock.advance(15)
    await room.respond(question, BEN)
    await room.respond(question, CARA, WRONG)
    room.clock.advance(15)
    await room.respond(question, CARA)
    await room.master.play.close(question.id, by_timer=False)
    assert await points(room, quiz) == pytest.approx({ANNA: 1.3, BEN: 1.15, CARA: 1.0})


async def test_ties_share_a_rank(room: Room) -> None:
    quiz = await room.start()
    await room.play(quiz, {ANNA: RIGHT, BEN: RIGHT, CARA: WRONG})
    assert await ranked(room, quiz) == [(1, ANNA), (1, BEN), (3, CARA)]


async def test_late_joiners_are_asked_only_what_came_after_them(room: Room) -> None:
    quiz = await room.start(count=3)
    await room.play(quiz, {ANNA: RIGHT})
    question = await room.open(quiz)
    await room.master.roster.join(quiz.id, CARA, "Cara", room.clock.now, 1)
    await room.respond(question, BEN, RIGHT)
    await room.master.play.close(question.id, by_timer=False)
    await room.play(quiz, {ANNA: RIGHT, BEN: RIGHT})
    board = await room.master.boards.leaderboard(quiz.id)
    asked = {line.player.user_id: (line.correct, line.asked) for line in board.standings}
    assert asked == {ANNA: (2, 3), BEN: (2, 2), CARA: (0, 2)}


async def test_mistakes_are_what_was_wrong_or_left_out(room: Room) -> None:
    quiz = await room.start(count=3)
    wrong = await room.play(quiz, {ANNA: WRONG})
    left_out = await room.play(quiz, {BEN: RIGHT})
    await room.play(quiz, {ANNA: RIGHT, BEN: RIGHT})
    mistakes = await room.master.aftermath.mistakes(quiz.id, ANNA)
    assert mistakes is not None
    assert [mistake.question.id for mistake in mistakes] == [wrong.id, left_out.id]
    assert mistakes[0].given is not None
    assert mistakes[0].given.response == WRONG
    assert mistakes[1].given is None
    assert await room.master.aftermath.mistakes(quiz.id, BEN) == ()
    assert await room.master.aftermath.mistakes(quiz.id, CARA) is None, "she took no part"


async def test_who_left_before_answering_or_was_removed_took_no_part(room: Room) -> None:
    quiz = await room.start(count=2)
    await room.master.roster.join(quiz.id, CARA, "Cara", room.clock.now, 1)
    await room.master.roster.leave(quiz.id, CARA)
    await room.play(quiz, {ANNA: WRONG, BEN: WRONG})
    await room.master.roster.leave(quiz.id, ANNA)
    await room.master.hosting.kick(quiz.id, BEN)
    assert await room.master.aftermath.mistakes(quiz.id, CARA) is None
    assert await room.master.aftermath.mistakes(quiz.id, BEN) is None
    assert len(await room.master.aftermath.mistakes(quiz.id, ANNA) or ()) == 1


async def test_more_time_that_is_granted_or_taken_back_later_changes_no_points(room: Room) -> None:
    await room.master.roster.accommodate(SERVER, ANNA, 2.0, 0)
    quiz = await room.start(seconds=30, bonus=0.3)
    question = await room.open(quiz)
    room.clock.advance(15)
    await room.respond(question, ANNA)
    await room.respond(question, BEN)
    await room.master.roster.accommodate(SERVER, ANNA, 1.0, 0)
    await room.master.roster.accommodate(SERVER, BEN, 10.0, 0)
    await room.master.play.close(question.id, by_timer=False)
    assert await points(room, quiz) == {ANNA: 1 + 0.3 * 0.75, BEN: 1 + 0.3 * 0.5}


async def test_whoever_answers_after_an_extension_has_no_advantage(room: Room) -> None:
    await room.master.roster.accommodate(SERVER, CARA, 2.0, 0)
    quiz = await room.start(seconds=30, bonus=0.3)
    question = await room.open(quiz)
    room.clock.advance(15)
    for user in (ANNA, CARA):
        await room.respond(question, user)
    await room.master.hosting.extend(question.id, 30)
    await room.respond(question, BEN)
    await room.master.play.close(question.id, by_timer=False)
    assert await points(room, quiz) == {
        ANNA: 1 + 0.3 * 0.75,
        BEN: 1 + 0.3 * 0.75,
        CARA: 1 + 0.3 * 0.875,
    }


async def test_many_who_ask_for_the_board_at_once_have_it_made_at_most_twice(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    quiz = await room.start(count=2)
    await room.play(quiz, {ANNA: RIGHT, BEN: WRONG})
    make, begun = standings.leaderboard, asyncio.Event()
    made: list[int] = []

    async def counting(session: ReadSession, quiz_id: int) -> Leaderboard:
        made.append(quiz_id)
        begun.set()
        return await make(session, quiz_id)

    monkeypatch.setattr(standings, "leaderboard", counting)
    first = asyncio.create_task(room.master.boards.leaderboard(quiz.id))
    await begun.wait()
    rest = await asyncio.gather(*(room.master.boards.leaderboard(quiz.id) for _ in range(50)))
    assert len(made) == 2
    assert rest == [await first] * 50


async def test_nobody_gets_a_board_that_was_begun_before_they_asked(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    quiz = await room.start(count=2)
    await room.play(quiz, {ANNA: RIGHT})
    make, read, go = standings.leaderboard, asyncio.Event(), asyncio.Event()

    async def slow(session: ReadSession, quiz_id: int) -> Leaderboard:
        board = await make(session, quiz_id)
        read.set()
        await go.wait()
        return board

    monkeypatch.setattr(standings, "leaderboard", slow)
    before = asyncio.create_task(room.master.boards.leaderboard(quiz.id))
    await read.wait()
    await room.master.roster.set_alias(ANNA, SERVER, "Newt")
    after = asyncio.create_task(room.master.boards.leaderboard(quiz.id))
    await asyncio.sleep(0)
    go.set()
    assert (await before).standings[0].player.name == f"user {ANNA}"
    assert (await after).standings[0].player.name == "Newt"


async def test_the_board_looks_for_ungraded_responses_only_among_the_ungraded(room: Room) -> None:
    async with room.database.read() as session:
        plan = await session.execute(
            sqlalchemy.text(
                "EXPLAIN QUERY PLAN SELECT * FROM quiz_questions q JOIN quiz_responses r "
                "ON r.question_id = q.id WHERE q.quiz_id = 1 AND r.score IS NULL"
            )
        )
        assert any("ungraded_responses" in row.detail for row in plan)
