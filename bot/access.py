"""Whether somebody may do something: asked before every command, button, modal and question.

Discord's own permission settings only hide commands from the list, and not even that for
subcommands; what counts is :func:`refusal`.
"""

from __future__ import annotations

from typing import Protocol

import discord

from bot.access_table import ACCESS, Role, Rule

NOT_ALLOWED = "You need {role} to do this. Ask {whom}."


class Act(Protocol):
    """Who does something, and where: an interaction, or a message that is meant for the bot."""

    @property
    def user(self) -> discord.abc.User: ...

    @property
    def client(self) -> discord.Client: ...

    @property
    def guild_id(self) -> int | None: ...

    @property
    def permissions(self) -> discord.Permissions: ...


def roles_of(act: Act) -> frozenset[Role]:
    """What the person who acts is in this server.

    Until a server can name its own instructors and moderators, permissions of Discord stand in.
    """
    roles = {Role.EVERYONE}
    if act.user.id in _operators(act.client):
        roles.add(Role.OPERATOR)
    if act.guild_id is None:
        return frozenset(roles)
    may = act.permissions
    roles.add(Role.STUDENT)
    if may.manage_guild or may.administrator:
        roles |= {Role.INSTRUCTOR, Role.MODERATOR, Role.MANAGER}
    if may.manage_events:
        roles.add(Role.INSTRUCTOR)
    if may.manage_messages:
        roles.add(Role.MODERATOR)
    return frozenset(roles)


def refusal(act: Act, action: str) -> str | None:
    """Why this person may not do this, in words for them; ``None`` if they may.

    An action without an entry is refused: forgetting one must not open a door.
    """
    rule = ACCESS.get(action)
    if rule is None:
        return "I don't know this any more. Start again with `/help`."
    if rule.role in roles_of(act):
        return None
    whom = "the person who runs this bot" if act.guild_id is None else "a server admin"
    return NOT_ALLOWED.format(role=_named(rule.role), whom=whom)


def allowed_starts(act: Act) -> list[Rule]:
    """What this person can start by themselves, in the table's order, for `/help`."""
    held = roles_of(act)
    return [rule for rule in ACCESS.values() if rule.example and rule.role in held]


def _named(role: Role) -> str:
    return f"the {role.value}" if "permission" in role.value else f"to be {role.value}"


def _operators(client: discord.Client) -> frozenset[int]:
    application = client.application
    if application is None:
        return frozenset()
    if application.team is not None:
        return frozenset(member.id for member in application.team.members)
    return frozenset({application.owner.id})
