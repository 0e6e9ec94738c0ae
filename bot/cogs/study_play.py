"""What a learner presses while they study alone: answers, hints, the next item.

Nobody else's session is ever found, whatever a forged id says.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import discord

from bot.cards import study_ids
from bot.cards.item_form import CHOOSE, FLIP, FORM, KNOWN, UNKNOWN, form, form_filled, slots_picked
from bot.cards.layout import Card, notice
from bot.cards.study import (
    back_card,
    nothing_card,
    over_card,
    question_card,
    result_card,
)
from bot.cogs.desk import NOT_FOR_YOU, desk_of
from bot.errors import GuardedItem, GuardedModal, saved, tell
from knowledge.bootstrap import Knowledge
from knowledge.model.assessment import ItemType, Recalled, Response
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
WITHHELD = "This is being asked in a quiz now. Come back when it is over."

Interaction = discord.Interaction[Any]


def knowledge_of(interaction: Interaction) -> Knowledge:
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
    found = await knowledge_of(interaction).tutor.next(interaction.user.id, study.id)
    if isinstance(found, Turn):
        now = await _session_of(interaction, found)
        return question_card(now or study, found, note=note)
    if isinstance(found, Withheld):
        return notice("\n\n".join(filter(None, (note, WITHHELD))))
    return await over(interaction, found or study, note=note)


async def over(interaction: Interaction, study: StudySession, *, note: str = "") -> Card:
    """How a session went, and that another one waits, if one does."""
    waiting = await knowledge_of(interaction).tutor.open_session(study.user_id, study.course_id)
    return over_card(study, note=note if waiting is None else f"{note}\n\n{WAITING}".strip())


async def begun(
    interaction: Interaction, found: StudySession | NothingToStudy, *, note: str = ""
) -> Card:
    """The first screen of a new session, or why there is none."""
    if isinstance(found, NothingToStudy):
        return nothing_card(found, note=note)
    return await screen(interaction, found, note=note)


async def _session_of(interaction: Interaction, turn: Turn) -> StudySession | None:
    return await knowledge_of(interaction).tutor.find_session(interaction.user.id, turn.session_id)


async def own_turn(interaction: Interaction, state: Mapping[str, str]) -> Turn | None:
    """The learner's own turn; says so if it is not theirs, or not any more."""
    turn = await knowledge_of(interaction).tutor.find_turn(interaction.user.id, int(state["turn"]))
    if turn is None or await _own_session(interaction, turn.session_id) is None:
        await tell(interaction, notice(FOREIGN if turn is None else NOT_FOR_YOU))
        return None
    return turn


async def _own_session(interaction: Interaction, session_id: int) -> StudySession | None:
    """The learner's own session, of a course that they may still see here."""
    tutor, desk = knowledge_of(interaction).tutor, desk_of(interaction)
    study = await tutor.find_session(interaction.user.id, session_id)
    if study is None or not await desk.may_see(interaction, study.course_id):
        return None
    return study


async def _answer(interaction: Interaction, turn: Turn, response: Response) -> None:
    if turn.draft.type is ItemType.SHORT_TEXT:
        # Its grading may wait for the model.
        await interaction.response.defer()
    found = await knowledge_of(interaction).tutor.answer(
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
        turn = await own_turn(interaction, self.state)
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
        elif part == CHOOSE:
            study = await _session_of(interaction, turn)
            assert study is not None, "a turn has a session"
            slots = sorted(int(value) for value in self.values if value.isdecimal())
            chosen = [slot for slot in slots if slot < len(turn.order)]
            await interaction.response.edit_message(view=question_card(study, turn, chosen=chosen))
        elif part in (KNOWN, UNKNOWN):
            await _answer(interaction, turn, Recalled(part == KNOWN))
        else:
            slots = [int(part)] if part.isdecimal() else []
            await _answer(interaction, turn, slots_picked(turn.draft, turn.order, slots))


class HandIn(GuardedItem, template=study_ids.CHOSEN):
    """What was chosen of several, as an answer."""

    action = "study:answer"

    async def pressed(self, interaction: Interaction) -> None:
        turn = await own_turn(interaction, self.state)
        if turn is not None:
            slots = [int(slot) for slot in self.state["slots"].split("-")]
            response = turn.response or slots_picked(turn.draft, turn.order, slots)
            await _answer(interaction, turn, response)


class AnswerForm(GuardedModal):
    """A text, number, date, order or matching, as it was filled in."""

    action = "study:form"
    template = study_ids.ANSWER

    async def submitted(
        self, interaction: Interaction, state: Mapping[str, str], typed: Mapping[str, str]
    ) -> None:
        turn = await own_turn(interaction, state)
        if turn is not None:
            await _answer(interaction, turn, form_filled(turn.draft, turn.order, typed))


class Next(GuardedItem, template=study_ids.NEXT):
    """The next item in place of this one."""

    action = "study:next"

    async def pressed(self, interaction: Interaction) -> None:
        session_id = int(self.state["session"])
        study = await _own_session(interaction, session_id)
        if study is None:
            await tell(interaction, notice(FOREIGN))
            return
        await interaction.response.edit_message(view=await screen(interaction, study))


class Stop(GuardedItem, template=study_ids.STOP):
    """Ends the session; what was answered stays."""

    action = "study:stop"

    async def pressed(self, interaction: Interaction) -> None:
        session_id = int(self.state["session"])
        study = await knowledge_of(interaction).tutor.stop(interaction.user.id, session_id)
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
        if await own_turn(interaction, self.state) is None:
            return
        tutor = knowledge_of(interaction).tutor
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


ITEMS: tuple[type[GuardedItem], ...] = (
    Press,
    HandIn,
    Next,
    Stop,
    TakeHint,
)
MODALS: tuple[GuardedModal, ...] = (AnswerForm(),)
