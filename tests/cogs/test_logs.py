"""What moderators find in the log, and what nobody else does."""

from __future__ import annotations

import re
from typing import Any

import pytest

from bot.cards.abstention import NOT_FOUND, NOTHING_CLOSE
from bot.cards.logs import NOT_YOURS
from bot.cogs.log_office import NO_MOMENT
from knowledge.model.audit import StaffAct
from knowledge.model.log_search import LogKind
from knowledge.model.record import Complaint, Rating
from knowledge.model.review import Case
from knowledge.model.server import LogMode, ServerSettings
from knowledge.storage import servers
from tests.cogs.conftest import World
from tests.cogs.moderating import ask, moderator, press_forged, trail
from tests.cogs.quizzes import play_one, single
from tests.cogs.reading import components, custom_id, labels, text
from tests.cogs.reading import receipt as receipt_of

OPENED = "When was the Tollan Bridge opened?"
COST = "What did the Tollan Bridge cost?"
UNANSWERABLE = "What is the boiling point of tungsten?"


async def search(world: World, who: Any, **wanted: Any) -> Any:
    return (await who.slash(world.private, "logs search", **wanted)).response


async def use_mode(world: World, mode: LogMode) -> None:
    async with world.knowledge.database.write() as session:
        await servers.put(session, world.guild.id, ServerSettings(log_mode=mode))


async def test_questions_are_found_by_the_beginnings_of_their_words(world: World) -> None:
    mona = moderator(world)
    opened, cost = await ask(world, OPENED), await ask(world, COST)

    everything = text(await search(world, mona))
    found = text(await search(world, mona, text="whe tolla"))

    assert "Log · 2 questions" in everything
    assert everything.index(cost) < everything.index(opened), "newest first"
    assert opened in found
    assert cost not in found
    assert "Nothing on record fits that." in text(await search(world, mona, text="zeppelin"))


async def test_the_answers_words_are_found_as_well(world: World) -> None:
    mona = moderator(world)
    receipt = await ask(world, OPENED)

    assert receipt in text(await search(world, mona, text="Calder"))


async def test_what_was_typed_as_words_is_never_read_as_a_command(world: World) -> None:
    mona = moderator(world)
    await ask(world, OPENED)

    for typed in ('bridge" OR "x', "NEAR(a b)", "question:bridge AND", "bridge*", "(("):
        assert "Something went wrong" not in text(await search(world, mona, text=typed))


@pytest.mark.parametrize(
    ("wanted", "is_found"),
    [
        ({"rating": "disliked"}, True),
        ({"rating": "liked"}, False),
        ({"status": "open"}, True),
        ({"status": "wrong"}, False),
        ({"since": "2 hours ago"}, True),
        ({"since": "2020-01-01"}, True),
        ({"kind": "quiz"}, False),
        ({"kind": "study"}, False),
    ],
)
async def test_each_filter_keeps_what_fits_and_nothing_else(
    world: World, wanted: dict[str, str], is_found: bool
) -> None:
    mona = moderator(world)
    receipt = await ask(world, OPENED)
    await world.knowledge.logbook.rate(receipt, world.ana.id, Rating.DOWN, Complaint.WRONG)

    assert (receipt in text(await search(world, mona, **wanted))) is is_found


async def test_a_channel_holds_only_its_own_questions(world: World) -> None:
    mona = moderator(world)
    receipt = await ask(world, OPENED)

    assert receipt in text(await search(world, mona, channel=world.private))
    assert receipt not in text(await search(world, mona, channel=world.public))


async def test_a_moment_that_nobody_can_read_is_asked_for_again(world: World) -> None:
    assert text(await search(world, moderator(world), since="one fine day")) == NO_MOMENT


async def test_a_reader_is_found_by_their_pseudonym_and_never_by_their_name(world: World) -> None:
    mona = moderator(world)
    mine, other = await ask(world, OPENED), await ask(world, COST, world.ben)
    listed = text(await search(world, mona))
    (reader,) = {
        line.split(" · ")[0].removeprefix("-# ")
        for line in listed.split(mine)[1].splitlines()[:3]
        if line.startswith("-# Reader")
    }

    found = text(await search(world, mona, user=reader.lower().replace(" ", "")))
    refused = text(await search(world, mona, user=str(world.ana.id)))

    assert mine in found
    assert other not in found
    assert "tell who is who" in refused
    assert "goes by that name" in text(await search(world, mona, user="Reader ZZZZZ"))
    for name in ("Ana", "Ben", str(world.ana.id)):
        assert name not in listed + found


