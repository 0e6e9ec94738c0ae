"""What a learner may want beside the answer: its source, a second look, a word on the item."""

from __future__ import annotations

from typing import Any

import discord

from bot.cards import study_ids
from bot.cards.layout import notice
from bot.cards.quiz_reveal import FLAG_THANKS, REASONS
from bot.cards.study import passage_card, reason_card
from bot.cogs.study_play import knowledge_of, own_turn
from bot.errors import GuardedItem, saved, tell
from knowledge.model.assessment import Written

NO_LONGER_ASKED = "That question is no longer in the bank, so there is nothing to report."
NOT_ANSWERED = "Answer first; then this is open to you."
APPEALED = "Your answer went to the course's instructors. You will be told what they decide."
NOT_APPEALABLE = "That answer is not counted as wrong, so there is nothing to look at again."
SOURCE_REMOVED = "The document was removed: its words are not shown any more."

Interaction = discord.Interaction[Any]


class ShowSource(GuardedItem, template=study_ids.SOURCE):
    """The passage behind an answered item."""

    action = "study:source"

    async def pressed(self, interaction: Interaction) -> None:
        turn = await own_turn(interaction, self.state)
        if turn is None:
            return
        if turn.answered_at is None or turn.draft.citation is None:
            await tell(interaction, notice(NOT_ANSWERED))
        elif not await knowledge_of(interaction).library.holds(turn.draft.citation):
            await tell(interaction, notice(SOURCE_REMOVED))
        else:
            await tell(interaction, passage_card(turn.draft.citation))


class IWasRight(GuardedItem, template=study_ids.APPEAL):
    """Has an instructor look at a text that was graded wrong."""

    action = "study:appeal"

    async def pressed(self, interaction: Interaction) -> None:
        turn = await own_turn(interaction, self.state)
        if turn is None:
            return
        appeal = None
        if isinstance(turn.response, Written):
            appeal = await knowledge_of(interaction).appeals.appeal(
                turn.user_id,
                item_id=turn.item_id,
                source="study",
                source_id=turn.id,
                text=turn.response.text,
            )
        if appeal is not None:
            saved(interaction, "Your appeal **is saved**.")
        await tell(interaction, notice(APPEALED if appeal else NOT_APPEALABLE))


class Flag(GuardedItem, template=study_ids.FLAG):
    """Asks what is wrong with the item."""

    action = "study:flag"

    async def pressed(self, interaction: Interaction) -> None:
        turn = await own_turn(interaction, self.state)
        if turn is not None:
            await tell(interaction, reason_card(turn))


class FlagReason(GuardedItem, template=study_ids.REASON):
    """What is wrong with it. Three people's flags keep it away from learners."""

    action = "study:flag"

    async def pressed(self, interaction: Interaction) -> None:
        turn = await own_turn(interaction, self.state)
        if turn is None:
            return
        label, _ = REASONS[self.values[0]]
        if await knowledge_of(interaction).bank.flag(turn.item_id, turn.user_id, label) is None:
            await interaction.response.edit_message(view=notice(NO_LONGER_ASKED))
            return
        saved(interaction, "Your 🚩 **is saved**.")
        await interaction.response.edit_message(view=notice(FLAG_THANKS))


ITEMS: tuple[type[GuardedItem], ...] = (ShowSource, IWasRight, Flag, FlagReason)
