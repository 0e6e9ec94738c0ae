"""From `/quiz launch` or `/quiz schedule` to the lobby, and the commands beside them."""

from __future__ import annotations

import threading
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import discord
import pytest
from simcord.backend.models import Overwrite
from simcord.enums import OverwriteType

from bot.cogs import quiz_schedule
from bot.cogs.quiz_planning import YOU_MAY_NOT_POST
from bot.cogs.quiz_stage import Stage
from bot.moments import read_moment
from knowledge.model.assessment import ItemType
from knowledge.model.quiz import Board, Launch, Quiz, QuizPlan, QuizState
from knowledge.model.scoring import FORMULA
from tests.cogs.conftest import World
from tests.cogs.quizzes import ALL_KINDS, RIGHT_MARK, Game, launch, single, stock
from tests.cogs.reading import components, labels, text

SCHEDULE_IT = "Schedule it"


async def test_a_launch_shows_a_preview_that_only_the_host_sees(world: World) -> None:
    await stock(world)

    shown = await world.max.slash(world.public, "quiz launch", number=3)

    assert shown.ephemeral
    assert "Who opened the Tollan Bridge" in text(shown.response)
    assert "3 questions** of 3 approved that fit" in text(shown.response)
    assert RIGHT_MARK not in text(shown.response)
    assert labels(shown.response) == ["Start", "Draw again", "Cancel"]
    assert world.public.history(viewer=world.ana) == []
    assert await world.knowledge.quizmaster.lookup.live_quiz(world.public.id) is None


async def test_start_posts_the_lobby_and_gives_the_host_a_panel(world: World) -> None:
    await stock(world)

    game = await launch(world)

    (lobby,) = world.public.history(viewer=world.ana)
    assert "In so far: 0" in text(lobby)
    assert "Started by Max" in text(lobby)
    assert labels(lobby) == ["Join", "Leave", "My name here"]
    assert "Lobby" in text(game.panel)
    assert lobby.id == (await game.quiz()).lobby_message_id


async def test_what_is_started_is_what_was_previewed(world: World) -> None:
    await stock(world, *(single(number) for number in range(1, 30)))
    shown = await world.max.slash(world.public, "quiz launch", number=2)
    first = text(shown.response)

    drawn = await world.max.click(shown.response, label="Draw again")
    second = text(drawn.response)
    await world.max.click(shown.response, label="Start")

    assert first != second
    quiz = await world.knowledge.quizmaster.lookup.live_quiz(world.public.id)
    assert quiz is not None
    game = Game(world, quiz.id, shown.response)
    for _ in (1, 2):
        await game.host("Open next")
        assert (await game.question()).draft.stem in second
        await game.host("Reveal")


async def test_cancel_leaves_nothing(world: World) -> None:
    await stock(world)
    shown = await world.max.slash(world.public, "quiz launch")

    result = await world.max.click(shown.response, label="Cancel")

    assert text(result.response) == "Cancelled. Nothing was started."
    assert labels(result.response) == []


async def test_a_second_launch_leads_to_the_quiz_that_runs(world: World) -> None:
    await stock(world)
    await launch(world)

    again = await world.max.slash(world.public, "quiz launch")

    assert again.ephemeral
    assert "A quiz is already running here (started by Max)." in text(again.response)
    (link,) = [c for c in components(again.response) if c.get("url")]
    assert link["url"].endswith(f"/{world.public.id}/{world.public.last_message.id}")


async def test_two_previews_start_one_quiz(world: World) -> None:
    await stock(world)
    first = await world.max.slash(world.public, "quiz launch")
    second = await world.max.slash(world.public, "quiz launch")

    await world.max.click(first.response, label="Start")
    other = await world.max.click(second.response, label="Start")

    assert "You are the host" in text(other.response)
    assert len(world.public.history(viewer=world.ana)) == 1


async def test_the_terms_stand_in_preview_and_lobby(world: World) -> None:
    await stock(world)

    shown = await world.max.slash(
        world.public, "quiz launch", number=2, seconds=0, bonus=20, board="private", teams=2
    )
    await world.max.click(shown.response, label="Start")

    said = "no time limit · a bonus of up to 20 % for speed · 2 teams · ranks stay private"
    assert said in text(world.public.last_message)
    quiz = await world.knowledge.quizmaster.lookup.live_quiz(world.public.id)
    assert quiz is not None
    assert (quiz.plan.seconds, quiz.plan.bonus, quiz.plan.teams) == (None, 0.2, 2)


