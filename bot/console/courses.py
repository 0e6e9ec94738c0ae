"""Which courses a server's console shows."""

from __future__ import annotations

from bot.console.visitor import Visitor
from knowledge.model.corpus import Course


async def tended(visitor: Visitor) -> tuple[Course, ...]:
    """Those that the visitor's server looks after, by title.

    First the one of the place where the link was asked for.
    """
    client = visitor.client
    ours = client.layout.own(visitor.guild_id, client.host)
    here = await client.desk.course(visitor)
    first = None if here is None else here.id
    return tuple(sorted(ours, key=lambda one: (one.id != first, one.title.casefold(), one.id)))
