"""A live quiz without Discord: who plays, what counts, what everyone gets to see."""

import asyncio
from datetime import timedelta

import pytest

from knowledge.model.assessment import ItemStatus, ItemType, Picked
from knowledge.model.quiz import (
    Late,
    Question,
    QuestionState,
    Quiz,
    QuizPlan,
    QuizState,
    Recorded,
    Refusal,
)
from knowledge.model.quiz_replies import (
    Act,
    AliasRefusal,
    AlreadyIn,
    AlreadyLive,
    Finished,
    Joined,
    TooFewItems,
)
from knowledge.storage import item_reviews, items, quiz_questions
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
    choice,
    points,
)


async def test_a_quiz_draws_as_many_approved_items_as_were_asked_for(room: Room) -> None:
    quiz = await room.start(count=4)
    assert quiz.state is QuizState.LOBBY
    assert (quiz.questions, quiz.position) == (4, 0)
    assert quiz.receipt.startswith("Q-")
    assert await room.master.lookup.find(quiz.receipt.lower().replace("-", " ")) == quiz


async def test_a_preview_shows_what_its_seed_will_start(room: Room) -> None:
    plan = QuizPlan(room.course.id, count=4)
    preview = await room.master.launch.preview(plan, channel_id=CHANNEL)
    assert (preview.available, len(preview.drawn)) == (10, 4)
    quiz = await room.master.launch.start(
        plan,
        room.here(),
        seed=preview.seed,
    )
    assert isinstance(quiz, Quiz)
    played = [(await room.play(quiz, {})).item_id for _ in range(4)]
    assert played == [item.id for item in preview.drawn]


async def test_a_preview_warns_when_fewer_items_fit_than_were_asked_for(room: Room) -> None:
    plan = QuizPlan(room.course.id, count=8, theme="rivers")
    preview = await room.master.launch.preview(plan, channel_id=CHANNEL)
    assert preview.available == 5
    assert preview.warnings == ("You asked for 8 questions; 5 approved items fit.",)


async def test_flashcards_are_not_played_together(room: Room) -> None:
    plan = QuizPlan(room.course.id, count=50)
    preview = await room.master.launch.preview(plan, channel_id=CHANNEL)
    assert ItemType.FLASHCARD not in {item.draft.type for item in preview.drawn}
    only_cards = await room.launch(types=frozenset({ItemType.FLASHCARD}), theme=None)
    assert only_cards == TooFewItems(0)


async def test_drafts_and_suspended_items_are_not_drawn(room: Room) -> None:
    async with room.database.write() as session:
        await items.suspend(session, 1, START)
        await item_reviews.move(
            session, 2, ItemStatus.RETIRED, seen=(ItemStatus.APPROVED, 1), note="", at=START
        )
    quiz = await room.start(theme="rivers", count=5)
    assert quiz.questions == 3


@pytest.mark.parametrize(("theme", "available"), [("lakes", 1), ("seas", 0)])
async def test_one_item_is_no_quiz_unless_one_was_asked_for(
    room: Room, theme: str, available: int
) -> None:
    assert await room.launch(theme=theme, count=5) == TooFewItems(available)
    alone = await room.launch(theme=theme, count=1)
    assert isinstance(alone, Quiz if available else TooFewItems)


async def test_items_that_the_channel_was_asked_come_last(room: Room) -> None:
    first = await room.start(theme="rivers", count=3)
    used = {(await room.play(first, {})).item_id for _ in range(3)}
    await room.master.hosting.end(first.id)
    second = await room.start(theme="rivers", count=2)
    fresh = {(await room.play(second, {})).item_id for _ in range(2)}
    assert not used & fresh


async def test_a_channel_plays_one_quiz_at_a_time_and_channels_do_not_mind_each_other(
    room: Room,
) -> None:
    quiz = await room.start()
    assert await room.launch() == AlreadyLive(quiz)
    assert isinstance(await room.launch(channel=CHANNEL + 1), Quiz)
    await room.master.hosting.end(quiz.id)
    assert await room.master.lookup.live_quiz(CHANNEL) is None
    assert isinstance(await room.launch(), Quiz)


async def test_several_hosts_who_start_at_once_start_one_quiz(room: Room) -> None:
    started = await asyncio.gather(*(room.launch() for _ in range(8)))
    assert sum(isinstance(one, Quiz) for one in started) == 1
    assert sum(isinstance(one, AlreadyLive) for one in started) == 7


