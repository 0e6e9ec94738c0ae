"""The log in figures, and the list of its learners, against the same said in Python."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

from sqlalchemy import update

from knowledge.model.learner_record import LEARNERS_ON_A_PAGE, LearnerRecord
from knowledge.model.pseudonym import pseudonym, stand_in
from knowledge.model.record import Surface
from knowledge.reviewing.learner_records import LearnerRecords
from knowledge.storage import log_stats, reviews, servers
from knowledge.storage.database import Database
from knowledge.storage.tables import RecordRow
from tests.reviewing.test_log_search import NOW, SERVERS, fill

OURS = SERVERS[0]


async def ours_with_latencies(database: Database) -> list[dict[str, Any]]:
    """Our server's rows, each taking as many milliseconds as its number says."""
    rows = await fill(database)
    async with database.write() as session:
        await session.execute(update(RecordRow).values(latency_ms=RecordRow.id + 0.25))
    return [row for row in rows if row["server_id"] == OURS]


async def test_figures_are_what_python_counts(database: Database) -> None:
    rows = await ours_with_latencies(database)
    since = NOW - timedelta(minutes=9_800)
    here = [row for row in rows if row["asked_at"] >= since]
    async with database.read() as session:
        stats = await log_stats.count(session, OURS, since)

    assert 0 < len(here) < len(rows)
    assert stats.questions == len(here)
    assert stats.askers == len({row["user_id"] for row in here})
    assert stats.decisions == Counter(row["decision"] for row in here)
    assert stats.liked == sum(row["rating"] == "up" for row in here)
    assert stats.disliked == sum(row["rating"] == "down" for row in here)
    assert stats.median_ms == here[len(here) // 2]["id"]
    assert stats.slow_ms == here[int(len(here) * 0.95)]["id"]


async def test_where_nothing_was_asked_no_time_was_taken(database: Database) -> None:
    async with database.read() as session:
        stats = await log_stats.count(session, OURS, NOW)

    assert (stats.liked, stats.median_ms, stats.slow_ms) == (0, None, None)


async def test_what_was_opened_beside_a_reply_was_not_asked(database: Database) -> None:
    rows = await ours_with_latencies(database)
    opened = {row["id"] for row in rows if row["user_id"] == 1_003} - {rows[0]["id"]}
    async with database.write() as session:
        offers = update(RecordRow).where(RecordRow.id.in_(opened))
        await session.execute(offers.values(surface=Surface.OFFER.value, latency_ms=9_999_999))
    asked = [row for row in rows if row["id"] not in opened]
    records = LearnerRecords(database, lambda: NOW)

    async with database.read() as session:
        stats = await log_stats.count(session, OURS, NOW - timedelta(days=30))
        secret = await servers.secret(session)
        waiting = await reviews.backlog(session, OURS)
        queue = await reviews.list_waiting(
            session, OURS, grave=waiting.disliked, offset=waiting.disliked, limit=10_000
        )
    name = pseudonym(secret, OURS, 1_003)
    everybody = await records.everybody(OURS, [1], by=1, most=1_000)
    record = await records.of_pseudonym(OURS, [1], name, by=1)

    assert stats.questions == len(asked) < len(rows)
    assert not set(queue) & {row["receipt"] for row in rows if row["id"] in opened}
    assert len(queue) == waiting.others > 0
    assert stats.decisions == Counter(row["decision"] for row in asked)
    assert stats.slow_ms is not None
    assert stats.slow_ms < 9_999_999
    theirs = sum(row["user_id"] == 1_003 for row in asked)
    assert {one.who.name: one.questions for one in everybody.learners}[name] == theirs
    assert isinstance(record, LearnerRecord)
    assert (record.totals.questions, record.totals.opened) == (theirs, len(opened))
    assert record.total == theirs + len(opened), "each of them has a line"


async def test_a_learner_and_their_stand_in_are_one_and_counted_as_their_record_does(
    database: Database,
) -> None:
    rows = await ours_with_latencies(database)
    old = {row["id"] for row in rows if row["user_id"] == 1_003}
    kept, gone = sorted(old)[-1], 1_004
    async with database.write() as session:
        secret = await servers.secret(session)
        for user_id, spared in ((1_003, kept), (gone, 0)):
            theirs = (RecordRow.user_id == user_id, RecordRow.id != spared)
            instead = stand_in(secret, user_id)
            await session.execute(update(RecordRow).where(*theirs).values(user_id=instead))
    records = LearnerRecords(database, lambda: NOW)

    found = await records.everybody(OURS, [1], by=1, most=1_000)

    asked = Counter(pseudonym(secret, OURS, row["user_id"]) for row in rows)
    asked[pseudonym(secret, OURS, 1_003)] = 1
    assert {one.who.name: one.questions for one in found.learners} == asked
    assert found.total == len(asked)
    assert [one.at for one in found.learners] == sorted(
        (one.at for one in found.learners), reverse=True
    )
    for one in found.learners:
        opened = await records.of_pseudonym(OURS, [1], one.who.name, by=1)
        assert isinstance(opened, LearnerRecord)
        assert opened.totals.questions == one.questions


async def test_a_page_past_the_end_of_the_list_is_the_last(database: Database) -> None:
    rows = await fill(database)
    async with database.write() as session:
        await session.execute(update(RecordRow).values(user_id=RecordRow.id))
    number = sum(row["server_id"] == OURS for row in rows)

    found = await LearnerRecords(database, lambda: NOW).everybody(OURS, [1], by=1, page=99)

    assert found.total == number
    assert found.page == found.pages - 1 == (number - 1) // LEARNERS_ON_A_PAGE
    assert len(found.learners) == number - found.page * LEARNERS_ON_A_PAGE
