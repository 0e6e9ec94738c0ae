"""`/answers golden`: starred questions are asked again after each change, and staff hear of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import insert

from bot.cards import gaps_ids
from bot.cards.golden import NONE_STARRED, NOT_THERE, WHY_NOT
from bot.cards.inbox import NO_PASSAGE
from bot.cards.logs import HIDDEN_QUESTION
from knowledge.ingestion.batch import SourceFile
from knowledge.model.audit import StaffAct
from knowledge.model.golden import NotStarred
from knowledge.model.server import LogMode
from knowledge.storage import servers
from knowledge.storage.golden_tables import GoldenRow
from tests.cogs.conftest import World
from tests.cogs.course import BRIDGES
from tests.cogs.moderating import ask, press_forged, trail
from tests.cogs.reading import labels, text

OPENED = "When was the Tollan Bridge opened?"
COST = "What did the Tollan Bridge cost?"
TOLL = "What toll was charged on every cart?"
UNANSWERABLE = "What is the boiling point of tungsten?"


async def log_channel(world: World) -> Any:
    """The server's, which hears of runs."""
    room = world.guild.create_text_channel("log")
    async with world.knowledge.database.write() as session:
        known = await servers.get(session, world.guild.id)
        await servers.put(session, world.guild.id, replace(known, log_channel_id=room.id))
    return room


async def change(world: World, old: str, new: str) -> None:
    """The document on the bridge in another version."""
    course = await world.knowledge.library.find_course(world.course)
    assert course is not None
    assert old in BRIDGES
    file = SourceFile("bridge.md", BRIDGES.replace(old, new).encode())
    report = await world.knowledge.ingester.ingest(course, [file])
    assert not report.skipped


async def star(world: World, receipt: str) -> Any:
    return await world.max.slash(world.private, "answers golden star", receipt=receipt)


async def later(world: World) -> None:
    await world.env.advance_time(121)


async def test_a_change_of_the_documents_is_told_once_with_what_is_different(world: World) -> None:
    room = await log_channel(world)
    opened, toll = await ask(world, OPENED), await ask(world, TOLL)
    for receipt in (opened, toll):
        assert receipt in text((await star(world, receipt)).response)

    await change(world, "14 May 1932", "2 June 1933")
    await later(world)
    await world.ana.slash(world.private, "help")
    await later(world)
    await world.restart()
    await later(world)

    (told,) = room.history()
    assert "❌ 1 of 2 starred questions is answered differently now" in text(told)
    assert OPENED in text(told)
    assert "No longer quoted: The Tollan Bridge was opened on 14 May 1932" in text(told)
    assert TOLL not in text(told)
    assert labels(told) == [f"Review {opened}"]


async def test_a_course_that_cannot_be_asked_stops_no_other(world: World) -> None:
    room = await log_channel(world)
    await star(world, await ask(world, OPENED))
    bad = await world.knowledge.library.create_course("bad", "Bad")
    async with world.knowledge.database.write() as session:
        await session.execute(
            insert(GoldenRow).values(
                course_id=bad.id,
                receipt="A-BAD2",
                question=OPENED,
                mode="no such mode",
                decision="answered",
                starred_by=1,
                starred_at=datetime.now(UTC),
            )
        )

    await change(world, "14 May 1932", "2 June 1933")
    await later(world)

    (told,) = room.history()
    assert "❌ 1 starred question is answered differently now" in text(told)


async def test_another_star_does_not_hide_a_change_that_waits_to_be_asked_about(
    world: World,
) -> None:
    room = await log_channel(world)
    opened, toll = await ask(world, OPENED), await ask(world, TOLL)
    await star(world, opened)
    await later(world)

    await change(world, "14 May 1932", "2 June 1933")
    await star(world, toll)
    await later(world)

    (told,) = room.history()
    assert "❌ 1 of 2 starred questions is answered differently now" in text(told)


async def test_nothing_is_told_where_nothing_has_changed(world: World) -> None:
    room = await log_channel(world)
    await star(world, await ask(world, OPENED))

    await later(world)
    await world.restart()
    await later(world)

    assert room.history() == []


async def test_a_harmless_change_passes_and_is_told_as_that(world: World) -> None:
    room = await log_channel(world)
    await star(world, await ask(world, OPENED))
    await star(world, await ask(world, UNANSWERABLE))

    await change(world, "green ledger", "blue ledger")
    await world.restart()
    await later(world)

    (told,) = room.history()
    assert "✅ 2 starred questions are answered as before" in text(told)
    assert labels(told) == []


async def test_an_abstention_that_becomes_an_answer_is_a_change(world: World) -> None:
    room = await log_channel(world)
    await star(world, await ask(world, UNANSWERABLE))

    await change(
        world, "green ledger", "green ledger. The boiling point of tungsten is 5,930 degrees, it"
    )
    await later(world)

    assert "Was no answer, is now an answer" in text(room.history()[0])