async def test_a_start_that_is_delivered_twice_is_one_start(room: Room) -> None:
    plan = QuizPlan(room.course.id, count=2)
    both = [
        await room.master.launch.start(
            plan,
            room.here(event=77),
        )
        for _ in range(2)
    ]
    assert both[0] == both[1]


async def test_the_item_is_played_as_it_was_when_it_was_drawn(room: Room) -> None:
    quiz = await room.start(theme="rivers", count=5)
    async with room.database.write() as session:
        by = items.Authorship(items.Origin.WRITTEN, "Teacher", None, START)
        for n in range(5):
            edited = choice(n, theme="edited")
            await items.put(session, room.course.id, edited, status=ItemStatus.APPROVED, by=by)
    assert (await room.open(quiz)).draft.themes == ("rivers",)


async def test_options_are_shuffled_but_true_stays_before_false_and_no_order_is_given_away(
    room: Room,
) -> None:
    quiz = await room.start(count=50, theme=None)
    questions = [await room.play(quiz, {}) for _ in range(quiz.questions)]
    for question in questions:
        assert sorted(question.order) == list(range(len(question.order)))
        if question.draft.type is ItemType.TRUE_FALSE:
            assert question.order == (0, 1)
        if question.draft.type is ItemType.ORDERING:
            assert question.order != (0, 1, 2)
    choices = [q.order for q in questions if q.draft.type is ItemType.SINGLE_CHOICE]
    assert len(set(choices)) > 1


async def test_learners_come_in_once_and_may_leave_and_come_back(room: Room) -> None:
    quiz = await room.start()
    joined = await room.master.roster.join(quiz.id, ANNA, "Anna", START, 1)
    assert isinstance(joined, Joined)
    assert joined.players == 1
    assert isinstance(await room.master.roster.join(quiz.id, ANNA, "Anna", START, 2), AlreadyIn)
    assert await room.master.roster.leave(quiz.id, ANNA)
    assert not await room.master.roster.leave(quiz.id, ANNA)
    assert await room.master.roster.players(quiz.id) == ()
    assert isinstance(await room.master.roster.join(quiz.id, ANNA, "Anna", START, 3), Joined)


async def test_whoever_was_removed_stays_out_and_off_the_board(room: Room) -> None:
    quiz = await room.start()
    question = await room.open(quiz)
    await room.respond(question, ANNA)
    await room.respond(question, BEN)
    assert await room.master.hosting.kick(quiz.id, ANNA, by=HOST)
    assert not await room.master.hosting.kick(quiz.id, ANNA, by=HOST)
    assert await room.respond(question, ANNA, WRONG) is Refusal.KICKED
    assert await room.master.roster.join(quiz.id, ANNA, "Anna", START, 1) is Refusal.KICKED
    result = await room.master.play.close(question.id, by_timer=False)
    assert result is not None
    assert (result.responses, result.players) == (1, 1)
    assert list(await points(room, quiz)) == [BEN]


async def test_teams_are_balanced_and_ranked_by_their_mean(room: Room) -> None:
    quiz = await room.start(teams=2)
    for user in (ANNA, BEN, CARA):
        await room.master.roster.join(quiz.id, user, str(user), room.clock.now, user)
        room.clock.advance(1)
    assert [player.team for player in await room.master.roster.players(quiz.id)] == [1, 2, 1]
    await room.play(quiz, {ANNA: RIGHT, BEN: RIGHT, CARA: WRONG})
    teams = (await room.master.boards.leaderboard(quiz.id)).teams
    assert [(team.rank, team.team, team.points, team.players) for team in teams] == [
        (1, 2, 1.0, 1),
        (2, 1, 0.5, 2),
    ]


async def test_an_alias_is_shown_instead_of_the_name_and_the_hidden_are_not_shown(
    room: Room,
) -> None:
    quiz = await room.start()
    await room.master.roster.set_alias(ANNA, SERVER, "Otter")
    await room.master.roster.set_hidden(BEN, SERVER, hidden=True)
    await room.play(quiz, {ANNA: WRONG, BEN: RIGHT})
    board = await room.master.boards.leaderboard(quiz.id)
    assert [(line.rank, line.player.name) for line in board.shown] == [(2, "Otter")]
    own = await room.master.boards.standing(quiz.id, BEN)
    assert own is not None
    assert own.rank == 1


