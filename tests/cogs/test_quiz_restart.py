"""A quiz survives its bot: whatever state it was in, the same messages work on."""

from __future__ import annotations

import pytest

from bot.cogs.quiz_stage import Stage
from bot.cogs.quiz_watch import QuizWatch
from knowledge.model.quiz import Question, QuestionState, QuizState
from tests.cogs.conftest import World
from tests.cogs.quizzes import NUMBER, Game, launch, single, stock, until
from tests.cogs.reading import text


async def opened(world: World, **options: object) -> Game:
    await stock(world)
    game = await launch(world, **options)
    await game.host("Open next")
    return game


def posted(world: World, words: str) -> int:
    return sum(words in text(m) for m in world.public.history(viewer=world.ana))


async def test_a_preview_can_be_started_after_a_restart(world: World) -> None:
    await stock(world)
    shown = await world.max.slash(world.public, "quiz launch", theme="bridges", number=2)
    await world.restart()

    await world.max.click(shown.response, label="Start")

    quiz = await world.knowledge.quizmaster.lookup.live_quiz(world.public.id)
    assert quiz is not None
    assert quiz.plan.theme == "bridges"


async def test_the_lobby_works_on(world: World) -> None:
    await stock(world)
    game = await launch(world)
    await world.ana.click(await game.lobby(), label="Join")
    await world.restart()

    joined = await world.ben.click(await game.lobby(), label="Join")
    await game.host("Open next")

    assert "You are in." in text(joined.response)
    assert "In so far: 2" in text(await game.lobby())
    assert "Question 1 of 3" in text(await game.message())


async def test_an_open_question_takes_answers_and_closes_by_itself(world: World) -> None:
    game = await opened(world)
    before = await game.answer(world.ana, right=False)
    await world.restart()

    changed = await game.answer(world.ana)
    await game.answer(world.ben)
    await world.env.advance_time(45)

    assert "Recorded" in text(before.response)
    assert "Changed from" in text(changed.response)
    assert "**2 of 2** answered right" in text(await game.message())
    assert posted(world, "Question 1 of 3") == 1


async def test_the_outage_is_added_to_the_deadline(world: World) -> None:
    game = await opened(world)
    await world.env.advance_time(10)
    (before,) = until(await game.message())

    await _outage(world, 100)

    (after,) = until(await game.message())
    assert 95 <= after - before <= 106
    late = await game.answer(world.ana)
    assert "Recorded" in text(late.response)
    await world.env.advance_time(40)
    assert (await game.question()).state is QuestionState.REVEALED


def stop_timers(world: World) -> None:
    """As if the process were gone: nothing of it acts by itself."""
    watch = world.bot.get_cog("QuizWatch")
    assert isinstance(watch, QuizWatch)
    watch._deadlines.cancel_all()


async def _outage(world: World, seconds: float) -> None:
    """The process is gone for so long: nothing of it runs while the clock goes on."""
    stop_timers(world)
    world.env.backend.advance_clock(seconds)
    await world.restart()


async def test_a_form_that_is_open_during_a_restart_is_not_lost(world: World) -> None:
    await stock(world, NUMBER)
    game = await launch(world, number=1)
    await game.host("Open next")
    shown = await world.ana.click(await game.message(), label="Answer")
    await world.restart()

    result = await world.ana.submit_modal(shown, {"text": "48000"})

    assert "Recorded: **48,000** (“48000”)." in text(result.response)


async def test_a_paused_quiz_stays_paused(world: World) -> None:
    game = await opened(world)
    await game.host("Pause")
    await world.restart()
    await world.env.advance_time(300)
    still = (await game.question()).state

    await game.host("Resume")
    result = await game.answer(world.ana)

    assert still is QuestionState.PAUSED
    assert "Recorded" in text(result.response)


async def test_a_question_that_the_timer_closed_and_nobody_saw_is_revealed(world: World) -> None:
    game = await opened(world)
    await game.answer(world.ana)
    question = await game.question()
    stop_timers(world)
    world.env.backend.advance_clock(40)
    assert await world.knowledge.quizmaster.play.close(question.id, by_timer=True) is not None

    await world.restart()

    assert "✅ **Correct**" in text(await game.message())
    assert (await game.question()).state is QuestionState.REVEALED


async def test_an_answer_that_the_host_holds_back_stays_held_back(world: World) -> None:
    game = await opened(world)
    await game.answer(world.ana)
    await world.knowledge.quizmaster.play.close((await game.question()).id, by_timer=False)

    await world.restart()
    held = text(await game.message())
    await game.host("Reveal")

    assert "Correct" not in held
    assert "Closed. The host shows the answer next." in held
    assert "✅ **Correct**" in text(await game.message())