async def test_the_review_button_opens_the_starred_answer(world: World) -> None:
    room = await log_channel(world)
    receipt = await ask(world, OPENED)
    await star(world, receipt)
    await change(world, "14 May 1932", "2 June 1933")
    await later(world)
    await world.restart()

    shown = await world.max.click(room.history()[0], label=f"Review {receipt}")

    assert shown.ephemeral
    assert "14 May 1932" in text(shown.response)


async def test_staff_run_them_whenever_they_like_and_see_how_they_came_out(world: World) -> None:
    await star(world, await ask(world, OPENED))
    await star(world, await ask(world, COST))
    before = (await world.max.slash(world.private, "answers golden list")).response
    await change(world, "48,000 pounds", "52,000 pounds")
    await world.restart()

    run = await world.max.click(before, label="Run now")
    after = (await world.max.slash(world.private, "answers golden list")).response

    assert "2 starred questions" in text(before)
    assert "not asked again yet" in text(before)
    assert "1 of 2 starred questions is answered differently now" in text(run.response)
    assert "No longer quoted: The bridge cost 48,000 pounds." in text(run.response)
    assert f"✅ as before {OPENED}" in text(after)
    assert f"❌ differently {COST}" in text(after)


async def test_an_answer_is_starred_once_and_can_be_taken_out(world: World) -> None:
    receipt = await ask(world, OPENED)

    await star(world, receipt.lower())
    twice = await star(world, receipt)
    out = await world.max.slash(world.private, "answers golden unstar", receipt=receipt)
    again = await world.max.slash(world.private, "answers golden unstar", receipt=receipt)
    left = await world.max.slash(world.private, "answers golden list")

    assert text(twice.response) == WHY_NOT[NotStarred.ALREADY]
    assert "No longer starred" in text(out.response)
    assert text(again.response) == NOT_THERE
    assert text(left.response) == NONE_STARRED
    acts = [entry.act for entry in await trail(world)]
    assert acts == [StaffAct.STARRED, StaffAct.WITHDRAWN]


async def test_a_question_that_goes_on_from_another_cannot_be_asked_alone(world: World) -> None:
    await world.ana.slash(world.public, "ask", question=OPENED)
    answer = world.public.last_message
    await world.ana.send(world.public, world.to_bot("And who built it?"), reply_to=answer)
    followed = (await world.records())[-1]

    result = await star(world, followed.receipt)

    assert followed.follows is not None
    assert text(result.response) == WHY_NOT[NotStarred.FOLLOWS]


async def test_what_a_person_wrote_is_not_asked_of_the_documents(world: World) -> None:
    first = await ask(world, UNANSWERABLE)
    form = await world.max.slash(world.private, "answers fix", receipt=first)
    typed = {"question": UNANSWERABLE, "words": "About 5,900 degrees.", "passages": [NO_PASSAGE]}
    await world.max.submit_modal(form, typed)

    results = [await star(world, first), await star(world, await ask(world, UNANSWERABLE))]

    for result in results:
        assert text(result.response) == WHY_NOT[NotStarred.WRITTEN]


async def test_what_nobody_asked_here_cannot_be_starred(world: World) -> None:
    result = await star(world, "A-ZZZZ")

    assert text(result.response) == WHY_NOT[NotStarred.GONE]


async def test_no_word_of_a_question_is_shown_where_the_log_shows_none(world: World) -> None:
    await star(world, await ask(world, OPENED))
    await world.knowledge.moderation.alerting.change(
        world.guild.id, by=world.max.id, mode=LogMode.NO_QUESTION_TEXT
    )

    shown = (await world.max.slash(world.private, "answers golden list")).response
    await change(world, "14 May 1932", "2 June 1933")
    run = (await world.max.slash(world.private, "answers golden run")).response

    for card in (shown, run):
        assert HIDDEN_QUESTION in text(card)
        assert OPENED not in text(card)


async def test_nobody_runs_them_faster_than_they_may_ask(world: World) -> None:
    await star(world, await ask(world, OPENED))
    run = [await world.max.slash(world.private, "answers golden run") for _ in range(6)]

    assert "Slow down" not in text(run[4].response)
    assert "Slow down" in text(run[5].response)


async def test_who_erases_their_data_takes_their_question_along(world: World) -> None:
    await star(world, await ask(world, OPENED))

    await world.knowledge.personal_data.erase(world.ana.id)

    left = await world.max.slash(world.private, "answers golden list")
    assert text(left.response) == NONE_STARRED


async def test_students_star_nothing_and_run_nothing(world: World) -> None:
    receipt = await ask(world, OPENED)

    refused = await world.ana.slash(world.private, "answers golden star", receipt=receipt)
    forged = await press_forged(world, world.ana, gaps_ids.run_golden(1))

    for heard in (refused, forged):
        assert "**Manage Events** permission" in text(heard.response)
