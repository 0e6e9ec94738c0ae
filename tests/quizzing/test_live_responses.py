"""What learners answer in a live quiz: what counts, and what they hear."""

import asyncio
from datetime import timedelta

import pytest

from knowledge.errors import NotSaved
from knowledge.model.assessment import (
    ItemType,
    Outcome,
    Picked,
    Written,
)
from knowledge.model.quiz import (
    Changed,
    Late,
    Misfit,
    Recorded,
    Refusal,
)
from knowledge.quizzing.quizmaster import Quizmaster
from tests.quizzing.played import (
    ANNA,
    BEN,
    HOST,
    RIGHT,
    START,
    WRONG,
    Room,
    only,
    points,
)


async def test_the_last_response_counts_and_says_what_it_replaced(room: Room) -> None:
    quiz = await room.start()
    question = await room.open(quiz)
    assert await room.respond(question, ANNA, WRONG) == Recorded(WRONG)
    room.clock.advance(3)
    assert await room.respond(question, ANNA, RIGHT) == Changed(WRONG, RIGHT)
    given = await room.master.responses.given(question.id, ANNA)
    assert given is not None
    assert (given.response, given.changes, given.at) == (RIGHT, 1, room.clock.now)
    await room.master.play.close(question.id, by_timer=False)
    assert await points(room, quiz) == {ANNA: 1.0}


async def test_of_two_clicks_that_overtake_each_other_the_later_one_counts(room: Room) -> None:
    quiz = await room.start()
    question = await room.open(quiz)
    later, earlier = START + timedelta(seconds=5), START + timedelta(seconds=4)
    await room.master.responses.respond(question.id, ANNA, "Anna", RIGHT, later, 2)
    receipt = await room.master.responses.respond(question.id, ANNA, "Anna", WRONG, earlier, 1)
    assert receipt == Changed(WRONG, RIGHT)
    given = await room.master.responses.given(question.id, ANNA)
    assert given is not None
    assert given.response == RIGHT


async def test_a_click_that_is_delivered_again_changes_nothing_and_has_the_same_receipt(
    room: Room,
) -> None:
    quiz = await room.start()
    question = await room.open(quiz)
    first = await room.respond(question, ANNA, WRONG, event=50)
    await room.respond(question, ANNA, RIGHT, event=51)
    assert await room.respond(question, ANNA, WRONG, event=50) == first
    room.clock.advance(60)
    late = await room.respond(question, BEN, RIGHT, event=52)
    assert isinstance(late, Late)
    assert await room.respond(question, BEN, RIGHT, event=52) == late
    given = await room.master.responses.given(question.id, ANNA)
    assert given is not None
    assert (given.response, given.changes) == (RIGHT, 1)


async def test_fifty_equal_clicks_at_once_make_one_row(room: Room) -> None:
    quiz = await room.start()
    question = await room.open(quiz)
    receipts = await asyncio.gather(
        *(room.respond(question, ANNA, RIGHT, event=50) for _ in range(50))
    )
    assert set(receipts) == {Recorded(RIGHT)}
    given = await room.master.responses.given(question.id, ANNA)
    assert given is not None
    assert given.changes == 0


@pytest.mark.parametrize(
    ("clicked", "delivered", "receipt"),
    [
        (30.0, 30.5, Recorded(RIGHT)),
        (30.001, 30.5, Late(pytest.approx(0.001))),
        (29.9, 32.9, Recorded(RIGHT)),
        (29.9, 33.1, Late(0.0)),
        (32.0, 32.1, Late(2.0)),
    ],
    ids=["on the dot", "a millisecond late", "within the grace", "past the grace", "too late"],
)
async def test_discords_clock_decides_what_is_late(
    room: Room, clicked: float, delivered: float, receipt: object
) -> None:
    """The timer closes at 31 s, and takes what was on its way until 33 s."""
    quiz = await room.start(seconds=30)
    question = await room.open(quiz)
    if delivered > 31:
        room.clock.now = START + timedelta(seconds=31)
        assert await room.master.play.close(question.id, by_timer=True) is not None
    room.clock.now = START + timedelta(seconds=delivered)
    at = START + timedelta(seconds=clicked)
    assert await room.master.responses.respond(question.id, ANNA, "Anna", RIGHT, at, 1) == receipt
    await room.master.play.close(question.id, by_timer=False)
    expected = {ANNA: 1.0} if isinstance(receipt, Recorded) else {}
    assert await points(room, quiz) == expected


