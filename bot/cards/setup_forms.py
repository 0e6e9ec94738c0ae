"""The forms of `/setup`."""

from __future__ import annotations

import discord
from discord import ui

from bot.cards import setup_ids
from bot.cards.text import shorten
from bot.question import LONGEST, SHORTEST
from knowledge.model.corpus import Course
from knowledge.model.places import Holdings

LONGEST_TITLE = 80
TITLE_FIELD = "title"
QUESTION_FIELD = "question"
WHAT_ELSE_GOES = (
    "Its themes, results of self-study and places go, too. Whoever has not read a person's answer "
    "yet does not get it any more. The log keeps what was asked. **It cannot be undone, and the "
    "bin does not keep it.**"
)


def title_form() -> ui.Modal:
    """Asks what a new course is called."""
    modal = ui.Modal(title="New course", timeout=900, custom_id=setup_ids.TITLE)
    box: ui.TextInput[ui.Modal] = ui.TextInput(
        custom_id=TITLE_FIELD, min_length=2, max_length=LONGEST_TITLE
    )
    modal.add_item(ui.Label(text="Title", description="As its students know it.", component=box))
    return modal


def rename_form(course: Course) -> ui.Modal:
    """Asks what a course is called from now on."""
    modal = ui.Modal(title="Rename a course", timeout=900, custom_id=setup_ids.renamed(course.id))
    box: ui.TextInput[ui.Modal] = ui.TextInput(
        custom_id=TITLE_FIELD,
        default=shorten(course.title, LONGEST_TITLE),
        min_length=2,
        max_length=LONGEST_TITLE,
    )
    modal.add_item(
        ui.Label(text="New title", description="Answers already given keep the old.", component=box)
    )
    return modal


def removal_form(course: Course, held: Holdings) -> ui.Modal:
    """Says what goes, and asks for the title, so that nobody removes a course by a slip."""
    modal = ui.Modal(
        title="Remove a course for good",
        timeout=900,
        custom_id=setup_ids.removed(course.id, held.documents + held.drafts),
    )
    box: ui.TextInput[ui.Modal] = ui.TextInput(
        custom_id=TITLE_FIELD,
        min_length=1,
        max_length=300,
        placeholder=shorten(course.title, 100),
    )
    modal.add_item(ui.TextDisplay("\n".join(filter(None, (_what_goes(held), WHAT_ELSE_GOES)))))
    modal.add_item(
        ui.Label(text="Type its title", description=shorten(course.title, 100), component=box)
    )
    return modal


def _what_goes(held: Holdings) -> str:
    named = {
        "document": held.documents,
        "draft": held.drafts,
        "quiz question": held.items,
        "answer of a person": held.answers,
    }
    plural = {"answer of a person": "answers of people"}
    lines = [
        f"- **{number}** {one if number == 1 else plural.get(one, f'{one}s')}"
        for one, number in named.items()
        if number
    ]
    return "\n".join(["This goes at once, for good:", *lines]) if lines else ""


def test_form(course: Course, suggestion: str) -> ui.Modal:
    """Asks what to ask a course, with a question that it should be able to answer."""
    modal = ui.Modal(title="Test question", timeout=900, custom_id=setup_ids.tested(course.id))
    box: ui.TextInput[ui.Modal] = ui.TextInput(
        custom_id=QUESTION_FIELD,
        style=discord.TextStyle.paragraph,
        default=shorten(suggestion, LONGEST) or None,
        min_length=SHORTEST,
        max_length=LONGEST,
    )
    modal.add_item(
        ui.Label(
            text="Question",
            description=shorten(f"Ask {course.title}. Only you see the answer.", 100),
            component=box,
        )
    )
    return modal
