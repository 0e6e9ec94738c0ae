"""What a learner presses while they study alone: answers, hints, the next item, a flag.

Nobody else's session is ever found, whatever a forged id says.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import discord

from bot.cards import study_ids
from bot.cards.item_form import CHOOSE, FLIP, FORM, KNOWN, UNKNOWN, form, form_filled, slots_picked
from bot.cards.layout import Card, notice
from bot.cards.quiz_reveal import FLAG_THANKS, REASONS
from bot.cards.study import (
    back_card,
    nothing_card,
    over_card,
    passage_card,
    question_card,
    reason_card,
    result_card,
)
from bot.cogs.desk import desk_of
from bot.errors import GuardedItem, GuardedModal, saved, tell
from knowledge.bootstrap import Knowledge
from knowledge.model.assessment import ItemType, Recalled, Response, Written
from knowledge.model.study import (
    Hint,
    NothingToStudy,
    StudySession,
    Turn,
    Withheld,
)
from knowledge.quizzing.tutor import Unreadable

FOREIGN = "This is somebody else's, or no longer there. Start your own with `/study start`."
WAITING = "Your other session waits: `/study start` goes on with it."
NO_LONGER_ASKED = "That question is no longer in the bank, so there is nothing to flag."
WITHHELD = "This is being asked in a quiz now. Come back when it is over."
NOT_ANSWERED = "Answer first; then this is open to you."
APPEALED = "Your answer went to the course's instructors. You will be told what they decide."
NOT_APPEALABLE = "That answer is not counted as wrong, so there is nothing to look at again."

Interaction = discord.Interaction[Any]


def _knowledge(interaction: Interaction) -> Knowledge:
    return desk_of(interaction).knowledge


async def wait(interaction: Interaction) -> None:
    """Tell Discord that a screen follows, before something that may take longer than it waits."""
    await interaction.response.defer(ephemeral=interaction.guild_id is not None, thinking=True)


async def show(interaction: Interaction, card: Card) -> None:
    """A new screen. In a server only its learner sees it; a direct message stays to be found."""
    if interaction.response.is_done():
        await interaction.edit_original_response(view=card)
        return
    await interaction.response.send_message(view=card, ephemeral=interaction.guild_id is not None)


async def screen(interaction: Interaction, study: StudySession, *, note: str = "") -> Card:
    """The item that a learner is at, or how the session went."""
    found = await _knowledge(interaction).tutor.next(interaction.user.id, study.id)
    if isinstance(found, Turn):
        now = await _session_of(interaction, found)
        return question_card(now or study, found, note=note)
    if isinstance(found, Withheld):
        return notice("\n\n".join(filter(None, (note, WITHHELD))))
    return await over(interaction, found or study, note=note)


async def over(interaction: Interaction, study: StudySession, *, note: str = "") -> Card:
    """How a session went, and that another one waits, if one does."""
    waiting = await _knowledge(interaction).tutor.open_session(study.user_id, study.course_id)
    return over_card(study, note=note if waiting is None else f"{note}\n\n{WAITING}".strip())


async def begun(
    interaction: Interaction, found: StudySession | NothingToStudy, *, note: str = ""
) -> Card:
    """The first screen of a new session, or why there is none."""
    if isinstance(found, NothingToStudy):
        return nothing_card(found, note=note)
    return await screen(interaction, found, note=note)


async def _session_of(interaction: Interaction, turn: Turn) -> StudySession | None:
    return await _knowledge(interaction).tutor.find_session(interaction.user.id, turn.session_id)


async def _turn(interaction: Interaction, state: Mapping[str, str]) -> Turn | None:
    """The learner's own turn; says so if it is not theirs."""
    turn = await _knowledge(interaction).tutor.find_turn(interaction.user.id, int(state["turn"]))
    if turn is None:
        await tell(interaction, notice(FOREIGN))
    return turn


async def _answer(interaction: Interaction, turn: Turn, response: Response) -> None:
    if turn.draft.type is ItemType.SHORT_TEXT:
        # Its grading may wait for the model.
        await interaction.response.defer()
    found = await _knowledge(interaction).tutor.answer(
        interaction.user.id, turn.id, response, interaction.id
    )
    study = await _session_of(interaction, turn)
    if isinstance(found, Unreadable):
        await tell(interaction, notice(found.reason))
        return
    if isinstance(found, Withheld):
        await tell(interaction, notice(WITHHELD))
        return
    if found is None or study is None:
        await tell(interaction, notice(FOREIGN))
        return
    saved(interaction, "Your answer **is saved**.")
    if interaction.response.is_done():
        await interaction.edit_original_response(view=result_card(study, found))
    else:
        await interaction.response.edit_message(view=result_card(study, found))


