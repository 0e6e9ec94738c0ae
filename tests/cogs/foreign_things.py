"""A server with a thing of every kind, and people who may see none of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

import discord

from bot.cards.custom_ids import theme_mark
from bot.cards.review_several import digest_of
from knowledge.ingestion.batch import SourceFile
from knowledge.model.answer import Question
from knowledge.model.assessment import ChoiceKey, ItemStatus, ItemType, Picked, Written
from knowledge.model.corpus import Course
from knowledge.model.places import StaffKind
from knowledge.model.record import Occasion, Surface
from knowledge.model.regrading import Proposal
from knowledge.model.study import StudyPlan, StudySession, Turn
from knowledge.model.verified import Draft, Person, Verified
from knowledge.quizzing.bank_values import Editor
from knowledge.storage import items
from tests.cogs.conftest import World
from tests.cogs.quizzes import CLOZE
from tests.cogs.reading import components, labels, text
from tests.cogs.two_courses import FORTY, ORCHIDS, Two, add_items

WORD = "quobbleworth"
"""Stands in everything that is planted, and is not asked for by anybody who presses."""
FOREIGN = (WORD, "marsh orchid", "forty hours", "botany", "noon on the third")


@dataclass
class Stranger:
    """Somebody, a role of theirs, and where they press."""

    who: Any
    role: Any
    place: Any


async def somebody_elsewhere(world: World) -> Stranger:
    """Who may do everything in a server with a course of its own, and a channel there."""
    guild = world.env.create_guild("Elsewhere")
    course = await world.knowledge.servers.add_course(guild.id, "Their own", by=1)
    assert course is not None
    files = [SourceFile("own.txt", b"The mill stands on the river and grinds corn.\n")]
    assert not (await world.knowledge.ingester.ingest(course, files)).skipped
    boss = guild.create_role("Boss", permissions=discord.Permissions(manage_guild=True))
    await world.knowledge.servers.name_staff(guild.id, StaffKind.INSTRUCTOR, [boss.id], by=1)
    eve = guild.add_member(world.env.create_user("eve", global_name="Eve"), roles=[boss])
    return Stranger(eve, boss, guild.create_text_channel("mill"))


async def somebody_without_role(world: World, two: Two) -> Stranger:
    """Who is in the server and may see none of its courses, in the channel of its quiz."""
    guest = two.guild.add_member(world.env.create_user("gus", global_name="Gus"))
    return Stranger(guest, two.guild.create_role("Guests"), two.hall)


async def somebody_of_another_course(world: World, two: Two) -> Stranger:
    """Who is in the server with a course that they may see, and it is another."""
    user = world.env.create_user("sal", global_name="Sal")
    return Stranger(two.guild.add_member(user, roles=[two.sailors]), two.sailors, two.hall)


async def plant(world: World, two: Two) -> dict[str, list[str]]:
    """A thing of every kind in the server with two courses, and their numbers by what they are."""
    course = world.knowledge.servers.layout.course(two.botany)
    assert course is not None
    asked = await _plant_answers(world, two, course)
    documents = await _plant_documents(world, two, course)
    bank = await _plant_items(world, two, course)
    study = await _plant_study(world, two, course)
    permissions = discord.Permissions(manage_events=True, manage_messages=True)
    host = two.guild.add_member(
        world.env.create_user("hana", global_name="Hana"),
        roles=[two.botanists, two.guild.create_role("Hosts", permissions=permissions)],
    )
    played = await _plant_quizzes(world, two, host)
    log = await _plant_log(world, two, host)
    known = asked | documents | bank | study | played | log
    asked_about, disliked = asked["receipt"]
    known["receipt"] = [asked_about, *played["receipt"], disliked]
    known["subject"] = [*asked["answer"], *bank["item"]]
    return known | {
        "course": [str(course.id)],
        "user": [str(two.bo.id)],
        "learner": [str(two.bo.id)],
        "channel": [str(two.hall.id)],
        "message": [str(two.hall.history()[-1].id)],
    }


async def _plant_answers(world: World, two: Two, course: Course) -> dict[str, list[str]]:
    knowledge, guild = world.knowledge, two.guild.id
    receipts = []
    same = [f"Who was the tall {WORD} of the hill?"] * 10
    for number, words in enumerate((ORCHIDS, *same, f"What is a {WORD}?")):
        occasion = Occasion(Surface.SLASH, two.bo.id + number, guild, two.hall.id, 900 + number)
        delivery = await knowledge.answerer.answer(Question(words, course.id), occasion)
        receipts.append(delivery.receipt)
    await knowledge.inbox.ask(receipts[1], two.bo.id)
    await knowledge.golden.star(course.id, guild, receipts[0], by=1)
    draft = Draft(f"What is a {WORD}?", f"A {WORD} is an orchid.")
    done = await knowledge.verified.fix(course.id, guild, receipts[-1], draft, by=Person(1, "Ida"))
    assert isinstance(done, Verified)
    return {"receipt": receipts[:2], "request": ["1"], "answer": ["1"]}


async def _plant_documents(world: World, two: Two, course: Course) -> dict[str, list[str]]:
    knowledge = world.knowledge
    files = [SourceFile(f"{WORD}.txt", f"{WORD} draft. {FORTY}".encode())]
    await knowledge.ingester.draft(course, files, by=1, server_id=two.guild.id)
    (draft,) = await knowledge.drafts.list_drafts(course.id)
    # Two documents that differ; what they say is told by the words of the first.
    for name, when in (("one", "1932"), ("two", "1934")):
        words = f"The {WORD.title()} Bridge was opened on 14 May {when}.\n"
        file = SourceFile(f"{WORD}-{name}.txt", words.encode())
        assert not (await knowledge.ingester.ingest(course, [file])).skipped
    (pair,) = await knowledge.disagreements.find(course.id)
    documents = await knowledge.library.list_documents(course.id)
    passage, *_ = await knowledge.suggestions.find_passages(course.id, ORCHIDS)
    return {
        "document": [str(documents[0].id)],
        "version": [str(documents[0].id)],
        "which": [f"p{documents[0].id}", f"d{draft.id}"],
        "draft": [str(draft.id)],
        "first": [str(draft.id), "x"],
        "last": [str(draft.id), "x"],
        "passage": [str(passage.id)],
        "key": [pair.key],
    }


async def _plant_items(world: World, two: Two, course: Course) -> dict[str, list[str]]:
    knowledge = world.knowledge
    approved, *_ = await add_items(world, course.id)
    async with knowledge.database.write() as session:
        by = items.Authorship(approved.origin, "Ida", None, world.env.now())
        for name in ("waiting", "later"):
            stem = f"Where does a {WORD} grow, {name}?"
            draft = replace(approved.draft, stem=stem, name=name)
            await items.put(session, course.id, draft, status=ItemStatus.DRAFT, by=by)
        cloze = replace(CLOZE, stem=f"A {WORD} ____ in a storm.")
        await items.put(session, course.id, cloze, status=ItemStatus.APPROVED, by=by)
    drafts = await knowledge.bank.drafts_from(course.id, 0)
    gift = f"::{WORD}::What is a {WORD}? {{ =an orchid ~a fish ~a hill ~a bell }}".encode()
    trial = await knowledge.exchange.try_import(
        course.id, "items.gift", gift, Editor("Ida", 1), server_id=two.guild.id
    )
    return {
        "item": [str(drafts[0].id), str(approved.id)],
        "revision": [str(approved.revision)],
        "seen": [digest_of(drafts), str(approved.revision)],
        "ticked": ["3"],
        "pending": [str(trial.pending_id)],
        "theme": [theme_mark("bridges")],
    }


async def _plant_study(world: World, two: Two, course: Course) -> dict[str, list[str]]:
    """A session of Bo's, with a wrong text that is appealed and a question that waits."""
    tutor, appeals = world.knowledge.tutor, world.knowledge.appeals
    started = await tutor.start(two.bo.id, StudyPlan(course.id, count=3), 1)
    assert isinstance(started, StudySession)
    appeal = None
    while appeal is None:
        turn = await tutor.next(two.bo.id, started.id)
        assert isinstance(turn, Turn)
        if turn.draft.type is ItemType.CLOZE:
            await tutor.answer(two.bo.id, turn.id, Written("boats"), 2)
            appeal = await appeals.appeal(
                two.bo.id, item_id=turn.item_id, source="study", source_id=turn.id, text="boats"
            )
            assert appeal is not None
        else:
            await tutor.answer(two.bo.id, turn.id, Picked((0,)), 3)
    return {"session": [str(started.id)], "turn": [str(turn.id)], "appeal": [str(appeal.id)]}


