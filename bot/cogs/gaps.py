"""`/answers gaps`: what students ask and the documents leave open, answered all at once."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
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
from bot.cogs.desk import desk_of, host_of
from bot.errors import PATIENCE_SECONDS, GuardedItem, GuardedModal, guarded, saved, tell
from knowledge.model.gap import Gap
from knowledge.model.inbox import NearPassage

Interaction = discord.Interaction[Any]


class GapCommands(commands.Cog):
    """Hung into the group of `/answers`."""

    @app_commands.command()
    async def gaps(self, interaction: Interaction) -> None:
        """See what many ask and nobody answers, and answer it"""
        await guarded(interaction, "answers gaps", _gaps)


async def _gaps(interaction: Interaction) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    await tell(interaction, await _page(interaction, 0))


async def _page(interaction: Interaction, page: int, said: str = "") -> Card:
    desk = desk_of(interaction)
    course = await course_tended(interaction)
    if course is None:
        return notice(desk.no_course(interaction))
    found = await desk.knowledge.gaps.find(course.id, interaction.guild_id or 0)
    return gaps_card(found, page, said)


class TurnGaps(GuardedItem, template=gaps_ids.TURN_GAPS):
    """Another gap."""

    action = "gaps:turn"

    async def pressed(self, interaction: Interaction) -> None:
        await interaction.response.defer()
        card = await _page(interaction, int(self.state["page"]))
        await interaction.edit_original_response(view=card)


class AnswerAll(GuardedItem, template=gaps_ids.ANSWER_ALL):
    """Opens the form. After a restart the questions may have to be gathered anew first."""

    action = "gaps:answer"

    async def pressed(self, interaction: Interaction) -> None:
        looking = asyncio.ensure_future(_gap_with_passages(interaction, self.state["receipt"]))
        # A form must come within seconds; whoever presses again finds what is gathered meanwhile.
        await asyncio.wait({looking}, timeout=PATIENCE_SECONDS)
        if not looking.done():
            await tell(interaction, notice(STILL_GATHERING))
            await looking
            return
        found = await looking
        if found is None:
            await tell(interaction, notice(GAP_GONE))
        else:
            await interaction.response.send_modal(gap_form(*found))


async def _gap_with_passages(
    interaction: Interaction, receipt: str
) -> tuple[Gap, Sequence[NearPassage]] | None:
    knowledge = desk_of(interaction).knowledge
    course = await course_tended(interaction)
    if course is None:
        return None
    gap = await knowledge.gaps.find_one(course.id, interaction.guild_id or 0, receipt)
    if gap is None:
        return None
    question = gap.questions[0].question
    return gap, await knowledge.verified.nearest(course.id, question) if question else ()


class AnsweredAll(GuardedModal):
    """One answer for all questions that were chosen; whoever asked them is told."""

    action = "gaps:answered"
    template = gaps_ids.ANSWERED_ALL

    async def submitted(
        self, interaction: Interaction, _state: Mapping[str, str], typed: Mapping[str, str]
    ) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        course = await course_tended(interaction)
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
        said = await _dismiss(interaction, self.state["receipt"])
        await interaction.edit_original_response(view=await _page(interaction, 0, said))


async def _dismiss(interaction: Interaction, receipt: str) -> str:
    gaps, server_id = desk_of(interaction).knowledge.gaps, interaction.guild_id or 0
    course = await course_tended(interaction)
    gap = None
    if course is not None:
        gap = await gaps.find_one(course.id, server_id, receipt)
    if course is None or gap is None:
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
        if not _is_tended(interaction, course_id):
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
        if _is_tended(interaction, course_id):
            done = await desk_of(interaction).knowledge.disagreements.dismiss(
                course_id, server_id, self.state["key"], by=interaction.user.id
            )
            said = PAIR_DISMISSED if done else PAIR_GONE
        await interaction.edit_original_response(view=notice(said))


def _is_tended(interaction: Interaction, course_id: int) -> bool:
    """Whether this server's staff look after the course: ids can be forged."""
    layout = desk_of(interaction).knowledge.servers.layout
    course = layout.course(course_id)
    if course is None or interaction.guild_id is None:
        return False
    return layout.owner(course, host_of(interaction)) == interaction.guild_id


ITEMS: tuple[type[GuardedItem], ...] = (TurnGaps, AnswerAll, DismissGap, ShowPair, DismissPair)
MODALS: tuple[GuardedModal, ...] = (AnsweredAll(),)
