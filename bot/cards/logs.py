"""The list of what a search of the log found, and its refusals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import discord
from discord import ui

from bot.cards import logs_ids
from bot.cards.layout import Card, Row, card, pager, row, spaced
from bot.cards.text import excerpt, literal, shorten
from knowledge.model.log_search import (
    LogFilter,
    LogKind,
    LogLine,
    LogPage,
    Opinion,
    SearchRefusal,
)
from knowledge.model.review import Asker

Names = Mapping[int, str]
"""What people and channels are called, by their ids, where that is known."""

IN_PRIVATE = "in a direct message"
HIDDEN_QUESTION = "(this server's log shows no questions)"
NOT_YOURS = "That search is not yours, or is from another day. Search again with `/logs search`."
REFUSED = {
    SearchRefusal.NO_WORDS: "I can search for words only. Type at least one.",
    SearchRefusal.UNKNOWN_READER: (
        "Nobody in this server's log goes by that name. Copy it from a record, such as "
        "`Reader 4F2A7`."
    ),
    SearchRefusal.NAMES_HIDDEN: (
        "This server's log shows pseudonyms, and finding a person's questions would tell who is "
        "who. Search for a pseudonym, such as `Reader 4F2A7`; a record's **Show name** takes a "
        "reason and is logged."
    ),
    SearchRefusal.QUESTIONS_HIDDEN: (
        "This server's log shows no questions, so it can't be searched for words."
    ),
}
OPINIONS = {
    Opinion.LIKED: "liked 👍",
    Opinion.DISLIKED: "disliked 👎",
    Opinion.REPORTED: "reported 🚩",
}
KINDS = {
    LogKind.QUESTION: ("question", "questions"),
    LogKind.QUIZ: ("quiz", "quizzes"),
    LogKind.STUDY: ("study session", "study sessions"),
}


def log_card(found: LogPage, names: Names) -> Card:
    """At most ten lines, newest first, and what they were looked for by."""
    one, many = KINDS[found.filter.kind]
    count = f"{found.total} {one if found.total == 1 else many}"
    asked = wishes(found.filter, names)
    heading = f"### Log · {count}" + (f"\n-# {asked}" if asked else "")
    if not found.lines:
        return card(heading, "Nothing on record fits that.")
    return card(
        heading,
        *spaced([entry(line, names) for line in found.lines]),
        f"-# Page {found.page + 1} of {found.pages}" if found.pages > 1 else "",
        rows=[
            *opening(found.lines),
            *pager(found.page, found.pages, logs_ids.turn_list(found.search_id)),
        ],
    )


def wishes(wanted: LogFilter, names: Names) -> str:
    """What was looked for, in one line."""
    parts = []
    if wanted.text:
        parts.append(f"words: {excerpt(wanted.text, 80)}")
    if wanted.reader:
        parts.append(f"by {excerpt(wanted.reader, 40)}")
    if wanted.channel_id is not None:
        parts.append(f"in {called(wanted.channel_id, names)}")
    if wanted.opinion is not None:
        parts.append(OPINIONS[wanted.opinion])
    if wanted.status is not None:
        parts.append(f"status {wanted.status}")
    if wanted.since is not None:
        parts.append(f"since {moment(wanted.since)}")
    return " · ".join(parts)


def entry(line: LogLine, names: Names, *, with_person: bool = True) -> str:
    """What became of it, what it was about, and who did it where and when."""
    marks = [line.outcome]
    if line.opinion is not None:
        marks.append(OPINIONS[line.opinion])
    if line.status is not None:
        marks.append(line.status.value)
    if line.receipt:
        marks.insert(0, f"`{line.receipt}`")
    headline = excerpt(line.headline, 130) if line.headline else HIDDEN_QUESTION
    about = [who(line.who, names)] if with_person else []
    if line.channel_id is not None:
        about.append(called(line.channel_id, names))
    elif line.kind is LogKind.QUESTION:
        about.append(IN_PRIVATE)
    about.append(moment(line.at))
    return f"{' · '.join(marks)}\n{headline}\n-# {' · '.join(about)}"


def opening(lines: Sequence[LogLine]) -> list[Row]:
    """A select that opens one of them; no row where none can be opened."""
    options = [
        discord.SelectOption(
            label=line.receipt,
            description=shorten(line.headline or line.outcome, 100),
            value=line.receipt,
        )
        for line in lines
        if line.receipt
    ]
    if not options:
        return []
    select: ui.Select[Card] = ui.Select(
        custom_id=logs_ids.OPEN, placeholder="Open a record", options=options
    )
    return [row(select)]


def who(asker: Asker | None, names: Names) -> str:
    """A pseudonym; a name where the server's log shows names."""
    if asker is None:
        return "nobody in Discord"
    name = None if asker.user_id is None else names.get(asker.user_id)
    return asker.name if name is None else literal(shorten(name, 40))


def called(channel_id: int, names: Names) -> str:
    name = names.get(channel_id)
    return "a channel that I can't see" if name is None else f"#{literal(shorten(name, 40))}"


def moment(at: datetime) -> str:
    """In the reader's own zone."""
    return f"<t:{int(at.timestamp())}:f>"
