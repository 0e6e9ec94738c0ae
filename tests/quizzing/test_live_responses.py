"""What learners answer in a live quiz: what counts, what it is worth, and what they hear."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy
from sqlalchemy import update

from knowledge.bootstrap import Knowledge
from knowledge.model.assessment import (
    ChoiceKey,
    ItemDraft,
    ItemType,
    Outcome,
    Picked,
    Response,
    TextKey,
    Written,
)
from knowledge.model.quiz import (
    Changed,
    Late,
    Leaderboard,
    Misfit,
    Question,
    Quiz,
    QuizPlan,
    Recorded,
    Refusal,
)
from knowledge.quizzing import live_board
from knowledge.quizzing.quizmaster import Quizmaster
from knowledge.storage import quiz_codec
from knowledge.storage.database import ReadSession
from knowledge.storage.quiz_tables import QuizQuestionRow
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
    fill_bank,
    grade,
    points,
)


async def ranked(room: Room, quiz: Quiz) -> list[tuple[int, int]]:
    board = await room.master.leaderboard(quiz.id)
    return [(standing.rank, standing.player.user_id) for standing in board.standings]


async def only(room: Room, kind: ItemType, **plan: object) -> tuple[Quiz, Question]:
    """A quiz of one question of this type, which is open."""
    quiz = await room.start(types=frozenset({kind}), count=1, theme=None, **plan)
    return quiz, await room.open(quiz)


async def test_the_last_response_counts_and_says_what_it_replaced(room: Room) -> None:
    quiz = await room.start()
    question = await room.open(quiz)
    assert await room.respond(question, ANNA, WRONG) == Recorded(WRONG)
    room.clock.advance(3)
    assert await room.respond(question, ANNA, RIGHT) == Changed(WRONG, RIGHT)
    given = await room.master.given(question.id, ANNA)
    assert given is not None
    assert (given.response, given.changes, given.at) == (RIGHT, 1, room.clock.now)
    await room.master.close(question.id, by_timer=False)
    assert await points(room, quiz) == {ANNA: 1.0}


async def test_of_two_clicks_that_overtake_each_other_the_later_one_counts(room: Room) -> None:
    quiz = await room.start()
    question = await room.open(quiz)
    later, earlier = START + timedelta(seconds=5), START + timedelta(seconds=4)
    await room.master.respond(question.id, ANNA, "Anna", RIGHT, later, 2)
    receipt = await room.master.respond(question.id, ANNA, "Anna", WRONG, earlier, 1)
    assert receipt == Changed(WRONG, RIGHT)
    given = await room.master.given(question.id, ANNA)
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
    given = await room.master.given(question.id, ANNA)
    assert given is not None
    assert (given.response, given.changes) == (RIGHT, 1)


async def test_fifty_equal_clicks_at_once_make_one_row(room: Room) -> None:
    quiz = await room.start()
    question = await room.open(quiz)
    receipts = await asyncio.gather(
        *(room.respond(question, ANNA, RIGHT, event=50) for _ in range(50))
    )
    assert set(receipts) == {Recorded(RIGHT)}
    given = await room.master.given(question.id, ANNA)
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
        assert await room.master.close(question.id, by_timer=True) is not None
    room.clock.now = START + timedelta(seconds=delivered)
    at = START + timedelta(seconds=clicked)
    assert await room.master.respond(question.id, ANNA, "Anna", RIGHT, at, 1) == receipt
    await room.master.close(question.id, by_timer=False)
    expected = {ANNA: 1.0} if isinstance(receipt, Recorded) else {}
    assert await points(room, quiz) == expected


async def test_what_comes_in_within_the_grace_is_graded_at_once(room: Room) -> None:
    quiz = await room.start(seconds=30)
    question = await room.open(quiz)
    await room.respond(question, ANNA, WRONG)
    room.clock.advance(31)
    before = await room.master.close(question.id, by_timer=True)
    at = START + timedelta(seconds=29)
    await room.master.respond(question.id, ANNA, "Anna", RIGHT, at, 1)
    await room.master.respond(question.id, BEN, "Ben", RIGHT, at, 2)
    given = await room.master.given(question.id, BEN)
    assert given is not None
    assert given.points == 1.0
    after = await room.master.result(question.id)
    assert before is not None
    assert after is not None
    assert (before.correct, before.responses) == (0, 1)
    assert (after.correct, after.responses) == (2, 2)
    assert await points(room, quiz) == {ANNA: 1.0, BEN: 1.0}


async def test_a_host_who_closes_gives_no_grace(room: Room) -> None:
    quiz = await room.start()
    question = await room.open(quiz)
    room.clock.advance(5)
    await room.master.close(question.id, by_timer=False, by=HOST)
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
    assert await room.master.given(question.id, ANNA) is None
    assert await room.master.players(quiz.id) == ()


async def test_a_text_that_does_not_fit_is_late_when_it_is_late(room: Room) -> None:
    _, question = await only(room, ItemType.SHORT_TEXT)
    room.clock.advance(40)
    assert await room.respond(question, ANNA, Written("???")) == Late(10.0)


async def test_a_question_that_does_not_exist_is_unknown(room: Room) -> None:
    await room.start()
    receipt = await room.master.respond(999, ANNA, "Anna", RIGHT, START, 1)
    assert receipt is Refusal.UNKNOWN


async def test_of_all_who_close_at_once_one_gets_the_result(room: Room) -> None:
    quiz = await room.start()
    question = await room.open(quiz)
    room.clock.advance(31)
    results = await asyncio.gather(
        *(room.master.close(question.id, by_timer=timer) for timer in (True, False, True, False))
    )
    assert sum(result is not None for result in results) == 1


async def test_a_timer_that_comes_too_early_closes_nothing(room: Room) -> None:
    quiz = await room.start(seconds=30)
    question = await room.open(quiz)
    assert await room.master.closing_at(question.id) == START + timedelta(seconds=31)
    room.clock.advance(29)
    assert await room.master.close(question.id, by_timer=True) is None
    extended = await room.master.extend(question.id, 15, by=HOST)
    assert isinstance(extended, Question)
    assert extended.deadline == START + timedelta(seconds=45)
    room.clock.advance(2)
    assert await room.master.close(question.id, by_timer=True) is None
    assert await room.master.closing_at(question.id) == START + timedelta(seconds=46)
    room.clock.advance(15)
    assert await room.master.close(question.id, by_timer=True) is not None
    assert await room.master.closing_at(question.id) is None


async def test_a_result_tells_shares_by_option_and_is_the_same_when_asked_again(
    room: Room,
) -> None:
    quiz, question = await only(room, ItemType.SINGLE_CHOICE)
    assert await room.master.result(question.id) is None
    for user, place in ((ANNA, 0), (BEN, 2), (CARA, 2)):
        await room.respond(question, user, Picked((place,)))
    await room.master.join(quiz.id, 104, "Dan", room.clock.now, 1)
    result = await room.master.close(question.id, by_timer=False)
    assert result is not None
    assert result.shares == (1, 0, 2, 0)
    assert (result.responses, result.correct, result.players) == (3, 1, 4)
    assert await room.master.result(question.id) == result
    assert await room.master.revealed(question.id)
    assert not await room.master.revealed(question.id)


async def test_a_result_tells_the_commonest_texts(room: Room) -> None:
    _, question = await only(room, ItemType.SHORT_TEXT)
    for user, text in ((ANNA, "Ada Finch"), (BEN, "Ben  Gull"), (CARA, "ben gull")):
        await room.respond(question, user, Written(text))
    result = await room.master.close(question.id, by_timer=False)
    assert result is not None
    assert result.written == (("Ben Gull", 2), ("Ada Finch", 1))
    assert (result.shares, result.correct) == ((), 1)


async def test_responses_are_graded_even_if_the_first_grading_fails(room: Room) -> None:
    quiz = await room.start()
    question = await room.open(quiz)
    await room.respond(question, ANNA)

    async def broken(*_: object) -> None:
        raise RuntimeError("the model is away")

    faulty = Quizmaster(room.database, room.clock, broken)  # type: ignore[arg-type]
    with pytest.raises(RuntimeError):
        await faulty.close(question.id, by_timer=False)
    result = await room.master.result(question.id)
    assert result is not None
    assert result.correct == 1


async def test_the_model_is_asked_once_for_equal_responses_and_in_no_session(room: Room) -> None:
    _, question = await only(room, ItemType.SHORT_TEXT)
    for user in range(20):
        await room.respond(question, user, Written("Ada Finch"))
    calls = []

    async def slow(draft: object, response: object) -> object:
        calls.append(response)
        # Another writer gets through while the model thinks.
        await room.master.beat()
        return await grade(draft, response)  # type: ignore[arg-type]

    master = Quizmaster(room.database, room.clock, slow)  # type: ignore[arg-type]
    result = await asyncio.wait_for(master.close(question.id, by_timer=False), 10)
    assert result is not None
    assert (result.correct, len(calls)) == (20, 1)


async def test_speed_adds_by_discords_clock_up_to_the_last_change(room: Room) -> None:
    quiz = await room.start(seconds=30, bonus=0.3)
    question = await room.open(quiz)
    await room.respond(question, ANNA)
    room.clock.advance(15)
    await room.respond(question, BEN)
    await room.respond(question, CARA, WRONG)
    room.clock.advance(15)
    await room.respond(question, CARA)
    await room.master.close(question.id, by_timer=False)
    assert await points(room, quiz) == pytest.approx({ANNA: 1.3, BEN: 1.15, CARA: 1.0})


async def test_ties_share_a_rank(room: Room) -> None:
    quiz = await room.start()
    await room.play(quiz, {ANNA: RIGHT, BEN: RIGHT, CARA: WRONG})
    assert await ranked(room, quiz) == [(1, ANNA), (1, BEN), (3, CARA)]


async def test_late_joiners_are_asked_only_what_came_after_them(room: Room) -> None:
    quiz = await room.start(count=3)
    await room.play(quiz, {ANNA: RIGHT})
    question = await room.open(quiz)
    await room.master.join(quiz.id, CARA, "Cara", room.clock.now, 1)
    await room.respond(question, BEN, RIGHT)
    await room.master.close(question.id, by_timer=False)
    await room.play(quiz, {ANNA: RIGHT, BEN: RIGHT})
    board = await room.master.leaderboard(quiz.id)
    asked = {line.player.user_id: (line.correct, line.asked) for line in board.standings}
    assert asked == {ANNA: (2, 3), BEN: (2, 2), CARA: (0, 2)}


async def test_mistakes_are_what_was_wrong_or_left_out(room: Room) -> None:
    quiz = await room.start(count=3)
    wrong = await room.play(quiz, {ANNA: WRONG})
    left_out = await room.play(quiz, {BEN: RIGHT})
    await room.play(quiz, {ANNA: RIGHT, BEN: RIGHT})
    mistakes = await room.master.mistakes(quiz.id, ANNA)
    assert mistakes is not None
    assert [mistake.question.id for mistake in mistakes] == [wrong.id, left_out.id]
    assert mistakes[0].given is not None
    assert mistakes[0].given.response == WRONG
    assert mistakes[1].given is None
    assert await room.master.mistakes(quiz.id, BEN) == ()
    assert await room.master.mistakes(quiz.id, CARA) is None, "she took no part"


async def test_who_left_before_answering_or_was_removed_took_no_part(room: Room) -> None:
    quiz = await room.start(count=2)
    await room.master.join(quiz.id, CARA, "Cara", room.clock.now, 1)
    await room.master.leave(quiz.id, CARA)
    await room.play(quiz, {ANNA: WRONG, BEN: WRONG})
    await room.master.leave(quiz.id, ANNA)
    await room.master.kick(quiz.id, BEN)
    assert await room.master.mistakes(quiz.id, CARA) is None
    assert await room.master.mistakes(quiz.id, BEN) is None
    assert len(await room.master.mistakes(quiz.id, ANNA) or ()) == 1


async def test_more_time_that_is_granted_or_taken_back_later_changes_no_points(room: Room) -> None:
    await room.master.accommodate(SERVER, ANNA, 2.0, 0)
    quiz = await room.start(seconds=30, bonus=0.3)
    question = await room.open(quiz)
    room.clock.advance(15)
    await room.respond(question, ANNA)
    await room.respond(question, BEN)
    await room.master.accommodate(SERVER, ANNA, 1.0, 0)
    await room.master.accommodate(SERVER, BEN, 10.0, 0)
    await room.master.close(question.id, by_timer=False)
    assert await points(room, quiz) == {ANNA: 1 + 0.3 * 0.75, BEN: 1 + 0.3 * 0.5}


async def test_whoever_answers_after_an_extension_has_no_advantage(room: Room) -> None:
    await room.master.accommodate(SERVER, CARA, 2.0, 0)
    quiz = await room.start(seconds=30, bonus=0.3)
    question = await room.open(quiz)
    room.clock.advance(15)
    for user in (ANNA, CARA):
        await room.respond(question, user)
    await room.master.extend(question.id, 30)
    await room.respond(question, BEN)
    await room.master.close(question.id, by_timer=False)
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
    make, begun = live_board.leaderboard, asyncio.Event()
    made: list[int] = []

    async def counting(session: ReadSession, quiz_id: int) -> Leaderboard:
        made.append(quiz_id)
        begun.set()
        return await make(session, quiz_id)

    monkeypatch.setattr(live_board, "leaderboard", counting)
    first = asyncio.create_task(room.master.leaderboard(quiz.id))
    await begun.wait()
    rest = await asyncio.gather(*(room.master.leaderboard(quiz.id) for _ in range(50)))
    assert len(made) == 2
    assert rest == [await first] * 50


async def test_nobody_gets_a_board_that_was_begun_before_they_asked(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    quiz = await room.start(count=2)
    await room.play(quiz, {ANNA: RIGHT})
    make, read, go = live_board.leaderboard, asyncio.Event(), asyncio.Event()

    async def slow(session: ReadSession, quiz_id: int) -> Leaderboard:
        board = await make(session, quiz_id)
        read.set()
        await go.wait()
        return board

    monkeypatch.setattr(live_board, "leaderboard", slow)
    before = asyncio.create_task(room.master.leaderboard(quiz.id))
    await read.wait()
    await room.master.set_alias(ANNA, SERVER, "Newt")
    after = asyncio.create_task(room.master.leaderboard(quiz.id))
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


async def test_a_join_that_is_delivered_again_after_a_leave_changes_nothing(room: Room) -> None:
    quiz = await room.start()
    first = await room.master.join(quiz.id, ANNA, "Anna", room.clock.now, 1)
    await room.master.leave(quiz.id, ANNA)
    again = await room.master.join(quiz.id, ANNA, "Anna", room.clock.now, 1)
    assert again == first
    assert await room.master.players(quiz.id) == ()


async def test_an_item_that_gets_another_key_while_it_is_graded_is_graded_by_that_key(
    room: Room,
) -> None:
    quiz = await room.start()
    question = await room.open(quiz)
    await room.respond(question, ANNA, WRONG)

    async def slow(draft: ItemDraft, response: Response) -> Outcome:
        if draft.key == question.draft.key:
            await put_key(room, question, ChoiceKey(frozenset({1})))
        return await grade(draft, response)

    result = await Quizmaster(room.database, room.clock, slow).close(question.id, by_timer=False)
    assert result is not None
    assert result.correct == 1
    assert await points(room, quiz) == {ANNA: 1.0}


async def put_key(room: Room, question: Question, key: ChoiceKey) -> None:
    draft = quiz_codec.draft_to_json(replace(question.draft, key=key))
    async with room.database.write() as session:
        await session.execute(
            update(QuizQuestionRow).where(QuizQuestionRow.id == question.id).values(draft=draft)
        )


async def test_texts_are_graded_by_their_meaning_where_there_is_a_model(
    knowledge: Knowledge,
) -> None:
    key = TextKey(("the Chinese Communist Party",))
    draft = ItemDraft(ItemType.SHORT_TEXT, "Which party leads?", key, name="party")
    course = await fill_bank(knowledge.database, [draft])
    quiz = await knowledge.quizmaster.start(
        QuizPlan(course.id, count=1), server_id=SERVER, channel_id=CHANNEL, host_id=HOST,
        host_name="Hal", event_id=1, at=START,
    )  # fmt: skip
    assert isinstance(quiz, Quiz)
    question = await knowledge.quizmaster.open_next(quiz.id, START)
    assert isinstance(question, Question)
    texts = {ANNA: "Chinese Comunist Party", BEN: "the Japanese Socialist Party"}
    for user, typed in texts.items():
        await knowledge.quizmaster.respond(
            question.id, user, f"user {user}", Written(typed), START, user
        )
    result = await knowledge.quizmaster.close(question.id, by_timer=False)
    assert result is not None
    assert (result.responses, result.correct) == (2, 1)
    standing = await knowledge.quizmaster.standing(quiz.id, ANNA)
    assert standing is not None
    assert standing.points == 1.0