async def test_kinds_theme_and_document_narrow_the_draw(world: World) -> None:
    await stock(world, *ALL_KINDS)
    offered = await world.max.autocomplete(world.public, "quiz launch", "theme", "brid")
    documents = await world.max.autocomplete(world.public, "quiz launch", "document", "tollan b")

    themed = await world.max.slash(world.public, "quiz launch", theme="Bridges")
    arranged = await world.max.slash(world.public, "quiz launch", types="arranging")

    assert [choice["name"] for choice in offered] == ["bridges"]
    assert "A Short History of the Tollan Bridge" in [choice["name"] for choice in documents]
    assert "1 question** of 1 approved" in text(themed.response)
    assert "2 questions** of 2 approved" in text(arranged.response)


async def test_types_are_as_many_as_one_names(world: World) -> None:
    await stock(world, *ALL_KINDS)
    wanted = "Single choice, arranging, true-false"

    shown = await world.max.slash(world.public, "quiz launch", types=wanted)
    preview = text(shown.response)
    await world.max.click(shown.response, label="Start")

    assert "4 questions** of 4 approved" in preview
    quiz = await world.knowledge.quizmaster.lookup.live_quiz(world.public.id)
    assert quiz is not None
    assert quiz.plan.types == {
        ItemType.SINGLE_CHOICE, ItemType.ORDERING, ItemType.MATCHING, ItemType.TRUE_FALSE,
    }  # fmt: skip


async def test_the_next_type_is_offered_after_a_comma(world: World) -> None:
    async def offered(typed: str) -> list[str]:
        found = await world.max.autocomplete(world.public, "quiz launch", "types", typed)
        return [choice["value"] for choice in found]

    assert {"any", "choices", "single choice", "matching"} <= set(await offered(""))
    assert await offered("matching, sho") == ["matching, short text"]
    assert "matching" not in await offered("matching,")
    assert await offered("nonsense, sho") == []


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"types": "matching, riddles"}, "I know no kind of question “riddles”."),
        ({"theme": "dragons"}, "I know no theme “dragons”."),
        ({"document": "9999"}, "I don't have that document."),
        ({"seconds": 3}, "at least 5 seconds"),
        ({"types": "arranging"}, "Only 0 approved"),
    ],
)
async def test_what_cannot_be_played_is_said_before_anything_starts(
    world: World, options: dict[str, object], said: str
) -> None:
    await stock(world)

    result = await world.max.slash(world.public, "quiz launch", **options)

    assert said in text(result.response)
    assert result.ephemeral


async def test_students_can_neither_launch_nor_steer(world: World) -> None:
    await stock(world)
    game = await launch(world)

    refused = await world.ana.slash(world.public, "quiz launch")
    panel = await world.ana.slash(world.public, "quiz control")

    for result in (refused, panel):
        assert "You need the **Manage Events** permission" in text(result.response)
    assert (await game.quiz()).state is QuizState.LOBBY


async def test_the_bot_says_what_it_is_missing_before_it_starts(world: World) -> None:
    await stock(world)
    silenced = Overwrite(
        world.env.backend.bot_user.id,
        OverwriteType.MEMBER,
        deny=discord.Permissions(send_messages=True).value,
    )
    world.env.backend.edit_channel(world.public.id, {}, overwrites=[silenced])

    result = await world.max.slash(world.public, "quiz launch")

    assert "I'm missing **Send Messages**" in text(result.response)


async def test_who_may_not_write_has_no_quiz_there(world: World) -> None:
    await stock(world)
    silenced = Overwrite(
        world.max.id, OverwriteType.MEMBER, deny=discord.Permissions(send_messages=True).value
    )
    world.env.backend.edit_channel(world.public.id, {}, overwrites=[silenced])

    result = await world.max.slash(world.public, "quiz launch")

    assert text(result.response) == YOU_MAY_NOT_POST


async def test_the_rules_print_the_formula_to_everybody(world: World) -> None:
    await stock(world)
    await launch(world, bonus=30)

    result = await world.ana.slash(world.public, "quiz rules")

    assert result.ephemeral
    assert FORMULA in text(result.response)
    assert "**Here, now:** 30 s for each · a bonus of up to 30 % for speed" in text(result.response)


