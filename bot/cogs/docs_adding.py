"""`/docs add`: files are read and encoded, and wait to be published."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence

import discord

from bot.cards.docs_adding import (
    SAVED,
    TOLD_LATER,
    Waiting,
    gone,
    progress_card,
    report_card,
    too_large,
)
from bot.cards.layout import Card, notice
from bot.cogs.desk import Desk, desk_of
from bot.cogs.docs_screens import Interaction, course_of
from bot.cogs.progress import cards_shown
from bot.errors import TOKEN_LOST, saved, tell
from knowledge.errors import UnreadableFile
from knowledge.ingestion.batch import IngestProgress, IngestReport, SourceFile
from knowledge.ingestion.refusals import refusal_sentence
from knowledge.model.corpus import Course

BUSY = "Another upload is still being read here. Try again when it is done."


async def add(interaction: Interaction, files: Sequence[discord.Attachment]) -> None:
    """Read the files one after the other, and say of each what became of it."""
    await interaction.response.defer(ephemeral=True, thinking=True)
    course = await course_of(interaction)
    if course is None:
        return
    desk, server_id = desk_of(interaction), interaction.guild_id or 0
    # One at a time: each takes memory and minutes, and all of them are counted when they are done.
    if server_id in desk.adding:
        await tell(interaction, notice(BUSY))
        return
    desk.adding.add(server_id)
    try:
        await _add(interaction, course, files)
    finally:
        desk.adding.discard(server_id)


async def _add(
    interaction: Interaction, course: Course, files: Sequence[discord.Attachment]
) -> None:
    desk = desk_of(interaction)
    read, refused = await _fetch(files, interaction.filesize_limit)
    async with cards_shown(interaction, desk.clock) as show:

        def progress(now: IngestProgress) -> None:
            show(lambda: progress_card(now))

        report = await desk.knowledge.ingester.draft(
            course,
            read,
            by=interaction.user.id,
            server_id=interaction.guild_id,
            progress=progress,
        )
    if report.drafted:
        saved(interaction, SAVED)
    waiting = await _waiting(desk, course.id, report)
    others = [*refused, *(file.message for file in (*report.unchanged, *report.skipped))]
    await last_word(interaction, report_card(course, waiting, others))


async def _fetch(
    files: Sequence[discord.Attachment], limit: int
) -> tuple[list[SourceFile], list[str]]:
    """What Discord still has, and in words what it has not."""
    read: list[SourceFile] = []
    refused: list[str] = []
    for file in files:
        try:
            if file.size > limit:
                raise too_large(limit)
            read.append(SourceFile(file.filename, await _content(file)))
        except UnreadableFile as error:
            refused.append(refusal_sentence(file.filename, error))
    return read, refused


async def _content(file: discord.Attachment) -> bytes:
    try:
        return await file.read()
    except (discord.NotFound, discord.Forbidden):
        raise gone() from None


async def _waiting(desk: Desk, course_id: int, report: IngestReport) -> list[Waiting]:
    drafts = desk.knowledge.drafts
    found = [await drafts.find(course_id, file.draft_id) for file in report.drafted]
    return [
        Waiting(
            draft,
            await drafts.dependents(draft),
            await drafts.suspicions(course_id, draft.id) if draft.is_suspect else (),
        )
        for draft in found
        if draft is not None
    ]


async def last_word(interaction: Interaction, card: Card) -> None:
    """Put the end in the place of the progress; after a quarter of an hour it takes a message."""
    try:
        await interaction.edit_original_response(view=card)
    except discord.HTTPException as error:
        if error.code not in TOKEN_LOST:
            raise
        with contextlib.suppress(discord.Forbidden):
            await interaction.user.send(view=notice(TOLD_LATER))
