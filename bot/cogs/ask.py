"""`/ask`, and the message menu *Ask about this*."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.access import Act
from bot.cards import custom_ids
from bot.cards.layout import notice
from bot.cards.text import one_line, shorten
from bot.cogs.asking import Inquiry, receive
from bot.cogs.desk import Desk, desk_of, quickly
from bot.errors import GuardedModal, guarded, tell
from bot.question import LONGEST, SHORTEST, is_askable
from knowledge.model.answer import Mode
from knowledge.model.record import Surface

NO_TEXT = "That message has no text to ask about."

_MOST_CHOICES = 25
_LONGEST_CHOICE = 100
"""Characters that Discord lets a choice stand for."""

Interaction = discord.Interaction[Any]


class Ask(commands.Cog):
    """The slash command and the message menu."""

    def __init__(self, bot: commands.AutoShardedBot, desk: Desk) -> None:
        self._desk = desk
        self._tree = bot.tree
        self._menu = app_commands.ContextMenu(name="Ask about this", callback=self.ask_about)
        bot.tree.add_command(self._menu)

    async def cog_load(self) -> None:
        self._desk.knowledge.embedder.begin_common_phrases()

    async def cog_unload(self) -> None:
        self._tree.remove_command(self._menu.name, type=self._menu.type)

    @app_commands.command()
    @app_commands.describe(
        question="What you want to know, in a sentence",
        source="Ask only this document",
        mode="What you want back",
        private="Only you see the answer (otherwise as this channel is set)",
    )
    @app_commands.choices(
        mode=[
            app_commands.Choice(name="answer: what the documents say", value="answer"),
            app_commands.Choice(name="where: only where to read about it", value="where"),
        ]
    )
    async def ask(
        self,
        interaction: Interaction,
        question: app_commands.Range[str, SHORTEST, LONGEST],
        source: str | None = None,
        mode: str = Mode.ANSWER.value,
        private: bool | None = None,
    ) -> None:
        """Ask the course's documents"""
        inquiry = Inquiry(question, Surface.SLASH, source, Mode(mode), private)
        await guarded(interaction, "ask", lambda i: receive(self._desk, i, inquiry))

    @ask.autocomplete("question")
    async def offer_questions(
        self, interaction: Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        """What is typed, questions that people have answered, and headings.

        Empty rather than late. What is typed comes first: Enter takes the first of the choices.
        """
        found = await quickly(self._questions_like(interaction, typed)) or []
        own = typed.strip()
        if not found or len(own.split()) < 2:
            return found
        if len(own) > _LONGEST_CHOICE:
            return []
        others = [choice for choice in found if choice.value != own]
        return [app_commands.Choice(name=own, value=own), *others][:_MOST_CHOICES]

    async def _questions_like(self, act: Act, typed: str) -> list[app_commands.Choice[str]]:
        course = await self._desk.course(act)
        if course is None:
            return []
        library = self._desk.knowledge.library
        return [
            app_commands.Choice(name=shorten(text, 100), value=text)
            for text in await library.askable(course.id, typed, _MOST_CHOICES)
            if len(text) <= _LONGEST_CHOICE and is_askable(text)
        ]

    @ask.autocomplete("source")
    async def offer_sources(
        self, interaction: Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        """Titles that contain what was typed. Empty rather than late: Discord shows no error."""
        return await quickly(self._sources_like(interaction, typed)) or []

    async def _sources_like(self, act: Act, typed: str) -> list[app_commands.Choice[str]]:
        course = await self._desk.course(act)
        if course is None:
            return []
        wanted = typed.strip().casefold()
        return [
            app_commands.Choice(name=shorten(document.title, 100), value=str(document.id))
            for document in await self._desk.knowledge.library.list_documents(course.id)
            if wanted in f"{document.title} {document.metadata.author or ''}".casefold()
        ][:_MOST_CHOICES]

    async def ask_about(self, interaction: Interaction, message: discord.Message) -> None:
        """A message that is a question is asked at once; any other can be turned into one."""
        await guarded(interaction, self._menu.name, lambda i: self._ask_about(i, message))

    async def _ask_about(self, interaction: Interaction, message: discord.Message) -> None:
        text = one_line(message.content)
        if not any(char.isalnum() for char in text):
            await tell(interaction, notice(NO_TEXT))
        elif text.endswith("?") and is_askable(text):
            await receive(self._desk, interaction, Inquiry(text, Surface.MESSAGE_MENU))
        else:
            await interaction.response.send_modal(question_modal(message.id, text))


def question_modal(message_id: int, text: str) -> ui.Modal:
    """The form in which somebody turns a text of a message into a question."""
    modal = ui.Modal(
        title="Your question about this message",
        # discord.py keeps an open modal in memory until then; ours works without that.
        timeout=900,
        custom_id=custom_ids.ask_about(message_id),
    )
    box: ui.TextInput[ui.Modal] = ui.TextInput(
        custom_id="question",
        style=discord.TextStyle.paragraph,
        default=shorten(text, LONGEST),
        min_length=SHORTEST,
        max_length=LONGEST,
    )
    modal.add_item(
        ui.Label(
            text="Question", description="Change it into what you want to know.", component=box
        )
    )
    return modal


class AskAboutModal(GuardedModal):
    """The question that somebody made of a message."""

    action = "ask:about"
    template = custom_ids.ASK_ABOUT

    async def submitted(
        self, interaction: Interaction, _state: Mapping[str, str], typed: Mapping[str, str]
    ) -> None:
        inquiry = Inquiry(typed.get("question", ""), Surface.MESSAGE_MENU)
        await receive(desk_of(interaction), interaction, inquiry)


MODALS: tuple[GuardedModal, ...] = (AskAboutModal(),)
