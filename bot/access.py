"""Whether somebody may do something: asked before every command, button, modal and question.

Discord's own permission settings only hide commands from the list, and not even that for
subcommands; what counts is :func:`refusal`.
"""

from __future__ import annotations

from typing import Protocol, cast

import discord

from bot.access_table import ACCESS, Role, Rule

NOT_ALLOWED = "You need {role} to do this. Ask {whom}."
ELSEWHERE = (
    "The staff of another server look after this course, so you can ask and study here, but not "
    "do this. Whoever runs this bot can change that with `HOME_SERVER`."
)


class _Client(Protocol):
    home_server: int | None


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

    Permissions of Discord make instructors and moderators, but in the home server alone: anybody
    can invite the bot to a server of their own, and must not look after this course from there.
    """
    roles = {Role.EVERYONE}
    if act.user.id in _operators(act.client):
        roles.add(Role.OPERATOR)
    if act.guild_id is None:
        return frozenset({*roles, Role.LEARNER})
    may = act.permissions
    manages = may.manage_guild or may.administrator
    if manages:
        roles.add(Role.MANAGER)
    if not _is_at_home(act):
        return frozenset(roles)
    roles |= {Role.LEARNER, Role.STUDENT}
    if manages:
        roles |= {Role.INSTRUCTOR, Role.MODERATOR}
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
    if act.guild_id is not None and rule.role is not Role.MANAGER and not _is_at_home(act):
        return ELSEWHERE
    whom = "the person who runs this bot" if act.guild_id is None else "a server admin"
    return NOT_ALLOWED.format(role=_named(rule.role), whom=whom)


def allowed_starts(act: Act) -> list[Rule]:
    """What this person can start by themselves, in the table's order, for `/help`."""
    held = roles_of(act)
    return [rule for rule in ACCESS.values() if rule.example and rule.role in held]


def _named(role: Role) -> str:
    return f"the {role.value}" if "permission" in role.value else f"to be {role.value}"


def _is_at_home(act: Act) -> bool:
    return act.guild_id == cast("_Client", act.client).home_server


def _operators(client: discord.Client) -> frozenset[int]:
    application = client.application
    if application is None:
        return frozenset()
    if application.team is not None:
        return frozenset(member.id for member in application.team.members)
    return frozenset({application.owner.id})
