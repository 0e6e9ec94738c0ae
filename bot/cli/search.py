"""`colloquy search`: which passages a question retrieves, and why."""

from __future__ import annotations

import asyncio
import time
from typing import Any, Literal

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.cli import opening, questions, terminal
from bot.cli.ask import section_name
from bot.cli.batch import in_order
from bot.settings import BotSettings
from knowledge.model.answer import Question, ScoredPassage

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

        async def search(text: str) -> Found:
            started = time.perf_counter()
            passages = await knowledge.retriever.search(Question(text, course.id), limit)
            return text, passages, (time.perf_counter() - started) * 1000

        async for found in in_order(asked, search):
            if shape == "jsonl":
                terminal.write_json(as_json(found))
            else:
                show(found, terminal.output())


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


def show(found: Found, console: Console) -> None:
    """A table of the scores and their parts, then the passages."""
    question, passages, elapsed_ms = found
    parts = list(dict.fromkeys(name for scored in passages for name in scored.parts))
    table = Table(title=Text(question), title_justify="left", caption=f"{elapsed_ms:.0f} ms")
    for heading in ("#", "score", *(name.replace("_", " ") for name in parts)):
        table.add_column(heading, justify="right")
    for rank, scored in enumerate(passages, start=1):
        values = [scored.parts.get(name) for name in parts]
        shown = ["" if value is None else f"{value:.3f}" for value in values]
        table.add_row(str(rank), f"{scored.score:.3f}", *shown)
    console.print(table)
    for rank, scored in enumerate(passages, start=1):
        passage = scored.passage
        place = " › ".join((passage.document_title, *passage.section))
        console.print(Text(f"\n{rank}. {place}", style="bold"))
        console.print(Text(passage.text))
