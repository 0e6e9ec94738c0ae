"""What a rule of access is made of: who a person is, what they come for."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Role(enum.Enum):
    """What a person is in a server. The value is how a refusal names it."""

    EVERYONE = "everyone"
    LEARNER = "in the course's server, or in a direct message"
    STUDENT = "in the course's server"
    INSTRUCTOR = "**Manage Events** permission"
    MODERATOR = "**Manage Messages** permission"
    MANAGER = "**Manage Server** permission"
    OPERATOR = "the person who runs this bot"


class Job(enum.Enum):
    """What people come for: the headings of `/help`, in its order."""

    ASK = "Ask"
    PRACTISE = "Practise alone"
    QUIZ = "Quizzes"
    LOOK = "Look around"
    DATA = "Your data"
    DOCUMENTS = "For staff: documents"
    ANSWERS = "For staff: answers"
    TEACHING = "For staff: quizzes and their questions"
    LOG = "For staff: the log"
    SERVER = "For staff: this server"


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may do something, and, for what people start by themselves, what `/help` says of it."""

    role: Role
    purpose: str = ""
    """A few words: a line of `/help` on a telephone."""
    example: str = ""
    job: Job | None = None
