"""The buttons under an answer: its source, its pages, what people think of it, and sharing it."""

from __future__ import annotations

from typing import Any

import discord

from bot.cards import custom_ids
from bot.cards.answer import answer_card
from bot.cards.feedback import GONE, complaint_card, noted, thanks_up
from bot.cards.layout import Card, notice
from bot.cards.source import opening_page, removed_words, source_card, source_pages
from bot.cogs.answer_cards import is_for_one, offers_sharing, own_card
from bot.cogs.asking import may_post, note_message
from bot.cogs.desk import desk_of
from bot.errors import FOREIGN_PANEL, GuardedItem, saved, tell
from knowledge.model.record import Complaint, Rating, Record

NO_SOURCE = "That answer quotes no document, so there is no source to show."
FOREIGN_ANSWER = "Only the person who asked can open this answer. Ask yourself with `/ask`."
SHARED_ALREADY = "This answer is already shared here."
MAY_NOT_POST = "You can't write in this channel, so I can't share your answer here."

Interaction = discord.Interaction[Any]


async def _record(
    interaction: Interaction, receipt: str, *, of_another: bool = False
) -> Record | None:
    """The answer that a button belongs to; says so if it is no longer on record."""
    record = await desk_of(interaction).record(interaction, receipt, of_another=of_another)
    if record is None:
        await tell(interaction, notice(GONE))
        return None
    return record


class ShowSource(GuardedItem, template=custom_ids.SHOW_SOURCE):
    """The passage behind the answer, for whoever asks to see it."""

    action = "answer:source"

    async def pressed(self, interaction: Interaction) -> None:
        record = await _record(interaction, self.state["receipt"])
        if record is None:
            return
        await tell(interaction, await _source(interaction, record))


class TurnSource(GuardedItem, template=custom_ids.TURN_SOURCE):
    """Another page of the source view."""

    action = "source:turn"

    async def pressed(self, interaction: Interaction) -> None:
        record = await _record(interaction, self.state["receipt"])
        if record is None:
            return
        card = await _source(interaction, record, int(self.state["page"]))
        await interaction.response.edit_message(view=card)


async def _source(interaction: Interaction, record: Record, page: int | None = None) -> Card:
    """A page of the documents behind an answer that are still there; first the quoted words."""
    removed = await desk_of(interaction).knowledge.logbook.removed_sources(record)
    notes = removed_words(record.sources, removed)
    pages = source_pages([c for c in record.sources if c.number not in removed])
    if not pages:
        return notice("\n".join(notes) or NO_SOURCE)
    shown = opening_page(pages) if page is None else page
    return source_card(record.receipt, pages, shown, notes)


class TurnAnswer(GuardedItem, template=custom_ids.TURN_ANSWER):
    """Another page of a long answer. A card that many read is never turned under their eyes."""

    action = "answer:turn"

    async def pressed(self, interaction: Interaction) -> None:
        record = await _record(interaction, self.state["receipt"])
        if record is None:
            return
        page = int(self.state["page"])
        if is_for_one(interaction):
            shareable = offers_sharing(interaction)
            card = await own_card(interaction, record, page=page, shareable=shareable)
            await interaction.response.edit_message(view=card)
        else:
            await tell(interaction, await own_card(interaction, record, page=page))


class ShowAnswer(GuardedItem, template=custom_ids.SHOW_ANSWER):
    """The private answer to a question that was asked in public."""

    action = "answer:show"

    async def pressed(self, interaction: Interaction) -> None:
        record = await _record(interaction, self.state["receipt"], of_another=True)
        if record is None:
            return
        if record.occasion.user_id != interaction.user.id:
            await tell(interaction, notice(FOREIGN_ANSWER))
            return
        shareable = may_post(interaction) and record.shared_at is None
        await tell(interaction, await own_card(interaction, record, shareable=shareable))


class Rate(GuardedItem, template=custom_ids.RATE):
    """A thumb. It counts at once; the reason for a 👎 may follow or not."""

    action = "answer:rate"

    async def pressed(self, interaction: Interaction) -> None:
        rating = Rating(self.state["rating"])
        record = await _record(interaction, self.state["receipt"])
        if record is None:
            return
        logbook = desk_of(interaction).knowledge.logbook
        if not await logbook.rate(record.receipt, interaction.user.id, rating, None):
            await tell(interaction, notice(GONE))
            return
        saved(interaction, "Your thumb **is saved**.")
        if rating is Rating.UP:
            await tell(interaction, thanks_up(record.receipt))
        else:
            await tell(interaction, complaint_card(record.receipt, record.decision))


class Complain(GuardedItem, template=custom_ids.COMPLAIN):
    """The reason for a 👎."""

    action = "answer:complaint"

    async def pressed(self, interaction: Interaction) -> None:
        complaint = Complaint(self.values[0])
        record = await _record(interaction, self.state["receipt"])
        if record is None:
            return
        logbook = desk_of(interaction).knowledge.logbook
        if not await logbook.rate(record.receipt, interaction.user.id, Rating.DOWN, complaint):
            await tell(interaction, notice(GONE))
            return
        saved(interaction, "Your reason **is saved**.")
        await interaction.response.edit_message(
            view=noted(record.receipt, record.decision, complaint)
        )


class Share(GuardedItem, template=custom_ids.SHARE):
    """Shows a private answer to the channel, once, with the name of the person who shares it."""

    action = "answer:share"

    async def pressed(self, interaction: Interaction) -> None:
        record = await _record(interaction, self.state["receipt"], of_another=True)
        if record is None:
            return
        if record.occasion.user_id != interaction.user.id:
            await tell(interaction, notice(FOREIGN_PANEL))
        elif not may_post(interaction):
            await tell(interaction, notice(MAY_NOT_POST))
        else:
            await self._share_once(interaction, record)

    async def _share_once(self, interaction: Interaction, record: Record) -> None:
        logbook = desk_of(interaction).knowledge.logbook
        if not await logbook.claim_share(record.receipt):
            await tell(interaction, notice(SHARED_ALREADY))
            return
        try:
            # What a person has answered since, and what is answered from now on, finds the message.
            await _post(interaction, await logbook.find(record.receipt) or record)
        except BaseException:
            await logbook.release_share(record.receipt)
            raise


async def _post(interaction: Interaction, record: Record) -> None:
    await interaction.response.defer()
    posted = await interaction.followup.send(
        view=answer_card(record, shared_by=interaction.user.display_name), wait=True
    )
    saved(interaction, "Your answer **is shared**.")
    await note_message(desk_of(interaction), record.receipt, posted.id, is_shared=True)
    await interaction.edit_original_response(view=await own_card(interaction, record))


ITEMS: tuple[type[GuardedItem], ...] = (
    ShowSource,
    TurnSource,
    TurnAnswer,
    ShowAnswer,
    Rate,
    Complain,
    Share,
)