async def test_a_board_that_was_not_posted_is_posted(world: World) -> None:
    game = await opened(world)
    await game.answer(world.ana)
    stop_timers(world)
    await world.knowledge.quizmaster.hosting.end(game.quiz_id)

    await world.restart()
    await world.restart()

    assert posted(world, "The quiz is over") == 1
    assert (await game.quiz()).board_message_id == world.public.last_message.id


async def test_time_that_passes_before_discord_is_ready_is_given_back(world: World) -> None:
    game = await opened(world)
    (before,) = until(await game.message())
    stop_timers(world)
    watch = QuizWatch(world.bot, world.bot.stage)
    await watch.cog_load()
    world.env.backend.advance_clock(100)

    await watch.on_ready()
    await world.env.settle()

    (after,) = until(await game.message())
    await watch.cog_unload()
    assert 95 <= after - before <= 106


async def test_a_quiz_that_cannot_be_taken_up_keeps_no_other_back(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    game = await opened(world, seconds=0)
    shown = await world.max.slash(world.private, "quiz launch", number=2)
    await world.max.click(shown.response, label="Start")
    other = await world.knowledge.quizmaster.lookup.live_quiz(world.private.id)
    assert other is not None
    await world.knowledge.quizmaster.play.open_next(other.id, world.env.now())
    scheduled = await world.max.slash(world.public, "quiz schedule", when="in 1 hour")
    await world.max.click(scheduled.response, label="Schedule it")
    refresh = Stage.refresh_question

    async def failing(stage: Stage, question: Question) -> str:
        if question.quiz_id == game.quiz_id:
            raise LookupError
        return await refresh(stage, question)

    monkeypatch.setattr(Stage, "refresh_question", failing)
    await world.restart()

    assert "Question 1 of 2" in text(world.private.last_message)
    await world.env.advance_time(3_100)
    assert posted(world, "A quiz starts here") == 1


async def test_a_question_that_was_opened_but_not_posted_is_posted(world: World) -> None:
    await stock(world)
    game = await launch(world)
    await world.knowledge.quizmaster.play.open_next(game.quiz_id, world.env.now())

    await world.restart()

    assert "Question 1 of 3" in text(await game.message())
    assert "Recorded" in text((await game.answer(world.ana)).response)


async def test_a_lobby_that_was_not_posted_is_posted(world: World) -> None:
    await stock(world)
    world.env.inject_error("POST", f"/channels/{world.public.id}/messages", status=500)
    shown = await world.max.slash(world.public, "quiz launch")
    await world.max.click(shown.response, label="Start")
    assert posted(world, "In so far") == 0

    await world.restart()

    assert posted(world, "In so far") == 1


async def test_reveal_and_board_work_on(world: World) -> None:
    await stock(world, single())
    game = await launch(world, number=1)
    await game.host("Open next")
    await game.answer(world.ben, right=False)
    await game.host("Reveal")
    await game.host("Finish")
    board = world.public.last_message
    await world.restart()

    flag = await world.ben.click(await game.message(), label="Report 🚩")
    about = await world.ben.click(await game.message(), label="Ask about this")
    mine = await world.ben.click(board, label="My result")
    mistakes = await world.ben.click(board, label="My mistakes")

    assert "Question 1" in text(flag.response)
    assert about.modal is not None
    assert "rank 1 of 1" in text(mine.response)
    assert "your choice" in text(mistakes.response)


@pytest.mark.parametrize("state", ["lobby", "open", "paused", "closed", "revealed"])
async def test_the_hosts_panel_works_on_in_every_state(world: World, state: str) -> None:
    await stock(world)
    game = await launch(world)
    presses = {
        "lobby": [],
        "open": ["Open next"],
        "paused": ["Open next", "Pause"],
        "closed": ["Open next", "Close now"],
        "revealed": ["Open next", "Reveal"],
    }
    for label in presses[state]:
        await game.host(label)
    await world.restart()

    updated = await game.host("Update")
    await game.host("End")
    await game.host("End it")

    assert updated.acknowledged
    assert (await game.quiz()).state is QuizState.FINISHED
    assert posted(world, "The quiz is over") == 1


async def test_a_schedule_survives(world: World) -> None:
    await stock(world)
    shown = await world.max.slash(world.public, "quiz schedule", when="in 1 hour")
    await world.max.click(shown.response, label="Schedule it")
    await world.restart()

    await world.env.advance_time(3_700)

    assert posted(world, "A quiz starts here") == 1
    assert posted(world, "In so far") == 1


async def test_ready_again_does_nothing_again(world: World) -> None:
    game = await opened(world)
    before = len(world.env.http_requests)

    world.bot.dispatch("ready")
    world.bot.dispatch("ready")
    await world.env.settle()

    assert len(world.env.http_requests) == before
    assert posted(world, "Question 1 of 3") == 1
    assert (await game.question()).state is QuestionState.OPEN