async def test_what_comes_in_within_the_grace_is_graded_at_once(room: Room) -> None:
    quiz = await room.start(seconds=30)
    question = await room.open(quiz)
    await room.respond(question, ANNA, WRONG)
    room.clock.advance(31)
    before = await room.master.play.close(question.id, by_timer=True)
    at = START + timedelta(seconds=29)
    await room.master.responses.respond(question.id, ANNA, "Anna", RIGHT, at, 1)
    await room.master.responses.respond(question.id, BEN, "Ben", RIGHT, at, 2)
    given = await room.master.responses.given(question.id, BEN)
    assert given is not None
    assert given.points == 1.0
    after = await room.master.play.result(question.id)
    assert before is not None
    assert after is not None
    assert (before.correct, before.responses) == (0, 1)
    assert (after.correct, after.responses) == (2, 2)
    assert await points(room, quiz) == {ANNA: 1.0, BEN: 1.0}


async def test_what_counts_is_acknowledged_even_if_it_cannot_be_graded_yet(room: Room) -> None:
    quiz = await room.start(seconds=30)
    question = await room.open(quiz)
    room.clock.advance(31)
    await room.master.play.close(question.id, by_timer=True)

    async def full(*_: object) -> Outcome:
        raise NotSaved("the disk is full")

    at = START + timedelta(seconds=29)
    faulty = Quizmaster(room.database, room.clock, full)
    told = await faulty.responses.respond(question.id, ANNA, "Anna", RIGHT, at, 1)
    assert told == Recorded(RIGHT)
    assert await points(room, quiz) == {ANNA: 1.0}


async def test_a_host_who_closes_gives_no_grace(room: Room) -> None:
    quiz = await room.start()
    question = await room.open(quiz)
    room.clock.advance(5)
    await room.master.play.close(question.id, by_timer=False, by=HOST)
    assert await room.respond(question, ANNA) == Late(0.0)


@pytest.mark.parametrize(
    ("kind", "response", "receipt"),
    [
        (ItemType.SINGLE_CHOICE, Picked((9,)), Misfit("Choose an answer.")),
        (ItemType.SINGLE_CHOICE, Picked((0, 1)), Refusal.UNKNOWN),
        (ItemType.SINGLE_CHOICE, Written("a"), Refusal.UNKNOWN),
        (ItemType.ORDERING, Picked((0, 1)), Misfit("Give each event its own place.")),
        (ItemType.ORDERING, Picked((0, 0, 1)), Misfit("Choose each only once.")),
        (ItemType.MATCHING, Picked((2, 1, 3)), Misfit("Use each match once.")),
        (ItemType.SHORT_TEXT, Written("???"), Misfit("Write your answer in words.")),
        (ItemType.SHORT_TEXT, Picked((0,)), Refusal.UNKNOWN),
    ],
)
async def test_a_response_that_does_not_fit_is_given_back_and_not_counted(
    room: Room, kind: ItemType, response: Picked | Written, receipt: object
) -> None:
    quiz, question = await only(room, kind)
    assert await room.respond(question, ANNA, response) == receipt
    assert await room.master.responses.given(question.id, ANNA) is None
    assert await room.master.roster.players(quiz.id) == ()


async def test_a_text_that_does_not_fit_is_late_when_it_is_late(room: Room) -> None:
    _, question = await only(room, ItemType.SHORT_TEXT)
    room.clock.advance(40)
    assert await room.respond(question, ANNA, Written("???")) == Late(10.0)


async def test_a_question_that_does_not_exist_is_unknown(room: Room) -> None:
    await room.start()
    receipt = await room.master.responses.respond(999, ANNA, "Anna", RIGHT, START, 1)
    assert receipt is Refusal.UNKNOWN


async def test_a_join_that_is_delivered_again_after_a_leave_changes_nothing(room: Room) -> None:
    quiz = await room.start()
    first = await room.master.roster.join(quiz.id, ANNA, "Anna", room.clock.now, 1)
    await room.master.roster.leave(quiz.id, ANNA)
    again = await room.master.roster.join(quiz.id, ANNA, "Anna", room.clock.now, 1)
    assert again == first
    assert await room.master.roster.players(quiz.id) == ()
