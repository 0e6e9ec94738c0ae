"""Who may run what of `/docs` and `/answers`: the work of those who teach the course."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from bot.access_rules import Job, Role, Rule

OFFICE: Mapping[str, Rule] = MappingProxyType(
    {
        "docs add": Rule(
            Role.INSTRUCTOR,
            "add documents; only staff see them until you publish",
            "`/docs add file: …`",
            Job.STAFF,
        ),
        "docs list": Rule(
            Role.INSTRUCTOR, "documents and drafts, with their flags", "`/docs list`", Job.STAFF
        ),
        "docs show": Rule(
            Role.INSTRUCTOR,
            "what was read, what rests on it, what it may be used for",
            "`/docs show document: …`",
            Job.STAFF,
        ),
        "docs review": Rule(
            Role.INSTRUCTOR,
            "hidden or instruction-like text, pages without text",
            "`/docs review`",
            Job.STAFF,
        ),
        "docs publish": Rule(
            Role.INSTRUCTOR,
            "let students ask about a draft",
            "`/docs publish document: …`",
            Job.STAFF,
        ),
        "docs remove": Rule(
            Role.INSTRUCTOR,
            "erase a document; you see first what rests on it",
            "`/docs remove document: …`",
            Job.STAFF,
        ),
        "docs reindex": Rule(
            Role.INSTRUCTOR, "index all documents anew", "`/docs reindex`", Job.STAFF
        ),
        "answers inbox": Rule(
            Role.INSTRUCTOR,
            "answer those who asked for a person",
            "`/answers inbox`",
            Job.STAFF,
        ),
        "answers verify": Rule(
            Role.INSTRUCTOR,
            "confirm an answer; the same question gets it first",
            "`/answers verify receipt: A-7F3K`",
            Job.STAFF,
        ),
        "answers fix": Rule(
            Role.INSTRUCTOR,
            "correct an answer; who got it is told",
            "`/answers fix receipt: A-7F3K`",
            Job.STAFF,
        ),
        "answers list": Rule(
            Role.INSTRUCTOR,
            "confirmed answers, and which have become stale",
            "`/answers list`",
            Job.STAFF,
        ),
        "answers gaps": Rule(
            Role.INSTRUCTOR,
            "what many ask and the documents leave open",
            "`/answers gaps`",
            Job.STAFF,
        ),
        "answers golden star": Rule(
            Role.INSTRUCTOR,
            "have an answer checked after each change",
            "`/answers golden star receipt: A-…`",
            Job.STAFF,
        ),
        "answers golden unstar": Rule(
            Role.INSTRUCTOR,
            "have it checked no longer",
            "`/answers golden unstar receipt: A-…`",
            Job.STAFF,
        ),
        "answers golden list": Rule(
            Role.INSTRUCTOR,
            "starred questions, and how they came out",
            "`/answers golden list`",
            Job.STAFF,
        ),
        "answers golden run": Rule(
            Role.INSTRUCTOR, "ask all of them now", "`/answers golden run`", Job.STAFF
        ),
    }
)
