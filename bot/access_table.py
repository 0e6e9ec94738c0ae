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
        "explore timeline": Rule(
            Role.EVERYONE,
            "See what the documents date, in order: all of it, a period, a theme or a document.",
            "`/explore timeline period: 1945-1975`",
        ),
        "explore themes": Rule(
            Role.EVERYONE,
            "See what the documents are about.",
            "`/explore themes`",
        ),
        "help": Rule(Role.EVERYONE, "See what you can do here.", "`/help`"),
        "setup": Rule(
            Role.MANAGER,
            "Choose who sees the answers in this channel.",
            "`/setup`",
        ),
        "quiz launch": Rule(
            Role.INSTRUCTOR,
            "Play a quiz in this channel. You see a preview before anybody else does, and steer it "
            "from a panel that only you see.",
            "`/quiz launch theme: … number: 10`",
        ),
        "quiz schedule": Rule(
            Role.INSTRUCTOR,
            "Have a quiz open here by itself. Whoever misses it can catch up alone until its "
            "window closes.",
            "`/quiz schedule when: in 2 hours`",
        ),
        "quiz control": Rule(
            Role.INSTRUCTOR,
            "Open the panel of the quiz in this channel, also if somebody else started it.",
            "`/quiz control`",
        ),
        "quiz accommodate": Rule(
            Role.INSTRUCTOR,
            "Give somebody more time for each question. Nobody else sees it.",
            "`/quiz accommodate user: … time: 2`",
        ),
        "quiz draft": Rule(
            Role.INSTRUCTOR,
            "Have questions drafted from the documents. You approve each before it is asked.",
            "`/quiz draft theme: … count: 10`",
        ),
        "quiz rules": Rule(
            Role.STUDENT,
            "See how the points of a quiz are counted.",
            "`/quiz rules`",
        ),
        "quiz results": Rule(
            Role.INSTRUCTOR,
            "See how a quiz went: which questions misfire and why, what each learner answered, and "
            "files for a spreadsheet or Moodle. A wrong key is put right here for everybody.",
            "`/quiz results`",
        ),
        "study start": Rule(
            Role.EVERYONE,
            "Practise alone, one question at a time, with hints, the reason and the source. "
            "Without options it goes on where you were.",
            "`/study start theme: … number: 10`",
        ),
        "study due": Rule(
            Role.EVERYONE,
            "Repeat what you would soon forget.",
            "`/study due`",
        ),
        "study mistakes": Rule(
            Role.EVERYONE,
            "See what you got wrong last, what is right and where it stands.",
            "`/study mistakes`",
        ),
        "study progress": Rule(
            Role.EVERYONE,
            "See how well you know each theme.",
            "`/study progress`",
        ),
        "study reminders": Rule(
            Role.EVERYONE,
            "Have me write to you when something is due, once a day at most and never at night.",
            "`/study reminders zone: Europe/Berlin`",
        ),
        "study suggest": Rule(
            Role.EVERYONE,
            "Propose a question of your own. Its author is named when it is taken.",
            "`/study suggest about: …`",
        ),
        "study appeals": Rule(
            Role.INSTRUCTOR,
            "Decide on answers whose learners say that they were right.",
            "`/study appeals`",
        ),
        "quiz review": Rule(
            Role.INSTRUCTOR,
            "Go through drafted, imported and flagged items, one on a screen: approve, edit, "
            "reject or skip. You can stop and go on at any time.",
            "`/quiz review`",
        ),
        "bank list": Rule(
            Role.INSTRUCTOR,
            "See the course's quiz items by theme, type and status, and open one.",
            "`/bank list status: approved`",
        ),
        "bank edit": Rule(
            Role.INSTRUCTOR,
            "Change an item in a form. It is checked before it is saved.",
            "`/bank edit item: …`",
        ),
        "bank import": Rule(
            Role.INSTRUCTOR,
            "Add items from a file: GIFT, Aiken, Moodle XML, CSV or YAML. You see what would "
            "change before anything does.",
            "`/bank import file: …`",
        ),
        "bank export": Rule(
            Role.INSTRUCTOR,
            "Get the items in a file, for Moodle, Anki or a spreadsheet.",
            "`/bank export format: gift`",
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
        "bank:review": Rule(Role.INSTRUCTOR),
        "bank:import": Rule(Role.INSTRUCTOR),
        "stale": Rule(Role.EVERYONE),
    }
)
"""By a command's qualified name or a guarded item's or modal's ``action``.

Beside them ``mention`` (a question in a message) and ``stale`` (a button that nobody knows).
"""
