"""Presses of what the bot has not given to somebody: ids of every form, with others' numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice, product
from typing import Any

import discord
from simcord.backend.serializers import message_payload

from tests.cogs.conftest import World
from tests.cogs.foreign_things import Stranger


async def press_forged(
    world: World, stranger: Stranger, message: Any, custom_id: str, value: str
) -> Any:
    """What somebody hears who presses what the bot has not given them, under any message of its."""
    stored = world.env.backend.get_message(message.channel.id, message.id)
    if value:
        options = [{"label": "Forged", "value": value}]
        part: dict[str, Any] = {"type": 3, "custom_id": custom_id, "options": options}
        given: Any = value
    elif custom_id.startswith(("setup:places", "setup:channel")):
        part, given = {"type": 8, "custom_id": custom_id}, stranger.place
    elif custom_id.startswith(("setup:roles", "setup:staff")):
        part, given = {"type": 6, "custom_id": custom_id}, stranger.role
    else:
        part, given = {"type": 2, "style": 2, "label": "Forged", "custom_id": custom_id}, None
    stored.components = [{"type": 1, "components": [part]}]
    if given is None:
        return await stranger.who.click(message, custom_id=custom_id)
    return await stranger.who.select(message, [given], custom_id=custom_id)


TYPED = (
    "stem", "answers", "rationale", "themes", "reason", "note", "name", "into", "text", "question",
    "words", "right", "wrong", "why", "key", "alias",
)  # fmt: skip
"""The fields of all forms that take any words, and below those that take certain ones."""


async def submit_forged(
    world: World, stranger: Stranger, message: Any, custom_id: str, known: Mapping[str, list[str]]
) -> Any:
    """What somebody hears who sends a form that the bot has not given them."""
    typed = dict.fromkeys(TYPED, "Some words")
    # The name that erasing a document asks for: nobody hears their own words as another's.
    title = "Botany" if custom_id.startswith("docs:") else "Some words"
    typed |= {"title": title, "receipts": "\n".join(known["receipt"])}
    typed |= {"passages": known["passage"][0], "word": "no"}
    fields = [
        {"type": 18, "component": {"type": 4, "custom_id": name, "value": value}}
        for name, value in typed.items()
    ]
    form = {"custom_id": custom_id, "components": fields}
    kind = discord.InteractionType.modal_submit.value
    backend = world.env.backend
    under = message_payload(backend, backend.get_message(message.channel.id, message.id))
    return await stranger.who._dispatch_interaction(
        kind, stranger.place, form, extra={"message": under}, source_message_id=message.id
    )


MOST = 2
"""Things of a kind that are tried."""
_GROUP = re.compile(r"\(\?P<(?P<name>\w+)>")


def ids(template: str, known: Mapping[str, list[str]]) -> Iterator[str]:
    """Every id of that form with what is known under its groups' names."""
    parts, at = [], 0
    while (found := _GROUP.search(template, at)) is not None:
        parts.append([template[at : found.start()]])
        end = _closing(template, found.start())
        parts.append(_values(found["name"], template[found.end() : end], known))
        at = end + 1
    parts.append([template[at:]])
    for chosen in product(*parts):
        # One template leaves a way open between two words; any will do.
        made = re.sub(r"\(\?:([^|()]*)\|[^()]*\)", r"\1", "".join(chosen))
        assert re.fullmatch(template, made), (template, made)
        yield made


FREE = {
    "page": "0", "move": "next", "step": "1", "revision": "1", "part": "0", "slots": "0",
    "status": "-", "seen": "open", "done": "0", "seconds": "30", "count": "1", "types": "fff",
    "bonus": "0", "teams": "0", "window": "0", "seed": "1", "starts": "1999999999",
    "until": "1999999999", "log": "30", "text": "30", "board": "public",
}  # fmt: skip
"""What stands for a group that names no thing; of a choice among words, all are tried."""


def _values(name: str, pattern: str, known: Mapping[str, list[str]]) -> list[str]:
    fitting = [value for value in known.get(name, []) if re.fullmatch(pattern, value)][:MOST]
    if not fitting and re.fullmatch(r"[a-z]+(\|[a-z]+)+", pattern):
        words = pattern.split("|")
        return [FREE[name]] if FREE.get(name) in words else words
    free = (value for value in (FREE.get(name, ""), "-") if re.fullmatch(pattern, value))
    fitting = fitting or list(islice(free, 1))
    assert fitting, f"say what stands for {name!r} in {pattern!r}"
    return fitting


def _closing(template: str, start: int) -> int:
    depth = 0
    for at in range(start, len(template)):
        depth += {"(": 1, ")": -1}.get(template[at], 0)
        if depth == 0:
            return at
    raise AssertionError(template)


SELECTED: dict[str, str] = {
    "answer:complaint": "wrong",
    "answers:open": "answer",
    "bank:open": "item",
    "bank:choose": "item",
    "docs:open": "which",
    "docs:use": "TITLE_ONLY",
    "logs:open": "receipt",
    "setup:course": "course",
    "sources:course": "course",
    "study:suggest": "passage",
    "timeline:hide": "1",
    "themes:choose": "bridges",
    "setup:retention": "180:30",
    "setup:visibility": "public",
    "results:question": "1",
    "results:learner": "user",
}
"""What is chosen in a select: a value, or whose number stands there."""


def chosen(action: str, known: Mapping[str, list[str]]) -> str:
    value = SELECTED.get(action, "")
    return known[value][0] if value in known else value
