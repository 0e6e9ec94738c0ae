"""Removing a document, into the bin or for good, and letting it out of the bin."""

from __future__ import annotations

import discord
from discord import ui

from bot.cards import docs_ids
from bot.cards.docs import Listed, Names, by_whom, which_of
from bot.cards.docs_clash import counted, resting
from bot.cards.layout import Card, button, card, row
from bot.cards.logs import moment
from bot.cards.text import excerpt, one_line, shorten
from knowledge.ingestion.refusals import displayed_name, plain_name
from knowledge.ingestion.removing import NotRestored
from knowledge.model.corpus import Document
from knowledge.model.drafts import BIN_TIME, Binned, Dependents, Draft

TYPED = "title"
STAYED = "Nothing was removed."
NOT_RESTORED = {
    NotRestored.GONE: "It is not in the bin any more. `/docs list` shows what is.",
    NotRestored.TAKEN: (
        "Another document has its file's name now, so nothing was changed. Remove that one first, "
        "then restore this one."
    ),
}
RESTORED = "✅ Restored as it was, with all that rests on it."

_DAYS = BIN_TIME.days
_LABEL = 45
"""Discord's limit for the label of a field, in characters."""
_STAYS = "-# The log keeps the answers that were shown, with the words that they quote."


def removing_card(listed: Listed, dependents: Dependents) -> Card:
    """The ways in which it can go, and what each would do; buttons that ask for the name."""
    which, citing = which_of(listed), resting(dependents)
    heading = f"### Remove {excerpt(listed.title, 150)}?\n{displayed_name(listed.file_name)}"
    stay = button("Cancel", docs_ids.STAY)
    if isinstance(listed, Draft):
        return card(
            heading,
            "It is a draft that only staff know of, so it is erased at once, with all that was "
            "read of it. It cannot be undone; keep the file.",
            rows=[row(_erase(which), stay)],
        )
    return card(
        heading,
        _bin_words(citing) if isinstance(listed, Document) else "",
        "**Erase for good now** · for a file that should never have been here. Every version is "
        "gone at once; keep the file."
        + (" Quiz questions that cite it wait for review." if dependents.items else ""),
        f"**Rests on it** · {citing or 'nothing'}",
        _STAYS,
        rows=[
            row(
                *([_bin(which)] if isinstance(listed, Document) else []),
                _erase(which),
                stay,
            )
        ],
    )


def _bin_words(citing: str) -> str:
    rest = " What rests on it waits, too." if citing else ""
    return (
        "**Move to the bin** · no answer, search or new quiz has anything of it any more; a quiz "
        f"that runs goes on.{rest} For {_DAYS} days *Restore* in `/docs list` brings it back "
        "whole; then it is erased."
    )


def _bin(which: str) -> ui.Button[Card]:
    label, way = "Move to the bin…", docs_ids.way("bin", which)
    return button(label, way, style=discord.ButtonStyle.primary)


def _erase(which: str) -> ui.Button[Card]:
    label, way = "Erase for good now…", docs_ids.way("erase", which)
    return button(label, way, style=discord.ButtonStyle.danger)


def remove_form(way: docs_ids.Way, listed: Listed) -> ui.Modal:
    """Asks for the name, so that nobody removes by a slip of a finger."""
    modal = ui.Modal(
        title="Move to the bin" if way == "bin" else "Erase for good",
        timeout=900,
        custom_id=docs_ids.remove_form(way, which_of(listed)),
    )
    name = plain_name(listed.file_name)
    typed: ui.TextInput[ui.Modal] = ui.TextInput(
        custom_id=TYPED, min_length=1, max_length=300, placeholder=name
    )
    modal.add_item(
        ui.Label(
            text=shorten(f"Type {name}", _LABEL),
            description=shorten(f"Or its title: {listed.title}", 100),
            component=typed,
        )
    )
    return modal


def is_named(typed: str, listed: Listed) -> bool:
    """Whether what was typed is its title or its file's name; case and spaces do not matter."""
    names = (listed.title, listed.file_name, plain_name(listed.file_name))
    return one_line(typed).casefold() in {one_line(name).casefold() for name in names}


def not_typed(listed: Listed) -> str:
    """What would have been right; nothing was removed."""
    return (
        f"That is neither its file's name, **{displayed_name(listed.file_name)}**, nor its title, "
        f"**{excerpt(listed.title, 300)}**. Nothing was removed."
    )


def erased_card(title: str, cited: int) -> Card:
    """``cited`` quiz questions rested on it."""
    verb = "waits" if cited == 1 else "wait"
    waits = f"{counted(cited, 'quiz question')} {verb} for another source: `/quiz review`."
    return card(
        f"✅ {excerpt(title, 200)} is erased. Nobody finds it any more.", waits if cited else ""
    )


def binned_card(binned: Binned, dependents: Dependents, names: Names, note: str = "") -> Card:
    """A document in the bin: who moved it there, until when it can come back, and what waits."""
    which, citing = which_of(binned), resting(dependents)
    restore = button("Restore", docs_ids.restore(binned.id), style=discord.ButtonStyle.primary)
    return card(
        note,
        f"### {excerpt(binned.title, 200)}\n{displayed_name(binned.file_name)}",
        f"**🗑️ In the bin** · moved there {moment(binned.binned_at)} "
        f"by {by_whom(binned.binned_by, names)}",
        f"Nothing of it is found, quoted or drawn. *Restore* brings it back whole until "
        f"{moment(binned.goes_at)}; the night after that it is erased for good.",
        f"**Rests on it** · {citing}, not used until it is restored" if citing else "",
        rows=[row(restore, _erase(which))],
    )
