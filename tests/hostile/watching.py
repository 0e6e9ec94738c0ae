"""What the bot sent to Discord, held against what hostile words must never do."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import Any

from sqlalchemy import text as sql

from knowledge.storage.tables import Base
from tests.cogs.conftest import World
from tests.hostile.injections import HOSTILE_MOMENT, HOSTILE_PLACE, MARKED, UNSEEN, Injection

_TEXT = 10
_ESCAPED = re.compile(r"\\.", re.DOTALL)
_FORBIDDEN = {
    "a mention": re.compile(r"<(?:@[!&]?|#)\d|@(?:everyone|here)\b"),
    "a command": re.compile(r"</\w"),
    "a part of the server": re.compile(r"<id:"),
    "an emoji": re.compile(r"<a?:\w+:\d+>|:skull_crossbones:"),
    "a hostile moment": re.compile(rf"<t:{HOSTILE_MOMENT}"),
    "a masked link": re.compile(r"\]\("),
    "an address": re.compile(rf"\w://\S*{re.escape(HOSTILE_PLACE)}|<(?:mailto|tel):"),
    "a spoiler": re.compile(r"\|\|"),
    "a block of code": re.compile(r"```"),
    "HTML": re.compile(r"<(?:b|img|script|iframe)\b"),
}
_INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
LOGGED = {
    "records", "record_words", "record_words_data", "record_words_docsize", "record_words_idx",
    "record_words_config", "alerts", "audit", "log_searches", "memos", "course_uses",
}  # fmt: skip
"""What grows because something was asked or looked at."""


def assert_harmless(world: World, since: int = 0) -> None:
    """No ping, link, style or invisible turn in anything that was sent from a request on."""
    for request in world.env.http_requests[since:]:
        if request.method == "GET" or request.json is None:
            continue
        body = request.json.get("data", request.json) if isinstance(request.json, dict) else {}
        if isinstance(body, dict) and "components" in body and "title" not in body:
            assert body["allowed_mentions"]["parse"] == []
            assert not body.get("content")
            assert not body.get("embeds")
        for words in _strings(request.json):
            assert not _INVISIBLE.search(words), repr(words)
        for shown in _texts(request.json):
            assert_plain(shown)


def assert_plain(markdown: str) -> None:
    """Nothing of an injection has an effect in this text."""
    live = _ESCAPED.sub("¤", markdown)
    for what, pattern in _FORBIDDEN.items():
        assert not pattern.search(live), f"{what} in {markdown!r}"
    for injection in (*MARKED, *UNSEEN):
        if injection.mark and not injection.mark.startswith("\\"):
            assert injection.mark not in live, f"{injection.name} in {markdown!r}"


def requests(world: World) -> int:
    """How many there were so far, for the next look."""
    return len(world.env.http_requests)


async def stored(world: World, without: set[str] = LOGGED) -> dict[str, str]:
    """A digest of every table but those that are a log."""
    tables = sorted(name for name in Base.metadata.tables if name not in without)
    found = {}
    async with world.knowledge.database.read() as session:
        for name in tables:
            rows = await session.execute(sql(f'SELECT * FROM "{name}" ORDER BY 1, 2'))
            found[name] = hashlib.sha256(repr(rows.all()).encode()).hexdigest()
    return found


async def assert_cited(world: World) -> None:
    """Every sentence of every answer is on record with a quote that its document holds."""
    records = await world.records()
    async with world.knowledge.database.read() as session:
        rows = await session.execute(sql("SELECT text FROM document_versions"))
        texts = [row.text for row in rows]
    for record in records:
        cited = {citation.number for citation in record.citations}
        for said in record.sentences:
            assert said.citation in cited, record.shown
        for citation in record.citations:
            assert any(citation.quote in text for text in texts), citation.quote


def fits(injection: Injection, longest: int) -> bool:
    return len(injection.text) <= longest


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


def _texts(value: Any) -> Iterator[str]:
    """What Discord reads as markdown."""
    if isinstance(value, dict):
        if value.get("type") == _TEXT and isinstance(value.get("content"), str):
            yield value["content"]
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
