"""Somebody who moderates, and what there is to moderate."""

from __future__ import annotations

from typing import Any

import discord

from knowledge.model.audit import AuditEntry
from knowledge.storage import audit
from tests.cogs.conftest import World
from tests.cogs.reading import receipt


def moderator(world: World, name: str = "Mona") -> Any:
    """A member who may manage messages, and nothing else that matters here."""
    permissions = discord.Permissions(manage_messages=True)
    role = world.guild.create_role("Moderators", permissions=permissions)
    user = world.env.create_user(name.casefold(), global_name=name)
    return world.guild.add_member(user, roles=[role])


async def ask(world: World, question: str, who: Any = None) -> str:
    """The receipt of what is asked in the private channel."""
    asked = await (who or world.ana).slash(world.private, "ask", question=question)
    return receipt(asked.response)


async def trail(world: World) -> list[AuditEntry]:
    """What staff did, as it is on record."""
    async with world.knowledge.database.read() as session:
        return await audit.list_entries(session)


async def press_forged(world: World, who: Any, custom_id: str) -> Any:
    """What somebody gets who presses a button that the bot has not given them."""
    place = world.bot.get_channel(world.public.id)
    assert isinstance(place, discord.TextChannel)
    view = discord.ui.LayoutView(timeout=None)
    made: discord.ui.Button[Any] = discord.ui.Button(label="Forged", custom_id=custom_id)
    view.add_item(discord.ui.ActionRow(made))
    return await who.click(await place.send(view=view), label="Forged")
