"""The link to the console, or why there is none."""

from __future__ import annotations

from bot.cards.layout import Card, notice

OFF = (
    "The console is switched off. Whoever runs this bot switches it on with `CONSOLE_PORT`; until "
    "then `/logs search` and `/logs review` show the same records here."
)


def link_card(address: str, *, is_local: bool) -> Card:
    """A link for one person, in a message that nobody else sees."""
    where = (
        "It opens on the computer that runs this bot, and on no other."
        if is_local
        else "Don't pass it on: whoever opens it first is taken for you."
    )
    return notice(
        f"**The console of this server**\n<{address}>\n"
        f"It works once, within ten minutes. {where}\n"
        "-# What you look at there is on record, as it is here."
    )
