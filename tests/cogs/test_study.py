"""`/study`, as a learner uses it: one item on the screen, whatever its type."""

from __future__ import annotations

from typing import Any

import pytest

from bot import client
from bot.cards import study_ids
from knowledge.model.assessment import (
    ItemDraft,
    Picked,
)
from knowledge.model.study import Hint, StudyKind
from tests.cogs.conftest import World
from tests.cogs.quizzes import (
    CITATION,
    DATE,
    NUMBER,
    ORDERING,
    SEVERAL,
    single,
    stock,
)
from tests.cogs.reading import components, custom_id, labels, text
from tests.cogs.studying import (
    FLASHCARD,
    KINDS,
    LETTERS,
    SHORT_TEXT,
    fill,
    letter,
    open_turn,
    post_button,
    press,
    start,
)


@pytest.mark.parametrize("draft", KINDS, ids=lambda draft: draft.type.value)
async def test_every_type_can_be_answered_also_after_a_restart(
    world: World, draft: ItemDraft
) -> None:
    screen = await start(world, draft)
    turn = await open_turn(world, world.ana)
    asked = text(screen)
    await world.restart()

    result = await press(world, screen, turn)

    shown = text(result.response)
    assert result.response.id == screen.id, "one item on one screen"
    assert draft.stem in asked
    assert "✅ **Correct**" in shown
    assert CITATION.quote in shown
    assert "p. 7" in shown
    assert "Comes again" in shown


async def test_of_several_nothing_counts_before_answer_is_pressed(world: World) -> None:
    screen = await start(world, SEVERAL)
    assert "Then press the button that appears." in text(screen)
    first = await world.ana.select(screen, ["0"])
    await world.restart()
    second = await world.ana.select(first.response, ["2", "1"])

    assert (await open_turn(world, world.ana)).response is None
    assert "Answer B, C" in labels(second.response)
    assert "Then press **Answer B, C**." in text(second.response)
    (chosen,) = [c for c in components(second.response) if c["type"] == 3]
    assert [o["value"] for o in chosen["options"] if o.get("default")] == ["1", "2"]

    turn = await open_turn(world, world.ana)
    done = await world.ana.click(second.response, label="Answer B, C")

    answered = await world.knowledge.tutor.find_turn(world.ana.id, turn.id)
    assert answered is not None
    assert answered.response == Picked(tuple(sorted(turn.order[slot] for slot in (1, 2))))
    assert "Next" in labels(done.response)


async def test_nothing_on_the_screen_says_what_is_right_before_the_answer(world: World) -> None:
    screen = await start(world, *KINDS, number=10)
    for _ in KINDS:
        turn = await open_turn(world, world.ana)
        shown = text(screen)
        assert CITATION.quote not in shown
        if turn.draft.rationale:
            assert turn.draft.rationale not in shown
        ids = [c["custom_id"] for c in components(screen) if c.get("custom_id")]
        assert not any("right" in found or "correct" in found for found in ids)
        answered = await press(world, screen, turn)
        screen = (await world.ana.click(answered.response, label="Next")).response
        await world.env.advance_time(5)
    assert "10 answered: **10 right**. 10 of 10 points." in text(screen)


async def test_events_do_not_stand_solved(world: World) -> None:
    await start(world, ORDERING)
    ordering = await open_turn(world, world.ana)
    assert list(ordering.order) != sorted(ordering.order)


async def test_a_wrong_choice_shows_both_answers_and_comes_again_soon(world: World) -> None:
    screen = await start(world, single())
    wrong = await letter(world, right=False)
    result = await world.ana.click(screen, label=wrong)

    shown = text(result.response)
    assert "❌ **Not correct**" in shown
    assert "Ruth Calder (✅ right)" in shown
    assert "(your choice)" in shown
    assert "I was right" not in labels(result.response)


async def test_a_second_press_on_an_old_screen_changes_nothing(world: World) -> None:
    screen = await start(world, single())
    right, wrong = await letter(world, right=True), await letter(world, right=False)
    identifier = custom_id(screen, wrong)
    first = await world.ana.click(screen, label=right)
    course = await world.knowledge.library.find_course(world.course)
    assert course is not None
    turn = int(identifier.split(":")[2])

    again = await world.knowledge.tutor.answer(world.ana.id, turn, Picked((0,)), 99)

    assert "Correct" in text(first.response)
    assert again is not None
    progress = await world.knowledge.tutor.progress(world.ana.id, course.id)
    assert (progress.responses, progress.right) == (1, 1)


