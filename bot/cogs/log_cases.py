"""A record before a moderator: its pages, what is said of it, and who asked."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import discord

from bot.access import roles_of
from bot.access_table import Role
from bot.cards import logs_ids
from bot.cards.layout import Card, notice
from bot.cards.log_case import (
    NOT_TOLD,
    NOTHING_WAITS,
    OVERTAKEN,
    UNKNOWN,
    case_card,
    note_form,
    quiz_case_card,
    reason_form,
)
from bot.cards.log_overview import transcript_card
from bot.cards.log_replay import replay_card
from bot.cards.log_scores import scores_card
from bot.cards.text import literal, shorten
from bot.cogs.desk import desk_of
from bot.cogs.naming import name_of, names_of
from bot.errors import GuardedItem, GuardedModal, saved, tell
from knowledge.model.receipt import read_receipt
from knowledge.model.review import Backlog, Case, QuizCase, ReviewStatus, Unreviewed
from knowledge.reviewing.review_desk import ReviewDesk

Interaction = discord.Interaction[Any]


async def show_case(interaction: Interaction, receipt: str) -> None:
    """A record in a message for this moderator alone."""
    await interaction.response.defer(ephemeral=True, thinking=True)
    found = await _desk(interaction).open(_server(interaction), receipt, by=interaction.user.id)
    await tell(interaction, notice(UNKNOWN) if found is None else await _card(interaction, found))


async def show_next(interaction: Interaction, after: str | None) -> None:
    """The answer to review next: in a new message for a command, in the same for a press."""
    if after is None:
        await interaction.response.defer(ephemeral=True, thinking=True)
    else:
        await interaction.response.defer()
    desk, server_id = _desk(interaction), _server(interaction)
    case = await desk.next(server_id, by=interaction.user.id, after=after)
    if case is None:
        await interaction.edit_original_response(view=notice(NOTHING_WAITS))
        return
    shown = await _card(interaction, case, waiting=await desk.backlog(server_id))
    await interaction.edit_original_response(view=shown)


async def show_replay(interaction: Interaction, typed: str) -> None:
    """What today's documents say to a question on record, and what is different."""
    await interaction.response.defer(ephemeral=True, thinking=True)
    receipt = read_receipt(typed)
    found = None
    if receipt is not None:
        replaying = desk_of(interaction).knowledge.moderation.replaying
        found = await replaying.replay(_server(interaction), receipt, by=interaction.user.id)
    await tell(interaction, notice(UNKNOWN) if found is None else replay_card(found))


async def _card(
    interaction: Interaction,
    found: Case | QuizCase,
    page: int = 0,
    *,
    said: str = "",
    waiting: Backlog | None = None,
) -> Card:
    if isinstance(found, QuizCase):
        return quiz_case_card(found, page)
    people = [found.asker, *(t.by for t in found.thumbs), *(r.by for r in found.reports)]
    names = await names_of(interaction, people, [found.record.occasion.channel_id])
    roles = roles_of(interaction)
    may_unmask, may_correct = Role.MANAGER in roles, Role.INSTRUCTOR in roles
    return case_card(
        found,
        names,
        page,
        may_unmask=may_unmask,
        may_correct=may_correct,
        said=said,
        waiting=waiting,
    )


def _desk(interaction: Interaction) -> ReviewDesk:
    return desk_of(interaction).knowledge.moderation.desk


def _server(interaction: Interaction) -> int:
    return interaction.guild_id or 0


class TurnCase(GuardedItem, template=logs_ids.TURN_CASE):
    """Another page of a record."""

    action = "logs:case"

    async def pressed(self, interaction: Interaction) -> None:
        await interaction.response.defer()
        found = await _desk(interaction).open(
            _server(interaction), self.state["receipt"], by=interaction.user.id
        )
        shown = notice(UNKNOWN)
        if found is not None:
            shown = await _card(interaction, found, int(self.state["page"]))
        await interaction.edit_original_response(view=shown)


class OpenReview(GuardedItem, template=logs_ids.REVIEW):
    """Under an alert, which many see: the record comes privately."""

    action = "logs:review"

    async def pressed(self, interaction: Interaction) -> None:
        await show_case(interaction, self.state["receipt"])


class NextCase(GuardedItem, template=logs_ids.NEXT):
    """The answer to review after this one."""

    action = "logs:next"

    async def pressed(self, interaction: Interaction) -> None:
        await show_next(interaction, self.state["receipt"])


