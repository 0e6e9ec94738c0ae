"""Whether somebody may do something: asked before every command, button, modal and question.

Discord's own permission settings only hide commands from the list, and not even that for
subcommands; what counts is :func:`refusal`.
"""

from __future__ import annotations

from typing import Any, Protocol, cast

import discord

from bot.access_table import ACCESS, Role, Rule
from knowledge.model.places import Host, Layout, Place, StaffKind

NOT_ALLOWED = "You need {role} to do this. Ask {whom}."
ELSEWHERE = (
    "The staff of another server look after this course, so you can ask and study here, but not "
    "do this. For a course of your own, someone with Manage Server runs `/setup`."
)


class _Client(Protocol):
    @property
    def host(self) -> Host: ...

    @property
    def layout(self) -> Layout: ...


class Act(Protocol):
    """Who does something, and where: an interaction, or a message that is meant for the bot."""

    @property
    def user(self) -> discord.abc.User: ...

    @property
    def client(self) -> discord.Client: ...

    @property
    def guild_id(self) -> int | None: ...

    @property
    def channel(self) -> Any: ...


def roles_of(act: Act) -> frozenset[Role]:
    """What the person who acts is in this server.

    Permissions of Discord make instructors and moderators, and so do the roles that `/setup`
    names; but only in a server that owns a course: anybody can invite the bot to a server of
    their own, and must not look after another's course from there.
    """
    roles = {Role.EVERYONE}
    if act.user.id in _operators(act.client):
        roles.add(Role.OPERATOR)
    if act.guild_id is None:
        return frozenset({*roles, Role.LEARNER})
    # Of the server, not of the channel: whoever looks after one channel is not staff of the others.
    may = discord.Permissions.none()
    if isinstance(act.user, discord.Member):
        may = act.user.guild_permissions
    manages = may.manage_guild or may.administrator
    if manages:
        roles.add(Role.MANAGER)
    if not _is_tended(act):
        return frozenset(roles)
    roles |= {Role.LEARNER, Role.STUDENT}
    named = cast("_Client", act.client).layout.staff_kinds(act.guild_id, role_ids(act.user))
    return frozenset(roles | _staff(may, named))


def _staff(may: discord.Permissions, named: frozenset[StaffKind]) -> set[Role]:
    manages, roles = may.manage_guild or may.administrator, set()
    if manages or may.manage_events or StaffKind.INSTRUCTOR in named:
        roles.add(Role.INSTRUCTOR)
    if manages or may.manage_messages or StaffKind.MODERATOR in named:
        roles.add(Role.MODERATOR)
    return roles


def is_staff_role(role: discord.Role, layout: Layout) -> bool:
    """Whether a role makes its members staff of its server."""
    return bool(_staff(role.permissions, layout.staff_kinds(role.guild.id, [role.id])))


def place_of(act: Act) -> Place | None:
    """Where somebody acts, and as whom; ``None`` in a direct message."""
    if act.guild_id is None:
        return None
    channel = act.channel
    if isinstance(channel, discord.Thread):
        ids = {channel.parent_id, getattr(channel.parent, "category_id", None)}
    else:
        ids = {getattr(channel, "id", None), getattr(channel, "category_id", None)}
    return Place(
        act.guild_id,
        frozenset(id_ for id_ in ids if id_ is not None),
        role_ids(act.user),
        is_staff=not roles_of(act).isdisjoint({Role.INSTRUCTOR, Role.MODERATOR}),
    )


async def place_in(client: discord.Client, server_id: int, user_id: int) -> Place | None:
    """What somebody may see in a server now, asked from elsewhere; ``None`` if they are not there.

    Discord is asked: without the intent for members nothing else knows who has lost a role.
    """
    guild = client.get_guild(server_id)
    if guild is None:
        return None
    try:
        member = await guild.fetch_member(user_id)
    except discord.NotFound:
        return None
    layout, held = cast("_Client", client).layout, role_ids(member)
    return Place(
        server_id,
        frozenset(c.id for c in guild.channels if c.permissions_for(member).view_channel),
        held,
        is_staff=bool(_staff(member.guild_permissions, layout.staff_kinds(server_id, held))),
    )


def refusal(act: Act, action: str) -> str | None:
    """Why this person may not do this, in words for them; ``None`` if they may.

    An action without an entry is refused: forgetting one must not open a door.
    """
    rule = ACCESS.get(action)
    if rule is None:
        return "I don't know this any more. Start again with `/help`."
    if rule.role in roles_of(act):
        return None
    if act.guild_id is not None and rule.role is not Role.MANAGER and not _is_tended(act):
        return ELSEWHERE
    whom = "the person who runs this bot" if act.guild_id is None else "a server admin"
    return NOT_ALLOWED.format(role=_named(rule.role), whom=whom)


def allowed_starts(act: Act) -> list[Rule]:
    """What this person can start by themselves, in the table's order, for `/help`."""
    held = roles_of(act)
    return [rule for rule in ACCESS.values() if rule.example and rule.role in held]


def _named(role: Role) -> str:
    return f"the {role.value}" if "permission" in role.value else f"to be {role.value}"


def _is_tended(act: Act) -> bool:
    client = cast("_Client", act.client)
    return act.guild_id is not None and client.layout.is_tended(act.guild_id, client.host)


def role_ids(user: discord.abc.User) -> frozenset[int]:
    roles = user.roles if isinstance(user, discord.Member) else []
    return frozenset(role.id for role in roles)


def _operators(client: discord.Client) -> frozenset[int]:
    application = client.application
    if application is None:
        return frozenset()
    if application.team is not None:
        return frozenset(member.id for member in application.team.members)
    return frozenset({application.owner.id})
