"""Another key for a question that was played: choose it, see who would move, confirm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import discord
from discord import ui

from bot.cards import results_ids
from bot.cards.item_form import LETTERS
from bot.cards.layout import Card, button, card, row
from bot.cards.players import shown_name
from bot.cards.quiz_board import points
from bot.cards.quiz_lobby import OVER, WAITING
from bot.cards.text import excerpt, percent, shorten
from knowledge.model.assessment import (
    ChoiceKey,
    DateKey,
    ItemDraft,
    ItemType,
    NumberKey,
    TextKey,
)
from knowledge.model.grading import key_words
from knowledge.model.quiz import Question
from knowledge.model.regrading import (
    Move,
    Proposal,
    Regraded,
    RegradePreview,
    RegradeRefusal,
)

KEY_FIELD = "key"
LEFT_AS_IT_IS = "Left as it is. Nothing was changed."
REFUSALS = {
    RegradeRefusal.GONE: "This question is no longer in the bank, so its key can't be changed. "
    "Nothing was changed.",
    RegradeRefusal.STALE: "This question was changed since you saw who would move, or this was "
    "done already. Open it again to see how it stands. Nothing was changed now.",
    RegradeRefusal.REWRITTEN: "The bank has this question in other words now, so a new key there "
    "would not fit what was asked here. Nothing was changed.",
}

_MOVES_SHOWN = 15
_NAMES_SHOWN = 3
_LONGEST_KEY = 2_000


def choice_card(question: Question) -> Card:
    """Which options are right? For the instructor alone."""
    draft, key = question.draft, question.draft.key
    assert isinstance(key, ChoiceKey), "other keys are typed"
    several = draft.type is ItemType.MULTIPLE_CHOICE
    select: ui.Select[Card] = ui.Select(
        custom_id=results_ids.choose_key(question.id),
        placeholder="Every right option" if several else "The right option",
        max_values=len(question.order) if several else 1,
        options=[
            discord.SelectOption(
                label=shorten(f"{LETTERS[slot]}. {draft.options[place]}", 100),
                value=str(slot),
                description="Right until now" if place in key.right else None,
            )
            for slot, place in enumerate(question.order)
        ],
    )
    return card(
        f"### Another key for question {question.ordinal}",
        excerpt(draft.stem, 400),
        row(select),
        "-# Next you see who would move. Nothing changes before you confirm.",
        accent=WAITING,
    )


def key_modal(question: Question, written: str) -> ui.Modal:
    """The form for a key that is typed, with the present one in it."""
    modal = ui.Modal(title="Another key", timeout=900, custom_id=results_ids.type_key(question.id))
    field: ui.TextInput[ui.Modal] = ui.TextInput(
        custom_id=KEY_FIELD,
        style=discord.TextStyle.paragraph,
        default=written[:_LONGEST_KEY],
        max_length=_LONGEST_KEY,
    )
    modal.add_item(ui.TextDisplay(excerpt(question.draft.stem, 400)))
    modal.add_item(
        ui.Label(text="What is right", description=_how(question.draft), component=field)
    )
    return modal


def preview_card(proposal: Proposal) -> Card:
    """Who would move, and the button that does it."""
    preview = proposal.preview
    return card(
        "### Before anything changes",
        excerpt(preview.draft.stem, 300),
        f"Right until now: **{_key(preview.draft)}**\nRight from now on: **{_key(preview.after)}**",
        _who(preview),
        _left_out(preview.left_out),
        "The rest of your edit is saved with it."
        if replace(preview.draft, key=preview.after.key) != preview.after
        else "",
        "-# The bank gets the new key too. Other servers' quizzes keep theirs. Who changed what "
        "and when is logged.",
        rows=[
            row(
                button(
                    "Change and regrade",
                    results_ids.confirm_key(proposal.id),
                    style=discord.ButtonStyle.danger,
                ),
                button("Leave it", results_ids.CANCEL_KEY),
            )
        ],
        accent=WAITING,
    )


def regraded_card(done: Regraded) -> Card:
    moved = len(done.moves)
    words = "Nobody's result moved." if not moved else f"**{_results(moved)}** moved."
    return card(
        "### The key is changed",
        f"{words} {_looked_at(done.responses)} looked at, and the change is logged.",
        _listed([move for move in done.moves if move.receipt is not None]),
        accent=OVER,
    )


def change_line(preview: RegradePreview) -> str:
    """One item of several that get another key, and how many results that moves: 400 characters."""
    before, after = (excerpt(_key(draft), 80) for draft in (preview.draft, preview.after))
    named = [
        shown_name(move.name, number)
        for number, move in enumerate(preview.moves, start=1)
        if move.receipt is not None
    ]
    more = f", {len(named) - _NAMES_SHOWN} more" if len(named) > _NAMES_SHOWN else ""
    who = f" ({', '.join(named[:_NAMES_SHOWN])}{more})" if named else ""
    return (
        f"🔑 {excerpt(preview.draft.stem, 80)}: {before} → **{after}**\n"
        f"-# {_looked_at(preview.responses)} looked at; {len(preview.moves)} would move{who}"
    )


def _who(preview: RegradePreview) -> str:
    in_quizzes = [move for move in preview.moves if move.receipt is not None]
    in_study = len(preview.moves) - len(in_quizzes)
    lines = [f"{_looked_at(preview.responses)} looked at."]
    if not preview.moves:
        lines.append("**Nobody would move.**")
    if in_quizzes:
        lines.append(f"**{_results(len(in_quizzes))}** in quizzes would move:")
        lines.append(_listed(in_quizzes))
    if in_study:
        lines.append(f"**{_results(in_study)}** in self-study would move.")
    return "\n".join(lines)


def _listed(moves: Sequence[Move]) -> str:
    lines = [_move(move, number) for number, move in enumerate(moves[:_MOVES_SHOWN], start=1)]
    more = len(moves) - len(lines)
    return "\n".join([*lines, *([f"… and {more} more"] if more else [])])


def _move(move: Move, number: int) -> str:
    return (
        f"`{move.receipt}` {shown_name(move.name, number)}: {_outcome(move.before.score)} → "
        f"**{_outcome(move.after.score)}** · {points(move.before.points)} → "
        f"{points(move.after.points)}"
    )


def _outcome(score: float) -> str:
    if score >= 1:
        return "right"
    return "wrong" if score <= 0 else f"partly right ({percent(score)})"


def _left_out(questions: int) -> str:
    if not questions:
        return ""
    asked = "One past quiz" if questions == 1 else f"{questions} past quizzes"
    return f"{asked} asked it in other words and will not be regraded."


def _looked_at(responses: int) -> str:
    return "1 answer was" if responses == 1 else f"{responses} answers were"


def _results(count: int) -> str:
    return "1 result" if count == 1 else f"{count} results"


def _key(draft: ItemDraft) -> str:
    words = draft.key.accepted if isinstance(draft.key, TextKey) else key_words(draft)
    return excerpt("; ".join(words), 300)


def _how(draft: ItemDraft) -> str:
    if isinstance(draft.key, NumberKey):
        return "A number, such as 48000 ± 500 pounds"
    if isinstance(draft.key, DateKey):
        return "A date as precise as it is asked for, such as 1978-08"
    return "Accepted answers, one on a line; the first is shown"
