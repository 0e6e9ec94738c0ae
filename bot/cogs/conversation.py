"""Questions in ordinary messages: a mention, a reply to an answer, a direct message."""

from __future__ import annotations

import logging
import re
import secrets
from dataclasses import dataclass, replace

import discord
from discord.ext import commands

from bot.access import refusal
from bot.cards.answer import answer_card, pointer_card
from bot.cards.layout import Card, notice
from bot.cogs.answer_messages import receipt_on
from bot.cogs.asking import (
    ASK_ME,
    Inquiry,
    find_question,
    note_message,
    occasion_of,
)
from bot.cogs.desk import Desk
from bot.cogs.tellings import tell_waiting
from bot.errors import NOTHING_CHANGED, failure
from bot.pace import Verdict
from bot.question import ASK_IN_A_SENTENCE, is_askable
from knowledge.answering.following import context_for
from knowledge.model.record import Delivery, Surface

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Mention:
    """A message as the access table sees it."""

    client: discord.Client
    message: discord.Message

    @property
    def user(self) -> discord.abc.User:
        return self.message.author

    @property
    def guild_id(self) -> int | None:
        return None if self.message.guild is None else self.message.guild.id

    @property
    def channel(self) -> discord.abc.MessageableChannel:
        return self.message.channel


class Conversation(commands.Cog):
    """Answers messages that are meant for the bot, and no others.

    Without the message-content intent Discord hands over only direct messages and messages that
    mention the bot. A reply that does not ping it comes without its words: it is left alone,
    because people also talk to each other below an answer.
    """

    def __init__(self, bot: commands.AutoShardedBot, desk: Desk) -> None:
        self._bot = bot
        self._desk = desk

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        inquiry = self._inquiry(message)
        if inquiry is None:
            return
        stored = NOTHING_CHANGED
        try:
            delivery = await self._ask(message, inquiry)
            if delivery is not None:
                stored = f"The answer **is saved** as `{delivery.receipt}`."
                await self._deliver(message, delivery)
        except Exception as error:
            await _report(message, error, stored)

    def _inquiry(self, message: discord.Message) -> Inquiry | None:
        if message.author.bot or message.webhook_id is not None:
            return None
        if message.type not in (discord.MessageType.default, discord.MessageType.reply):
            return None
        surface = self._surface(message)
        if surface is None:
            return None
        me = self._bot.user.id if self._bot.user is not None else 0
        return Inquiry(re.sub(rf"<@!?{me}>", " ", message.content), surface)

    def _surface(self, message: discord.Message) -> Surface | None:
        if message.guild is None:
            return Surface.DIRECT_MESSAGE
        me = self._bot.user
        if me is None or not any(user.id == me.id for user in message.mentions):
            return None
        return Surface.MENTION if self._replied_to(message) is None else Surface.REPLY

    def _replied_to(self, message: discord.Message) -> discord.Message | None:
        """The message of ours that this one replies to."""
        me, reference = self._bot.user, message.reference
        answered = reference.resolved if reference is not None else None
        if me is None or not isinstance(answered, discord.Message):
            return None
        return answered if answered.author.id == me.id else None

    async def _in_context(self, message: discord.Message, inquiry: Inquiry) -> Inquiry:
        """The inquiry with what was asked before, if it goes on from an answer that may be seen."""
        answered = self._replied_to(message)
        receipt, is_open = (None, False) if answered is None else receipt_on(answered)
        if receipt is None:
            return inquiry
        before = await self._desk.record(_Mention(self._bot, message), receipt)
        # Where only a pointer stands, others do not know what was asked.
        if before is None or not (is_open or before.occasion.user_id == message.author.id):
            return inquiry
        context = context_for(inquiry.text, before)
        return replace(inquiry, context=context, follows=before.receipt if context else None)

    async def _ask(self, message: discord.Message, inquiry: Inquiry) -> Delivery | None:
        if (words := refusal(_Mention(self._bot, message), "mention")) is not None:
            await _reply(message, notice(words))
            return None
        if not is_askable(inquiry.text):
            await _reply(message, notice(_how_to_ask(inquiry)))
            return None
        questions = self._desk.questions
        match questions.check(message.author.id):
            case Verdict.WARN:
                server_id = None if message.guild is None else message.guild.id
                self._desk.insistence.warned(message.author.id, server_id, message.id)
                await _reply(message, notice(questions.words(message.author.id)))
                return None
            case Verdict.SILENCE:
                return None
            case Verdict.GO:
                pass
        inquiry = await self._in_context(message, inquiry)
        act = _Mention(self._bot, message)
        found = await find_question(self._desk, act, inquiry)
        if isinstance(found, str):
            await _reply(message, notice(found))
            return None
        is_hidden = await self._desk.is_private(message.channel, act.guild_id)
        occasion = occasion_of(
            act, inquiry.surface, found.server_id, message.id, is_hidden=is_hidden
        )
        delivery = await self._desk.knowledge.answerer.answer(found.question, occasion)
        await self._desk.note_use(act, found.question.course_id)
        return delivery

    async def _deliver(self, message: discord.Message, delivery: Delivery) -> None:
        if delivery.record.is_private:
            card = pointer_card(
                delivery.receipt, message.author.display_name, first_use=delivery.first_use
            )
        else:
            card = answer_card(delivery.record, first_use=delivery.first_use)
        posted = await _reply(message, card)
        await note_message(self._desk, delivery.receipt, posted.id)
        if message.guild is None:
            channel = message.channel
            await tell_waiting(
                self._bot, self._desk, message.author.id, lambda c: channel.send(view=c)
            )


def _how_to_ask(inquiry: Inquiry) -> str:
    """Who only mentions the bot wants to know what it is; others have to change their words."""
    bare = not inquiry.text.strip() and inquiry.surface is not Surface.DIRECT_MESSAGE
    return ASK_ME if bare else ASK_IN_A_SENTENCE


async def _reply(message: discord.Message, card: Card) -> discord.Message:
    # The nonce makes Discord drop a second answer to a message that it delivered twice.
    return await message.reply(view=card, mention_author=False, nonce=message.id)


async def _report(message: discord.Message, error: Exception, stored: str) -> None:
    ref = secrets.token_hex(2).upper()
    log.error("a message could not be answered, ref %s", ref, exc_info=error)
    try:
        await _reply(message, notice(failure(error, ref, stored)))
    except discord.HTTPException as second:
        log.warning("the author could not be told, ref %s: %s", ref, second)
