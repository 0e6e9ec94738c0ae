"""`colloquy search`: which passages a question retrieves, and why."""

from __future__ import annotations

import asyncio
import re
import time
from typing import Any, Literal

from rich.console import Console

from bot.cli import opening, questions, terminal
from bot.cli.ask import section_name
from bot.cli.batch import in_order
from bot.settings import BotSettings
from knowledge.model.answer import Place, Question, ScoredPassage
from knowledge.model.corpus import DocumentUse

Found = tuple[str, list[ScoredPassage], float]
"""A question, its passages, and the milliseconds they took."""


def run(
    question: str | None,
    source: str | None,
    course: str | None,
    limit: int,
    shape: Literal["text", "jsonl"],
) -> None:
    asked = questions.gather(question, source)
    settings = opening.read_settings()
    asyncio.run(_search(settings, asked, course, limit, shape))


async def _search(
    settings: BotSettings,
    asked: list[str],
    course_name: str | None,
    limit: int,
    shape: Literal["text", "jsonl"],
) -> None:
    async with opening.opened(settings) as knowledge:
        course = await opening.find_course(knowledge, settings, course_name)
        # Here, as the first question's time is not to hold it.
        await knowledge.embedder.common_phrases()
        findable = 0
        if shape == "text":
            documents = await knowledge.library.list_documents(course.id)
            findable = sum(d.passages for d in documents if d.use is not DocumentUse.TITLE_ONLY)

        async def search(text: str) -> Found:
            started = time.perf_counter()
            passages = await knowledge.retriever.search(Question(text, course.id), limit)
            return text, passages, (time.perf_counter() - started) * 1000

        async for found in in_order(asked, search):
            if shape == "jsonl":
                terminal.write_json(as_json(found))
            else:
                show(found, terminal.output(), expected=min(limit, findable))


def as_json(found: Found) -> dict[str, Any]:
    """The stable contract for scripts."""
    question, passages, elapsed_ms = found
    return {
        "question": question,
        "passages": [
            {
                "rank": rank,
                "document": scored.passage.document_title,
                "section": section_name(scored.passage.section),
                "text": scored.passage.text,
                "score": round(scored.score, 6),
            }
            for rank, scored in enumerate(passages, start=1)
        ],
        "elapsed_ms": round(elapsed_ms, 1),
    }


def show(found: Found, console: Console, *, expected: int) -> None:
    """Each passage under its score and place, and what the score is made of.

    Fewer than ``expected`` are those of the documents that the question itself names, as all
    others would have been ranked too.
    """
    question, passages, elapsed_ms = found
    console.print()
    console.print(terminal.plain(question, "bold"))
    for rank, scored in enumerate(passages, start=1):
        console.print()
        line = terminal.plain(f"{rank}  {scored.score:.3f}  ")
        console.print(line.append(terminal.plain(str(Place.of(scored.passage)), "bold")))
        console.print(terminal.plain(_parts(scored), "dim"))
        console.print(terminal.plain(scored.passage.text))
    console.print()
    if 0 < len(passages) < expected:
        named = dict.fromkeys(f"“{scored.passage.document_title}”" for scored in passages)
        told = f"No more, as the question names what to search: {', '.join(named)}."
        console.print(terminal.plain(told))
    console.print(terminal.plain(f"{elapsed_ms:.0f} ms", "dim"))


def _parts(scored: ScoredPassage) -> str:
    """ "passage cosine .38 · words .46": no zero before the point, to fit into a line."""
    parts = (f"{name.replace('_', ' ')} {value:.2f}" for name, value in scored.parts.items())
    return " · ".join(re.sub(r"(?<= )0(?=\.\d\d$)", "", part) for part in parts)
