"""Who may do what: every command, button, select and modal has its line here."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


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
