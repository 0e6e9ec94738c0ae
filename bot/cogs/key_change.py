"""Another key for a question that was played: chosen, previewed, confirmed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import discord

from bot.cards import results_ids
from bot.cards.key_change import (
    KEY_FIELD,
    LEFT_AS_IT_IS,
    REFUSALS,
    choice_card,
    key_modal,
    preview_card,
    regraded_card,
)
from bot.cards.layout import Card, notice
from bot.cards.text import literal
from bot.cogs.desk import desk_of
from bot.cogs.log_office import tended
from bot.cogs.quiz_found import question_here
from bot.errors import NOTHING_CHANGED, GuardedItem, GuardedModal, saved, tell
from knowledge.model.assessment import ChoiceKey, Key
from knowledge.model.quiz import Question
from knowledge.model.regrading import (
    Proposal,
    Regraded,
    RegradeRefusal,
    UnfitKey,
    is_rekeyable,
)
from knowledge.quizzing.typed_item import read_typed, typed

ITS_TEXT_IS_ITS_KEY = (
    "What is right here is the text itself: the order of the events, or the pairs. Change it with "
    "`/bank edit`: another order, or other pairs, are another question, so answers given before "
    "keep their grade."
)

Interaction = discord.Interaction[Any]


async def _question(interaction: Interaction, state: Mapping[str, str]) -> Question | None:
    return await question_here(interaction, state, otherwise=REFUSALS[RegradeRefusal.GONE])


async def ask_for_key(interaction: Interaction, question: Question) -> None:
    """A choice among the options, or a form; what is chosen is previewed before it counts."""
    draft = question.draft
    if not is_rekeyable(draft):
        await tell(interaction, notice(ITS_TEXT_IS_ITS_KEY))
    elif isinstance(draft.key, ChoiceKey):
        await tell(interaction, choice_card(question))
    else:
        await interaction.response.send_modal(key_modal(question, typed(draft).answers))


class ChangeKey(GuardedItem, template=results_ids.CHANGE_KEY):
    """Asks for the new key: a choice among the options, or a form."""

    action = "results:key"

    async def pressed(self, interaction: Interaction) -> None:
        question = await _question(interaction, self.state)
        if question is not None:
            await ask_for_key(interaction, question)


class ChooseKey(GuardedItem, template=results_ids.CHOOSE_KEY):
    """The options that are right; who would move."""

    action = "results:key"

    async def pressed(self, interaction: Interaction) -> None:
        question = await _question(interaction, self.state)
        if question is None or not isinstance(question.draft.key, ChoiceKey):
            return
        places = frozenset(question.order[int(slot)] for slot in self.values)
        key = ChoiceKey(places, question.draft.key.credit)
        await interaction.response.defer()
        await interaction.edit_original_response(view=await _proposed(interaction, question, key))


class TypeKey(GuardedModal):
    """The key as it was typed; who would move."""

    action = "results:key form"
    template = results_ids.TYPE_KEY

    async def submitted(
        self, interaction: Interaction, state: Mapping[str, str], typed_in: Mapping[str, str]
    ) -> None:
        question = await _question(interaction, state)
        if question is None:
            return
        form = replace(typed(question.draft), answers=typed_in.get(KEY_FIELD, ""))
        read = read_typed(form, question.draft)
        if isinstance(read, str):
            await tell(interaction, notice(f"{literal(read)} {NOTHING_CHANGED}"))
            return
        await interaction.response.defer(ephemeral=True, thinking=True)
        await tell(interaction, await _proposed(interaction, question, read.key))


class ConfirmKey(GuardedItem, template=results_ids.CONFIRM_KEY):
    """Changes the key and regrades, once."""

    action = "results:confirm"

    async def pressed(self, interaction: Interaction) -> None:
        await interaction.response.defer()
        done = await desk_of(interaction).knowledge.results.confirm_key(
            int(self.state["proposal"]),
            by=interaction.user.id,
            server_id=interaction.guild_id or 0,
            courses=tended(interaction),
        )
        if isinstance(done, Regraded):
            saved(interaction, "The new key and all results **are saved**.")
            card = regraded_card(done)
        else:
            card = refusal_card(done)
        await interaction.edit_original_response(view=card)


class LeaveKey(GuardedItem, template=results_ids.CANCEL_KEY):
    """Closes the preview."""

    action = "results:key"

    async def pressed(self, interaction: Interaction) -> None:
        await interaction.response.edit_message(view=notice(LEFT_AS_IT_IS))


async def _proposed(interaction: Interaction, question: Question, key: Key) -> Card:
    proposed = await desk_of(interaction).knowledge.results.propose_key(
        question.id,
        key,
        by=interaction.user.id,
        server_id=interaction.guild_id or 0,
        courses=tended(interaction),
        event_id=interaction.id,
    )
    return preview_card(proposed) if isinstance(proposed, Proposal) else refusal_card(proposed)


def refusal_card(refused: UnfitKey | RegradeRefusal) -> Card:
    """Why no key was changed, in words."""
    if isinstance(refused, UnfitKey):
        return notice(f"{literal(refused.reason)} {NOTHING_CHANGED}")
    return notice(REFUSALS[refused])


ITEMS: tuple[type[GuardedItem], ...] = (ChangeKey, ChooseKey, ConfirmKey, LeaveKey)
MODALS: tuple[GuardedModal, ...] = (TypeKey(),)
