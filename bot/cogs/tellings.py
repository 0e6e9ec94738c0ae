"""What follows in Discord from an answer that somebody has given: messages edited, people told."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from enum import Enum, auto
from typing import Any, NamedTuple

import discord

from bot.cards.answer import actions, answer_card
from bot.cards.layout import Card, Row
from bot.cards.verified import tiding_card
from bot.cogs.answer_messages import receipt_on
from bot.cogs.desk import Desk
from knowledge.model.record import Record
from knowledge.model.verified import PostedRecord, Tiding, Verified

log = logging.getLogger(__name__)

AT_ONCE = 10
"""Messages changed, and people told, in one go: Discord slows down who writes to many."""


class Reached(NamedTuple):
    """How far an answer has come by now."""

    told: int
    """People."""
    edited: int
    """Messages that many can read."""
    left: int
    """People whom :func:`go_on` tells a little later."""


async def spread(client: discord.Client, desk: Desk, done: Verified) -> Reached:
    """Show an answer where another stood, and tell those who are to know. Never raises.

    Whoever gave it waits for this: what is beyond :data:`AT_ONCE` is left to :func:`go_on`.
    """
    edits = await _edit_posted(client, desk, done.posted[:AT_ONCE])
    told = await tell_people(client, desk, done.told)
    return Reached(told, edits.count(_Edit.DONE), len(done.told[AT_ONCE:]))


async def tell_people(client: discord.Client, desk: Desk, people: Sequence[int]) -> int:
    """How many of the first :data:`AT_ONCE` know now; those who cannot be reached are told under
    their next question, and the others by :func:`go_on`.
    """
    return sum([await _tell(client, desk, user_id) for user_id in people[:AT_ONCE]])


async def go_on(client: discord.Client, desk: Desk) -> bool:
    """Change and tell the next :data:`AT_ONCE` of what is left; whether there may be more.

    What is left is what nobody has tried: also what an end of the process has interrupted.

    Raises:
        KnowledgeError: that could not be looked up.
    """
    tidings = desk.knowledge.tidings
    posted, people = await tidings.unposted(AT_ONCE), await tidings.untried(AT_ONCE)
    edits = await _edit_posted(client, desk, posted)
    await tell_people(client, desk, people)
    return AT_ONCE in (len(posted), len(people)) or _Edit.LATER in edits


class _Edit(Enum):
    """What became of a message that was to be changed."""

    DONE = auto()
    NEVER = auto()
    """It is gone, or not ours to change."""
    LATER = auto()
    """Discord, the network or the database failed."""


async def _edit_posted(
    client: discord.Client, desk: Desk, posted: Sequence[PostedRecord]
) -> list[_Edit]:
    """Show in the messages what stands there now. Never raises."""
    if not posted:
        return []
    edits = []
    for one in posted:
        # One at a time: of two edits of a message the one that read last is to come last.
        async with desk.editing:
            edits.append(await _edit(client, desk, one))
    of = list(zip(posted, edits, strict=True))
    settled = [one for one, edit in of if edit is not _Edit.LATER]
    failed = [one for one, edit in of if edit is _Edit.LATER]
    try:
        await desk.knowledge.tidings.note_posted(settled, failed)
    except Exception as error:
        log.warning("changed messages were not noted: %s", error)
    return edits


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
        rows = await _buttons(desk, tiding, held)
        await held.edit_original_response(view=tiding_card(tiding, rows))
    except discord.HTTPException as error:
        log.info("a reply could no longer be edited: %s", error)
        return False
    return True


async def _buttons(desk: Desk, tiding: Tiding, held: discord.Interaction[Any]) -> list[Row]:
    """What a reply in a server offers under an answer, as long as its record is there."""
    record = await desk.knowledge.logbook.find(tiding.receipt)
    if record is None or tiding.answer is None or held.guild_id is None:
        return []
    is_theirs = record.is_private and record.occasion.user_id == tiding.user_id
    may_write = held.permissions.send_messages
    if isinstance(held.channel, discord.Thread):
        may_write = held.permissions.send_messages_in_threads
    shareable = is_theirs and record.shared_at is None and may_write
    return actions(record, shareable=shareable, asks_a_person=False)


async def _send(client: discord.Client, tiding: Tiding) -> bool:
    """Whether a direct message has arrived. People may refuse them; that is no fault."""
    try:
        user = client.get_user(tiding.user_id) or await client.fetch_user(tiding.user_id)
        await user.send(view=tiding_card(tiding))
    except discord.HTTPException as error:
        log.info("no direct message about an answer: %s", error)
        return False
    return True


async def _edit(client: discord.Client, desk: Desk, posted: PostedRecord) -> _Edit:
    """Let the message in the channel show the answer that stands now.

    A message for one person cannot be found there; one that only leads to a private answer
    stays as it is.
    """
    try:
        # A thread that was archived is no longer kept in memory.
        channel = client.get_channel(posted.channel_id) or await client.fetch_channel(
            posted.channel_id
        )
        if not isinstance(channel, discord.TextChannel | discord.Thread | discord.VoiceChannel):
            return _Edit.NEVER
        message = await channel.fetch_message(posted.message_id)
        if receipt_on(message) != (posted.receipt, True):
            return _Edit.NEVER
        record = await desk.knowledge.logbook.find(posted.receipt)
        if record is None:
            return _Edit.NEVER
        if isinstance(channel, discord.Thread) and channel.archived and not channel.locked:
            # Nothing in it can be changed otherwise. Discord archives it anew in time.
            await channel.edit(archived=False)
        shown = answer_card(record, shared_by=await _sharer(channel.guild, record))
        await message.edit(view=shown, allowed_mentions=discord.AllowedMentions.none())
    except Exception as error:
        log.info("the message of %s was not edited: %s", posted.receipt, error)
        return _Edit.NEVER if _is_refusal(error) else _Edit.LATER
    return _Edit.DONE


async def _sharer(guild: discord.Guild, record: Record) -> str | None:
    """What somebody is called who showed their private answer there; ``None`` without a name."""
    user_id = record.occasion.user_id
    if record.shared_at is None or user_id is None:
        return None
    try:
        return (guild.get_member(user_id) or await guild.fetch_member(user_id)).display_name
    except discord.HTTPException as error:
        log.info("who shared %s was not found: %s", record.receipt, error)
        return None


def _is_refusal(error: Exception) -> bool:
    """Whether Discord would say the same again."""
    if isinstance(error, discord.InvalidData):
        return True
    slow_down = 429
    return (
        isinstance(error, discord.HTTPException)
        and 400 <= error.status < 500
        and error.status != slow_down
    )
