"""The buttons elsewhere that begin a session: **Quiz me on this**, what is due, a theme."""

from __future__ import annotations

from typing import Any

import discord

from bot.cards import study_ids
from bot.cards.custom_ids import theme_mark
from bot.cards.feedback import GONE
from bot.cards.layout import notice
from bot.cards.study import nothing_card
from bot.cogs.desk import NOT_FOR_YOU, desk_of
from bot.cogs.study_play import begun, show, wait
from bot.errors import GuardedItem, tell
from knowledge.model.study import NothingToStudy, StudyKind, StudyPlan, StudySession

KEPT = "Your other session is kept. When this one is over, `/study start` goes on with it."

Interaction = discord.Interaction[Any]


class QuizMe(GuardedItem, template=study_ids.FROM_ANSWER):
    """Begins a session of one's own, whoever asked the question."""

    action = "study:from"

    async def pressed(self, interaction: Interaction) -> None:
        desk = desk_of(interaction)
        # Where no item is on the answer, the model looks for the nearest theme.
        await wait(interaction)
        record = await desk.record(interaction, self.state["receipt"])
        if record is None or record.course_id is None:
            await tell(interaction, notice(GONE))
        else:
            tutor, user_id, course_id = desk.knowledge.tutor, interaction.user.id, record.course_id
            before = await tutor.open_session(user_id, course_id)
            found = await tutor.start_from(user_id, course_id, record.citations, interaction.id)
            waits = isinstance(found, StudySession) and _is_other(before)
            await show(interaction, await begun(interaction, found, note=KEPT if waits else ""))


def _is_other(before: StudySession | None) -> bool:
    """Whether what was open stays open beside a session on an answer."""
    return before is not None and before.kind is not StudyKind.ANSWER


class Begin(GuardedItem, template=study_ids.BEGIN):
    """Begins with what is due, or with the mistakes."""

    action = "study:begin"

    async def pressed(self, interaction: Interaction) -> None:
        course = await desk_of(interaction).seen(interaction, int(self.state["course"]))
        if course is None:
            await tell(interaction, notice(NOT_FOR_YOU))
            return
        plan = StudyPlan(course.id, StudyKind(self.state["kind"]))
        found = await desk_of(interaction).knowledge.tutor.start(
            interaction.user.id, plan, interaction.id
        )
        await show(interaction, await begun(interaction, found))


class BeginTheme(GuardedItem, template=study_ids.BEGIN_THEME):
    """Begins with the theme that was offered."""

    action = "study:begin"

    async def pressed(self, interaction: Interaction) -> None:
        course = await desk_of(interaction).course(interaction)
        tutor = desk_of(interaction).knowledge.tutor
        names = [] if course is None else await tutor.themes(course.id)
        theme = next((n for n in names if theme_mark(n) == self.state["theme"]), None)
        if course is None or theme is None:
            await tell(interaction, nothing_card(NothingToStudy(StudyKind.CHOSEN)))
            return
        plan = StudyPlan(course.id, theme=theme, subject=theme)
        found = await tutor.start(interaction.user.id, plan, interaction.id)
        await show(interaction, await begun(interaction, found))


ITEMS: tuple[type[GuardedItem], ...] = (QuizMe, Begin, BeginTheme)
