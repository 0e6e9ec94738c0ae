"""Times searches of the log with 100,000 questions on record: `python benchmarks/logs.py`.

The records are as wide as real ones: ten passages with their scores, two citations with their
passages. The aim of a search is a page in less than a second.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from knowledge.model.corpus import Citation, Span
from knowledge.model.log_search import LogFilter, LogPage, Opinion
from knowledge.model.review import ReviewStatus
from knowledge.reviewing.log_search import LogSearch
from knowledge.reviewing.review_desk import ReviewDesk
from knowledge.storage import citations
from knowledge.storage.audit_tables import ReportRow, ReviewRow
from knowledge.storage.database import Database
from knowledge.storage.tables import FeedbackRow, RecordRow

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
SERVER, MODERATOR = 1, 2
CHANNELS, ASKERS, DAYS, DOCUMENTS = 20, 500, 180, 30
"""A document has sixteen sections."""
_BATCH = 2_000
_WORDS = (Path(__file__).parents[1] / "README.md").read_text("utf-8").split()


def record(number: int, rng: random.Random) -> dict[str, Any]:
    """One question in four is asked on another server; one in five is not answered."""

    def words(count: int) -> str:
        return " ".join(rng.choices(_WORDS, k=count))

    document = rng.randrange(DOCUMENTS)
    title, section = f"Document {document}", [f"Part {rng.randrange(4)}", f"{rng.randrange(4)}"]
    passage = {"document": title, "section": section, "score": 0.5}
    parts = {name: rng.random() for name in ("words", "meaning", "best", "near")}
    citation = citations.to_json(
        Citation(
            1,
            1,
            1,
            1,
            title,
            None,
            tuple(section),
            None,
            words(25),
            Span(0, 9),
            1,
            words(220),
        )
    )
    return {
        "id": number,
        "receipt": f"A-{number:07d}",
        "asked_at": NOW - timedelta(seconds=DAYS * 86_400 * (1 - number / 100_000)),
        "surface": "slash",
        "user_id": 10**17 + rng.randrange(ASKERS),
        "server_id": SERVER if rng.random() < 0.75 else SERVER + 1,
        "channel_id": 10**17 + rng.randrange(CHANNELS),
        "event_id": number,
        "course": "A course",
        "question": f"{words(12)}?",
        "mode": "answer",
        "decision": "answered" if rng.random() < 0.8 else "abstained",
        "confidence": rng.random(),
        "shown": words(50),
        "sentences": [],
        "places": [],
        "citations": [citation, citation],
        "passages": [{**passage, "passage_id": n, "parts": parts} for n in range(10)],
        "versions": {"colloquy": "1"},
        "latency_ms": rng.random() * 400,
    }


async def fill(database: Database, count: int, course_id: int | None = None) -> None:
    """Questions of a course that is there already, or of none any more."""
    rng = random.Random(7)
    for first in range(1, count + 1, _BATCH):
        numbers = range(first, min(first + _BATCH, count + 1))
        rated = [n for n in numbers if rng.random() < 0.1]
        async with database.write() as session:
            rows = [record(n, rng) | {"course_id": course_id} for n in numbers]
            await session.execute(insert(RecordRow), rows)
            thumbs = [
                {
                    "record_id": n,
                    "user_id": 10**17,
                    "rating": rng.choice(["up", "up", "down"]),
                    "at": NOW,
                }
                for n in rated
            ]
            await session.execute(insert(FeedbackRow), thumbs)
            reviews = [
                {"record_id": n, "status": "ok", "note": "", "reviewer_id": MODERATOR, "at": NOW}
                for n in rated[::3]
            ]
            await session.execute(insert(ReviewRow), reviews)
            reports = [
                {"record_id": n, "user_id": 10**17, "note": "wrong", "at": NOW} for n in rated[::20]
            ]
            if reports:
                await session.execute(insert(ReportRow), reports)


async def measure(name: str, run: Callable[[], Awaitable[Any]], times: int = 5) -> None:
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        found = await run()
        taken.append((time.perf_counter() - started) * 1000)
    total = f"{found.total:>7,} found" if isinstance(found, LogPage) else ""
    print(f"{name:44} {statistics.median(taken):7.0f} ms  {max(taken):7.0f} ms  {total}")


async def compare(path: Path, count: int) -> None:
    async with Database.open(path) as database:
        started = time.perf_counter()
        await fill(database, count)
        taken = time.perf_counter() - started
        print(f"{count:,} records made in {taken:.0f} s; median and worst of five:")
        log, desk = LogSearch(database, lambda: NOW), ReviewDesk(database, lambda: NOW)
        for name, wanted in SEARCHES.items():
            await measure(name, partial(log.search, SERVER, [1], wanted, by=MODERATOR))
        found = await log.search(SERVER, [1], LogFilter(), by=MODERATOR)
        assert isinstance(found, LogPage)
        last = found.pages - 1
        await measure(
            "the last page of everything",
            lambda: log.turn(SERVER, [1], found.search_id, last, by=MODERATOR),
        )
        await measure("the next to review", lambda: desk.next(SERVER, by=MODERATOR))
        await measure("how much waits", lambda: desk.backlog(SERVER))


SEARCHES = {
    "everything": LogFilter(),
    "a common word": LogFilter(text="the"),
    "two common words": LogFilter(text="the of"),
    "the beginning of most words": LogFilter(text="a"),
    "a rare word": LogFilter(text="leaderboard"),
    "no such word": LogFilter(text="zeppelin"),
    "disliked": LogFilter(opinion=Opinion.DISLIKED),
    "reported": LogFilter(opinion=Opinion.REPORTED),
    "reviewed as wrong (none is)": LogFilter(status=ReviewStatus.WRONG),
    "one channel, the last week": LogFilter(channel_id=10**17 + 3, since=NOW - timedelta(days=7)),
    "a common word, open and disliked": LogFilter(
        text="the", opinion=Opinion.DISLIKED, status=ReviewStatus.OPEN
    ),
}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=100_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(compare(Path(folder) / "colloquy.db", options.records))
