"""Every button, select and form, pressed with the numbers of another server's or course."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping

import discord
import pytest
from discord import app_commands
from sqlalchemy import text as sql

from bot.cards.layout import notice
from bot.client import ITEMS
from bot.pace import Pace
from knowledge.storage.tables import Base
from tests.cogs.bindings import BOUND, Bound, templates
from tests.cogs.conftest import World
from tests.cogs.foreign_things import (
    FOREIGN,
    Stranger,
    plant,
    somebody_elsewhere,
    somebody_of_another_course,
    somebody_without_role,
)
from tests.cogs.forging import chosen, ids, press_forged, submit_forged
from tests.cogs.two_courses import Two, add_two
from tests.hostile.watching import LOGGED


async def elsewhere(world: World, _two: Two) -> Stranger:
    return await somebody_elsewhere(world)


NAMED = {
    "receipt": ("receipt",),
    "document": ("document", "which"),
    "source": ("document",),
    "item": ("item",),
    "quiz": ("quiz", "receipt"),
    "user": ("reader",),
}
"""The options of commands that name a thing, and what kinds of numbers stand for it."""
NAMES_NOTHING = {
    "about", "alerts", "askers", "attempts", "board", "bonus", "channel", "count", "days", "file",
    "format", "kind", "mode", "number", "period", "private", "question", "questions", "quiet_from",
    "quiet_to", "rating", "reminder", "seconds", "shows", "since", "status", "teams", "text",
    "theme", "time", "topic", "type", "types", "when", "window", "zone",
}  # fmt: skip
"""Others; a theme's name is the same in every course."""
NEEDED = {"question": "How soon do cells divide?", "when": "in 2 hours"}
"""What a command asks for beside the option that names a thing."""


@pytest.mark.timeout(900)
@pytest.mark.parametrize("come", [elsewhere, somebody_without_role, somebody_of_another_course])
async def test_nothing_of_a_server_opens_to_strangers_with_its_numbers(
    world: World, come: Callable[[World, Two], Awaitable[Stranger]]
) -> None:
    two = await add_two(world)
    known = await plant(world, two)
    stranger = await come(world, two)
    # Who presses too fast is not heard, and nobody waits here.
    world.bot.presses = Pace(10_000, 10.0, world.env.now)
    world.bot.desk.questions = Pace(10_000, 10.0, world.env.now)
    channel = world.bot.get_channel(stranger.place.id)
    assert isinstance(channel, discord.TextChannel)
    message = await channel.send(view=notice("Anything"))
    before = await rows(world)
    heard = 0

    # Last what names nothing: it may change what is the stranger's own.
    for action, template, cls in sorted(templates(), key=lambda t: BOUND[t[0]] is Bound.NOTHING):
        for custom_id in ids(template, known):
            since = len(world.env.http_requests)
            if cls in ITEMS:
                await press_forged(world, stranger, message, custom_id, chosen(action, known))
            else:
                await submit_forged(world, stranger, message, custom_id, known)
            sent = [r.json for r in world.env.http_requests[since:] if r.method != "GET"]
            said = json.dumps(sent, default=str).casefold()
            assert not [word for word in FOREIGN if word in said], (custom_id, said)
            assert "-# ref" not in said, (custom_id, "was not refused but failed")
            heard += 1
        after = await rows(world)
        if BOUND[action] is Bound.NOTHING:
            own = (str(stranger.who.id), str(stranger.who.guild.id))
            lost = [row for row in before - after if not any(one in row for one in own)]
        else:
            lost = list(before ^ after)
        assert not lost, (action, lost)

    assert heard > len(BOUND)
    assert not await opened_by_commands(world, stranger, known)
    boss = two.guild.create_role("Boss", permissions=discord.Permissions(manage_guild=True))
    owner = two.guild.add_member(world.env.create_user("olga", global_name="Olga"), roles=[boss])
    opened = await opened_by_commands(world, Stranger(owner, boss, two.hall), known)
    assert {option for _, option in opened} == set(NAMED), "of its own staff they do"


async def opened_by_commands(
    world: World, who: Stranger, known: Mapping[str, list[str]]
) -> set[tuple[str, str]]:
    """The commands, with their options, that show somebody who types these numbers anything of
    what they name."""
    opened = set()
    for command in world.bot.tree.walk_commands():
        options = command.parameters if isinstance(command, app_commands.Command) else []
        for option in options:
            name = option.display_name.rstrip("0123456789")
            assert (name in NAMED) is not (name in NAMES_NOTHING), f"say what {name!r} names"
            if name not in NAMED or option.type is not discord.AppCommandOptionType.string:
                continue
            others = {o.display_name for o in options if o.required} - {option.display_name}
            for value in (value for kind in NAMED[name] for value in known[kind]):
                since = len(world.env.http_requests)
                given = {option.display_name: value} | {other: NEEDED[other] for other in others}
                await who.who.slash(who.place, command.qualified_name, **given)
                sent = [r.json for r in world.env.http_requests[since:] if r.method != "GET"]
                said = json.dumps(sent, default=str).casefold()
                assert "-# ref" not in said, (command, value, "was not refused but failed")
                if any(word in said for word in FOREIGN):
                    opened.add((command.qualified_name, name))
    return opened


async def rows(world: World) -> set[str]:
    """All rows of all tables but those that are a log."""
    found = set()
    async with world.knowledge.database.read() as session:
        for name in Base.metadata.tables:
            if name not in LOGGED:
                got = await session.execute(sql(f'SELECT * FROM "{name}"'))
                found |= {f"{name} {tuple(row)}" for row in got}
    return found
