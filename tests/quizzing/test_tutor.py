"""Self-study: what is asked, and what counts."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from knowledge.model.assessment import ItemStatus, ItemType, Picked, Recalled, Written
from knowledge.model.study import (
    Answered,
    Hint,
    NothingToStudy,
    StudyKind,
    StudySession,
    Turn,
)
from knowledge.quizzing.tutor import OTHERWISE, Unreadable
from knowledge.retrieval.embedder import Embedder
from knowledge.storage import items
from tests.quizzing.study_course import (
    ANA,
    BEN,
    BRIDGE,
    RIGHT,
    TOLL,
    WRONG,
    Study,
    answer,
    choice,
    citation,
    studied,
    text,
)


@pytest.fixture
async def study(
    study_file: Path, tmp_path: Path, loaded_embedder: Embedder
) -> AsyncIterator[Study]:
    async with studied(study_file, tmp_path, loaded_embedder) as opened:
        yield opened


async def test_a_session_asks_each_item_once_and_then_ends(study: Study) -> None:
    await study.add(choice("a"), choice("b"), choice("c"))
    session = await study.begin(count=10)
    asked = []
    for _ in range(3):
        turn = await study.ask(session)
        asked.append(turn.item_id)
        await answer(study, turn, RIGHT)

    over = await study.knowledge.tutor.next(ANA, session.id)

    assert len(set(asked)) == 3
    assert isinstance(over, StudySession)
    assert (over.answered, over.right, over.points) == (3, 3, 3.0)
    assert over.ended_at is not None


async def test_an_item_that_waits_is_asked_again_and_not_skipped(study: Study) -> None:
    await study.add(choice("a"), choice("b"))
    session = await study.begin()

    first, second = await asyncio.gather(study.ask(session), study.ask(session))

    assert first == second


async def test_what_was_seen_comes_back_last_even_if_it_was_not_answered(study: Study) -> None:
    await study.add(*(choice(name) for name in "abcd"))
    seen = set()
    for _ in range(4):
        session = await study.begin(count=1)
        turn = await study.ask(session)
        assert turn.item_id not in seen
        seen.add(turn.item_id)
        study.clock.move(minutes=1)


async def test_only_approved_items_that_are_not_suspended_are_asked(study: Study) -> None:
    await study.add(choice("draft"), status=ItemStatus.DRAFT)
    await study.add(choice("old"), status=ItemStatus.RETIRED)
    flagged, good = await study.add(choice("flagged"), choice("good"))
    session = await study.begin()
    async with study.knowledge.database.write() as writing:
        await items.suspend(writing, flagged.id, study.clock())

    turn = await study.ask(session)
    await answer(study, turn, RIGHT)

    assert turn.item_id == good.id
    assert isinstance(await study.knowledge.tutor.next(ANA, session.id), StudySession)


async def test_a_theme_and_a_document_narrow_what_is_drawn(study: Study) -> None:
    await study.add(choice("a", "bridges"), choice("b", "tolls"))

    session = await study.begin(theme="tolls")

    assert session.planned == 1
    assert (await study.ask(session)).draft.name == "b"
    nothing = await study.knowledge.tutor.start(ANA, study.plan(theme="ships"), study.event())
    assert nothing == NothingToStudy(StudyKind.CHOSEN)


async def test_starting_anew_ends_what_was_open(study: Study) -> None:
    await study.add(choice("a"), choice("b"))
    first = await study.begin()
    second = await study.begin()

    assert await study.knowledge.tutor.open_session(ANA, study.course.id) == second
    over = await study.knowledge.tutor.next(ANA, first.id)
    assert isinstance(over, StudySession)
    assert over.ended_at is not None


async def test_a_start_that_is_delivered_twice_is_one_session(study: Study) -> None:
    await study.add(choice("a"), choice("b"))
    tutor, plan = study.knowledge.tutor, study.plan()

    first, second = await asyncio.gather(*(tutor.start(ANA, plan, 7) for _ in range(2)))

    assert first == second
    assert isinstance(first, StudySession)
    assert isinstance(await tutor.next(ANA, first.id), Turn)


async def test_the_first_response_counts_however_often_it_arrives(study: Study) -> None:
    await study.add(choice("a"))
    turn = await study.ask(await study.begin())
    tutor = study.knowledge.tutor

    found = await asyncio.gather(
        *(tutor.answer(ANA, turn.id, RIGHT, 7) for _ in range(3)),
        tutor.answer(ANA, turn.id, WRONG, 8),
    )
    late = await answer(study, turn, WRONG)

    counted = [answered for answered in found if isinstance(answered, Answered)]
    assert sum(answered.is_new for answered in counted) == 1
    assert len({answered.turn for answered in (*counted, late)}) == 1
    progress = await tutor.progress(ANA, study.course.id)
    assert progress.responses == 1


async def test_nobody_answers_reads_or_ends_another_one_s_session(study: Study) -> None:
    await study.add(choice("a"))
    session = await study.begin()
    turn = await study.ask(session)
    tutor = study.knowledge.tutor

    assert await tutor.answer(BEN, turn.id, RIGHT, study.event()) is None
    assert await tutor.find_turn(BEN, turn.id) is None
    assert await tutor.next(BEN, session.id) is None
    assert await tutor.hint(BEN, turn.id, Hint.ANSWER) is None
    assert await tutor.stop(BEN, session.id) is None
    assert await study.ask(session) == turn


async def test_what_cannot_be_read_does_not_count(study: Study) -> None:
    await study.add(text("the engineer", "Ruth Calder"))
    turn = await study.ask(await study.begin())

    given_back = await study.knowledge.tutor.answer(ANA, turn.id, Written("??"), study.event())

    assert isinstance(given_back, Unreadable)
    assert (await answer(study, turn, Written("ruth calder"))).is_new


async def test_a_stopped_session_keeps_what_was_answered(study: Study) -> None:
    await study.add(choice("a"), choice("b"))
    session = await study.begin()
    await answer(study, await study.ask(session), RIGHT)

    stopped = await study.knowledge.tutor.stop(ANA, session.id)

    assert stopped is not None
    assert stopped.answered == 1
    assert stopped.ended_at == study.clock()
    assert isinstance(await study.knowledge.tutor.next(ANA, session.id), StudySession)


async def test_a_hint_costs_and_is_kept(study: Study) -> None:
    cited = citation(BRIDGE, "The Tollan Bridge was opened in 1932 by Ruth Calder.", "Opening")
    await study.add(choice("a", cited=cited))
    session = await study.begin()
    turn = await study.ask(session)
    tutor = study.knowledge.tutor

    await tutor.hint(ANA, turn.id, Hint.PARAGRAPH)
    await tutor.hint(ANA, turn.id, Hint.SECTION)
    answered = await answer(study, turn, RIGHT)
    after = await tutor.hint(ANA, turn.id, Hint.ANSWER)

    assert answered.turn.hint is Hint.PARAGRAPH
    assert answered.turn.credited == 0.75
    assert answered.due_at - study.clock() < timedelta(days=1), "rated as hard"
    assert after is not None
    assert after.hint is Hint.PARAGRAPH, "not taken after the answer"
    found = await tutor.find_session(ANA, session.id)
    assert found is not None
    assert found.points == 0.75


async def test_a_step_that_the_ladder_lacks_costs_nothing(study: Study) -> None:
    await study.add(choice("without a passage"))
    turn = await study.ask(await study.begin())

    found = await study.knowledge.tutor.hint(ANA, turn.id, Hint.SECTION)

    assert found is not None
    assert found.hint is Hint.NONE


async def test_an_answer_s_passages_lead_to_their_items_first(study: Study) -> None:
    bridge = citation(BRIDGE, "It spans the river.", "History")
    toll = citation(TOLL, TOLL, "History")
    elsewhere = citation("Ships sail.", "Ships sail.", "Ships")
    await study.add(choice("on the toll", "tolls", cited=toll), choice("no passage", "ships"))
    tutor = study.knowledge.tutor

    async def names(cited: list[object]) -> list[str]:
        begun = await tutor.start_from(ANA, study.course.id, cited, study.event())  # type: ignore[arg-type]
        assert isinstance(begun, StudySession)
        return [(await study.ask(begun)).draft.name]

    assert await names([bridge]) == ["on the toll"], "the same section"
    await study.add(choice("on the bridge", "bridges", cited=bridge))
    assert await names([bridge]) == ["on the bridge"]
    nothing = await tutor.start_from(ANA, study.course.id, [elsewhere], study.event())
    assert nothing == NothingToStudy(StudyKind.ANSWER, nearest_theme="ships")


async def test_of_an_answer_s_passage_only_items_on_what_was_quoted_are_asked(study: Study) -> None:
    quote = "The Tollan Bridge was opened in 1932 by Ruth Calder."
    there = citation(BRIDGE, quote, "History")
    lamps = citation(BRIDGE, "Lanterns burn whale oil at night.", "History")
    await study.add(choice("the oil of lanterns", cited=lamps), choice("the engineer", cited=there))

    begun = await study.knowledge.tutor.start_from(ANA, study.course.id, [there], study.event())

    assert isinstance(begun, StudySession)
    assert begun.planned == 1
    assert (await study.ask(begun)).draft.name == "the engineer"


async def test_a_response_of_another_kind_is_not_graded(study: Study) -> None:
    card = replace(text("card", "the back"), type=ItemType.FLASHCARD)
    await study.add(choice("a", "choice"), text("b", "Ruth Calder"), card)
    session = await study.begin()
    tutor = study.knowledge.tutor
    for _ in range(3):
        turn = await study.ask(session)
        is_card = turn.draft.type is ItemType.FLASHCARD
        for forged in (Written("the back") if is_card else Recalled(known=True), Picked((0, 1))):
            found = await tutor.answer(ANA, turn.id, forged, study.event())
            assert found == Unreadable(OTHERWISE)
        await tutor.answer(ANA, turn.id, _fitting(turn), study.event())

    assert (await tutor.progress(ANA, study.course.id)).responses == 3


def _fitting(turn: Turn) -> Picked | Written | Recalled:
    if turn.draft.type is ItemType.FLASHCARD:
        return Recalled(known=True)
    return RIGHT if turn.draft.type is ItemType.SINGLE_CHOICE else Written("Ruth Calder")


async def test_an_answer_that_was_shown_first_counts_as_missed(study: Study) -> None:
    await study.add(choice("a", "bridges"))
    session = await study.begin()
    turn = await study.ask(session)
    tutor = study.knowledge.tutor
    await tutor.hint(ANA, turn.id, Hint.ANSWER)
    await answer(study, turn, RIGHT)

    over = await tutor.next(ANA, session.id)
    progress = await tutor.progress(ANA, study.course.id)

    assert isinstance(over, StudySession)
    assert (over.answered, over.right, over.partly, over.points, over.hints_cost) == (1, 0, 0, 0, 1)
    assert (progress.right, progress.mistakes, progress.themes[0].mastery) == (0, 1, 0)
    assert [missed.id for missed in await tutor.mistakes(ANA, study.course.id)] == [turn.id]


async def test_a_session_on_an_answer_leaves_the_other_one_open(study: Study) -> None:
    toll = citation(TOLL, TOLL, "History")
    await study.add(choice("a", cited=toll), choice("b"))
    tutor, course_id = study.knowledge.tutor, study.course.id
    usual = await study.begin()
    waiting = await study.ask(usual)

    first = await tutor.start_from(ANA, course_id, [toll], study.event())
    second = await tutor.start_from(ANA, course_id, [toll], study.event())
    assert isinstance(first, StudySession)
    assert isinstance(second, StudySession)
    assert await tutor.open_session(ANA, course_id) == second
    await tutor.stop(ANA, second.id)

    resumed = await tutor.open_session(ANA, course_id)
    assert resumed is not None
    assert resumed.id == usual.id
    assert await study.ask(resumed) == waiting
