"""The host's panel, in every state and for co-hosts."""

from __future__ import annotations

from typing import Any

import discord
import pytest
from simcord.backend.models import Overwrite
from simcord.enums import OverwriteType

from bot.cards import quiz_ids, quiz_panel
from bot.cogs.quiz_control import CLOSED, NOT_IN, PAUSED, PLAYED_ALREADY, RESUMED, SKIPPED
from knowledge.model.quiz import QuestionState, QuizState
from tests.cogs.conftest import World
from tests.cogs.quizzes import Game, launch, press_old, single, stock, until
from tests.cogs.reading import components, labels, text


async def opened(world: World, **options: object) -> Game:
    await stock(world)
    game = await launch(world, **options)
    await game.host("Open next")
    return game


def selects(panel: Any) -> list[dict[str, Any]]:
    return [c for c in components(panel) if c["type"] == 3]


async def test_more_time_moves_the_deadline_everyone_sees(world: World) -> None:
    game = await opened(world)
    (before,) = until(await game.message())

    result = await game.host("+15 s")
    await world.env.advance_time(40)
    still_open = (await game.question()).state

    assert result.acknowledged
    assert "+15 s from the host" in text(await game.message()).replace("**", "")
    assert set(until(await game.message())) == {before + 15}
    assert f"Added 15 s: question 1 closes at <t:{before + 15}:T>" in text(game.panel)
    assert still_open is QuestionState.OPEN
    await world.env.advance_time(10)
    assert (await game.question()).state is QuestionState.REVEALED


async def test_a_pause_keeps_the_time_that_was_left(world: World) -> None:
    game = await opened(world)
    await world.env.advance_time(10)
    await game.host("Pause")
    paused = text(await game.message())
    await world.env.advance_time(300)
    await game.host("Resume")
    (deadline,) = until(await game.message())

    assert "Paused" in paused
    assert "Pause" in labels(game.panel), "it was Resume meanwhile"
    left = deadline - world.env.now().timestamp()
    assert 17 <= left <= 22
    await world.env.advance_time(25)
    assert (await game.question()).state is QuestionState.REVEALED


async def test_nobody_answers_during_a_pause(world: World) -> None:
    game = await opened(world)
    await game.host("Pause")
    question = await game.question()

    result = await press_old(world, await game.message(), quiz_ids.press(question.id, "0"))

    assert "paused" in text(result.response)


async def test_close_keeps_the_answer_back_until_reveal(world: World) -> None:
    game = await opened(world)
    await game.answer(world.ana)

    await game.host("Close now")
    closed = text(await game.message())
    await game.host("Reveal")

    assert "Closed. The host shows the answer next." in closed
    assert "Correct" not in closed
    assert "✅ **Correct**" in text(await game.message())


async def test_the_next_question_reveals_the_closed_one_first(world: World) -> None:
    game = await opened(world)
    first = (await game.question()).message_id
    await game.host("Close now")

    await game.host("Open next")

    assert "✅ **Correct**" in text(game.find(first))
    assert (await game.question()).ordinal == 2


async def test_a_question_that_is_open_comes_first(world: World) -> None:
    game = await opened(world)

    await game.host_late("next")

    assert quiz_panel.STILL_OPEN.replace("**", "") in text(game.panel).replace("**", "")
    assert (await game.question()).ordinal == 1


async def test_what_is_skipped_counts_for_nobody(world: World) -> None:
    game = await opened(world)
    await game.answer(world.ana, right=False)

    await game.host("Skip")
    skipped = await game.message()
    await game.host("Open next")
    await game.answer(world.ana)
    await game.host("End")
    await game.host("End it")

    assert "counts for nobody" in text(skipped)
    assert labels(skipped) == []
    standing = await world.knowledge.quizmaster.boards.standing(game.quiz_id, world.ana.id)
    assert standing is None or standing.correct == 0


