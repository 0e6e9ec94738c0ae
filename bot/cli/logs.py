"""`colloquy logs export`: every recorded question, for a spreadsheet or a script."""

from __future__ import annotations

import asyncio
import csv
import re
import sys
from datetime import UTC, datetime
from typing import Any, Literal

from bot.cards.text import one_line
from bot.cli import opening, terminal
from bot.cli.ask import place_of, section_name
from bot.settings import BotSettings
from knowledge.bootstrap import open_logbook
from knowledge.model.record import Feedback, Record

COLUMNS = (
    "receipt", "asked_at", "surface", "user_id", "server_id", "channel_id", "course", "question",
    "mode", "source", "decision", "confidence", "shown", "citations", "latency_ms", "feedback",
)  # fmt: skip

_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
"""In full width, too, as some spreadsheets in East Asia read them."""


def export(shape: Literal["jsonl", "csv"], since: datetime | None) -> None:
    settings = opening.read_settings()
    # The day as it was typed has no time zone, and would begin with this machine's midnight.
    first = None if since is None else since.replace(tzinfo=UTC)
    asyncio.run(_export(settings, shape, first))


async def _export(
    settings: BotSettings, shape: Literal["jsonl", "csv"], since: datetime | None
) -> None:
    async with open_logbook(settings) as logbook:
        if shape == "jsonl":
            async for record in logbook.export(since):
                terminal.write_json(as_json(record))
            return
        writer = csv.writer(sys.stdout)
        writer.writerow(COLUMNS)
        async for record in logbook.export(since):
            writer.writerow(_row(record))


def as_json(record: Record) -> dict[str, Any]:
    """A record with Discord's ids as texts, because many readers of JSON round such numbers."""
    occasion = record.occasion
    return {
        "receipt": record.receipt,
        "asked_at": record.asked_at.isoformat(),
        "surface": occasion.surface.value,
        "user_id": _id(occasion.user_id),
        "server_id": _id(occasion.server_id),
        "channel_id": _id(occasion.channel_id),
        "event_id": _id(occasion.event_id),
        "course": record.course,
        "question": record.question,
        "mode": record.mode.value,
        "source": record.source,
        "decision": record.decision.value,
        "confidence": round(record.confidence, 4),
        "shown": record.shown,
        "citations": [
            {
                "document": citation.document,
                "version": citation.version,
                "section": section_name(citation.section),
                "page": citation.page,
                "quote": citation.quote,
            }
            for citation in record.citations
        ],
        "passages": [
            {
                "passage_id": passage.passage_id,
                "document": passage.document,
                "section": section_name(passage.section),
                "score": passage.score,
                "parts": passage.parts,
            }
            for passage in record.passages
        ],
        "versions": record.versions,
        "latency_ms": round(record.latency_ms, 1),
        "feedback": [
            {
                "user_id": _id(feedback.user_id),
                "rating": feedback.rating.value,
                "complaint": feedback.complaint.value if feedback.complaint else None,
                "at": feedback.at.isoformat(),
            }
            for feedback in record.feedback
        ],
    }


def _id(value: int | None) -> str | None:
    return None if value is None else str(value)


def _row(record: Record) -> list[str]:
    """A record for a spreadsheet: lists as lines that a person can read."""
    values = as_json(record) | {
        "citations": "\n".join(f"{place_of(c)}: “{one_line(c.quote)}”" for c in record.citations),
        "feedback": "\n".join(map(_opinion, record.feedback)),
    }
    return [cell(values[column]) for column in COLUMNS]


def _opinion(feedback: Feedback) -> str:
    why = f" ({feedback.complaint.value.replace('_', ' ')})" if feedback.complaint else ""
    return f"{feedback.rating.value}{why} by {feedback.user_id}, {feedback.at:%Y-%m-%d %H:%M}"


def cell(value: Any) -> str:
    """Text for a spreadsheet, which would run what begins like a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if _FORMULA.match(text) else text
