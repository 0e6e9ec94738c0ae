"""The passages of which one may be the source of an item that came without."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards import bank_ids
from bot.cards.item_form import LETTERS
from bot.cards.layout import Card, button, card, row
from bot.cards.text import excerpt, trail
from knowledge.model.assessment import Item
from knowledge.model.corpus import Passage
from knowledge.model.grading import key_words
from knowledge.model.item_rules import Finding
from knowledge.quizzing.sourcing import quote_for

NONE_FOUND = "The documents say nothing like it. Edit the item, or reject it as not in them."
_LONGEST_QUOTE = 400


def passages_card(item: Item, found: Sequence[Passage], done: str) -> Card:
    """The passages that are nearest, lettered; a press makes one of them the item's source."""
    key = excerpt(" · ".join(key_words(item.draft)), 150)
    blocks = [
        f"### Which passage is the source of `#{item.id}`?",
        f"{excerpt(item.draft.stem, 400)}\n→ **{key}**",
    ]
    for letter, passage in zip(LETTERS, found, strict=False):
        where = trail([passage.document_title, *passage.section], 120)
        quote = excerpt(quote_for(item, passage), _LONGEST_QUOTE)
        blocks.append(f"**{letter}.** {quote}\n-# {excerpt(where, 150)}")
    buttons = [
        button(letter, bank_ids.cite(item.id, item.revision, done, passage.id))
        for letter, passage in zip(LETTERS, found, strict=False)
    ]
    rows = [row(*buttons)]
    if done != bank_ids.ALONE:
        rows.append(row(button("Back", bank_ids.review(item.course_id, item.id - 1, done))))
    return card(*blocks, rows=rows)


def unfit_card(item: Item, findings: Sequence[Finding], done: str) -> Card:
    """Why that passage is no source, and the way on."""
    lines = [f"⛔ {excerpt(finding.message, 400)}" for finding in findings[:3]]
    seen = (item.id, item.revision, done)
    return card(
        f"**That passage does not carry item `#{item.id}`.** Nothing was changed.",
        "\n".join(lines),
        rows=[
            row(
                button("Look again", bank_ids.item("source", *seen)),
                button("Edit", bank_ids.item("edit", *seen)),
            )
        ],
    )