async def test_the_ladder_of_hints_goes_up_step_by_step(world: World) -> None:
    screen = await start(world, SHORT_TEXT)
    one = await world.ana.click(screen, label="Hint 1 of 4")
    first = text(one.response)
    await world.restart()
    two = await world.ana.click(one.response, label="Hint 2 of 4")
    second = text(two.response)
    three = await world.ana.click(two.response, label="Hint 3 of 4")
    third = text(three.response)
    result = await fill(world, three.response, "Answer", {"text": "Ruth Calder"})

    assert "Building the bridge" in first
    assert "48,000" in second
    assert "Worth 75 % now." in second
    assert "R___ C___" in third
    for before, after in ((first, second), (second, third)):
        assert set(before.splitlines()) - set(after.splitlines()) == {worth(before)}
    assert "Ruth Calder" not in third
    assert "0.5 of 1 point" in text(result.response)


def worth(screen: str) -> str:
    (line,) = [line for line in screen.splitlines() if line.startswith("-# Worth ")]
    return line


async def test_the_last_hint_is_the_answer_and_is_worth_nothing(world: World) -> None:
    screen = await start(world, NUMBER)
    for step in (1, 2, 3, 4):
        screen = (await world.ana.click(screen, label=f"Hint {step} of 4")).response

    assert "48,000 pounds" in text(screen)
    assert not any(label.startswith("Hint") for label in labels(screen))


async def test_what_cannot_be_read_is_given_back(world: World) -> None:
    screen = await start(world, DATE)

    result = await fill(world, screen, "Answer", {"text": "a while ago"})
    good = await fill(world, screen, "Answer", {"text": "14 May 1932"})

    assert result.ephemeral
    assert "can't read a date" in text(result.response)
    assert "Correct" in text(good.response)


async def test_an_order_that_names_an_event_twice_is_given_back(world: World) -> None:
    screen = await start(world, ORDERING)

    result = await fill(
        world, screen, "Put in order", {"step0": ["0"], "step1": ["0"], "step2": ["1"]}
    )

    assert "its own place" in text(result.response)
    assert (await open_turn(world, world.ana)).response is None


async def test_a_flashcard_that_was_not_known(world: World) -> None:
    screen = await start(world, FLASHCARD)
    back = await world.ana.click(screen, label="Show the answer")
    await world.restart()
    result = await world.ana.click(back.response, label="I didn't")

    assert "On 14 May 1932." in text(back.response)
    assert "Not correct" in text(result.response)


@pytest.mark.parametrize("part", ["flip", "known"])
async def test_an_item_that_is_no_flashcard_is_neither_turned_nor_known(
    world: World, part: str
) -> None:
    await start(world, NUMBER)
    turn = await open_turn(world, world.ana)
    forged = await post_button(world, study_ids.press(turn.id, part))

    result = await world.ana.click(forged, label="Forged")

    assert "answered in another way" in text(result.response)
    assert "48,000" not in text(result.response)
    assert await open_turn(world, world.ana) == turn


async def test_the_source_opens_after_the_answer(world: World) -> None:
    screen = await start(world, single())
    answered = await world.ana.click(screen, label=await letter(world, right=True))
    await world.restart()

    source = await world.ana.click(answered.response, label="Show source")

    assert source.ephemeral
    assert f"**{CITATION.quote}**" in text(source.response)


async def test_a_session_is_resumed_anywhere(world: World) -> None:
    screen = await start(world, single(1), single(2), number=2)
    await world.ana.click(screen, label=await letter(world, right=True))
    await world.restart()

    resumed = await world.ana.user.slash("study start")

    assert not resumed.ephemeral, "a direct message stays"
    assert "2 of 2" in text(resumed.response)
    assert "in the middle" in text(resumed.response)
    turn = await open_turn(world, world.ana)
    (slot,) = [s for s, place in enumerate(turn.order) if place == 1]
    over = await world.ana.user.click(resumed.response, label=LETTERS[slot])
    done = await world.ana.user.click(over.response, label="Next")
    assert "2 answered: **2 right**" in text(done.response)


