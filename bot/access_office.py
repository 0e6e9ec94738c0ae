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
            Job.DOCUMENTS,
        ),
        "docs list": Rule(
            Role.INSTRUCTOR,
            "documents, drafts and the bin, with flags",
            "`/docs list`",
            Job.DOCUMENTS,
        ),
        "docs show": Rule(
            Role.INSTRUCTOR,
            "what was read, what rests on it, what it may be used for",
            "`/docs show document: …`",
            Job.DOCUMENTS,
        ),
        "docs review": Rule(
            Role.INSTRUCTOR,
            "hidden or instruction-like text, pages without text",
            "`/docs review`",
            Job.DOCUMENTS,
        ),
        "docs publish": Rule(
            Role.INSTRUCTOR,
            "let students ask about a draft",
            "`/docs publish document: …`",
            Job.DOCUMENTS,
        ),
        "docs remove": Rule(
            Role.INSTRUCTOR,
            "move a document to the bin, or erase it; you see first what rests on it",
            "`/docs remove document: …`",
            Job.DOCUMENTS,
        ),
        "docs reindex": Rule(
            Role.INSTRUCTOR,
            "index all documents anew, as they were read",
            "`/docs reindex`",
            Job.DOCUMENTS,
        ),
        "answers inbox": Rule(
            Role.INSTRUCTOR,
            "answer those who asked for a person",
            "`/answers inbox`",
            Job.ANSWERS,
        ),
        "answers verify": Rule(
            Role.INSTRUCTOR,
            "confirm an answer; the same question gets it first",
            "`/answers verify receipt: A-7F3K`",
            Job.ANSWERS,
        ),
        "answers fix": Rule(
            Role.INSTRUCTOR,
            "correct an answer; who got it is told",
            "`/answers fix receipt: A-7F3K`",
            Job.ANSWERS,
        ),
        "answers list": Rule(
            Role.INSTRUCTOR,
            "confirmed answers, and which have become stale",
            "`/answers list`",
            Job.ANSWERS,
        ),
        "answers gaps": Rule(
            Role.INSTRUCTOR,
            "what many ask and the documents leave open",
            "`/answers gaps`",
            Job.ANSWERS,
        ),
        "answers golden star": Rule(
            Role.INSTRUCTOR,
            "have an answer checked after each change",
            "`/answers golden star receipt: A-…`",
            Job.ANSWERS,
        ),
        "answers golden unstar": Rule(
            Role.INSTRUCTOR,
            "have it checked no longer",
            "`/answers golden unstar receipt: A-…`",
            Job.ANSWERS,
        ),
        "answers golden list": Rule(
            Role.INSTRUCTOR,
            "starred questions, and how they came out",
            "`/answers golden list`",
            Job.ANSWERS,
        ),
        "answers golden run": Rule(
            Role.INSTRUCTOR, "ask all of them now", "`/answers golden run`", Job.ANSWERS
        ),
    }
)