async def test_the_pages_of_a_search_turn_after_a_restart_and_for_nobody_else(
    world: World,
) -> None:
    mona, otto = moderator(world), moderator(world, "Otto")
    receipts = []
    for number in range(12):
        world.bot.desk.questions._acts.clear()
        receipts.append(await ask(world, f"Which bridge has number {number}?"))
    shown = await mona.slash(world.private, "logs search", text="number")
    first = text(shown.response)
    await world.restart()

    turned = await mona.click(shown.response, label="Next")
    there = await search(world, otto, text="number")
    forged = await press_forged(world, otto, custom_id(shown.response, "Last"))

    assert "Page 1 of 2" in first
    assert all(receipt in first for receipt in receipts[2:])
    assert all(receipt in text(turned.response) for receipt in receipts[:2])
    assert "Page 1 of 2" in text(there)
    assert text(forged.response) == NOT_YOURS


async def test_a_record_opens_with_its_answer_passages_and_versions(world: World) -> None:
    mona = moderator(world)
    receipt = await ask(world, OPENED)
    listed = await search(world, mona)

    opened = await mona.select(listed, [receipt])
    pages = [text(opened.response)]
    while "Next" in labels(opened.response):
        opened = await mona.click(opened.response, label="Next")
        pages.append(text(opened.response))
    whole = "\n".join(pages)

    assert opened.ephemeral
    assert "by the engineer Ruth Calder" in whole
    assert "Passages, nearest first" in whole
    assert "A Short History of the Tollan Bridge › Building the bridge" in whole
    assert "answered, sure · Small course" in whole
    assert "Reader " in whole
    assert "Ana" not in whole


async def test_a_message_is_linked_to_where_others_can_open_it(world: World) -> None:
    mona = moderator(world)
    hidden = await ask(world, OPENED)
    public = receipt_of((await world.ana.slash(world.public, "ask", question=COST)).response)
    case = (await mona.slash(world.private, "logs show", receipt=public)).response
    desk = world.knowledge.moderation.desk

    shared = text((await mona.slash(world.private, "logs show", receipt=hidden)).response)
    found = await desk.open(world.guild.id, public, by=mona.id)

    assert "discord.com" not in shared
    assert "#reading-room, a private answer" in shared
    assert isinstance(found, Case)
    where = f"{world.guild.id}/{world.public.id}/{found.record.message_id}"
    assert f"Message: <https://discord.com/channels/{where}>" in text(case)
    assert "a private answer" not in text(case)


async def test_once_it_is_shared_a_private_answer_is_linked_to(world: World) -> None:
    mona = moderator(world)
    asked = await world.ana.slash(world.private, "ask", question=OPENED)

    await world.ana.click(asked.response, label="Share")
    shown = await mona.slash(world.private, "logs show", receipt=receipt_of(asked.response))

    assert "Message: <https://discord.com/channels/" in text(shown.response)


async def test_an_abstention_is_on_record_with_the_words_that_were_shown(world: World) -> None:
    mona = moderator(world)
    asked = await world.ana.slash(world.private, "ask", question=UNANSWERABLE)

    shown = text(
        (await mona.slash(world.private, "logs show", receipt=receipt_of(asked.response))).response
    )

    said = shown.split("The answer as it was shown")[1]
    assert NOT_FOUND in said
    assert NOTHING_CLOSE in said
    assert NOTHING_CLOSE in text(asked.response)
    assert "abstained, nothing close enough" in shown
    assert "far from it" in shown
    assert re.search(r"And \d more, far from the question", shown)
    assert "confidence" not in shown


async def test_figures_stand_behind_a_button_of_their_own(world: World) -> None:
    mona = moderator(world)
    receipt = await ask(world, OPENED)
    case = (await mona.slash(world.private, "logs show", receipt=receipt)).response
    await world.restart()

    opened = (await mona.click(case, label="Scores")).response
    pages = [text(opened)]
    while "Next" in labels(opened):
        opened = (await mona.click(opened, label="Next")).response
        pages.append(text(opened))
    whole = "\n".join(pages)

    assert opened.ephemeral
    assert re.search(r"`0\.\d\d` A Short History of the Tollan Bridge", whole)
    assert re.search(
        r"Confidence \*\*[01]\.\d\d\*\* \(answered, [a-z ]+\), after \*\*\d+ ms", whole
    )
    assert "sentence cosine" in whole
    assert "colloquy: " in whole
    for figure in ("sentence cosine", "colloquy: ", " ms", "%", "0."):
        assert figure not in text(case)
    looks = [e.target for e in await trail(world) if e.act is StaffAct.VIEWED]
    assert looks == [receipt] * (1 + len(pages))


async def test_a_receipt_is_read_however_it_is_typed_and_only_in_its_server(world: World) -> None:
    mona = moderator(world)
    receipt = await ask(world, OPENED)
    elsewhere = world.env.create_guild("Elsewhere")

    typed = receipt.replace("-", " ").lower()
    shown = (await mona.slash(world.private, "logs show", receipt=typed)).response
    desk = world.knowledge.moderation.desk

    assert receipt in text(shown)
    assert await desk.open(elsewhere.id, receipt, by=mona.id) is None
    unknown = (await mona.slash(world.private, "logs show", receipt="A-0000")).response
    assert "No answer or quiz of this server" in text(unknown)


