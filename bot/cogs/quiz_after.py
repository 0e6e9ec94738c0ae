"""What is pressed under a reveal and under the board: ask, report, one's result and mistakes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import discord
from discord import ui

from bot.cards import quiz_board, quiz_ids
from bot.cards.layout import notice
from bot.cards.players import shown_name
from bot.cards.quiz_alias import alias_fault
from bot.cards.quiz_board import mistake_card, naming_card, result_card
from bot.cards.quiz_reveal import FLAG_GONE, FLAG_THANKS, REASONS, about_question, flag_card
from bot.cogs.ask import question_modal
from bot.cogs.desk import desk_of
from bot.cogs.quiz_found import ANSWERED, question_here, quiz_here, quiz_over
from bot.cogs.quiz_stage import stage_of
from bot.cogs.study_after import APPEALED, NOT_APPEALABLE
from bot.errors import GuardedItem, GuardedModal, saved, tell
from knowledge.model.assessment import Written

LONGEST_ALIAS = 32

Interaction = discord.Interaction[Any]


class AskAbout(GuardedItem, template=quiz_ids.ABOUT):
    """Opens a question about the item, to be changed and asked."""

    action = "quiz:about"

    async def pressed(self, interaction: Interaction) -> None:
        question = await question_here(interaction, self.state, ANSWERED)
        if question is None:
            return
        message_id = 0 if interaction.message is None else interaction.message.id
        await interaction.response.send_modal(
            question_modal(message_id, about_question(question.draft))
        )


class Flag(GuardedItem, template=quiz_ids.FLAG):
    """Asks what is wrong with the question."""

    action = "quiz:flag"

    async def pressed(self, interaction: Interaction) -> None:
        question = await question_here(interaction, self.state)
        if question is not None:
            await tell(interaction, flag_card(question))


class FlagReason(GuardedItem, template=quiz_ids.REASON):
    """What is wrong with it. Three people's flags keep it out of new quizzes."""

    action = "quiz:flag"

    async def pressed(self, interaction: Interaction) -> None:
        question = await question_here(interaction, self.state)
        if question is None:
            return
        if question.item_id is None:
            await interaction.response.edit_message(view=notice(FLAG_GONE))
            return
        label, _ = REASONS[self.values[0]]
        bank = desk_of(interaction).knowledge.bank
        if await bank.flag(question.item_id, interaction.user.id, label) is None:
            await interaction.response.edit_message(view=notice(FLAG_GONE))
            return
        saved(interaction, "Your 🚩 **is saved**.")
        await interaction.response.edit_message(view=notice(FLAG_THANKS))


class MyResult(GuardedItem, template=quiz_ids.RESULT):
    """One's own rank and points."""

    action = "quiz:mine"

    async def pressed(self, interaction: Interaction) -> None:
        quiz = await quiz_over(interaction, self.state)
        if quiz is None:
            return
        master = stage_of(interaction).master
        board = await master.boards.leaderboard(quiz.id)
        card = result_card(quiz, board.of(interaction.user.id), len(board.standings))
        await tell(interaction, card)


class MyMistakes(GuardedItem, template=quiz_ids.MISTAKES):
    """The first of one's mistakes."""

    action = "quiz:mistakes"

    async def pressed(self, interaction: Interaction) -> None:
        quiz = await quiz_over(interaction, self.state)
        if quiz is None:
            return
        mistakes = await stage_of(interaction).master.aftermath.mistakes(
            quiz.id, interaction.user.id
        )
        if mistakes is None:
            await tell(interaction, notice(quiz_board.NOT_IN))
        else:
            await tell(interaction, mistake_card(quiz, mistakes))


class TurnMistakes(GuardedItem, template=quiz_ids.TURN_MISTAKES):
    """Another of one's mistakes."""

    action = "quiz:mistakes"

    async def pressed(self, interaction: Interaction) -> None:
        quiz = await quiz_over(interaction, self.state)
        if quiz is None:
            return
        mistakes = await stage_of(interaction).master.aftermath.mistakes(
            quiz.id, interaction.user.id
        )
        if mistakes is None:
            await tell(interaction, notice(quiz_board.NOT_IN))
            return
        card = mistake_card(quiz, mistakes, int(self.state["page"]))
        await interaction.response.edit_message(view=card)


