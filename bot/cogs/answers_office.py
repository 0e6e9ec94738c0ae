"""What every act of `/answers` needs: the course, who acts, and what is said of the outcome."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import discord

from bot.cards.inbox import chosen_passages, given_back
from bot.cards.layout import Card, card
from bot.cards.text import one_line, shorten
from bot.cards.verified import WHY_NOT, done_card
from bot.cogs.desk import desk_of
from bot.cogs.tellings import spread
from bot.errors import saved, tell
from knowledge.model.corpus import Citation, Course
from knowledge.model.record import Record
from knowledge.model.verified import Draft, NotVerified, Person, Verified, VerifiedAnswer

Interaction = discord.Interaction[Any]


async def course_tended(interaction: Interaction) -> Course | None:
    """The course of this place. The access table lets only those act who may look after it."""
    return await desk_of(interaction).course(interaction)


def person(interaction: Interaction) -> Person:
    """Who acts, as this server calls them now."""
    user = interaction.user
    return Person(user.id, shorten(one_line(user.display_name), 80))


def draft(typed: Mapping[str, str]) -> Draft:
    """What stands in a form for an answer."""
    return Draft(
        typed.get("question", ""),
        typed.get("words", ""),
        chosen_passages(typed.get("passages", "")),
    )


def words_of(answer: VerifiedAnswer) -> str:
    """A person's answer as a form begins with it: their own words, else what they confirm."""
    return answer.words or _joined(answer.citations)


def words_now(record: Record) -> str:
    """What an answer says now, as a form begins with it; empty where it says nothing."""
    return _joined(record.citations) if record.verified is None else words_of(record.verified)


def _joined(quoted: Sequence[Citation]) -> str:
    # Of a document that was erased no words are left.
    return "\n".join(filter(None, (one_line(citation.quote) for citation in quoted)))


async def tell_outcome(
    interaction: Interaction, outcome: Verified | NotVerified, words: str = ""
) -> None:
    """Spread an answer that was taken; give back what was typed where it was not."""
    if isinstance(outcome, NotVerified):
        await tell(interaction, not_taken_card(outcome, words))
        return
    saved(interaction, "The answer **is saved**.")
    reached = await spread(interaction.client, desk_of(interaction), outcome)
    await tell(interaction, done_card(outcome, *reached))


def not_taken_card(why: NotVerified, words: str) -> Card:
    """Why nothing was saved, with what was typed."""
    return card(WHY_NOT[why], *given_back(words))
