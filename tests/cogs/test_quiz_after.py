"""After a question and after a quiz: ask, report, object, one's result, mistakes and name."""

from __future__ import annotations

from typing import Any

import pytest

from bot.cards import quiz_alias, quiz_ids
from bot.cards.quiz_board import NOT_IN
from bot.cards.quiz_reveal import FLAG_GONE
from bot.cogs.study_after import APPEALED, NOT_APPEALABLE
from knowledge.quizzing.bank import Bank
from knowledge.quizzing.live import standings
from tests.cogs.conftest import World
from tests.cogs.quizzes import (
    CITATION,
    CLOZE,
    RIGHT_MARK,
    finished,
    launch,
    play_one,
    press_old,
    single,
    stock,
)
from tests.cogs.reading import labels, text


async def test_a_learner_asks_about_a_revealed_question(world: World) -> None:
    game = await play_one(world)
    await game.host("Reveal")

    shown = await world.ana.click(await game.message(), label="Ask about this")
    answer = await world.ana.submit_modal(shown, {"question": "When was the bridge opened?"})

    assert "Who opened the Tollan Bridge" in str(shown.modal)
    assert "14 May 1932" in text(answer.response)


async def test_a_flag_takes_a_reason_and_is_kept(world: World) -> None:
    game = await play_one(world)
    await game.host("Reveal")

    shown = await world.ana.click(await game.message(), label="Report 🚩")
    thanked = await world.ana.select(shown.response, ["ambiguous"])

    assert shown.ephemeral
    assert "saved" in text(thanked.response)
    question = await game.question()
    assert question.item_id is not None
    flagged = await world.knowledge.bank.flag(question.item_id, world.ben.id, "unclear")
    assert flagged.standing == 2