class Press(GuardedItem, template=study_ids.PRESS):
    """A letter, a choice of several, the turn of a card, or the button that opens a form."""

    action = "study:answer"

    async def pressed(self, interaction: Interaction) -> None:
        turn = await _turn(interaction, self.state)
        if turn is None:
            return
        part = self.state["part"]
        if turn.response is not None:
            await _answer(interaction, turn, turn.response)
        elif part == FORM:
            modal = form(turn.draft, study_ids.answer(turn.id), turn.order)
            await interaction.response.send_modal(modal)
        elif part == FLIP and turn.draft.type is ItemType.FLASHCARD:
            study = await _session_of(interaction, turn)
            assert study is not None, "a turn has a session"
            await interaction.response.edit_message(view=back_card(study, turn))
        else:
            await _answer(interaction, turn, self._response(turn, part))

    def _response(self, turn: Turn, part: str) -> Response:
        if part in (KNOWN, UNKNOWN):
            return Recalled(part == KNOWN)
        values = self.values if part == CHOOSE else [part]
        slots = [int(value) for value in values if value.isdecimal()]
        return slots_picked(turn.draft, turn.order, slots)


class AnswerForm(GuardedModal):
    """A text, number, date, order or matching, as it was filled in."""

    action = "study:form"
    template = study_ids.ANSWER

    async def submitted(
        self, interaction: Interaction, state: Mapping[str, str], typed: Mapping[str, str]
    ) -> None:
        turn = await _turn(interaction, state)
        if turn is not None:
            await _answer(interaction, turn, form_filled(turn.draft, turn.order, typed))


class Next(GuardedItem, template=study_ids.NEXT):
    """The next item in place of this one."""

    action = "study:next"

    async def pressed(self, interaction: Interaction) -> None:
        session_id = int(self.state["session"])
        study = await _knowledge(interaction).tutor.find_session(interaction.user.id, session_id)
        if study is None:
            await tell(interaction, notice(FOREIGN))
            return
        await interaction.response.edit_message(view=await screen(interaction, study))


class Stop(GuardedItem, template=study_ids.STOP):
    """Ends the session; what was answered stays."""

    action = "study:stop"

    async def pressed(self, interaction: Interaction) -> None:
        session_id = int(self.state["session"])
        study = await _knowledge(interaction).tutor.stop(interaction.user.id, session_id)
        if study is None:
            await tell(interaction, notice(FOREIGN))
            return
        saved(interaction, "Your answers **are saved**.")
        await interaction.response.edit_message(view=await over(interaction, study))


class TakeHint(GuardedItem, template=study_ids.HINT):
    """One step up the ladder."""

    action = "study:hint"

    async def pressed(self, interaction: Interaction) -> None:
        step = Hint(int(self.state["step"]))
        tutor = _knowledge(interaction).tutor
        turn = await tutor.hint(interaction.user.id, int(self.state["turn"]), step)
        if isinstance(turn, Withheld):
            await tell(interaction, notice(WITHHELD))
            return
        study = None if turn is None else await _session_of(interaction, turn)
        if turn is None or study is None:
            await tell(interaction, notice(FOREIGN))
        elif turn.response is not None:
            await _answer(interaction, turn, turn.response)
        else:
            await interaction.response.edit_message(view=question_card(study, turn))


class ShowSource(GuardedItem, template=study_ids.SOURCE):
    """The passage behind an answered item."""

    action = "study:source"

    async def pressed(self, interaction: Interaction) -> None:
        turn = await _turn(interaction, self.state)
        if turn is None:
            return
        if turn.answered_at is None or turn.draft.citation is None:
            await tell(interaction, notice(NOT_ANSWERED))
        else:
            await tell(interaction, passage_card(turn.draft.citation))


class IWasRight(GuardedItem, template=study_ids.APPEAL):
    """Has an instructor look at a text that was graded wrong."""

    action = "study:appeal"

    async def pressed(self, interaction: Interaction) -> None:
        turn = await _turn(interaction, self.state)
        if turn is None:
            return
        appeal = None
        if isinstance(turn.response, Written):
            appeal = await _knowledge(interaction).appeals.appeal(
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
        turn = await _turn(interaction, self.state)
        if turn is not None:
            await tell(interaction, reason_card(turn))


class FlagReason(GuardedItem, template=study_ids.REASON):
    """What is wrong with it. Three people's flags keep it away from learners."""

    action = "study:flag"

    async def pressed(self, interaction: Interaction) -> None:
        turn = await _turn(interaction, self.state)
        if turn is None:
            return
        label, _ = REASONS[self.values[0]]
        if await _knowledge(interaction).bank.flag(turn.item_id, turn.user_id, label) is None:
            await interaction.response.edit_message(view=notice(NO_LONGER_ASKED))
            return
        saved(interaction, "Your 🚩 **is saved**.")
        await interaction.response.edit_message(view=notice(FLAG_THANKS))


ITEMS: tuple[type[GuardedItem], ...] = (
    Press,
    Next,
    Stop,
    TakeHint,
    ShowSource,
    IWasRight,
    Flag,
    FlagReason,
)
MODALS: tuple[GuardedModal, ...] = (AnswerForm(),)
