"""The second step of `/setup`, its courses and their places, and the test question at its end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import discord

from bot.cards import setup_ids
from bot.cards.answer import answer_card
from bot.cards.layout import notice
from bot.cards.setup_forms import QUESTION_FIELD, TITLE_FIELD, test_form, title_form
from bot.cards.text import one_line
from bot.cogs.asking import is_too_fast
from bot.cogs.desk import NO_DOCUMENTS, desk_of, host_of
from bot.cogs.setup import show
from bot.cogs.tending import tended_course
from bot.errors import GuardedItem, GuardedModal, saved, tell
from bot.question import ASK_IN_A_SENTENCE, is_askable
from knowledge.exploring.servers import MOST_COURSES
from knowledge.model.answer import Question
from knowledge.model.corpus import Course
from knowledge.model.places import Binding, Target
from knowledge.model.record import Occasion, Surface

COURSES = 2
"""The number of the step."""
NOT_YOURS = "This course is looked after elsewhere, so it can't be set up here."
NOT_ADDED = (
    f"There is a course of that title here already, or there are {MOST_COURSES} of them, so "
    "nothing was added."
)
NOT_LET = (
    "The person who runs this bot lets only some servers make courses, and this is not one of "
    "them. Ask them for it. Courses that answer here go on doing so."
)
NO_TITLE = "Give the course a title with a word in it."

Interaction = discord.Interaction[Any]


async def own_course(interaction: Interaction, course_id: int) -> Course | None:
    """A course that this server looks after; says so if it is another's."""
    layout = desk_of(interaction).knowledge.servers.layout
    course = layout.course(course_id)
    if course is None or layout.owner(course, host_of(interaction)) != interaction.guild_id:
        await tell(interaction, notice(NOT_YOURS))
        return None
    return course


class ChooseCourse(GuardedItem, template=setup_ids.COURSE):
    """Shows where a course belongs."""

    action = "setup:course"

    async def pressed(self, interaction: Interaction) -> None:
        chosen = self.values[0]
        course = await own_course(interaction, int(chosen) if chosen.isdecimal() else 0)
        if course is not None:
            await show(interaction, COURSES, course.id)


class NewCourse(GuardedItem, template=setup_ids.NEW):
    """Opens the form for its title."""

    action = "setup:new"

    async def pressed(self, interaction: Interaction) -> None:
        if not await _is_let(interaction):
            return
        await interaction.response.send_modal(title_form())


async def _is_let(interaction: Interaction) -> bool:
    """Whether this server may make courses; says so if not."""
    if host_of(interaction).lets_add_courses(interaction.guild_id or 0):
        return True
    await tell(interaction, notice(NOT_LET))
    return False


async def typed_title(interaction: Interaction, typed: Mapping[str, str]) -> str | None:
    """What a course is to be called; says so if nothing was typed that can be read."""
    title = one_line(typed.get(TITLE_FIELD, ""))
    if any(char.isalnum() for char in title):
        return title
    await tell(interaction, notice(NO_TITLE))
    return None


class TitleForm(GuardedModal):
    """A new course of this server, bound to nothing yet."""

    action = "setup:title"
    template = setup_ids.TITLE

    async def submitted(
        self, interaction: Interaction, state: Mapping[str, str], typed: Mapping[str, str]
    ) -> None:
        if not await _is_let(interaction):
            return
        title = await typed_title(interaction, typed)
        if title is None:
            return
        course = await desk_of(interaction).knowledge.servers.add_course(
            interaction.guild_id or 0, title, by=interaction.user.id
        )
        if course is None:
            await tell(interaction, notice(NOT_ADDED))
            return
        saved(interaction, "The course **is saved**.")
        await show(interaction, COURSES, course.id)


class ChoosePlaces(GuardedItem, template=setup_ids.PLACES):
    """The channels and categories of a course."""

    action = "setup:places"

    async def pressed(self, interaction: Interaction) -> None:
        targets = {
            channel.id: Target.CATEGORY
            if channel.type is discord.ChannelType.category
            else Target.CHANNEL
            for channel in self.chosen
        }
        await _bind(
            interaction, int(self.state["course"]), targets, (Target.CHANNEL, Target.CATEGORY)
        )


