"""What comes back when somebody says what they think of an answer."""

from __future__ import annotations

import discord
from discord import ui

from bot.cards import custom_ids
from bot.cards.layout import Card, notice, row
from knowledge.model.record import Complaint, Decision

THANKS_UP = "Thanks! Your 👍 is saved."
THANKS_DOWN = "Thanks. Your 👎 is saved. What was wrong?"
GONE = "That answer is no longer on record, so nothing was saved. Ask again with `/ask`."

_ABOUT_AN_ANSWER = {
    Complaint.WRONG: ("It is wrong", "It says something that is not so"),
    Complaint.NOT_IN_DOCUMENTS: ("Not in the documents", "The documents don't say this"),
    Complaint.WRONG_SOURCE: ("Wrong source", "Another passage answers it better"),
    Complaint.UNCLEAR: ("Unclear", "I don't understand it"),
}
_ABOUT_AN_ABSTENTION = {
    Complaint.WRONG: ("The documents do say", "The answer is in there"),
    Complaint.NOT_IN_DOCUMENTS: ("The course should cover this", "A document is missing"),
    Complaint.WRONG_SOURCE: ("Wrong headings", "The headings shown are not about this"),
    Complaint.UNCLEAR: ("Unclear", "I don't understand the reply"),
}


def reasons(decision: Decision) -> dict[Complaint, tuple[str, str]]:
    """The four reasons in the words that fit the reply: label and description."""
    return _ABOUT_AN_ABSTENTION if decision is Decision.ABSTAINED else _ABOUT_AN_ANSWER


def thanks_up(receipt: str) -> Card:
    return notice(f"{THANKS_UP}\n-# Receipt `{receipt}`")


def complaint_card(receipt: str, decision: Decision) -> Card:
    """The question what was wrong, with its four answers."""
    options = [
        discord.SelectOption(label=label, description=description, value=complaint.value)
        for complaint, (label, description) in reasons(decision).items()
    ]
    select: ui.Select[Card] = ui.Select(
        custom_id=custom_ids.complain(receipt),
        placeholder="Choose a reason (optional)",
        options=options,
    )
    return Card(ui.TextDisplay(f"{THANKS_DOWN}\n-# Receipt `{receipt}`"), row(select))


def noted(receipt: str, decision: Decision, complaint: Complaint) -> Card:
    label, _ = reasons(decision)[complaint]
    return notice(
        f"Thanks. Noted: **{label}**. The course's staff see it in the log.\n-# Receipt `{receipt}`"
    )
