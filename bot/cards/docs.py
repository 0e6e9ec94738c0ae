"""The course's documents as its staff see them: the list, and one of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import discord
from discord import ui

from bot.cards import docs_ids
from bot.cards.docs_clash import both_publish, clash_words, counted, publish_buttons, resting
from bot.cards.layout import TEXT_LIMIT, Card, button, card, filled, pager, row, spaced
from bot.cards.logs import moment
from bot.cards.text import excerpt, literal, one_line, shorten
from knowledge.ingestion.refusals import displayed_name, plain_name
from knowledge.model.corpus import Course, Document, DocumentUse
from knowledge.model.drafts import Binned, Dependents, DocumentFile, Draft, VersionEntry

Names = Mapping[int, str]

NOTHING = "This course has no documents yet. Use `/docs add`."
NO_FLAGS = "✅ No document has a flag: no hidden or instruction-like text, no page without text."
GONE = "That document is not there any more. `/docs list` shows what is."
IN_BIN = "That document is in the bin. `/docs list` opens it, to restore it."
USES = {
    DocumentUse.QUOTABLE: ("Found and quoted", "Answers and quizzes quote it"),
    DocumentUse.SEARCHABLE: ("Found, not quoted", "Its headings are named as places to read"),
    DocumentUse.TITLE_ONLY: ("Title only", "Listed; nothing in it is found or shown"),
}
"""What it is called, and what it means."""
_ON_A_PAGE = 10
_VERSIONS = 4
_NOTICES = 8

Listed = Draft | Document | Binned
"""The drafts, the published documents, and those in the bin."""


def which_of(listed: Listed) -> str:
    if isinstance(listed, Draft):
        return docs_ids.draft(listed.id)
    return docs_ids.published(listed.id)


def list_card(
    course: Course,
    listed: Sequence[Listed],
    flags: Mapping[str, int],
    names: Names,
    shown: docs_ids.Shown,
    page: int = 0,
) -> Card:
    """Ten on a page, drafts first, the bin last, and a choice to open one.

    Args:
        course: Whose they are.
        listed: All of them, or those with flags.
        flags: How many things of each a person should look at, by :func:`which_of`.
        names: Of those who moved something to the bin.
        shown: Which of them these are.
        page: From 0; one past the end shows the last.
    """
    if not listed:
        return card(NO_FLAGS if shown == "flagged" else NOTHING)
    entries = [
        _entry(number, one, flags.get(which_of(one), 0), names)
        for number, one in enumerate(listed, start=1)
    ]
    pages = filled(entries, TEXT_LIMIT - 500, most=_ON_A_PAGE)
    page = min(page, len(pages) - 1)
    first = sum(map(len, pages[:page]))
    on_page = listed[first : first + len(pages[page])]
    return card(
        f"### {literal(shorten(course.title, 120))}\n{_counts(listed, shown)}",
        *spaced(pages[page]),
        f"-# Page {page + 1} of {len(pages)}" if len(pages) > 1 else "",
        rows=[row(_open(on_page)), *pager(page, len(pages), docs_ids.turn_list(course.id, shown))],
    )


def _counts(listed: Sequence[Listed], shown: docs_ids.Shown) -> str:
    if shown == "flagged":
        return f"{counted(len(listed), 'document')} to look at."
    drafts = sum(isinstance(one, Draft) for one in listed)
    binned = sum(isinstance(one, Binned) for one in listed)
    published = counted(len(listed) - drafts - binned, "document")
    parts = [f"{published} published" if drafts or binned else f"{published}, all published"]
    if drafts:
        parts.append(f"{counted(drafts, 'draft')} that only staff can see")
    if binned:
        parts.append(f"{binned:,} in the bin")
    return " · ".join(parts) + "."


def _entry(number: int, one: Listed, flags: int, names: Names) -> str:
    name = displayed_name(one.file_name)
    if isinstance(one, Binned):
        about = [
            f"🗑️ in the bin · {name}",
            f"moved there by {by_whom(one.binned_by, names)}",
            f"can be restored until {moment(one.goes_at)}",
        ]
    elif isinstance(one, Draft):
        about = [f"📝 draft · {name}", _size(one.pages, one.passages)]
        if one.replaces is not None:
            what = (
                f"the same file as {displayed_name(one.same_as)},"
                if one.same_as
                else "has the name of"
            )
            about.append(f"{what} version {one.replaces}")
    else:
        about = [f"published · {name}", _size(one.pages, one.passages)]
        if one.version > 1:
            about.append(f"version {one.version}")
        if one.use is not DocumentUse.QUOTABLE:
            about.append(USES[one.use][0].lower())
    if flags:
        about.append(f"⚠️ {counted(flags, 'flag')}")
    return f"**{number}. {excerpt(one.title, 150)}**\n-# {' · '.join(about)}"


def _open(listed: Sequence[Listed]) -> ui.Select[Card]:
    return ui.Select(
        custom_id=docs_ids.OPEN,
        placeholder="Open a document",
        options=[
            discord.SelectOption(
                label=shorten(one.title, 100) or "untitled",
                description=plain_name(one.file_name),
                value=which_of(one),
            )
            for one in listed
        ],
    )


def draft_card(draft: Draft, dependents: Dependents, names: Names) -> Card:
    """A file that waits, with the way to publish it."""
    return card(
        f"### {excerpt(draft.title, 200)}\n{displayed_name(draft.file_name)}",
        f"**📝 Draft** · only staff can see it · added {moment(draft.added_at)} "
        f"by {by_whom(draft.added_by, names)}",
        _read(draft.pages, draft.passages, draft.unreadable_pages),
        _flags(draft.notices),
        clash_words(draft, dependents),
        both_publish(draft),
        rows=[
            row(
                *_review(which_of(draft), draft.notices),
                *publish_buttons(draft),
                _remove(which_of(draft)),
            )
        ],
    )


def document_card(file: DocumentFile, names: Names, changed: int, note: str = "") -> Card:
    """A published document: what was read of it, what may be done with it, what rests on it.

    ``changed`` questions and verified answers of the course rest on words that are gone.
    """
    document, current = file.document, file.versions[0]
    which = docs_ids.published(document.id)
    label, meaning = USES[document.use]
    return card(
        note,
        f"### {excerpt(document.title, 200)}\n{displayed_name(document.file_name)}",
        f"**Published** {moment(current.added_at)} · version {current.number}, "
        f"added by {by_whom(current.added_by, names)}",
        f"**{label}** · {meaning}",
        _read(document.pages, document.passages, current.unreadable_pages),
        _flags(current.notices),
        f"**Rests on it** · {resting(file.dependents) or 'nothing yet'}",
        changed_words(changed),
        _earlier(file.versions[1:], names),
        rows=[
            row(_use_select(document)),
            row(
                *_review(which, current.notices),
                _remove(which),
                *changed_button(document.course_id, changed),
            ),
        ],
    )


def _use_select(document: Document) -> ui.Select[Card]:
    return ui.Select(
        custom_id=docs_ids.use(document.id),
        options=[
            discord.SelectOption(
                label=label, description=meaning, value=use.name, default=use is document.use
            )
            for use, (label, meaning) in USES.items()
        ],
    )


def _review(which: str, notices: Sequence[str]) -> list[ui.Button[Card]]:
    return [button("Look at flags", docs_ids.review(which))] if notices else []


def _remove(which: str) -> ui.Button[Card]:
    return button("Remove…", docs_ids.remove(which), style=discord.ButtonStyle.danger)


def changed_words(changed: int) -> str:
    """How much in the course rests on words that are gone; empty if nothing does."""
    if not changed:
        return ""
    if changed == 1:
        subject = "1 question or verified answer rests"
    else:
        subject = f"{changed:,} questions and verified answers rest"
    return f"⚠️ {subject} on words that the documents no longer hold."


def changed_button(course_id: int, changed: int) -> list[ui.Button[Card]]:
    return [button("What changed", docs_ids.impact(course_id))] if changed else []


def _size(pages: int, passages: int) -> str:
    return ", ".join([*([counted(pages, "page")] if pages else []), counted(passages, "passage")])


def _read(pages: int, passages: int, unreadable: Sequence[str]) -> str:
    lines = [f"**Read** · {_size(pages, passages)}"]
    if unreadable:
        listed = excerpt(", ".join(unreadable), 300)
        lines.append(f"**Not read** · {listed} · pictures, not text: run OCR, then add it again")
    return "\n".join(lines)


def _flags(notices: Sequence[str]) -> str:
    lines = [f"⚠️ {excerpt(one_line(notice), 200)}" for notice in notices[:_NOTICES]]
    more = len(notices) - _NOTICES
    return "\n".join([*lines, *([f"-# and {more} more"] if more > 0 else [])])


def _earlier(entries: Sequence[VersionEntry], names: Names) -> str:
    lines = [
        f"-# Before: version {entry.number}, published {moment(entry.added_at)}, "
        f"added by {by_whom(entry.added_by, names)}"
        for entry in entries[:_VERSIONS]
    ]
    more = len(entries) - _VERSIONS
    return "\n".join([*lines, *([f"-# and {more} more"] if more > 0 else [])])


def by_whom(user_id: int | None, names: Names) -> str:
    """A member's name as it is shown; of nobody, that of the operator."""
    if user_id is None:
        return "whoever runs this bot"
    return literal(shorten(names.get(user_id, "somebody who has left"), 40))
