"""`/answers gaps`: what students ask and the documents leave open, answered all at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.cards import gaps_ids
from bot.cards.contradictions import PAIR_DISMISSED, PAIR_GONE, contradiction_card
from bot.cards.gaps import GAP_GONE, NOBODY_CHOSEN, STILL_GATHERING, gap_form, gaps_card
from bot.cards.inbox import given_back
from bot.cards.layout import Card, card, notice
from bot.cogs.answers_office import course_tended, draft, person, tell_outcome
from bot.cogs.desk import desk_of
from bot.cogs.tending import course_carried, course_of_record, form_in_time, tended_course
from bot.errors import GuardedItem, GuardedModal, guarded, saved, tell
from knowledge.model.corpus import Course

Interaction = discord.Interaction[Any]


class GapCommands(commands.Cog):
    """Hung into the group of `/answers`."""

    @app_commands.command()
    async def gaps(self, interaction: Interaction) -> None:
        """See what many ask and nobody answers, and answer it"""
        await guarded(interaction, "answers gaps", _gaps)


async def _gaps(interaction: Interaction) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    await tell(interaction, await _page_here(interaction))


async def _page_here(interaction: Interaction, said: str = "") -> Card:
    course = await course_tended(interaction)
    if course is None:
        return notice(desk_of(interaction).no_course(interaction))
    return await _page(interaction, course, 0, said)


async def _page(interaction: Interaction, course: Course, page: int, said: str = "") -> Card:
    desk = desk_of(interaction)
    found = await desk.knowledge.gaps.find(course.id, interaction.guild_id or 0)
    return desk.naming(interaction, course.id, gaps_card(course.id, found, page, said))


class TurnGaps(GuardedItem, template=gaps_ids.TURN_GAPS):
    """Another gap."""

    action = "gaps:turn"

    async def pressed(self, interaction: Interaction) -> None:
        await interaction.response.defer()
        course = await course_carried(interaction, self.state)
        if course is not None:
            card = await _page(interaction, course, int(self.state["page"]))
            await interaction.edit_original_response(view=card)


class AnswerAll(GuardedItem, template=gaps_ids.ANSWER_ALL):
    """Opens the form. After a restart the questions may have to be gathered anew first."""

    action = "gaps:answer"

    async def pressed(self, interaction: Interaction) -> None:
        making = _answer_form(interaction, self.state["receipt"])
        await form_in_time(interaction, making, STILL_GATHERING)


async def _answer_form(interaction: Interaction, receipt: str) -> discord.ui.Modal | Card:
    knowledge = desk_of(interaction).knowledge
    course = await course_of_record(interaction, receipt)
    if course is None:
        return notice(GAP_GONE)
    gap = await knowledge.gaps.find_one(course.id, interaction.guild_id or 0, receipt)
    if gap is None:
        return notice(GAP_GONE)
    question = gap.questions[0].question
    near = await knowledge.verified.nearest(course.id, question) if question else ()
    return gap_form(gap, near)


class AnsweredAll(GuardedModal):
    """One answer for all questions that were chosen; whoever asked them is told."""

    action = "gaps:answered"
    template = gaps_ids.ANSWERED_ALL

    async def submitted(
        self, interaction: Interaction, state: Mapping[str, str], typed: Mapping[str, str]
    ) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        course = await course_of_record(interaction, state["receipt"])
        receipts = typed.get("receipts", "").split()
        words = typed.get("words", "")
        if course is None or not receipts:
            await tell(interaction, card(NOBODY_CHOSEN, *given_back(words)))
            return
        outcome = await desk_of(interaction).knowledge.verified.answer(
            course.id,
            interaction.guild_id or 0,
            draft(typed),
            by=person(interaction),
            receipts=receipts,
        )
        await tell_outcome(interaction, outcome, words)


class DismissGap(GuardedItem, template=gaps_ids.DISMISS_GAP):
    """Puts a gap away; what is asked from now on may make a new one."""

    action = "gaps:dismiss"

    async def pressed(self, interaction: Interaction) -> None:
        await interaction.response.defer()
        receipt = self.state["receipt"]
        course = await course_of_record(interaction, receipt)
        if course is None:
            card = await _page_here(interaction, GAP_GONE)
        else:
            card = await _page(interaction, course, 0, await _dismiss(interaction, course, receipt))
        await interaction.edit_original_response(view=card)


async def _dismiss(interaction: Interaction, course: Course, receipt: str) -> str:
    gaps, server_id = desk_of(interaction).knowledge.gaps, interaction.guild_id or 0
    gap = await gaps.find_one(course.id, server_id, receipt)
    if gap is None:
        return GAP_GONE
    closed = await gaps.dismiss(course.id, server_id, gap.receipts, by=interaction.user.id)
    saved(interaction, "The gap **is put away**.")
    return f"Put away: {closed} questions. Nobody was told."


class ShowPair(GuardedItem, template=gaps_ids.SHOW_PAIR):
    """Under an alert, which many see: both sides come privately."""

    action = "differ:show"

    async def pressed(self, interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        course_id, key = int(self.state["course"]), self.state["key"]
        if await tended_course(desk_of(interaction), interaction, course_id) is None:
            await tell(interaction, notice(PAIR_GONE))
            return
        found = await desk_of(interaction).knowledge.disagreements.find(course_id)
        pair = next((one for one in found if one.key == key), None)
        shown = notice(PAIR_GONE) if pair is None else contradiction_card(course_id, pair)
        await tell(interaction, shown)


class DismissPair(GuardedItem, template=gaps_ids.DISMISS_PAIR):
    """They speak of two things."""

    action = "differ:dismiss"

    async def pressed(self, interaction: Interaction) -> None:
        await interaction.response.defer()
        course_id, server_id = int(self.state["course"]), interaction.guild_id or 0
        said = PAIR_GONE
        if await tended_course(desk_of(interaction), interaction, course_id) is not None:
            done = await desk_of(interaction).knowledge.disagreements.dismiss(
                course_id, server_id, self.state["key"], by=interaction.user.id
            )
            said = PAIR_DISMISSED if done else PAIR_GONE
        await interaction.edit_original_response(view=notice(said))


ITEMS: tuple[type[GuardedItem], ...] = (TurnGaps, AnswerAll, DismissGap, ShowPair, DismissPair)
MODALS: tuple[GuardedModal, ...] = (AnsweredAll(),)
