"""What a search of the log finds, and that it never leaves its server."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import insert, text

from knowledge.model.log_search import LogFilter, LogPage, Opinion, SearchRefusal
from knowledge.model.review import ReviewStatus
from knowledge.reviewing.log_export import LARGEST_FILE, LogExport, LogFile, LogFormat
from knowledge.reviewing.log_search import LogSearch
from knowledge.storage.audit_tables import ReviewRow
from knowledge.storage.database import Database
from knowledge.storage.tables import FeedbackRow, RecordRow

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
SERVERS = (101, 202, 303)
WORDS = ("bridge", "Hafen", "Brücke", "lantern", "harbour", "1932", "Ödön", "naïve")


def record(number: int, rng: random.Random, **stated: Any) -> dict[str, Any]:
    values: dict[str, Any] = {
        "id": number,
        "receipt": f"A-{number:04d}",
        "asked_at": NOW - timedelta(minutes=10_000 - number),
        "surface": "slash",
        "user_id": 1_000 + rng.randrange(20),
        "server_id": rng.choice(SERVERS),
        "channel_id": 5_000 + rng.randrange(4),
        "event_id": number,
        "course": "Course",
        "question": " ".join(rng.choices(WORDS, k=3)),
        "mode": "answer",
        "decision": rng.choice(["answered", "abstained"]),
        "confidence": 0.5,
        "shown": " ".join(rng.choices(WORDS, k=4)),
        "sentences": [],
        "places": [],
        "citations": [],
        "passages": [],
        "versions": {},
        "latency_ms": 1.0,
    }
    return values | stated


async def fill(database: Database, count: int = 600) -> list[dict[str, Any]]:
    rng = random.Random(3)
    rows = [record(number, rng) for number in range(1, count + 1)]
    for row in rows:
        row["rating"] = rng.choice([None, None, "up", "down"])
        row["status"] = rng.choice([None, None, "ok", "wrong"])
    async with database.write() as session:
        plain = [{k: v for k, v in r.items() if k not in ("rating", "status")} for r in rows]
        await session.execute(insert(RecordRow), plain)
        rated = [r for r in rows if r["rating"]]
        await session.execute(
            insert(FeedbackRow),
            [{"record_id": r["id"], "user_id": 1, "rating": r["rating"], "at": NOW} for r in rated],
        )
        reviewed = [r for r in rows if r["status"]]
        await session.execute(
            insert(ReviewRow),
            [
                {
                    "record_id": r["id"], "status": r["status"], "note": "", "reviewer_id": 1,
                    "at": NOW,
                }
                for r in reviewed
            ],
        )  # fmt: skip
    return rows


def fits(row: dict[str, Any], server: int, wanted: LogFilter) -> bool:
    """The same, said in Python."""
    held = f"{row['question']} {row['shown']}".casefold().split()
    typed = wanted.text.casefold().split()
    rating = {"up": Opinion.LIKED, "down": Opinion.DISLIKED, None: None}[row["rating"]]
    return (
        row["server_id"] == server
        and all(any(word.startswith(start) for word in held) for start in typed)
        and (wanted.channel_id is None or row["channel_id"] == wanted.channel_id)
        and (wanted.opinion is None or rating is wanted.opinion)
        and (wanted.status is None or (row["status"] or "open") == wanted.status)
        and (wanted.since is None or row["asked_at"] >= wanted.since)
        and (wanted.until is None or row["asked_at"] < wanted.until)
    )


def wish(rng: random.Random) -> LogFilter:
    starts = [rng.choice(WORDS)[: rng.randrange(2, 6)] for _ in range(rng.randrange(3))]
    return LogFilter(
        text=" ".join(starts),
        channel_id=rng.choice([None, None, 5_001]),
        opinion=rng.choice([None, None, Opinion.LIKED, Opinion.DISLIKED]),
        status=rng.choice([None, None, ReviewStatus.OPEN, ReviewStatus.WRONG]),
        since=rng.choice([None, None, NOW - timedelta(minutes=9_700)]),
        until=rng.choice([None, None, NOW - timedelta(minutes=9_650)]),
    )


async def test_every_search_finds_what_fits_and_only_in_its_server(database: Database) -> None:
    rows = await fill(database)
    log, rng = LogSearch(database, lambda: NOW), random.Random(5)
    for _ in range(120):
        wanted, server = wish(rng), rng.choice(SERVERS)
        expected = [row["receipt"] for row in reversed(rows) if fits(row, server, wanted)]

        page = await log.search(server, [1], wanted, by=1)
        assert isinstance(page, LogPage)
        last = await log.turn(server, 1, page.search_id, 9_999, by=1)

        assert last is not None
        assert page.total == last.total == len(expected), wanted
        assert [line.receipt for line in page.lines] == expected[:10], wanted
        assert [line.receipt for line in last.lines] == expected[(last.pages - 1) * 10 :], wanted


async def test_letters_and_their_accents_are_one(database: Database) -> None:
    await fill(database)
    log = LogSearch(database, lambda: NOW)

    plain = await log.search(101, [1], LogFilter(text="odon naive"), by=1)
    marked = await log.search(101, [1], LogFilter(text="Ödön NAÏVE"), by=1)

    assert isinstance(plain, LogPage)
    assert isinstance(marked, LogPage)
    assert plain.total == marked.total > 0


async def test_words_that_are_changed_or_deleted_are_no_longer_found(database: Database) -> None:
    async with database.write() as session:
        rng = random.Random(1)
        for number in (1, 2):
            row = record(number, rng, server_id=101, question="canary sings", shown="canary")
            await session.execute(insert(RecordRow), row)
        await session.execute(text("UPDATE records SET question='-', shown='-' WHERE id = 1"))
        await session.execute(text("DELETE FROM records WHERE id = 2"))
    log = LogSearch(database, lambda: NOW)

    found = await log.search(101, [1], LogFilter(text="canary"), by=1)

    assert isinstance(found, LogPage)
    assert found.total == 0
    async with database.write() as session:
        # Compares every word of the index with the rows that it is of.
        await session.execute(
            text("INSERT INTO record_words(record_words, rank) VALUES ('integrity-check', 1)")
        )


async def test_a_reader_is_searched_for_by_pseudonym_only(database: Database) -> None:
    rows = await fill(database)
    log = LogSearch(database, lambda: NOW)
    everything = await log.search(101, [1], LogFilter(), by=1)
    assert isinstance(everything, LogPage)
    whose = everything.lines[0].who
    assert whose is not None
    by_receipt = {row["receipt"]: row for row in rows}
    user_id = by_receipt[everything.lines[0].receipt]["user_id"]
    of_them = sum(row["server_id"] == 101 and row["user_id"] == user_id for row in rows)

    found = await log.search(101, [1], LogFilter(reader=whose.name), by=1)
    elsewhere = await log.search(202, [1], LogFilter(reader=whose.name), by=1)

    assert isinstance(found, LogPage)
    assert found.total == of_them
    assert elsewhere is SearchRefusal.UNKNOWN_READER, "another server has other names"


async def test_an_export_stops_at_the_largest_file_and_says_what_it_left_out(
    database: Database,
) -> None:
    rng = random.Random(1)
    async with database.write() as session:
        for number in range(1, 13):
            row = record(number, rng, server_id=101, shown="x" * 1_000_000)
            await session.execute(insert(RecordRow), row)
    export = LogExport(database, lambda: NOW)

    file = await export.export(101, 1, LogFilter(), LogFormat.JSONL, by=1)

    assert isinstance(file, LogFile)
    assert len(file.content) <= LARGEST_FILE
    assert (file.records, file.left_out) == (9, 3)
