"""The screens of `/docs`: a document or draft found, listed, and shown as it is now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import discord
from discord import app_commands

from bot.access import Act
from bot.cards import docs, docs_ids
from bot.cards.docs import Listed, which_of
from bot.cards.docs_removing import binned_card
from bot.cards.layout import Card, notice
from bot.cards.text import shorten
from bot.cogs.desk import Desk, desk_of
from bot.cogs.naming import names_of
from bot.cogs.tending import course_named
from bot.errors import tell
from knowledge.ingestion.refusals import plain_name
from knowledge.model.corpus import Course, Document
from knowledge.model.drafts import Binned, Draft
from knowledge.model.review import Asker

Interaction = discord.Interaction[Any]
Choice = app_commands.Choice

_MOST_CHOICES = 25


async def course_of(interaction: Interaction) -> Course | None:
    """The course that is looked after here; says so if there is none."""
    desk = desk_of(interaction)
    course = await desk.course(interaction)
    if course is None:
        await tell(interaction, notice(desk.no_course(interaction)))
    return course


async def listed_in(desk: Desk, course_id: int) -> list[Listed]:
    """Drafts first, as they wait for somebody, and last what is in the bin."""
    knowledge = desk.knowledge
    return [
        *await knowledge.drafts.list_drafts(course_id),
        *await knowledge.library.list_documents(course_id),
        *await knowledge.removals.list_binned(course_id),
    ]


async def find(desk: Desk, course_id: int, said: str) -> Listed | None:
    """By what stands for it in an id, by its title or by its file's name, whole or as shown."""
    wanted, listed = said.strip().casefold(), await listed_in(desk, course_id)
    # First what stands for one: somebody may give a file the title "p1".
    by_id = (one for one in listed if which_of(one) == wanted)
    by_name = (o for o in listed if wanted in (o.title.casefold(), o.file_name.casefold()))
    by_shown = (one for one in listed if wanted == plain_name(one.file_name).casefold())
    return next(by_id, None) or next(by_name, None) or next(by_shown, None)


async def course_for(interaction: Interaction, said: str) -> Course | None:
    """That of what an id stands for, else the one of this place; says so if there is none."""
    named = docs_ids.named(said.strip())
    course = None if named is None else await course_named(interaction, *named)
    return course or await course_of(interaction)


async def found(interaction: Interaction, said: str) -> Listed | None:
    """As :func:`find`, in the course it is of; says so if there is none."""
    course = await course_for(interaction, said)
    if course is None:
        return None
    one = await find(desk_of(interaction), course.id, said)
    if one is None:
        await tell(interaction, notice(docs.GONE))
    return one


async def choices_like(
    desk: Desk, act: Act, typed: str, kinds: tuple[type[Listed], ...] = (Draft, Document)
) -> list[Choice[str]]:
    """Those of these kinds whose title or file's name contains what was typed."""
    course = await desk.course(act)
    if course is None:
        return []
    wanted = typed.strip().casefold()
    return [
        Choice(name=shorten(_label(one), 100), value=which_of(one))
        for one in await listed_in(desk, course.id)
        if isinstance(one, kinds) and wanted in f"{one.title} {one.file_name}".casefold()
    ][:_MOST_CHOICES]


def _label(one: Listed) -> str:
    states = {Draft: "draft, ", Binned: "in the bin, "}
    return f"{one.title} ({states.get(type(one), '')}{plain_name(one.file_name)})"


async def list_screen(
    interaction: Interaction, course: Course, shown: docs_ids.Shown, page: int = 0
) -> Card:
    desk = desk_of(interaction)
    every = await listed_in(desk, course.id)
    flags = {
        **{which_of(one): len(one.notices) for one in every if isinstance(one, Draft)},
        **{
            docs_ids.published(id_): count
            for id_, count in (await desk.knowledge.documents.count_flags(course.id)).items()
        },
    }
    if shown == "flagged":
        every = [one for one in every if flags.get(which_of(one))]
    people = [one.binned_by for one in every if isinstance(one, Binned)]
    names = await _names(interaction, people)
    return docs.list_card(course, every, flags, names, shown, page)


async def screen(interaction: Interaction, one: Listed, note: str = "") -> Card:
    """A draft or a document as it is now, in the bin or not."""
    knowledge = desk_of(interaction).knowledge
    if isinstance(one, Draft):
        names = await _names(interaction, [one.added_by])
        return docs.draft_card(one, await knowledge.drafts.dependents(one), names)
    if isinstance(one, Binned):
        names = await _names(interaction, [one.binned_by])
        dependents = await knowledge.documents.dependents(one.id)
        return binned_card(one, dependents, names, note)
    file = await knowledge.documents.find(one.course_id, one.id)
    if file is None:
        return notice(docs.GONE)
    people = [version.added_by for version in file.versions[:5]]
    changed = await knowledge.impact.count(one.course_id)
    return docs.document_card(file, await _names(interaction, people), changed, note)


async def _names(interaction: Interaction, people: Sequence[int | None]) -> dict[int, str]:
    return await names_of(interaction, [Asker("", id_) for id_ in people], [])
