"""What another key reaches: attempts of every kind, and those that come in meanwhile."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.model.assessment import (
    ItemDraft,
    ItemStatus,
    ItemType,
    Origin,
    Outcome,
    Response,
    TextKey,
    Written,
)
from knowledge.model.quiz import Quiz
from knowledge.model.quiz_replies import Act
from knowledge.model.regrading import (
    Regraded,
    RegradePreview,
)
from knowledge.model.study import StudyPlan, StudySession, Turn
from knowledge.quizzing.appeals import Appeals, Decided
from knowledge.quizzing.quiz_attempts import QuizAttempts
from knowledge.quizzing.results import Results
from knowledge.quizzing.tutor import Tutor
from knowledge.retrieval.embedder import Embedder
from knowledge.storage import items
from knowledge.storage.database import Database
from knowledge.storage.items import Authorship
from tests.quizzing.played import (
    ANNA,
    BEN,
    CARA,
    HOST,
    RIGHT,
    SERVER,
    START,
    WRONG,
    Room,
    choice,
    fill_bank,
    grade,
    points,
)
from tests.quizzing.rekeyed import NEW_KEY, item_of, log, played
from tests.quizzing.statements import written


@pytest.fixture
async def room(database: Database) -> Room:
    return Room(database, await fill_bank(database, [choice(1)]))


async def test_a_response_that_comes_in_while_others_are_graded_is_graded_too(
    room: Room,
) -> None:
    quiz = await room.launch(window=3_600, count=1)
    assert isinstance(quiz, Quiz)
    question = await room.play(quiz, {ANNA: RIGHT})
    await room.master.hosting.end(quiz.id)
    item = await item_of(room, question)
    slipped_in = False

    async def slow_grade(draft: ItemDraft, response: Response) -> Outcome:
        nonlocal slipped_in
        if not slipped_in:
            slipped_in = True
            await room.master.absentees.catch_up(
                quiz.id, BEN, "Ben", room.clock.now, next(room.events)
            )
            await room.master.absentees.respond_late(
                question.id, BEN, WRONG, room.clock.now, next(room.events)
            )
        return await grade(draft, response)

    done = await Results(room.database, room.clock, slow_grade, room.master.aftermath).regrade(
        item.id, NEW_KEY, by=HOST, revision=item.revision
    )

    assert isinstance(done, Regraded)
    assert {move.user_id for move in done.moves} == {ANNA, BEN}
    assert await points(room, quiz) == {ANNA: 0, BEN: 1}


async def test_self_study_is_regraded_with_the_quizzes(
    room: Room, results: Results, loaded_embedder: Embedder
) -> None:
    _, question = await played(room)
    item = await item_of(room, question)
    tutor = Tutor(room.database, loaded_embedder, room.clock)
    study = await tutor.start(CARA, StudyPlan(room.course.id, count=1), event_id=77)
    assert isinstance(study, StudySession)
    turn = await tutor.next(CARA, study.id)
    assert isinstance(turn, Turn)
    await tutor.answer(CARA, turn.id, WRONG, event_id=78)
    assert len(await tutor.mistakes(CARA, room.course.id)) == 1

    preview = await results.preview_regrade(item.id, NEW_KEY, server_id=SERVER)
    await results.regrade(item.id, NEW_KEY, by=HOST, revision=item.revision, server_id=SERVER)

    assert isinstance(preview, RegradePreview)
    in_study = [move for move in preview.moves if move.receipt is None]
    assert [(move.user_id, move.name) for move in in_study] == [(CARA, "")]
    assert await tutor.mistakes(CARA, room.course.id) == []
    again = await tutor.find_turn(CARA, turn.id)
    assert again is not None
    assert again.outcome == Outcome(1.0)
    assert again.draft.key == NEW_KEY
    lines = [line for line in await log(room, Act.REGRADED) if line.user_id == CARA]
    assert [line.detail["score"] for line in lines] == [[0.0, 1.0]]


async def test_an_accepted_appeal_moves_live_quizzes_too(
    tmp_path: Path, loaded_embedder: Embedder
) -> None:
    draft = ItemDraft(
        ItemType.SHORT_TEXT, "Who?", TextKey(("Finch",)), themes=("rivers",), name="who"
    )
    async with Database.open(tmp_path / "colloquy.db") as database:
        room = Room(database, await fill_bank(database, [draft]))
        quiz = await room.start(count=1, bonus=0.2, seconds=20)
        question = await room.play(quiz, {ANNA: Written("Finch"), BEN: Written("mayor")})
        await room.master.hosting.end(quiz.id)
        item = await item_of(room, question)
        logs = (QuizAttempts(room.clock),)
        appeals = Appeals(database, loaded_embedder, room.clock, logs=logs)

        unknown = await appeals.appeal(
            ANNA, item_id=item.id, source="quiz", source_id=question.id, text="Finch"
        )
        appeal = await appeals.appeal(
            BEN, item_id=item.id, source="quiz", source_id=question.id, text="mayor"
        )
        assert unknown is None
        assert appeal is not None
        decided = await appeals.decide(room.course.id, appeal.id, accept=True, by=HOST)

        assert isinstance(decided, Decided)
        assert (decided.regraded, decided.to_tell) == (1, frozenset({BEN}))
        assert await points(room, quiz) == pytest.approx({ANNA: 1.18, BEN: 1.18})
        asked = await room.master.lookup.question(question.id)
        assert asked is not None
        assert asked.draft.key == TextKey(("Finch", "mayor"))
        (line,) = await log(room, Act.REGRADED)
        assert (line.user_id, line.detail["score"]) == (BEN, [0.0, 1.0])


async def test_a_key_that_the_bank_has_already_still_moves_what_was_played(
    room: Room, results: Results
) -> None:
    quiz, question = await played(room)
    item = await item_of(room, question)
    async with room.database.write() as session:
        by = Authorship(Origin.WRITTEN, "Teacher", None, START)
        draft = replace(item.draft, key=NEW_KEY)
        item = await items.put(session, item.course_id, draft, status=ItemStatus.APPROVED, by=by)

    preview = await results.preview_regrade(item.id, NEW_KEY)
    assert isinstance(preview, RegradePreview)
    await results.regrade(item.id, NEW_KEY, by=HOST, revision=preview.revision)

    assert {move.user_id for move in preview.moves} == {ANNA, BEN}
    assert await points(room, quiz) == pytest.approx({ANNA: 0, BEN: 1.18, CARA: 0})


async def test_more_time_from_now_on_moves_no_points_of_the_past(
    room: Room, results: Results
) -> None:
    quiz, question = await played(room)
    item = await item_of(room, question)
    await room.master.roster.accommodate(SERVER, ANNA, 3.0, 0)

    preview = await results.preview_regrade(item.id, item.draft.key)

    assert isinstance(preview, RegradePreview)
    assert preview.moves == ()
    assert (await points(room, quiz))[ANNA] == pytest.approx(1.18)


async def test_no_history_is_read_while_others_wait_to_write(room: Room, results: Results) -> None:
    _, question = await played(room)
    item = await item_of(room, question)

    with written(room.database) as statements:
        done = await results.regrade(item.id, NEW_KEY, by=HOST, revision=item.revision)

    assert isinstance(done, Regraded)
    read = [found for found in statements if found.lstrip().startswith("SELECT")]
    assert read
    for column in ("quiz_questions.draft", "study_turns.draft", "quiz_responses.response"):
        assert [found for found in read if column in found] == []


async def test_an_accepted_text_makes_all_who_gave_it_right(tmp_path: Path) -> None:
    draft = ItemDraft(
        ItemType.SHORT_TEXT, "Who?", TextKey(("Ada Finch",)), themes=("rivers",), name="who"
    )
    async with Database.open(tmp_path / "colloquy.db") as database:
        room = Room(database, await fill_bank(database, [draft]))
        quiz = await room.start(count=1)
        given: dict[int, Response] = {
            ANNA: Written("Ada Finch"),
            BEN: Written("the mayor"),
            CARA: Written("The Mayor"),
        }
        question = await room.play(quiz, given)
        await room.master.hosting.end(quiz.id)
        item = await item_of(room, question)

        done = await Results(database, room.clock, grade, room.master.aftermath).regrade(
            item.id, TextKey(("Ada Finch", "the mayor")), by=HOST, revision=item.revision
        )

        assert isinstance(done, Regraded)
        assert {move.user_id for move in done.moves} == {BEN, CARA}
        assert await points(room, quiz) == pytest.approx({ANNA: 1, BEN: 1, CARA: 1})