@pytest.mark.parametrize(
    "alias", ["Benno", "BENNO", "Ｂｅｎｎｏ", "Ben\u200bno", " benno ", "Hal", "otter"]
)
async def test_nobody_takes_the_name_of_another_player_or_of_a_host(room: Room, alias: str) -> None:
    quiz = await room.start()
    await room.master.roster.join(quiz.id, BEN, "Benno", START, 1)
    assert await room.master.roster.set_alias(CARA, SERVER, "Otter") is None
    assert await room.master.roster.set_alias(ANNA, SERVER, "Wren") is None
    refused = await room.master.roster.set_alias(ANNA, SERVER, alias)
    assert refused is AliasRefusal.TAKEN
    await room.master.roster.join(quiz.id, ANNA, "Anna", START, 2)
    names = {player.name for player in await room.master.roster.players(quiz.id)}
    assert names == {"Benno", "Wren"}


async def test_ones_own_name_and_a_name_of_another_server_are_free(room: Room) -> None:
    quiz = await room.start()
    await room.master.roster.join(quiz.id, ANNA, "Anna", START, 1)
    await room.master.roster.join(quiz.id, BEN, "Ben", START, 2)
    assert await room.master.roster.set_alias(ANNA, SERVER, "Anna") is None
    assert await room.master.roster.set_alias(ANNA, SERVER + 1, "Ben") is None
    assert await room.master.roster.set_alias(ANNA, SERVER, None) is None


async def test_a_lone_surrogate_is_no_name(room: Room) -> None:
    refused = await room.master.roster.set_alias(ANNA, SERVER, "Wr\ud800en")
    assert refused is AliasRefusal.UNREADABLE


async def test_a_question_is_not_known_before_its_time(room: Room) -> None:
    quiz = await room.start()
    first = await room.open(quiz)
    async with room.database.read() as session:
        second = await quiz_questions.find_at(session, quiz.id, 2)
    assert second is not None
    assert await room.master.lookup.question(first.id) == first
    assert await room.master.lookup.question(second.id) is None
    assert await room.respond(second, ANNA) is Refusal.UNKNOWN
    assert await room.respond(second, ANNA, Picked((9,))) is Refusal.UNKNOWN
    for response in (RIGHT, Picked((9,))):
        late = await room.master.absentees.respond_late(second.id, ANNA, response, START, 9)
        assert late is Refusal.UNKNOWN
    assert await room.master.play.result(second.id) is None
    assert await room.master.play.shown(second.id, 1, START) is None


@pytest.mark.parametrize("types", [{ItemType.TRUE_FALSE, ItemType.ORDERING}, {ItemType.MATCHING}])
async def test_a_plan_may_name_any_types(room: Room, types: set[ItemType]) -> None:
    quiz = await room.start(theme=None, types=frozenset(types), count=len(types))
    asked = [await room.play(quiz, {}) for _ in range(quiz.questions)]
    assert {question.draft.type for question in asked} == types
    assert quiz.plan.types == types


async def test_two_hosts_who_press_next_at_once_open_one_question(room: Room) -> None:
    quiz = await room.start()
    opened = await asyncio.gather(
        *(room.master.play.open_next(quiz.id, START, by=host) for host in (HOST, HOST + 1))
    )
    assert sum(isinstance(one, Question) for one in opened) == 1
    assert Refusal.ALREADY_OPEN in opened
    current = await room.master.lookup.current(quiz.id)
    assert current is not None
    assert current.ordinal == 1


async def test_after_the_last_question_one_press_finishes_the_quiz(room: Room) -> None:
    quiz = await room.start(count=2)
    for _ in range(2):
        await room.play(quiz, {ANNA: RIGHT})
    pressed = await asyncio.gather(
        *(room.master.play.open_next(quiz.id, room.clock.now) for _ in range(2))
    )
    finished = [one for one in pressed if isinstance(one, Finished)]
    assert len(finished) == 1
    assert finished[0].leaderboard.standings[0].points == 2.0
    assert Refusal.NOT_RUNNING in pressed
    assert await room.master.hosting.end(quiz.id) is None


async def test_time_counts_from_the_first_message_even_if_it_is_posted_again(room: Room) -> None:
    quiz = await room.start()
    question = await room.master.play.open_next(quiz.id, START)
    assert isinstance(question, Question)
    first = await room.master.play.shown(question.id, 1, START + timedelta(seconds=1))
    again = await room.master.play.shown(question.id, 2, START + timedelta(seconds=20))
    assert first is not None
    assert again is not None
    assert (first.message_id, again.message_id) == (1, 2)
    assert first.deadline == again.deadline == START + timedelta(seconds=31)


