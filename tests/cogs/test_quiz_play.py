"""A quiz as its players live it: what they press, what they hear, what nobody sees too early."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.cards import quiz_ids
from bot.cards.quiz_board import NOT_IN
from bot.cogs.study_play import APPEALED, NOT_APPEALABLE
from knowledge.model.assessment import ItemDraft, Picked, Written
from knowledge.quizzing import live_board
from tests.cogs.conftest import World
from tests.cogs.quizzes import (
    ALL_KINDS,
    CITATION,
    CLOZE,
    DATE,
    MATCHING,
    NUMBER,
    ORDERING,
    RIGHT_MARK,
    SEVERAL,
    TRUE_FALSE,
    Game,
    launch,
    media,
    press_old,
    sent_payloads,
    single,
    stock,
    until,
)
from tests.cogs.reading import components, labels, text


async def play_one(world: World, *drafts: ItemDraft, **options: Any) -> Game:
    """A quiz of these items with its first question open."""
    await stock(world, *(drafts or (single(),)))
    game = await launch(world, **{"number": max(1, len(drafts)), **options})
    await game.host("Open next")
    return game


async def test_a_quiz_from_the_lobby_to_the_board(world: World) -> None:
    await stock(world)
    game = await launch(world)
    joined = await world.ana.click(await game.lobby(), label="Join")
    for number in (1, 2, 3):
        await game.host("Open next")
        assert f"Question {number} of 3" in text(await game.message())
        recorded = await game.answer(world.ana)
        assert f"Recorded: **{await game.letter()}**" in text(recorded.response)
        await game.answer(world.ben, right=number == 1)
        await game.host("Reveal")
        assert "✅ **Correct**" in text(await game.message())
    await game.host("Finish")
    await world.env.advance_time(2)

    board = world.public.last_message
    assert joined.ephemeral
    assert "**1.** Ana · 3 points · 3 of 3 right" in text(board)
    assert "**2.** Ben · 1 point ·" in text(board)
    assert labels(board) == ["My result", "My mistakes", "My name here", "Catch up"]
    assert "This quiz is over." in text(await game.lobby())
    assert labels(await game.lobby()) == []
    assert "over" in text(game.panel)


async def test_the_lobby_shows_who_is_in(world: World) -> None:
    await stock(world)
    game = await launch(world)

    joined = await world.ana.click(await game.lobby(), label="Join")
    again = await world.ana.click(await game.lobby(), label="Join")
    one = text(await game.lobby())
    await world.ben.click(await game.lobby(), label="Join")
    await world.env.advance_time(2)
    two = text(await game.lobby())
    left = await world.ana.click(await game.lobby(), label="Leave")
    await world.env.advance_time(2)

    assert "You are in." in text(joined.response)
    assert "in already" in text(again.response)
    assert "In so far: 1**\nAna" in one
    assert "In so far: 2**\nAna, Ben" in two
    assert "You are out." in text(left.response)
    assert "In so far: 1**\nBen" in text(await game.lobby())


async def test_the_list_of_a_lively_lobby_is_not_edited_for_every_press(world: World) -> None:
    await stock(world)
    game = await launch(world)
    lobby = await game.lobby()
    crowd = [
        world.guild.add_member(world.env.create_user(f"guest{n}", global_name=f"Guest {n}"))
        for n in range(12)
    ]
    before = len(world.env.http_requests)

    for guest in crowd:
        await guest.click(lobby, label="Join")
    await world.env.advance_time(1.3)

    edits = [r for r in world.env.http_requests[before:] if r.method == "PATCH"]
    assert len(edits) <= 2
    assert "In so far: 12" in text(await game.lobby())


async def test_an_answer_can_be_changed_until_the_close(world: World) -> None:
    game = await play_one(world)
    right, wrong = await game.letter(), await game.letter(right=False)

    await game.answer(world.ana, right=False)
    changed = await game.answer(world.ana)
    same = await game.answer(world.ana)

    assert f"Changed from **{wrong}** to **{right}**." in text(changed.response)
    assert f"Still **{right}**." in text(same.response)
    given = await world.knowledge.quizmaster.given((await game.question()).id, world.ana.id)
    assert given is not None
    assert given.response == Picked((1,))


async def test_every_press_is_answered_once_privately_and_without_a_follow_up(
    world: World,
) -> None:
    game = await play_one(world)

    pressed = [await game.answer(member) for member in (world.ana, world.ben, world.ana)]

    for result in pressed:
        assert result.ephemeral
        assert not result.deferred
        assert result.followups == []


async def test_who_answers_without_having_joined_is_in(world: World) -> None:
    game = await play_one(world)

    await game.answer(world.ben)

    (player,) = await world.knowledge.quizmaster.players(game.quiz_id)
    assert (player.user_id, player.name) == (world.ben.id, "Ben")


async def test_many_answers_at_once_all_count_once(world: World) -> None:
    game = await play_one(world)
    message, letter = await game.message(), await game.letter()
    crowd = [
        world.guild.add_member(world.env.create_user(f"guest{n}", global_name=f"Guest {n}"))
        for n in range(20)
    ]

    results = [await member.click(message, label=letter) for member in (*crowd, *crowd)]
    await game.host("Reveal")

    assert all(result.acknowledged for result in results)
    assert "**20 of 20** answered right" in text(await game.message())


@pytest.mark.parametrize("draft", ALL_KINDS, ids=lambda draft: draft.type.value)
async def test_no_key_leaves_before_the_reveal(world: World, draft: ItemDraft) -> None:
    game = await play_one(world, draft)
    await world.ana.click(await game.lobby(), label="Join")
    message = await game.message()
    for component in components(message):
        if component["type"] == 2:
            await world.ana.click(message, custom_id=component["custom_id"])
        elif component["type"] == 3:
            await world.ana.select(message, ["0"])
    for label in ("+15 s", "Pause", "Resume", "Close now", "Update"):
        await game.host(label)

    before = sent_payloads(world)
    await game.host("Reveal")

    for secret in (RIGHT_MARK, CITATION.quote, "✅"):
        assert secret not in before
    assert RIGHT_MARK in sent_payloads(world)


async def test_nobody_sees_a_count_before_the_close(world: World) -> None:
    game = await play_one(world)
    shown = text(await game.message())

    await game.answer(world.ana)
    await game.answer(world.ben)

    assert text(await game.message()) == shown
    assert not media(await game.message())


async def test_several_right_answers_are_chosen_in_one_select(world: World) -> None:
    game = await play_one(world, SEVERAL)
    order = (await game.question()).order
    slots = [str(order.index(place)) for place in (2, 0)]

    result = await world.ana.select(await game.message(), slots)
    await game.host("Reveal")

    assert "Recorded: **" in text(result.response)
    assert "**1 of 1** answered right" in text(await game.message())
    assert text(await game.message()).count("✅ **Correct**") == 2


async def test_true_or_false_has_two_buttons(world: World) -> None:
    game = await play_one(world, TRUE_FALSE)

    result = await world.ana.click(await game.message(), label="True")

    assert labels(await game.message()) == ["True", "False", "Report 🚩"]
    assert "Recorded: **True**." in text(result.response)


@pytest.mark.parametrize(
    ("draft", "label", "typed", "said"),
    [
        (CLOZE, "Answer", {"text": " ferry "}, "Recorded: “ferry”."),
        (NUMBER, "Answer", {"text": "48,000"}, "Recorded: “48,000”."),
        (DATE, "Answer", {"text": "14 May 1932"}, "Recorded: “14 May 1932”."),
    ],
    ids=lambda value: value.type.value if isinstance(value, ItemDraft) else None,
)
async def test_what_is_typed_goes_through_a_form(
    world: World, draft: ItemDraft, label: str, typed: dict[str, str], said: str
) -> None:
    game = await play_one(world, draft)

    shown = await world.ana.click(await game.message(), label=label)
    result = await world.ana.submit_modal(shown, typed)
    await game.host("Reveal")

    assert said in text(result.response)
    assert result.ephemeral
    assert "**1 of 1** answered right" in text(await game.message())


@pytest.mark.parametrize(
    ("draft", "label"), [(ORDERING, "Put in order"), (MATCHING, "Match")], ids=["order", "match"]
)
async def test_orders_and_pairs_are_chosen_in_a_form(
    world: World, draft: ItemDraft, label: str
) -> None:
    game = await play_one(world, draft)
    order = (await game.question()).order

    shown = await world.ana.click(await game.message(), label=label)
    slots = {f"step{step}": [str(order.index(step))] for step in range(3)}
    result = await world.ana.submit_modal(shown, slots)
    await game.host("Reveal")

    assert "Recorded: **" in text(result.response)
    assert "**1 of 1** answered right" in text(await game.message())


async def test_what_cannot_be_read_is_given_back_and_not_counted(world: World) -> None:
    game = await play_one(world, NUMBER)

    shown = await world.ana.click(await game.message(), label="Answer")
    result = await world.ana.submit_modal(shown, {"text": "a lot"})

    assert "Nothing was saved: answer again." in text(result.response)
    question = await game.question()
    assert await world.knowledge.quizmaster.given(question.id, world.ana.id) is None


async def test_the_deadline_closes_and_reveals_by_itself(world: World) -> None:
    game = await play_one(world, seconds=20)
    (deadline,) = until(await game.message())
    await game.answer(world.ana)

    await world.env.advance_time(19)
    before = text(await game.message())
    await world.env.advance_time(3)

    question = await game.question()
    assert question.opened_at is not None
    assert 19 <= deadline - question.opened_at.timestamp() <= 21
    assert "Correct" not in before
    assert "✅ **Correct**" in text(await game.message())
    assert "is done" in text(game.panel), "the host's panel follows"


async def test_a_late_press_hears_by_how_much_it_was_late(world: World) -> None:
    game = await play_one(world, seconds=20)
    message = await game.message()
    await world.env.advance_time(30)
    question = await game.question()

    late = await press_old(world, message, quiz_ids.press(question.id, "0"))

    assert "Time was up" in text(late.response)
    assert "s before your click" in text(late.response)


async def test_a_question_without_limit_stays_open(world: World) -> None:
    game = await play_one(world, seconds=0)

    await world.env.advance_time(500)
    result = await game.answer(world.ana)

    assert "No time limit" in text(await game.message())
    assert "Recorded" in text(result.response)


async def test_the_reveal_has_a_chart_the_reason_and_the_passage(world: World) -> None:
    game = await play_one(world)
    await game.answer(world.ana)
    await game.answer(world.ben, right=False)

    await game.host("Reveal")

    message = await game.message()
    (picture,) = media(message)
    right, wrong = await game.letter(), await game.letter(right=False)
    assert f"{right} (correct): 1, 50 %" in picture["description"]
    assert f"{wrong}: 1, 50 %" in picture["description"]
    assert f"**{right}.** Ruth Calder ✅ **Correct** · 1 (50 %)" in text(message)
    assert RIGHT_MARK in text(message)
    assert f"> {CITATION.quote}" in text(message)
    assert labels(message) == ["Ask about this", "Report 🚩"]


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


async def finished(world: World, **options: Any) -> tuple[Game, Any]:
    """Ana had both right, Ben one; the message with the board."""
    await stock(world, single(1), single(2))
    game = await launch(world, number=2, **options)
    for number in (1, 2):
        await game.host("Open next")
        await game.answer(world.ana)
        await game.answer(world.ben, right=number == 1)
        await game.host("Reveal")
    await game.host("Finish")
    return game, world.public.last_message


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

    assert "Mistake 1 of 2" in first
    assert "Mistake 2 of 2" in text(turned.response)
    assert turned.response.id == shown.response.id


async def test_who_hides_disappears_from_the_board_at_once(world: World) -> None:
    _, board = await finished(world)

    shown = await world.ana.click(board, label="My name here")
    await world.ana.click(shown.response, label="Hide me")

    assert "Ana" not in text(world.public.last_message)
    assert "**2.** Ben" in text(world.public.last_message)


async def test_an_alias_stands_on_the_board(world: World) -> None:
    _, board = await finished(world)

    shown = await world.ana.click(board, label="My name here")
    form = await world.ana.click(shown.response, label="Use another name")
    said = await world.ana.submit_modal(form, {"alias": "@everyone **Fox**"})

    assert "@everyone **Fox**" in text(said.response)
    assert "**1.** @everyone **Fox**" in text(world.public.last_message)


async def test_a_private_board_shows_nobody(world: World) -> None:
    _, board = await finished(world, board="private")

    assert "Ana" not in text(board)
    assert "rank 1 of 2" in text((await world.ana.click(board, label="My result")).response)


async def test_two_channels_play_at_once(world: World) -> None:
    await stock(world)
    here = await launch(world)
    there = await world.max.slash(world.private, "quiz launch", number=2)
    await world.max.click(there.response, label="Start")

    await here.host("Open next")
    await world.max.click(there.response, label="Open next")

    assert "Question 1 of 3" in text(await here.message())
    assert "Question 1 of 2" in text(world.private.last_message)


async def test_answers_that_come_together_are_each_acknowledged(world: World) -> None:
    game = await play_one(world, CLOZE)
    question = await game.question()
    master = world.knowledge.quizmaster

    receipts = await asyncio.gather(
        *(
            master.respond(
                question.id, n, f"Guest {n}", Written("ferry"), world.env.now(), 10**6 + n
            )
            for n in range(1, 31)
        )
    )
    await game.host("Reveal")

    assert len(receipts) == 30
    assert "**30 of 30** answered right" in text(await game.message())


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
    make, made = live_board.leaderboard, []

    async def counting(session: Any, quiz_id: int) -> Any:
        made.append(quiz_id)
        return await make(session, quiz_id)

    monkeypatch.setattr(live_board, "leaderboard", counting)
    await world.ana.click(board, label="My result")
    after_result = len(made)
    await world.ana.click(board, label="My mistakes")
    stranger = await world.ben.click(board, label="My mistakes")

    assert after_result == 1
    assert len(made) == 1, "mistakes need no board"
    assert text(stranger.response) == NOT_IN
