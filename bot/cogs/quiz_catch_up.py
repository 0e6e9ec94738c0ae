"""The catch-up seat: whoever missed a scheduled quiz plays it alone until its window closes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import discord

from bot.cards import quiz_ids
from bot.cards.item_form import CHOOSE, FORM, form, form_filled, slots_picked
from bot.cards.layout import Card, notice
from bot.cards.quiz_catch_up import caught_up_card, graded_card, late_card
from bot.cards.quiz_question import REFUSALS, misfit_words
from bot.cogs.quiz_found import ANSWERED, question_here, quiz_here
from bot.cogs.quiz_stage import stage_of
from bot.errors import GuardedItem, GuardedModal, saved, tell
from knowledge.model.assessment import Response
from knowledge.model.quiz import Misfit, Question, Refusal
from knowledge.model.quiz_replies import CaughtUp, Graded

Interaction = discord.Interaction[Any]


class CatchUp(GuardedItem, template=quiz_ids.CATCH_UP):
    """Takes the seat, and then each next question."""

    action = "quiz:catch-up"

    async def pressed(self, interaction: Interaction) -> None:
        master, user = stage_of(interaction).master, interaction.user
        quiz = await quiz_here(interaction, self.state)
        if quiz is None:
            return
        reply = await master.absentees.catch_up(
            quiz.id, user.id, user.display_name, interaction.created_at, interaction.id
        )
        match reply:
            case Question() as question:
                saved(interaction, "Your seat and your answers **are saved**.")
                await _turn(interaction, late_card(question, quiz.questions))
            case CaughtUp():
                await _turn(interaction, caught_up_card(quiz))
            case Refusal() as refusal:
                await tell(interaction, notice(REFUSALS[refusal]))


class LatePress(GuardedItem, template=quiz_ids.LATE_PRESS):
    """An answer from the seat, or the button that opens a form for it."""

    action = "quiz:catch-up"

    async def pressed(self, interaction: Interaction) -> None:
        question = await question_here(interaction, self.state, ANSWERED)
        if question is None:
            return
        part, draft, order = self.state["part"], question.draft, question.order
        if part == FORM:
            modal = form(draft, quiz_ids.late_answered(question.id), order)
            await interaction.response.send_modal(modal)
        elif part == CHOOSE or part.isdecimal():
            slots = [int(value) for value in (self.values if part == CHOOSE else [part])]
            await _respond(interaction, question, slots_picked(draft, order, slots))


class LateAnswered(GuardedModal):
    """A form that was filled in the seat."""

    action = "quiz:catch-up form"
    template = quiz_ids.LATE_ANSWERED

    async def submitted(
        self, interaction: Interaction, state: Mapping[str, str], typed: Mapping[str, str]
    ) -> None:
        question = await question_here(interaction, state, ANSWERED)
        if question is not None:
            response = form_filled(question.draft, question.order, typed)
            await _respond(interaction, question, response)


async def _respond(interaction: Interaction, question: Question, response: Response) -> None:
    master = stage_of(interaction).master
    reply = await master.absentees.respond_late(
        question.id, interaction.user.id, response, interaction.created_at, interaction.id
    )
    match reply:
        case Graded() as graded:
            saved(interaction, "Your answer **is saved**.")
            quiz = await master.lookup.quiz(question.quiz_id)
            await _turn(interaction, graded_card(graded, 0 if quiz is None else quiz.questions))
        case Misfit() as misfit:
            await tell(interaction, notice(misfit_words(misfit)))
        case Refusal() as refusal:
            await tell(interaction, notice(REFUSALS[refusal]))


async def _turn(interaction: Interaction, card: Card) -> None:
    """In place of the private message that was pressed on; a public one is left as it is."""
    message = interaction.message
    if message is not None and message.flags.ephemeral:
        await interaction.response.edit_message(view=card)
    else:
        await tell(interaction, card)


ITEMS: tuple[type[GuardedItem], ...] = (CatchUp, LatePress)
MODALS: tuple[GuardedModal, ...] = (LateAnswered(),)
