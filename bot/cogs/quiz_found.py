"""What a press on a quiz's message is about, as far as it may be shown here and now.

Every client can send an id with another number in it. A press must not reach a quiz of another
server, nor show anything of a question before its time.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import discord

from bot.cards.layout import notice
from bot.cards.quiz_board import NOT_OVER
from bot.cards.quiz_question import REFUSALS
from bot.cogs.desk import NOT_FOR_YOU, desk_of
from bot.cogs.quiz_stage import stage_of
from bot.errors import tell
from knowledge.model.quiz import Question, QuestionState, Quiz, QuizState, Refusal

GONE = "This quiz is no longer on record."
ASKED = frozenset(QuestionState) - {QuestionState.WAITING}
ANSWERED = frozenset({QuestionState.CLOSED, QuestionState.REVEALED})

Interaction = discord.Interaction[Any]


async def _why_not_here(interaction: Interaction, quiz: Quiz | None, otherwise: str) -> str | None:
    """Why a quiz is not for this person here, in words: another server's, or another course's."""
    if quiz is None or quiz.server_id != interaction.guild_id:
        return otherwise
    may_see = await desk_of(interaction).may_see(interaction, quiz.plan.course_id)
    return None if may_see else NOT_FOR_YOU


async def quiz_here(interaction: Interaction, state: Mapping[str, str]) -> Quiz | None:
    """The quiz that a button belongs to; says so if there is none in this server."""
    quiz = await stage_of(interaction).master.lookup.quiz(int(state["quiz"]))
    why_not = await _why_not_here(interaction, quiz, GONE)
    if why_not is not None:
        await tell(interaction, notice(why_not))
        return None
    return quiz


async def quiz_over(interaction: Interaction, state: Mapping[str, str]) -> Quiz | None:
    """As :func:`quiz_here`, of a quiz that is over: before, it would tell what is held back."""
    quiz = await quiz_here(interaction, state)
    if quiz is not None and quiz.state is not QuizState.FINISHED:
        await tell(interaction, notice(NOT_OVER))
        return None
    return quiz


async def question_here(
    interaction: Interaction,
    state: Mapping[str, str],
    allowed: Collection[QuestionState] = ASKED,
    *,
    otherwise: str = REFUSALS[Refusal.UNKNOWN],
) -> Question | None:
    """The question that a button belongs to; says so if there is none in this server.

    Args:
        allowed: Its states in which the press makes sense; nothing of one that waits is shown.
        otherwise: What is said instead.
    """
    master = stage_of(interaction).master
    question = await master.lookup.question(int(state["question"]))
    quiz = None if question is None else await master.lookup.quiz(question.quiz_id)
    why_not = await _why_not_here(interaction, quiz, otherwise)
    if question is None or question.state not in allowed:
        why_not = otherwise
    if why_not is not None:
        await tell(interaction, notice(why_not))
        return None
    return question
