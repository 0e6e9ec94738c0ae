"""A server with two courses, and who may ask which."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from knowledge.ingestion.batch import SourceFile
from knowledge.model.assessment import Item, ItemStatus, Origin
from knowledge.model.places import Binding, Target
from knowledge.storage import items
from tests.cogs.conftest import World
from tests.cogs.quizzes import single

ORCHIDS = "How soon do cells of the marsh orchid divide?"
TIDES = "When does the harbour tide turn?"
FORTY = "The cells of the marsh orchid divide within forty hours of rain.\n"
NOON = "The harbour tide turns at noon on the third day of spring.\n"


@dataclass
class Two:
    """A server with two courses, each for the members of a role, and one with its own."""

    guild: Any
    hall: Any
    lab: Any
    botanists: Any
    sailors: Any
    bo: Any
    botany: int
    sailing: int


async def add_two(world: World) -> Two:
    guild = world.env.create_guild("Two courses")
    botanists, sailors = guild.create_role("Botanists"), guild.create_role("Sailors")
    servers, ids = world.knowledge.servers, []
    for title, words, role in (("Botany", FORTY, botanists), ("Sailing", NOON, sailors)):
        course = await servers.add_course(guild.id, title, by=1)
        assert course is not None
        report = await world.knowledge.ingester.ingest(
            course, [SourceFile(f"{title}.txt", words.encode())]
        )
        assert not report.skipped
        bound = [Binding(guild.id, course.id, Target.ROLE, role.id)]
        await servers.bind(guild.id, course.id, bound, [Target.ROLE], by=1)
        ids.append(course.id)
    return Two(
        guild,
        guild.create_text_channel("hall"),
        guild.create_text_channel("lab"),
        botanists,
        sailors,
        guild.add_member(world.env.create_user("bo", global_name="Bo"), roles=[botanists]),
        *ids,
    )


def lose_roles(world: World, two: Two, actor: Any) -> None:
    world.env.backend.get_guild(two.guild.id).members[actor.id].role_ids.clear()


def stored_of(world: World, message: Any) -> Any:
    channels = world.env.backend.messages.values()
    return next(m for channel in channels for m in channel.values() if m.id == message.id)


async def add_items(world: World, course_id: int) -> list[Item]:
    by = items.Authorship(Origin.WRITTEN, "Mira", None, world.env.now())
    draft = replace(single(), stem="How soon do the cells divide, in forty-odd words?")
    async with world.knowledge.database.write() as session:
        await items.put(session, course_id, draft, status=ItemStatus.APPROVED, by=by)
    return await world.knowledge.bank.list_items(course_id)


def replace_id(found: Any, old: str, new: str) -> None:
    if isinstance(found, dict):
        if found.get("custom_id") == old:
            found["custom_id"] = new
        found = list(found.values())
    if isinstance(found, list | tuple):
        for one in found:
            replace_id(one, old, new)
