"""What comes back to a learner: mistakes, what is due, progress, reminders, **Quiz me on this**."""

from __future__ import annotations

from dataclasses import replace

from knowledge.model.assessment import (
    ChoiceKey,
    ItemDraft,
    ItemType,
)
from tests.cogs.conftest import World
from tests.cogs.quizzes import (
    media,
    single,
    stock,
)
from tests.cogs.reading import text
from tests.cogs.studying import (
    SHORT_TEXT,
    dm_count,
    letter,
    session_of,
    start,
)
from tests.cogs.test_answer_buttons import OPENED


async def test_quiz_me_on_this_keeps_what_was_open_and_says_how_to_return(world: World) -> None:
    await start(world, single(), SHORT_TEXT, theme="people")
    usual = await session_of(world, world.ana)
    asked = await world.ana.slash(world.private, "ask", question=OPENED)
    begun = await world.ana.click(asked.response, label="Quiz me on this")
    first = text(begun.response)
    stopped = await world.ana.click(begun.response, label="Stop")

    assert "Your other session is kept" in first
    assert "`/study start` goes on with it" in text(stopped.response)
    assert (await session_of(world, world.ana)).id == usual.id


async def test_mistakes_are_listed_and_studied_again(world: World) -> None:
    screen = await start(world, single())
    await world.ana.click(screen, label=await letter(world, right=False))
    listed = await world.ana.slash(world.private, "study mistakes")
    await world.restart()
    again = await world.ana.click(listed.response, label="Study these")
    await world.ana.click(again.response, label=await letter(world, right=True))
    none = await world.ana.slash(world.private, "study mistakes")

    assert "Right: Ruth Calder" in text(listed.response)
    assert "Your mistakes · 1 of 1" in text(again.response)
    assert "no open mistakes" in text(none.response)


async def test_due_says_when_and_then_asks(world: World) -> None:
    screen = await start(world, single())
    await world.ana.click(screen, label=await letter(world, right=True))
    early = await world.ana.slash(world.private, "study due")
    await advance_days(world, 3)
    later = await world.ana.slash(world.private, "study due")

    assert "Nothing is due now. Next: <t:" in text(early.response)
    assert "Due today · 1 of 1" in text(later.response)


async def test_progress_says_in_words_what_its_picture_shows(world: World) -> None:
    await stock(world, replace(single(), themes=("zebras", "Bridges", "apples")), SHORT_TEXT)
    screen = await world.ana.slash(world.private, "study start", theme="Bridges")
    await world.ana.click(screen.response, label=await letter(world, right=True))

    result = await world.ana.slash(world.private, "study progress")

    shown = text(result.response)
    (picture,) = media(result.response)
    assert result.ephemeral
    assert shown.index("**100 %** apples (1 of 1 answered)") < shown.index("**100 %** Bridges")
    assert shown.index("**100 %** Bridges") < shown.index("**100 %** zebras")
    assert "Not practised yet (1): people" in shown
    assert "Streak: **one day**" in shown
    assert "1 answer, 1 right · 0 open mistakes · 0 due now" in shown
    assert picture["description"].startswith(
        "Bar chart of your mastery by theme: 100 % in each of 3 themes."
    )
    assert result.response.attachments[0].filename == "progress.png"


async def test_progress_in_one_theme_needs_no_picture(world: World) -> None:
    screen = await start(world, single(), SHORT_TEXT, theme="bridges")
    await world.ana.click(screen, label=await letter(world, right=True))

    result = await world.ana.slash(world.private, "study progress")

    assert "**100 %** bridges (1 of 1 answered)" in text(result.response)
    assert not result.response.attachments
    for _ in range(2):
        await advance_days(world, 1)
    later = await world.ana.slash(world.private, "study progress")
    assert "No streak yet" in text(later.response)


async def test_a_reminder_comes_once_a_day_and_not_at_night(world: World) -> None:
    screen = await start(world, single())
    await world.ana.click(screen, label=await letter(world, right=True))
    hour = world.env.now().hour
    quiet_to = (hour + 4) % 24
    asleep = await world.ana.slash(
        world.private, "study reminders", zone="+00:00", quiet_from=hour, quiet_to=quiet_to
    )
    await advance_days(world, 3)
    at_night = dm_count(world)
    await world.restart()
    await world.env.advance_time(5 * 3_600)
    in_the_morning = dm_count(world)
    await world.restart()
    await world.env.advance_time(3_600)
    after_restart = dm_count(world)
    message = world.ana.user.dm_channel.last_message
    begun = await world.ana.user.click(message, label="Study now")

    assert "Reminders: on" in text(asleep.response)
    assert in_the_morning - at_night <= 1
    assert after_restart == in_the_morning >= 1
    assert "1 question is due" in text(message)
    assert "Due today · 1 of 1" in text(begun.response)


async def advance_days(world: World, days: int) -> None:
    for _ in range(days):
        await world.env.advance_time(24 * 3_600)


async def test_reminders_refuse_an_unknown_zone_and_can_be_turned_off(world: World) -> None:
    unknown = await world.ana.slash(world.private, "study reminders", zone="Moon/Crater")
    on = await world.ana.slash(world.private, "study reminders", zone="Europe/Bucharest")
    await world.restart()
    off = await world.ana.click(on.response, label="Turn off")
    now = await world.ana.slash(world.private, "study reminders")

    assert "don't know that time zone" in text(unknown.response)
    assert "Europe/Bucharest" in text(on.response)
    assert "off" in text(off.response)
    assert "Reminders: off" in text(now.response)


async def test_quiz_me_on_this_asks_about_the_cited_passage(world: World) -> None:
    await stock(world, single(), SHORT_TEXT)
    asked = await world.ana.slash(world.private, "ask", question=OPENED)
    await world.restart()

    begun = await world.ana.click(asked.response, label="Quiz me on this")

    assert begun.ephemeral
    assert "From the answer · 1 of 2" in text(begun.response)


async def test_quiz_me_on_this_offers_the_nearest_theme_where_there_is_nothing(
    world: World,
) -> None:
    elsewhere = ItemDraft(
        ItemType.TRUE_FALSE,
        "Lanterns are lit at noon.",
        ChoiceKey(frozenset({1})),
        ("True", "False"),
        themes=("lanterns",),
        name="lanterns",
    )
    await stock(world, elsewhere)
    asked = await world.ana.slash(world.private, "ask", question=OPENED)
    offered = await world.ana.click(asked.response, label="Quiz me on this")
    await world.restart()
    begun = await world.ana.click(offered.response, label="Study that theme")

    assert "no questions on these passages" in text(offered.response)
    assert "**lanterns**" in text(offered.response)
    assert "Study: lanterns · 1 of 1" in text(begun.response)
