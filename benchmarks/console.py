"""Times the console's pages with 100,000 questions on record: `python benchmarks/console.py`.

A request is timed from its arrival at the application to its last byte; Discord, which is asked
once in half a minute who somebody is, is left out. The aim is a page in less than a second.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import tempfile
import time
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import discord
import httpx
from logs import MODERATOR, NOW, SERVER, fill
from sqlalchemy import insert

from bot.access_rules import Role
from bot.cogs.desk import Desk
from bot.console import app as console
from bot.console.door import Place
from bot.console.sessions import Holder, Sessions
from bot.console.visitor import Visitor
from knowledge.bootstrap import Knowledge
from knowledge.model.corpus import Course
from knowledge.settings import KnowledgeSettings
from knowledge.storage.tables import CourseRow

PORT = 8080
PAGES = (
    "/",
    "/?days=180",
    "/queue",
    "/queue?page=5000",
    "/queue/next",
    "/search",
    "/search?text=the",
    "/search?text=leaderboard",
    "/search?rating=disliked",
    "/search?status=open&since=2026-11-01",
    "/search?channel=100000000000000003",
    "/confusion?days=7",
    "/confusion?days=30",
    "/confusion?days=180",
    "/audit",
)


class _Everybody:
    """Stands where Discord is asked: the moderator may see everything."""

    def __init__(self, *_: object) -> None:
        guild = SimpleNamespace(id=SERVER, name="A server", get_channel_or_thread=lambda _id: None)
        member = SimpleNamespace(
            id=MODERATOR,
            guild=guild,
            display_name="Mona",
            guild_permissions=discord.Permissions.all(),
        )
        guild.get_member = lambda _id: member
        self._member = cast(discord.Member, member)

    async def find(self, holder: Holder) -> Visitor:
        return _Trusted(self._member, None, holder)


class _Trusted(Visitor):
    def refusal(self, action: str) -> str | None:
        return None


async def _course(_visitor: Visitor) -> tuple[Course, ...]:
    return (Course(1, "course", "A course"),)


async def _add_course(knowledge: Knowledge) -> None:
    async with knowledge.database.write() as session:
        row = {
            "id": 1, "name": "course", "title": "A course", "description": "", "language": "en",
            "strictness": "normal", "created_at": NOW,
        }  # fmt: skip
        await session.execute(insert(CourseRow), row)


async def run(path: Path, count: int) -> None:
    vars(console).update(Visitors=_Everybody, tended=_course)
    settings = KnowledgeSettings(database_url=f"sqlite:///{path}")
    async with Knowledge.open(settings, clock=lambda: NOW) as knowledge:
        await _add_course(knowledge)
        await fill(knowledge.database, count, course_id=1)
        desk, sessions = Desk(knowledge, "", lambda: NOW), Sessions(_now)
        app = console.build(cast(Any, None), desk, sessions, Place(PORT))
        secret = sessions.issue(Holder(MODERATOR, SERVER, None, frozenset(Role)))
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(
            transport=transport, base_url=f"http://127.0.0.1:{PORT}"
        ) as client:
            await client.post(f"/open/{secret}")
            print(f"{count:,} records; median and worst of five, in milliseconds:")
            for address in PAGES:
                await _measure(client, address)


def _now() -> datetime:
    return NOW


async def _measure(client: httpx.AsyncClient, address: str) -> None:
    taken = []
    for _ in range(5):
        started = time.perf_counter()
        answer = await client.get(address)
        taken.append((time.perf_counter() - started) * 1000)
    print(
        f"{address:44} {statistics.median(taken):7.0f} {max(taken):7.0f}  "
        f"{answer.status_code} {len(answer.content):>9,} bytes",
        flush=True,
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=100_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(run(Path(folder) / "colloquy.db", options.records))
