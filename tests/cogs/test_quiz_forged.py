"""Ids that no button of ours holds: they open nobody else's quiz, and nothing before its time."""

from __future__ import annotations

from typing import Any

import discord
import pytest
from sqlalchemy import update

from bot import client
from bot.cards import quiz_ids
from bot.cards.quiz_board import NOT_OVER
from bot.cards.quiz_question import REFUSALS
from bot.cogs.quiz_found import GONE
from bot.cogs.quiz_planning import LONGEST_SECONDS, MOST_QUESTIONS, MOST_TEAMS
from bot.errors import STALE_BUTTON
from knowledge.model.quiz import LARGEST_BONUS, QuestionState, Refusal
from knowledge.storage import quiz_questions
from knowledge.storage.quiz_tables import QuizRow
from tests.cogs.conftest import World
from tests.cogs.quizzes import CLOZE, Game, launch, play_one, stock
from tests.cogs.reading import text

UNKNOWN = REFUSALS[Refusal.UNKNOWN]
OF_A_QUESTION = {
    "answer": lambda n: quiz_ids.press(n, "0"),
    "open the form": lambda n: quiz_ids.press(n, "form"),
    "answer late": lambda n: quiz_ids.late_press(n, "0"),
    "open the late form": lambda n: quiz_ids.late_press(n, "form"),
    "ask": quiz_ids.about,
    "report": quiz_ids.flag,
    "object": quiz_ids.appeal,
}
OF_A_QUIZ = {
    "join": quiz_ids.join,
    "leave": quiz_ids.leave,
    "catch up": quiz_ids.catch_up,
    "result": quiz_ids.result,
    "mistakes": quiz_ids.mistakes,
    "page of mistakes": lambda n: quiz_ids.turn_mistakes("next", n, 1),
    "name": quiz_ids.naming,
    "alias": lambda n: quiz_ids.alias(n, 1),
}


async def forged(world: World, custom_id: str, by: Any = None) -> Any:
    """What somebody hears who presses a button with this id in the channel."""
    place = world.env.bot.get_channel(world.public.id)
    assert isinstance(place, discord.TextChannel)
    return await (by or world.ana).click(await place.send(view=button(custom_id)), label="Forged")


async def move_away(world: World, game: Game) -> int:
    """Make it a quiz of another server, as if the bot's home had been that one. Its number."""
    async with world.knowledge.database.write() as session:
        await session.execute(update(QuizRow).values(server_id=world.guild.id + 1))
    return game.quiz_id


def button(custom_id: str) -> discord.ui.LayoutView:
    view = discord.ui.LayoutView(timeout=None)
    forged: discord.ui.Button[Any] = discord.ui.Button(label="Forged", custom_id=custom_id)
    view.add_item(discord.ui.ActionRow(forged))
    return view


async def waiting(world: World, game: Game) -> int:
    """The number of the first question, which nobody was asked yet."""
    async with world.knowledge.database.read() as session:
        question = await quiz_questions.find_at(session, game.quiz_id, 1)
    assert question is not None
    assert question.state is QuestionState.WAITING
    return question.id


@pytest.mark.parametrize("made", OF_A_QUESTION.values(), ids=OF_A_QUESTION)
async def test_nothing_of_a_question_is_shown_before_it_is_asked(world: World, made: Any) -> None:
    await stock(world, CLOZE)
    game = await launch(world, number=1)
    results = await world.knowledge.quizmaster.lookup.log(game.quiz_id)
    assert results
    waiting = (await game.quiz()).position + 1

    heard = await forged(world, made(waiting))

    assert heard.modal is None
    assert text(heard.response) == UNKNOWN


@pytest.mark.parametrize("made", OF_A_QUESTION.values(), ids=OF_A_QUESTION)
async def test_no_question_of_another_server_is_reached(world: World, made: Any) -> None:
    game = await play_one(world, CLOZE)
    await game.host("Reveal")
    question = await game.question()
    await move_away(world, game)

    heard = await forged(world, made(question.id))

    assert heard.modal is None
    assert text(heard.response) == UNKNOWN


@pytest.mark.parametrize("made", OF_A_QUIZ.values(), ids=OF_A_QUIZ)
async def test_no_quiz_of_another_server_is_reached(world: World, made: Any) -> None:
    game = await play_one(world, CLOZE)

    heard = await forged(world, made(await move_away(world, game)))

    assert heard.modal is None
    assert text(heard.response) == GONE
    assert await world.knowledge.quizmaster.roster.players(game.quiz_id) == ()


@pytest.mark.parametrize("part", ["result", "mistakes", "page of mistakes"])
async def test_what_a_host_holds_back_is_in_no_result(world: World, part: str) -> None:
    game: Game = await play_one(world)
    await game.answer(world.ana, right=False)
    await game.host("Close now")

    heard = await forged(world, OF_A_QUIZ[part](game.quiz_id))

    assert text(heard.response) == NOT_OVER


async def test_a_forged_message_is_not_overwritten_by_the_board(world: World) -> None:
    game = await play_one(world)
    await game.answer(world.ana)
    await game.host("Reveal")
    revealed = await game.message()
    before = text(revealed)
    await game.host("Finish")

    await forged(world, quiz_ids.showing(game.quiz_id, revealed.id, hidden=True))
    await world.env.advance_time(5)

    assert text(game.find(revealed.id)) == before


@pytest.mark.parametrize(
    "custom_id",
    [f"{made(0)[:-1]}{2**63}" for made in (quiz_ids.join, quiz_ids.about, quiz_ids.mistakes)]
    + [f"study:next:{2**63}", f"study:suggest:{2**63}", f"quiz:hide:1:{2**63}"]
    + [f"ask:about:{2**63}", f"results:confirm:{2**63}", f"results:key:{2**63}"],
)
def test_a_number_that_no_row_has_is_no_id_of_ours(custom_id: str) -> None:
    templates = [item.__discord_ui_compiled_template__ for item in client.ITEMS]

    assert not any(template.fullmatch(custom_id) for template in templates)


async def test_a_button_with_such_a_number_is_answered(world: World) -> None:
    heard = await forged(world, f"quiz:join:{2**63}")

    assert text(heard.response) == STALE_BUTTON


async def test_a_forged_plan_goes_no_further_than_a_command(world: World) -> None:
    await stock(world)
    course = await world.knowledge.library.find_course(world.course)
    assert course is not None
    plan = f"{course.id}:999:-:-:0:99999:99:public:99"

    await forged(world, f"quiz:start:{plan}:999:1", by=world.max)
    quiz = await world.knowledge.quizmaster.lookup.live_quiz(world.public.id)

    assert quiz is not None
    assert (quiz.plan.count, quiz.plan.seconds) == (MOST_QUESTIONS, LONGEST_SECONDS)
    assert (quiz.plan.bonus, quiz.plan.teams) == (LARGEST_BONUS, MOST_TEAMS)
    assert quiz.window_until is not None
    assert (quiz.window_until - quiz.created_at).days <= 14
