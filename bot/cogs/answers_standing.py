"""Answers in force: confirmed, written, listed, kept, edited and retired."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import discord

from bot.cards import answers_ids
from bot.cards.inbox import answer_form
from bot.cards.layout import Card, notice
from bot.cards.verified import KEPT, RETIRED, UNKNOWN_ANSWER, list_card, opened_card
from bot.cogs.answers_office import course_tended, draft, person, tell_outcome, words_of
from bot.cogs.desk import desk_of
from bot.cogs.tending import course_carried, course_named, course_of_record, form_in_time
from bot.errors import GuardedItem, GuardedModal, saved, tell
from knowledge.model.corpus import Course
from knowledge.model.named import Named
from knowledge.model.verified import NotVerified, VerifiedAnswer
from knowledge.reviewing.verified import VerifiedAnswers

Interaction = discord.Interaction[Any]


def _verified(interaction: Interaction) -> VerifiedAnswers:
    return desk_of(interaction).knowledge.verified


async def show_list(interaction: Interaction) -> None:
    """The answers in force, in a message for this instructor alone."""
    await interaction.response.defer(ephemeral=True, thinking=True)
    course = await course_tended(interaction)
    if course is None:
        await tell(interaction, notice(desk_of(interaction).no_course(interaction)))
    else:
        await tell(interaction, await _list(interaction, course, 0))


async def _list(interaction: Interaction, course: Course, page: int) -> Card:
    shown = list_card(course.id, await _verified(interaction).list_standing(course.id), page)
    return desk_of(interaction).naming(interaction, course.id, shown)


async def _find(interaction: Interaction, answer_id: int) -> VerifiedAnswer | None:
    """An answer in force, if its course is looked after here."""
    course = await course_named(interaction, Named.ANSWER, answer_id)
    found = None
    if course is not None:
        found = await _verified(interaction).find(course.id, answer_id)
    return found if found is not None and found.retired_at is None else None


class TurnList(GuardedItem, template=answers_ids.TURN_LIST):
    """Another page of the list."""

    action = "answers:list"

    async def pressed(self, interaction: Interaction) -> None:
        await interaction.response.defer()
        course = await course_carried(interaction, self.state)
        if course is not None:
            card = await _list(interaction, course, int(self.state["page"]))
            await interaction.edit_original_response(view=card)


class Open(GuardedItem, template=answers_ids.OPEN):
    """One answer, with what can be done about it."""

    action = "answers:open"

    async def pressed(self, interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        found = await _find(interaction, int(self.values[0]))
        await tell(interaction, notice(UNKNOWN_ANSWER) if found is None else opened_card(found))


class Keep(GuardedItem, template=answers_ids.KEEP):
    """It holds although a document has changed."""

    action = "answers:keep"

    async def pressed(self, interaction: Interaction) -> None:
        await interaction.response.defer()
        found = await _find(interaction, int(self.state["answer"]))
        done = found is not None and await _verified(interaction).keep(
            found.course_id, interaction.guild_id or 0, found.id, by=person(interaction)
        )
        if found is None or not done:
            await interaction.edit_original_response(view=notice(UNKNOWN_ANSWER))
            return
        saved(interaction, "It **is kept**.")
        kept = await _find(interaction, found.id)
        await interaction.edit_original_response(view=opened_card(kept or found, KEPT))


class Retire(GuardedItem, template=answers_ids.RETIRE):
    """Nobody is shown it any more."""

    action = "answers:retire"

    async def pressed(self, interaction: Interaction) -> None:
        await interaction.response.defer()
        found = await _find(interaction, int(self.state["answer"]))
        done = found is not None and await _verified(interaction).retire(
            found.course_id, interaction.guild_id or 0, found.id, by=person(interaction)
        )
        await interaction.edit_original_response(view=notice(RETIRED if done else UNKNOWN_ANSWER))


class Edit(GuardedItem, template=answers_ids.EDIT):
    """Opens the form for other words."""

    action = "answers:edit"

    async def pressed(self, interaction: Interaction) -> None:
        await form_in_time(interaction, _edit_form(interaction, int(self.state["answer"])))


async def _edit_form(interaction: Interaction, answer_id: int) -> discord.ui.Modal | Card:
    found = await _find(interaction, answer_id)
    if found is None:
        return notice(UNKNOWN_ANSWER)
    return answer_form(
        answers_ids.edited(found.id),
        "Edit this answer",
        await _verified(interaction).nearest(found.course_id, found.question),
        question=found.question,
        words=words_of(found),
        cited=[citation.passage_id for citation in found.citations],
    )


class EditModal(GuardedModal):
    """Other words, in the place of an answer."""

    action = "answers:edited"
    template = answers_ids.EDITED

    async def submitted(
        self, interaction: Interaction, state: Mapping[str, str], typed: Mapping[str, str]
    ) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        written, answer_id = draft(typed), int(state["answer"])
        found = await _find(interaction, answer_id)
        if found is None:
            await tell(interaction, notice(UNKNOWN_ANSWER))
            return
        outcome = await _verified(interaction).edit(
            found.course_id,
            interaction.guild_id or 0,
            answer_id,
            written,
            by=person(interaction),
        )
        await tell_outcome(interaction, outcome, written.words)


class VerifyModal(GuardedModal):
    """Confirms what a record quotes."""

    action = "answers:verified"
    template = answers_ids.VERIFIED

    async def submitted(
        self, interaction: Interaction, state: Mapping[str, str], typed: Mapping[str, str]
    ) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        course = await course_of_record(interaction, state["receipt"])
        if course is None:
            await tell_outcome(interaction, NotVerified.GONE)
            return
        outcome = await _verified(interaction).verify(
            course.id,
            interaction.guild_id or 0,
            state["receipt"],
            typed.get("question", ""),
            by=person(interaction),
        )
        await tell_outcome(interaction, outcome)


class FixModal(GuardedModal):
    """Somebody's words, in the place of what a record says."""

    action = "answers:fixed"
    template = answers_ids.FIXED

    async def submitted(
        self, interaction: Interaction, state: Mapping[str, str], typed: Mapping[str, str]
    ) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        course, written = await course_of_record(interaction, state["receipt"]), draft(typed)
        if course is None:
            await tell_outcome(interaction, NotVerified.GONE, written.words)
            return
        outcome = await _verified(interaction).fix(
            course.id,
            interaction.guild_id or 0,
            state["receipt"],
            written,
            by=person(interaction),
            seen=int(state["seen"]),
        )
        await tell_outcome(interaction, outcome, written.words)


ITEMS: tuple[type[GuardedItem], ...] = (TurnList, Open, Keep, Retire, Edit)
MODALS: tuple[GuardedModal, ...] = (EditModal(), VerifyModal(), FixModal())
