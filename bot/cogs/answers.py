"""`/answers`: verified answers, and who waits for a person."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.cards import answers_ids
from bot.cards.inbox import answer_form, confirm_form
from bot.cards.layout import Card, notice
from bot.cards.verified import UNKNOWN_RECEIPT
from bot.cogs import answers_inbox, answers_offered, answers_standing
from bot.cogs.answers_office import words_now
from bot.cogs.desk import Desk, desk_of
from bot.cogs.gaps import GapCommands
from bot.cogs.golden import GoldenCommands
from bot.cogs.receipts import offer_answers
from bot.cogs.tending import course_of_record, form_in_time
from bot.errors import GuardedItem, GuardedModal, guarded, tell
from knowledge.model.record import Record
from knowledge.reviewing.quoting import quotes_shown

Interaction = discord.Interaction[Any]
Choices = list[app_commands.Choice[str]]
"""A name of its own, as within the group ``list`` is a command."""


@app_commands.guild_only()
class Answers(
    GapCommands,
    GoldenCommands,
    commands.GroupCog,
    group_name="answers",
    group_description="Answer, confirm and correct",
):
    """For those who teach the course."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @app_commands.command()
    async def inbox(self, interaction: Interaction) -> None:
        """Answer those who asked for a person, oldest first"""
        await guarded(interaction, "answers inbox", answers_inbox.show_inbox)

    @app_commands.command()
    @app_commands.describe(receipt="Of the answer that is right as it stands, such as A-7F3K")
    async def verify(
        self, interaction: Interaction, receipt: app_commands.Range[str, 1, 20]
    ) -> None:
        """Confirm an answer: who asks the same gets it first, with your name"""
        await guarded(interaction, "answers verify", lambda i: _verify(i, receipt))

    @app_commands.command()
    @app_commands.describe(receipt="Of the answer that is wrong or missing, such as A-7F3K")
    async def fix(self, interaction: Interaction, receipt: app_commands.Range[str, 1, 20]) -> None:
        """Put your words in the place of an answer; who got it is told"""
        await guarded(interaction, "answers fix", lambda i: open_fix(i, receipt))

    @app_commands.command()
    async def list(self, interaction: Interaction) -> None:
        """See the verified answers, and which have become stale"""
        await guarded(interaction, "answers list", answers_standing.show_list)

    @verify.autocomplete("receipt")
    async def offer_to_verify(self, interaction: Interaction, typed: str) -> Choices:
        """The newest answers of this server."""
        return await offer_answers(interaction, typed)

    @fix.autocomplete("receipt")
    async def offer_to_fix(self, interaction: Interaction, typed: str) -> Choices:
        """The newest answers of this server."""
        return await offer_answers(interaction, typed)


async def _verify(interaction: Interaction, typed: str) -> None:
    record = await _find(interaction, typed)
    if record is None:
        await tell(interaction, notice(UNKNOWN_RECEIPT))
        return
    form = confirm_form(
        answers_ids.verified(record.receipt),
        f"Confirm {record.receipt}",
        record.question,
        quotes_shown(record),
    )
    await interaction.response.send_modal(form)


async def open_fix(interaction: Interaction, typed: str) -> None:
    """The form for an answer in somebody's own words, with the passages that it may cite."""
    await form_in_time(interaction, _fix_form(interaction, typed))


async def _fix_form(interaction: Interaction, typed: str) -> discord.ui.Modal | Card:
    record = await _find(interaction, typed)
    if record is None or record.course_id is None:
        return notice(UNKNOWN_RECEIPT)
    verified = desk_of(interaction).knowledge.verified
    return answer_form(
        answers_ids.fixed(record.receipt, record.standing_id),
        f"Correct {record.receipt}",
        await verified.nearest_to(record.course_id, interaction.guild_id or 0, record.receipt),
        question=record.question,
        words=words_now(record),
        cited=[citation.passage_id for citation in record.sources],
    )


async def _find(interaction: Interaction, typed: str) -> Record | None:
    """The record, if its course is looked after here."""
    course = await course_of_record(interaction, typed)
    if course is None:
        return None
    verified = desk_of(interaction).knowledge.verified
    return await verified.find_record(course.id, interaction.guild_id or 0, typed)


class Correct(GuardedItem, template=answers_ids.CORRECT):
    """Under a record before its reviewers."""

    action = "answers:correct"

    async def pressed(self, interaction: Interaction) -> None:
        await open_fix(interaction, self.state["receipt"])


ITEMS: tuple[type[GuardedItem], ...] = (
    Correct,
    *answers_inbox.ITEMS,
    *answers_offered.ITEMS,
    *answers_standing.ITEMS,
)
MODALS: tuple[GuardedModal, ...] = (*answers_inbox.MODALS, *answers_standing.MODALS)