async def test_an_untimed_question_has_no_deadline_and_no_bonus(room: Room) -> None:
    quiz = await room.start(seconds=None, bonus=0.3)
    question = await room.open(quiz)
    assert question.deadline is None
    assert await room.master.play.closing_at(question.id) is None
    room.clock.advance(100_000)
    assert await room.respond(question, ANNA) == Recorded(RIGHT)
    assert await room.master.play.close(question.id, by_timer=True) is None
    assert await room.master.play.close(question.id, by_timer=False) is not None
    assert await points(room, quiz) == {ANNA: 1.0}


async def test_a_pause_keeps_the_time_that_was_left(room: Room) -> None:
    quiz = await room.start(seconds=30, bonus=0.3)
    question = await room.open(quiz)
    room.clock.advance(10)
    assert isinstance(await room.master.hosting.pause(quiz.id, by=HOST), Quiz)
    assert await room.master.hosting.pause(quiz.id) is Refusal.NOT_RUNNING
    room.clock.advance(600)
    assert await room.respond(question, ANNA) is Refusal.PAUSED
    assert await room.master.play.close(question.id, by_timer=True) is None
    assert await room.master.play.closing_at(question.id) is None
    assert await room.master.play.open_next(quiz.id, room.clock.now) is Refusal.PAUSED
    assert isinstance(await room.master.hosting.resume(quiz.id, by=HOST), Quiz)
    assert await room.master.hosting.resume(quiz.id) is Refusal.NOT_RUNNING
    room.clock.advance(5)
    await room.respond(question, ANNA)
    room.clock.advance(15)
    assert await room.respond(question, BEN) == Recorded(RIGHT)
    room.clock.advance(1)
    assert await room.master.play.close(question.id, by_timer=True) is not None
    assert await points(room, quiz) == pytest.approx({ANNA: 1.15, BEN: 1.0})


async def test_a_skipped_question_counts_for_nobody_even_when_it_was_played(room: Room) -> None:
    quiz = await room.start(count=3)
    played = await room.play(quiz, {ANNA: RIGHT})
    await room.play(quiz, {BEN: RIGHT})
    assert isinstance(await room.master.hosting.skip(played.id, by=HOST), Question)
    assert await room.master.hosting.skip(played.id) is Refusal.NOT_RUNNING
    open_one = await room.open(quiz)
    await room.respond(open_one, ANNA)
    await room.master.hosting.skip(open_one.id)
    assert await room.respond(open_one, BEN) == Late(0.0)
    assert await points(room, quiz) == {ANNA: 0.0, BEN: 1.0}


async def test_a_question_whose_answer_was_shown_is_skipped_no_more(room: Room) -> None:
    quiz = await room.start(count=2)
    played = await room.play(quiz, {ANNA: RIGHT})
    assert await room.master.play.revealed(played.id)
    assert await room.master.hosting.skip(played.id, by=HOST) is Refusal.NOT_RUNNING
    assert await points(room, quiz) == {ANNA: 1.0}


async def test_an_end_frees_the_channel_and_an_open_question_counts_for_nobody(
    room: Room,
) -> None:
    quiz = await room.start()
    await room.play(quiz, {ANNA: RIGHT})
    question = await room.open(quiz)
    await room.respond(question, BEN)
    board = await room.master.hosting.end(quiz.id, by=HOST)
    assert board is not None
    assert [(line.player.user_id, line.points) for line in board.standings] == [
        (ANNA, 1.0),
        (BEN, 0.0),
    ]
    assert await room.respond(question, ANNA) == Late(0.0)
    assert await room.master.play.open_next(quiz.id, room.clock.now) is Refusal.NOT_RUNNING
    assert isinstance(await room.launch(), Quiz)


async def test_more_time_is_waited_for_until_it_is_not_needed(room: Room) -> None:
    await room.master.roster.accommodate(SERVER, ANNA, 2.0, 0, by=HOST)
    quiz = await room.start(seconds=30, bonus=0.3)
    await room.master.roster.join(quiz.id, ANNA, "Anna", room.clock.now, 1)
    question = await room.open(quiz)
    assert question.deadline == START + timedelta(seconds=30)
    assert await room.master.play.closing_at(question.id) == START + timedelta(seconds=61)
    room.clock.advance(31)
    assert await room.master.play.close(question.id, by_timer=True) is None
    assert await room.respond(question, BEN) == Late(1.0)
    room.clock.advance(-1)
    assert await room.respond(question, ANNA) == Recorded(RIGHT)
    assert await room.master.play.closing_at(question.id) == START + timedelta(seconds=31)
    room.clock.advance(1)
    assert await room.master.play.close(question.id, by_timer=True) is not None
    assert await points(room, quiz) == pytest.approx({ANNA: 1.15})