async def test_stop_ends_the_session_and_says_how_it_went(world: World) -> None:
    screen = await start(world, single(1), single(2))

    stopped = await world.ana.click(screen, label="Stop")
    anew = await world.ana.slash(world.private, "study start")

    assert "Nothing was counted" in text(stopped.response)
    assert "in the middle" not in text(anew.response)


async def test_nobody_presses_on_somebody_else_s_screen(
    world: World,
) -> None:
    screen = await start(world, SHORT_TEXT)
    turn = await open_turn(world, world.ana)
    for identifier in (
        f"study:press:{turn.id}:form",
        f"study:next:{turn.session_id}",
        f"study:stop:{turn.session_id}",
        f"study:hint:{turn.id}:4",
        f"study:source:{turn.id}",
        f"study:appeal:{turn.id}",
        f"study:flag:{turn.id}",
    ):
        forged = await post_button(world, identifier)
        result = await world.ben.click(forged, label="Forged")
        assert result.ephemeral
        assert "somebody else's" in text(result.response), identifier
    assert (await open_turn(world, world.ana)) == turn
    assert SHORT_TEXT.stem in text(screen)


async def test_flags_of_three_learners_suspend_an_item(world: World) -> None:
    await stock(world, single())
    for member in (world.ana, world.ben, world.max):
        screen = await member.slash(world.private, "study start")
        reasons = await member.click(screen.response, label="Report 🚩")
        thanks = await member.select(reasons.response, ["wrong"])
        assert "saved" in text(thanks.response)
        await world.restart()

    course = await world.knowledge.library.find_course(world.course)
    assert course is not None
    assert await world.knowledge.tutor.themes(course.id) == []


async def test_a_theme_and_an_unknown_document(world: World) -> None:
    await stock(world, single(), SHORT_TEXT)

    themed = await world.ana.slash(world.private, "study start", theme="people", number=5)
    unknown = await world.ana.slash(world.private, "study start", document="nowhere")
    nothing = await world.ana.slash(world.private, "study start", theme="ships")

    assert "Study: people · 1 of 1" in text(themed.response)
    assert "I don't have that document" in text(unknown.response)
    assert "no approved questions" in text(nothing.response)


@pytest.mark.parametrize("command", ["start", "due", "mistakes", "progress"])
async def test_a_bank_without_items_says_so(world: World, command: str) -> None:
    result = await world.ana.slash(world.private, f"study {command}")

    assert result.ephemeral
    assert text(result.response)


async def test_a_flag_on_an_item_that_is_gone_says_so(world: World) -> None:
    screen = await start(world, single())
    reasons = await world.ana.click(screen, label="Report 🚩")
    turn = await open_turn(world, world.ana)
    flag, bank = world.knowledge.bank.flag, world.knowledge.bank

    async def flag_gone(_item_id: int, user_id: int, reason: str) -> Any:
        return await flag(turn.item_id + 1, user_id, reason)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(bank, "flag", flag_gone)
        result = await world.ana.select(reasons.response, ["wrong"])

    assert "no longer in the bank" in text(result.response)


BIG = 10**18 - 1


@pytest.mark.parametrize(
    "made",
    [
        study_ids.press(BIG, "choose"),
        study_ids.chosen(BIG, range(25)),
        study_ids.next_item(BIG),
        study_ids.stop(BIG),
        study_ids.hint(BIG, Hint.ANSWER),
        study_ids.source(BIG),
        study_ids.appeal(BIG),
        study_ids.flag(BIG),
        study_ids.reason(BIG),
        study_ids.begin(StudyKind.MISTAKES, BIG),
        study_ids.theme("a" * 300),
        study_ids.mistakes(BIG)("previous", 99_999),
        study_ids.from_answer("A-7F3KQQQQ"),
        study_ids.PROGRESS,
        study_ids.REMIND_OFF,
        study_ids.PASSAGE,
        study_ids.decide("reject", BIG),
    ],
)
def test_a_custom_id_of_self_study_leads_to_exactly_one_handler(made: str) -> None:
    patterns = [item.__discord_ui_compiled_template__ for item in client.ITEMS]

    assert len(made) <= 100
    assert sum(bool(pattern.fullmatch(made)) for pattern in patterns) == 1
