"""Who may do what, and how often: one table, asked before every command, button and modal.

Discord's own permission settings only hide commands from the list, and not even that for
subcommands; what counts is :func:`refusal`.
"""

from __future__ import annotations

import enum
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

import discord


class Role(enum.Enum):
    """What a person is in a server. The value is how a refusal names it."""

    EVERYONE = "everyone"
    STUDENT = "a member of the server"
    INSTRUCTOR = "**Manage Events** permission"
    MODERATOR = "**Manage Messages** permission"
    MANAGER = "**Manage Server** permission"
    OPERATOR = "the person who runs this bot"


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may do something, and, for what people start by themselves, what `/help` says of it."""

    role: Role
    purpose: str = ""
    example: str = ""


ACCESS: Mapping[str, Rule] = MappingProxyType(
    {
        "ask": Rule(
            Role.EVERYONE,
            "Ask the course's documents. You get their own words, with the source. Only you see "
            "the answer until you press **Share**, unless the channel is set to public; `private` "
            "chooses for one question. `source` asks one document only, and `mode: where` says "
            "only where to read.",
            "`/ask question: …`",
        ),
        "mention": Rule(
            Role.EVERYONE,
            "Ask by mentioning me, or in a direct message.",
            "`@Colloquy When did …?`",
        ),
        "Ask about this": Rule(
            Role.EVERYONE,
            "Ask about what somebody wrote.",
            "Press and hold a message, or right-click it › Apps › **Ask about this**",
        ),
        "explore sources": Rule(
            Role.EVERYONE,
            "See which documents you can ask about.",
            "`/explore sources`",
        ),
        "help": Rule(Role.EVERYONE, "See what you can do here.", "`/help`"),
        "setup": Rule(
            Role.MANAGER,
            "Choose who sees the answers in this channel.",
            "`/setup`",
        ),
        "ask:about": Rule(Role.EVERYONE),
        "answer:source": Rule(Role.EVERYONE),
        "answer:turn": Rule(Role.EVERYONE),
        "answer:show": Rule(Role.EVERYONE),
        "answer:share": Rule(Role.EVERYONE),
        "answer:rate": Rule(Role.EVERYONE),
        "answer:complaint": Rule(Role.EVERYONE),
        "source:turn": Rule(Role.EVERYONE),
        "sources:turn": Rule(Role.EVERYONE),
        "setup:visibility": Rule(Role.MANAGER),
        "stale": Rule(Role.EVERYONE),
    }
)
"""By a command's qualified name or a guarded item's or modal's ``action``.

Beside them ``mention`` (a question in a message) and ``stale`` (a button that nobody knows).
"""

NOT_ALLOWED = "You need {role} to do this. Ask {whom}."


def roles_of(interaction: discord.Interaction[Any]) -> frozenset[Role]:
    """What the person who acts is in this server.

    Until a server can name its own instructors and moderators, permissions of Discord stand in.
    """
    roles = {Role.EVERYONE}
    if interaction.user.id in _operators(interaction.client):
        roles.add(Role.OPERATOR)
    if interaction.guild_id is None:
        return frozenset(roles)
    may = interaction.permissions
    roles.add(Role.STUDENT)
    if may.manage_guild or may.administrator:
        roles |= {Role.INSTRUCTOR, Role.MODERATOR, Role.MANAGER}
    if may.manage_events:
        roles.add(Role.INSTRUCTOR)
    if may.manage_messages:
        roles.add(Role.MODERATOR)
    return frozenset(roles)


def refusal(interaction: discord.Interaction[Any], action: str) -> str | None:
    """Why this person may not do this, in words for them; ``None`` if they may.

    An action without an entry is refused: forgetting one must not open a door.
    """
    rule = ACCESS.get(action)
    if rule is None:
        return "I don't know this any more. Start again with `/help`."
    if rule.role in roles_of(interaction):
        return None
    whom = "the person who runs this bot" if interaction.guild_id is None else "a server admin"
    return NOT_ALLOWED.format(role=_named(rule.role), whom=whom)


def allowed_starts(interaction: discord.Interaction[Any]) -> list[Rule]:
    """What this person can start by themselves, in the table's order, for `/help`."""
    held = roles_of(interaction)
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


class Verdict(enum.Enum):
    """Whether somebody may go on, must be told to slow down, or was told already."""

    GO = enum.auto()
    WARN = enum.auto()
    SILENCE = enum.auto()


class Pace:
    """At most ``limit`` acts of one person within ``seconds``.

    Kept in memory only: a restart forgives everybody.
    """

    def __init__(self, limit: int, seconds: float, clock: Callable[[], datetime]) -> None:
        self._limit = limit
        self._window = timedelta(seconds=seconds)
        self._clock = clock
        self._acts: dict[int, deque[datetime]] = {}
        self._warned_until: dict[int, datetime] = {}

    def check(self, user_id: int) -> Verdict:
        """Count an act, if it is within the limit. The one who is too fast is warned once."""
        now = self._clock()
        self._forget(now)
        if now < self._warned_until.get(user_id, now):
            return Verdict.SILENCE
        acts = self._acts.setdefault(user_id, deque())
        while acts and now - acts[0] >= self._window:
            acts.popleft()
        if len(acts) < self._limit:
            acts.append(now)
            return Verdict.GO
        self._warned_until[user_id] = acts[0] + self._window
        return Verdict.WARN

    def words(self, user_id: int) -> str:
        """What to tell somebody whose verdict was to be warned."""
        until = self._warned_until.get(user_id, self._clock())
        # Discord counts in whole seconds: one more, so that "now" is never too early.
        return f"Slow down: try again <t:{int(until.timestamp()) + 1}:R>."

    def _forget(self, now: datetime) -> None:
        if len(self._acts) < 1_000:
            return
        for user_id in [u for u, acts in self._acts.items() if now - acts[-1] >= self._window]:
            del self._acts[user_id]
            self._warned_until.pop(user_id, None)
