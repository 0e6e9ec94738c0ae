"""What staff did, for those who manage the server."""

from __future__ import annotations

from bot.cards import logs_ids
from bot.cards.layout import Card, button, card, pager, row, spaced
from bot.cards.logs import Names, moment
from bot.cards.text import excerpt, literal, shorten
from knowledge.model.audit import AuditEntry
from knowledge.reviewing.auditing import AuditPage, ChainCheck

WHOLE = "**The chain is whole**: no entry was changed, none in between is missing."
_NUMBERS = 5


def audit_card(found: AuditPage, names: Names) -> Card:
    """Ten acts, newest first."""
    return card(
        "### What staff did",
        *spaced([_entry(entry, names) for entry in found.entries]),
        "" if found.entries else "Nothing yet.",
        f"-# Page {found.page + 1} of {found.pages}" if found.pages > 1 else "",
        rows=[
            *pager(found.page, found.pages, logs_ids.turn_audit),
            row(button("Check the whole chain", logs_ids.CHAIN)),
        ],
    )


def chain_words(found: ChainCheck) -> str:
    """What the check of every entry of all servers has shown."""
    checked = f"-# {found.entries} entries of all servers were checked."
    if not found.broken:
        return f"{WHOLE}\n{checked}"
    numbers = ", ".join(map(str, found.broken[:_NUMBERS]))
    more = "" if len(found.broken) <= _NUMBERS else f" and {len(found.broken) - _NUMBERS} more"
    return (
        f"⚠️ **The chain is broken** at {numbers}{more}: somebody has changed the database by hand. "
        f"Tell whoever runs this bot; a backup shows what stood there.\n{checked}"
    )


def _entry(entry: AuditEntry, names: Names) -> str:
    if entry.actor_id is None:
        by = "whoever runs this bot"
    else:
        by = literal(shorten(names.get(entry.actor_id, f"id {entry.actor_id}"), 40))
    target = f" {excerpt(entry.target, 60)}" if entry.target else ""
    said = " · ".join(f"{name}: {value}" for name, value in entry.detail.items() if value != "")
    detail = f"\n-# {excerpt(said, 150)}" if said else ""
    act = entry.act.value.replace("_", " ")
    return f"`{entry.number}` **{act}**{target} · {by} · {moment(entry.at)}{detail}"
