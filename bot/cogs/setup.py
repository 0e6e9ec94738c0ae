"""`/setup`: staff, courses and their places, channels of the staff, who sees answers."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.cards import custom_ids, setup_ids
from bot.cards.layout import notice
from bot.cards.privacy import change_card, retention_card
from bot.cards.privacy_ids import read_days
from bot.cards.setup import SUMMARY, step_card
from bot.cards.setup_parts import CourseThere, Named, ServerSetup
from bot.cogs.desk import Desk, desk_of, host_of, setting_id
from bot.cogs.quiz_posts import missing
from bot.errors import GuardedItem, guarded, saved, tell
from knowledge.model.places import StaffKind, Target
from knowledge.model.record import Visibility
from knowledge.model.server import ServerSettings

IN_A_SERVER = "Use this in a server channel."
_BY_KIND = {"channel": Target.CHANNEL, "category": Target.CATEGORY}

Interaction = discord.Interaction[Any]


class Setup(commands.Cog):
    """The steps, each saved at once: whoever stops anywhere goes on there."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @app_commands.command()
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.guild_only()
    async def setup(self, interaction: Interaction) -> None:
        """Set up staff, courses, channels and who sees answers"""
        await guarded(interaction, "setup", self._open)

    async def _open(self, interaction: Interaction) -> None:
        if interaction.guild is None:
            await tell(interaction, notice(IN_A_SERVER))
            return
        await interaction.response.defer(ephemeral=True, thinking=True)
        await self._desk.knowledge.servers.load()
        reached = await self._desk.knowledge.library.recall(_reached(interaction.guild.id))
        number = int(reached or 1)
        await tell(interaction, step_card(number, await survey(interaction)))


def _reached(server_id: int) -> str:
    """The key of the step at which a server's setup is. It must not end in the number, as the
    keys of people do."""
    return f"setup_{server_id}_step"


async def survey(interaction: Interaction) -> ServerSetup:
    """What is set up in the server, with the names that things have now."""
    guild, channel, desk = interaction.guild, interaction.channel, desk_of(interaction)
    assert guild is not None, "the access table lets nobody in from elsewhere"
    assert channel is not None, "a panel stands in a channel"
    knowledge, host = desk.knowledge, host_of(interaction)
    layout = knowledge.servers.layout
    settings = await knowledge.servers.settings(guild.id)
    courses = []
    for course in layout.own(guild.id, host):
        if not layout.is_offered(course, host):
            continue
        documents = await knowledge.library.list_documents(course.id)
        roles = layout.bound(course.id, Target.ROLE)
        places = layout.bound(course.id) - roles
        named, named_roles = _named(guild, places), _named_roles(guild, roles)
        courses.append(
            CourseThere(
                course,
                len(documents),
                tuple(Named(place.id, _marked(guild, place)) for place in named),
                named_roles,
                has_lost_places=len(named) < len(places),
                has_lost_roles=len(named_roles) < len(roles),
            )
        )
    staff = {
        kind: _named_roles(
            guild,
            {r.role_id for r in layout.staff if r.server_id == guild.id and r.kind is kind},
        )
        for kind in StaffKind
    }
    log, alerts = (
        next(iter(_named(guild, {id_})), None) if id_ else None
        for id_ in (settings.log_channel_id, settings.alert_channel_id)
    )
    visible = await knowledge.library.channels_chosen(guild.id)
    return ServerSetup(
        channel=_name(channel),
        visibility=await knowledge.library.channel_visibility(guild.id, setting_id(channel)),
        settings=settings,
        staff=staff,
        courses=tuple(courses),
        default=layout.default(host) if not courses else None,
        log=log,
        alerts=alerts,
        place_notes=_notes(guild, [place for there in courses for place in there.places]),
        staff_notes=_notes(guild, [named for named in (log, alerts) if named is not None]),
        chosen=tuple((named, visible[named.id]) for named in _named(guild, {*visible})),
    )


def _named(guild: discord.Guild, ids: set[int] | frozenset[int]) -> tuple[Named, ...]:
    """Channels that are gone have no name, and are left out: nothing can be chosen of them."""
    found = [channel for channel in guild.channels if channel.id in ids]
    return tuple(Named(c.id, c.name) for c in sorted(found, key=lambda c: (c.position, c.id)))


def _marked(guild: discord.Guild, place: Named) -> str:
    is_category = isinstance(guild.get_channel(place.id), discord.CategoryChannel)
    return place.name if is_category else f"#{place.name}"


