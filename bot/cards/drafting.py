"""What came of drafting items from the documents."""

from __future__ import annotations

from collections import Counter

from bot.cards.layout import Card, card
from bot.cards.text import literal, shorten
from knowledge.quizzing.authoring.kinds import Drafting
from knowledge.quizzing.bank_values import DraftsAdded

NO_DRAFTS = (
    "I found nothing good enough to ask about there. Widen the choice, or write the questions "
    "yourself: better none than bad ones."
)
_SHOWN = 5
_MOST_REASONS = 6


def drafting_card(drafting: Drafting, added: DraftsAdded) -> Card:
    """How many drafts wait for review, a look at some, and what was refused and why."""
    count = len(added.items)
    waiting = "draft waits" if count == 1 else "drafts wait"
    blocks = [f"### {count} {waiting} for review\nNobody is asked them until you approve them."]
    if count:
        blocks.append("\n".join(_line(item.draft.stem) for item in added.items[:_SHOWN]))
        blocks.append("Look through them with `/quiz review`.")
    refused = Counter(dict(drafting.refused))
    refused.update(
        finding.findings[0].code.replace("_", " ") for finding in added.refused if finding.findings
    )
    if refused:
        named = ", ".join(f"{reason} {n}" for reason, n in refused.most_common(_MOST_REASONS))
        blocks.append(f"-# {refused.total()} other candidates were refused: {literal(named)}.")
    return card(*blocks)


def _line(stem: str) -> str:
    return f"- {literal(shorten(stem, 180))}"
