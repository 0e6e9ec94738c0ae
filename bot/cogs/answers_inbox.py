"""Asking for a person under an answer, and answering those who did."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import discord

from bot.cards import answers_ids
from bot.cards.answer import answer_card, offers_a_person
from bot.cards.feedback import GONE
from bot.cards.inbox import (
    REQUEST_GONE,
    SENT_ALREADY,
    TOO_MANY_WAIT,
    Elsewhere,
    answer_form,
    decline_form,
    given_back,
    inbox_card,
    overtaken_card,
)
from bot.cards.layout import Card, card, notice
from bot.cards.offers import DECLINED, SENT
from bot.cogs.answer_cards import is_for_one, offers_sharing, own_card
from bot.cogs.answers_office import course_tended, draft, person, tell_outcome
from bot.cogs.desk import NOT_FOR_YOU, desk_of
from bot.cogs.naming import names_of
from bot.cogs.tellings import tell_people
from bot.cogs.tending import course_named, form_in_time, tended_course
from bot.errors import FOREIGN_PANEL, GuardedItem, GuardedModal, saved, tell
from knowledge.model.corpus import Course
from knowledge.model.inbox import Asked, Overtaken
from knowledge.model.named import Named
from knowledge.model.record import Record
from knowledge.model.redaction import redacted

CLOSED = "Closed. Whoever waited hears why: now, or under their next `/ask`."

Interaction = discord.Interaction[Any]


class AskHuman(GuardedItem, template=answers_ids.ASK_HUMAN):
    """Sends the question to the course's staff, once for each person and answer."""

    action = "answer:human"

    async def pressed(self, interaction: Interaction) -> None:
        desk = desk_of(interaction)
        record = await desk.record(interaction, self.state["receipt"], of_another=True)
        if record is None:
            await tell(interaction, notice(GONE))
        elif not _may_wait_for(interaction, record):
            await tell(interaction, notice(FOREIGN_PANEL))
        elif record.verified is not None and not offers_a_person(record):
            await tell(interaction, answer_card(record))
        else:
            await _send(interaction, record)


async def _send(interaction: Interaction, record: Record) -> None:
    desk, receipt = desk_of(interaction), record.receipt
    asked = await desk.knowledge.inbox.ask(receipt, interaction.user.id)
    if asked in (Asked.GONE, Asked.TOO_MANY):
        await tell(interaction, notice(GONE if asked is Asked.GONE else TOO_MANY_WAIT))
        return
    if asked is Asked.ANSWERED:
        await _show_answered(interaction, receipt)
        return
    if asked is not Asked.DECLINED:
        saved(interaction, "Your question **is saved** for the course's staff.")
    if is_for_one(interaction):
        # What they read says from now on what became of it, and offers it no more.
        shown = await own_card(interaction, record, shareable=offers_sharing(interaction))
        await interaction.response.edit_message(view=shown)
    else:
        await tell(interaction, notice(f"{_HEARD[asked]}\n-# Receipt `{receipt}`"))
    if asked is not Asked.DECLINED and interaction.guild_id is not None:
        desk.held.hold(receipt, interaction)


async def _show_answered(interaction: Interaction, receipt: str) -> None:
    """Somebody has answered since the record was read."""
    record = await desk_of(interaction).record(interaction, receipt)
    await tell(interaction, notice(GONE) if record is None else answer_card(record))


_HEARD = {Asked.SENT: SENT, Asked.ALREADY: SENT_ALREADY, Asked.DECLINED: DECLINED}


def _may_wait_for(interaction: Interaction, record: Record) -> bool:
    """Whoever asked; anybody else only under the message in which all can read it."""
    if record.occasion.user_id == interaction.user.id:
        return True
    message = interaction.message
    if message is None or message.flags.ephemeral:
        return False
    return message.id == record.message_id


async def show_inbox(interaction: Interaction) -> None:
    """What waits, in a message for this instructor alone."""
    await interaction.response.defer(ephemeral=True, thinking=True)
    course = await course_tended(interaction)
    if course is None:
        await tell(interaction, notice(desk_of(interaction).no_course(interaction)))
        return
    await tell(interaction, await _page(interaction, course, 0))


async def _page(interaction: Interaction, course: Course, place: int) -> Card:
    desk = desk_of(interaction)
    page = await desk.knowledge.inbox.page(course.id, interaction.guild_id or 0, place)
    askers = [] if page.request is None else [page.request.asker]
    names = await names_of(interaction, askers, [])
    return inbox_card(page, names, course, await _elsewhere(interaction, course))


