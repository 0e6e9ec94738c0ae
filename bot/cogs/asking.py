"""From somebody's words to a card under them: the way that every question takes."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

import discord

from bot.access import Act, roles_of
from bot.access_table import Role
from bot.cards.answer import answer_card
from bot.cards.layout import notice
from bot.cards.text import one_line
from bot.cogs.desk import NO_DOCUMENTS, NO_DOCUMENTS_STAFF, Desk, quickly
from bot.cogs.tellings import tell_waiting
from bot.errors import TOKEN_LOST, saved, silence, tell
from bot.pace import Verdict
from bot.question import ASK_IN_A_SENTENCE, is_askable
from knowledge.model.answer import Mode, Question
from knowledge.model.record import Delivery, Occasion, Surface

log = logging.getLogger(__name__)

ASK_ME = (
    "Ask me about the course's documents, for example: `@Colloquy When did …?` `/help` shows more."
)
UNKNOWN_SOURCE = "I don't have that document. Pick one from the list that `source` offers."

Interaction = discord.Interaction[Any]


@dataclass(frozen=True, slots=True)
class Inquiry:
    """What somebody wants to know, before it is known to be askable."""

    text: str
    surface: Surface
    source: str | None = None
    """A document's id or title."""
    mode: Mode = Mode.ANSWER
    private: bool | None = None
    """``None``: as the channel is set."""
    context: str = ""
    """What was asked before, if this goes on from there."""
    follows: str | None = None
    """The receipt of the answer that it goes on from."""


@dataclass(frozen=True, slots=True)
class Askable:
    """What there is to ask the engine, and the server in whose log it will be."""

    question: Question
    server_id: int | None


async def find_question(
    desk: Desk, act: Act, inquiry: Inquiry, *, staff: bool = False
) -> Askable | str:
    """What to ask the engine, or in words why there is nothing to ask."""
    served = await desk.served(act)
    if served is None:
        return desk.no_course(act)
    course = served.course
    library = desk.knowledge.library
    document = None
    if inquiry.source is not None:
        document = await library.find_document(course.id, inquiry.source)
        if document is None:
            return UNKNOWN_SOURCE
    elif not await library.has_documents(course.id):
        return NO_DOCUMENTS_STAFF if staff else NO_DOCUMENTS
    question = Question(
        text=one_line(inquiry.text),
        course_id=course.id,
        document_id=None if document is None else document.id,
        mode=inquiry.mode,
        context=inquiry.context,
        follows=inquiry.follows,
    )
    return Askable(question, served.server_id)


async def is_too_fast(desk: Desk, interaction: Interaction) -> bool:
    """Count a question of this person; ``True``, and told once, if it is one too many."""
    match desk.questions.check(interaction.user.id):
        case Verdict.WARN:
            desk.insistence.warned(interaction.user.id, interaction.guild_id, interaction.id)
            await tell(interaction, notice(desk.questions.words(interaction.user.id)))
            return True
        case Verdict.SILENCE:
            await silence(interaction)
            return True
        case Verdict.GO:
            return False


async def receive(desk: Desk, interaction: Interaction, inquiry: Inquiry) -> None:
    """Answer a question that came with a command or a modal: one message, whatever happens."""
    if not is_askable(inquiry.text):
        await tell(interaction, notice(ASK_IN_A_SENTENCE))
        return
    if await is_too_fast(desk, interaction):
        return
    hidden = await _is_hidden(desk, interaction, inquiry)
    staff = Role.MANAGER in roles_of(interaction)
    # A refusal is for one person; the acknowledgement decides for good who sees what follows.
    found = await quickly(find_question(desk, interaction, inquiry, staff=staff))
    if not isinstance(found, str):
        await interaction.response.defer(ephemeral=hidden, thinking=True)
        found = found or await find_question(desk, interaction, inquiry, staff=staff)
    if isinstance(found, str):
        await tell(interaction, notice(found))
        return
    occasion = occasion_of(
        interaction, inquiry.surface, found.server_id, interaction.id, is_hidden=hidden
    )
    delivery = await desk.knowledge.answerer.answer(found.question, occasion)
    saved(interaction, f"The answer **is saved** as `{delivery.receipt}`.")
    await _deliver(desk, interaction, delivery, hidden=hidden)
    if hidden:
        desk.held.hold(delivery.receipt, interaction)
    await tell_waiting(
        interaction.client,
        desk,
        interaction.user.id,
        lambda card: interaction.followup.send(view=card, ephemeral=True),
    )
    await desk.note_use(interaction, found.question.course_id)


async def _is_hidden(desk: Desk, interaction: Interaction, inquiry: Inquiry) -> bool:
    if interaction.guild_id is None:
        # Nobody else reads a direct message, and there the answer shall stay to be found again.
        return False
    if not may_post(interaction):
        return True
    if inquiry.private is not None:
        return inquiry.private
    return await desk.is_private(interaction.channel, interaction.guild_id)


def may_post(interaction: Interaction) -> bool:
    """Whether this person may write here: the bot must not speak for those who may not."""
    may = interaction.permissions
    if isinstance(interaction.channel, discord.Thread):
        return may.send_messages_in_threads
    return may.send_messages


def occasion_of(
    act: Act, surface: Surface, server_id: int | None, event_id: int, *, is_hidden: bool
) -> Occasion:
    """Who asks, and where.

    Args:
        server_id: The server in whose log it will be.
        is_hidden: In a server: nobody else will see the answer.
    """
    in_private = act.guild_id is None
    return Occasion(
        surface=Surface.DIRECT_MESSAGE if in_private else surface,
        user_id=act.user.id,
        server_id=server_id,
        channel_id=None if in_private else getattr(act.channel, "id", None),
        event_id=event_id,
        is_hidden=is_hidden,
    )


async def _deliver(
    desk: Desk, interaction: Interaction, delivery: Delivery, *, hidden: bool
) -> None:
    card = answer_card(
        delivery.record,
        shareable=hidden and may_post(interaction),
        first_use=delivery.first_use,
    )
    try:
        message = await interaction.edit_original_response(view=card)
    except discord.NotFound as error:
        channel = interaction.channel
        if (
            error.code not in TOKEN_LOST
            or hidden
            or not isinstance(channel, discord.abc.Messageable)
        ):
            raise
        # The interaction is older than 15 minutes: what was to be public can still be posted.
        posted = await channel.send(view=card)
        await note_message(desk, delivery.receipt, posted.id)
    else:
        await note_message(desk, delivery.receipt, message.id)


async def note_message(
    desk: Desk, receipt: str, message_id: int, *, is_shared: bool = False
) -> None:
    """Keep where the answer stands. The answer is out already, so a failure is only logged."""
    try:
        await desk.knowledge.logbook.note_message(receipt, message_id, is_shared=is_shared)
    except Exception as error:
        log.warning("the place of %s was not kept: %s", receipt, error)
