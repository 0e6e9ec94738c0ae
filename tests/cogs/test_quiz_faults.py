"""When Discord refuses, forgets or deletes: answers stay, the host hears what to do."""

from __future__ import annotations

import asyncio
from typing import Any

import discord
import pytest
from simcord.backend.models import Overwrite
from simcord.enums import OverwriteType

from bot.cogs.quiz_posts import Posts
from knowledge.errors import NotSaved
from knowledge.model.quiz import QuestionState, QuizState
from knowledge.quizzing.live.marking import Marking
from knowledge.quizzing.live.playing import Playing
from knowledge.quizzing.live.recovery import Recovery
from knowledge.quizzing.live.responding import Responding
from tests.cogs.conftest import World
from tests.cogs.quizzes import Game, launch, media, single, stock, until
from tests.cogs.reading import labels, text


async def opened(world: World, **options: object) -> Game:
    await stock(world)
    game = await launch(world, **options)
    await game.host("Open next")
    return game


def deny(world: World, **permissions: bool) -> None:
    """Take permissions from the bot in the channel."""
    overwrites = [
        Overwrite(
            world.env.backend.bot_user.id,
            OverwriteType.MEMBER,
            deny=discord.Permissions(**permissions).value,
        )
    ]
    world.env.backend.edit_channel(
        world.public.id, {}, overwrites=overwrites if permissions else []
    )


async def pass_time(world: World, seconds: int) -> None:
    """In steps, because the simulator bounds how long one may take."""
    for _ in range(0, seconds, 100):
        await world.env.advance_time(100)


async def delete(world: World, message: discord.Message) -> None:
    world.env.backend.delete_message(message.channel.id, message.id)
    await world.env.settle()


async def test_without_the_right_to_post_the_quiz_waits_and_goes_on(world: World) -> None:
    await stock(world)
    game = await launch(world)
    deny(world, send_messages=True)

    await game.host("Open next")
    said = text(game.panel)
    waiting = (await game.quiz()).state
    deny(world)
    await game.host("Resume")
    (deadline,) = until(await game.message())

    assert "I can't post in #lounge: I'm missing **Send Messages** there." in said
    assert "press **Resume**" in said
    assert waiting is QuizState.PAUSED
    assert "Question 1 of 3" in text(await game.message())
    assert 28 <= deadline - world.env.now().timestamp() <= 31, "nobody lost time"
    assert "Recorded" in text((await game.answer(world.ana)).response)


async def test_a_reveal_that_cannot_be_shown_can_be_shown_again(world: World) -> None:
    game = await opened(world)
    await game.answer(world.ana)
    world.env.inject_error("PATCH", "/channels/*/messages/*", status=500)

    await game.host("Reveal")
    said = text(game.panel)
    await game.host("Reveal")

    assert "Discord is having trouble. All answers are saved." in said
    assert "**1 of 1** answered right" in text(await game.message())


async def test_without_the_right_to_attach_the_words_are_shown_alone(world: World) -> None:
    game = await opened(world)
    await game.answer(world.ana)
    world.env.inject_error("PATCH", "/channels/*/messages/*", status=403, code=50013)

    await game.host("Reveal")

    assert "✅ **Correct** · 1 (100 %)" in text(await game.message())
    assert not media(await game.message())


async def test_trouble_at_the_deadline_reaches_the_open_panel(world: World) -> None:
    game = await opened(world)
    await game.answer(world.ana)
    world.env.inject_error("PATCH", "/channels/*/messages/*", status=403, code=50013, times=None)

    await world.env.advance_time(40)

    assert "I can't post in #lounge" in text(game.panel)
    assert (await game.question()).state is QuestionState.CLOSED


async def test_trouble_without_a_panel_goes_to_the_host_directly(world: World) -> None:
    game = await opened(world, seconds=3_000)
    await pass_time(world, 2_000)
    world.env.inject_error("PATCH", "/channels/*/messages/*", status=403, code=50013, times=None)

    await pass_time(world, 1_100)

    dm = world.max.user.dm_channel.last_message
    assert "Your quiz in #lounge: " in text(dm)
    assert "I can't post in #lounge" in text(dm)
    assert (await game.question()).state is QuestionState.CLOSED


async def test_a_host_who_takes_no_messages_breaks_nothing(world: World) -> None:
    game = await opened(world, seconds=3_000)
    await pass_time(world, 2_000)
    world.env.inject_error("PATCH", "/channels/*/messages/*", status=403, code=50013, times=None)
    world.env.inject_error("POST", "/users/@me/channels", status=403, code=50007, times=None)

    await pass_time(world, 1_100)

    assert (await game.question()).state is QuestionState.CLOSED


