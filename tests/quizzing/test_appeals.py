"""Appeals: one decision, for everybody who wrote the same."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from knowledge.model.assessment import Item, Picked, TextKey, Written
from knowledge.model.study import Answered, Appeal, AppealState, StudySession, Turn
from knowledge.quizzing.appeals import Decided, NotDecided
from knowledge.retrieval.embedder import Embedder
from knowledge.storage import items
from tests.quizzing.statements import written
from tests.quizzing.study_course import ANA, BEN, MAX, Study, choice, studied, text

CARA = 104


@pytest.fixture
async def study(
    study_file: Path, tmp_path: Path, loaded_embedder: Embedder
) -> AsyncIterator[Study]:
    async with studied(study_file, tmp_path, loaded_embedder) as opened:
        await opened.add(text("the engineer", "Ruth Calder"))
        yield opened


async def write(study: Study, user: int, words: str) -> Turn:
    turn = await study.ask(await study.begin(user, theme="people"))
    answered = await study.knowledge.tutor.answer(user, turn.id, Written(words), study.event())
    assert isinstance(answered, Answered)
    return answered.turn


async def appeal(study: Study, turn: Turn) -> Appeal | None:
    assert isinstance(turn.response, Written)
    return await study.knowledge.appeals.appeal(
        turn.user_id,
        item_id=turn.item_id,
        source="study",
        source_id=turn.id,
        text=turn.response.text,
    )


async def decide(study: Study, made: Appeal | None, *, accept: bool = True) -> Decided | NotDecided:
    assert made is not None
    found = await study.knowledge.appeals.decide(study.course.id, made.id, accept=accept, by=MAX)
    assert found is not None
    return found


async def item(study: Study, item_id: int) -> Item:
    async with study.knowledge.database.read() as session:
        found = await items.find(session, item_id)
    assert found is not None
    return found


async def correct(study: Study, turn: Turn) -> bool:
    found = await study.knowledge.tutor.find_turn(turn.user_id, turn.id)
    assert found is not None
    assert found.outcome is not None
    return found.outcome.correct


async def test_accepting_regrades_every_past_answer_of_the_same_words(study: Study) -> None:
    ana, ben = await write(study, ANA, "Mrs Calder"), await write(study, BEN, "mrs. calder!")
    cara = await write(study, CARA, "Samuel Pryce")

    decided = await decide(study, await appeal(study, ana))

    assert isinstance(decided, Decided)
    assert decided.regraded == 2
    assert decided.to_tell == {ANA, BEN}
    assert [await correct(study, turn) for turn in (ana, ben, cara)] == [True, True, False]
    now = await item(study, ana.item_id)
    assert now.draft.key == TextKey(("Ruth Calder", "Mrs Calder"))
    assert now.revision == 2


async def test_a_regraded_answer_is_remembered_as_a_right_one(study: Study) -> None:
    turn = await write(study, ANA, "Mrs Calder")
    tutor = study.knowledge.tutor
    before = await tutor.answer(ANA, turn.id, Written("x"), study.event())
    await decide(study, await appeal(study, turn))
    after = await tutor.answer(ANA, turn.id, Written("x"), study.event())

    assert isinstance(before, Answered)
    assert isinstance(after, Answered)
    assert before.due_at - study.clock() == timedelta(minutes=10)
    assert after.due_at - study.clock() >= timedelta(days=1)
    assert await tutor.mistakes(ANA, study.course.id) == []


async def test_whoever_is_asked_at_that_moment_is_graded_by_the_new_key(study: Study) -> None:
    turn = await write(study, ANA, "Mrs Calder")
    waiting = await study.ask(await study.begin(BEN))
    await decide(study, await appeal(study, turn))

    answered = await study.knowledge.tutor.answer(
        BEN, waiting.id, Written("Mrs Calder"), study.event()
    )

    assert isinstance(answered, Answered)
    assert answered.turn.outcome is not None
    assert answered.turn.outcome.correct
    assert answered.turn.item_revision == 2


async def test_answers_during_the_decision_are_neither_lost_nor_graded_by_the_old_key(
    study: Study,
) -> None:
    turn = await write(study, ANA, "Mrs Calder")
    made = await appeal(study, turn)
    learners = range(200, 210)
    waiting = [await study.ask(await study.begin(user)) for user in learners]
    tutor = study.knowledge.tutor

    _, *answers = await asyncio.gather(
        decide(study, made),
        *(tutor.answer(t.user_id, t.id, Written("Mrs Calder"), study.event()) for t in waiting),
    )

    assert all(isinstance(found, Answered) for found in answers)
    assert [await correct(study, t) for t in waiting] == [True] * len(waiting)


async def test_a_decision_counts_once(study: Study) -> None:
    made = await appeal(study, await write(study, ANA, "Mrs Calder"))

    first, second = await asyncio.gather(decide(study, made), decide(study, made, accept=False))
    late = await decide(study, made)

    assert sum(isinstance(found, Decided) for found in (first, second)) == 1
    assert isinstance(late, NotDecided)
    assert late.appeal.decided_by == MAX
    assert late.appeal.decided_at == study.clock()


async def test_an_attempt_is_appealed_once(study: Study) -> None:
    turn = await write(study, ANA, "Mrs Calder")

    first, second = await asyncio.gather(appeal(study, turn), appeal(study, turn))

    assert first == second
    assert len(await study.knowledge.appeals.list_open(study.course.id)) == 1


async def test_only_one_s_own_wrong_text_can_be_appealed(study: Study) -> None:
    right = await write(study, ANA, "Ruth Calder")
    wrong = await write(study, ANA, "Mrs Calder")
    appeals = study.knowledge.appeals
    of = {"item_id": wrong.item_id, "source": "study", "source_id": wrong.id}

    assert await appeal(study, right) is None
    assert await appeals.appeal(BEN, **of, text="Mrs Calder") is None  # type: ignore[arg-type]
    assert await appeals.appeal(ANA, **of, text="another") is None  # type: ignore[arg-type]


async def test_other_open_appeals_of_the_same_words_are_settled_too(study: Study) -> None:
    ana = await appeal(study, await write(study, ANA, "Mrs Calder"))
    await appeal(study, await write(study, BEN, "mrs calder"))
    await appeal(study, await write(study, CARA, "Pryce"))

    await decide(study, ana)

    (left,) = await study.knowledge.appeals.list_open(study.course.id)
    assert left.appeal.user_id == CARA


async def test_a_rejected_appeal_leaves_the_key_and_is_told_to_its_learner(study: Study) -> None:
    turn = await write(study, ANA, "Pryce")
    await write(study, BEN, "Pryce")
    decided = await decide(study, await appeal(study, turn), accept=False)

    assert isinstance(decided, Decided)
    assert decided.to_tell == {ANA}
    assert decided.appeal.state is AppealState.REJECTED
    assert (await item(study, turn.item_id)).revision == 1
    assert not await correct(study, turn)


async def test_a_notice_is_sent_once_and_shown_later_if_it_did_not_arrive(study: Study) -> None:
    appeals = study.knowledge.appeals
    await write(study, BEN, "Mrs Calder")
    await decide(study, await appeal(study, await write(study, ANA, "Mrs Calder")))

    taken = await appeals.take_untried()
    again = await appeals.take_untried()
    (ana,) = [notice for notice in taken if notice.user_id == ANA]
    await appeals.told([ana])

    assert {notice.user_id for notice in taken} == {ANA, BEN}
    assert again == []
    assert await appeals.list_untold(ANA) == []
    untold = await appeals.list_untold(BEN)
    assert [notice.user_id for notice in untold] == [BEN]
    assert await appeals.list_untold(BEN) == untold, "to read it is not to be told"
    await appeals.told(untold)
    assert await appeals.list_untold(BEN) == []


async def test_another_course_s_appeal_is_not_found(study: Study) -> None:
    made = await appeal(study, await write(study, ANA, "Mrs Calder"))
    assert made is not None

    found = await study.knowledge.appeals.decide(study.course.id + 1, made.id, accept=True, by=MAX)

    assert found is None


async def test_an_item_that_became_another_kind_takes_no_text(study: Study) -> None:
    made = await appeal(study, await write(study, ANA, "Mrs Calder"))
    await study.add(choice("the engineer"))

    decided = await decide(study, made)

    assert isinstance(decided, NotDecided)
    assert decided.appeal.state is AppealState.PENDING


async def test_choices_are_left_alone(study: Study) -> None:
    await study.add(choice("other", "other"))
    session = await study.begin(ANA, theme="other")
    turn = await study.ask(session)
    await study.knowledge.tutor.answer(ANA, turn.id, Picked((0,)), study.event())
    await decide(study, await appeal(study, await write(study, ANA, "Mrs Calder")))

    assert not await correct(study, turn)
    assert isinstance(session, StudySession)


async def test_no_history_is_read_while_others_wait_to_write(study: Study) -> None:
    turn = await write(study, ANA, "Mrs Calder")
    for user in range(200, 205):
        await write(study, user, "Mrs Calder")

    with written(study.knowledge.database) as statements:
        made = await appeal(study, turn)
    assert made is not None
    of_appeal = [found for found in statements if found.lstrip().startswith("SELECT")]
    with written(study.knowledge.database) as statements:
        decided = await decide(study, made)
    of_decision = [found for found in statements if found.lstrip().startswith("SELECT")]

    assert isinstance(decided, Decided)
    assert decided.regraded == 6
    assert all("study_turns.draft" not in found for found in [*of_appeal, *of_decision])
    assert [found for found in of_appeal if "study_turns" in found and "id = " not in found] == []
    assert len(of_decision) < 15, "not one look-up for each learner"