async def offered(world: World, who: Any, command: str, typed: str) -> list[Any]:
    return list(await who.autocomplete(world.private, command, "receipt", typed))


async def test_receipts_are_offered_while_typing_newest_first_and_without_words(
    world: World,
) -> None:
    mona = moderator(world)
    first, second = await ask(world, OPENED), await ask(world, UNANSWERABLE, world.ben)
    await world.knowledge.logbook.rate(first, world.ana.id, Rating.DOWN)
    await world.env.advance_time(1)
    game = await play_one(world, single())
    quiz = (await game.quiz()).receipt

    everything = await offered(world, mona, "logs show", "")
    answers = await offered(world, mona, "logs replay", "a")
    begun = await offered(world, mona, "logs show", first[:4].lower().replace("-", " "))
    nothing = await offered(world, mona, "logs show", "bridge")

    assert [choice["value"] for choice in everything] == [quiz, second, first]
    assert [choice["value"] for choice in answers] == [second, first]
    assert first in [choice["value"] for choice in begun]
    assert nothing == []
    assert "answered · disliked 👎 · #reading-room" in everything[2]["name"]
    assert "quiz, running" in everything[0]["name"]
    for words in ("Tollan", "tungsten", "Ana", "Ben", str(world.ana.id)):
        assert words not in str(everything)
    assert await trail(world) == []


async def test_receipts_are_offered_to_moderators_of_their_server_alone(world: World) -> None:
    await ask(world, OPENED)
    await world.ana.user.send_dm(OPENED)
    receipts = world.knowledge.moderation.receipts

    assert await offered(world, world.ana, "logs show", "") == []
    assert len(await offered(world, moderator(world), "logs show", "")) == 2
    assert await receipts.recent(world.guild.id + 1, "", list(LogKind), limit=25) == []


async def test_who_may_not_moderate_is_refused_and_leaves_no_trace(world: World) -> None:
    receipt = await ask(world, OPENED)

    for words in (
        text(await search(world, world.ana)),
        text((await world.ana.slash(world.private, "logs show", receipt=receipt)).response),
        text((await world.ana.slash(world.private, "logs review")).response),
        text((await world.ana.slash(world.private, "logs replay", receipt=receipt)).response),
    ):
        assert "**Manage Messages** permission" in words
        assert "Calder" not in words
    assert await trail(world) == []


async def test_each_look_is_on_record_without_words_or_names(world: World) -> None:
    mona = moderator(world)
    receipt = await ask(world, OPENED)
    await search(world, mona, text="bridge", status="open")
    await mona.slash(world.private, "logs show", receipt=receipt)

    searched, viewed = await trail(world)

    assert (searched.act, searched.actor_id) == (StaffAct.SEARCHED, mona.id)
    assert searched.detail == {"kind": "question", "text": "given", "status": "open"}
    assert (viewed.act, viewed.target) == (StaffAct.VIEWED, receipt)
    assert str(world.ana.id) not in f"{searched}{viewed}"


async def test_a_server_that_hides_questions_shows_none(world: World) -> None:
    mona = moderator(world)
    await use_mode(world, LogMode.NO_QUESTION_TEXT)
    receipt = await ask(world, OPENED)

    listed = await search(world, mona)
    opened = await mona.select(listed, [receipt])
    words = await search(world, mona, text="bridge")
    options = next(c for c in components(listed) if c["type"] == 3)["options"]

    assert "shows no questions" in text(listed)
    assert "When was" not in text(listed) + text(opened.response) + str(options)
    assert "can't be searched for words" in text(words)


async def test_nor_any_word_of_a_question_in_what_was_said_to_it(world: World) -> None:
    mona = moderator(world)
    receipt = await ask(world, "What did Napoleon say about the Tollan Bridge?")
    assert "Napoleon" in (await world.records())[0].shown
    await use_mode(world, LogMode.NO_QUESTION_TEXT)

    opened = await mona.slash(world.private, "logs show", receipt=receipt)
    replayed = await mona.slash(world.private, "logs replay", receipt=receipt)
    export = await mona.slash(world.private, "logs export", format="jsonl")
    (file,) = export.response.attachments

    said = text(opened.response) + text(replayed.response) + (await file.read()).decode()
    assert receipt in said
    assert "Napoleon" not in said


async def test_a_server_that_shows_names_shows_them(world: World) -> None:
    mona = moderator(world)
    await use_mode(world, LogMode.NAMES)
    receipt = await ask(world, OPENED)

    listed = await search(world, mona, user=str(world.ana.id))

    assert receipt in text(listed)
    assert "-# Ana · #reading-room" in text(listed)