class IWasRight(GuardedItem, template=quiz_ids.APPEAL):
    """Has an instructor look at one's own text that was graded wrong."""

    action = "quiz:appeal"

    async def pressed(self, interaction: Interaction) -> None:
        question = await question_here(interaction, self.state, ANSWERED)
        if question is None:
            return
        given = await stage_of(interaction).master.responses.given(question.id, interaction.user.id)
        appeal = None
        response = None if given is None else given.response
        if question.item_id is not None and isinstance(response, Written):
            appeal = await desk_of(interaction).knowledge.appeals.appeal(
                interaction.user.id,
                item_id=question.item_id,
                source="quiz",
                source_id=question.id,
                text=response.text,
            )
        if appeal is not None:
            saved(interaction, "Your appeal **is saved**.")
        await tell(interaction, notice(APPEALED if appeal else NOT_APPEALABLE))


class MyName(GuardedItem, template=quiz_ids.NAMING):
    """How boards name the one who presses."""

    action = "quiz:name"

    async def pressed(self, interaction: Interaction) -> None:
        quiz = await quiz_here(interaction, self.state)
        if quiz is None or interaction.message is None:
            return
        players = await stage_of(interaction).master.roster.players(quiz.id)
        me = next((p for p in players if p.user_id == interaction.user.id), None)
        name = interaction.user.display_name if me is None else me.name
        hidden = me is not None and me.is_hidden
        card = naming_card(quiz, interaction.message.id, name, is_hidden=hidden)
        await tell(interaction, card)


class Showing(GuardedItem, template=quiz_ids.SHOWING):
    """Hides the one who presses from boards, or shows them again."""

    action = "quiz:name"

    async def pressed(self, interaction: Interaction) -> None:
        quiz = await quiz_here(interaction, self.state)
        if quiz is None:
            return
        stage, hidden = stage_of(interaction), self.state["act"] == "hide"
        await stage.master.roster.set_hidden(interaction.user.id, quiz.server_id, hidden)
        saved(interaction, "Your choice **is saved**.")
        words = quiz_board.HIDDEN if hidden else quiz_board.SHOWN
        await interaction.response.edit_message(view=notice(words))
        stage.board_changed(quiz, int(self.state["message"]))


class Alias(GuardedItem, template=quiz_ids.ALIAS):
    """Opens the form for another name."""

    action = "quiz:name"

    async def pressed(self, interaction: Interaction) -> None:
        quiz = await quiz_here(interaction, self.state)
        if quiz is None:
            return
        modal_id = quiz_ids.alias_form(quiz.id, int(self.state["message"]))
        modal = ui.Modal(title="Your name on boards", timeout=900, custom_id=modal_id)
        field: ui.TextInput[ui.Modal] = ui.TextInput(
            custom_id="alias", required=False, max_length=LONGEST_ALIAS
        )
        words = "Leave it empty to use your name in this server."
        modal.add_item(ui.Label(text="Another name", description=words, component=field))
        await interaction.response.send_modal(modal)


class AliasForm(GuardedModal):
    """The other name. What cannot be seen in it is left out wherever it is shown."""

    action = "quiz:called"
    template = quiz_ids.ALIAS_FORM

    async def submitted(
        self, interaction: Interaction, state: Mapping[str, str], typed: Mapping[str, str]
    ) -> None:
        quiz = await quiz_here(interaction, state)
        if quiz is None:
            return
        stage = stage_of(interaction)
        alias = " ".join(typed.get("alias", "").split())[:LONGEST_ALIAS] or None
        fault = None if alias is None else alias_fault(alias)
        if fault is not None:
            await tell(interaction, notice(fault))
            return
        refused = await stage.master.roster.set_alias(interaction.user.id, quiz.server_id, alias)
        if refused is not None:
            await tell(interaction, notice(quiz_board.ALIAS_REFUSED[refused]))
            return
        saved(interaction, "Your name **is saved**.")
        words = quiz_board.ALIAS_GONE
        if alias is not None:
            words = quiz_board.ALIAS_SET.format(alias=shown_name(alias, 1))
        await tell(interaction, notice(words))
        stage.board_changed(quiz, int(state["message"]))


ITEMS: tuple[type[GuardedItem], ...] = (
    AskAbout,
    Flag,
    FlagReason,
    MyResult,
    MyMistakes,
    TurnMistakes,
    IWasRight,
    MyName,
    Showing,
    Alias,
)
MODALS: tuple[GuardedModal, ...] = (AliasForm(),)
