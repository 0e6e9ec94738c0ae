"""`/bank`: the items of the course, listed, changed, and exchanged with other programs."""

from __future__ import annotations

import io
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.access import Act
from bot.cards import bank_ids
from bot.cards.bank import (
    REMARKS_FILE,
    ListFilter,
    export_card,
    imported_card,
    list_card,
    remarks_text,
    trial_card,
)
from bot.cards.custom_ids import theme_mark
from bot.cards.layout import Card, notice
from bot.cards.review import item_card
from bot.cards.text import shorten
from bot.cogs.desk import Desk, desk_of, quickly
from bot.cogs.import_progress import progress_shown
from bot.cogs.item_editing import open_form
from bot.cogs.item_screens import find_item
from bot.cogs.quiz_planning import themes_like
from bot.cogs.tending import course_carried
from bot.errors import GuardedItem, guarded, saved, tell
from knowledge.model.assessment import Item, ItemStatus, ItemType
from knowledge.model.item_rules import named
from knowledge.quizzing.bank_values import Editor, ExportReport, ImportReport
from knowledge.quizzing.interchange.formats import NAMES, Format
from knowledge.quizzing.trial_import import LARGEST_FILE
from knowledge.quizzing.validation import findings_in

FILE_GONE = "Discord no longer has that file. Attach it again."
TOO_LARGE = f"That file has more than {LARGEST_FILE // 2**20} MB. Split it."
NO_LONGER_WAITS = "That file does not wait any more. Nothing was imported; attach it again."
OTHER_KEYS = (
    "⚠️ The course has changed since, and other past results would move. Nothing was imported; "
    "look again."
)
NO_NUMBER = "Choose an item from the list that `item` offers."
NOTHING_TO_EXPORT = "No item fits that, so there is no file."
TOO_LARGE_OUT = "The file would be too large for Discord. Export one theme at a time."

SUSPENDED = "suspended"
_MOST_CHOICES = 25
_LARGEST_UPLOAD = 10 * 2**20

Interaction = discord.Interaction[Any]
Choice = app_commands.Choice
Choices = list[app_commands.Choice[str]]
"""A name of its own, as within the group ``list`` is a command."""

_STATUSES = [
    *(Choice(name=status.value, value=status.value) for status in ItemStatus),
    Choice(name="suspended by flags", value=SUSPENDED),
]
_KINDS = [Choice(name=named(kind), value=kind.value) for kind in ItemType]


