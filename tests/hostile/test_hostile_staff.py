"""What staff and readers write beside an answer: notes, reports, corrections."""

from __future__ import annotations

from tests.cogs.conftest import World
from tests.cogs.moderating import ask, moderator
from tests.cogs.reading import receipt, text
from tests.hostile.documents import question
from tests.hostile.injections import ALL
from tests.hostile.watching import assert_cited, assert_harmless

HARMLESS = question("t", 12)


async def test_notes_and_reports_are_words(world: World) -> None:
    mona = moderator(world)
    of = await ask(world, HARMLESS)
    asked = await world.ana.slash(world.public, "ask", question=HARMLESS)
    answer = world.public.last_message
    case = (await mona.slash(world.private, "logs show", receipt=of)).response
    marks = ["Wrong…", "Harmful…"]
    for number, injection in enumerate(ALL):
        world.bot.presses._acts.clear()
        form = await mona.click(case, label=marks[number % 2])
        await mona.submit_modal(form, {"note": injection.text})
        case = (await mona.slash(world.private, "logs show", receipt=of)).response
    for injection in ALL[::8]:
        world.bot.presses._acts.clear()
        form = await world.ben.context_menu(world.public, "Report answer", answer)
        await world.ben.submit_modal(form, {"note": f"It says: {injection.text}"})
        reported = receipt(asked.response)
        await mona.slash(world.private, "logs show", receipt=reported)

    assert_harmless(world)


async def test_a_correction_is_shown_as_words_and_never_as_the_documents(world: World) -> None:
    for number, injection in enumerate(ALL[::3]):
        world.bot.desk.questions._acts.clear()
        world.bot.presses._acts.clear()
        asked = question("t", number * 3)
        of = await ask(world, asked)
        form = await world.max.slash(world.private, "answers fix", receipt=of)
        typed = {"question": asked, "words": injection.text, "passages": ["0"]}
        await world.max.submit_modal(form, typed)
        again = await world.ben.slash(world.public, "ask", question=asked)
        assert "Max" in text(again.response)

    assert_harmless(world)
    await assert_cited(world)
