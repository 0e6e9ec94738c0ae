"""What learners press while a quiz runs: join, leave, answer.

Every press is answered once, privately, and only after what it did is stored.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import discord

from bot.cards import quiz_ids
from bot.cards.item_form import CHOOSE, FORM, form, form_filled, slots_picked
from bot.cards.layout import notice
from bot.cards.quiz_question import REFUSALS, receipt_words
from bot.cogs.quiz_found import question_here, quiz_here
from bot.cogs.quiz_stage import stage_of
from bot.errors import GuardedItem, GuardedModal, in_time, saved, tell
from knowledge.model.assessment import Response
from knowledge.model.quiz import Changed, Question, QuestionState, Recorded, Refusal
from knowledge.model.quiz_replies import AlreadyIn, Joined

JOINED = "You are in. Your answers are private, and you can change them until each close."
JOINED_TEAM = "You are in, in **team {team}**. Nobody sees your answers before a question closes."
IN_ALREADY = "You are in already."
LEFT = "You are out. What you answered so far is kept; press **Join** to come back."
NOT_IN = "You were not in."
OVER = "This quiz is over."

Interaction = discord.Interaction[Any]


class Join(GuardedItem, template=quiz_ids.JOIN):
    """Takes part, before the first question or later."""

    action = "quiz:join"

    async def pressed(self, interaction: Interaction) -> None:
        quiz = await quiz_here(interaction, self.state)
        if quiz is None:
            return
        stage, user = stage_of(interaction), interaction.user
        reply = await stage.master.roster.join(
            quiz.id, user.id, user.display_name, interaction.created_at, interaction.id
        )
        match reply:
            case Joined():
                saved(interaction, "You **are in**.")
                team = reply.player.team
                words = JOINED if team is None else JOINED_TEAM.format(team=team)
                stage.lobby_changed(quiz.id)
            case AlreadyIn():
                words = IN_ALREADY
            case Refusal.KICKED:
                words = "The host has removed you from this quiz."
            case _:
                words = OVER
        await tell(interaction, notice(words))


class Leave(GuardedItem, template=quiz_ids.LEAVE):
    """Takes part no longer."""

    action = "quiz:leave"

    async def pressed(self, interaction: Interaction) -> None:
        quiz = await quiz_here(interaction, self.state)
        if quiz is None:
            return
        stage = stage_of(interaction)
        left = await stage.master.roster.leave(quiz.id, interaction.user.id)
        if left:
            saved(interaction, "You **are out**.")
            stage.lobby_changed(quiz.id)
        await tell(interaction, notice(LEFT if left else NOT_IN))


class Press(GuardedItem, template=quiz_ids.PRESS):
    """A letter, a choice of several, or the button that opens a form."""

    action = "quiz:answer"

    async def pressed(self, interaction: Interaction) -> None:
        question = await question_here(interaction, self.state)
        if question is None:
            return
        part = self.state["part"]
        if part == FORM:
            await self._open_form(interaction, question)
        elif part == CHOOSE or part.isdecimal():
            slots = [int(value) for value in (self.values if part == CHOOSE else [part])]
            await _respond(
                interaction, question, slots_picked(question.draft, question.order, slots)
            )

    async def _open_form(self, interaction: Interaction, question: Question) -> None:
        if question.state is QuestionState.OPEN:
            modal_id = quiz_ids.answered(question.id)
            await interaction.response.send_modal(form(question.draft, modal_id, question.order))
        else:
            paused = question.state is QuestionState.PAUSED
            refusal = Refusal.PAUSED if paused else Refusal.NOT_RUNNING
            await tell(interaction, notice(REFUSALS[refusal]))


class Answered(GuardedModal):
    """A form with a text, a number, an order or pairs."""

    action = "quiz:form"
    template = quiz_ids.ANSWERED

    async def submitted(
        self, interaction: Interaction, state: Mapping[str, str], typed: Mapping[str, str]
    ) -> None:
        question = await question_here(interaction, state)
        if question is not None:
            response = form_filled(question.draft, question.order, typed)
            await _respond(interaction, question, response)


async def _respond(interaction: Interaction, question: Question, response: Response) -> None:
    user = interaction.user
    responding = stage_of(interaction).master.responses.respond(
        question.id, user.id, user.display_name, response, interaction.created_at, interaction.id
    )
    receipt = await in_time(interaction, responding)
    if isinstance(receipt, Recorded | Changed):
        saved(interaction, "Your answer **is saved**.")
    words = receipt_words(question, receipt)
    saved(interaction, words)
    await tell(interaction, notice(words))


ITEMS: tuple[type[GuardedItem], ...] = (Join, Leave, Press)
MODALS: tuple[GuardedModal, ...] = (Answered(),)
