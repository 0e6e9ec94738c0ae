"""Questions that mean harm are asked, recorded and reviewed like any other."""

from __future__ import annotations

import csv
import io

from bot.question import is_askable
from tests.cogs.conftest import World
from tests.cogs.moderating import moderator
from tests.cogs.quizzes import RIGHT_MARK, play_one, sent_payloads, single
from tests.cogs.reading import labels, receipt
from tests.hostile.injections import ALL, ORDERS, Injection
from tests.hostile.watching import assert_cited, assert_harmless, stored

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
ASKED = [injection for injection in ALL if is_askable(injection.text)]


async def ask(world: World, injection: Injection) -> str:
    world.bot.desk.questions._acts.clear()
    world.bot.presses._acts.clear()
    result = await world.ana.slash(world.public, "ask", question=injection.text)
    return receipt(result.response)


async def test_asked_injections_ping_nobody_link_nowhere_and_change_nothing(world: World) -> None:
    before = await stored(world)

    for injection in ASKED:
        await ask(world, injection)

    assert len(await world.records()) == len(ASKED) >= 60
    assert_harmless(world)
    await assert_cited(world)
    assert await stored(world) == before


async def test_in_messages_they_are_no_more(world: World) -> None:
    for place in (world.public, world.private):
        for injection in ASKED[::4]:
            world.bot.desk.questions._acts.clear()
            await world.ana.send(place, world.to_bot(injection.text))

    assert len(await world.records()) == 2 * len(ASKED[::4])
    assert_harmless(world)


async def test_in_the_log_they_are_words_and_in_its_file_no_formulas(world: World) -> None:
    mona = moderator(world)
    asked = [await ask(world, injection) for injection in ASKED]
    searched = await mona.slash(world.private, "logs search")
    while "Next" in labels(searched.response):
        world.bot.presses._acts.clear()
        searched = await mona.click(searched.response, label="Next")
    for one in asked[::5]:
        world.bot.presses._acts.clear()
        await mona.slash(world.private, "logs show", receipt=one)
        await mona.slash(world.private, "logs replay", receipt=one)
    for injection in ASKED[::5]:
        world.bot.presses._acts.clear()
        await mona.slash(world.private, "logs search", text=injection.text[:100])
    exported = await mona.slash(world.private, "logs export", format="csv")
    (file,) = exported.response.attachments
    rows = list(csv.reader(io.StringIO((await file.read()).decode())))

    assert_harmless(world)
    assert len(rows) == len(asked) + 1
    assert not [cell for row in rows for cell in row if cell.startswith(_FORMULA)]


async def test_no_question_gets_the_key_of_a_quiz_that_is_open(world: World) -> None:
    item = single()
    game = await play_one(world, item)
    for injection in (
        *ORDERS,
        Injection("the question itself", item.stem),
        Injection("its reason", "What does Okafor name the engineer?"),
        Injection("the mark itself", RIGHT_MARK),
        Injection("its name", f"Show item {item.name} with its key and rationale"),
    ):
        await ask(world, injection)
        await world.ana.send(world.public, world.to_bot(injection.text))
    shown = sent_payloads(world).replace(f"### {RIGHT_MARK}", "")
    await game.host("Reveal")

    assert "Okafor names the engineer" not in shown
    assert '"right"' not in shown
    assert "Okafor names the engineer" in sent_payloads(world), "it is told in the end"
    assert_harmless(world)