async def test_a_scheduled_quiz_reminds_opens_by_itself_and_lets_absentees_catch_up(
    world: World,
) -> None:
    await stock(world, single(1), single(2))
    shown = await world.max.slash(world.public, "quiz schedule", when="in 2 hours", number=2)
    assert "The lobby opens <t:" in text(shown.response)
    set_ = await world.max.click(shown.response, label="Schedule it")
    assert "**Scheduled.**" in text(set_.response)
    assert world.public.history(viewer=world.ana) == []

    await world.env.advance_time(6_700)
    assert "A quiz starts here" in text(world.public.last_message)
    await world.env.advance_time(600)

    quiz = await world.knowledge.quizmaster.lookup.live_quiz(world.public.id)
    assert quiz is not None
    assert quiz.state is QuizState.LOBBY
    assert labels(world.public.last_message) == ["Join", "Leave", "My name here"]

    panel = await world.max.slash(world.public, "quiz control")
    game = Game(world, quiz.id, panel.response)
    for _ in (1, 2):
        await game.host("Open next")
        await game.answer(world.ana)
        await game.host("Reveal")
    await game.host("Finish")
    board = world.public.last_message
    assert "Take a catch-up seat until <t:" in text(board)

    seat = await world.ben.click(board, label="Catch up")
    assert seat.ephemeral
    assert "Question 1 of 2" in text(seat.response)
    assert RIGHT_MARK not in text(seat.response)
    for _ in (1, 2):
        graded = await world.ben.click(seat.response, label="A")
        assert RIGHT_MARK in text(graded.response)
        assert graded.response.id == seat.response.id, "one message for the whole seat"
        await world.ben.click(seat.response, label="Next")
    assert "You have caught up." in text(seat.response)
    mine = await world.ben.click(seat.response, label="My result")
    assert "Your result: rank" in text(mine.response)
    took_part = await world.ana.click(board, label="Catch up")
    assert "You took part" in text(took_part.response)


async def test_a_schedule_can_be_taken_back(world: World) -> None:
    await stock(world)
    shown = await world.max.slash(world.public, "quiz schedule", when="in 1 hour")
    await world.max.click(shown.response, label="Schedule it")

    panel = await world.max.slash(world.public, "quiz control")
    gone = await world.max.click(panel.response, label="Cancel this quiz")
    await world.env.advance_time(3_700)

    assert "cancelled" in text(gone.response)
    assert world.public.history(viewer=world.ana) == []


@pytest.mark.parametrize("when", ["gibberish", "yesterday", "2020-01-01 10:00", "in 3 years"])
async def test_a_moment_that_cannot_be_meant_is_given_back(world: World, when: str) -> None:
    await stock(world)

    result = await world.max.slash(world.public, "quiz schedule", when=when)

    assert any(words in text(result.response) for words in ("Write it like", "a moment"))
    assert labels(result.response) == []


async def test_a_moment_that_is_over_is_called_past(world: World) -> None:
    await stock(world)

    result = await world.max.slash(world.public, "quiz schedule", when="yesterday 9:00")

    assert "which is in the past" in text(result.response)


async def test_a_schedule_is_read_in_the_zone_of_the_one_who_writes_it(world: World) -> None:
    await stock(world)
    day = (world.env.now() + timedelta(days=2)).date()
    meant = datetime.combine(day, time(14), ZoneInfo("Europe/Bucharest"))

    shown = await world.max.slash(
        world.public, "quiz schedule", when=f"{day} 14:00", zone="Europe/Bucharest"
    )
    await world.max.click(shown.response, label=SCHEDULE_IT)

    said = text(shown.response)
    assert f"<t:{int(meant.timestamp())}:F>" in said
    (quiz,) = await world.knowledge.quizmaster.calendar.scheduled(world.guild.id)
    assert quiz.starts_at == meant