async def test_a_question_that_was_played_is_not_skipped_by_mistake(world: World) -> None:
    game = await opened(world)
    await game.answer(world.ana)
    await game.host("Reveal")

    await game.host_late("skip")

    assert PLAYED_ALREADY in text(game.panel)
    assert "✅ **Correct**" in text(await game.message())
    standing = await world.knowledge.quizmaster.boards.standing(game.quiz_id, world.ana.id)
    assert standing is not None
    assert standing.correct == 1


async def test_ending_asks_first(world: World) -> None:
    game = await opened(world)

    await game.host("End")
    asked = text(game.panel)
    await game.host("Go back")
    back = (await game.quiz()).state
    await game.host("End")
    await game.host("End it")

    assert "End the quiz now?" in asked
    assert back is QuizState.RUNNING
    assert (await game.quiz()).state is QuizState.FINISHED
    assert "The quiz is over" in text(world.public.last_message)
    assert await world.knowledge.quizmaster.lookup.live_quiz(world.public.id) is None


async def test_a_removed_player_is_out(world: World) -> None:
    game = await opened(world)
    await game.answer(world.ben)

    await game.host("Update")
    await world.max.select(game.panel, [str(world.ben.id)])
    said = text(game.panel)
    refused = await game.answer(world.ben)
    await game.host("Reveal")

    assert "Ben was removed" in said
    assert "removed you" in text(refused.response)
    assert "Nobody answered" in text(await game.message())


async def test_only_those_who_play_can_be_removed_25_on_a_page(world: World) -> None:
    await stock(world)
    game = await launch(world)
    nobody = selects(game.panel)
    for number in range(27):
        member = world.guild.add_member(world.env.create_user(f"p{number}"))
        await member.click(await game.lobby(), label="Join")
    await game.host("Update")
    first = selects(game.panel)
    turned = await world.max.click(game.panel, label="Later names")
    later = selects(game.panel)
    await world.max.select(game.panel, [str(member.id)])
    refused = await member.click(await game.lobby(), label="Join")

    assert nobody == []
    assert turned.acknowledged
    assert [len(select["options"]) for select in first + later] == [25, 2]
    offered = {o["value"] for select in first + later for o in select["options"]}
    assert str(world.max.id) not in offered
    assert "removed you" in text(refused.response)


async def test_who_has_left_meanwhile_is_not_removed(world: World) -> None:
    await stock(world)
    game = await launch(world)
    await world.ana.click(await game.lobby(), label="Join")
    await game.host("Update")
    await world.ana.click(await game.lobby(), label="Leave")

    await world.max.select(game.panel, [str(world.ana.id)])

    assert NOT_IN in text(game.panel)


async def test_the_panel_offers_what_can_be_done_now(world: World) -> None:
    await stock(world)
    game = await launch(world)
    offered = {"lobby": labels(game.panel)}
    await game.host("Open next")
    offered["open"] = labels(game.panel)
    await game.host("Pause")
    offered["paused"] = labels(game.panel)
    await game.host("Resume")
    await game.host("Close now")
    offered["closed"] = labels(game.panel)
    await game.host("Reveal")
    offered["revealed"] = labels(game.panel)

    assert offered == {
        "lobby": ["Open next", "End", "Update"],
        "open": ["Close now", "Reveal", "Skip", "+15 s", "Pause", "End", "Update"],
        "paused": ["Close now", "Reveal", "Skip", "+15 s", "Resume", "End", "Update"],
        "closed": ["Open next", "Reveal", "Skip", "End", "Update"],
        "revealed": ["Open next", "End", "Update"],
    }


async def test_after_the_last_question_only_finish_ends_the_quiz(world: World) -> None:
    await stock(world)
    game = await launch(world, number=1)
    await game.host("Open next")
    during = labels(game.panel)
    await game.host("Reveal")

    assert "End" in during
    assert labels(game.panel) == ["Finish", "Update"]


async def test_the_panel_says_what_every_press_did(world: World) -> None:
    await stock(world)
    game = await launch(world)
    said = []
    for label in ("Open next", "Pause", "Resume", "Close now", "Reveal", "Open next", "Skip"):
        await game.host(label)
        said.append(text(game.panel).splitlines()[2])

    assert said == [
        "Question 1 is posted.",
        PAUSED,
        RESUMED,
        CLOSED,
        "The answer is shown in the channel.",
        "Question 2 is posted.",
        SKIPPED,
    ]