class Mark(GuardedItem, template=logs_ids.MARK):
    """What a moderator says of the answer; what is wrong with it may be told in a note."""

    action = "logs:mark"

    async def pressed(self, interaction: Interaction) -> None:
        status, seen = ReviewStatus(self.state["status"]), ReviewStatus(self.state["seen"])
        receipt = self.state["receipt"]
        if status in (ReviewStatus.OK, ReviewStatus.OPEN):
            await _keep(interaction, receipt, status, seen, "")
        else:
            await interaction.response.send_modal(note_form(status, seen, receipt))


class NoteModal(GuardedModal):
    """A review with its note."""

    action = "logs:note"
    template = logs_ids.NOTE

    async def submitted(
        self, interaction: Interaction, state: Mapping[str, str], typed: Mapping[str, str]
    ) -> None:
        status, seen = ReviewStatus(state["status"]), ReviewStatus(state["seen"])
        await _keep(interaction, state["receipt"], status, seen, typed.get("note", ""))


async def _keep(
    interaction: Interaction, receipt: str, status: ReviewStatus, seen: ReviewStatus, note: str
) -> None:
    await interaction.response.defer()
    desk, server_id, by = _desk(interaction), _server(interaction), interaction.user.id
    kept = await desk.review(server_id, receipt, status, by=by, seen=seen, note=note)
    said = f"Saved: **{status.value}**."
    if isinstance(kept, Case):
        saved(interaction, "Your review **is saved**.")
        shown: Case | QuizCase | None = kept
    else:
        said = OVERTAKEN
        shown = None if kept is Unreviewed.GONE else await desk.open(server_id, receipt, by=by)
    if shown is None:
        await interaction.edit_original_response(view=notice(UNKNOWN))
        return
    waiting = await desk.backlog(server_id)
    card = await _card(interaction, shown, said=said, waiting=waiting)
    await interaction.edit_original_response(view=card)


class ShowScores(GuardedItem, template=logs_ids.SCORES):
    """The figures behind the words: first in a message of their own, then page by page."""

    action = "logs:scores"

    async def pressed(self, interaction: Interaction) -> None:
        if self.state["move"] == "show":
            await interaction.response.defer(ephemeral=True, thinking=True)
        else:
            await interaction.response.defer()
        found = await _desk(interaction).open(
            _server(interaction), self.state["receipt"], by=interaction.user.id
        )
        shown = notice(UNKNOWN)
        if isinstance(found, Case):
            shown = scores_card(found.record, int(self.state["page"]))
        await interaction.edit_original_response(view=shown)


class ReplayCase(GuardedItem, template=logs_ids.REPLAY):
    """Asks the question again; the record stays beside it."""

    action = "logs:replay"

    async def pressed(self, interaction: Interaction) -> None:
        await show_replay(interaction, self.state["receipt"])


class MakeTranscript(GuardedItem, template=logs_ids.TRANSCRIPT):
    """The record as files."""

    action = "logs:transcript"

    async def pressed(self, interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        receipt = self.state["receipt"]
        made = await desk_of(interaction).knowledge.moderation.transcripts.make(
            _server(interaction), receipt, by=interaction.user.id
        )
        if made is None:
            await tell(interaction, notice(UNKNOWN))
            return
        files = [discord.File(io.BytesIO(file.content), file.name) for file in made]
        await interaction.edit_original_response(
            view=transcript_card(receipt, made), attachments=files
        )


class ShowName(GuardedItem, template=logs_ids.SHOW_NAME):
    """Asks for a reason first."""

    action = "logs:name"

    async def pressed(self, interaction: Interaction) -> None:
        await interaction.response.send_modal(reason_form(self.state["receipt"]))


class ReasonModal(GuardedModal):
    """The name behind a pseudonym, once the reason is on record."""

    action = "logs:reason"
    template = logs_ids.REASON

    async def submitted(
        self, interaction: Interaction, state: Mapping[str, str], typed: Mapping[str, str]
    ) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        receipt, reason = state["receipt"], typed.get("reason", "")
        if not reason.strip():
            await tell(interaction, notice("Give a reason: without one, no name is shown."))
            return
        user_id = await _desk(interaction).unmask(
            _server(interaction), receipt, reason, by=interaction.user.id
        )
        if user_id is None:
            await tell(interaction, notice(NOT_TOLD))
            return
        _, name = await name_of(interaction, user_id)
        called = "somebody whom Discord no longer shows" if name is None else shorten(name, 80)
        await tell(
            interaction,
            notice(
                f"`{receipt}` was asked by **{literal(called)}**, Discord id `{user_id}`.\n"
                "-# Your reason is in the audit."
            ),
        )


ITEMS: tuple[type[GuardedItem], ...] = (
    TurnCase,
    OpenReview,
    NextCase,
    Mark,
    ShowScores,
    ReplayCase,
    MakeTranscript,
    ShowName,
)
MODALS: tuple[GuardedModal, ...] = (NoteModal(), ReasonModal())
