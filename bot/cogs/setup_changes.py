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
    "This course has a quiz that is not over, or questions that wait for a person, so it was not "
    "removed. `/quiz control`, in the quiz's channel, ends it or takes it back; `/answers inbox` "
    "shows who waits: answer or decline. Courses that shall only be out of sight can be bound to "
    "a channel of the staff."
)
OTHER_NOW = (
    "Documents of this course have come or gone since you opened the form, so nothing was removed. "
    "Press **Remove…** again to see what would go."
)
EMPTIED = (
    "Its documents are erased, but the course is still there: somebody used it just then. Press "
    "**Remove…** again."
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
    """Says what would go and asks for the title, if nothing stands in the way."""

    action = "setup:remove"

    async def pressed(self, interaction: Interaction) -> None:
        course = await _changeable(interaction, int(self.state["course"]))
        if course is None:
            return
        held = await desk_of(interaction).knowledge.servers.holdings(course.id)
        if held.is_busy:
            await tell(interaction, notice(STILL_USED))
        else:
            await interaction.response.send_modal(removal_form(course, held))


class RemovalForm(GuardedModal):
    """Removes the course with all that it has, if the title was typed."""

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
        desk = desk_of(interaction)
        if interaction.guild_id in desk.adding:
            await tell(interaction, notice(STILL_READING))
            return
        held = await desk.knowledge.servers.holdings(course.id)
        if held.is_busy or held.documents + held.drafts != int(state["count"]):
            await tell(interaction, notice(STILL_USED if held.is_busy else OTHER_NOW))
            return
        # All that is the course's own goes with it, and Discord waits for three seconds only.
        await interaction.response.defer()
        await _remove(interaction, course)


async def _remove(interaction: Interaction, course: Course) -> None:
    knowledge, server_id = desk_of(interaction).knowledge, interaction.guild_id or 0
    by = interaction.user.id
    saved(interaction, "What was erased of it by then **stays erased**: press **Remove…** again.")
    if await knowledge.removals.erase_all(course.id, by=by, server_id=server_id):
        saved(interaction, "Its documents **are erased**.")
    if not await knowledge.servers.remove_course(server_id, course.id, by=by):
        await tell(interaction, notice(EMPTIED))
        return
    saved(interaction, "The course **is removed**.")
    await show(interaction, COURSES)


ITEMS: tuple[type[GuardedItem], ...] = (RenameCourse, RemoveCourse)
MODALS: tuple[GuardedModal, ...] = (RenameForm(), RemovalForm())
