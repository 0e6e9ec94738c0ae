"""The people and channels of the demo's server."""

from __future__ import annotations

from dataclasses import dataclass

import discord
from simcord import ChannelHandle, Env, MemberActor, UserHandle

WELCOME = """\
Welcome! Colloquy has read our two texts on people-to-people diplomacy. Ask it, for example:
- `/ask question: When did Hua Guofeng visit Romania?`
- a message that mentions it: `@Colloquy Why did Blinken cancel his visit to China?`
- `/explore sources` shows what it has read, and `/help` what else it does.
- a quiz: as Ines, `/quiz launch number: 5` and **Start**, as Ana and Ben, **Join** and answer.
- the course: as Ines, `/setup` and `/docs list`; the log: as Max, `/logs review`."""


@dataclass(frozen=True, slots=True)
class Place:
    """A channel with those who look at it, in the order of the viewers' list."""

    name: str
    channel: ChannelHandle
    viewers: tuple[MemberActor | UserHandle, ...]


@dataclass(frozen=True, slots=True)
class DemoServer:
    """Everyone and every channel, with the same ids at each start: settings stay theirs."""

    places: tuple[Place, ...]
    host: MemberActor

    @classmethod
    def build(cls, env: Env) -> DemoServer:
        """Before the simulated clock moves, because ids hold the moment of their making."""
        guild = env.create_guild("Colloquy demo", description="A course on diplomacy")
        instructor = guild.create_role(
            "Instructor",
            permissions=discord.Permissions(
                manage_guild=True, manage_events=True, manage_messages=True
            ),
        )
        moderator = guild.create_role(
            "Moderator",
            permissions=discord.Permissions(manage_messages=True, moderate_members=True),
        )
        ana, ben, ines, max_ = (
            env.create_user(name.lower(), global_name=name)
            for name in ("Ana", "Ben", "Ines", "Max")
        )
        students = (guild.add_member(ana), guild.add_member(ben))
        staff = (
            guild.add_member(ines, roles=[instructor]),
            guild.add_member(max_, roles=[moderator]),
        )
        hidden = discord.PermissionOverwrite(view_channel=False)
        shown = discord.PermissionOverwrite(view_channel=True)
        writing = discord.PermissionOverwrite(view_channel=True, send_messages=True)
        bot = UserHandle(env, env.backend.bot_user)
        reading_room = guild.create_text_channel(
            "reading-room", topic="Ask about the texts: /ask, or mention @Colloquy"
        )
        staff_room = guild.create_text_channel(
            "staff",
            topic="Students do not see this channel",
            overwrites={
                guild.default_role: hidden,
                instructor: shown,
                moderator: shown,
                bot: writing,
            },
        )
        places = (
            Place("#reading-room", reading_room, (*students, *staff)),
            Place("#staff", staff_room, staff),
            Place("Ana's direct messages", ana.dm_channel, (ana,)),
        )
        return cls(places, host=staff[0])

    async def welcome(self) -> None:
        """Ines posts what to try: the bot itself never speaks unasked."""
        await self.host.send(self.places[0].channel, WELCOME)