@app_commands.guild_only()
class BankCommands(
    commands.GroupCog, group_name="bank", group_description="The course's quiz items"
):
    """The group."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @app_commands.command()
    @app_commands.describe(
        theme="Only items on this theme", type="Only items of this type", status="Only these"
    )
    @app_commands.choices(type=_KINDS, status=_STATUSES)
    async def list(
        self,
        interaction: Interaction,
        theme: str | None = None,
        type: str | None = None,
        status: str | None = None,
    ) -> None:
        """List the items, each with its number"""
        shown = ListFilter(status or "-", type or "-", theme_mark(theme) if theme else "-")
        await guarded(interaction, "bank list", lambda i: _list(i, shown))

    @app_commands.command()
    @app_commands.describe(item="Its number, or words of its question")
    async def edit(self, interaction: Interaction, item: str) -> None:
        """Change an item in a form"""
        await guarded(interaction, "bank edit", lambda i: _edit(i, item))

    @app_commands.command(name="import")
    @app_commands.describe(file="GIFT, Aiken, Moodle XML, CSV or YAML; you see first what it does")
    async def import_(self, interaction: Interaction, file: discord.Attachment) -> None:
        """Add the items of a file, as drafts"""
        await guarded(interaction, "bank import", lambda i: _try_import(i, file))

    @app_commands.command()
    @app_commands.describe(
        format="For which program",
        theme="Only items on this theme",
        status="Approved ones, unless you say otherwise",
    )
    @app_commands.choices(
        format=[Choice(name=NAMES[format_], value=format_.value) for format_ in Format],
        status=_STATUSES[:-1],
    )
    async def export(
        self,
        interaction: Interaction,
        format: str,
        theme: str | None = None,
        status: str = ItemStatus.APPROVED.value,
    ) -> None:
        """Get the items in a file"""
        await guarded(
            interaction,
            "bank export",
            lambda i: _export(i, Format(format), theme, ItemStatus(status)),
        )

    @list.autocomplete("theme")
    @export.autocomplete("theme")
    async def offer_themes(self, interaction: Interaction, typed: str) -> Choices:
        """Themes that contain what was typed. Empty rather than late: also the items."""
        return await quickly(themes_like(self._desk, interaction, typed)) or []

    @edit.autocomplete("item")
    async def offer_items(self, interaction: Interaction, typed: str) -> Choices:
        return await quickly(_items_like(self._desk, interaction, typed)) or []


async def _items_like(desk: Desk, act: Act, typed: str) -> list[Choice[str]]:
    course = await desk.course(act)
    if course is None:
        return []
    wanted = typed.strip().casefold().removeprefix("#")
    found = await desk.knowledge.bank.list_items(course.id)
    return [
        Choice(name=shorten(f"#{item.id} {item.draft.stem}", 100), value=str(item.id))
        for item in found
        if wanted in f"{item.id} {item.draft.stem} {item.draft.name}".casefold()
    ][:_MOST_CHOICES]


async def _list(interaction: Interaction, shown: ListFilter) -> None:
    desk = desk_of(interaction)
    course = await desk.course(interaction)
    if course is None:
        await tell(interaction, notice(desk.no_course(interaction)))
    else:
        await tell(interaction, await _listed(interaction, course.id, shown, 0))


async def _listed(interaction: Interaction, course_id: int, shown: ListFilter, page: int) -> Card:
    desk = desk_of(interaction)
    statuses = list(ItemStatus)
    if shown.status == SUSPENDED:
        statuses = [ItemStatus.APPROVED]
    elif shown.status != "-":
        statuses = [ItemStatus(shown.status)]
    kinds = [] if shown.kind == "-" else [ItemType(shown.kind)]
    items = await desk.knowledge.bank.list_items(course_id, statuses=statuses, types=kinds)
    fitting = [item for item in items if _fits(item, shown)]
    return desk.naming(interaction, course_id, list_card(course_id, fitting, shown, page))


def _fits(item: Item, shown: ListFilter) -> bool:
    if shown.status == SUSPENDED and item.suspended_at is None:
        return False
    codes = {theme_mark(theme) for theme in item.draft.themes}
    return shown.theme == "-" or shown.theme in codes


class TurnList(GuardedItem, template=bank_ids.TURN_LIST):
    """Another page of the list."""

    action = "bank:list"

    async def pressed(self, interaction: Interaction) -> None:
        state = self.state
        shown = ListFilter(state["status"], state["kind"], state["theme"])
        course = await course_carried(interaction, state)
        if course is not None:
            card = await _listed(interaction, course.id, shown, int(state["page"]))
            await interaction.response.edit_message(view=card)


class OpenItem(GuardedItem, template=bank_ids.OPEN_ITEM):
    """Shows one item of the list, with everything that can be done to it."""

    action = "bank:open"

    async def pressed(self, interaction: Interaction) -> None:
        item = await find_item(interaction, int(self.values[0]))
        if item is not None:
            await tell(interaction, item_card(item, findings_in(item.draft)))


async def _edit(interaction: Interaction, said: str) -> None:
    number = said.strip().removeprefix("#")
    if not number.isdecimal() or len(number) > 12:
        await tell(interaction, notice(NO_NUMBER))
        return
    item = await find_item(interaction, int(number))
    if item is not None:
        await open_form(interaction, item, bank_ids.ALONE)


async def _try_import(interaction: Interaction, file: discord.Attachment) -> None:
    desk = desk_of(interaction)
    course = await desk.course(interaction)
    if course is None or file.size > LARGEST_FILE:
        why = desk.no_course(interaction) if course is None else TOO_LARGE
        await tell(interaction, notice(why))
        return
    await interaction.response.defer(ephemeral=True, thinking=True)
    try:
        data = await file.read()
    except discord.NotFound:
        await tell(interaction, notice(FILE_GONE))
        return
    by, server_id = _editor(interaction), interaction.guild_id
    async with progress_shown(interaction, desk.clock) as progress:
        report = await desk.knowledge.exchange.try_import(
            course.id, file.filename, data, by, server_id=server_id, progress=progress
        )
    card = desk.naming(interaction, course.id, trial_card(course.id, report))
    await interaction.edit_original_response(view=card, attachments=_remarks_file(report))


class ConfirmImport(GuardedItem, template=bank_ids.IMPORT):
    """Imports what was tried. The file waits in the database, so a restart does not matter."""

    action = "bank:import"

    async def pressed(self, interaction: Interaction) -> None:
        desk, course = desk_of(interaction), await course_carried(interaction, self.state)
        if course is None:
            return
        await interaction.response.defer()
        pending_id, seen = int(self.state["pending"]), self.state["seen"]
        report = await desk.knowledge.exchange.carry_out(
            course.id, pending_id, _editor(interaction), seen=seen, server_id=interaction.guild_id
        )
        if report is None:
            await interaction.edit_original_response(view=notice(NO_LONGER_WAITS), attachments=[])
            return
        if report.pending_id is not None:
            again = trial_card(course.id, report, OTHER_KEYS)
            await interaction.edit_original_response(view=again, attachments=_remarks_file(report))
            return
        if not report.refused:
            saved(interaction, "The items **are imported**.")
        await interaction.edit_original_response(
            view=imported_card(report), attachments=_remarks_file(report)
        )


async def _export(
    interaction: Interaction, format_: Format, theme: str | None, status: ItemStatus
) -> None:
    desk = desk_of(interaction)
    course = await desk.course(interaction)
    if course is None:
        await tell(interaction, notice(desk.no_course(interaction)))
        return
    await interaction.response.defer(ephemeral=True, thinking=True)
    report = await desk.knowledge.exchange.export(course, format_, statuses=[status], theme=theme)
    if not report.items and not report.left_out:
        await tell(interaction, notice(NOTHING_TO_EXPORT))
    elif len(report.content) > _LARGEST_UPLOAD:
        await tell(interaction, notice(TOO_LARGE_OUT))
    else:
        file = discord.File(io.BytesIO(report.content), report.file_name)
        card, files = export_card(report), [file, *_remarks_file(report)]
        card = desk.naming(interaction, course.id, card)
        await interaction.edit_original_response(view=card, attachments=files)


def _remarks_file(report: ImportReport | ExportReport) -> list[discord.File]:
    text = remarks_text(report)
    if text is None:
        return []
    return [discord.File(io.BytesIO(text.encode("utf-8")), REMARKS_FILE)]


def _editor(interaction: Interaction) -> Editor:
    return Editor(interaction.user.display_name, interaction.user.id)


ITEMS: tuple[type[GuardedItem], ...] = (TurnList, OpenItem, ConfirmImport)
