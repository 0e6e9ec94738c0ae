"""Which course staff deal with: that of what a button or a receipt names, wherever they press.

In a server with several courses the place does not say: what it asks changes with the course that
somebody chose last, and a button may be older than that.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Mapping
from typing import Any

import discord
from discord import ui

from bot.access import Act
from bot.cards.layout import Card, notice
from bot.cogs.desk import NOT_FOR_YOU, Desk, desk_of, host_of
from bot.errors import PATIENCE_SECONDS, tell
from knowledge.model.corpus import Course
from knowledge.model.named import Named

Interaction = discord.Interaction[Any]

STILL_SEARCHING = "I'm still searching the documents. Try again in a moment."


async def tended_course(desk: Desk, act: Act, course_id: int | None) -> Course | None:
    """The course, if the staff of this server look after it: ids can be forged."""
    if course_id is None or act.guild_id is None or not await desk.may_see(act, course_id):
        return None
    layout, host = desk.knowledge.servers.layout, host_of(act)
    course = layout.course(course_id)
    if course is None or not layout.is_offered(course, host):
        return None
    return course if layout.owner(course, host) == act.guild_id else None


async def course_carried(interaction: Interaction, state: Mapping[str, str]) -> Course | None:
    """The course that a button names, if it is looked after here; says so if it is not."""
    course = await tended_course(desk_of(interaction), interaction, int(state["course"]))
    if course is None:
        await tell(interaction, notice(NOT_FOR_YOU))
    return course


async def course_named(interaction: Interaction, named: Named, id_: int) -> Course | None:
    """The course that something belongs to, if it is looked after here."""
    desk = desk_of(interaction)
    course_id = await desk.knowledge.servers.course_of(named, id_)
    return await tended_course(desk, interaction, course_id)


async def course_of_record(interaction: Interaction, typed: str) -> Course | None:
    """The course whose answer has this receipt, if it is looked after here."""
    desk = desk_of(interaction)
    course_id = await desk.knowledge.servers.course_of_record(typed)
    return await tended_course(desk, interaction, course_id)


async def form_in_time(
    interaction: Interaction, making: Awaitable[ui.Modal | Card], late: str = STILL_SEARCHING
) -> None:
    """Open the form that is made, or tell what is made in its place.

    Discord takes a form as the first word only, within seconds. Where it is late that is said,
    and it is made to the end, so that whoever presses again finds the model and the index ready.
    """
    task = asyncio.ensure_future(making)
    await asyncio.wait({task}, timeout=PATIENCE_SECONDS)
    if not task.done():
        await tell(interaction, notice(late))
        await task
        return
    made = await task
    if isinstance(made, ui.Modal):
        await interaction.response.send_modal(made)
    else:
        await tell(interaction, made)
