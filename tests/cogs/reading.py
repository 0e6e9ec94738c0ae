"""What a person would read and could press on a message."""

from __future__ import annotations

import re
from typing import Any

import discord
from simcord.results import ResponseMessage

from tests.cogs.payloads import walk

Message = ResponseMessage | discord.Message


def components(message: Message | None) -> list[dict[str, Any]]:
    assert message is not None, "there is no message"
    if isinstance(message, ResponseMessage):
        return list(walk(message.components))
    sent: list[Any] = [component.to_dict() for component in message.components]
    return list(walk(sent))


def markdown(message: Message | None) -> str:
    """The text as it was sent."""
    return "\n".join(c["content"] for c in components(message) if c["type"] == 10)


def text(message: Message | None) -> str:
    """The text as it is shown: escapes are gone, marks for style are not."""
    return re.sub(r"\\([^0-9A-Za-z\s])", r"\1", markdown(message))


def custom_id(message: Message | None, label: str) -> str:
    """The id of the one button whose label starts so."""
    (found,) = [c for c in components(message) if (c.get("label") or "").startswith(label)]
    return str(found["custom_id"])


def labels(message: Message | None) -> list[str]:
    """What the buttons that can be pressed say."""
    return [
        c["label"]
        for c in components(message)
        if c.get("type") == 2 and c.get("label") and not c.get("disabled")
    ]


def receipt(message: Message | None) -> str:
    found = re.search(r"A-[0-9A-Z]{4,8}", text(message))
    assert found is not None, "there is no receipt on the card"
    return found.group()