async def test_a_flag_on_an_item_that_is_gone_is_not_said_to_be_saved(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    game = await play_one(world)
    await game.host("Reveal")
    shown = await world.ana.click(await game.message(), label="Report 🚩")

    async def gone(*_: object) -> None:
        return None

    # Deleted after the question was read, and before the flag is stored.
    monkeypatch.setattr(Bank, "flag", gone)
    told = await world.ana.select(shown.response, ["ambiguous"])

    assert text(told.response) == FLAG_GONE


async def test_everyone_learns_their_own_rank_privately(world: World) -> None:
    _, board = await finished(world)

    mine = await world.ben.click(board, label="My result")
    none = await world.max.click(board, label="My result")

    assert mine.ephemeral
    assert "rank 2 of 2" in text(mine.response)
    assert "**1** of 2 questions right" in text(mine.response)
    assert "took no part" in text(none.response)


async def test_my_mistakes_say_what_was_chosen_what_was_right_and_why(world: World) -> None:
    _, board = await finished(world)

    shown = await world.ben.click(board, label="My mistakes")
    none = await world.ana.click(board, label="My mistakes")

    assert shown.ephemeral
    for words in ("your choice", "✅ right", "Not correct", RIGHT_MARK, CITATION.quote, "p. 7"):
        assert words in text(shown.response)
    assert "everything right" in text(none.response)


async def test_my_mistakes_have_a_page_each(world: World) -> None:
    await stock(world, single(1), single(2))
    game = await launch(world, number=2)
    for _ in (1, 2):
        await game.host("Open next")
        await game.answer(world.ben, right=False)
        await game.host("Reveal")
    await game.host("Finish")

    shown = await world.ben.click(world.public.last_message, label="My mistakes")
    first = text(shown.response)
    turned = await world.ben.click(shown.response, label="Next")

    assert "Mistake · 1 of 2" in first
    assert "Mistake · 2 of 2" in text(turned.response)
    assert turned.response.id == shown.response.id


async def test_who_hides_disappears_from_the_board_at_once(world: World) -> None:
    _, board = await finished(world)

    shown = await world.ana.click(board, label="My name here")
    await world.ana.click(shown.response, label="Hide me")

    assert "Ana" not in text(world.public.last_message)
    assert "**2.** Ben" in text(world.public.last_message)


async def named(world: World, board: Any, alias: str) -> Any:
    """What Ana hears who asks to be called so."""
    shown = await world.ana.click(board, label="My name here")
    form = await world.ana.click(shown.response, label="Use another name")
    return await world.ana.submit_modal(form, {"alias": alias})


async def test_an_alias_stands_on_the_board(world: World) -> None:
    _, board = await finished(world)

    said = await named(world, board, "Fox (no. 7) 🦊")

    assert "Boards now call you **Fox (no. 7) 🦊**" in text(said.response)
    assert "**1.** Fox (no. 7) 🦊" in text(world.public.last_message)


@pytest.mark.parametrize(
    ("alias", "why"),
    [
        ("https://example.org", quiz_alias.LINK),
        ("see evil.com", quiz_alias.LINK),
        ("@everyone", "“@” can't be in a name"),
        ("**Fox**", "“*” can't be in a name"),
        ("Fox :smile:", "“:” can't be in a name"),
        ("F\u200box", quiz_alias.INVISIBLE),
        ("F\u3164ox", quiz_alias.INVISIBLE),
        ("\u202exoF", quiz_alias.INVISIBLE),
        ("B\u0435n", quiz_alias.TWO_ALPHABETS),
        ("...", quiz_alias.NOTHING),
        ("ben", "Another player or a host in this server goes by that name"),
        ("\uff22\uff25\uff2e", "Another player or a host in this server goes by that name"),
        ("Max", "Another player or a host in this server goes by that name"),
    ],
)
async def test_what_is_no_name_of_ones_own_is_refused_with_the_reason(
    world: World, alias: str, why: str
) -> None:
    _, board = await finished(world)

    said = await named(world, board, alias)

    assert why in text(said.response)
    assert "**1.** Ana" in text(world.public.last_message)


async def test_a_private_board_shows_nobody(world: World) -> None:
    _, board = await finished(world, board="private")

    assert "Ana" not in text(board)
    assert "rank 1 of 2" in text((await world.ana.click(board, label="My result")).response)


async def test_a_question_can_be_reported_wherever_it_stands_and_tells_no_answer(
    world: World,
) -> None:
    game = await play_one(world, CLOZE)
    seen = len(world.env.http_requests)
    open_ = await world.ana.click(await game.message(), label="Report 🚩")
    await world.ana.select(open_.response, ["unclear"])
    assert RIGHT_MARK not in "".join(str(r.json) for r in world.env.http_requests[seen:])
    assert "Thanks." in text(open_.response)
    shown = await world.ana.click(await game.message(), label="Answer")
    await world.ana.submit_modal(shown, {"text": "raft"})
    await game.host("Reveal")
    await game.host("Finish")
    board = world.public.last_message

    mistake = await world.ana.click(board, label="My mistakes")
    seat = await world.ben.click(board, label="Catch up")

    for member, screen in ((world.ana, mistake), (world.ben, seat)):
        flag = await member.click(screen.response, label="Report 🚩")
        assert "Question 1" in text(flag.response)


async def test_whoever_wrote_a_right_text_says_so_from_their_mistakes(world: World) -> None:
    game = await play_one(world, CLOZE)
    shown = await world.ana.click(await game.message(), label="Answer")
    await world.ana.submit_modal(shown, {"text": "paddle boat"})
    await game.host("Reveal")
    await game.host("Finish")
    board = world.public.last_message
    mistake = await world.ana.click(board, label="My mistakes")

    said = await world.ana.click(mistake.response, label="I was right")
    course = await world.knowledge.library.find_course(world.course)
    assert course is not None
    appeals = world.knowledge.appeals
    (waiting,) = await appeals.list_open(course.id)
    await appeals.decide(course.id, waiting.appeal.id, accept=True, by=world.max.id)

    assert text(said.response) == APPEALED
    assert (waiting.appeal.source, waiting.appeal.text) == ("quiz", "paddle boat")
    mine = await world.ana.click(board, label="My result")
    assert "**1** of 1 question right" in text(mine.response)


async def test_whoever_wrote_a_right_text_says_so_from_the_catch_up_seat(world: World) -> None:
    game = await play_one(world, CLOZE)
    await game.host("Reveal")
    await game.host("Finish")
    seat = await world.ben.click(world.public.last_message, label="Catch up")
    shown = await world.ben.click(seat.response, label="Answer")
    await world.ben.submit_modal(shown, {"text": "paddle boat"})

    said = await world.ben.click(seat.response, label="I was right")

    assert text(said.response) == APPEALED
    course = await world.knowledge.library.find_course(world.course)
    assert course is not None
    assert len(await world.knowledge.appeals.list_open(course.id)) == 1


async def test_nobody_appeals_against_a_choice_or_for_somebody_else(world: World) -> None:
    game = await play_one(world, single())
    await game.answer(world.ana, right=False)
    await game.host("Reveal")
    await game.host("Finish")
    mistake = await world.ana.click(world.public.last_message, label="My mistakes")
    question = await game.question()

    forged = await press_old(world, await game.message(), quiz_ids.appeal(question.id))

    assert "I was right" not in labels(mistake.response)
    assert text(forged.response) == NOT_APPEALABLE


async def test_one_press_for_a_result_makes_one_board(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    game = await play_one(world, single())
    await game.answer(world.ana, right=False)
    await game.host("Reveal")
    await game.host("Finish")
    board = world.public.last_message
    make, made = standings.leaderboard, []

    async def counting(session: Any, quiz_id: int) -> Any:
        made.append(quiz_id)
        return await make(session, quiz_id)

    monkeypatch.setattr(standings, "leaderboard", counting)
    await world.ana.click(board, label="My result")
    after_result = len(made)
    await world.ana.click(board, label="My mistakes")
    stranger = await world.ben.click(board, label="My mistakes")

    assert after_result == 1
    assert len(made) == 1, "mistakes need no board"
    assert text(stranger.response) == NOT_IN
