"""The host's panel: open, close, reveal, skip, more time, pause, remove somebody, end."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, cast

import discord
from discord import ui

from bot.cards import quiz_ids, quiz_panel
from bot.cards.layout import notice
from bot.cards.quiz_panel import ending_card
from bot.cogs.quiz_stage import Stage, stage_of
from bot.errors import GuardedItem, saved, tell
from knowledge.model.quiz import QuestionState, Quiz, QuizState, Refusal

MORE_SECONDS = 15
KICKED = "{name} was removed. Their answers stay on record and count for nothing."
KEPT_OUT = "{name} was not in, and is kept out of this quiz."
KICKED_ALREADY = "{name} was removed before."
PLAYED_ALREADY = (
    "This question was played, and counts. Go on with **Open next**; if its key is wrong, change "
    "that later with `/quiz results`."
)
PAUSED = "Paused. Answers are kept; nobody can answer until you press **Resume**."
CANNOT_PAUSE = "There is nothing to pause."
CANNOT_RESUME = "The quiz is not paused."
NO_TIME_LIMIT = "This question has no time limit."
SKIPPED = "Skipped: it counts for nobody."

Interaction = discord.Interaction[Any]


class HostAct(GuardedItem, template=quiz_ids.CONTROL):
    """Any button of the panel. The panel itself answers, with what came of it."""

    action = "quiz:control"

    async def pressed(self, interaction: Interaction) -> None:
        stage, act = stage_of(interaction), self.state["act"]
        quiz = await _quiz(interaction, self.state["quiz"])
        if quiz is None:
            return
        # Posting can take longer than Discord waits, and the panel is edited by its token.
        await interaction.response.defer()
        stage.posts.try_again(quiz.channel_id)
        if act == "end":
            await interaction.edit_original_response(view=ending_card(quiz))
            return
        # Said before the act: it may store something and fail only when it shows that.
        saved(interaction, "Everything so far **is saved**.")
        note = await _ACTS[act](stage, quiz, interaction)
        await show_panel(interaction, stage, quiz.id, note, below=act == "next")


class Kick(GuardedItem, template=quiz_ids.KICK):
    """Removes somebody: their answers count no more."""

    action = "quiz:control"

    async def pressed(self, interaction: Interaction) -> None:
        stage = stage_of(interaction)
        quiz = await _quiz(interaction, self.state["quiz"])
        if quiz is None:
            return
        user_id = cast("ui.UserSelect[Any]", self.item).values[0].id
        players = {player.user_id: player for player in await stage.master.players(quiz.id)}
        kicked = await stage.master.kick(quiz.id, user_id, by=interaction.user.id)
        saved(interaction, "Everything so far **is saved**.")
        await interaction.response.defer()
        if kicked:
            stage.lobby_changed(quiz.id)
        words = KICKED if user_id in players else KEPT_OUT
        name = quiz_panel.named(players.get(user_id))
        note = (words if kicked else KICKED_ALREADY).format(name=name)
        await show_panel(interaction, stage, quiz.id, note)


async def show_panel(
    interaction: Interaction, stage: Stage, quiz_id: int, note: str = "", *, below: bool = False
) -> None:
    """The panel as the answer to this press, and the other hosts' panels with it.

    Args:
        below: Anew under what was just posted: nobody should scroll up to steer.
    """
    card = await stage.panel(quiz_id, note)
    message = None
    if below:
        message = await interaction.followup.send(view=card, ephemeral=True, wait=True)
        with suppress(discord.HTTPException):
            await interaction.delete_original_response()
    elif interaction.response.is_done():
        await interaction.edit_original_response(view=card)
    else:
        await interaction.response.send_message(view=card, ephemeral=True)
    stage.panels.remember(quiz_id, interaction, message)
    await stage.tell_hosts(quiz_id, note, beside=interaction.user.id)


async def _quiz(interaction: Interaction, quiz_id: str) -> Quiz | None:
    quiz = await stage_of(interaction).master.quiz(int(quiz_id))
    # A forged id must not steer what is played on another server.
    if quiz is None or quiz.server_id != interaction.guild_id:
        await tell(interaction, notice(quiz_panel.NO_QUIZ))
        return None
    return quiz


async def _next(stage: Stage, quiz: Quiz, interaction: Interaction) -> str:
    return await stage.open_next(quiz.id, interaction.created_at, interaction.user.id)


async def _close(stage: Stage, quiz: Quiz, interaction: Interaction) -> str:
    return await stage.close(quiz.id, interaction.user.id)


async def _reveal(stage: Stage, quiz: Quiz, interaction: Interaction) -> str:
    return await stage.reveal(quiz.id, interaction.user.id)


async def _skip(stage: Stage, quiz: Quiz, interaction: Interaction) -> str:
    question = await stage.master.current(quiz.id)
    if question is None:
        return quiz_panel.NOTHING_OPEN
    if question.state is QuestionState.REVEALED:
        # Who presses it here means "go on", and would take everybody's points away.
        return PLAYED_ALREADY
    skipped = await stage.master.skip(question.id, by=interaction.user.id)
    if isinstance(skipped, Refusal):
        return quiz_panel.NOTHING_OPEN
    return await stage.refresh_question(skipped) or SKIPPED


async def _extend(stage: Stage, quiz: Quiz, interaction: Interaction) -> str:
    question = await stage.master.current(quiz.id)
    if question is None or question.state not in (QuestionState.OPEN, QuestionState.PAUSED):
        return quiz_panel.NOTHING_OPEN
    if question.deadline is None:
        return NO_TIME_LIMIT
    extended = await stage.master.extend(question.id, MORE_SECONDS, by=interaction.user.id)
    if isinstance(extended, Refusal):
        return quiz_panel.NOTHING_OPEN
    return await stage.refresh_question(extended)


async def _pause(stage: Stage, quiz: Quiz, interaction: Interaction) -> str:
    if isinstance(await stage.master.pause(quiz.id, by=interaction.user.id), Refusal):
        return CANNOT_PAUSE
    return await _refresh(stage, quiz) or PAUSED


async def _resume(stage: Stage, quiz: Quiz, interaction: Interaction) -> str:
    if isinstance(await stage.master.resume(quiz.id, by=interaction.user.id), Refusal):
        return CANNOT_RESUME
    return await _refresh(stage, quiz)


async def _refresh(stage: Stage, quiz: Quiz) -> str:
    question = await stage.master.current(quiz.id)
    if question is not None and question.state in (QuestionState.OPEN, QuestionState.PAUSED):
        return await stage.refresh_question(question)
    await stage.moved(quiz.id)
    return ""


async def _end(stage: Stage, quiz: Quiz, interaction: Interaction) -> str:
    board = await stage.master.end(quiz.id, by=interaction.user.id)
    return quiz_panel.OVER_ALREADY if board is None else await stage.show_board(quiz.id, board)


async def _show_board(stage: Stage, quiz: Quiz, _interaction: Interaction) -> str:
    if quiz.state is not QuizState.FINISHED:
        return ""
    return quiz_panel.BOARD_STANDS if quiz.board_message_id else await stage.show_board(quiz.id)


async def _update(stage: Stage, quiz: Quiz, _interaction: Interaction) -> str:
    """Also posts the lobby that could not be posted when the quiz was started."""
    return await stage.show_lobby(quiz) if quiz.lobby_message_id is None else ""


_ACTS: dict[str, Callable[[Stage, Quiz, Interaction], Awaitable[str]]] = {
    "next": _next,
    "close": _close,
    "reveal": _reveal,
    "skip": _skip,
    "extend": _extend,
    "pause": _pause,
    "resume": _resume,
    "sure": _end,
    "board": _show_board,
    "panel": _update,
}

ITEMS: tuple[type[GuardedItem], ...] = (HostAct, Kick)
