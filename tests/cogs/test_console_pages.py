"""What the console's pages show, to whom, and that none of it is another server's."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from typing import Any

import discord
import httpx
import pytest

from bot.access_table import ACCESS
from bot.console.app import PAGES
from knowledge.model.audit import StaffAct
from knowledge.model.record import Complaint, Rating
from knowledge.model.server import LogMode, ServerSettings
from knowledge.storage import audit, servers
from tests.cogs.browsing import entered, token, words
from tests.cogs.conftest import World
from tests.cogs.moderating import ask, moderator, trail
from tests.cogs.quizzes import finished

OPENED = "When was the Tollan Bridge opened?"
COST = "What did the Tollan Bridge cost?"
UNANSWERABLE = "What is the boiling point of tungsten?"
GETS = [page for page in PAGES if page.method == "GET"]


def table(answer: httpx.Response) -> list[dict[str, str]]:
    """A CSV file, as a spreadsheet reads it."""
    assert answer.headers["content-type"].startswith("text/csv"), answer.text
    assert "attachment" in answer.headers["content-disposition"]
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


async def use_mode(world: World, mode: LogMode) -> None:
    async with world.knowledge.database.write() as session:
        await servers.put(session, world.guild.id, ServerSettings(log_mode=mode))


async def leave_a_trace(world: World) -> None:
    """Leave an entry in the audit."""
    async with world.knowledge.database.write() as session:
        at, server = datetime(2026, 1, 1, tzinfo=UTC), world.guild.id
        await audit.append(
            session,
            at=at,
            server_id=server,
            actor_id=world.max.id,
            act=StaffAct.VIEWED,
            target="case",
        )


async def asked_again(world: World, question: str, who: Any = None) -> str:
    world.bot.desk.questions._acts.clear()
    return await ask(world, question, who)


async def test_the_overview_tells_how_much_waits_and_what_was_asked(world: World) -> None:
    receipt = await ask(world, OPENED)
    await asked_again(world, UNANSWERABLE)
    await world.knowledge.logbook.rate(receipt, world.ben.id, Rating.DOWN, Complaint.WRONG)

    async with entered(world, moderator(world)) as client:
        page = words(await client.get("/"))
        figures = table(await client.get("/?as=csv"))

    assert "2 answers wait for a review , 1 of them disliked or reported." in page
    assert {"figure": "Questions", "value": "2"} in figures
    assert {"figure": "Answered", "value": "1"} in figures


async def test_the_queue_begins_with_what_was_disliked_and_is_worked_off(world: World) -> None:
    first, second = await ask(world, OPENED), await asked_again(world, COST)
    await world.knowledge.logbook.rate(first, world.ben.id, Rating.DOWN, Complaint.WRONG)
    mona = moderator(world)
    async with entered(world, mona) as client:
        queue = (await client.get("/queue")).text
        assert queue.index(first) < queue.index(second)
        case = await client.get("/queue/next")
        assert first in case.text
        form = {"status": "wrong", "seen": "open", "note": "1931", "token": token(case)}
        kept = await client.post(f"/record/{first}/review", data=form)
        assert "Your review is saved." in words(await client.get(kept.headers["location"]))
        overtaken = await client.post(f"/record/{first}/review", data=form | {"status": "ok"})
        shown = words(await client.get(overtaken.headers["location"]))
        assert "Somebody else has reviewed it meanwhile" in shown
        assert "Status wrong" in shown
        assert second in (await client.get(f"/queue/next?after={first}")).text
        assert first not in (await client.get("/queue")).text
    acts = [(e.act, e.target) for e in await trail(world) if e.actor_id == mona.id]
    assert (StaffAct.VIEWED, "queue") in acts
    assert (StaffAct.VIEWED, first) in acts
    assert (StaffAct.REVIEWED, first) in acts


async def test_an_answer_is_shown_with_its_marked_quote_and_scores(world: World) -> None:
    receipt = await ask(world, COST)
    async with entered(world, moderator(world)) as client:
        page = (await client.get(f"/record/{receipt}")).text
        passages = table(await client.get(f"/record/{receipt}?as=csv"))
        typed = await client.get(f"/search?text={receipt.lower()}")

    assert "<mark>The bridge cost 48,000 pounds.</mark>" in page
    assert "Building the bridge" in page
    assert passages[0]["rank"] == "1"
    assert float(passages[0]["score"]) >= float(passages[1]["score"])
    assert typed.headers["location"] == f"/record/{receipt}"


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("text=tolla+opened", True),
        ("text=zeppelin", False),
        ("rating=disliked", True),
        ("rating=liked", False),
        ("status=open", True),
        ("status=wrong", False),
        ("kind=quiz", False),
        ("since={today}", True),
        ("until={today}", True),
        ("since=2099-01-01", False),
        ("until=2020-01-01", False),
        ("channel={private}", True),
        ("channel={public}", False),
        ("rating=nonsense", True),
        ("page=9999", True),
        ("page=-1", True),
        ("search=1", True),
    ],
)
async def test_a_search_is_narrowed_by_words_facets_and_days(
    world: World, query: str, is_found: bool
) -> None:
    receipt = await ask(world, OPENED)
    await world.knowledge.logbook.rate(receipt, world.ben.id, Rating.DOWN, Complaint.WRONG)
    today = world.env.now().astimezone(UTC).date().isoformat()
    query = query.format(today=today, private=world.private.id, public=world.public.id)
    async with entered(world, moderator(world)) as client:
        page = await client.get(f"/search?{query}")

    assert page.status_code == 200
    assert (f"/record/{receipt}" in page.text) is is_found


async def test_facets_tell_how_many_there_are_and_lead_to_them(world: World) -> None:
    receipt = await ask(world, OPENED)
    await asked_again(world, COST)
    await world.knowledge.logbook.rate(receipt, world.ben.id, Rating.DOWN, Complaint.WRONG)
    async with entered(world, moderator(world)) as client:
        page = await client.get("/search?text=bridge")
        assert "questions 2 quizzes 0" in words(page)
        assert "open 2" in words(page)
        assert "disliked 1" in words(page)
        assert "#reading-room 2" in words(page)
        narrowed = await client.get("/search?text=bridge&rating=disliked")
        assert f"/record/{receipt}" in narrowed.text
        assert "1 record, newest first" in words(narrowed)


async def test_a_search_is_put_on_record_once_and_its_pages_are_turned(world: World) -> None:
    receipts = [await asked_again(world, f"Which bridge has number {n}?") for n in range(12)]
    mona = moderator(world)
    async with entered(world, mona) as client:
        first = await client.get("/search?text=number")
        turn = first.text.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0]
        second = await client.get(turn.replace("&amp;", "&"))

    assert all(receipt in first.text for receipt in receipts[2:])
    assert all(receipt in second.text for receipt in receipts[:2])
    searched = [e for e in await trail(world) if e.act is StaffAct.SEARCHED]
    assert len(searched) == 1
    assert "number" not in str(searched[0].detail.values())


async def test_a_day_that_there_is_not_is_asked_for_again(world: World) -> None:
    async with entered(world, moderator(world)) as client:
        for day in ("2026-02-30", "yesterday", "9" * 30):
            page = await client.get("/search", params={"since": day})
            assert page.status_code == 422
            assert "2026-11-20" in words(page)


async def test_what_no_id_can_be_is_as_if_it_had_not_been_given(world: World) -> None:
    receipt = await ask(world, OPENED)
    await use_mode(world, LogMode.NAMES)
    async with entered(world, moderator(world)) as client:
        for name in ("channel", "search", "page"):
            for number in ("9" * 19, "9" * 100):
                page = await client.get("/search", params={name: number})
                assert page.status_code == 200
                assert receipt in page.text
        reader = await client.get("/search", params={"reader": "9" * 19})
        assert reader.status_code == 200
        never = await client.get("/search", params={"until": "9999-12-31"})
        assert never.status_code == 422


async def test_people_are_pseudonyms_and_a_name_takes_a_reason_and_the_right(
    world: World,
) -> None:
    receipt = await ask(world, OPENED)
    async with entered(world, moderator(world)) as client:
        pages = [await client.get(path) for path in ("/search", "/queue", f"/record/{receipt}")]
        for page in pages:
            assert "Reader " in page.text
            assert "Ana" not in words(page)
            assert str(world.ana.id) not in page.text
        form = {"reason": "A threat", "token": token(pages[0])}
        assert (await client.post(f"/record/{receipt}/name", data=form)).status_code == 403
    async with entered(world, world.max) as client:
        form = {"reason": "No  ", "token": token(await client.get("/"))}
        refused = await client.post(f"/record/{receipt}/name", data=form)
        assert refused.status_code == 422
        assert "Ana" not in words(refused)
        form["reason"] = "A threat against a pupil"
        shown = await client.post(f"/record/{receipt}/name", data=form)
        assert f"was asked by Ana, Discord id {world.ana.id}" in words(shown)
        assert "Ana" not in words(await client.get(f"/record/{receipt}"))
    unmasked = [e for e in await trail(world) if e.act is StaffAct.UNMASKED]
    assert [e.detail for e in unmasked] == [{"reason": "A threat against a pupil"}]


async def test_where_the_log_shows_names_so_does_the_console(world: World) -> None:
    receipt = await ask(world, OPENED)
    await use_mode(world, LogMode.NAMES)
    async with entered(world, moderator(world)) as client:
        assert "Asked by Ana" in words(await client.get(f"/record/{receipt}"))
        assert "Ana" in words(await client.get("/search"))


async def test_where_the_log_shows_no_questions_neither_does_the_console(world: World) -> None:
    receipt = await ask(world, OPENED)
    await use_mode(world, LogMode.NO_QUESTION_TEXT)
    async with entered(world, moderator(world)) as client:
        for path in ("/queue", "/search", f"/record/{receipt}", "/search?as=csv", "/gaps"):
            assert OPENED not in (await client.get(path)).text, path
        refused = words(await client.get("/search?text=bridge"))
    assert "can't be searched for words" in refused


async def test_a_learners_record_is_found_by_their_pseudonym(world: World) -> None:
    mine, other = await ask(world, OPENED), await asked_again(world, COST, world.ben)
    mona = moderator(world)
    async with entered(world, mona) as client:
        page = await client.get(f"/record/{mine}")
        reader = words(page).split("Asked by ")[1].split(" Where")[0]
        record = await client.get("/learners", params={"reader": reader.lower()})
        rows = table(await client.get("/learners", params={"reader": reader, "as": "csv"}))
        unknown = await client.get("/learners?reader=Reader+ZZZZZ")
        by_name = await client.get("/learners", params={"reader": str(world.ana.id)})

    assert mine in record.text
    assert other not in record.text
    assert "Ana" not in words(record)
    assert [row["receipt"] for row in rows] == [mine]
    assert unknown.status_code == by_name.status_code == 404
    looks = [e for e in await trail(world) if e.target == "learner record"]
    assert len(looks) == 2, "a page is one look, and so is a table, however long it is"
    assert reader not in str(looks)


async def test_a_quiz_is_told_act_by_act_and_its_questions_in_figures(world: World) -> None:
    game, _ = await finished(world)
    receipt = (await game.quiz()).receipt
    async with entered(world, moderator(world)) as client:
        timeline = await client.get(f"/record/{receipt}")
        acts = table(await client.get(f"/record/{receipt}?as=csv"))
        assert (await client.get(f"/quizzes/{receipt}")).status_code == 403
        assert (await client.get("/search?kind=quiz")).text.count(receipt) >= 1
    async with entered(world, world.max) as client:
        assert receipt in (await client.get("/quizzes")).text
        report = words(await client.get(f"/quizzes/{receipt}"))
        items = table(await client.get(f"/quizzes/{receipt}?as=csv"))
        unknown = await client.get("/quizzes/Q-0000")

    answered = [row for row in acts if row["act"] == "answered"]
    assert len(answered) == 4
    assert all(row["who"].startswith("Reader ") for row in answered)
    assert "Ruth Calder" in words(timeline)
    for name in ("Ana", "Ben", "Max"):
        assert name not in words(timeline)
        assert name not in report
    assert "Question 1 100 %" in report
    assert [row["facility"] for row in items] == ["1", "0.5"]
    assert unknown.status_code == 404


async def test_the_confusion_map_shows_where_questions_refusals_and_errors_meet(
    world: World,
) -> None:
    await ask(world, OPENED)
    await asked_again(world, COST)
    await finished(world)
    async with entered(world, moderator(world)) as client:
        page = words(await client.get("/confusion"))
        rows = table(await client.get("/confusion?as=csv"))

    assert "Building the bridge A Short History of the Tollan Bridge 2 0 25% of 4" in page
    [building] = [row for row in rows if row["section"] == "Building the bridge"]
    assert (building["questions"], building["quiz_answers"], building["score_lost"]) == (
        "2",
        "4",
        "1",
    )


async def test_the_audit_shows_what_staff_did_and_checks_its_chain(world: World) -> None:
    receipt = await ask(world, OPENED)
    async with entered(world, world.max) as client:
        await client.get(f"/record/{receipt}")
        page = await client.get("/audit")
        rows = table(await client.get("/audit?as=csv"))
        checked = await client.post("/audit/check", data={"token": token(page)})

    assert f"viewed {receipt}" in words(page)
    assert "Max" in words(page)
    assert any(row["target"] == receipt and row["act"] == "viewed" for row in rows)
    assert "The chain is whole" in words(checked)


async def test_the_audit_as_a_table_is_read_in_one_go(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(12):
        await leave_a_trace(world)
    read: list[int] = []
    listed = audit.list_page

    async def counted(*args: Any, **more: Any) -> Any:
        read.append(1)
        return await listed(*args, **more)

    async with entered(world, world.max) as client:
        monkeypatch.setattr(audit, "list_page", counted)
        rows = table(await client.get("/audit?as=csv"))

    assert len([row for row in rows if row["target"] == "case"]) == 12
    assert len(read) == 1


async def test_every_table_taken_along_is_on_record_and_runs_no_formula(world: World) -> None:
    receipt = await ask(world, '=HYPERLINK("https://evil.example") bridge')
    async with entered(world, world.max) as client:
        for path in ("/", "/search", f"/record/{receipt}", "/confusion", "/audit", "/quizzes"):
            answer = await client.get(path, params={"as": "csv"})
            for row in table(answer):
                for value in row.values():
                    assert not value.startswith(("=", "+", "-", "@", "\t")), path
        exported = [e.target for e in await trail(world) if e.act is StaffAct.EXPORTED]
        assert len(exported) == 6
        log = table(await client.get("/search?as=csv"))
    assert log[0]["question"].startswith("'=HYPERLINK")


async def test_people_write_words_and_no_page(world: World) -> None:
    hostile = '"><script>alert(1)</script><img src=x onerror=alert(2)> {{ 7*7 }} bridge'
    receipt = await ask(world, hostile)
    async with entered(world, moderator(world)) as client:
        pages = [await client.get(path) for path in ("/search", "/queue", f"/record/{receipt}")]
        reflected = await client.get("/search", params={"text": hostile, "reader": hostile})

    for page in (*pages, reflected):
        assert "<script" not in page.text
        assert "<img" not in page.text
        assert "{{ 7*7 }}" in page.text or page is reflected
    assert "&lt;script&gt;" in pages[0].text


async def test_nothing_of_another_server_is_ever_shown(world: World) -> None:
    """The home server's console before a moderator of another, by every address there is."""
    receipt = await ask(world, OPENED)
    game, _ = await finished(world)
    quiz = (await game.quiz()).receipt
    elsewhere = world.env.create_guild("Elsewhere")
    boss = elsewhere.create_role("Boss", permissions=discord.Permissions(administrator=True))
    channel = elsewhere.create_text_channel("den")
    eve = elsewhere.add_member(world.env.create_user("eve", global_name="Eve"), roles=[boss])
    await world.knowledge.servers.add_course(elsewhere.id, "Their course", by=eve.id)
    async with entered(world, moderator(world)) as client:
        page = words(await client.get(f"/record/{receipt}"))
        reader = page.split("Asked by ")[1].split(" Where")[0]
    async with entered(world, eve, channel) as client:
        overview = await client.get("/")
        assert "Their course" in words(await client.get("/themes"))
        sent = {"token": token(overview), "status": "ok", "seen": "open", "reason": "Because"}
        for page in PAGES:
            for known in (receipt, quiz):
                path = page.path.replace("{receipt}", known)
                for query in ("", "?as=csv", f"?reader={reader}", f"?after={receipt}"):
                    if page.method == "POST":
                        answer = await client.post(path, data=sent)
                    else:
                        answer = await client.get(path + query)
                    # What was typed stands in the field again.
                    found = answer.text.replace(reader, "")
                    for word in ("Tollan", "Calder", "Ana", "Max", "Small course", "reading-room"):
                        assert word not in found, f"{path}{query}: {word}"
        for channel_id in (world.private.id, world.public.id):
            narrowed = await client.get(f"/search?channel={channel_id}")
            assert "Nothing on record fits that." in words(narrowed)
        chosen = await client.post("/course", data={"token": sent["token"], "course": "1"})
        assert chosen.status_code == 404
    status = await world.knowledge.moderation.desk.open(world.guild.id, receipt, by=1)
    assert status is not None
    assert getattr(status, "review", None) is None, "the forged review changed nothing"


async def test_every_page_can_be_read_by_who_manages_the_server(world: World) -> None:
    receipt = await ask(world, OPENED)
    await finished(world)
    async with entered(world, world.max) as client:
        quiz = (await client.get("/quizzes")).text.split('href="/quizzes/')[1].split('"')[0]
        for page in GETS:
            known = quiz if page.path.startswith("/quizzes") else receipt
            answer = await client.get(page.path.replace("{receipt}", known))
            assert answer.status_code == 200, page.path
            assert answer.text.count("<h1") == 1
            assert answer.text.count("<main") == 1
            assert "style=" not in answer.text
            assert "<script" not in answer.text
            assert "onclick" not in answer.text
            assert ACCESS[page.action]


async def test_moments_are_in_utc_for_people_and_programs(world: World) -> None:
    receipt = await ask(world, OPENED)
    async with entered(world, moderator(world)) as client:
        page = (await client.get(f"/record/{receipt}")).text
    stamp = page.split('<time datetime="')[1].split('"')[0]
    assert datetime.fromisoformat(stamp).utcoffset() == datetime.now(UTC).utcoffset()
    assert " UTC</time>" in page
