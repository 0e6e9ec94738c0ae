"""Which answer a message of ours carries."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import discord

from bot.cards import custom_ids


def receipt_on(message: discord.Message) -> tuple[str | None, bool]:
    """The receipt of the answer that a message of ours carries, and whether all can read it."""
    for part in _parts(message.components):
        custom_id = getattr(part, "custom_id", None) or ""
        if found := re.fullmatch(custom_ids.RATE, custom_id):
            return found["receipt"], True
        if found := re.fullmatch(custom_ids.SHOW_ANSWER, custom_id):
            return found["receipt"], False
    return None, False


def _parts(components: Iterable[object]) -> Iterator[object]:
    """Components with all that stand in them."""
    for component in components:
        yield component
        yield from _parts(getattr(component, "children", ()))
