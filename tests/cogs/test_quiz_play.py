"""A quiz as its players live it: what they press, what they hear, what nobody sees too early."""

from __future__ import annotations

import asyncio

import pytest

from bot.cards import quiz_ids
from knowledge.model.assessment import ItemDraft, Picked, Written
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
    launch,
    media,
    play_one,
    press_old,
    sent_payloads,
    stock,
    until,
)
from tests.cogs.reading import components, labels, text


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

    edits = [r.path for r in world.env.http_requests[before:] if r.method == "PATCH"]
    shown = [path for path in edits if path.startswith("/channels/")]
    assert len(shown) <= 2
    assert len(edits) - len(shown) <= 2, "the host's panel follows"
    assert "In so far: 12" in text(await game.lobby())


async def test_an_answer_can_be_changed_until_the_close(world: World) -> None:
    game = await play_one(world)
    right, wrong = await game.letter(), await game.letter(right=False)

    await game.answer(world.ana, right=False)
    changed = await game.answer(world.ana)
    same = await game.answer(world.ana)

    assert f"Changed from **{wrong}** to **{right}**." in text(changed.response)
    assert f"Still **{right}**." in text(same.response)
    given = await world.knowledge.quizmaster.responses.given(
        (await game.question()).id, world.ana.id
    )
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

    (player,) = await world.knowledge.quizmaster.roster.players(game.quiz_id)
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
        (NUMBER, "Answer", {"text": "48,000"}, "Recorded: **48,000**."),
        (DATE, "Answer", {"text": "14 May 1932"}, "Recorded: **14 May 1932**."),
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
    assert await world.knowledge.quizmaster.responses.given(question.id, world.ana.id) is None


@pytest.mark.parametrize(
    ("draft", "typed", "read"),
    [
        (NUMBER, "48 000 pounds", "Recorded: **48,000** (“48 000 pounds”)."),
        (NUMBER, "12,5", "Recorded: **12.5** (“12,5”)."),
        (NUMBER, "48,000", "Recorded: **48,000**."),
        (DATE, "14.5.1932", "Recorded: **14 May 1932** (“14.5.1932”)."),
    ],
)
async def test_the_receipt_says_how_a_number_or_a_date_was_read(
    world: World, draft: ItemDraft, typed: str, read: str
) -> None:
    game = await play_one(world, draft)

    form = await world.ana.click(await game.message(), label="Answer")
    said = await world.ana.submit_modal(form, {"text": typed})

    assert read in text(said.response)


async def test_a_number_with_something_strange_beside_it_is_given_back(world: World) -> None:
    game = await play_one(world, NUMBER)

    form = await world.ana.click(await game.message(), label="Answer")
    said = await world.ana.submit_modal(form, {"text": "12,5 abc"})

    assert "Nothing was saved: answer again." in text(said.response)
    question = await game.question()
    assert await world.knowledge.quizmaster.responses.given(question.id, world.ana.id) is None


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
            master.responses.respond(
                question.id, n, f"Guest {n}", Written("ferry"), world.env.now(), 10**6 + n
            )
            for n in range(1, 31)
        )
    )
    await game.host("Reveal")

    assert len(receipts) == 30
    assert "**30 of 30** answered right" in text(await game.message())
