"""What an id names is dealt with in its own course, also where another one was chosen since."""

from __future__ import annotations

import asyncio
from typing import Any

import discord
import pytest
import pytest_asyncio

from bot.cards import docs_ids
from bot.cards.answers_ids import OPEN
from bot.cards.gaps import STILL_GATHERING
from bot.cards.golden import UNSTARRED
from bot.cards.inbox import NO_PASSAGE
from bot.cards.verified import RETIRED
from bot.cogs import tending
from bot.cogs.tending import STILL_SEARCHING
from knowledge.exploring.servers import Servers
from knowledge.ingestion.batch import SourceFile
from knowledge.model.corpus import DocumentUse
from tests.cogs.conftest import World
from tests.cogs.reading import labels, receipt, text
from tests.cogs.standing import instructor, wait_for_a_person
from tests.cogs.test_answers_standing import ask, fix
from tests.cogs.test_gaps import ask_all, gaps
from tests.cogs.two_courses import NOON, ORCHIDS, TIDES, Two, add_two

HEAVY = (
    "How heavy is the mayor's chain of office?",
    "How much does the mayor's chain of office weigh?",
    "What is the weight of the mayor's chain of office?",
    "How heavy is the chain of office of the mayor?",
    "What does the chain of office of the mayor weigh?",
)


@pytest_asyncio.fixture(loop_scope="session")
async def two(world: World) -> Two:
    return await add_two(world)


@pytest.fixture
def boss(world: World, two: Two) -> Any:
    permissions = discord.Permissions(manage_guild=True)
    role = two.guild.create_role("Boss", permissions=permissions)
    return two.guild.add_member(world.env.create_user("boss", global_name="Boss"), roles=[role])


@pytest.fixture
def sal(world: World, two: Two) -> Any:
    user = world.env.create_user("sal", global_name="Sal")
    return two.guild.add_member(user, roles=[two.sailors])


async def choose(world: World, two: Two, who: Any, course_id: int) -> None:
    """The course that somebody goes on with, as if chosen in another message."""
    await world.env.advance_time(11)
    await world.knowledge.servers.note_use(who.id, two.guild.id, course_id)


async def of_sailing(world: World, two: Two, boss: Any, command: str, **options: Any) -> Any:
    """What a command shows of Sailing to whoever chooses Botany before they press anything."""
    await choose(world, two, boss, two.sailing)
    shown = await boss.slash(two.hall, command, **options)
    await choose(world, two, boss, two.botany)
    return shown.response


def written(question: str, words: str = "At noon, by the clock.") -> dict[str, Any]:
    return {"question": question, "words": words, "passages": [NO_PASSAGE]}


async def asked(two: Two, who: Any, question: str) -> str:
    return receipt((await who.slash(two.hall, "ask", question=question)).response)


async def test_a_receipt_says_which_course_is_confirmed_corrected_or_starred(
    world: World, two: Two, boss: Any, sal: Any
) -> None:
    for who, question, course_id in ((two.bo, ORCHIDS, two.botany), (sal, TIDES, two.sailing)):
        of = await asked(two, who, question)
        starred = await boss.slash(two.hall, "answers golden star", receipt=of)
        assert of in text(starred.response)
        (golden,) = await world.knowledge.golden.list_questions(course_id, two.guild.id)
        assert golden.receipt == of
        gone = await boss.slash(two.hall, "answers golden unstar", receipt=of)
        assert text(gone.response) == UNSTARRED.format(receipt=of)
        form = await boss.slash(two.hall, "answers verify", receipt=of)
        done = await boss.submit_modal(form, {"question": question})
        assert "Saved." in text(done.response)
        await world.env.advance_time(11)
        shown = await boss.slash(two.hall, "logs show", receipt=of)
        form = await boss.click(shown.response, label="Correct this answer…")
        done = await boss.submit_modal(form, written(question))
        assert "Saved." in text(done.response)
        (answer,) = await world.knowledge.verified.list_standing(course_id)
        assert answer.question == question
        await world.env.advance_time(11)


@pytest.mark.parametrize(
    ("label", "typed", "said"),
    [
        ("Answer…", written(HEAVY[0]), "Saved."),
        ("Not for this course…", {"reason": "Ask the mayor."}, "Closed."),
    ],
)
async def test_who_waits_in_the_other_course_is_answered_or_declined(
    world: World, two: Two, boss: Any, sal: Any, label: str, typed: Any, said: str
) -> None:
    waiting = await sal.slash(two.hall, "ask", question=HEAVY[0])
    await sal.click(waiting.response, label="Ask a human")
    shown = await of_sailing(world, two, boss, "answers inbox")

    form = await boss.click(shown, label=label)
    done = await boss.submit_modal(form, typed)

    assert said in text(done.response)


