"""Who may do what: every command, button, select and modal has its line here."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


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
    STAFF = "For staff"


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may do something, and, for what people start by themselves, what `/help` says of it."""

    role: Role
    purpose: str = ""
    """A few words: a line of `/help` on a telephone."""
    example: str = ""
    job: Job | None = None


ACCESS: Mapping[str, Rule] = MappingProxyType(
    {
        "ask": Rule(
            Role.EVERYONE,
            "answers in the documents' own words",
            "`/ask question: When did …?`",
            Job.ASK,
        ),
        "mention": Rule(
            Role.EVERYONE,
            "the same, also in a direct message",
            "`@Colloquy When did …?`",
            Job.ASK,
        ),
        "Ask about this": Rule(
            Role.EVERYONE,
            "about what somebody wrote",
            "Hold or right-click a message › Apps › **Ask about this**",
            Job.ASK,
        ),
        "explore sources": Rule(
            Role.EVERYONE,
            "which documents there are",
            "`/explore sources`",
            Job.LOOK,
        ),
        "explore timeline": Rule(
            Role.EVERYONE,
            "what they date, in order",
            "`/explore timeline period: 2013-2015`",
            Job.LOOK,
        ),
        "explore themes": Rule(
            Role.EVERYONE,
            "what they are about, and what is asked on it",
            "`/explore themes`",
            Job.LOOK,
        ),
        "help": Rule(
            Role.EVERYONE,
            "what you can do here",
            "`/help`",
            Job.LOOK,
        ),
        "setup": Rule(
            Role.MANAGER,
            "who sees the answers in this channel",
            "`/setup`",
            Job.STAFF,
        ),
        "quiz launch": Rule(
            Role.INSTRUCTOR,
            "play a quiz here; you see a preview first",
            "`/quiz launch theme: … number: 10`",
            Job.STAFF,
        ),
        "quiz schedule": Rule(
            Role.INSTRUCTOR,
            "have one open by itself; absentees catch up",
            "`/quiz schedule when: in 2 hours`",
            Job.STAFF,
        ),
        "quiz control": Rule(
            Role.INSTRUCTOR,
            "steer the quiz in this channel",
            "`/quiz control`",
            Job.STAFF,
        ),
        "quiz accommodate": Rule(
            Role.INSTRUCTOR,
            "give somebody more time; nobody else sees it",
            "`/quiz accommodate user: … time: 2`",
            Job.STAFF,
        ),
        "quiz draft": Rule(
            Role.INSTRUCTOR,
            "have questions drafted from the documents",
            "`/quiz draft theme: … count: 10`",
            Job.STAFF,
        ),
        "quiz rules": Rule(
            Role.STUDENT,
            "how points are counted",
            "`/quiz rules`",
            Job.QUIZ,
        ),
        "quiz results": Rule(
            Role.INSTRUCTOR,
            "how a quiz went; put a wrong key right; files",
            "`/quiz results`",
            Job.STAFF,
        ),
        "study start": Rule(
            Role.EVERYONE,
            "with hints, reasons and sources",
            "`/study start theme: … number: 10`",
            Job.PRACTISE,
        ),
        "study due": Rule(
            Role.EVERYONE,
            "repeat what you would soon forget",
            "`/study due`",
            Job.PRACTISE,
        ),
        "study mistakes": Rule(
            Role.EVERYONE,
            "what you got wrong, and what is right",
            "`/study mistakes`",
            Job.PRACTISE,
        ),
        "study progress": Rule(
            Role.EVERYONE,
            "how well you know each theme",
            "`/study progress`",
            Job.PRACTISE,
        ),
        "study reminders": Rule(
            Role.EVERYONE,
            "a daily message when something is due",
            "`/study reminders zone: Europe/Berlin`",
            Job.PRACTISE,
        ),
        "study suggest": Rule(
            Role.EVERYONE,
            "propose a question of your own",
            "`/study suggest about: …`",
            Job.PRACTISE,
        ),
        "quiz review": Rule(
            Role.INSTRUCTOR,
            "approve, edit or reject items, one by one",
            "`/quiz review`",
            Job.STAFF,
        ),
        "quiz appeals": Rule(
            Role.INSTRUCTOR,
            "decide on answers whose learners say they were right",
            "`/quiz appeals`",
            Job.STAFF,
        ),
        "bank list": Rule(
            Role.INSTRUCTOR,
            "items by theme, type and status",
            "`/bank list status: approved`",
            Job.STAFF,
        ),
        "bank edit": Rule(
            Role.INSTRUCTOR,
            "change an item",
            "`/bank edit item: …`",
            Job.STAFF,
        ),
        "bank import": Rule(
            Role.INSTRUCTOR,
            "add items from a file; you see first what changes",
            "`/bank import file: …`",
            Job.STAFF,
        ),
        "bank export": Rule(
            Role.INSTRUCTOR,
            "a file for Moodle, Anki or a spreadsheet",
            "`/bank export format: gift`",
            Job.STAFF,
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
        "help:turn": Rule(Role.EVERYONE),
        "setup:visibility": Rule(Role.MANAGER),
        "timeline:turn": Rule(Role.EVERYONE),
        "timeline:hide": Rule(Role.INSTRUCTOR),
        "themes:turn": Rule(Role.EVERYONE),
        "themes:choose": Rule(Role.INSTRUCTOR),
        "themes:edit": Rule(Role.INSTRUCTOR),
        "quiz:launch": Rule(Role.INSTRUCTOR),
        "quiz:schedule": Rule(Role.INSTRUCTOR),
        "quiz:control": Rule(Role.INSTRUCTOR),
        "quiz:join": Rule(Role.STUDENT),
        "quiz:leave": Rule(Role.STUDENT),
        "quiz:answer": Rule(Role.STUDENT),
        "quiz:form": Rule(Role.STUDENT),
        "quiz:about": Rule(Role.STUDENT),
        "quiz:flag": Rule(Role.STUDENT),
        "quiz:appeal": Rule(Role.STUDENT),
        "quiz:mine": Rule(Role.STUDENT),
        "quiz:mistakes": Rule(Role.STUDENT),
        "quiz:name": Rule(Role.STUDENT),
        "quiz:called": Rule(Role.STUDENT),
        "quiz:catch-up": Rule(Role.STUDENT),
        "quiz:catch-up form": Rule(Role.STUDENT),
        "results:turn": Rule(Role.INSTRUCTOR),
        "results:question": Rule(Role.INSTRUCTOR),
        "results:learner": Rule(Role.INSTRUCTOR),
        "results:file": Rule(Role.INSTRUCTOR),
        "results:key": Rule(Role.INSTRUCTOR),
        "results:key form": Rule(Role.INSTRUCTOR),
        "results:confirm": Rule(Role.INSTRUCTOR),
        "study:answer": Rule(Role.EVERYONE),
        "study:form": Rule(Role.EVERYONE),
        "study:next": Rule(Role.EVERYONE),
        "study:stop": Rule(Role.EVERYONE),
        "study:hint": Rule(Role.EVERYONE),
        "study:source": Rule(Role.EVERYONE),
        "study:appeal": Rule(Role.LEARNER),
        "study:flag": Rule(Role.LEARNER),
        "study:begin": Rule(Role.EVERYONE),
        "study:turn": Rule(Role.EVERYONE),
        "study:progress": Rule(Role.EVERYONE),
        "study:remind-off": Rule(Role.EVERYONE),
        "study:from": Rule(Role.EVERYONE),
        "study:suggest": Rule(Role.LEARNER),
        "study:decide": Rule(Role.INSTRUCTOR),
        "bank:list": Rule(Role.INSTRUCTOR),
        "bank:open": Rule(Role.INSTRUCTOR),
        "bank:edit": Rule(Role.INSTRUCTOR),
        "bank:form": Rule(Role.INSTRUCTOR),
        "bank:approve": Rule(Role.INSTRUCTOR),
        "bank:reject": Rule(Role.INSTRUCTOR),
        "bank:why": Rule(Role.INSTRUCTOR),
        "bank:restore": Rule(Role.INSTRUCTOR),
        "bank:skip": Rule(Role.INSTRUCTOR),
        "bank:offer": Rule(Role.INSTRUCTOR),
        "bank:all": Rule(Role.INSTRUCTOR),
        "bank:rekey": Rule(Role.INSTRUCTOR),
        "bank:source": Rule(Role.INSTRUCTOR),
        "bank:cite": Rule(Role.INSTRUCTOR),
        "bank:choose": Rule(Role.INSTRUCTOR),
        "bank:undo": Rule(Role.INSTRUCTOR),
        "bank:undo all": Rule(Role.INSTRUCTOR),
        "bank:review": Rule(Role.INSTRUCTOR),
        "bank:import": Rule(Role.INSTRUCTOR),
        "stale": Rule(Role.EVERYONE),
    }
)
"""By a command's qualified name or a guarded item's or modal's ``action``.

Beside them ``mention`` (a question in a message) and ``stale`` (a button that nobody knows).
"""
