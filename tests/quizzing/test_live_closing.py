"""What the close of a live question makes of its responses: outcomes and a result, once."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from knowledge.bootstrap import Knowledge
from knowledge.errors import NotGraded
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
    Launch,
    Question,
    Quiz,
    QuizPlan,
)
from knowledge.quizzing.quizmaster import Quizmaster
from knowledge.quizzing.results import Results
from knowledge.storage import quiz_codec
from knowledge.storage.quiz_tables import QuizQuestionRow
from tests.quizzing.played import (
    ANNA,
    BEN,
    CARA,
    CHANNEL,
    HOST,
    SERVER,
    START,
    WRONG,
    Room,
    fill_bank,
    grade,
    only,
    points,
)


async def test_of_all_who_close_at_once_one_gets_the_result(room: Room) -> None:
    quiz = await room.start()
    question = await room.open(quiz)
    room.clock.advance(31)
    results = await asyncio.gather(
        *(
            room.master.play.close(question.id, by_timer=timer)
            for timer in (True, False, True, False)
        )
    )
    assert sum(result is not None for result in results) == 1


async def test_a_timer_that_comes_too_early_closes_nothing(room: Room) -> None:
    quiz = await room.start(seconds=30)
    question = await room.open(quiz)
    assert await room.master.play.closing_at(question.id) == START + timedelta(seconds=31)
    room.clock.advance(29)
    assert await room.master.play.close(question.id, by_timer=True) is None
    extended = await room.master.hosting.extend(question.id, 15, by=HOST)
    assert isinstance(extended, Question)
    assert extended.deadline == START + timedelta(seconds=45)
    room.clock.advance(2)
    assert await room.master.play.close(question.id, by_timer=True) is None
    assert await room.master.play.closing_at(question.id) == START + timedelta(seconds=46)
    room.clock.advance(15)
    assert await room.master.play.close(question.id, by_timer=True) is not None
    assert await room.master.play.closing_at(question.id) is None


async def test_a_result_tells_shares_by_option_and_is_the_same_when_asked_again(
    room: Room,
) -> None:
    quiz, question = await only(room, ItemType.SINGLE_CHOICE)
    assert await room.master.play.result(question.id) is None
    for user, place in ((ANNA, 0), (BEN, 2), (CARA, 2)):
        await room.respond(question, user, Picked((place,)))
    await room.master.roster.join(quiz.id, 104, "Dan", room.clock.now, 1)
    result = await room.master.play.close(question.id, by_timer=False)
    assert result is not None
    assert result.shares == (1, 0, 2, 0)
    assert (result.responses, result.correct, result.players) == (3, 1, 4)
    assert await room.master.play.result(question.id) == result
    assert await room.master.play.revealed(question.id)
    assert not await room.master.play.revealed(question.id)


async def test_a_result_tells_the_commonest_texts(room: Room) -> None:
    _, question = await only(room, ItemType.SHORT_TEXT)
    for user, text in ((ANNA, "Ada Finch"), (BEN, "Ben  Gull"), (CARA, "ben gull")):
        await room.respond(question, user, Written(text))
    result = await room.master.play.close(question.id, by_timer=False)
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
    with pytest.raises(NotGraded):
        await faulty.play.close(question.id, by_timer=False)
    result = await room.master.play.result(question.id)
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
        await room.master.recovery.beat()
        return await grade(draft, response)  # type: ignore[arg-type]

    master = Quizmaster(room.database, room.clock, slow)  # type: ignore[arg-type]
    result = await asyncio.wait_for(master.play.close(question.id, by_timer=False), 10)
    assert result is not None
    assert (result.correct, len(calls)) == (20, 1)


async def test_several_who_ask_for_a_result_have_it_graded_once(room: Room) -> None:
    quiz, question = await only(room, ItemType.SHORT_TEXT)
    await room.respond(question, ANNA, Written("Ada Finch"))
    calls = []

    async def slow(draft: ItemDraft, response: Response) -> Outcome:
        calls.append(response)
        if len(calls) == 1:
            raise RuntimeError("the model is away")
        await room.master.recovery.beat()
        return await grade(draft, response)

    master = Quizmaster(room.database, room.clock, slow)
    with pytest.raises(NotGraded):
        await master.play.close(question.id, by_timer=False)
    results = Results(room.database, room.clock, slow, master.aftermath)
    first, second, board, report = await asyncio.gather(
        master.play.result(question.id),
        master.play.result(question.id),
        master.boards.leaderboard(quiz.id),
        results.report(quiz.id),
    )
    assert first == second
    assert report is not None
    assert [standing.points for standing in board.standings] == [1.0]
    assert len(calls) == 2


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

    result = await Quizmaster(room.database, room.clock, slow).play.close(
        question.id, by_timer=False
    )
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
    quiz = await knowledge.quizmaster.launch.start(
        QuizPlan(course.id, count=1),
        Launch(
            server_id=SERVER,
            channel_id=CHANNEL,
            host_id=HOST,
            host_name="Hal",
            event_id=1,
            at=START,
        ),
    )
    assert isinstance(quiz, Quiz)
    question = await knowledge.quizmaster.play.open_next(quiz.id, START)
    assert isinstance(question, Question)
    texts = {ANNA: "Chinese Comunist Party", BEN: "the Japanese Socialist Party"}
    for user, typed in texts.items():
        await knowledge.quizmaster.responses.respond(
            question.id, user, f"user {user}", Written(typed), START, user
        )
    result = await knowledge.quizmaster.play.close(question.id, by_timer=False)
    assert result is not None
    assert (result.responses, result.correct) == (2, 1)
    standing = await knowledge.quizmaster.boards.standing(quiz.id, ANNA)
    assert standing is not None
    assert standing.points == 1.0
