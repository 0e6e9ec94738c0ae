"""What the console says of itself and keeps: each look on record, one course or all, who learns."""

from __future__ import annotations

import re
from html import unescape

import discord
import pytest

from bot.console.app import MENU, PAGES
from bot.console.sessions import Holder
from bot.console.visit import Scope
from bot.console.visitor import Visitor
from knowledge.model.audit import StaffAct
from knowledge.model.server import LogMode, ServerSettings
from knowledge.model.study import StudyKind
from knowledge.storage import servers, study_sessions
from tests.cogs.browsing import entered, token, words
from tests.cogs.conftest import World
from tests.cogs.moderating import ask, moderator, trail
from tests.cogs.quizzes import finished
from tests.cogs.standing import fix, instructor
from tests.cogs.test_console_pages import COST, OPENED, UNANSWERABLE, asked_again, table
from tests.cogs.two_courses import add_two

GETS = [page for page in PAGES if page.method == "GET"]


async def looks(world: World) -> int:
    acts = (StaffAct.VIEWED, StaffAct.SEARCHED)
    return len([entry for entry in await trail(world) if entry.act in acts])


async def test_every_page_is_on_record_figures_once_and_peoples_words_each_time(
    world: World,
) -> None:
    receipt = await ask(world, OPENED)
    game, _ = await finished(world)
    quiz = (await game.quiz()).receipt
    async with entered(world, world.max) as client:
        said = words(await client.get("/record/A-0000"))
        assert "Each page that you open is on record: one with figures alone once" in said
        for page in GETS:
            known = quiz if page.path.startswith("/quizzes") else receipt
            address = page.path.replace("{receipt}", known)
            new = []
            for _ in range(2):
                before = await looks(world)
                assert (await client.get(address)).status_code == 200
                new.append(await looks(world) - before)
            assert new == ([1, 0] if page.noted else [1, 1]), page.path
    async with entered(world, world.max) as client:
        before = await looks(world)
        await client.get("/")
        assert await looks(world) == before + 1, "another session is another look"
    targets = {entry.target for entry in await trail(world) if entry.act is StaffAct.VIEWED}
    assert {"overview", "themes", "confusion map", "quizzes", "audit", "gaps", "learners"} < targets


async def test_every_table_on_a_page_is_there_as_csv(world: World) -> None:
    receipt = await ask(world, OPENED)
    game, _ = await finished(world)
    quiz = (await game.quiz()).receipt
    async with entered(world, world.max) as client:
        reader = table(await client.get("/learners?as=csv"))[0]["who"]
        listed = [address for address, _, _ in MENU] + [
            f"/record/{receipt}",
            f"/record/{quiz}",
            f"/quizzes/{quiz}",
            f"/learners?reader={reader}",
        ]
        taken = []
        for address in listed:
            page = (await client.get(address)).text
            links = re.findall(r'href="([^"]*as=csv[^"]*)"', page)
            assert bool(links) is ("<table" in page), address
            for link in links:
                assert table(await client.get(unescape(link))), link
                taken.append(link)
        chosen = table(await client.get(f"/quizzes/{quiz}?as=csv&table=options"))

    assert len(taken) == 13
    assert [row["chosen"] for row in chosen if row["is_right"] == "yes"] == ["2", "1"]


async def test_each_page_of_the_menu_says_whether_it_is_of_one_course_or_all(
    world: World,
) -> None:
    two = await add_two(world)
    boss = two.guild.create_role("Boss", permissions=discord.Permissions(administrator=True))
    eve = two.guild.add_member(world.env.create_user("eve", global_name="Eve"), roles=[boss])
    scopes = {page.path: page.scope for page in PAGES}
    async with entered(world, eve, two.hall) as client:
        for address, _, _ in MENU:
            page = await client.get(address)
            of_one = scopes[address] is Scope.COURSE
            assert ("Of the course Botany Sailing Show" in words(page)) is of_one, address
            assert ("Of all courses of this server." in words(page)) is not of_one, address
        gaps = await client.get("/gaps")
        form = {"token": token(gaps), "course": str(two.sailing), "back": "/gaps"}
        chosen = await client.post("/course", data=form)
        assert chosen.headers["location"] == "/gaps"
        for address in ("/gaps", "/themes", "/confusion"):
            kept = (await client.get(address)).text
            assert f'<option value="{two.sailing}" selected>' in kept
        elsewhere = await client.post("/course", data=form | {"back": "https://evil.example"})
        assert elsewhere.headers["location"] == "/"


