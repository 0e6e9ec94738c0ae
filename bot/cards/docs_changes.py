"""Flags of a document, removing it, and what its new version has changed."""

from __future__ import annotations

from collections.abc import Sequence

import discord
from discord import ui

from bot.cards import answers_ids, docs_ids
from bot.cards.docs import resting
from bot.cards.layout import TEXT_LIMIT, Card, button, card, filled, pager, row, spaced
from bot.cards.logs import HIDDEN_QUESTION
from bot.cards.text import excerpt, literal, one_line, shorten
from knowledge.ingestion.refusals import displayed_name
from knowledge.model.drafts import Dependents, Suspicion
from knowledge.model.impact import Changed, Resting

TYPED = "title"
NOT_TYPED = "That is neither its title nor its file's name. Nothing was removed."
NOTHING_CHANGED = "✅ Nothing waits: no question rests on words that are gone, but what you kept."
MOVED_ON = "Somebody has changed that since you saw it. Nothing was changed by you."
_NOTICES = 10
_WIDE = 600


def flags_card(
    title: str, which: str, notices: Sequence[str], found: Sequence[Suspicion], page: int = 0
) -> Card:
    """What a person should look at, with the words themselves, marked.

    Args:
        title: The document's.
        which: As in `docs_ids`.
        notices: What reading it brought up.
        found: Words that address a machine.
        page: From 0; one past the end shows the last.
    """
    blocks = [f"⚠️ {excerpt(one_line(notice), 250)}" for notice in notices[:_NOTICES]]
    if len(notices) > _NOTICES:
        blocks.append(f"-# and {len(notices) - _NOTICES} more like these")
    marked = [_marked(one) for one in found]
    pages = filled([*blocks, *marked], TEXT_LIMIT - 700)
    page = min(page, len(pages) - 1)
    return card(
        f"### Flags of {excerpt(title, 150)}",
        *(spaced(pages[page]) if pages[page] else ["✅ It has none."]),
        "-# Words to a machine are shown in bold. They do nothing here: they stay text, and can be "
        "found and quoted as any other. Hidden text was left out."
        if notices or found
        else "",
        f"-# Page {page + 1} of {len(pages)}" if len(pages) > 1 else "",
        rows=[*pager(page, len(pages), docs_ids.turn_review(which))],
    )


def _marked(one: Suspicion) -> str:
    place = f"-# {excerpt(one.place, 60)}\n" if one.place else ""
    before, after = one_line(one.before)[-150:], one_line(one.after)[:150]
    return f"{place}> …{literal(before)} **{excerpt(one.words, 200)}** {literal(after)}…"


_STAYS = (
    "-# The log keeps the answers that were shown, with the words that they quote; *Show source* "
    "under them opens nothing any more."
)


def removing_card(title: str, file_name: str, which: str, dependents: Dependents) -> Card:
    """What removing would do, and the button that asks for the name."""
    citing = resting(dependents)
    return card(
        f"### Remove {excerpt(title, 150)}?\n{displayed_name(file_name)}",
        "Its text, passages and index entries are erased at once, in every version. "
        "It cannot be undone; keep the file.",
        f"**Rests on it** · {citing or 'nothing'}",
        "-# Quiz questions lose its words and wait for review; verified answers are not given any "
        "more."
        if citing
        else "",
        "" if which.startswith("d") else _STAYS,
        rows=[row(button("Remove…", docs_ids.remove(which), style=discord.ButtonStyle.danger))],
    )


def remove_form(title: str, file_name: str, which: str) -> ui.Modal:
    """Asks for the name, so that nobody removes by a slip of a finger."""
    modal = ui.Modal(title="Remove a document", timeout=900, custom_id=docs_ids.remove_form(which))
    typed: ui.TextInput[ui.Modal] = ui.TextInput(
        custom_id=TYPED, min_length=1, max_length=300, placeholder=shorten(file_name, 100)
    )
    modal.add_item(
        ui.Label(
            text="Type its title or its file's name",
            description=shorten(title, 100),
            component=typed,
        )
    )
    return modal


def is_named(typed: str, title: str, file_name: str) -> bool:
    """Whether what was typed is its title or its file's name; case and spaces do not matter."""
    wanted = one_line(typed).casefold()
    return wanted in (one_line(title).casefold(), one_line(file_name).casefold())


def removed_card(title: str, cited: int) -> Card:
    """``cited`` quiz questions rested on it."""
    waits = ""
    if cited:
        waits = (
            "1 quiz question waits for another source: `/quiz review`."
            if cited == 1
            else f"{cited:,} quiz questions wait for another source: `/quiz review`."
        )
    return card(f"✅ {excerpt(title, 200)} is removed. Nobody finds it any more.", waits)


_WHAT = {
    Resting.ITEM: (
        "Quiz question `#{}`",
        "**Update** finds it a passage of the new version. **Retire**: nobody is asked it any more",
    ),
    Resting.ANSWER: (
        "Verified answer",
        "**Update** opens it, to be written anew. **Retire**: nobody is given it any more",
    ),
    Resting.STARRED: (
        "Starred question",
        "**Update** expects today's answer from now on. **Retire**: it is no longer starred",
    ),
}


def impact_card(course_id: int, changed: Changed, place: int, total: int, note: str = "") -> Card:
    """One question or verified answer whose words are gone, and three ways to go on."""
    what, meaning = _WHAT[changed.kind]
    asks = excerpt(changed.asks, 400) or HIDDEN_QUESTION
    now = f"> {excerpt(changed.nearest, _WIDE)}" if changed.nearest else "*Nothing like it.*"
    kind = changed.kind.value
    hold = docs_ids.keep(course_id, kind, changed.id, changed.version_id, place)
    update = docs_ids.update(course_id, kind, changed.id, place)
    if changed.kind is Resting.ANSWER:
        update = answers_ids.edit(changed.id)
    retire = docs_ids.retire(course_id, kind, changed.id, changed.revision, place)
    return card(
        note,
        f"### What changed · {place + 1} of {total}",
        f"**{what.format(changed.id)}** · {asks}\n→ {excerpt(changed.says, 300)}",
        f"**It rests on**\n> {excerpt(changed.quote, _WIDE)}",
        f"**{excerpt(changed.document, 120)}, version {changed.version}, says now**\n{now}",
        f"-# **Keep** leaves it as it is. {meaning}.",
        rows=[
            row(button("Keep", hold), button("Update", update), button("Retire", retire)),
            *pager(place, total, docs_ids.turn_impact(course_id)),
        ],
    )
