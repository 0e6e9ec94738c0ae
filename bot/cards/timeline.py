"""The timeline of a course, and its themes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import discord
from discord import ui

from bot.cards import timeline_ids
from bot.cards.layout import TEXT_LIMIT, Card, Row, card, filled, pager, row, spaced
from bot.cards.text import literal, one_line, shorten
from bot.cards.timeline_ids import TimelineWish
from bot.charts.timeline import Mark
from knowledge.model.corpus import Course, Document
from knowledge.model.timeline import DateFlag, Day, Event, Theme

PICTURE = "timeline.png"
ON_A_PAGE = 6
THEMES_ON_A_PAGE = 12
_LONGEST_VALUE = 100
"""Characters of a select's value."""

NO_EVENTS = "I found no dated events in this part of the documents. Widen the choice."
NO_THEMES = "I found no themes in these documents: there is too little text yet."
THEME_GONE = "That theme is not there any more. Open `/explore themes` again."
NAME_TAKEN = "Another theme has that name. Write it under **Merge into** to make them one."
UNFIT = "That is no name that I can use: 1 to 60 characters, and another theme to merge into."
NO_SUCH_THEME = "There is no theme called “{name}” to merge into. Write it as in the list."

_FLAGS = {
    DateFlag.INFERRED: "the year is from the lines around",
    DateFlag.BOUND: "by or since then",
    DateFlag.PLANNED: "planned then",
    DateFlag.APPROXIMATE: "about then",
    DateFlag.NEEDS_REVIEW: "not sure: worked out from the lines around",
}


def timeline_pages(events: Sequence[Event]) -> list[list[Event]]:
    """The events in pages; always at least one page."""
    entries = [_entry(0, event) for event in events]
    pages = filled(entries, TEXT_LIMIT - 700, most=ON_A_PAGE)
    split: list[list[Event]] = []
    start = 0
    for page in pages:
        split.append(list(events[start : start + len(page)]))
        start += len(page)
    return split


def timeline_card(
    title: str,
    events: Sequence[Event],
    wish: TimelineWish,
    page: int,
    *,
    described: str,
    charted: bool,
    may_hide: bool,
) -> Card:
    """One page of the timeline.

    Args:
        title: The course's.
        events: All that fit the wish; at least one.
        page: From 0; one past the end shows the last.
        described: The wish in words; empty for everything.
        charted: The picture called :data:`PICTURE` is sent with it.
        may_hide: Offer to leave out what was misread.
    """
    pages = timeline_pages(events)
    page = min(page, len(pages) - 1)
    first = sum(len(earlier) for earlier in pages[:page]) + 1
    shown = pages[page]
    blocks: list[str | ui.Item[Card]] = [
        f"### Timeline: {literal(shorten(title, 120))}\n-# {_count(len(events), 'event')}"
        + (f" · {described}" if described else "")
    ]
    if charted:
        gallery: ui.MediaGallery[Card] = ui.MediaGallery()
        description = alt_text(events, shown, first)
        gallery.add_item(media=f"attachment://{PICTURE}", description=description)
        blocks.append(gallery)
    blocks += spaced([_entry(number, event) for number, event in enumerate(shown, first)])
    blocks.append(f"-# Page {page + 1} of {len(pages)}" if len(pages) > 1 else "")
    rows = pager(page, len(pages), timeline_ids.turn_timeline(wish))
    if may_hide:
        rows.append(_hiding(wish, page, shown, first))
    return card(*blocks, rows=rows)


def _entry(number: int, event: Event) -> str:
    flags = [_FLAGS[flag] for flag in DateFlag if flag in _told(event)]
    when = literal(shorten(str(event.when), 60))
    lines = [f"**{number}. {when}**" + (f" ({', '.join(flags)})" if flags else "")]
    lines.append(f"> {literal(shorten(one_line(event.text), 260))}")
    passage = event.passage
    heading = f" › {shorten(passage.heading, 60)}" if passage.section else ""
    lines.append(f"-# {literal(shorten(passage.document_title, 80) + heading)}")
    return "\n".join(lines)


def _told(event: Event) -> frozenset[DateFlag]:
    """Of two flags that say the same, the one that says more."""
    flags = event.when.flags
    return flags - {DateFlag.INFERRED} if DateFlag.NEEDS_REVIEW in flags else flags


def _hiding(wish: TimelineWish, page: int, shown: Sequence[Event], first: int) -> Row:
    options = [
        discord.SelectOption(
            label=shorten(f"{number}. {event.when}", 100),
            value=event.key,
            description=shorten(event.text, 100),
        )
        for number, event in enumerate(shown, first)
    ]
    unique = {option.value: option for option in options}
    select: ui.Select[Card] = ui.Select(
        custom_id=timeline_ids.hide_event(wish, page),
        placeholder="Leave out an event that was misread",
        options=list(unique.values()),
    )
    return row(select)


