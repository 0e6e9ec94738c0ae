"""`/answers golden`: questions that are asked again after each change of the documents."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.cards import gaps_ids
from bot.cards.golden import (
    NONE_STARRED,
    NOT_THERE,
    UNSTARRED,
    WHY_NOT,
    golden_card,
    run_card,
    starred_card,
)
from bot.cards.layout import Card, notice
from bot.cards.text import literal, shorten
from bot.cogs.answers_office import course_tended
from bot.cogs.asking import is_too_fast
from bot.cogs.desk import desk_of, quickly
from bot.cogs.receipts import offer_answers
from bot.cogs.tending import course_carried, course_of_record
from bot.errors import GuardedItem, guarded, saved, tell
from knowledge.model.corpus import Course
from knowledge.model.golden import NotStarred

Interaction = discord.Interaction[Any]
Choice = app_commands.Choice

_MOST_CHOICES = 25


class GoldenCommands(commands.Cog):
    """Hung into the group of `/answers`."""

    golden = app_commands.Group(name="golden", description="Answers that must stay as they are")

    @golden.command()
    @app_commands.describe(receipt="Of an answer that is right, such as A-7F3K")
    async def star(self, interaction: Interaction, receipt: app_commands.Range[str, 4, 20]) -> None:
        """Have a question asked again after each change of the documents"""
        await guarded(interaction, "answers golden star", lambda i: _star(i, receipt))

    @golden.command()
    @app_commands.describe(receipt="Of a starred answer")
    async def unstar(
        self, interaction: Interaction, receipt: app_commands.Range[str, 4, 20]
    ) -> None:
        """Have it asked no longer"""
        await guarded(interaction, "answers golden unstar", lambda i: _unstar(i, receipt))

    @golden.command(name="list")
    async def list_starred(self, interaction: Interaction) -> None:
        """See the starred questions, and how they came out last"""
        await guarded(interaction, "answers golden list", _list)

    @golden.command()
    async def run(self, interaction: Interaction) -> None:
        """Ask all starred questions now"""
        await guarded(interaction, "answers golden run", _run_here)

    @star.autocomplete("receipt")
    async def offer_to_star(self, interaction: Interaction, typed: str) -> list[Choice[str]]:
        """The server's latest answers."""
        return await offer_answers(interaction, typed)

    @unstar.autocomplete("receipt")
    async def offer_starred(self, interaction: Interaction, typed: str) -> list[Choice[str]]:
        return await quickly(_starred_like(interaction, typed)) or []


async def _starred_like(interaction: Interaction, typed: str) -> list[Choice[str]]:
    course = await course_tended(interaction)
    if course is None:
        return []
    golden = desk_of(interaction).knowledge.golden
    starred = await golden.list_questions(course.id, interaction.guild_id or 0)
    wanted = typed.strip().casefold()
    found = [_choice(one.receipt, one.question) for one in starred]
    return [choice for choice in found if wanted in choice.name.casefold()][:_MOST_CHOICES]


def _choice(receipt: str, question: str) -> Choice[str]:
    return Choice(name=shorten(f"{receipt} · {question}", 100), value=receipt)


async def _star(interaction: Interaction, typed: str) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    course = await course_of_record(interaction, typed)
    done: object = NotStarred.GONE
    if course is not None:
        golden = desk_of(interaction).knowledge.golden
        done = await golden.star(
            course.id, interaction.guild_id or 0, typed, by=interaction.user.id
        )
    if isinstance(done, NotStarred):
        await tell(interaction, notice(WHY_NOT[done]))
        return
    saved(interaction, "The star **is saved**.")
    settings = await desk_of(interaction).knowledge.servers.settings(interaction.guild_id or 0)
    is_heard = (settings.log_channel_id or settings.alert_channel_id) is not None
    await tell(interaction, starred_card(typed.strip().upper(), is_heard=is_heard))


async def _unstar(interaction: Interaction, typed: str) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    # A star outlives its record.
    course = await course_of_record(interaction, typed) or await course_tended(interaction)
    done = course is not None and await desk_of(interaction).knowledge.golden.unstar(
        course.id, interaction.guild_id or 0, typed, by=interaction.user.id
    )
    shown = UNSTARRED.format(receipt=literal(typed.strip().upper())) if done else NOT_THERE
    await tell(interaction, notice(shown))


async def _list(interaction: Interaction) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    course = await course_tended(interaction)
    if course is None:
        await tell(interaction, notice(desk_of(interaction).no_course(interaction)))
    else:
        await tell(interaction, await _page(interaction, course, 0))


async def _page(interaction: Interaction, course: Course, page: int) -> Card:
    desk = desk_of(interaction)
    golden = desk.knowledge.golden
    questions = await golden.list_questions(course.id, interaction.guild_id or 0)
    shown = golden_card(questions, await golden.last_run(course.id), page)
    return desk.naming(interaction, course.id, shown)


async def _run_here(interaction: Interaction) -> None:
    if await is_too_fast(desk_of(interaction), interaction):
        return
    await interaction.response.defer(ephemeral=True, thinking=True)
    course = await course_tended(interaction)
    if course is None:
        await tell(interaction, notice(desk_of(interaction).no_course(interaction)))
    else:
        await _run(interaction, course)


async def _run(interaction: Interaction, course: Course) -> None:
    golden = desk_of(interaction).knowledge.golden
    run = await golden.run_for(course.id, interaction.guild_id or 0)
    shown = notice(NONE_STARRED) if run is None else run_card(run, course.title)
    await tell(interaction, shown)


class TurnGolden(GuardedItem, template=gaps_ids.TURN_GOLDEN):
    """Another page of the starred questions."""

    action = "golden:list"

    async def pressed(self, interaction: Interaction) -> None:
        await interaction.response.defer()
        course = await course_carried(interaction, self.state)
        if course is not None:
            card = await _page(interaction, course, int(self.state["page"]))
            await interaction.edit_original_response(view=card)


class RunGolden(GuardedItem, template=gaps_ids.RUN_GOLDEN):
    """Asks all of them now; the list stays."""

    action = "golden:run"

    async def pressed(self, interaction: Interaction) -> None:
        if await is_too_fast(desk_of(interaction), interaction):
            return
        await interaction.response.defer(ephemeral=True, thinking=True)
        course = await course_carried(interaction, self.state)
        if course is not None:
            await _run(interaction, course)


ITEMS: tuple[type[GuardedItem], ...] = (TurnGolden, RunGolden)
