"""A course that a server made gets another title, or goes: the second step of `/setup`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import discord

from bot.cards import setup_ids
from bot.cards.layout import notice
from bot.cards.setup_forms import TITLE_FIELD, removal_form, rename_form
from bot.cards.text import one_line
from bot.cogs.desk import desk_of
from bot.cogs.setup import show
from bot.cogs.setup_courses import COURSES, own_course, typed_title
from bot.errors import GuardedItem, GuardedModal, saved, tell
from knowledge.model.corpus import Course

NOT_RENAMED = "There is a course of that title here already, so nothing was changed."
OPERATORS = (
    "This course comes from a folder of whoever runs this bot: its title is changed there, and it "
    "is removed there."
)
STILL_USED = (
    "This course still has documents, drafts, something in the bin, a quiz that is not over, or "
    "questions that wait for a person, so it was not removed. `/docs list` shows its documents: "
    "erase them for good first. `/answers inbox` shows who waits: answer or decline. Courses that "
    "shall only be out of sight can be bound to a channel of the staff."
)
STILL_READING = (
    "Somebody's documents are being read on this server, so the course was not removed. Try again "
    "once they are in."
)
NOT_TYPED = "That is not its title. Nothing was removed."

Interaction = discord.Interaction[Any]


async def _changeable(interaction: Interaction, course_id: int) -> Course | None:
    """A course that this server has made; says so if it is another's."""
    course = await own_course(interaction, course_id)
    if course is not None and course.server_id is None:
        await tell(interaction, notice(OPERATORS))
        return None
    return course


class RenameCourse(GuardedItem, template=setup_ids.RENAME):
    """Opens the form for another title."""

    action = "setup:rename"

    async def pressed(self, interaction: Interaction) -> None:
        course = await _changeable(interaction, int(self.state["course"]))
        if course is not None:
            await interaction.response.send_modal(rename_form(course))


class RenameForm(GuardedModal):
    """Another title, from now on."""

    action = "setup:renamed"
    template = setup_ids.RENAMED

    async def submitted(
        self, interaction: Interaction, state: Mapping[str, str], typed: Mapping[str, str]
    ) -> None:
        course = await _changeable(interaction, int(state["course"]))
        if course is None:
            return
        title = await typed_title(interaction, typed)
        if title is None:
            return
        done = await desk_of(interaction).knowledge.servers.rename_course(
            interaction.guild_id or 0, course.id, title, by=interaction.user.id
        )
        if not done:
            await tell(interaction, notice(NOT_RENAMED))
            return
        saved(interaction, "The title **is saved**.")
        await show(interaction, COURSES, course.id)


class RemoveCourse(GuardedItem, template=setup_ids.REMOVE):
    """Asks for the title, if nothing stands in the way."""

    action = "setup:remove"

    async def pressed(self, interaction: Interaction) -> None:
        course = await _changeable(interaction, int(self.state["course"]))
        if course is None:
            return
        if await desk_of(interaction).knowledge.servers.may_remove_course(course.id):
            await interaction.response.send_modal(removal_form(course))
        else:
            await tell(interaction, notice(STILL_USED))


class RemovalForm(GuardedModal):
    """Removes, if the title was typed."""

    action = "setup:removed"
    template = setup_ids.REMOVED

    async def submitted(
        self, interaction: Interaction, state: Mapping[str, str], typed: Mapping[str, str]
    ) -> None:
        course = await _changeable(interaction, int(state["course"]))
        if course is None:
            return
        if one_line(typed.get(TITLE_FIELD, "")).casefold() != one_line(course.title).casefold():
            await tell(interaction, notice(NOT_TYPED))
            return
        if interaction.guild_id in desk_of(interaction).adding:
            await tell(interaction, notice(STILL_READING))
            return
        # All that is the course's own goes with it, and Discord waits for three seconds only.
        await interaction.response.defer()
        done = await desk_of(interaction).knowledge.servers.remove_course(
            interaction.guild_id or 0, course.id, by=interaction.user.id
        )
        if not done:
            await tell(interaction, notice(STILL_USED))
            return
        saved(interaction, "The course **is removed**.")
        await show(interaction, COURSES)


ITEMS: tuple[type[GuardedItem], ...] = (RenameCourse, RemoveCourse)
MODALS: tuple[GuardedModal, ...] = (RenameForm(), RemovalForm())
