"""Once a day: the questions that have waited longest for a person."""

from __future__ import annotations

from collections.abc import Mapping

from bot.cards import answers_ids
from bot.cards.layout import Card, Row, button, card, row
from bot.cards.text import literal, shorten
from knowledge.model.alert import Digest, LongWait

_LONGEST_TITLE = 80
_LONGEST_LABEL = 29
_MOST_WAYS = 5
"""Buttons in a row."""


def digest_card(digest: Digest) -> Card:
    """What staff are told once a day while somebody waits too long. It shows nobody's words."""
    one = digest.count == 1
    several = len({wait.course_id for wait in digest.waits}) > 1
    lines = [
        f"{number}. {_waiting_line(wait, named=several)}"
        for number, wait in enumerate(digest.waits, start=1)
    ]
    if more := digest.count - len(digest.waits):
        lines.append(f"-# And {more} more.")
    return card(
        f"### {digest.count} {'question has' if one else 'questions have'} waited for a person "
        "for more than a day",
        "\n".join(lines),
        "-# Told once a day, as long as somebody waits.",
        rows=[_inboxes({wait.course_id: wait.course for wait in digest.waits})],
    )


def _waiting_line(wait: LongWait, *, named: bool) -> str:
    course = literal(shorten(wait.course, _LONGEST_TITLE)) if named else ""
    people = f"{wait.people} people" if wait.people > 1 else ""
    sent = f"sent <t:{int(wait.since.timestamp())}:R>"
    return " · ".join(filter(None, (f"`{wait.receipt}`", course, sent, people)))


def _inboxes(courses: Mapping[int, str]) -> Row:
    """A way into the inbox of each course."""
    labels = {id_: f"Open {shorten(title, _LONGEST_LABEL)}" for id_, title in courses.items()}
    if len(labels) == 1:
        labels = dict.fromkeys(labels, "Open the inbox")
    return row(
        *(
            button(label, answers_ids.turn_inbox(id_)("first", 0))
            for id_, label in list(labels.items())[:_MOST_WAYS]
        )
    )
