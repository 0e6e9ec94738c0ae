"""A question asked again: what today's documents say, and what is different."""

from __future__ import annotations

from discord import ui

from bot.cards.layout import Card, card, notice
from bot.cards.logs import HIDDEN_QUESTION, moment
from bot.cards.shown import decided, sureness
from bot.cards.text import excerpt, literal, shorten
from knowledge.model.replay import Change, NoReplay, Replay

SAME = "**The same**: who asks it today reads the same."
DIFFERENT = "**Different**: who asks it today reads something else."
_LINES = 3
_QUOTE = 220


def replay_card(found: Replay | NoReplay) -> Card:
    """The verdict first; then decision, sentences, passages and versions, before and now."""
    if isinstance(found, NoReplay):
        return notice(f"I can't ask that again. {found.reason}")
    record = found.case.record
    question = literal(shorten(record.question, 200)) or HIDDEN_QUESTION
    return card(
        f"### Replay · {question}",
        SAME if found.is_same else DIFFERENT,
        f"Decision: **{decided(record)}**; now **{sureness(found.decision, found.confidence)}**",
        _change("Sentences", found.sentences, _QUOTE),
        _change("Passages", found.passages, 100),
        _change("Documents", found.versions, 100),
        ""
        if found.lost is None
        else f"⚠️ It went on from `{found.lost}`, which is no longer on record, so it was asked "
        "with its own words alone.",
        ui.Separator(),
        f"-# Asked {moment(record.asked_at)} · Receipt `{record.receipt}` · nobody was told",
    )


def _change(what: str, change: Change, limit: int) -> str:
    if not change:
        return f"{what}: the same"
    lines = [f"**{what}**"]
    for word, texts in (("No longer", change.gone), ("New", change.new)):
        lines += [f"{word}: {excerpt(text, limit)}" for text in texts[:_LINES]]
        if len(texts) > _LINES:
            lines.append(f"-# and {len(texts) - _LINES} more")
    return "\n".join(lines)
