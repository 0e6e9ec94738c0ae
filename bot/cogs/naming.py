"""What people and channels are called, where a card may name them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any, Protocol

import discord

from knowledge.model.review import Asker


class Where(Protocol):
    """An interaction, or whoever else is in a server."""

    @property
    def guild(self) -> discord.Guild | None: ...

    @property
    def client(self) -> Any: ...


_MOST = 12
"""People of one page; Discord is asked for each whom it has not told us of."""


async def names_of(
    where: Where, askers: Iterable[Asker | None], channels: Iterable[int | None]
) -> dict[int, str]:
    """Names by id; whoever cannot be found has none."""
    guild = where.guild
    names: dict[int, str] = {}
    for channel_id in {id_ for id_ in channels if id_ is not None}:
        channel = None if guild is None else guild.get_channel_or_thread(channel_id)
        if channel is not None:
            names[channel_id] = channel.name
    people = {asker.user_id for asker in askers if asker is not None} - {None}
    found = await asyncio.gather(
        *(name_of(where, id_) for id_ in sorted(filter(None, people))[:_MOST])
    )
    return names | {id_: name for id_, name in found if name is not None}


async def name_of(where: Where, user_id: int) -> tuple[int, str | None]:
    """A person's id and name, as the server shows it if they are still in it."""
    guild = where.guild
    known = None if guild is None else guild.get_member(user_id)
    if known is not None:
        return user_id, known.display_name
    try:
        if guild is not None:
            return user_id, (await guild.fetch_member(user_id)).display_name
        return user_id, (await where.client.fetch_user(user_id)).display_name
    except discord.HTTPException:
        return user_id, None
