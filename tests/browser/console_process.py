"""A bot with something to moderate and its console, in a process of its own.

A line on its standard input, such as "mona", is answered with a new link for that person.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

import discord  # noqa: E402

from bot.client import ColloquyBot  # noqa: E402
from bot.console.opening import open_console  # noqa: E402
from bot.simulation.patience import PatientEnv  # noqa: E402
from knowledge.bootstrap import Knowledge  # noqa: E402
from knowledge.ingestion.batch import SourceFile  # noqa: E402
from knowledge.model.record import Complaint, Rating  # noqa: E402
from knowledge.settings import KnowledgeSettings  # noqa: E402
from tests.cogs.browsing import link  # noqa: E402
from tests.cogs.conftest import World, _arrange  # noqa: E402
from tests.cogs.course import COURSE, DOCUMENTS  # noqa: E402
from tests.cogs.moderating import ask, moderator  # noqa: E402
from tests.cogs.quizzes import finished  # noqa: E402
from tests.cogs.standing import fix, instructor  # noqa: E402

QUESTIONS = (
    "When was the Tollan Bridge opened?",
    "Who was the engineer of the Tollan Bridge?",
    "What did the Tollan Bridge cost?",
    "How much was the toll on a cart?",
    "What did Samuel Pryce write into the ledger?",
    "Where is the green ledger kept?",
    "How many rungs does the lantern keeper's ladder have?",
    "What is the boiling point of tungsten?",
    "Who painted the Tollan Bridge?",
    "<script>alert(1)</script> @everyone **bridge** https://evil.example \u202e",
    "When did the wooden ferry sink?",
    "Why did the toll end in 1951?",
)
OPEN = tuple(
    f"{asked} tungsten melt, as the foundry of the harbour would know?"
    for asked in (
        "At what heat does",
        "At which heat does",
        "At what heat will",
        "How hot must",
        "When does",
    )
)
"""Enough of a kind for a gap."""


async def run(folder: Path) -> None:
    settings = KnowledgeSettings(database_url=f"sqlite:///{folder / 'colloquy.db'}")
    async with Knowledge.open(settings, clock=discord.utils.utcnow) as knowledge:
        small = await knowledge.library.create_course(COURSE, "Bridges and harbours")
        files = [SourceFile(name, text.encode()) for name, text in DOCUMENTS.items()]
        await knowledge.ingester.ingest(small, files)
        bot = ColloquyBot(knowledge, default_course=COURSE, shard_count=1)
        env = PatientEnv(bot, settle_timeout=60.0)
        await env.start()
        try:
            with env.time_context():
                world = _arrange(env, knowledge, COURSE)
                people = {"mona": moderator(world), "max": world.max}
                await _live(world)
                async with open_console(world.bot, 0):
                    await _give_links(world, people)
        finally:
            await env.shutdown()


async def _live(world: World) -> None:
    """What happens in a course: questions, opinions, a quiz, a report."""
    receipts = []
    for number, question in enumerate((*OPEN, *QUESTIONS)):
        world.bot.desk.questions._acts.clear()
        receipts.append(await ask(world, question, (world.ana, world.ben)[number % 2]))
    receipts = receipts[len(OPEN) :]
    await fix(world, instructor(world, "Ines"), receipts[7], "Tungsten boils at 5,930 °C.")
    await world.knowledge.servers.add_course(
        world.guild.id, "Lighthouses, lightships and those who kept them", by=world.max.id
    )
    logbook, desk = world.knowledge.logbook, world.knowledge.moderation.desk
    await logbook.rate(receipts[2], world.ben.id, Rating.DOWN, Complaint.UNCLEAR)
    await logbook.rate(receipts[3], world.ana.id, Rating.UP)
    await logbook.note_message(receipts[0], 77)
    await desk.report(world.guild.id, world.private.id, 77, "The year is missing.", by=world.ben.id)
    await finished(world)


async def _give_links(world: World, people: dict[str, Any]) -> None:
    print("ready", flush=True)
    while name := (await asyncio.to_thread(sys.stdin.readline)).strip():
        assert world.bot.console is not None
        world.bot.console.pace._acts.clear()
        print(await link(world, people[name]), flush=True)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        asyncio.run(run(Path(made)))
