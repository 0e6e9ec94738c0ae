"""A simulated Discord around the real bot and the real engine; nothing of either is replaced.

The model is loaded once and the courses are indexed once. Every test has a database file of its
own, a copy, because the simulator repeats the ids of users and messages.
"""

from __future__ import annotations

import inspect
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import discord
import pytest
import pytest_asyncio
import simcord
from simcord.backend.models import Interaction as SimulatedInteraction

from bot.client import ColloquyBot
from bot.simulation.patience import PatientEnv
from knowledge.bootstrap import Knowledge
from knowledge.ingestion.batch import SourceFile
from knowledge.ingestion.course_folder import CourseFolder
from knowledge.model.record import Record, Visibility
from knowledge.retrieval.embedder import Embedder
from knowledge.settings import KnowledgeSettings
from knowledge.storage import courses
from tests.cogs.course import COURSE, DOCUMENTS
from tests.cogs.payloads import check_payloads

ROOT = Path(__file__).parents[2]
SEEDS = ROOT / "seeds" / "people-to-people-diplomacy"

_LONGEST_WAIT_SECONDS = 60.0
"""For what a press sets off: a busy machine is no failure, a bot that hangs still is one."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One event loop for all: the databases belong to it."""
    for item in items:
        here = Path(__file__).parent in item.path.parents
        if here and inspect.iscoroutinefunction(getattr(item, "function", None)):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest.fixture
def kept_reader() -> None:
    """None: the simulator's clock leaps, and a reader that outlives it would time out."""


def settings(path: Path) -> KnowledgeSettings:
    return KnowledgeSettings(database_url=f"sqlite:///{path}")


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def library_file(loaded_embedder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the small course and the course in `seeds/`."""
    path = tmp_path_factory.mktemp("library") / "colloquy.db"
    folder = CourseFolder.read(SEEDS)
    async with Knowledge.open(settings(path), embedder=loaded_embedder) as knowledge:
        small = await knowledge.library.create_course(COURSE, "Small course")
        files = [SourceFile(name, text.encode()) for name, text in DOCUMENTS.items()]
        report = await knowledge.ingester.ingest(small, files)
        assert not report.skipped
        await knowledge.library.create_course("empty", "Empty course")
        seeds = await knowledge.library.create_course(folder.name, folder.title)
        report = await knowledge.ingester.ingest(seeds, folder.documents)
        assert not report.skipped
    return path


@pytest_asyncio.fixture(loop_scope="session")
async def knowledge(
    library_file: Path, loaded_embedder: Embedder, tmp_path: Path
) -> AsyncIterator[Knowledge]:
    path = tmp_path / "colloquy.db"
    shutil.copy(library_file, path)
    async with Knowledge.open(
        settings(path), clock=discord.utils.utcnow, embedder=loaded_embedder
    ) as opened:
        yield opened


@dataclass
class World:
    """A server with two students, a manager, and a channel of each kind."""

    env: simcord.Env
    knowledge: Knowledge
    course: str
    guild: Any
    private: Any
    public: Any
    ana: Any
    ben: Any
    max: Any

    @property
    def bot(self) -> ColloquyBot:
        """The one that runs now."""
        assert isinstance(self.env.bot, ColloquyBot)
        return self.env.bot

    async def restart(self) -> None:
        """A new process: every message that was sent stays, nothing in memory does."""
        bot = ColloquyBot(self.knowledge, default_course=self.course, shard_count=1)
        await self.env.restart_bot(bot)

    def to_bot(self, words: str) -> str:
        """The words, with the bot mentioned in front."""
        assert self.env.bot.user is not None
        return f"{self.env.bot.user.mention} {words}"

    async def records(self) -> list[Record]:
        return [record async for record in self.knowledge.logbook.export()]


@pytest.fixture
def course() -> str:
    """The default course; `@pytest.mark.parametrize("course", [...])` chooses another."""
    return COURSE


@pytest_asyncio.fixture(loop_scope="session")
async def env(knowledge: Knowledge, course: str) -> AsyncIterator[simcord.Env]:
    """What the simulator's own fixture does, and then three promises that hold in every test."""
    env = PatientEnv(
        ColloquyBot(knowledge, default_course=course, shard_count=1),
        settle_timeout=_LONGEST_WAIT_SECONDS,
    )
    await env.start()
    try:
        yield env
    finally:
        await env.shutdown()
    env._raise_errors_since(env._errors_acknowledged)
    _assert_acknowledged(env)
    _assert_nobody_pinged(env)
    check_payloads(env)


@pytest_asyncio.fixture(loop_scope="session")
async def world(env: simcord.Env, knowledge: Knowledge, course: str) -> World:
    world = _arrange(env, knowledge, course)
    async with knowledge.database.write() as session:
        # Not by a person, so that the audit of every test begins empty.
        await courses.put_channel_visibility(
            session, world.guild.id, world.public.id, Visibility.PUBLIC
        )
    return world


def _arrange(env: simcord.Env, knowledge: Knowledge, course: str) -> World:
    guild = env.create_guild("Course")
    managers = guild.create_role("Staff", permissions=discord.Permissions(manage_guild=True))
    return World(
        env=env,
        knowledge=knowledge,
        course=course,
        guild=guild,
        private=guild.create_text_channel("reading-room"),
        public=guild.create_text_channel("lounge"),
        ana=guild.add_member(env.create_user("ana", global_name="Ana")),
        ben=guild.add_member(env.create_user("ben", global_name="Ben")),
        max=guild.add_member(env.create_user("max", global_name="Max"), roles=[managers]),
    )


def _assert_acknowledged(env: simcord.Env) -> None:
    seen: list[SimulatedInteraction] = list(env.backend.interactions.values())
    silent = [interaction for interaction in seen if not interaction.responded]
    assert not silent, f"the user saw 'This interaction failed': {silent}"


def _assert_nobody_pinged(env: simcord.Env) -> None:
    for channel in env.backend.messages.values():
        for message in channel.values():
            if message.author_id == env.backend.bot_user.id:
                assert not message.ping_user_ids, message
                assert not message.ping_role_ids, message
                assert not message.mention_everyone, message
                assert not message.mention_user_ids, message
                assert not message.mention_role_ids, message
