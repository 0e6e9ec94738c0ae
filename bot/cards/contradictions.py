"""Two documents that give different dates or numbers for the same thing, before staff."""

from __future__ import annotations

from bot.cards import gaps_ids
from bot.cards.answer import place
from bot.cards.layout import Card, button, card, row
from bot.cards.text import excerpt, literal
from knowledge.model.contradiction import Claim, Contradiction
from knowledge.model.corpus import cite

PAIR_GONE = "The documents no longer differ there, or somebody has put this away."
PAIR_DISMISSED = "Put away: readers see no notice of it, and nobody is told again."


def contradiction_card(course_id: int, found: Contradiction) -> Card:
    """Both sides in their own words; the bot prefers none."""
    return card(
        f"### Two documents give different {found.differing}",
        _side(found.one),
        _side(found.other),
        "-# Under an answer that quotes one of them, readers see both. If they speak of two "
        "different things, put this away.",
        rows=[row(button("Not a contradiction", gaps_ids.dismiss_pair(course_id, found.key)))],
    )


def _side(claim: Claim) -> str:
    cited = cite(claim.passage, claim.span)
    return (
        f"**{literal(claim.said)}**\n> {excerpt(claim.quote, 900)}\n"
        f"-# {place(cited)} · version {cited.version}"
    )