def marks(events: Sequence[Event], page: int) -> list[Mark]:
    """What the picture shows: every event, those of the page with their numbers."""
    pages = timeline_pages(events)
    page = min(page, len(pages) - 1)
    first = sum(len(earlier) for earlier in pages[:page])
    here = range(first, first + len(pages[page]))
    return [
        Mark(
            start=_years(event.when.earliest),
            end=_years(event.when.latest),
            number=place + 1 if place in here else None,
            is_sure=event.when.is_sure,
        )
        for place, event in enumerate(events)
    ]


def _years(day: Day) -> float:
    year, month, number = day
    return year + (month - 1) / 12 + (number - 1) / 372


def alt_text(events: Sequence[Event], shown: Sequence[Event], first: int) -> str:
    """What the picture shows, for those who do not see it: at most 1,024 characters."""
    begin = min(events, key=lambda event: event.when.earliest).when
    end = max(events, key=lambda event: event.when.latest).when
    numbered = "; ".join(f"{number}: {event.when}" for number, event in enumerate(shown, first))
    return shorten(
        f"A line of time from {begin} to {end} with {_count(len(events), 'event')}. "
        f"Numbered as in the list: {numbered}. Hollow dots are unsure dates, "
        "thin lines the events of other pages.",
        1_000,
    )


def themes_card(
    course: Course,
    themes: Sequence[Theme],
    documents: Sequence[Document],
    page: int = 0,
    *,
    may_edit: bool,
) -> Card:
    """The themes, each with its number of questions and where it is spoken of.

    Args:
        page: From 0; one past the end shows the last.
        may_edit: Offer to rename and merge.
    """
    voices = {document.id: document.voice for document in documents}
    entries = [_theme(number, theme, voices) for number, theme in enumerate(themes, start=1)]
    pages = filled(entries, TEXT_LIMIT - 500, most=THEMES_ON_A_PAGE)
    page = min(page, len(pages) - 1)
    first = sum(len(earlier) for earlier in pages[:page])
    here = themes[first : first + len(pages[page])]
    rows = pager(page, len(pages), timeline_ids.turn_themes(course.id))
    if may_edit and here:
        rows.append(_choosing(course.id, page, here))
    return card(
        f"### Themes: {literal(shorten(course.title, 120))}\n-# {_asked_about(themes)}",
        "\n".join(pages[page]),
        f"-# Page {page + 1} of {len(pages)}" if len(pages) > 1 else "",
        rows=rows,
    )


def _asked_about(themes: Sequence[Theme]) -> str:
    asked = sum(theme.items > 0 for theme in themes)
    if not asked:
        return "There are no questions on them yet."
    are = "theme has" if asked == 1 else "themes have"
    return f"{asked} {are} questions: `/study start theme: …` takes the names below."


def _theme(number: int, theme: Theme, voices: Mapping[int, str]) -> str:
    where = ", ".join(shorten(voices[i], 40) for i in theme.documents[:3] if i in voices)
    also = (
        f" · also: {', '.join(shorten(a, 40) for a in theme.aliases[:3])}" if theme.aliases else ""
    )
    questions = _count(theme.items, "question") if theme.items else "no questions yet"
    return (
        f"**{number}. {literal(shorten(theme.name, 60))}** · {questions}\n"
        f"-# {_count(len(theme.passages), 'passage')} · {literal(where + also)}"
    )


def _choosing(course_id: int, page: int, themes: Sequence[Theme]) -> Row:
    select: ui.Select[Card] = ui.Select(
        custom_id=timeline_ids.choose_theme(course_id, page),
        placeholder="Rename a theme, or merge it into another",
        options=[
            discord.SelectOption(label=theme.name, value=theme.name)
            for theme in themes
            if len(theme.name) <= _LONGEST_VALUE
        ],
    )
    return row(select)


def theme_form(course_id: int, theme: str, page: int) -> ui.Modal:
    """Rename a theme, or merge it into another."""
    modal = ui.Modal(
        title=shorten(f"Theme: {theme}", 45),
        # discord.py keeps an open modal in memory until then; ours works without that.
        timeout=900,
        custom_id=timeline_ids.edit_theme(course_id, theme, page),
    )
    name: ui.TextInput[ui.Modal] = ui.TextInput(
        custom_id="name", default=theme[:60], min_length=1, max_length=60
    )
    into: ui.TextInput[ui.Modal] = ui.TextInput(
        custom_id="into", required=False, max_length=60, placeholder="The name of another theme"
    )
    modal.add_item(
        ui.Label(
            text="Name",
            description="Quizzes, study and progress use it from then on.",
            component=name,
        )
    )
    modal.add_item(
        ui.Label(
            text="Merge into",
            description="Empty: rename only. A merge takes its passages and questions along.",
            component=into,
        )
    )
    return modal


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
