"""What moderators say of answers, and what it takes to see who asked."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import text as sql

from bot.cards import logs_ids
from bot.cards.log_case import NOT_TOLD, NOTHING_WAITS, OVERTAKEN, UNKNOWN
from bot.cards.log_replay import DIFFERENT, SAME
from bot.cards.shown import worth_naming
from knowledge.ingestion.batch import SourceFile
from knowledge.model.audit import StaffAct, broken_links
from knowledge.model.pseudonym import stand_in
from knowledge.model.record import Complaint, Rating
from knowledge.model.review import ReviewStatus
from knowledge.model.server import LogMode, ServerSettings
from knowledge.storage import servers
from tests.cogs.conftest import World
from tests.cogs.moderating import ask, moderator, press_forged, trail
from tests.cogs.quizzes import play_one, single
from tests.cogs.reading import labels, text

OPENED = "When was the Tollan Bridge opened?"
COST = "What did the Tollan Bridge cost?"
BUILT = "Who built the Tollan Bridge?"


async def review(world: World, who: Any) -> Any:
    return (await who.slash(world.private, "logs review")).response


async def test_disliked_answers_come_first_and_then_the_newest(world: World) -> None:
    mona = moderator(world)
    disliked = await ask(world, OPENED)
    older, newest = await ask(world, COST), await ask(world, BUILT)
    await world.knowledge.logbook.rate(disliked, world.ana.id, Rating.DOWN, Complaint.WRONG)

    shown = await review(world, mona)
    order = [text(shown)]
    for _ in range(2):
        shown = (await mona.click(shown, label="Next unreviewed")).response
        order.append(text(shown))
    end = await mona.click(shown, label="Next unreviewed")

    assert "Waiting: 1 disliked or reported, 2 more" in order[0]
    assert "disliked 👎: It is wrong" in order[0]
    for receipt, card in zip((disliked, newest, older), order, strict=True):
        assert f"Receipt {receipt}" in card.replace("`", "")
    assert text(end.response) == NOTHING_WAITS


async def test_a_review_takes_an_answer_out_of_the_queue_with_its_note(world: World) -> None:
    mona = moderator(world)
    receipt = await ask(world, OPENED)
    shown = await review(world, mona)
    await world.restart()

    form = await mona.click(shown, label="Wrong…")
    await world.restart()
    marked = await mona.submit_modal(form, {"note": "The year is off."})

    assert "Saved: **wrong**." in text(marked.response)
    assert ": The year is off." in text(marked.response)
    assert text(await review(world, mona)) == NOTHING_WAITS
    found = (await mona.slash(world.private, "logs search", status="wrong")).response
    assert receipt in text(found)
    entry = (await trail(world))[1]
    assert (entry.act, entry.target) == (StaffAct.REVIEWED, receipt)
    assert entry.detail == {"from": "open", "to": "wrong", "note": 16}


async def test_ok_needs_no_form_and_can_be_taken_back(world: World) -> None:
    mona = moderator(world)
    await ask(world, OPENED)
    shown = await review(world, mona)

    marked = await mona.click(shown, label="OK")
    assert "Saved: **ok**." in text(marked.response)
    assert "OK" not in labels(marked.response)
    opened = await mona.click(marked.response, label="Open again")

    assert "Saved: **open**." in text(opened.response)
    assert text(await review(world, mona)) != NOTHING_WAITS


async def test_of_two_moderators_the_second_is_told_and_overwrites_nothing(world: World) -> None:
    mona, otto = moderator(world), moderator(world, "Otto")
    await ask(world, OPENED)
    hers, his = await review(world, mona), await review(world, otto)

    form = await mona.click(hers, label="Harmful…")
    await mona.submit_modal(form, {"note": "Names a person."})
    late = await otto.click(his, label="OK")

    assert OVERTAKEN in text(late.response)
    assert "Harmful" in text(late.response)
    assert "Names a person." in text(late.response)


async def test_a_name_is_shown_for_a_reason_to_managers_only(world: World) -> None:
    mona = moderator(world)
    receipt = await ask(world, OPENED)
    hers = (await mona.slash(world.private, "logs show", receipt=receipt)).response
    his = (await world.max.slash(world.private, "logs show", receipt=receipt)).response

    refused = await press_forged(world, mona, logs_ids.show_name(receipt))
    form = await world.max.click(his, label="Show name…")
    shown = await world.max.submit_modal(form, {"reason": "A threat in the question"})

    assert "Show name…" not in labels(hers)
    assert refused.modal is None
    assert "**Manage Server** permission" in text(refused.response)
    assert shown.ephemeral
    assert "was asked by **Ana**" in text(shown.response)
    entry = (await trail(world))[-1]
    assert (entry.act, entry.actor_id, entry.target) == (StaffAct.UNMASKED, world.max.id, receipt)
    assert entry.detail == {"reason": "A threat in the question"}


async def test_without_a_reason_no_name_is_shown(world: World) -> None:
    receipt = await ask(world, OPENED)
    his = (await world.max.slash(world.private, "logs show", receipt=receipt)).response
    form = await world.max.click(his, label="Show name…")
    before = await trail(world)

    shown = await world.max.submit_modal(form, {"reason": "      "})

    assert "Ana" not in text(shown.response)
    assert await trail(world) == before


async def test_nobody_can_tell_a_name_that_is_no_longer_stored(world: World) -> None:
    receipt = await ask(world, OPENED)
    async with world.knowledge.database.write() as session:
        instead = stand_in(await servers.secret(session), world.ana.id)
        await session.execute(sql("UPDATE records SET user_id = :id"), {"id": instead})
    his = (await world.max.slash(world.private, "logs show", receipt=receipt)).response
    form = await world.max.click(his, label="Show name…")

    shown = await world.max.submit_modal(form, {"reason": "A threat in the question"})

    assert text(shown.response) == NOT_TOLD


OF_AN_ANSWER: dict[str, Callable[[str], str]] = {
    "page": lambda receipt: logs_ids.turn_case(receipt)("next", 1),
    "review": logs_ids.review,
    "mark": lambda receipt: logs_ids.mark(ReviewStatus.OK, ReviewStatus.OPEN, receipt),
    "replay": logs_ids.replay,
    "scores": logs_ids.show_scores,
    "page of scores": lambda receipt: logs_ids.turn_scores(receipt)("next", 1),
}


@pytest.mark.parametrize("made", OF_AN_ANSWER.values(), ids=OF_AN_ANSWER)
async def test_no_button_reaches_an_answer_of_another_server(
    world: World, made: Callable[[str], str]
) -> None:
    mona = moderator(world)
    receipt = await ask(world, OPENED)
    async with world.knowledge.database.write() as session:
        await session.execute(sql("UPDATE records SET server_id = server_id + 1"))

    heard = await press_forged(world, mona, made(receipt))

    assert text(heard.response) == UNKNOWN
    assert await trail(world) == []


@pytest.mark.parametrize("made", OF_AN_ANSWER.values(), ids=OF_AN_ANSWER)
async def test_no_button_of_a_moderator_works_for_a_student(
    world: World, made: Callable[[str], str]
) -> None:
    receipt = await ask(world, OPENED)

    heard = await press_forged(world, world.ana, made(receipt))

    assert "**Manage Messages** permission" in text(heard.response)


async def test_a_replay_is_the_same_until_the_documents_change(world: World) -> None:
    mona = moderator(world)
    receipt = await ask(world, OPENED)
    before = (await mona.slash(world.private, "logs replay", receipt=receipt)).response

    course = await world.knowledge.library.find_course(world.course)
    assert course is not None
    changed = "# A Short History of the Tollan Bridge\n\n## Building the bridge\n\n" + (
        "The Tollan Bridge was opened on 2 June 1933 by the engineer Ruth Calder.\n"
    )
    await world.knowledge.ingester.ingest(course, [SourceFile("bridge.md", changed.encode())])
    shown = (await mona.slash(world.private, "logs show", receipt=receipt)).response
    after = (await mona.click(shown, label="Replay")).response

    assert SAME in text(before)
    assert DIFFERENT in text(after)
    assert "No longer: The Tollan Bridge was opened on 14 May 1932" in text(after)
    assert "New: The Tollan Bridge was opened on 2 June 1933" in text(after)
    assert "(version 2)" in text(after)
    assert len(await world.records()) == 1, "a replay is no question of anybody's"


async def test_a_replay_knows_what_the_question_went_on_from(world: World) -> None:
    mona = moderator(world)
    await world.ana.slash(world.public, "ask", question="Who wrote every crossing into a ledger?")
    await world.ben.send(
        world.public, world.to_bot("and where is that kept?"), reply_to=world.public.last_message
    )
    first, second = await world.records()

    shown = text((await mona.slash(world.private, "logs show", receipt=second.receipt)).response)
    same = (await mona.slash(world.private, "logs replay", receipt=second.receipt)).response
    async with world.knowledge.database.write() as session:
        await session.execute(
            sql("DELETE FROM records WHERE receipt = :receipt"), {"receipt": first.receipt}
        )
    alone = (await mona.slash(world.private, "logs replay", receipt=second.receipt)).response

    assert f"goes on from `{first.receipt}`" in shown
    assert SAME in text(same)
    assert "Passages: the same" in text(same)
    assert f"went on from `{first.receipt}`, which is no longer on record" in text(alone)


async def test_a_quiz_is_shown_act_by_act_under_pseudonyms(world: World) -> None:
    mona = moderator(world)
    game = await play_one(world, single())
    await game.answer(world.ana)
    quiz = await game.quiz()

    shown = (await mona.slash(world.private, "logs show", receipt=quiz.receipt)).response
    listed = (await mona.slash(world.private, "logs search", kind="quiz")).response

    assert quiz.receipt in text(listed)
    for act in ("started", "opened", "shown", "answered"):
        assert f"**{act}**" in text(shown)
    assert "Reader " in text(shown)
    for name in ("Ana", "Max", str(world.ana.id), str(world.max.id)):
        assert name not in text(shown) + text(listed)


async def files_of(world: World, who: Any, receipt: str) -> dict[str, bytes]:
    case = (await who.slash(world.private, "logs show", receipt=receipt)).response
    result = await who.click(case, label="Transcript")
    assert result.ephemeral
    return {file.filename: await file.read() for file in result.response.attachments}


def assert_sealed(lines: bytes) -> list[dict[str, Any]]:
    """The entries, once their hashes are recomputed as the documentation says."""
    entries, before = [], ""
    for line in lines.decode().splitlines():
        entry = json.loads(line)
        told = entry.pop("hash")
        plain = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        before = hashlib.sha256((before + plain).encode()).hexdigest()
        assert told == before
        entries.append(entry)
    return entries


async def test_a_transcript_holds_all_that_is_on_record_and_its_sum_is_in_the_audit(
    world: World,
) -> None:
    mona = moderator(world)
    receipt = await ask(world, "When was the <b>Tollan</b> Bridge opened?")
    await world.knowledge.logbook.rate(receipt, world.ana.id, Rating.DOWN, Complaint.WRONG)

    files = await files_of(world, mona, receipt)
    entries = assert_sealed(files[f"{receipt}.jsonl"])
    page = files[f"{receipt}.html"].decode()

    assert {entry["kind"] for entry in entries} == {
        "question", "answer", "citation", "passage", "opinion",
    }  # fmt: skip
    assert "Ruth Calder" in entries[1]["shown"]
    assert "&lt;b&gt;Tollan&lt;/b&gt;" in page
    assert "<b>" not in page
    for text_ in (str(entries), page):
        assert "Ana" not in text_
        assert str(world.ana.id) not in text_
    made = (await trail(world))[-1]
    assert (made.act, made.target) == (StaffAct.EXPORTED, receipt)
    for name, content in files.items():
        assert made.detail[name.rpartition(".")[2]] == hashlib.sha256(content).hexdigest()


async def test_a_quiz_has_a_transcript_too_and_a_log_without_questions_gives_none(
    world: World,
) -> None:
    mona = moderator(world)
    receipt = await ask(world, OPENED)
    game = await play_one(world, single())
    await game.answer(world.ana)
    quiz = (await game.quiz()).receipt
    async with world.knowledge.database.write() as session:
        settings = ServerSettings(log_mode=LogMode.NO_QUESTION_TEXT)
        await servers.put(session, world.guild.id, settings)

    acts = assert_sealed((await files_of(world, mona, quiz))[f"{quiz}.jsonl"])
    hidden = await files_of(world, mona, receipt)

    assert {"quiz", "started", "opened", "answered"} <= {entry["kind"] for entry in acts}
    assert all(OPENED.encode() not in content for content in hidden.values())


async def test_the_chain_of_all_this_is_whole(world: World) -> None:
    mona = moderator(world)
    receipt = await ask(world, OPENED)
    shown = await review(world, mona)
    await mona.click(shown, label="OK")
    await mona.slash(world.private, "logs replay", receipt=receipt)

    entries = await trail(world)

    assert [entry.act for entry in entries] == [
        StaffAct.VIEWED,
        StaffAct.REVIEWED,
        StaffAct.REPLAYED,
    ]
    assert broken_links(entries) == []


async def test_a_quoted_passage_is_named_however_far_it_is(world: World) -> None:
    await ask(world, OPENED)
    record = (await world.records())[0]
    far = replace(record, passages=tuple(replace(p, score=0.0) for p in record.passages[::-1]))
    quoted = {citation.passage_id for citation in record.citations}

    assert {passage.passage_id for passage in worth_naming(far)} == quoted
    assert len(quoted) < len(record.passages)
