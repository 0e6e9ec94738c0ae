"""The host's panel: open, close, reveal, skip, more time, pause, remove somebody, end."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

import discord

from bot.cards import quiz_ids, quiz_panel
from bot.cards.layout import notice
from bot.cards.players import shown_name
from bot.cards.quiz_lobby import moment
from bot.cards.quiz_panel import ending_card
from bot.cogs.quiz_stage import Stage, stage_of
from bot.errors import GuardedItem, saved, tell
from knowledge.model.quiz import QuestionState, Quiz, QuizState, Refusal

MORE_SECONDS = 15
KICKED = "{name} was removed. Their answers stay on record and count for nothing."
NOT_IN = "That person is not in this quiz (any more)."
POSTED = "Question {number} is posted."
CLOSED = "Closed. Nobody has seen the answer yet."
SHOWN = "The answer is shown in the channel."
LONGER = "Added {added} s: question {number} closes at {at}."
LONGER_PAUSED = "Added {added} s, which count once you press **Resume**."
RESUMED = "It goes on, with the time that was left."
UP_TO_DATE = "Up to date."
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
        await interaction.response.defer()
        players = {
            str(player.user_id): player for player in await stage.master.roster.players(quiz.id)
        }
        player = players.get(self.values[0])
        note = NOT_IN
        if player is not None and await stage.master.hosting.kick(
            quiz.id, player.user_id, by=interaction.user.id
        ):
            saved(interaction, "Everything so far **is saved**.")
            stage.lobby_changed(quiz.id)
            note = KICKED.format(name=shown_name(player.name, 1))
        await show_panel(interaction, stage, quiz.id, note)


class TurnNames(GuardedItem, template=quiz_ids.NAMES):
    """Another page of those who can be removed."""

    action = "quiz:control"

    async def pressed(self, interaction: Interaction) -> None:
        stage = stage_of(interaction)
        quiz = await _quiz(interaction, self.state["quiz"])
        if quiz is not None:
            card = await stage.panel(quiz.id, page=int(self.state["page"]))
            await interaction.response.edit_message(view=card)
            stage.panels.remember(quiz.id, interaction)


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
    quiz = await stage_of(interaction).master.lookup.quiz(int(quiz_id))
    # A forged id must not steer what is played on another server.
    if quiz is None or quiz.server_id != interaction.guild_id:
        await tell(interaction, notice(quiz_panel.NO_QUIZ))
        return None
    return quiz


async def _next(stage: Stage, quiz: Quiz, interaction: Interaction) -> str:
    trouble = await stage.open_next(quiz.id, interaction.created_at, interaction.user.id)
    now, question = (
        await stage.master.lookup.quiz(quiz.id),
        await stage.master.lookup.current(quiz.id),
    )
    if trouble or now is None or question is None:
        return trouble
    if now.state is QuizState.FINISHED:
        return quiz_panel.BOARD_STANDS
    return POSTED.format(number=question.ordinal)


async def _close(stage: Stage, quiz: Quiz, interaction: Interaction) -> str:
    return await stage.close(quiz.id, interaction.user.id) or CLOSED


async def _reveal(stage: Stage, quiz: Quiz, interaction: Interaction) -> str:
    return await stage.reveal(quiz.id, interaction.user.id) or SHOWN


async def _skip(stage: Stage, quiz: Quiz, interaction: Interaction) -> str:
    question = await stage.master.lookup.current(quiz.id)
    if question is None:
        return quiz_panel.NOTHING_OPEN
    skipped = await stage.master.hosting.skip(question.id, by=interaction.user.id)
    if isinstance(skipped, Refusal):
        now = await stage.master.lookup.question(question.id)
        # Who presses it here means "go on", and would take everybody's points away.
        is_shown = now is not None and now.state is QuestionState.REVEALED
        return PLAYED_ALREADY if is_shown else quiz_panel.NOTHING_OPEN
    return await stage.refresh_question(skipped) or SKIPPED


async def _extend(stage: Stage, quiz: Quiz, interaction: Interaction) -> str:
    question = await stage.master.lookup.current(quiz.id)
    if question is None or question.state not in (QuestionState.OPEN, QuestionState.PAUSED):
        return quiz_panel.NOTHING_OPEN
    if question.deadline is None:
        return NO_TIME_LIMIT
    extended = await stage.master.hosting.extend(question.id, MORE_SECONDS, by=interaction.user.id)
    if isinstance(extended, Refusal) or extended.deadline is None:
        return quiz_panel.NOTHING_OPEN
    paused = extended.state is QuestionState.PAUSED
    done = (LONGER_PAUSED if paused else LONGER).format(
        added=MORE_SECONDS, number=extended.ordinal, at=moment(extended.deadline, "T")
    )
    return await stage.refresh_question(extended, MORE_SECONDS) or done


async def _pause(stage: Stage, quiz: Quiz, interaction: Interaction) -> str:
    if isinstance(await stage.master.hosting.pause(quiz.id, by=interaction.user.id), Refusal):
        return CANNOT_PAUSE
    return await _refresh(stage, quiz) or PAUSED


async def _resume(stage: Stage, quiz: Quiz, interaction: Interaction) -> str:
    if isinstance(await stage.master.hosting.resume(quiz.id, by=interaction.user.id), Refusal):
        return CANNOT_RESUME
    return await _refresh(stage, quiz) or RESUMED


async def _refresh(stage: Stage, quiz: Quiz) -> str:
    question = await stage.master.lookup.current(quiz.id)
    if question is not None and question.state in (QuestionState.OPEN, QuestionState.PAUSED):
        return await stage.refresh_question(question)
    await stage.moved(quiz.id)
    return ""


async def _end(stage: Stage, quiz: Quiz, interaction: Interaction) -> str:
    board = await stage.master.hosting.end(quiz.id, by=interaction.user.id)
    if board is None:
        return quiz_panel.OVER_ALREADY
    return await stage.show_board(quiz.id, board) or quiz_panel.BOARD_STANDS


async def _show_board(stage: Stage, quiz: Quiz, _interaction: Interaction) -> str:
    if quiz.state is not QuizState.FINISHED:
        return ""
    trouble = "" if quiz.board_message_id else await stage.show_board(quiz.id)
    return trouble or quiz_panel.BOARD_STANDS


async def _update(stage: Stage, quiz: Quiz, _interaction: Interaction) -> str:
    """Also posts the lobby that could not be posted when the quiz was started."""
    trouble = await stage.show_lobby(quiz) if quiz.lobby_message_id is None else ""
    return trouble or UP_TO_DATE


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

ITEMS: tuple[type[GuardedItem], ...] = (HostAct, Kick, TurnNames)
