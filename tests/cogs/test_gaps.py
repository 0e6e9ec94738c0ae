"""`/answers gaps`: what many ask and nobody answers, found, answered for all, and put away."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text as sql

from bot.cards import gaps_ids
from bot.cards.gaps import GAP_GONE, NO_GAPS
from bot.cards.logs import HIDDEN_QUESTION
from knowledge.model.audit import StaffAct
from knowledge.model.record import Complaint, Rating
from knowledge.model.server import LogMode
from tests.cogs.conftest import World
from tests.cogs.moderating import ask, press_forged, trail
from tests.cogs.reading import labels, text

DEADLINE = (
    "When is the final essay due?",
    "What is the deadline for the final essay?",
    "By which date do we hand in the final essay?",
    "When do we have to hand in the essay?",
    "Is there a due date for the final essay?",
)
CALCULATOR = "Can we use a calculator in the exam?"
ANSWER = "The essay is due on 3 July at noon."


async def ask_all(world: World, questions: tuple[str, ...] = DEADLINE) -> list[str]:
    """Receipts; two students ask in turn, not faster than they may."""
    receipts = []
    for number, question in enumerate(questions):
        receipts.append(await ask(world, question, (world.ana, world.ben)[number % 2]))
        await world.env.advance_time(11)
    return receipts


async def gaps(world: World) -> Any:
    return (await world.max.slash(world.private, "answers gaps")).response


async def test_five_questions_that_ask_for_the_same_are_a_gap(world: World) -> None:
    await ask_all(world, DEADLINE[:4])
    four = await gaps(world)
    await ask(world, CALCULATOR)
    await ask(world, DEADLINE[4], world.ben)
    five = await gaps(world)

    assert text(four) == NO_GAPS
    assert "5 open questions ask for much the same" in text(five)
    assert all(question in text(five) for question in DEADLINE)
    assert CALCULATOR not in text(five)
    assert "Gap 1 of 1" in text(five)


async def test_what_one_student_asks_again_and_again_is_one_question(world: World) -> None:
    for _ in range(5):
        await ask(world, DEADLINE[0])
        await world.env.advance_time(11)

    assert text(await gaps(world)) == NO_GAPS


async def test_an_answer_that_is_disliked_leaves_its_question_open(world: World) -> None:
    opened = ("When was the Tollan Bridge opened?", "When did the Tollan Bridge open?",
              "On what day was the Tollan Bridge opened?", "Tollan Bridge opened when?",
              "What is the opening date of the Tollan Bridge?")  # fmt: skip
    receipts = await ask_all(world, opened)
    liked = text(await gaps(world))
    for receipt in receipts:
        await world.knowledge.logbook.rate(receipt, world.max.id, Rating.DOWN, Complaint.WRONG)

    assert liked == NO_GAPS
    shown = text(await gaps(world))
    assert "5 open questions" in shown
    assert "A Short History of the Tollan Bridge" in shown


async def test_one_answer_reaches_all_who_asked_and_closes_the_gap(world: World) -> None:
    await ask_all(world)
    shown = await gaps(world)
    await world.restart()

    form = await world.max.click(shown, label="Answer all…")
    await world.restart()
    receipts = list((await found(world)).receipts)
    done = await world.max.submit_modal(
        form, {"question": DEADLINE[0], "words": ANSWER, "passages": ["0"], "receipts": receipts}
    )
    await world.env.advance_time(11)
    asked = (await world.ana.slash(world.private, "ask", question=DEADLINE[0].lower())).response

    assert "**Saved.**" in text(done.response)
    assert ANSWER in text(done.response)
    told = [text(message) for user in (world.ana, world.ben) for message in direct(world, user)]
    assert sum(ANSWER in words for words in told) == 5
    assert ANSWER in text(asked)
    assert text(await gaps(world)) == NO_GAPS


async def found(world: World) -> Any:
    course = await world.knowledge.library.find_course(world.course)
    assert course is not None
    (gap,) = await world.knowledge.gaps.find(course.id, world.guild.id)
    return gap


def direct(world: World, user: Any) -> Any:
    """What the bot has written to somebody."""
    return user.user.dm_channel.history()


async def test_who_is_taken_out_is_not_told_and_stays_open(world: World) -> None:
    receipts = await ask_all(world)
    form = await world.max.click(await gaps(world), label="Answer all…")

    await world.max.submit_modal(
        form,
        {
            "question": DEADLINE[0],
            "words": ANSWER,
            "passages": ["0"],
            "receipts": receipts[:1],
        },
    )

    left = await world.knowledge.logbook.find(receipts[1])
    answered = await world.knowledge.logbook.find(receipts[0])
    assert answered is not None
    assert answered.verified is not None
    assert left is not None
    assert left.verified is None


async def test_a_gap_that_is_put_away_stays_away_and_nobody_is_told(world: World) -> None:
    receipts = await ask_all(world)
    shown = await gaps(world)
    await world.restart()

    done = await world.max.click(shown, label="Dismiss")
    again = await press_forged(world, world.max, gaps_ids.dismiss_gap(receipts[0]))

    assert "Put away: 5 questions" in text(done.response)
    assert GAP_GONE in text(again.response)
    assert text(await gaps(world)) == NO_GAPS
    entries = [e for e in await trail(world) if e.act is StaffAct.DISMISSED]
    assert [(e.target, e.detail) for e in entries] == [("gap", {"questions": 5})]


async def test_no_word_of_a_question_is_shown_where_the_log_shows_none(world: World) -> None:
    await ask_all(world)
    await world.knowledge.moderation.alerting.change(
        world.guild.id, by=world.max.id, mode=LogMode.NO_QUESTION_TEXT
    )

    shown = await gaps(world)
    form = await world.max.click(shown, label="Answer all…")

    assert HIDDEN_QUESTION in text(shown)
    assert "essay" not in text(shown)
    assert "essay" not in str(form.modal)


async def test_what_was_asked_on_another_server_is_no_gap_here(world: World) -> None:
    await ask_all(world)
    shown = await gaps(world)
    async with world.knowledge.database.write() as session:
        await session.execute(sql("UPDATE records SET server_id = server_id + 1"))

    assert text(await gaps(world)) == NO_GAPS
    heard = await world.max.click(shown, label="Answer all…")
    assert GAP_GONE in text(heard.response)


async def test_students_see_no_gaps_and_close_none(world: World) -> None:
    receipts = await ask_all(world)

    refused = await world.ana.slash(world.private, "answers gaps")
    forged = [gaps_ids.answer_all(receipts[0]), gaps_ids.dismiss_gap(receipts[0])]
    heard = [await press_forged(world, world.ana, made) for made in forged]

    assert all("**Manage Events** permission" in text(h.response) for h in (refused, *heard))
    assert "5 open questions" in text(await gaps(world))


@pytest.mark.parametrize("course", ["empty"])
async def test_a_course_without_questions_has_no_gaps(world: World) -> None:
    shown = await gaps(world)

    assert text(shown) == NO_GAPS
    assert labels(shown) == []
