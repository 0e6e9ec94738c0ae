"""Does "and Japan?" find what the whole question finds? `python benchmarks/follow_ups.py`

Pairs on the course in `seeds/` (`follow_ups.jsonl`): a question, what is asked next in a reply, and
the same asked in full. A hit holds the accepted words among the first 1 or 5 passages; an answer is
right that quotes them. The rules were made on the development pairs; of those held out only the
totals are printed.
"""

from __future__ import annotations

import asyncio
import json
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np

from knowledge.answering.following import context_for, in_full
from knowledge.bootstrap import Knowledge
from knowledge.ingestion.course_folder import CourseFolder
from knowledge.model.answer import Question
from knowledge.model.record import Occasion, Surface
from knowledge.settings import KnowledgeSettings

_HERE = Path(__file__).parent
_PAIRS = _HERE / "follow_ups.jsonl"
_SEEDS = _HERE.parent / "seeds" / "people-to-people-diplomacy"
_DEVELOPMENT = "development"


async def _main() -> None:
    pairs = [json.loads(line) for line in _PAIRS.read_text("utf-8").splitlines()]
    with tempfile.TemporaryDirectory() as folder:
        settings = KnowledgeSettings(database_url=f"sqlite:///{folder}/follow-ups.db")
        async with Knowledge.open(settings) as knowledge:
            seeds = CourseFolder.read(_SEEDS)
            course = await knowledge.library.create_course(seeds.name, seeds.title)
            await knowledge.ingester.ingest(course, seeds.documents)
            for split in (_DEVELOPMENT, "held out"):
                mine = [pair for pair in pairs if pair["split"] == split]
                _print(split, [await _measure(knowledge, course.id, pair) for pair in mine])


async def _measure(knowledge: Knowledge, course_id: int, pair: dict[str, str]) -> list[list[bool]]:
    """Hit@1, hit@5, answered right: of the whole question and of the one that follows."""
    first = Question(pair["first"], course_id)
    before = (await knowledge.answerer.answer(first, Occasion(Surface.SLASH))).record
    context = context_for(pair["then"], before)
    meant = in_full(pair["then"], context)
    whole, then = (Question(pair[name], course_id) for name in ("alone", "then"))
    then = replace(then, context=context)
    searched = then if meant is None else Question(meant, course_id)
    found = []
    for question, sought in ((whole, whole), (then, searched)):
        scored = await knowledge.retriever.search(sought, 5)
        hits = [pair["answer"] in one.passage.text for one in scored]
        reply = await knowledge.answerer.reply(question)
        found.append([any(hits[:1]), any(hits), pair["answer"] in getattr(reply, "text", "")])
    if pair["split"] == _DEVELOPMENT and found[0] != found[1]:
        print(f"  {pair['first']} → {pair['then']} [{meant or context}] {found[0]} {found[1]}")
    return found


def _print(split: str, found: list[list[list[bool]]]) -> None:
    shares = 100 * np.array(found).mean(axis=0)
    for name, row in zip(("asked in full", "in a reply"), shares, strict=True):
        one, five, right = row
        print(f"{split} ({len(found)} pairs), {name}: hit@1 {one:.1f}, hit@5 {five:.1f}, "
              f"answered right {right:.1f}")  # fmt: skip


asyncio.run(_main())
