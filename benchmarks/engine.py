"""Speed and size of the whole engine, as ratios to bare sentence-transformers in the same run.

    python benchmarks/engine.py [DOCUMENTS.jsonl QUESTIONS.jsonl]

Without files it measures on the course in `seeds/`. A document is a JSON object with `doc_id`,
`text` and perhaps `heldout`, which leaves it out; a question one with `question`. Both sides encode
the same passages; ours also reads, cuts, encodes sentences, indexes words and commits.

Both sides are warm, and take turns at going first. The plain one is float32 in batches of 32, with
torch on every core for documents and on torch's default number of threads for questions, which is
set anew at each of its turns because the engine sets its own in the same process.
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
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from rich.console import Console
from rich.table import Table

from knowledge.bootstrap import Knowledge
from knowledge.ingestion.batch import SourceFile
from knowledge.ingestion.course_folder import CourseFolder
from knowledge.model.answer import Question
from knowledge.model.corpus import Course
from knowledge.model.record import Occasion, Surface
from knowledge.retrieval.embedding_model import ModelFolder, available_cores
from knowledge.settings import KnowledgeSettings
from knowledge.storage import passages

SEEDS = Path(__file__).parents[1] / "seeds" / "people-to-people-diplomacy"
ROUNDS = 3
AT_ONCE = 16
MOST_QUESTIONS = 100
HIGHER, LOWER = "higher", "lower"

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
_PLAIN_START_UP = """
import resource, sys, time
started = time.perf_counter()
from sentence_transformers import SentenceTransformer
model = SentenceTransformer(sys.argv[1], device="cpu")
seconds = time.perf_counter() - started
pages = int(open("/proc/self/statm").read().split()[1])
print(seconds, pages * resource.getpagesize() / 2**20)
"""


class Plain:
    """Bare sentence-transformers. Every method blocks, and sets torch's threads where it runs."""

    def __init__(self) -> None:
        import torch
        from sentence_transformers import SentenceTransformer

        # Before the engine has set its own.
        self.question_threads = torch.get_num_threads()
        self.document_threads = available_cores()
        self._set_threads = torch.set_num_threads
        self._model = SentenceTransformer(str(ModelFolder.packaged().path), device="cpu")

    def documents_per_second(self, texts: list[str]) -> float:
        self._set_threads(self.document_threads)
        started = time.perf_counter()
        self._encode(texts)
        return len(texts) / (time.perf_counter() - started)

    def question_ms(self, question: str) -> float:
        self._set_threads(self.question_threads)
        started = time.perf_counter()
        self._encode(question)
        return (time.perf_counter() - started) * 1000

    def questions_per_second(self, questions: list[str]) -> float:
        # A number of threads holds for the thread that sets it.
        with ThreadPoolExecutor(AT_ONCE, "plain", self._set_threads, (self.question_threads,)) as p:
            started = time.perf_counter()
            list(p.map(self._encode, questions))
            return len(questions) / (time.perf_counter() - started)

    def _encode(self, texts: str | list[str]) -> object:
        return self._model.encode(texts, normalize_embeddings=True, show_progress_bar=False)


class Engine:
    """Ours, as the bot uses it."""

    def __init__(self, knowledge: Knowledge, documents: list[SourceFile]) -> None:
        self._knowledge = knowledge
        self._documents = documents
        self._course: Course | None = None
        self.texts: list[str] = []
        """Of the passages, as they were cut when the documents were last ingested."""

    async def documents_per_second(self) -> float:
        """In a course of its own each time, so that nothing is known already."""
        name = f"at {time.monotonic_ns()}"
        self._course = await self._knowledge.library.create_course(name, name)
        report = await self._knowledge.ingester.ingest(self._course, self._documents)
        async with self._knowledge.database.read() as session:
            current = await passages.list_current(session, self._course.id)
        self.texts = [passage.text for passage in current]
        return report.passages / report.seconds

    async def question_ms(self, question: str, *, recorded: bool) -> float:
        """From the asking to the answer, or to its committed record."""
        started = time.perf_counter()
        await (self._answer(question) if recorded else self._reply(question))
        return (time.perf_counter() - started) * 1000

    async def searches_per_second(self, questions: list[str]) -> float:
        return await self._per_second(questions, self._search)

    async def answers_per_second(self, questions: list[str]) -> float:
        """Each with its sentences chosen and its record committed."""
        return await self._per_second(questions, self._answer)

    async def _per_second(
        self, questions: list[str], ask: Callable[[str], Awaitable[None]]
    ) -> float:
        waiting = iter(questions)

        async def asker() -> None:
            for question in waiting:
                await ask(question)

        started = time.perf_counter()
        await asyncio.gather(*(asker() for _ in range(AT_ONCE)))
        return len(questions) / (time.perf_counter() - started)

    async def _search(self, question: str) -> None:
        assert self._course is not None
        await self._knowledge.retriever.search(Question(question, self._course.id))

    async def _reply(self, question: str) -> None:
        assert self._course is not None
        await self._knowledge.answerer.reply(Question(question, self._course.id))

    async def _answer(self, question: str) -> None:
        assert self._course is not None
        asked = Question(question, self._course.id)
        await self._knowledge.answerer.answer(asked, Occasion(Surface.COMMAND_LINE))