async def test_a_channel_that_refuses_is_left_alone_after_three_times(world: World) -> None:
    await stock(world)
    game = await launch(world)
    lobby = await game.lobby()
    world.env.inject_error("PATCH", "/channels/*/messages/*", status=403, code=50013, times=None)
    before = len(world.env.http_requests)

    for number in range(12):
        guest = world.guild.add_member(world.env.create_user(f"g{number}"))
        await guest.click(lobby, label="Join")
        await world.env.advance_time(2)

    refused = [
        r
        for r in world.env.http_requests[before:]
        if r.method == "PATCH" and "/webhooks/" not in r.path
    ]
    assert len(refused) == 3
    assert len(await world.knowledge.quizmaster.roster.players(game.quiz_id)) == 12


async def test_a_question_that_is_posted_late_names_the_moment_that_counts(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await stock(world)
    game = await launch(world)
    send = Posts.send

    async def slowly(posts: Posts, *given: Any, **named: Any) -> Any:
        world.env.backend.advance_clock(10)
        return await send(posts, *given, **named)

    with monkeypatch.context() as patched:
        patched.setattr(Posts, "send", slowly)
        await game.host("Open next")

    question = await game.question()
    assert question.deadline is not None
    counts = [int(question.deadline.timestamp())]
    assert until(await game.message()) == counts
    assert until(game.panel) == counts


async def test_a_deleted_question_is_posted_again_with_its_time(world: World) -> None:
    game = await opened(world)
    await game.answer(world.ana)
    message = await game.message()
    (deadline,) = until(message)

    await delete(world, message)

    again = await game.message()
    assert again.id != message.id
    assert until(again) == [deadline]
    assert "Changed" in text((await game.answer(world.ana, right=False)).response)
    await world.env.advance_time(40)
    assert "**0 of 1** answered right" in text(await game.message())


async def test_a_deleted_lobby_and_a_deleted_reveal_are_posted_again(world: World) -> None:
    game = await opened(world)
    await game.answer(world.ana)
    await game.host("Reveal")

    await delete(world, await game.message())
    await delete(world, await game.lobby())

    assert "✅ **Correct**" in text(await game.message())
    assert "It has begun." in text(await game.lobby())


async def test_a_deleted_channel_ends_the_quiz_and_keeps_the_answers(world: World) -> None:
    game = await opened(world)
    await game.answer(world.ana)
    await game.host("Reveal")

    world.env.backend.delete_channel(world.public.id)
    await world.env.settle()

    assert (await game.quiz()).state is QuizState.FINISHED
    board = await world.knowledge.quizmaster.boards.leaderboard(game.quiz_id)
    assert board.standings[0].correct == 1


async def test_an_answer_whose_receipt_is_lost_counts(world: World) -> None:
    game = await opened(world)
    world.env.inject_error("POST", "/interactions/*/callback", status=404, code=10062)

    await game.answer(world.ana)
    await game.host("Reveal")

    assert "**1 of 1** answered right" in text(await game.message())
    # Discord took no acknowledgement of that press: there is nothing left to acknowledge.
    _forgive_silence(world)


async def test_an_answer_whose_receipt_fails_is_told_to_be_saved(world: World) -> None:
    game = await opened(world)
    world.env.inject_error("POST", "/interactions/*/callback", status=500)

    result = await game.answer(world.ana)

    assert f"Recorded: **{await game.letter()}**" in text(result.response)
    assert "Discord is having trouble." in text(result.response)


async def test_what_could_not_be_saved_does_not_count_and_says_so(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    game = await opened(world)

    async def full(*_: object, **__: object) -> None:
        raise NotSaved("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(Responding, "respond", full)
        result = await game.answer(world.ana)
    await game.host("Reveal")

    assert "It does **not** count." in text(result.response)
    assert "Nobody answered." in text(await game.message())


async def test_a_question_that_cannot_be_graded_yet_is_closed_and_revealed_later(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    game = await opened(world)
    await game.answer(world.ana)

    async def full(*_: object) -> None:
        raise NotSaved("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(Marking, "_scored", full)
        await game.host("Close now")
        closed = text(await game.message())
        refused = await world.max.click(game.panel, label="Reveal")
    await game.host("Reveal")

    assert "Closed. The host shows the answer next." in closed
    (said,) = [text(m) for m in refused.followups if "grade" in text(m)]
    assert "All answers **are saved**." in said
    assert "**1 of 1** answered right" in text(await game.message())


async def test_a_press_that_is_delivered_twice_counts_once(world: World) -> None:
    game = await opened(world)
    await game.answer(world.ana)
    press = list(world.env.backend.interactions.values())[-1]
    master = world.knowledge.quizmaster
    question = await game.question()
    given = await master.responses.given(question.id, world.ana.id)
    assert given is not None

    await asyncio.gather(
        *(
            master.responses.respond(
                question.id, world.ana.id, "Ana", given.response, given.at, press.id
            )
            for _ in range(10)
        )
    )

    again = await master.responses.given(question.id, world.ana.id)
    assert again == given


async def test_a_hosts_press_that_comes_too_late_for_discord_is_not_an_error(
    world: World,
) -> None:
    await stock(world, single())
    game = await launch(world, number=1)
    world.env.inject_error("POST", "/interactions/*/callback", status=404, code=10062)

    await game.host("Open next")
    await game.host("Open next")

    assert "Question 1 of 1" in text(await game.message())
    _forgive_silence(world)


async def test_a_player_who_left_keeps_their_answers(world: World) -> None:
    game = await opened(world)
    await game.answer(world.ben)
    world.env.backend.remove_member(world.guild.id, world.ben.id)

    await game.host("Reveal")
    await game.host("End")
    await game.host("End it")

    assert "**1.** Ben" in text(world.public.last_message)


async def test_a_chart_that_cannot_be_drawn_leaves_the_words(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    game = await opened(world)
    await game.answer(world.ana)

    async def broken(*_: object) -> bytes:
        raise OSError("no memory")

    monkeypatch.setattr("bot.cogs.quiz_stage.draw_shares", broken)
    await game.host("Reveal")

    assert "✅ **Correct** · 1 (100 %)" in text(await game.message())
    assert not media(await game.message())


def _forgive_silence(world: World) -> None:
    for number, press in list(world.env.backend.interactions.items()):
        if not press.responded:
            del world.env.backend.interactions[number]


async def test_an_archived_thread_is_named_as_the_reason(world: World) -> None:
    game = await opened(world)
    await game.host("Reveal")
    world.env.inject_error("POST", "/channels/*/messages", status=400, code=50083)

    await game.host("Open next")

    assert "the thread is archived or locked" in text(game.panel)
    assert (await game.quiz()).state is QuizState.PAUSED


async def test_a_board_that_was_refused_can_be_shown(world: World) -> None:
    await stock(world, single())
    game = await launch(world, number=1)
    await game.host("Open next")
    await game.answer(world.ana)
    await game.host("Reveal")
    world.env.inject_error("POST", "/channels/*/messages", status=500)
    await game.host("Finish")
    said = text(game.panel)

    control = await world.max.slash(world.public, "quiz control")
    await world.max.click(control.response, label="Show the board")
    again = await game.host("Show the board")

    assert "Then press **Show the board** again." in said
    boards = [m for m in world.public.history(viewer=world.ana) if "is over:" in text(m)]
    assert len(boards) == 1
    assert again.acknowledged
    assert "The leaderboard is posted in the channel." in text(game.panel)
    assert labels(game.panel) == []


@pytest.mark.parametrize(
    ("part", "failing"),
    [(Playing, "closing_at"), (Playing, "close"), (Recovery, "beat"), (Playing, "result")],
)
async def test_what_fails_at_the_deadline_is_tried_again(
    world: World, monkeypatch: pytest.MonkeyPatch, part: type, failing: str
) -> None:
    game = await opened(world)
    await game.answer(world.ana)
    real, calls = getattr(part, failing), []

    async def once(playing: Any, *args: Any, **options: Any) -> Any:
        calls.append(args)
        if len(calls) == 1:
            raise NotSaved("the disk is full")
        return await real(playing, *args, **options)

    monkeypatch.setattr(part, failing, once)
    await world.env.advance_time(45)

    assert len(calls) > 1
    assert (await game.question()).state is QuestionState.REVEALED


@pytest.mark.parametrize(("part", "failing"), [(Playing, "closing_at"), (Recovery, "beat")])
async def test_a_timer_that_fails_does_not_tell_the_host_that_nothing_counts(
    world: World, monkeypatch: pytest.MonkeyPatch, part: type, failing: str
) -> None:
    await stock(world)
    game = await launch(world)

    async def full(*_: object, **__: object) -> None:
        raise NotSaved("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(part, failing, full)
        result = await game.host("Open next")
    await world.env.advance_time(45)

    assert "not** count" not in text(game.panel)
    assert not any("not** count" in text(message) for message in result.followups)
    assert (await game.question()).state is QuestionState.REVEALED


async def test_a_question_that_is_open_and_cannot_be_shown_is_not_said_to_be_unchanged(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await stock(world)
    game = await launch(world)

    async def broken(*_: object) -> str:
        raise LookupError

    with monkeypatch.context() as patched:
        patched.setattr(type(world.bot.stage), "show_question", broken)
        result = await game.host("Open next")

    (said,) = [text(message) for message in result.followups]
    assert "Everything so far **is saved**." in said
    assert "Nothing was changed" not in said
