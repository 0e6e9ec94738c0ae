"""What publishing a draft replaces, or leaves in the bin, and what rests on that."""

from __future__ import annotations

import discord
from discord import ui

from bot.cards import docs_ids
from bot.cards.layout import Card, button
from knowledge.ingestion.refusals import displayed_name
from knowledge.model.drafts import Dependents, Draft


def publish_buttons(draft: Draft) -> list[ui.Button[Card]]:
    """Publish, or the two ways where a published document has its name or content."""
    primary = discord.ButtonStyle.primary
    if draft.replaces is None:
        return [button("Publish", docs_ids.publish(draft.id), style=primary)]
    return [
        button(
            f"Replace version {draft.replaces}",
            docs_ids.settle("replace", draft.id, draft.replaces),
            style=primary,
        ),
        button("Keep both", docs_ids.settle("keep", draft.id, draft.replaces)),
    ]


def both_publish(draft: Draft) -> str:
    """That neither of the two ways waits for another press; empty if there is one way only."""
    if draft.replaces is None:
        return ""
    return (
        f"-# Both publish it at once: **Replace version {draft.replaces}** in that one's place, "
        "**Keep both** beside it, under another name."
    )


def clash_words(draft: Draft, dependents: Dependents, verb: str = "Has the name of") -> str:
    """What publishing would replace, or stand beside in the bin; empty if there is neither.

    ``verb`` is what a draft of a published document's name does with its version.
    """
    if draft.replaces is None:
        return _bin_words(draft)
    citing = resting(dependents)
    cite = "cites" if dependents.items + dependents.answers == 1 else "cite"
    rest = f"; {citing} {cite} it" if citing else ""
    if draft.same_as is not None:
        same = f"The very same file as {displayed_name(draft.same_as)}, version {draft.replaces}"
        return f"{same}{rest}. Replacing makes it that document's next version."
    return f"{verb} version {draft.replaces}{rest}."


def _bin_words(draft: Draft) -> str:
    if draft.in_bin is None:
        return ""
    if draft.in_bin == draft.file_name:
        same = "🗑️ A document of this name is in the bin."
    else:
        same = f"🗑️ The very same file, {displayed_name(draft.in_bin)}, is in the bin."
    return (
        f"{same} Published, this one is a new document, and what rests on that one stays with it. "
        "To go on with that one, restore it first: `/docs list`."
    )


def resting(dependents: Dependents) -> str:
    """ "4 quiz questions and 1 verified answer"; empty if there are none."""
    parts = []
    if dependents.items:
        parts.append(counted(dependents.items, "quiz question"))
    if dependents.answers:
        parts.append(counted(dependents.answers, "verified answer"))
    return " and ".join(parts)


def counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