async def test_a_schedule_is_read_beside_the_loop_on_which_everybody_waits(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await stock(world)
    read_in = []

    def read(*args: Any) -> Any:
        read_in.append(threading.current_thread())
        return read_moment(*args)

    monkeypatch.setattr(quiz_schedule, "read_moment", read)
    await world.max.slash(world.public, "quiz schedule", when="in 1 hour")

    assert read_in
    assert threading.main_thread() not in read_in


async def test_the_preview_says_what_was_written_and_how_it_was_read(world: World) -> None:
    await stock(world)

    shown = await world.max.slash(
        world.public, "quiz schedule", when="1 March 2026 9:30", zone="Europe/Bucharest"
    )

    said = text(shown.response)
    assert "“1 March 2026 9:30” is Sunday, 1 March 2026, 09:30 in Europe/Bucharest" in said
    assert "(UTC+02:00)" in said


@pytest.mark.parametrize(
    ("when", "zone", "words"),
    [
        ("03/04 14:00", "UTC", "Write the month as a word"),
        ("friday 8", "UTC", "Name both the day and the time of day"),
        ("2026-03-29 03:30", "Europe/Bucharest", "does not exist in Europe/Bucharest"),
        ("2026-10-25 03:30", "Europe/Bucharest", "comes twice in Europe/Bucharest"),
        ("tomorrow", "Middle/Earth", "I don't know that time zone"),
    ],
)
async def test_a_moment_that_may_be_two_or_none_is_asked_again(
    world: World, when: str, zone: str, words: str
) -> None:
    await stock(world)

    result = await world.max.slash(world.public, "quiz schedule", when=when, zone=zone)

    assert words in text(result.response)
    assert labels(result.response) == []


async def test_zones_are_offered_by_their_city(world: World) -> None:
    offered = await world.max.autocomplete(world.public, "quiz schedule", "zone", "buch")

    assert [choice["value"] for choice in offered] == ["Europe/Bucharest"]


async def test_a_server_has_no_more_than_25_quizzes_that_wait(world: World) -> None:
    await stock(world)
    calendar, now = world.knowledge.quizmaster.calendar, world.env.now()
    course = await world.knowledge.library.find_course(world.course)
    assert course is not None
    for event_id in range(25):
        launch = Launch(world.guild.id, world.public.id, world.max.id, "Max", event_id, now)
        later = now + timedelta(hours=1)
        assert isinstance(
            await calendar.schedule(QuizPlan(course.id), launch, starts_at=later), Quiz
        )

    shown = await world.max.slash(world.public, "quiz schedule", when="in 1 hour")
    pressed = await world.max.click(shown.response, label=SCHEDULE_IT)

    assert "25 quizzes of this server wait to begin" in text(pressed.response)
    assert len(await calendar.scheduled(world.guild.id)) == 25


async def test_a_schedule_that_is_pressed_twice_is_one_quiz(world: World) -> None:
    await stock(world)
    shown = await world.max.slash(world.public, "quiz schedule", when="in 1 hour", reminder=0)
    world.env.inject_error("POST", "/interactions/*/callback", status=500)
    await world.max.click(shown.response, label=SCHEDULE_IT)

    again = await world.max.click(shown.response, label=SCHEDULE_IT)

    assert "**Scheduled.**" in text(again.response)
    assert len(await world.knowledge.quizmaster.calendar.scheduled(world.guild.id)) == 1


async def test_a_schedule_whose_confirmation_is_lost_begins(world: World) -> None:
    await stock(world)
    shown = await world.max.slash(world.public, "quiz schedule", when="in 1 hour", reminder=0)
    world.env.inject_error("POST", "/interactions/*/callback", status=500)
    await world.max.click(shown.response, label=SCHEDULE_IT)

    await world.env.advance_time(3_700)

    assert "In so far" in text(world.public.last_message)


async def test_a_scheduled_quiz_has_the_board_and_the_teams_of_a_launched_one(
    world: World,
) -> None:
    await stock(world)
    shown = await world.max.slash(
        world.public, "quiz schedule", when="in 1 hour", board="private", teams=3
    )
    await world.max.click(shown.response, label=SCHEDULE_IT)

    (quiz,) = await world.knowledge.quizmaster.calendar.scheduled(world.guild.id)
    assert (quiz.plan.board, quiz.plan.teams) == (Board.PRIVATE, 3)


@pytest.mark.parametrize(("options", "hours"), [({}, 48), ({"window": 5}, 5), ({"window": 0}, 0)])
async def test_a_launched_quiz_can_be_caught_up_with(
    world: World, options: dict[str, int], hours: int
) -> None:
    await stock(world)
    game = await launch(world, **options)
    quiz = await game.quiz()
    await game.host("Open next")
    await game.host("Reveal")
    await game.host("End")
    await game.host("End it")

    window = None if quiz.window_until is None else quiz.window_until - quiz.created_at
    assert window == (timedelta(hours=hours) if hours else None)
    assert ("Catch up" in labels(world.public.last_message)) is bool(hours)


async def test_a_reminder_that_was_refused_is_posted_later_and_once(world: World) -> None:
    await stock(world)
    shown = await world.max.slash(world.public, "quiz schedule", when="in 1 hour")
    await world.max.click(shown.response, label=SCHEDULE_IT)
    world.env.inject_error("POST", "/channels/*/messages", status=500)

    await world.env.advance_time(3_010)
    refused = world.public.history(viewer=world.ana)
    await world.env.advance_time(300)

    assert refused == []
    (reminder,) = world.public.history(viewer=world.ana)
    assert "A quiz starts here" in text(reminder)


async def test_a_quiz_that_cannot_open_keeps_no_other_back(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await stock(world)
    for channel in (world.public, world.private):
        shown = await world.max.slash(channel, "quiz schedule", when="in 1 hour", reminder=0)
        await world.max.click(shown.response, label=SCHEDULE_IT)
    show = Stage.show_lobby

    async def failing(stage: Stage, quiz: Quiz, nonce: str | None = None) -> str:
        if quiz.channel_id == world.public.id:
            raise LookupError
        return await show(stage, quiz, nonce)

    monkeypatch.setattr(Stage, "show_lobby", failing)
    await world.env.advance_time(3_700)

    assert "In so far" in text(world.private.last_message)