async def test_the_panel_says_how_many_have_answered_and_not_what(world: World) -> None:
    game = await opened(world)
    await game.host("Update")
    before = text(game.panel)
    await world.ben.click(await game.lobby(), label="Join")
    await game.answer(world.ana)
    await game.host("Update")
    counted = text(game.panel)
    await game.answer(world.ben, right=False)
    await game.host("Pause")
    paused = text(game.panel)
    await game.host("Reveal")

    assert "Nobody in yet" in before
    assert " · 1 of 2 answered\n" in counted
    assert "**Update** counts the answers again" in counted
    assert " · 2 of 2 answered\n" in paused
    assert not any(option in paused for option in single(1).options)
    assert " · 2 in\n" in text(game.panel)


async def test_who_left_or_was_removed_is_not_waited_for(world: World) -> None:
    game = await opened(world)
    for member in (world.ana, world.ben):
        await game.answer(member)
    await game.host("Reveal")
    await world.ana.click(await game.lobby(), label="Leave")
    await game.host("Open next")
    left = text(game.panel)
    await game.answer(world.ben)
    await game.host("Update")
    answered = text(game.panel)
    await world.max.select(game.panel, [str(world.ben.id)])

    assert " · 0 of 1 answered\n" in left
    assert " · 1 of 1 answered\n" in answered
    assert " · 0 of 0 answered\n" in text(game.panel)


async def test_a_co_host_steers_and_both_panels_follow(world: World) -> None:
    events = world.guild.create_role("TA", permissions=discord.Permissions(manage_events=True))
    tessa = world.guild.add_member(
        world.env.create_user("tessa", global_name="Tessa"), roles=[events]
    )
    game = await opened(world)

    theirs = await tessa.slash(world.public, "quiz control")
    await tessa.click(theirs.response, label="Reveal")

    assert "✅ **Correct**" in text(await game.message())
    assert "**Question 1 of 3** is done" in text(theirs.response)
    assert "**Question 1 of 3** is done" in text(game.panel)


async def test_two_hosts_at_once_open_one_question(world: World) -> None:
    await stock(world)
    game = await launch(world)
    second = await world.max.slash(world.public, "quiz control")

    await game.host("Open next")
    await game.host_late("next", second.response)

    assert (await game.question()).ordinal == 1
    shown = [m for m in world.public.history(viewer=world.ana) if "Question 1 of" in text(m)]
    assert len(shown) == 1


async def test_control_without_a_quiz_says_how_to_start_one(world: World) -> None:
    result = await world.max.slash(world.public, "quiz control")

    assert text(result.response) == quiz_panel.NO_QUIZ


async def test_more_time_for_one_learner_is_seen_by_nobody_else(world: World) -> None:
    await stock(world, single())
    said = await world.max.slash(world.public, "quiz accommodate", user=world.ana, time=2.0)
    game = await launch(world, number=1, seconds=20)
    for member in (world.ana, world.ben):
        await member.click(await game.lobby(), label="Join")
    await game.host("Open next")
    (deadline,) = until(await game.message())

    await world.env.advance_time(30)
    late = await game.answer(world.ben)
    punctual = await game.answer(world.ana)
    await world.env.advance_time(30)

    assert said.ephemeral
    assert "2 × the time" in text(said.response)
    question = await game.question()
    assert question.opened_at is not None
    assert deadline - question.opened_at.timestamp() <= 21
    assert "Time was up" in text(late.response)
    assert "Recorded" in text(punctual.response)
    assert question.state is QuestionState.REVEALED
    assert "2 ×" not in "".join(text(m) for m in world.public.history(viewer=world.ben))


