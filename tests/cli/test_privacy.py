"""The operator erases somebody without the bot and without the model."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.settings import BotSettings
from knowledge.model.answer import Mode
from knowledge.model.corpus import Strictness
from knowledge.model.record import Decision, Occasion, Record, Surface
from knowledge.storage import courses, records
from knowledge.storage.database import Database

if TYPE_CHECKING:
    from conftest import Colloquy

EVE = 418_273_645_192_837_465


def _record() -> Record:
    return Record(
        receipt="A-7F3K",
        asked_at=datetime(2026, 11, 22, tzinfo=UTC),
        occasion=Occasion(Surface.SLASH, user_id=EVE),
        course="c",
        question="Who?",
        mode=Mode.ANSWER,
        source=None,
        decision=Decision.ABSTAINED,
        confidence=0.0,
        shown="",
        sentences=(),
        places=(),
        citations=(),
        passages=(),
        versions={},
        latency_ms=1.0,
    )


async def _ask(path: Path) -> None:
    async with Database.open(path) as database, database.write() as session:
        course = await courses.put_course(
            session,
            name="c",
            title="C",
            description="",
            language="en",
            strictness=Strictness.NORMAL,
            created_at=datetime(2026, 11, 22, tzinfo=UTC),
        )
        assert await records.add(session, _record(), course_id=course.id)


def test_a_user_is_forgotten_without_the_model(
    colloquy: Colloquy, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asyncio.run(_ask(BotSettings.read(folder).database_path))
    monkeypatch.setenv("EMBEDDING_MODEL", str(folder / "no-model"))
    assert colloquy("logs", "export").out
    ran = colloquy("privacy", "forget", "--user", str(EVE))
    assert (ran.code, ran.err) == (0, "")
    assert "Deleted, or without a name now: 1." in ran.out
    assert colloquy("logs", "export").out == ""
    again = colloquy("privacy", "forget", "--user", str(EVE))
    assert "Nothing was stored" in again.out


@pytest.mark.parametrize("user", ["me", "0", "-5"])
def test_a_user_is_named_by_a_number(colloquy: Colloquy, user: str) -> None:
    ran = colloquy("privacy", "forget", "--user", user)
    assert ran.code == 2
    assert ran.out == ""
