"""The forms of `/setup`."""

from __future__ import annotations

import discord
from discord import ui

from bot.cards import setup_ids
from bot.cards.text import shorten
from bot.question import LONGEST, SHORTEST
from knowledge.model.corpus import Course

LONGEST_TITLE = 80
TITLE_FIELD = "title"
QUESTION_FIELD = "question"
WHAT_GOES = (
    "Its quiz questions, verified answers, themes, results of self-study and places go for good. "
    "Whoever has not read a person's answer yet does not get it any more. The log keeps what was "
    "asked. It cannot be undone."
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


def removal_form(course: Course) -> ui.Modal:
    """Asks for the title, so that nobody removes a course by a slip of a finger."""
    modal = ui.Modal(
        title="Remove a course for good", timeout=900, custom_id=setup_ids.removed(course.id)
    )
    box: ui.TextInput[ui.Modal] = ui.TextInput(
        custom_id=TITLE_FIELD,
        min_length=1,
        max_length=300,
        placeholder=shorten(course.title, 100),
    )
    modal.add_item(ui.TextDisplay(WHAT_GOES))
    modal.add_item(
        ui.Label(text="Type its title", description=shorten(course.title, 100), component=box)
    )
    return modal


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