async def _plant_quizzes(world: World, two: Two, host: Any) -> dict[str, list[str]]:
    """One that is over, with a key that is about to be changed, and one with an open question."""
    lookup = world.knowledge.quizmaster.lookup
    quizzes, questions = [], []
    for place, acts in ((two.lab, ("Reveal", "Finish")), (two.hall, ())):
        shown = await host.slash(place, "quiz launch", number=1, types="choices")
        assert "Start" in labels(shown.response), text(shown.response)
        await host.click(shown.response, label="Start")
        panel = shown.response
        quiz = await lookup.live_quiz(place.id)
        assert quiz is not None
        for act in ("Open next", *acts):
            pressed = await host.click(panel, label=act)
            panel = pressed.followups[-1] if pressed.followups else panel
            if act == "Open next":
                question = await lookup.current(quiz.id)
                assert question is not None
                asked = next(m for m in place.history() if m.id == question.message_id)
                await two.bo.click(asked, label="A")
                questions.append(question)
        quizzes.append(quiz)
    proposed = await world.knowledge.results.propose_key(
        questions[0].id,
        ChoiceKey(frozenset({2})),
        by=host.id,
        server_id=two.guild.id,
        courses=[two.botany],
        event_id=4,
    )
    assert isinstance(proposed, Proposal), proposed
    return {
        "quiz": [str(quiz.id) for quiz in quizzes],
        "receipt": [quizzes[0].receipt],
        "question": [str(question.id) for question in questions],
        "proposal": [str(proposed.id)],
    }


async def _plant_log(world: World, two: Two, moderator: Any) -> dict[str, list[str]]:
    listed = await moderator.slash(two.lab, "logs search", text=WORD)
    search = re.search(r"logs:list:next:(\d+):", str(components(listed.response)))
    reader = re.search(r"Reader ([0-9A-Z]{5})", text(listed.response))
    assert search is not None, text(listed.response)
    assert reader is not None, text(listed.response)
    return {"search": [search[1]], "reader": [reader[1]]}
