"""Some hundreds of commands by anybody anywhere, through the whole bot: students, guests, staff."""

from __future__ import annotations

import itertools
import random
from typing import Any

import discord
import pytest
import simcord
from discord import app_commands

from bot.client import ColloquyBot
from bot.simulation.patience import PatientEnv
from knowledge.bootstrap import Knowledge
from knowledge.model.places import Binding, Target
from tests.cogs.reading import text
from tests.isolation.campus import DEFAULT, Kept, fill

ACTS = 200
SHOWN = (
    "explore sources", "explore themes", "explore timeline", "docs list", "answers list",
    "answers inbox", "answers gaps", "answers golden list", "bank list", "logs search",
    "logs stats", "quiz review", "study progress",
)  # fmt: skip
"""Commands that list something, without an option."""
SERVERS = 3


class Campus:
    """Servers with two courses each: one for a role, one for a channel."""

    def __init__(self, env: simcord.Env, knowledge: Knowledge) -> None:
        self.env, self.knowledge = env, knowledge
        self.kept: dict[int, Kept] = {}
        self.actors: list[tuple[Any, dict[Any, set[int]]]] = []
        """Somebody, and by channel the courses that channel and roles open to them."""

    async def build(self) -> None:
        shipped = await self.knowledge.library.create_course(DEFAULT, "Shipped")
        self.kept[shipped.id] = await fill(self.knowledge, shipped)
        for number in range(SERVERS):
            await self._add_server(number, shipped.id)

    async def _add_server(self, number: int, shipped: int) -> None:
        guild = self.env.create_guild(f"Server {number}")
        role = guild.create_role("Readers")
        staff = guild.create_role("Staff", permissions=discord.Permissions(manage_guild=True))
        hall, lab = guild.create_text_channel("hall"), guild.create_text_channel("lab")
        ids = []
        for name, target, id_ in (
            ("read", Target.ROLE, role.id),
            ("held", Target.CHANNEL, lab.id),
        ):
            course = await self.knowledge.servers.add_course(guild.id, f"{name} {number}", by=1)
            assert course is not None
            self.kept[course.id] = await fill(self.knowledge, course)
            bound = [Binding(guild.id, course.id, target, id_)]
            await self.knowledge.servers.bind(guild.id, course.id, bound, [target], by=1)
            ids.append(course.id)
        read, held = ids
        for name, roles, in_hall in (
            ("reader", [role], {read, shipped}),
            ("guest", [], {shipped}),
            # Staff choose among all courses of their server where none is bound to the channel.
            ("boss", [staff], {read, held, shipped}),
        ):
            user = self.env.create_user(f"{name}{number}", global_name=f"{name} {number}")
            member = guild.add_member(user, roles=roles)
            self.actors.append((member, {hall: in_hall, lab: {held, *in_hall}}))

    def foreign(self, opened: set[int]) -> list[str]:
        return [w for id_, kept in self.kept.items() if id_ not in opened for w in kept.words]


def _leaked(said: str, canaries: list[str]) -> list[str]:
    return [canary for canary in canaries if canary.casefold() in said.casefold()]


@pytest.mark.timeout(900)
async def test_no_command_shows_anybody_a_word_of_a_course_that_is_not_theirs(
    knowledge: Knowledge,
) -> None:
    env = PatientEnv(
        ColloquyBot(knowledge, default_course=DEFAULT, shard_count=1), settle_timeout=60.0
    )
    await env.start()
    try:
        campus = Campus(env, knowledge)
        await campus.build()
        await _act(campus)
    finally:
        await env.shutdown()


def _offered(bot: ColloquyBot) -> list[tuple[str, str]]:
    """Every option of every command that offers choices while somebody types."""
    return [
        (command.qualified_name, parameter.display_name)
        for command in bot.tree.walk_commands()
        if isinstance(command, app_commands.Command)
        for parameter in command.parameters
        if parameter.autocomplete
    ]


async def _act(campus: Campus) -> None:
    rng, shown = random.Random(6), 0
    bot = campus.env.bot
    assert isinstance(bot, ColloquyBot)
    options = _offered(bot)
    assert len(options) > 15
    # The servers are alike: a student, a guest and the staff of one see every list.
    for member, channels in campus.actors[:3]:
        for channel, (command, option) in itertools.product(channels, options):
            said = repr(await member.autocomplete(channel, command, option, ""))
            assert _leaked(said, campus.foreign(channels[channel])) == [], (command, option)
    baits = [kept.bait for kept in campus.kept.values()]
    for number in range(ACTS):
        # Nobody asks faster than people may.
        await campus.env.advance_time(11)
        member, channels = rng.choice(campus.actors)
        channel = rng.choice(list(channels))
        act = rng.choice(["ask", "ask", "compare", "private", *SHOWN])
        said = await _said(rng, act, member, channel, baits)
        # A direct message goes on with what is open to them anywhere in their server.
        opened = set().union(*channels.values()) if act == "private" else channels[channel]
        assert _leaked(said, campus.foreign(opened)) == [], (number, act, member, channel)
        shown += bool(_leaked(said, [w for id_ in opened for w in campus.kept[id_].words]))
    assert shown > ACTS / 4, "most of what is shown is of the courses themselves"


async def _said(rng: random.Random, act: str, member: Any, channel: Any, baits: list[str]) -> str:
    thing = rng.choice(["hall", "tower", "garden", "library", "bridge"])
    question = rng.choice(
        [f"Who built the great {thing}?", f"What does {rng.choice(baits)} say about the {thing}?"]
    )
    match act:
        case "ask":
            return text((await member.slash(channel, "ask", question=question)).response)
        case "private":
            return text((await member.user.slash("ask", question=question)).response)
        case "compare":
            compared = await member.slash(channel, "explore compare", topic=f"the great {thing}")
            return text(compared.response)
        case _:
            return text((await member.slash(channel, act)).response)
