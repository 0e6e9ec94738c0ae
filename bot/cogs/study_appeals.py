"""`/quiz appeals`: an instructor looks again at texts that were graded wrong."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.cards import study_ids
from bot.cards.layout import notice
from bot.cards.study_appeals import appeal_card, decided_words
from bot.cogs.desk import desk_of
from bot.cogs.study_messages import tell_decisions
from bot.errors import GuardedItem, guarded, saved, tell
from knowledge.model.corpus import Course

GONE = "That appeal is no longer there."

Interaction = discord.Interaction[Any]


class Appealing(commands.Cog):
    """The command, for the group of `/quiz`: learners need not see it among theirs."""

    @app_commands.command()
    async def appeals(self, interaction: Interaction) -> None:
        """Decide on answers whose learners say they were right"""
        await guarded(interaction, "quiz appeals", _list)


async def _course(interaction: Interaction) -> Course | None:
    course = await desk_of(interaction).course(interaction)
    if course is None:
        await tell(interaction, notice(desk_of(interaction).no_course(interaction)))
    return course


async def _list(interaction: Interaction) -> None:
    course = await _course(interaction)
    if course is not None:
        waiting = await desk_of(interaction).knowledge.appeals.list_open(course.id)
        await tell(interaction, appeal_card(waiting))


class Decide(GuardedItem, template=study_ids.DECIDE):
    """Accepts or rejects, and shows the next one."""

    action = "study:decide"

    async def pressed(self, interaction: Interaction) -> None:
        # Accepting asks the model about every text that was graded wrong.
        await interaction.response.defer()
        course = await _course(interaction)
        if course is None:
            return
        appeals = desk_of(interaction).knowledge.appeals
        decided = await appeals.decide(
            course.id,
            int(self.state["appeal"]),
            accept=self.state["verdict"] == "accept",
            by=interaction.user.id,
        )
        if decided is None:
            await tell(interaction, notice(GONE))
            return
        saved(interaction, "Your decision **is saved**.")
        try:
            waiting = await appeals.list_open(course.id)
            card = appeal_card(waiting, note=decided_words(decided))
            await interaction.edit_original_response(view=card)
        finally:
            # The learners hear of it, whether or not Discord takes the next card.
            await tell_decisions(interaction.client, desk_of(interaction))


ITEMS: tuple[type[GuardedItem], ...] = (Decide,)
