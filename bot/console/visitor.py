"""Who looks at the console, as their server knows them now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import discord

from bot.access import refusal
from bot.access_table import ACCESS
from bot.console.sessions import Holder

RECHECK = timedelta(seconds=30)
"""How long a person is known before Discord is asked again. What their roles may do is known at
once: Discord tells of that by itself."""
_MOST = 500


@dataclass(frozen=True, slots=True)
class Visitor:
    """An :class:`bot.access.Act`, so that one table decides for commands and pages alike."""

    user: discord.Member
    client: Any
    holder: Holder

    @property
    def guild(self) -> discord.Guild:
        return self.user.guild

    @property
    def guild_id(self) -> int:
        return self.user.guild.id

    @property
    def channel_id(self) -> int | None:
        return self.holder.channel_id

    @property
    def channel(self) -> Any:
        """Where the link was asked for, while it is there."""
        channel_id = self.holder.channel_id
        return None if channel_id is None else self.guild.get_channel_or_thread(channel_id)

    def refusal(self, action: str) -> str | None:
        """Why they may not do this here; ``None`` if they may, now and when they got the link."""
        words, rule = refusal(self, action), ACCESS.get(action)
        if words is None and rule is not None and rule.role not in self.holder.roles:
            return "This session was opened with fewer rights. Get a new link with `/logs console`."
        return words

    def may(self, action: str) -> bool:
        return self.refusal(action) is None


class Unreachable(Exception):
    """Discord cannot be asked who somebody is; a later try may succeed."""


class Visitors:
    """Asks Discord who somebody is, not for every page."""

    def __init__(self, client: discord.Client, clock: Callable[[], datetime]) -> None:
        self._client = client
        self._clock = clock
        self._known: dict[tuple[int, int], tuple[discord.Member, datetime]] = {}

    async def find(self, holder: Holder) -> Visitor | None:
        """The person who holds a session; ``None`` once they, or the bot, have left the server.

        Raises:
            Unreachable: nobody can tell at the moment.
        """
        guild = self._client.get_guild(holder.server_id)
        if guild is None:
            if not self._client.is_ready():
                raise Unreachable
            return None
        member = await self._member(guild, holder.user_id)
        return None if member is None else Visitor(member, self._client, holder)

    async def _member(self, guild: discord.Guild, user_id: int) -> discord.Member | None:
        key, now = (guild.id, user_id), self._clock()
        known = self._known.get(key)
        if known is not None and now - known[1] < RECHECK:
            return known[0]
        self._known.pop(key, None)
        try:
            member = await guild.fetch_member(user_id)
        except discord.NotFound:
            return None
        except (discord.HTTPException, OSError) as error:
            raise Unreachable from error
        self._known[key] = (member, now)
        while len(self._known) > _MOST:
            del self._known[next(iter(self._known))]
        return member
