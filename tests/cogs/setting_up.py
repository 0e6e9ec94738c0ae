"""A server set up step by step, as its manager would."""

from __future__ import annotations

from typing import Any

import discord

from knowledge.ingestion.batch import SourceFile
from tests.cogs.conftest import World
from tests.cogs.reading import labels

CELLS = "Cells of the marsh orchid divide within forty hours of rain.\n"

Manager = tuple[Any, Any, Any]
"""The manager of a server of their own, the server, and its channel."""


def manager_elsewhere(world: World) -> Manager:
    guild = world.env.create_guild("Vera's")
    role = guild.create_role("Admin", permissions=discord.Permissions(manage_guild=True))
    channel = guild.create_text_channel("hall")
    return (
        guild.add_member(world.env.create_user("vera", global_name="Vera"), roles=[role]),
        guild,
        channel,
    )


async def to_step(world: World, actor: Any, channel: Any, number: int) -> Any:
    """The panel at a step, opened and turned there as a manager would."""
    shown = (await actor.slash(channel, "setup")).response
    turned = 1
    while turned < number:
        forth = "Finish" if "Finish" in labels(shown) else "Next"
        shown = (await actor.click(shown, label=forth)).response
        turned += 1
    return shown


async def add_course(world: World, actor: Any, channel: Any, title: str) -> Any:
    shown = (await actor.slash(channel, "setup")).response
    if "New course" not in labels(shown):
        shown = (await actor.click(shown, label="Next")).response
    form = await actor.click(shown, label="New course")
    return (await actor.submit_modal(form, {"title": title})).response


async def fill(world: World, title: str, words: str) -> int:
    """Documents for a course, as `/docs` would publish them; the course's id."""
    layout = world.knowledge.servers.layout
    course = next(course for course in layout.courses if course.title == title)
    report = await world.knowledge.ingester.ingest(
        course, [SourceFile(f"{title}.txt", words.encode())]
    )
    assert not report.skipped
    return course.id