async def test_more_time_of_somebody_who_does_not_play_is_not_waited_for(room: Room) -> None:
    await room.master.roster.accommodate(SERVER, ANNA, 10.0, 0)
    await room.master.roster.accommodate(SERVER, BEN, 10.0, 0)
    quiz = await room.start(seconds=30)
    await room.master.roster.join(quiz.id, BEN, "Ben", room.clock.now, 1)
    await room.master.roster.leave(quiz.id, BEN)
    question = await room.open(quiz)
    assert await room.master.play.closing_at(question.id) == START + timedelta(seconds=31)


@pytest.mark.parametrize(("factor", "attempts"), [(0.5, 0), (11, 0), (1, -1)])
async def test_an_accommodation_out_of_range_is_refused(
    room: Room, factor: float, attempts: int
) -> None:
    with pytest.raises(ValueError, match="1 to 10"):
        await room.master.roster.accommodate(SERVER, ANNA, factor, attempts)
    assert await room.master.roster.accommodation(SERVER, ANNA) == (1.0, 0)


async def test_a_quiz_that_nobody_goes_on_with_is_ended_but_not_while_a_timer_runs(
    room: Room,
) -> None:
    timed = await room.start(seconds=3600)
    await room.open(timed)
    idle = await room.start(channel=CHANNEL + 1)
    room.clock.advance(601)
    ended = await room.master.hosting.finish_idle(timedelta(minutes=10))
    assert [quiz.id for quiz in ended] == [idle.id]
    assert await room.master.lookup.live_quizzes() == (await room.master.lookup.quiz(timed.id),)


async def test_everything_that_happened_is_in_the_log_in_order(room: Room) -> None:
    quiz = await room.start()
    await room.master.roster.join(quiz.id, ANNA, "Anna", room.clock.now, 1)
    question = await room.open(quiz)
    await room.respond(question, ANNA, WRONG)
    await room.respond(question, ANNA, RIGHT)
    await room.master.hosting.extend(question.id, 15, by=HOST)
    await room.master.hosting.pause(quiz.id, by=HOST)
    await room.respond(question, ANNA, WRONG)
    await room.master.hosting.resume(quiz.id, by=HOST + 1)
    await room.master.play.close(question.id, by_timer=False, by=HOST)
    await room.master.play.revealed(question.id)
    await room.master.hosting.kick(quiz.id, ANNA, by=HOST)
    await room.master.hosting.end(quiz.id, by=HOST)
    log = await room.master.lookup.log(quiz.id)
    assert [(entry.act, entry.user_id) for entry in log] == [
        (Act.STARTED, HOST),
        (Act.JOINED, ANNA),
        (Act.OPENED, HOST),
        (Act.SHOWN, None),
        (Act.ANSWERED, ANNA),
        (Act.CHANGED, ANNA),
        (Act.EXTENDED, HOST),
        (Act.PAUSED, HOST),
        (Act.REFUSED, ANNA),
        (Act.RESUMED, HOST + 1),
        (Act.CLOSED, HOST),
        (Act.GRADED, ANNA),
        (Act.REVEALED, None),
        (Act.KICKED, HOST),
        (Act.FINISHED, HOST),
    ]
    graded = next(entry for entry in log if entry.act is Act.GRADED)
    assert graded.detail == {"score": 1.0, "points": 1.0}
    assert graded.question_id == question.id


async def test_results_hold_every_graded_response_with_its_seconds(room: Room) -> None:
    quiz = await room.start(count=2)
    first = await room.play(quiz, {ANNA: RIGHT, BEN: WRONG})
    second = await room.play(quiz, {ANNA: RIGHT, CARA: RIGHT})
    results = await room.master.aftermath.results(quiz.id)
    assert results is not None
    assert [question.id for question in results.questions] == [first.id, second.id]
    rows = [(a.question_id, a.user_id, a.outcome.score, a.seconds) for a in results.answers]
    assert rows == [
        (first.id, ANNA, 1.0, 2.0),
        (first.id, BEN, 0.0, 2.0),
        (second.id, ANNA, 1.0, 2.0),
        (second.id, CARA, 1.0, 2.0),
    ]
    assert results.asked[BEN] == {first.id, second.id}
    assert results.asked[CARA] == {second.id}
    assert {question.state for question in results.questions} == {QuestionState.CLOSED}
