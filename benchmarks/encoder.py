"""The embedder against plain sentence-transformers, interleaved in one process.

    python benchmarks/encoder.py [--texts FOLDER_OR_JSONL] [--precision auto] [--quick]

Plain means ``SentenceTransformer(folder).encode``, float32, batches of 32, as its documentation
shows. Ratios are medians over rounds and above 1 where the embedder is better. "CPU" compares
processor time, which a busy machine distorts less than the clock. Nothing is asserted.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from knowledge.retrieval.embedder import Embedder, available_cores
from knowledge.retrieval.embedding_model import ModelFolder, Precision

SEEDS = Path(__file__).parent.parent / "seeds"
_END_OF_SENTENCE = re.compile(r"(?<=[.!?])\s+")

Kind = Callable[[], Awaitable[object]]
Measured = tuple[float, float]
"""Seconds by the clock, seconds of the processor."""


def passages_in(place: Path) -> list[str]:
    """The paragraphs of a folder's text files, or of a JSONL file's ``text`` fields.

    A JSONL line may give ``passages``, a list of [start, end] into its ``text``.
    """
    if place.is_dir():
        files = sorted(file for file in place.rglob("*") if file.suffix in {".md", ".txt"})
        paragraphs = [part for file in files for part in file.read_text("utf-8").split("\n\n")]
    else:
        paragraphs = []
        for line in place.read_text("utf-8").splitlines():
            record = json.loads(line)
            text = record["text"]
            offsets = record.get("passages")
            paragraphs += (
                [text[start:end] for start, end in offsets] if offsets else text.split("\n\n")
            )
    return [part.strip() for part in paragraphs if len(part.split()) >= 20]


def sentences_of(passages: list[str]) -> list[str]:
    return [part for text in passages for part in _END_OF_SENTENCE.split(text) if part]


async def timed(work: Kind) -> Measured:
    clock, processor = time.perf_counter(), time.process_time()
    await work()
    return time.perf_counter() - clock, time.process_time() - processor


def ratio(plain: list[Measured], ours: list[Measured]) -> tuple[float, float]:
    clock, processor = (
        statistics.median(row[part] for row in plain) / statistics.median(row[part] for row in ours)
        for part in (0, 1)
    )
    return clock, processor


class Comparison:
    """Both encoders, and the texts that they are given."""

    def __init__(self, embedder: Embedder, passages: list[str], threads: int) -> None:
        import torch
        from sentence_transformers import SentenceTransformer

        self._torch = torch
        self._embedder = embedder
        self._plain = SentenceTransformer(str(ModelFolder.packaged().path), device="cpu")
        self._threads = threads
        self.passages = passages
        self.sentences = sentences_of(passages)
        picked = random.Random(1).choices(self.sentences, k=16)
        self.questions = [f"What is meant by {' '.join(text.split()[:8])}?" for text in picked]

    async def plain_passages(self) -> None:
        self._encode_plainly(self.passages)

    async def our_passages(self) -> None:
        await self._embedder.embed_documents(self.passages)

    async def our_sentences(self) -> None:
        await self._embedder.embed_documents(self.sentences)

    async def ours_both(self) -> None:
        await self._embedder.embed_documents([*self.passages, *self.sentences])

    async def one_plain_question(self) -> None:
        self._encode_plainly(self.questions[:1])

    async def one_question(self) -> None:
        await self._embedder.embed_query(self.questions[0])

    async def plain_questions_at_once(self) -> None:
        loop = asyncio.get_running_loop()
        with ThreadPoolExecutor(len(self.questions)) as pool:
            await asyncio.gather(
                *(
                    loop.run_in_executor(pool, self._encode_plainly, [text])
                    for text in self.questions
                )
            )

    async def questions_at_once(self) -> None:
        await asyncio.gather(*map(self._embedder.embed_query, self.questions))

    def _encode_plainly(self, texts: list[str]) -> Any:
        self._torch.set_num_threads(self._threads if len(texts) > 1 else 1)
        return self._plain.encode(texts, normalize_embeddings=True)


async def rounds(count: int, *kinds: Kind) -> dict[str, list[Measured]]:
    measured: dict[str, list[Measured]] = {kind.__name__: [] for kind in kinds}
    for kind in kinds:
        await kind()
    for _ in range(count):
        for kind in kinds:
            measured[kind.__name__].append(await timed(kind))
    return measured


_START = """
import time; began = time.perf_counter()
{work}
seconds = time.perf_counter() - began
memory = dict(line.split(":", 1) for line in open("/proc/self/status"))
print(seconds, time.process_time(), int(memory["VmRSS"].split()[0]) / 1024)
"""
_START_PLAIN = """
from sentence_transformers import SentenceTransformer
SentenceTransformer({folder!r}, device="cpu").encode("warm")
"""
_START_OURS = """
import asyncio
from knowledge.retrieval.embedder import Embedder
embedder = asyncio.run(Embedder.load(precision={precision!r}))
"""


def start(work: str) -> tuple[float, float, float]:
    """Seconds until ready, processor seconds, and MB resident, of a fresh interpreter."""
    ended = subprocess.run(
        [sys.executable, "-c", _START.format(work=work)], capture_output=True, text=True, check=True
    )
    seconds, processor, memory = map(float, ended.stdout.split())
    return seconds, processor, memory


async def compare(passages: list[str], precision: Precision, threads: int, repeats: int) -> None:
    async with Embedder.open(precision=precision, threads=threads) as embedder:
        both = Comparison(embedder, passages, threads)
        texts = f"{threads} threads, {embedder.precision}"
        indexing = await rounds(
            repeats, both.plain_passages, both.our_passages, both.our_sentences, both.ours_both
        )
        for name, kind in (
            ("passages", both.our_passages),
            ("sentences", both.our_sentences),
            ("passages and sentences", both.ours_both),
        ):
            show(f"indexing {name}, {texts}", indexing, both.plain_passages, kind)
        asking = await rounds(repeats * 8, both.one_plain_question, both.one_question)
        show(f"one question, {texts}", asking, both.one_plain_question, both.one_question)
        asking = await rounds(repeats * 3, both.plain_questions_at_once, both.questions_at_once)
        show(
            f"16 questions at once, {texts}",
            asking,
            both.plain_questions_at_once,
            both.questions_at_once,
        )


def show(name: str, measured: dict[str, list[Measured]], plain: Kind, ours: Kind) -> None:
    """A row of the table: both medians in milliseconds, and how many times better ours is."""
    plain_rows, our_rows = measured[plain.__name__], measured[ours.__name__]
    plain_ms, our_ms = (
        1000 * statistics.median(clock for clock, _ in rows) for rows in (plain_rows, our_rows)
    )
    clock, processor = ratio(plain_rows, our_rows)
    print(f"| {name} | {plain_ms:.1f} | {our_ms:.1f} | {clock:.2f} | {processor:.2f} |", flush=True)


def main() -> None:
    arguments = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    arguments.add_argument("--texts", type=Path, default=SEEDS, help="folder or JSONL file")
    arguments.add_argument("--precision", choices=["auto", "float32", "bfloat16"], default="auto")
    arguments.add_argument("--quick", action="store_true", help="24 passages, less than 2 minutes")
    chosen = arguments.parse_args()

    passages = passages_in(chosen.texts)
    random.Random(1).shuffle(passages)
    passages = passages[: 24 if chosen.quick else 192]
    repeats = 3 if chosen.quick else 7
    words = sum(len(text.split()) for text in passages)
    print(f"{len(passages)} passages, {len(sentences_of(passages))} sentences, {words} words\n")

    print("| | plain, ms | ours, ms | x by the clock | x by CPU |\n|---|---|---|---|---|")
    for threads in (1, available_cores()) if available_cores() > 1 else (1,):
        asyncio.run(compare(passages, chosen.precision, threads, repeats))

    print("\n| fresh process, ready to answer | s | CPU s | RSS MB |\n|---|---|---|---|")
    folder = str(ModelFolder.packaged().path)
    for name, work in (
        ("plain sentence-transformers", _START_PLAIN.format(folder=folder)),
        ("embedder", _START_OURS.format(precision=chosen.precision)),
    ):
        runs = [start(work) for _ in range(1 if chosen.quick else 5)]
        seconds, processor, memory = (statistics.median(part) for part in zip(*runs, strict=True))
        print(f"| {name} | {seconds:.1f} | {processor:.1f} | {memory:.0f} |")


if __name__ == "__main__":
    main()