def main() -> None:
    documents, questions = _material(sys.argv[1:])
    plain = Plain()
    rows = asyncio.run(_measure(plain, documents, questions[:MOST_QUESTIONS]))
    table = Table("what", "better", "engine", "plain", "engine ÷ plain")
    for row in rows:
        table.add_row(*row)
    Console().print(table)
    print(
        f"plain: sentence-transformers, float32; torch on {plain.document_threads} threads for "
        f"documents (every core) and {plain.question_threads} for questions (its default)\n"
        f"load of the machine at the end: {os.getloadavg()[0]:.1f} on {available_cores()} cores; "
        "compare only what was measured on an idle one"
    )


def _material(arguments: Sequence[str]) -> tuple[list[SourceFile], list[str]]:
    if not arguments:
        lines = (SEEDS / "questions.jsonl").read_text(encoding="utf-8").splitlines()
        return [*CourseFolder.read(SEEDS).documents], [json.loads(x)["question"] for x in lines]
    documents, questions = (
        [json.loads(line) for line in Path(name).read_text(encoding="utf-8").splitlines()]
        for name in arguments
    )
    return [
        SourceFile(f"{d['doc_id']}.txt", d["text"].encode())
        for d in documents
        if not d.get("heldout")
    ], [q["question"] for q in questions]


async def _measure(
    plain: Plain, documents: list[SourceFile], questions: list[str]
) -> list[tuple[str, ...]]:
    with tempfile.TemporaryDirectory() as folder:
        start_up = _start_up(folder)
        settings = KnowledgeSettings(database_url=f"sqlite:///{folder}/warm.db")
        async with Knowledge.open(settings) as knowledge:
            await _warm_up(Engine(knowledge, documents[:1]), plain, questions)
            engine = Engine(knowledge, documents)
            indexing = await _in_turns(
                ROUNDS,
                lambda _: engine.documents_per_second(),
                lambda _: plain.documents_per_second(engine.texts),
            )
            latency, latency_recorded = [
                await _in_turns(
                    len(questions),
                    lambda turn, recorded=recorded: engine.question_ms(  # type: ignore[misc]
                        questions[turn], recorded=recorded
                    ),
                    lambda turn: plain.question_ms(questions[turn]),
                )
                for recorded in (False, True)
            ]
            searched, answered = [
                await _in_turns(
                    ROUNDS,
                    lambda _, ask=ask: ask(questions),  # type: ignore[misc]
                    lambda _: plain.questions_per_second(questions),
                )
                for ask in (engine.searches_per_second, engine.answers_per_second)
            ]
    return [
        *start_up,
        _row("indexing, passages/s", HIGHER, indexing),
        _row("one question, ms (median)", LOWER, latency),
        _row("the same, on record, ms", LOWER, latency_recorded),
        _row(f"searches/s, {AT_ONCE} at once", HIGHER, searched),
        _row(f"answers/s on record, {AT_ONCE} at once", HIGHER, answered),
    ]


async def _warm_up(engine: Engine, plain: Plain, questions: list[str]) -> None:
    await engine.documents_per_second()
    await engine.answers_per_second(questions[:AT_ONCE])
    await asyncio.to_thread(plain.documents_per_second, engine.texts)
    await asyncio.to_thread(plain.questions_per_second, questions[:AT_ONCE])


async def _in_turns(
    turns: int, ours: Callable[[int], Awaitable[float]], theirs: Callable[[int], float]
) -> list[tuple[float, float]]:
    """Both sides at each turn, the engine first at even turns and second at odd ones."""
    measured = []
    for turn in range(turns):
        if turn % 2 == 0:
            our = await ours(turn)
            their = await asyncio.to_thread(theirs, turn)
        else:
            their = await asyncio.to_thread(theirs, turn)
            our = await ours(turn)
        measured.append((our, their))
    return measured


def _start_up(folder: str) -> list[tuple[str, ...]]:
    """Each in a process of its own, in turns; the plain one only imports and loads the model.

    As an installed program starts on any day but its first: with its bytecode written, as pip has
    done for the plain one, and its database made. So the first pair is not counted.
    """
    model = str(ModelFolder.packaged().path)
    pairs = []
    for _ in range(1 + ROUNDS):
        ours = _measured_in_a_process(_START_UP, f"sqlite:///{folder}/start.db")
        pairs.append((ours, _measured_in_a_process(_PLAIN_START_UP, model)))
    seconds, mebibytes = ([(our[i], their[i]) for our, their in pairs[1:]] for i in (0, 1))
    return [
        _row("ready after start, s", LOWER, seconds),
        _row("resident memory after start, MiB", LOWER, mebibytes),
    ]


def _measured_in_a_process(program: str, argument: str) -> tuple[float, float]:
    """The two numbers that it prints: seconds and mebibytes."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, "-c", program, argument]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    seconds, mebibytes = map(float, done.stdout.split())
    return seconds, mebibytes


def _row(what: str, better: str, measured: list[tuple[float, float]]) -> tuple[str, ...]:
    ours, theirs = (statistics.median(side) for side in zip(*measured, strict=True))
    ratio = statistics.median(our / their for our, their in measured)
    return what, better, f"{ours:.1f}", f"{theirs:.1f}", f"{ratio:.2f}"


if __name__ == "__main__":
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    main()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory of this run, both sides in it: {peak:.0f} MiB (lower is better)")