async def test_a_quiz_without_its_host_ends_by_itself(world: World) -> None:
    game = await opened(world)
    await game.host("Reveal")
    world.env.backend.remove_member(world.guild.id, world.max.id)

    await world.env.advance_time(590)
    early = (await game.quiz()).state
    await world.env.advance_time(30)

    assert early is QuizState.RUNNING
    assert (await game.quiz()).state is QuizState.FINISHED
    assert "The quiz is over" in text(world.public.last_message)


async def test_a_quiz_whose_host_thinks_goes_on(world: World) -> None:
    game = await opened(world)
    await game.host("Reveal")

    await world.env.advance_time(3_600)

    assert (await game.quiz()).state is QuizState.RUNNING


async def test_a_forgotten_quiz_frees_its_channel(world: World) -> None:
    game = await opened(world)
    await game.host("Reveal")

    for _ in range(20):
        await world.env.advance_time(600)

    assert (await game.quiz()).state is QuizState.FINISHED
    assert "The quiz is over" in text(world.public.last_message)


async def test_the_class_does_not_wait_for_more_time_than_anybody_needs(world: World) -> None:
    await world.max.slash(world.public, "quiz accommodate", user=world.ana, time=10.0)
    await stock(world)
    game = await launch(world, seconds=20)
    for member in (world.ana, world.ben):
        await member.click(await game.lobby(), label="Join")
    await game.host("Open next")

    await world.env.advance_time(30)
    waiting = (await game.question()).state
    await game.answer(world.ana)
    await world.env.advance_time(3)

    assert waiting is QuestionState.OPEN
    assert (await game.question()).state is QuestionState.REVEALED


@pytest.mark.parametrize("how", ["answers", "leaves", "is removed"])
async def test_it_closes_at_the_common_deadline_if_nobody_with_more_time_is_left(
    world: World, how: str
) -> None:
    await world.max.slash(world.public, "quiz accommodate", user=world.ana, time=10.0)
    await stock(world)
    game = await launch(world, seconds=20)
    await world.ana.click(await game.lobby(), label="Join")
    await game.host("Open next")

    if how == "answers":
        await game.answer(world.ana)
    elif how == "leaves":
        await world.ana.click(await game.lobby(), label="Leave")
    else:
        await game.host("Update")
        await world.max.select(game.panel, [str(world.ana.id)])
    await world.env.advance_time(25)

    assert (await game.question()).state is QuestionState.REVEALED


async def test_a_host_without_rights_in_this_channel_is_not_here(world: World) -> None:
    game = await opened(world)
    await game.host("Reveal")
    world.env.backend.edit_channel(
        world.public.id,
        {},
        overwrites=[
            Overwrite(
                world.max.id,
                OverwriteType.MEMBER,
                deny=discord.Permissions(view_channel=True, manage_guild=True).value,
            )
        ],
    )

    await world.env.advance_time(620)

    assert (await game.quiz()).state is QuizState.FINISHED


async def test_a_quiz_that_is_answered_goes_on_without_its_host(world: World) -> None:
    game = await opened(world, seconds=0)
    world.env.backend.remove_member(world.guild.id, world.max.id)
    await world.env.advance_time(500)
    await game.answer(world.ana)

    await world.env.advance_time(400)
    answered = (await game.quiz()).state
    await world.env.advance_time(600)

    assert answered is QuizState.RUNNING
    assert (await game.quiz()).state is QuizState.FINISHED


async def test_what_kept_an_answer_from_being_shown_is_said_with_the_next_question(
    world: World,
) -> None:
    game = await opened(world)
    await game.host("Close now")
    world.env.inject_error("PATCH", "/channels/*/messages/*", status=500)

    await game.host("Open next")

    assert "The answer to question 1 could not be shown. Discord is having" in text(game.panel)
    assert (await game.question()).ordinal == 2


async def test_panels_of_a_quiz_that_is_over_are_forgotten(world: World) -> None:
    game = await opened(world)
    kept = dict(world.bot.stage.panels._open)
    await game.host("End")
    await game.host("End it")

    assert list(kept) == [game.quiz_id]
    assert world.bot.stage.panels._open == {}