async def test_an_answer_of_the_other_course_is_opened_edited_kept_and_retired(
    world: World, two: Two, boss: Any, sal: Any
) -> None:
    form = await boss.slash(two.hall, "answers verify", receipt=await asked(two, sal, TIDES))
    await boss.submit_modal(form, {"question": TIDES})
    await put(world, two, NOON.replace("third", "second"))
    listed = await of_sailing(world, two, boss, "answers list")
    opened = await boss.select(listed, ["1"], custom_id=OPEN)
    assert "Retire" in labels(opened.response)

    form = await boss.click(opened.response, label="Edit…")
    edited = await boss.submit_modal(form, written(TIDES))
    assert "Saved." in text(edited.response)
    (answer,) = await world.knowledge.verified.list_standing(two.sailing)
    opened = await boss.select(
        await of_sailing(world, two, boss, "answers list"), [str(answer.id)], custom_id=OPEN
    )
    retired = await boss.click(opened.response, label="Retire")

    assert text(retired.response) == RETIRED


async def put(world: World, two: Two, words: str) -> None:
    course = world.knowledge.servers.layout.course(two.sailing)
    assert course is not None
    file = SourceFile("Sailing.txt", words.encode())
    assert not (await world.knowledge.ingester.ingest(course, [file])).skipped


async def test_a_gap_of_the_other_course_is_answered_and_put_away(
    world: World, two: Two, boss: Any, sal: Any
) -> None:
    ken = two.guild.add_member(world.env.create_user("ken", global_name="Ken"), roles=[two.sailors])
    for number, question in enumerate(HEAVY):
        of = await asked(two, (sal, ken)[number % 2], question)
        await world.env.advance_time(11)
    shown = await of_sailing(world, two, boss, "answers gaps")

    form = await boss.click(shown, label="Answer all…")
    done = await boss.submit_modal(form, {**written(HEAVY[4]), "receipts": [of]})
    assert "Saved." in text(done.response)

    away = await boss.click(shown, label="Dismiss")
    assert "Course: **Sailing**" in text(away.response)


async def test_documents_of_the_other_course_are_opened_published_and_removed(
    world: World, two: Two, boss: Any
) -> None:
    files = {"file": ("moon.txt", b"The moon pulls."), "file2": ("sun.txt", b"The sun pulls.")}
    added = await of_sailing(world, two, boss, "docs add", **files)

    published = await boss.click(added, label="Publish all")
    assert "**sun**" in text(published.response) or "sun" in text(published.response)
    names = [d.file_name for d in await world.knowledge.library.list_documents(two.sailing)]
    assert names == ["Sailing.txt", "moon.txt", "sun.txt"]
    listed = await of_sailing(world, two, boss, "docs list")
    moon = (await world.knowledge.library.list_documents(two.sailing))[1]
    which = docs_ids.published(moon.id)
    opened = await boss.select(listed, [which])
    assert "### moon" in text(opened.response)
    used = await boss.select(opened.response, [DocumentUse.TITLE_ONLY.name])
    assert "It holds from the next question on." in text(used.response)
    offered = await boss.slash(two.hall, "docs remove", document=which)
    form = await boss.click(offered.response, label="Erase for good now…")
    removed = await boss.submit_modal(form, {"title": "moon"})
    assert "moon is erased" in text(removed.response)


async def test_one_draft_of_the_other_course_replaces_a_version_and_shows_what_changed(
    world: World, two: Two, boss: Any, sal: Any
) -> None:
    form = await boss.slash(two.hall, "answers verify", receipt=await asked(two, sal, TIDES))
    await boss.submit_modal(form, {"question": TIDES})
    words = NOON.replace("third", "second").encode()
    added = await of_sailing(world, two, boss, "docs add", file=("Sailing.txt", words))

    published = await boss.click(added, label="Replace version 1")
    changed = await boss.click(published.response, label="What changed")
    assert "What changed · 1 of 1" in text(changed.response)
    kept = await boss.click(changed.response, label="Keep")

    assert "✅ Kept as it is." in text(kept.response)


async def test_a_form_that_is_late_is_said_to_be_and_opens_at_the_next_press(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    ida = instructor(world)
    of, _ = await wait_for_a_person(world)
    inbox = (await ida.slash(world.private, "answers inbox")).response
    first = await ask(world)
    await fix(world, ida, receipt(first.response))
    await ask_all(world)
    gap = await gaps(world)
    listed = (await ida.slash(world.private, "answers list")).response
    opened = (await ida.select(listed, ["1"])).response
    quick = Servers.course_of, Servers.course_of_record

    for message, label, said in (
        (inbox, "Answer…", STILL_SEARCHING),
        (opened, "Edit…", STILL_SEARCHING),
        (gap, "Answer all…", STILL_GATHERING),
        (None, "", STILL_SEARCHING),
    ):
        for look_ups in ([_late(one) for one in quick], quick):
            monkeypatch.setattr(Servers, "course_of", look_ups[0])
            monkeypatch.setattr(Servers, "course_of_record", look_ups[1])
            if message is None:
                heard = await ida.slash(world.private, "answers fix", receipt=of)
            else:
                who = world.max if message is gap else ida
                heard = await who.click(message, label=label)
            await world.env.advance_time(11)
            if look_ups is quick:
                assert heard.modal is not None, label
            else:
                assert text(heard.response) == said, label


def _late(look_up: Any) -> Any:
    """The same, but later than Discord waits for a form."""

    async def late(*given: Any) -> Any:
        await asyncio.sleep(tending.PATIENCE_SECONDS + 1)
        return await look_up(*given)

    return late