async def _elsewhere(interaction: Interaction, course: Course) -> list[Elsewhere]:
    """The other courses that this person looks after here, if somebody waits in them."""
    desk = desk_of(interaction)
    ids = [one.id for one in desk.knowledge.servers.layout.courses if one.id != course.id]
    waiting = await desk.knowledge.inbox.waiting_in(ids)
    tended = [(await tended_course(desk, interaction, id_), n) for id_, n in waiting.items()]
    found = [Elsewhere(other, number) for other, number in tended if other is not None]
    return sorted(found, key=lambda one: one.waiting, reverse=True)


class TurnInbox(GuardedItem, template=answers_ids.TURN_INBOX):
    """Another request, or another course's inbox; of a message that many read, beside it."""

    action = "answers:inbox"

    async def pressed(self, interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=not is_for_one(interaction))
        desk = desk_of(interaction)
        course = await tended_course(desk, interaction, int(self.state["course"]))
        if course is None:
            shown: Card = notice(NOT_FOR_YOU)
        else:
            shown = await _page(interaction, course, int(self.state["page"]))
        await interaction.edit_original_response(view=shown)


class Reply(GuardedItem, template=answers_ids.REPLY):
    """Opens the form for an answer, unless somebody has answered meanwhile."""

    action = "answers:reply"

    async def pressed(self, interaction: Interaction) -> None:
        await form_in_time(interaction, _reply_form(interaction, int(self.state["request"])))


async def _reply_form(interaction: Interaction, request_id: int) -> discord.ui.Modal | Card:
    inbox, request = desk_of(interaction).knowledge.inbox, None
    course = await course_named(interaction, Named.REQUEST, request_id)
    if course is not None:
        request = await inbox.open(course.id, interaction.guild_id or 0, request_id)
    if request is None:
        return notice(REQUEST_GONE)
    if (decided := await inbox.decision(request_id)) is not None:
        return overtaken_card(decided, "")
    return answer_form(
        answers_ids.replied(request_id),
        f"Answer {request.record.receipt}",
        request.passages,
        question=redacted(request.record.question),
    )


class ReplyModal(GuardedModal):
    """The answer of a person. Of two who write at once the first one counts."""

    action = "answers:replied"
    template = answers_ids.REPLIED

    async def submitted(
        self, interaction: Interaction, state: Mapping[str, str], typed: Mapping[str, str]
    ) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        request_id, written = int(state["request"]), draft(typed)
        course = await course_named(interaction, Named.REQUEST, request_id)
        if course is None:
            await tell(interaction, card(REQUEST_GONE, *given_back(written.words)))
            return
        outcome = await desk_of(interaction).knowledge.inbox.answer(
            course.id,
            interaction.guild_id or 0,
            request_id,
            written,
            by=person(interaction),
        )
        if isinstance(outcome, Overtaken):
            await tell(interaction, overtaken_card(outcome, written.words))
        else:
            await tell_outcome(interaction, outcome, written.words)


class Decline(GuardedItem, template=answers_ids.DECLINE):
    """Asks why, because whoever waits will read it."""

    action = "answers:decline"

    async def pressed(self, interaction: Interaction) -> None:
        await interaction.response.send_modal(decline_form(int(self.state["request"])))


class DeclineModal(GuardedModal):
    """Closes a request without an answer."""

    action = "answers:declined"
    template = answers_ids.DECLINED

    async def submitted(
        self, interaction: Interaction, state: Mapping[str, str], typed: Mapping[str, str]
    ) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        course = await course_named(interaction, Named.REQUEST, int(state["request"]))
        desk, reason = desk_of(interaction), typed.get("reason", "")
        told = None
        if course is not None:
            told = await desk.knowledge.inbox.decline(
                course.id,
                interaction.guild_id or 0,
                int(state["request"]),
                reason,
                by=person(interaction),
            )
        if told is None:
            await tell(interaction, notice(REQUEST_GONE))
        elif isinstance(told, Overtaken):
            await tell(interaction, overtaken_card(told, reason))
        else:
            saved(interaction, "The question **is closed**.")
            await tell_people(interaction.client, desk, told)
            await tell(interaction, notice(CLOSED))


ITEMS: tuple[type[GuardedItem], ...] = (AskHuman, TurnInbox, Reply, Decline)
MODALS: tuple[GuardedModal, ...] = (ReplyModal(), DeclineModal())
