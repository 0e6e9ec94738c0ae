"""The list of a course's documents."""

from __future__ import annotations

from collections.abc import Sequence

import discord
from discord import ui

from bot.cards import custom_ids
from bot.cards.layout import TEXT_LIMIT, Card, Row, card, filled, pager, row, spaced
from bot.cards.text import link, literal, shorten
from knowledge.model.corpus import Course, Document, DocumentUse

ON_A_PAGE = 10
_MOST_COURSES = 25
_LIMITS = {
    DocumentUse.SEARCHABLE: " · answers name where to read in it, and do not quote it",
    DocumentUse.TITLE_ONLY: " · listed only: nothing in it is found",
}


def sources_card(
    course: Course,
    documents: Sequence[Document],
    page: int = 0,
    *,
    offered: Sequence[Course] = (),
) -> Card:
    """At most ten documents. ``page`` is from 0; one past the end shows the last.

    Args:
        offered: All courses that this person may ask here instead, with this one.
    """
    entries = [_entry(number, document) for number, document in enumerate(documents, start=1)]
    pages = filled(entries, TEXT_LIMIT - 400, most=ON_A_PAGE)
    page = min(page, len(pages) - 1)
    return card(
        f"### {literal(shorten(course.title, 120))}\n{_count(documents)}",
        *spaced(pages[page]),
        f"-# Page {page + 1} of {len(pages)}" if len(pages) > 1 else "",
        rows=[
            *_choice(course, offered),
            *pager(page, len(pages), custom_ids.turn_sources(course.id)),
        ],
    )


def other_course_card(course: Course, words: str, offered: Sequence[Course]) -> Card:
    """Why there is nothing to list of a course, and the others."""
    return card(words, rows=_choice(course, offered))


def of_course(shown: Card, course: Course, offered: Sequence[Course]) -> Card:
    """A card with the name of the course that it is about, where others could be meant."""
    if len(offered) <= 1:
        return shown
    title = literal(shorten(course.title, 120))
    name = ui.TextDisplay[Card](f"-# Course: **{title}**. Choose another in `/explore sources`.")
    return Card(*shown.children, name)


def _choice(course: Course, offered: Sequence[Course]) -> list[Row]:
    if len(offered) <= 1:
        return []
    select: ui.Select[Card] = ui.Select(
        custom_id=custom_ids.CHOOSE_COURSE,
        placeholder="Ask another of your courses",
        options=[
            discord.SelectOption(
                label=shorten(one.title, 100), value=str(one.id), default=one.id == course.id
            )
            for one in offered[:_MOST_COURSES]
        ],
    )
    return [row(select)]


def _count(documents: Sequence[Document]) -> str:
    count = len(documents)
    return (
        f"{count} {'document' if count == 1 else 'documents'} that you can ask about with `/ask`."
    )


def _entry(number: int, document: Document) -> str:
    lines = [f"**{number}. {literal(shorten(document.title, 150))}**"]
    about = document.metadata
    byline = [shorten(part, 80) for part in (about.author, about.affiliation) if part]
    if about.published:
        byline.append(shorten(about.published, 40))
    if byline:
        lines.append(literal(" · ".join(byline)))
    version = f" · version {document.version}" if document.version > 1 else ""
    limits = _LIMITS.get(document.use, "")
    lines.append(f"-# {_size(document)}{version}{limits}")
    if about.note:
        lines.append(f"-# {literal(shorten(about.note, 200))}")
    if about.address:
        lines.append(f"-# {link(about.address)}")
    return "\n".join(lines)


def _size(document: Document) -> str:
    passages = f"{document.passages} {'passage' if document.passages == 1 else 'passages'}"
    if not document.pages:
        return passages
    return f"{document.pages} {'page' if document.pages == 1 else 'pages'}, {passages}"
