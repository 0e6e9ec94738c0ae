"""Who could read a quiz that is played in a channel, and could not answer it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import discord

from bot.access import is_staff_role, place_of
from bot.cards.text import shorten
from bot.cogs.desk import Desk
from knowledge.model.places import Layout, Target
from knowledge.model.quiz_replies import Preview

OTHER_CHANNELS = (
    "This course belongs to other channels. Whoever sees this one can read the questions, and "
    "only staff can answer here."
)
OTHER_ROLES = (
    "This course is for members of {members}. {onlookers} can read the questions in this channel, "
    "and can't answer."
)
EVERYBODY = "Everybody else who sees it"
LET_IN_BY_NAME = "whoever was let in by name"
_MOST_NAMES = 3

Interaction = discord.Interaction[Any]


def with_onlookers(
    desk: Desk, interaction: Interaction, course_id: int, preview: Preview
) -> Preview:
    """The preview, with a warning where others than the course's members see the channel."""
    words = _onlookers(interaction, desk.knowledge.servers.layout, course_id)
    return replace(preview, warnings=(words, *preview.warnings)) if words else preview


def _onlookers(interaction: Interaction, layout: Layout, course_id: int) -> str:
    place, guild = place_of(interaction), interaction.guild
    if place is None or guild is None:
        return ""
    roles = layout.bound(course_id, Target.ROLE)
    places = layout.bound(course_id) - roles
    if places and places.isdisjoint(place.channel_ids):
        return OTHER_CHANNELS
    if not roles:
        return ""
    channel = interaction.channel
    if isinstance(channel, discord.Thread):
        channel = channel.parent
    if not isinstance(channel, discord.abc.GuildChannel):
        return ""
    onlookers = _who_sees(channel, layout, roles)
    members = _names(role.name for role in guild.roles if role.id in roles)
    return OTHER_ROLES.format(members=members, onlookers=onlookers) if onlookers else ""


def _who_sees(channel: discord.abc.GuildChannel, layout: Layout, roles: frozenset[int]) -> str:
    """Those who see a channel and are neither members of these roles nor staff."""
    guild = channel.guild
    if channel.permissions_for(guild.default_role).view_channel:
        return EVERYBODY
    found = [
        role.name
        for role in guild.roles
        if role.id not in roles
        and not role.is_bot_managed()
        and not is_staff_role(role, layout)
        and channel.permissions_for(role).view_channel
    ]
    by_name = any(
        allowed.view_channel
        for whom, allowed in channel.overwrites.items()
        if not isinstance(whom, discord.Role) and whom.id != guild.me.id
    )
    who = [f"Members of {_names(found)}"] if found else []
    text = " and ".join([*who, *([LET_IN_BY_NAME] if by_name else [])])
    return text[:1].upper() + text[1:]


def _names(names: Iterable[str]) -> str:
    listed = [shorten(name, 25) for name in names]
    more = len(listed) - _MOST_NAMES
    return ", ".join(listed[:_MOST_NAMES]) + (f" and {more} more" if more > 0 else "")
