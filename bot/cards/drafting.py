"""What came of drafting items from the documents."""

from __future__ import annotations

from collections import Counter

from bot.cards.layout import Card, card
from bot.cards.text import literal, shorten
from knowledge.quizzing.authoring.kinds import Drafting
from knowledge.quizzing.authoring.refusals import in_words
from knowledge.quizzing.bank_values import DraftsAdded

NO_DRAFTS = (
    "I found no good question there. Choose another theme, document or type, or write your own: "
    "`/bank import`."
)
_SHOWN = 5
_MOST_REASONS = 4


def drafting_card(drafting: Drafting, added: DraftsAdded) -> Card:
    """How many drafts wait for review, a look at some, and what was refused and why."""
    count = len(added.items)
    waiting = "draft waits" if count == 1 else "drafts wait"
    blocks = [f"### {count} {waiting} for review\nNobody is asked them until you approve them."]
    if count:
        blocks.append("\n".join(_line(item.draft.stem) for item in added.items[:_SHOWN]))
        blocks += [f"-# and {count - _SHOWN} more"] if count > _SHOWN else []
        blocks.append("Look through them with `/quiz review`.")
    refused = Counter(dict(drafting.refused))
    refused.update(
        finding.findings[0].code.replace("_", " ") for finding in added.refused if finding.findings
    )
    blocks.append(_refused(refused))
    return card(*blocks)


def no_drafts_card(drafting: Drafting) -> Card:
    """That nothing was drafted, and why."""
    return card(NO_DRAFTS, _refused(Counter(dict(drafting.refused))))


def _refused(refused: Counter[str]) -> str:
    """Each reason in words, with how often it was the reason."""
    if not refused:
        return ""
    told = in_words(refused).most_common()
    lines = [f"-# {count} × {reason}" for reason, count in told[:_MOST_REASONS]]
    others = sum(count for _, count in told[_MOST_REASONS:])
    rest = [f"-# {others} × other reasons"] if others else []
    total = refused.total()
    left_out = "1 possible question was" if total == 1 else f"{total} possible questions were"
    return "\n".join([f"**Why not more? {left_out} left out:**", *lines, *rest])


def _line(stem: str) -> str:
    return f"- {literal(shorten(stem, 180))}"