class ChooseRoles(GuardedItem, template=setup_ids.ROLES):
    """The roles that a course is for."""

    action = "setup:roles"

    async def pressed(self, interaction: Interaction) -> None:
        targets = dict.fromkeys((role.id for role in self.chosen), Target.ROLE)
        await _bind(interaction, int(self.state["course"]), targets, (Target.ROLE,))


async def _bind(
    interaction: Interaction,
    course_id: int,
    targets: Mapping[int, Target],
    kinds: tuple[Target, ...],
) -> None:
    course, server_id = await own_course(interaction, course_id), interaction.guild_id or 0
    if course is None:
        return
    bound = [Binding(server_id, course.id, target, id_) for id_, target in targets.items()]
    await desk_of(interaction).knowledge.servers.bind(
        server_id, course.id, bound, kinds, by=interaction.user.id
    )
    saved(interaction, "Where the course belongs **is saved**.")
    await show(interaction, COURSES, course.id)


class TestCourse(GuardedItem, template=setup_ids.TEST):
    """Opens a form with a question that the course should answer."""

    action = "setup:test"

    async def pressed(self, interaction: Interaction) -> None:
        course = await _testable(interaction, int(self.state["course"]))
        if course is not None:
            await interaction.response.send_modal(
                test_form(course, await _suggestion(interaction, course.id))
            )


async def _testable(interaction: Interaction, course_id: int) -> Course | None:
    """A course that answers in this server, with documents; says so if there is none."""
    desk = desk_of(interaction)
    course = desk.knowledge.servers.layout.course(course_id)
    if course is None or not await desk.may_see(interaction, course.id):
        await tell(interaction, notice(NOT_YOURS))
        return None
    if not await desk.knowledge.library.has_documents(course.id):
        await tell(interaction, notice(f"{NO_DOCUMENTS} Add some with `/docs add`."))
        return None
    return course


async def _suggestion(interaction: Interaction, course_id: int) -> str:
    """A question of the course's own bank, which its documents answer; else on a document.

    The bank is for those alone who look after the course.
    """
    desk, knowledge = desk_of(interaction), desk_of(interaction).knowledge
    if await tended_course(desk, interaction, course_id) is not None:
        asked = await knowledge.bank.find_question(course_id)
        if asked is not None:
            return asked
    documents = await knowledge.library.list_documents(course_id)
    return f"What is {documents[0].title} about?"


class TestQuestion(GuardedModal):
    """Answers it for the one who asks alone."""

    action = "setup:tested"
    template = setup_ids.TESTED

    async def submitted(
        self, interaction: Interaction, state: Mapping[str, str], typed: Mapping[str, str]
    ) -> None:
        words = typed.get(QUESTION_FIELD, "")
        course = await _testable(interaction, int(state["course"]))
        if course is None:
            return
        if not is_askable(words):
            await tell(interaction, notice(ASK_IN_A_SENTENCE))
            return
        if await is_too_fast(desk_of(interaction), interaction):
            return
        await interaction.response.defer(ephemeral=True, thinking=True)
        occasion = Occasion(
            surface=Surface.SLASH,
            user_id=interaction.user.id,
            server_id=interaction.guild_id,
            channel_id=interaction.channel_id,
            event_id=interaction.id,
            is_hidden=True,
        )
        delivery = await desk_of(interaction).knowledge.answerer.answer(
            Question(text=one_line(words), course_id=course.id), occasion
        )
        saved(interaction, f"The answer **is saved** as `{delivery.receipt}`.")
        await tell(interaction, answer_card(delivery.record, first_use=delivery.first_use))


ITEMS: tuple[type[GuardedItem], ...] = (
    ChooseCourse,
    NewCourse,
    ChoosePlaces,
    ChooseRoles,
    TestCourse,
)
MODALS: tuple[GuardedModal, ...] = (TitleForm(), TestQuestion())
