"""Who may do what: every command, button, select and modal has its line here.

Those of `/docs` and `/answers` have theirs in `access_office`, buttons, selects and modals in
`access_presses`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from bot.access_office import OFFICE
from bot.access_presses import PRESSES
from bot.access_rules import Job, Role, Rule

__all__ = ["ACCESS", "Job", "Role", "Rule"]

ACCESS: Mapping[str, Rule] = MappingProxyType(
    {
        "ask": Rule(
            Role.EVERYONE,
            "answers in the documents' own words",
            "`/ask question: When did …?`",
            Job.ASK,
        ),
        "mention": Rule(
            Role.EVERYONE, "the same, also in a direct message", "`@Colloquy When did …?`", Job.ASK
        ),
        "Ask about this": Rule(
            Role.EVERYONE,
            "about what somebody wrote",
            "Hold or right-click a message › Apps › **Ask about this**",
            Job.ASK,
        ),
        "Report answer": Rule(
            Role.STUDENT,
            "tell the staff what is wrong",
            "Apps › **Report answer** on an answer",
            Job.ASK,
        ),
        "explore sources": Rule(
            Role.EVERYONE, "which documents there are", "`/explore sources`", Job.LOOK
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
        "explore compare": Rule(
            Role.EVERYONE,
            "what each document says on a topic",
            "`/explore compare topic: …`",
            Job.LOOK,
        ),
        "help": Rule(Role.EVERYONE, "what you can do here", "`/help`", Job.LOOK),
        "privacy policy": Rule(
            Role.EVERYONE,
            "what is kept of you, how long, who sees it",
            "`/privacy policy`",
            Job.DATA,
        ),
        "privacy export": Rule(
            Role.EVERYONE, "take all of it along", "`/privacy export`", Job.DATA
        ),
        "privacy erase": Rule(
            Role.EVERYONE, "delete it, at once and for good", "`/privacy erase`", Job.DATA
        ),
        "privacy retention": Rule(
            Role.MANAGER,
            "how long this server keeps things",
            "`/privacy retention questions: 90 days`",
            Job.SERVER,
        ),
        "setup": Rule(
            Role.MANAGER, "staff, courses, channels, who sees answers", "`/setup`", Job.SERVER
        ),
        **OFFICE,
        "quiz launch": Rule(
            Role.INSTRUCTOR,
            "play a quiz here; you see a preview first",
            "`/quiz launch theme: … number: 10`",
            Job.TEACHING,
        ),
        "quiz schedule": Rule(
            Role.INSTRUCTOR,
            "have one open by itself; absentees catch up",
            "`/quiz schedule when: in 2 hours`",
            Job.TEACHING,
        ),
        "quiz control": Rule(
            Role.INSTRUCTOR,
            "pause, extend or end the quiz in this channel",
            "`/quiz control`",
            Job.TEACHING,
        ),
        "quiz accommodate": Rule(
            Role.INSTRUCTOR,
            "give somebody more time; nobody else sees it",
            "`/quiz accommodate user: … time: 2`",
            Job.TEACHING,
        ),
        "quiz draft": Rule(
            Role.INSTRUCTOR,
            "have questions drafted from the documents",
            "`/quiz draft theme: … count: 10`",
            Job.TEACHING,
        ),
        "quiz rules": Rule(Role.STUDENT, "how points are counted", "`/quiz rules`", Job.QUIZ),
        "quiz results": Rule(
            Role.INSTRUCTOR,
            "how a quiz went; correct its key; files to keep",
            "`/quiz results`",
            Job.TEACHING,
        ),
        "study start": Rule(
            Role.EVERYONE,
            "with hints, reasons and sources",
            "`/study start theme: … number: 10`",
            Job.PRACTISE,
        ),
        "study due": Rule(
            Role.EVERYONE, "repeat what you would soon forget", "`/study due`", Job.PRACTISE
        ),
        "study mistakes": Rule(
            Role.EVERYONE,
            "what you got wrong, and what is right",
            "`/study mistakes`",
            Job.PRACTISE,
        ),
        "study progress": Rule(
            Role.EVERYONE, "how well you know each theme", "`/study progress`", Job.PRACTISE
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
            Job.TEACHING,
        ),
        "quiz appeals": Rule(
            Role.INSTRUCTOR,
            "decide on answers whose learners say they were right",
            "`/quiz appeals`",
            Job.TEACHING,
        ),
        "bank list": Rule(
            Role.INSTRUCTOR,
            "items by theme, type and status",
            "`/bank list status: approved`",
            Job.TEACHING,
        ),
        "bank edit": Rule(Role.INSTRUCTOR, "change an item", "`/bank edit item: …`", Job.TEACHING),
        "bank import": Rule(
            Role.INSTRUCTOR,
            "add items from a file; you see first what changes",
            "`/bank import file: …`",
            Job.TEACHING,
        ),
        "bank export": Rule(
            Role.INSTRUCTOR,
            "a file for Moodle, Anki or a spreadsheet",
            "`/bank export format: gift`",
            Job.TEACHING,
        ),
        "logs search": Rule(
            Role.MODERATOR,
            "what was asked, played and studied",
            "`/logs search rating: disliked`",
            Job.LOG,
        ),
        "logs show": Rule(
            Role.MODERATOR,
            "an answer with its passages, or a quiz act by act",
            "`/logs show receipt: A-…`",
            Job.LOG,
        ),
        "Learner record": Rule(
            Role.MODERATOR,
            "what somebody asked, played and studied",
            "Apps › **Learner record** on a member",
            Job.LOG,
        ),
        "logs review": Rule(
            Role.MODERATOR,
            "mark answers right or wrong, disliked ones first",
            "`/logs review`",
            Job.LOG,
        ),
        "logs replay": Rule(
            Role.MODERATOR,
            "ask again on today's documents; see what changed",
            "`/logs replay receipt: A-…`",
            Job.LOG,
        ),
        "logs stats": Rule(
            Role.MODERATOR,
            "how much is asked, liked and waiting",
            "`/logs stats days: 30`",
            Job.LOG,
        ),
        "logs export": Rule(
            Role.MODERATOR,
            "questions and answers in a file",
            "`/logs export format: csv`",
            Job.LOG,
        ),
        "logs console": Rule(
            Role.MODERATOR,
            "the log in your browser: a link for you alone",
            "`/logs console`",
            Job.LOG,
        ),
        "logs audit": Rule(
            Role.MANAGER,
            "who of the staff did what",
            "`/logs audit`",
            Job.LOG,
        ),
        "logs setup": Rule(
            Role.MANAGER,
            "where alerts go; names or pseudonyms",
            "`/logs setup alerts: #…`",
            Job.LOG,
        ),
        **PRESSES,
    }
)
"""By a command's qualified name or a guarded item's or modal's ``action``.

Beside them ``mention`` (a question in a message) and ``stale`` (a button that nobody knows).
"""
