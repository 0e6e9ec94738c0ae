"""Appeals for an instructor: what was written, what is accepted, and the two ways to decide."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from bot.cards import study_ids
from bot.cards.answer import place
from bot.cards.layout import Card, button, card, notice, row
from bot.cards.text import excerpt
from knowledge.model.assessment import TextKey
from knowledge.model.study import AppealState
from knowledge.quizzing.appeals import Decided, NotDecided, OpenAppeal

NONE_OPEN = "Nobody waits for a second look at an answer."


def appeal_card(waiting: Sequence[OpenAppeal], *, note: str = "") -> Card:
    """The first of the appeals that wait; ``note`` says what came of the one before."""
    if not waiting:
        return notice("\n".join(filter(None, [note, NONE_OPEN])))
    appeal, draft = waiting[0].appeal, waiting[0].item.draft
    accepted = draft.key.accepted if isinstance(draft.key, TextKey) else ()
    passage = []
    if draft.citation is not None:
        passage = [f"> {excerpt(draft.citation.quote, 900)}\n-# {place(draft.citation)}"]
    return card(
        note,
        f"### “I was right”: {len(waiting)} to look at",
        excerpt(draft.stem, 700),
        f"Written: **{excerpt(appeal.text, 300)}**\n"
        f"Accepted so far: {excerpt(', '.join(accepted), 500)}",
        *passage,
        "-# **Accept** adds it to the answers and makes every earlier answer right that it "
        "covers, for everybody.",
        rows=[
            row(
                button(
                    "Accept",
                    study_ids.decide("accept", appeal.id),
                    style=discord.ButtonStyle.success,
                ),
                button("Reject", study_ids.decide("reject", appeal.id)),
            )
        ],
    )


def decided_words(found: Decided | NotDecided) -> str:
    """What a decision has changed, in a line."""
    if isinstance(found, NotDecided):
        if found.appeal.state is AppealState.PENDING:
            return "That item takes no texts any more, so nothing was changed."
        return f"That one is {found.appeal.state.value} already; nothing was changed."
    if found.appeal.state is AppealState.REJECTED:
        return "Rejected. The learner is told."
    answers = "1 answer is" if found.regraded == 1 else f"{found.regraded} answers are"
    return f"Accepted: {answers} right now, and their owners are told."