def _named_roles(guild: discord.Guild, ids: set[int] | frozenset[int]) -> tuple[Named, ...]:
    return tuple(Named(role.id, role.name) for role in guild.roles if role.id in ids)


def _notes(guild: discord.Guild, chosen: list[Named]) -> tuple[str, ...]:
    """What I may not do in the channels that were chosen, and what to grant."""
    notes = {}
    for named in chosen:
        channel = guild.get_channel(named.id)
        if channel is None or isinstance(channel, discord.CategoryChannel):
            continue
        in_forum = isinstance(channel, discord.ForumChannel)
        lacking = missing(channel.permissions_for(guild.me), in_forum)
        if lacking:
            what = " and ".join(f"**{name}**" for name in lacking)
            notes[channel.id] = f"I can't write in #{channel.name}: give me {what} there."
    return tuple(notes.values())


def _name(channel: Any) -> str:
    parent = channel.parent if isinstance(channel, discord.Thread) else None
    return str(getattr(parent or channel, "name", "this channel"))


async def show(interaction: Interaction, number: int, chosen: int | None = None) -> None:
    """A step in place of what the panel shows."""
    card = step_card(number, await survey(interaction), chosen)
    if interaction.response.is_done():
        await interaction.edit_original_response(view=card)
    else:
        await interaction.response.edit_message(view=card)


class Step(GuardedItem, template=setup_ids.STEP):
    """Another step; `/setup` comes back to it."""

    action = "setup:step"

    async def pressed(self, interaction: Interaction) -> None:
        await interaction.response.defer()
        number = min(int(self.state["step"]), SUMMARY)
        await desk_of(interaction).knowledge.library.remember(
            _reached(interaction.guild_id or 0), str(number)
        )
        await show(interaction, number)


class NameStaff(GuardedItem, template=setup_ids.STAFF):
    """The roles of instructors, or of moderators."""

    action = "setup:staff"

    async def pressed(self, interaction: Interaction) -> None:
        await desk_of(interaction).knowledge.servers.name_staff(
            interaction.guild_id or 0,
            StaffKind(self.state["kind"]),
            [role.id for role in self.chosen],
            by=interaction.user.id,
        )
        saved(interaction, "The roles **are saved**.")
        await show(interaction, 1)


class ChooseChannel(GuardedItem, template=setup_ids.CHANNEL):
    """Where results or alerts are posted."""

    action = "setup:channel"

    async def pressed(self, interaction: Interaction) -> None:
        servers, server_id = desk_of(interaction).knowledge.servers, interaction.guild_id or 0
        chosen = next((channel.id for channel in self.chosen), None)
        if self.state["use"] == "log":
            await servers.set_channels(server_id, log=chosen, by=interaction.user.id)
        else:
            await servers.set_channels(server_id, alerts=chosen, by=interaction.user.id)
        saved(interaction, "The channel **is saved**.")
        await show(interaction, 3)


class ChooseVisibility(GuardedItem, template=custom_ids.VISIBILITY):
    """Who sees answers, in the channel that the panel stands in."""

    action = "setup:visibility"

    async def pressed(self, interaction: Interaction) -> None:
        channel, server_id = interaction.channel, interaction.guild_id
        if channel is None or server_id is None:
            await tell(interaction, notice(IN_A_SERVER))
            return
        await desk_of(interaction).knowledge.servers.set_visibility(
            server_id, setting_id(channel), Visibility(self.values[0]), by=interaction.user.id
        )
        saved(interaction, "Your choice **is saved**.")
        await show(interaction, 4)


class ChooseRetention(GuardedItem, template=setup_ids.RETENTION):
    """What keeping things so long would do; nothing is changed yet."""

    action = "setup:retention"

    async def pressed(self, interaction: Interaction) -> None:
        log_days, text_days = (read_days(days) for days in self.values[0].split(":"))
        await interaction.response.defer(ephemeral=True, thinking=True)
        retention, server_id = desk_of(interaction).knowledge.retention, interaction.guild_id or 0
        now = await retention.settings(server_id)
        gone = await retention.preview(server_id, log_days, text_days)
        wanted = ServerSettings(now.log_mode, log_days=log_days, text_days=text_days)
        is_so = (now.log_days, now.text_days) == (log_days, text_days)
        await tell(
            interaction, retention_card(now, gone) if is_so else change_card(now, wanted, gone)
        )


ITEMS: tuple[type[GuardedItem], ...] = (
    Step,
    NameStaff,
    ChooseChannel,
    ChooseVisibility,
    ChooseRetention,
)
