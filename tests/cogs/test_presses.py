"""Every button, select and form, pressed with the numbers of another server's things."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable

import discord
import pytest
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
    somebody_without_role,
)
from tests.cogs.forging import chosen, ids, press_forged, submit_forged
from tests.cogs.two_courses import Two, add_two
from tests.hostile.watching import LOGGED


async def elsewhere(world: World, _two: Two) -> Stranger:
    return await somebody_elsewhere(world)


@pytest.mark.timeout(900)
@pytest.mark.parametrize("come", [elsewhere, somebody_without_role])
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


async def rows(world: World) -> set[str]:
    """All rows of all tables but those that are a log."""
    found = set()
    async with world.knowledge.database.read() as session:
        for name in Base.metadata.tables:
            if name not in LOGGED:
                got = await session.execute(sql(f'SELECT * FROM "{name}"'))
                found |= {f"{name} {tuple(row)}" for row in got}
    return found