async def test_a_search_for_study_sessions_is_of_all_courses_of_the_server(world: World) -> None:
    two = await add_two(world)
    boss = two.guild.create_role("Boss", permissions=discord.Permissions(administrator=True))
    eve = two.guild.add_member(world.env.create_user("eve", global_name="Eve"), roles=[boss])
    studied = ((two.botany, "orchids"), (two.sailing, "tides"), (1, "bridges"))
    async with world.knowledge.database.write() as session:
        for number, (course, subject) in enumerate(studied, start=1):
            await study_sessions.add_session(
                session, course_id=course, user_id=two.bo.id, kind=StudyKind.CHOSEN,
                subject=subject, items=[], at=world.env.now(), event_id=number,
            )  # fmt: skip
    async with entered(world, eve, two.hall) as client:
        page = words(await client.get("/search?kind=study"))
        listed = table(await client.get("/learners?as=csv"))

    assert "orchids" in page
    assert "tides" in page
    assert "bridges" not in page
    assert [row["study_sessions"] for row in listed] == ["2"]


async def test_learners_are_listed_newest_first_and_open_by_their_pseudonym(world: World) -> None:
    await ask(world, OPENED)
    await asked_again(world, COST)
    await world.env.advance_time(60)
    theirs = await asked_again(world, UNANSWERABLE, world.ben)
    mona = moderator(world)
    async with entered(world, mona) as client:
        page = await client.get("/learners")
        rows = table(await client.get("/learners?as=csv"))
        record = await client.get("/learners", params={"reader": rows[0]["who"]})

    assert [row["questions"] for row in rows] == ["1", "2"]
    assert page.text.index(rows[0]["who"]) < page.text.index(rows[1]["who"])
    assert "2 learners: whoever asked, played or studied last comes first" in words(page)
    for name in ("Ana", "Ben", str(world.ana.id)):
        assert name not in page.text
    assert theirs in record.text
    targets = [e.target for e in await trail(world) if e.actor_id == mona.id]
    assert targets == ["console", "learners", "learners", "learners", "learner record"]
    assert rows[0]["who"] not in str(await trail(world))


async def test_who_played_is_a_learner_and_is_named_where_the_log_shows_names(
    world: World,
) -> None:
    await finished(world)
    async with world.knowledge.database.write() as session:
        await servers.put(session, world.guild.id, ServerSettings(log_mode=LogMode.NAMES))
    async with entered(world, moderator(world)) as client:
        page = words(await client.get("/learners"))

    assert "Ana 0 1 0" in page
    assert "Ben 0 1 0" in page
    assert "Max" not in page, "a host is no learner"


async def test_a_record_says_in_words_how_sure_it_was_and_keeps_figures_behind_a_lid(
    world: World,
) -> None:
    answered, refused = await ask(world, OPENED), await asked_again(world, UNANSWERABLE)
    async with entered(world, moderator(world)) as client:
        page = (await client.get(f"/record/{answered}")).text
        abstained = words(await client.get(f"/record/{refused}"))

    seen, lid = page.split("<details>")
    assert "answered, sure" in seen
    assert "<strong>close to the question</strong>, quoted" in seen
    assert '<dd dir="auto">Small course</dd>' in seen
    assert "confidence" not in seen.casefold()
    assert "Confidence" in lid
    assert "sentence cosine" in lid
    assert "a private answer" in seen
    assert "discord.com" not in page
    assert "I can't find that in this course's documents." in abstained
    assert "abstained, nothing close enough" in abstained


async def test_a_record_names_who_stands_behind_its_answer(world: World) -> None:
    receipt = await ask(world, UNANSWERABLE)
    await fix(world, instructor(world, "Ines"), receipt, "6,192 K.")
    async with entered(world, moderator(world)) as client:
        page = words(await client.get(f"/record/{receipt}"))

    assert "Verified answer Answered by Ines" in page
    assert "6,192 K." in page
    assert "The answer as it was first shown I can't find that" in page


@pytest.mark.parametrize(("action", "helps"), [("logs search", True), ("logs audit", False)])
async def test_a_new_link_is_offered_only_where_it_would_help(
    world: World, action: str, helps: bool
) -> None:
    mona = moderator(world)
    guild = world.bot.get_guild(world.guild.id)
    assert guild is not None
    holder = Holder(mona.id, world.guild.id, world.private.id, frozenset())
    visitor = Visitor(await guild.fetch_member(mona.id), world.bot, holder)

    said = visitor.refusal(action)

    assert said is not None
    assert ("Get a new link" in said) is helps, "what Mona may not do, no link lets her do"
