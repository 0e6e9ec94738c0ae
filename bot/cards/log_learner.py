"""One learner's record, as the moderators of a server see it."""

from __future__ import annotations

import discord
from discord import ui

from bot.cards import logs_ids
from bot.cards.layout import Card, button, card, pager, row, spaced
from bot.cards.logs import Names, entry, opening, who
from bot.cards.text import literal, shorten
from knowledge.model.learner_record import LearnerRecord, LearnerTotals
from knowledge.model.log_search import LogKind

NOT_BY_NAME = (
    "This server's log shows pseudonyms, and opening a person's record would tell who is who. "
    "Open a pseudonym's: **Learner record** under an answer in `/logs show`. Somebody with "
    "**Manage Server** can open a person's, for a reason that is kept."
)
UNKNOWN_READER = "Nothing of whoever goes by that name is on record in this server any more."
A_BOT = "That is a bot. Bots have no record."
_BUTTONS = {
    LogKind.QUESTION: "Questions",
    LogKind.QUIZ: "Quizzes",
    LogKind.STUDY: "Self-study",
}


def learner_card(found: LearnerRecord, names: Names, *, revealed: str = "") -> Card:
    """Figures of everything, and ten lines of one kind, newest first.

    Args:
        revealed: The person's name, where a reason has just been given for showing it.
    """
    name = literal(shorten(revealed, 60)) if revealed else who(found.who, names)
    called = name if name == found.who.name else f"{name}, {found.who.name}"
    position = f"Page {found.page + 1} of {found.pages} · " if found.pages > 1 else ""
    others = [
        button(label, logs_ids.show_learner(found.who.name, kind))
        for kind, label in _BUTTONS.items()
        if kind is not found.kind
    ]
    return card(
        f"### Record of {called}",
        "" if found.people == 1 else f"⚠️ {found.people} people share this name; this is of all.",
        _figures(found.totals),
        ui.Separator(),
        f"**{_BUTTONS[found.kind]}**",
        *spaced([entry(line, names, with_person=False) for line in found.lines]),
        "" if found.lines else "None on record.",
        f"-# {position}This look is in the audit.",
        rows=[
            *opening(found.lines),
            *pager(found.page, found.pages, logs_ids.turn_learner(found.who.name, found.kind)),
            row(*others),
        ],
    )


def _figures(totals: LearnerTotals) -> str:
    asked = " · ".join(f"{name} {number}" for name, number in totals.decisions.items())
    return "\n".join(
        (
            f"Questions: **{totals.questions}**"
            + (f" ({asked})" if asked else "")
            + (f" · opened beside: **{totals.opened}**" if totals.opened else ""),
            f"Quizzes: **{totals.quizzes}**"
            + (f" ({totals.right} of {totals.responses} answers right)" if totals.quizzes else ""),
            f"Self-study: **{totals.sessions}**"
            + (f" ({totals.studied_right} of {totals.studied} right)" if totals.sessions else ""),
        )
    )


def whose_form(user_id: int) -> ui.Modal:
    """Why a person's record is to be opened by their name."""
    modal = ui.Modal(title="Learner record", timeout=900, custom_id=logs_ids.whose(user_id))
    box: ui.TextInput[ui.Modal] = ui.TextInput(
        custom_id="reason", style=discord.TextStyle.paragraph, min_length=5, max_length=300
    )
    described = "It is kept with your name in the audit, which nobody can change. Name nobody."
    modal.add_item(ui.Label(text="Why do you need to know?", description=described, component=box))
    return modal
