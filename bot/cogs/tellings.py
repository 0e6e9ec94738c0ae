"""What follows in Discord from an answer that somebody has given: messages edited, people told."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import NamedTuple

import discord

from bot.cards.answer import answer_card
from bot.cards.layout import Card
from bot.cards.verified import tiding_card
from bot.cogs.answer_messages import receipt_on
from bot.cogs.desk import Desk
from knowledge.model.verified import PostedRecord, Tiding, Verified

log = logging.getLogger(__name__)

MOST_AT_ONCE = 100
"""Messages edited, and people told, when an answer is given: a few minutes' work."""


class Reached(NamedTuple):
    """How far an answer has come by now."""

    told: int
    """People."""
    edited: int
    """Messages that many can read."""


async def spread(client: discord.Client, desk: Desk, done: Verified) -> Reached:
    """Show an answer where another stood, and tell those who are to know. Never raises.

    Whoever gave it waits for this, and Discord slows down who writes to many at once. Of more
    than :data:`MOST_AT_ONCE` the other people are told under their next question; the other
    messages, the oldest, stay as they are.
    """
    edited = 0
    for posted in done.posted[:MOST_AT_ONCE]:
        edited += await _edit(client, desk, posted)
    return Reached(await tell_people(client, desk, done.told[:MOST_AT_ONCE]), edited)


async def tell_people(client: discord.Client, desk: Desk, people: Sequence[int]) -> int:
    """How many of them know now; the others are told under their next question."""
    return sum([await _tell(client, desk, user_id) for user_id in people])


async def tell_waiting(
    client: discord.Client, desk: Desk, user_id: int, send: Callable[[Card], Awaitable[object]]
) -> None:
    """Tell somebody who has just asked what waits for them. Their answer is out: never raises.

    Args:
        send: Shows a card to that person alone.
    """
    tidings = desk.knowledge.tidings
    try:
        taken, _ = await _take_due(client, desk, user_id)
        for at, one in enumerate(taken):
            try:
                await send(tiding_card(one))
            except discord.HTTPException:
                await tidings.give_back(taken[at:])
                raise
            await tidings.told([one])
    except Exception as error:
        log.warning("what waits for an asker was not told: %s", error)


async def _take_due(client: discord.Client, desk: Desk, user_id: int) -> tuple[list[Tiding], bool]:
    """What a user is to be told of courses that are theirs now, and whether that is all.

    The rest is held back: until they have the role again, or for good when its time is over.
    """
    taken = await desk.knowledge.tidings.take_due(user_id)
    courses = {one.course_id for one in taken if one.course_id is not None}
    heard = {id_ for id_ in courses if await desk.may_hear(client, user_id, id_)}
    held_back = [one for one in taken if one.course_id not in heard]
    if held_back:
        await desk.knowledge.tidings.give_back(held_back)
    return [one for one in taken if one.course_id in heard], not held_back


async def _tell(client: discord.Client, desk: Desk, user_id: int) -> bool:
    """Whether everything that waits for a user has arrived."""
    tidings = desk.knowledge.tidings
    try:
        taken, all_of_it = await _take_due(client, desk, user_id)
        for at, one in enumerate(taken):
            if not (await _edit_reply(desk, one) or await _send(client, one)):
                await tidings.give_back(taken[at:])
                return False
            await tidings.told([one])
    except Exception as error:
        log.warning("somebody could not be told of an answer: %s", error)
        return False
    return all_of_it


async def _edit_reply(desk: Desk, tiding: Tiding) -> bool:
    """Whether the reply that they got stands there still and says it now."""
    held = desk.held.take(tiding.user_id, tiding.receipt)
    if held is None:
        return False
    try:
        await held.edit_original_response(view=tiding_card(tiding))
    except discord.HTTPException as error:
        log.info("a reply could no longer be edited: %s", error)
        return False
    return True


async def _send(client: discord.Client, tiding: Tiding) -> bool:
    """Whether a direct message has arrived. People may refuse them; that is no fault."""
    try:
        user = client.get_user(tiding.user_id) or await client.fetch_user(tiding.user_id)
        await user.send(view=tiding_card(tiding))
    except discord.HTTPException as error:
        log.info("no direct message about an answer: %s", error)
        return False
    return True


async def _edit(client: discord.Client, desk: Desk, posted: PostedRecord) -> bool:
    """Whether the message in the channel shows the answer that stands now.

    A message for one person cannot be found there; one that only leads to a private answer
    stays as it is.
    """
    channel = client.get_channel(posted.channel_id)
    if not isinstance(channel, discord.TextChannel | discord.Thread | discord.VoiceChannel):
        return False
    try:
        message = await channel.fetch_message(posted.message_id)
        if receipt_on(message) != (posted.receipt, True):
            return False
        record = await desk.knowledge.logbook.find(posted.receipt)
        if record is None:
            return False
        await message.edit(
            view=answer_card(record), allowed_mentions=discord.AllowedMentions.none()
        )
    except Exception as error:
        log.info("the message of %s was not edited: %s", posted.receipt, error)
        return False
    return True
