"""Messages of a quiz in its channel, and what is said when Discord refuses them."""

from __future__ import annotations

import asyncio
import enum
import io
import logging
from collections import Counter
from dataclasses import dataclass
from typing import Any

import aiohttp
import discord
from discord.ext import commands

from bot.cards.layout import Card
from bot.cards.text import literal, shorten
from knowledge.model.quiz import Quiz

log = logging.getLogger(__name__)

_FAULTS = (discord.HTTPException, aiohttp.ClientError, OSError, asyncio.TimeoutError)
_PATIENCE = 3
"""Refusals in a row after which a channel is left alone until somebody asks for it again."""

UNKNOWN_CHANNEL, UNKNOWN_MESSAGE = 10003, 10008
THREAD_ARCHIVED = 50083


class Fault(enum.Enum):
    """What stands in the way of a message."""

    MESSAGE_GONE = enum.auto()
    CHANNEL_GONE = enum.auto()
    FORBIDDEN = enum.auto()
    DISCORD = enum.auto()


@dataclass(frozen=True, slots=True)
class Trouble:
    """A message that was not sent or edited. Nothing that was answered is touched by it."""

    fault: Fault
    words: str
    """For the host: what is wrong and what to do."""


class Posts:
    """Sends and edits by ids alone, so that it works before anything is cached."""

    def __init__(self, bot: commands.AutoShardedBot) -> None:
        self._bot = bot
        self._refused: Counter[int] = Counter()

    async def send(
        self, quiz: Quiz, card: Card, *, nonce: str | None = None, picture: Picture | None = None
    ) -> discord.Message | Trouble:
        """Post in the quiz's channel.

        Args:
            nonce: Discord posts one message of a nonce, and returns it again for some minutes.
        """
        if (trouble := self._tired(quiz)) is not None:
            return trouble
        options: dict[str, Any] = {} if picture is None else {"file": picture.file()}
        if nonce is not None:
            options["nonce"] = nonce
        try:
            sent = await self._channel(quiz).send(view=card, **options)
        except _FAULTS as error:
            return self._trouble(quiz, error)
        self._refused.pop(quiz.channel_id, None)
        return sent

    async def edit(
        self, quiz: Quiz, message_id: int, card: Card, *, picture: Picture | None = None
    ) -> Trouble | None:
        if (trouble := self._tired(quiz)) is not None:
            return trouble
        files = [] if picture is None else [picture.file()]
        try:
            message = self._channel(quiz).get_partial_message(message_id)
            await message.edit(
                view=card,
                attachments=files,
                allowed_mentions=discord.AllowedMentions.none(),
            )
        except _FAULTS as error:
            return self._trouble(quiz, error)
        self._refused.pop(quiz.channel_id, None)
        return None

    def try_again(self, channel_id: int) -> None:
        """Somebody says that the channel can be written in again."""
        self._refused.pop(channel_id, None)

    def name(self, quiz: Quiz) -> str:
        """The channel's name as far as it is known."""
        return str(getattr(self._bot.get_channel(quiz.channel_id), "name", "its channel"))

    def _channel(self, quiz: Quiz) -> discord.PartialMessageable:
        return self._bot.get_partial_messageable(quiz.channel_id, guild_id=quiz.server_id)

    def _tired(self, quiz: Quiz) -> Trouble | None:
        if self._refused[quiz.channel_id] < _PATIENCE:
            return None
        return Trouble(Fault.FORBIDDEN, self._forbidden(quiz))

    def _trouble(self, quiz: Quiz, error: BaseException) -> Trouble:
        code = getattr(error, "code", None)
        log.warning("quiz %s: a message was refused: %s", quiz.receipt, error)
        if code == UNKNOWN_MESSAGE:
            return Trouble(Fault.MESSAGE_GONE, "The message was deleted.")
        if code == UNKNOWN_CHANNEL:
            return Trouble(Fault.CHANNEL_GONE, "The channel is gone. All answers are saved.")
        if isinstance(error, discord.Forbidden) or code == THREAD_ARCHIVED:
            self._refused[quiz.channel_id] += 1
            return Trouble(Fault.FORBIDDEN, self._forbidden(quiz, archived=code == THREAD_ARCHIVED))
        return Trouble(
            Fault.DISCORD,
            "Discord is having trouble. All answers are saved. Try again in a minute.",
        )

    def _forbidden(self, quiz: Quiz, *, archived: bool = False) -> str:
        where = f"#{literal(shorten(self.name(quiz), 100))}"
        if archived:
            return f"I can't post in {where}: the thread is archived or locked. Open it again."
        channel = self._bot.get_channel(quiz.channel_id)
        lacking: list[str] = []
        if isinstance(channel, discord.abc.GuildChannel | discord.Thread):
            me = channel.guild.me
            lacking = missing(channel.permissions_for(me), isinstance(channel, discord.Thread))
        named = " and ".join(f"**{name}**" for name in lacking) or "permissions"
        return f"I can't post in {where}: I'm missing {named} there. All answers are saved."


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG to send with a card, which refers to it by name and holds its alt text."""

    name: str
    content: bytes
    description: str

    def file(self) -> discord.File:
        """Anew for each try: Discord's library reads a file once."""
        return discord.File(io.BytesIO(self.content), self.name, description=self.description)


def missing(permissions: discord.Permissions, in_thread: bool) -> list[str]:
    """Which permissions a quiz needs and does not have, as Discord's settings name them."""
    writes = permissions.send_messages_in_threads if in_thread else permissions.send_messages
    needed = {
        "View Channel": permissions.view_channel,
        "Send Messages in Threads" if in_thread else "Send Messages": writes,
    }
    return [name for name, held in needed.items() if not held]
