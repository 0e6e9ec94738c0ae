"""`/study suggest`: a student proposes an item, with the passage that it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.cards import study_ids
from bot.cards.layout import notice
from bot.cards.study_suggest import (
    QUESTION,
    RIGHT,
    WHY,
    WRONG,
    passages_card,
    refused_card,
    suggested_card,
    suggestion_form,
)
from bot.cards.text import one_line
from bot.cogs.desk import NO_DOCUMENTS, desk_of
from bot.errors import GuardedItem, GuardedModal, guarded, saved, tell
from bot.question import LONGEST, SHORTEST
from knowledge.model.corpus import Course, Passage
from knowledge.quizzing.bank_values import Editor, Refused
from knowledge.quizzing.suggestions import Suggestion

PASSAGE_GONE = "That passage has been replaced by a new version. Run `/study suggest` again."

Interaction = discord.Interaction[Any]


class Suggesting(commands.Cog):
    """The command, for the group of `/study`."""

    @app_commands.command()
    @app_commands.describe(about="What your question is about, in a few words")
    async def suggest(
        self, interaction: Interaction, about: app_commands.Range[str, SHORTEST, LONGEST]
    ) -> None:
        """Propose a question for the course; its instructors look at it first"""
        await guarded(interaction, "study suggest", lambda i: _offer(i, about))


async def _offer(interaction: Interaction, about: str) -> None:
    course = await desk_of(interaction).course(interaction)
    if course is None:
        await tell(interaction, notice(desk_of(interaction).no_course(interaction)))
        return
    await interaction.response.defer(ephemeral=True, thinking=True)
    suggestions = desk_of(interaction).knowledge.suggestions
    found = await suggestions.find_passages(course.id, one_line(about))
    await tell(interaction, passages_card(found) if found else notice(NO_DOCUMENTS))


async def _passage(interaction: Interaction, passage_id: int) -> tuple[Course, Passage] | None:
    """The passage that was chosen; says so if it is no longer there."""
    course = await desk_of(interaction).course(interaction)
    passage = None
    if course is not None:
        suggestions = desk_of(interaction).knowledge.suggestions
        passage = await suggestions.find_passage(course.id, passage_id)
    if course is None or passage is None:
        await tell(interaction, notice(PASSAGE_GONE))
        return None
    return course, passage


class ChoosePassage(GuardedItem, template=study_ids.PASSAGE):
    """Opens the form for an item on the chosen passage."""

    action = "study:suggest"

    async def pressed(self, interaction: Interaction) -> None:
        found = await _passage(interaction, int(self.values[0]))
        if found is not None:
            await interaction.response.send_modal(suggestion_form(found[1]))


class SuggestForm(GuardedModal):
    """The item, as it was typed."""

    action = "study:suggest"
    template = study_ids.SUGGEST

    async def submitted(
        self, interaction: Interaction, state: Mapping[str, str], typed: Mapping[str, str]
    ) -> None:
        suggestion = Suggestion(
            question=one_line(typed.get(QUESTION, "")),
            right=one_line(typed.get(RIGHT, "")),
            wrong=tuple(filter(None, map(one_line, typed.get(WRONG, "").splitlines()))),
            why=one_line(typed.get(WHY, "")),
        )
        found = await _passage(interaction, int(state["passage"]))
        if found is None:
            return
        await interaction.response.defer(ephemeral=True, thinking=True)
        user = interaction.user
        stored = await desk_of(interaction).knowledge.suggestions.suggest(
            found[0].id, found[1], suggestion, Editor(user.display_name, user.id)
        )
        if isinstance(stored, Refused):
            await tell(interaction, refused_card(suggestion, stored.reason))
            return
        saved(interaction, "Your question **is saved**.")
        await tell(interaction, suggested_card(suggestion))


ITEMS: tuple[type[GuardedItem], ...] = (ChoosePassage,)
MODALS: tuple[GuardedModal, ...] = (SuggestForm(),)
