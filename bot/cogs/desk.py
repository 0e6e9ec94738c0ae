"""What every command and button works with: the engine, and which course a place asks."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, TypeVar, cast

import discord

from bot.pace import Pace
from knowledge.bootstrap import Knowledge
from knowledge.model.corpus import Course
from knowledge.model.record import Visibility

T = TypeVar("T")

log = logging.getLogger(__name__)

NOT_SET_UP = "I'm not set up here yet. Someone with Manage Server can run `/setup`."
NO_DOCUMENTS = "No documents are published here yet."
NO_DOCUMENTS_STAFF = (
    f"{NO_DOCUMENTS} Whoever runs this bot adds them with `colloquy ingest PATH --course NAME`."
)

_QUICK = 1.0
"""Seconds that a look-up before the acknowledgement may take; Discord waits for three in all."""


@dataclass(slots=True)
class Desk:
    """Shared by the cogs; found from a button through :func:`desk_of`."""

    knowledge: Knowledge
    default_course: str
    """Answers wherever no other course is set up. Empty: none does."""
    clock: Callable[[], datetime] = discord.utils.utcnow
    questions: Pace = field(init=False)

    def __post_init__(self) -> None:
        self.questions = Pace(5, 10.0, self.clock)

    async def course(self) -> Course | None:
        """The course that answers, or ``None`` if nothing is set up."""
        if not self.default_course:
            return None
        return await self.knowledge.library.find_course(self.default_course)

    async def is_private(self, channel: Channel | None, server_id: int | None) -> bool:
        """Whether answers here are for the asker's eyes only, unless the asker says otherwise.

        In doubt they are: a database that is slow or down must not expose anybody.
        """
        if server_id is None or channel is None:
            return server_id is not None
        library = self.knowledge.library
        visibility = await quickly(library.channel_visibility(server_id, setting_id(channel)))
        return visibility is not Visibility.PUBLIC


class _DeskClient(Protocol):
    desk: Desk


class Channel(Protocol):
    id: int


async def quickly(look_up: Awaitable[T]) -> T | None:
    """What a look-up finds, or ``None`` if it fails or takes longer than there is time for."""
    try:
        return await asyncio.wait_for(look_up, _QUICK)
    except Exception as error:
        log.warning("a look-up failed or took too long: %r", error)
        return None


def desk_of(interaction: discord.Interaction[Any]) -> Desk:
    """The desk of the bot that a button or select belongs to."""
    return cast("_DeskClient", interaction.client).desk


def setting_id(channel: Channel) -> int:
    """The channel whose settings apply: a thread has its parent's."""
    if isinstance(channel, discord.Thread):
        return channel.parent_id
    return channel.id
