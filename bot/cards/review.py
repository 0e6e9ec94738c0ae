"""One item for a reviewer: what it asks, what is right, where the document says so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import discord
from discord import ui

from bot.cards import bank_ids
from bot.cards.item_reveal import reveal_block
from bot.cards.layout import Card, Row, button, card, notice, row
from bot.cards.quiz_reveal import why
from bot.cards.text import excerpt, width
from knowledge.model.assessment import BLANK, Item, ItemDraft, ItemStatus, ItemType
from knowledge.model.item_rules import Finding, Severity, named
from knowledge.quizzing.authoring.refusals import flag_in_words
from knowledge.quizzing.bank_values import Complaint, ReviewStep
from knowledge.quizzing.typed_item import NO_OPTIONS, TypedItem

ALL_REVIEWED = "Nothing waits for review any more. {done} reviewed."
SOME_WAIT = "That was the last one. Of those before it, {left} still {wait} for review."
NOTHING_WAITS = "Nothing waits for review."
OTHER_REASON = "other"
REASONS = {
    "ambiguous": ("Ambiguous", "It can be read in two ways"),
    "two_right": ("More than one is right", "A distractor is right, too"),
    "guessable": ("Guessable", "The key shows without reading"),
    "trivial": ("Trivial", "Not worth knowing"),
    "unsupported": ("Not in the passage", "The document does not say this"),
    "wording": ("Badly worded", "Grammar or style"),
    OTHER_REASON: ("Another reason…", "Write it in a few words"),
}
_STATUS = {
    ItemStatus.DRAFT: "draft",
    ItemStatus.APPROVED: "approved",
    ItemStatus.RETIRED: "retired",
}
_SHARED = re.compile(
    r"^(?:True or false\?\s*)?(?:According to [^“:,]*(?:“[^”]*”)?\s*[,:]\s*)?"
    r"(?:which [\w ]{3,30} belongs? in the blank\?\s*)?",
    re.IGNORECASE,
)
_MOST_REMARKS = 4
_LONGEST_REMARK = 160
_WHY = "Why the key is right; shown after the answer"
STEM, ANSWERS, RATIONALE, THEMES, REASON = "stem", "answers", "rationale", "themes", "reason"


@dataclass(frozen=True, slots=True)
class Decision:
    """What the last press of a review made of an item."""

    item: Item
    """As it was before."""
    reason: str | None = None
    """Of a rejection; ``None`` if the item was approved."""


def review_card(
    step: ReviewStep, done: int, last: Decision | None = None, *, note: str = ""
) -> Card:
    """One screen of a review. ``done`` items came before it; ``last`` is what became of the last.

    ``last`` is ``None`` if nothing did, or nothing that is to be told; ``note`` says what else the
    press has done.
    """
    waiting = f"### Review · {done + 1} of {done + step.left}"
    undo = None if last is None else undo_button(last, str(done - 1))
    told = note if last is None else _decision_line(last)
    if told:
        waiting = f"{told}\n{waiting}"
    return _item_card(step.item, waiting, str(done), step.findings, step.complaints, undo)


def reviewed_card(course_id: int, done: int, left: int, last: Decision | None = None) -> Card:
    """The end of a review that ``done`` items passed; ``last`` as in :func:`review_card`.

    ``left`` were skipped, or have come to wait since.
    """
    words = ALL_REVIEWED.format(done=done)
    undo = None if last is None else undo_button(last, str(done - 1))
    buttons = [] if undo is None else [undo]
    if left:
        words = SOME_WAIT.format(left=left, wait="waits" if left == 1 else "wait")
        buttons.append(button("Begin again", bank_ids.review(course_id, 0, "0")))
    told = "" if last is None else _decision_line(last)
    if not buttons:
        return notice("\n\n".join(filter(None, (told, words))))
    return card(told, words, rows=[row(*buttons)])


def _decision_line(last: Decision) -> str:
    item = last.item
    if last.reason is None:
        return f"✅ Approved `#{item.id}`: {excerpt(telling_part(item.draft.stem), 120)}"
    verb = "Rejected" if item.status is ItemStatus.DRAFT else "Retired"
    return f"🗄️ {verb} `#{item.id}`: {excerpt(last.reason, 120)}"


def undone_line(item: Item) -> str:
    """What was taken back; ``item`` is as it was before."""
    what = "Approval" if item.status is ItemStatus.APPROVED else "Rejection"
    return f"↩️ {what} of `#{item.id}` undone: it waits for review again."


def undo_button(last: Decision, done: str) -> ui.Button[Card] | None:
    """Makes what was a draft one again; what is approved by now only until it is used."""
    item = last.item
    if item.status is not ItemStatus.DRAFT:
        return None
    action = "undo" if last.reason is None else "restore"
    return button(f"Undo #{item.id}", bank_ids.item(action, item.id, item.revision, done))


def telling_part(stem: str) -> str:
    """A stem without what many share: whose words they are, and how a blank is asked for."""
    told = _SHARED.sub("", stem)
    return told[:1].upper() + told[1:] if told else stem


def item_card(
    item: Item, findings: Sequence[Finding], note: str = "", last: Decision | None = None
) -> Card:
    """An item opened by itself; ``note`` says what has just become of it."""
    heading = f"### Item #{item.id}" + (f"\n{note}" if note else "")
    back = None if last is None else undo_button(last, bank_ids.ALONE)
    return _item_card(item, heading, bank_ids.ALONE, findings, (), back)


def status_of(item: Item) -> str:
    """The status in words, with a sign where learners' flags keep the item out of quizzes."""
    suspended = " · 🚩 suspended" if item.suspended_at is not None else ""
    binned = " · 🗑️ its document is in the bin" if item.is_in_bin else ""
    return _STATUS[item.status] + suspended + binned


def _item_card(
    item: Item,
    heading: str,
    done: str,
    findings: Sequence[Finding],
    complaints: Sequence[Complaint],
    undo: ui.Button[Card] | None = None,
) -> Card:
    draft = item.draft
    themes = f" · {excerpt(', '.join(draft.themes), 150)}" if draft.themes else ""
    about = (
        f"-# `#{item.id}` · {named(draft.type)} · {draft.difficulty} · {status_of(item)}{themes}"
    )
    blocks = [heading, about, *reveal_block(draft, tuple(range(len(draft.options))), None)]
    remarks = _remarks(item, findings, complaints)
    blocks += why(draft, [*blocks, remarks])
    rows = [_actions(item, done)]
    more = _more_actions(item, done) + ([] if undo is None else [undo])
    if more:
        rows.append(row(*more))
    if item.status is not ItemStatus.RETIRED:
        rows.append(row(_reject_select(item, done)))
    tail: list[str | ui.Item[Card]] = [ui.Separator(), remarks] if remarks else []
    return card(*blocks, *tail, rows=rows)


def _remarks(item: Item, findings: Sequence[Finding], complaints: Sequence[Complaint]) -> str:
    lines = [f"🚩 A learner says: {excerpt(c.reason, _LONGEST_REMARK)}" for c in complaints]
    lines += [
        f"{'⛔' if finding.severity is Severity.BLOCKING else '⚠️'} "
        f"{excerpt(finding.message, _LONGEST_REMARK)}"
        for finding in findings
    ]
    lines += [f"⚠️ {excerpt(flag_in_words(flag), _LONGEST_REMARK)}" for flag in item.draft.flags]
    if item.is_in_bin:
        lines.append("🗑️ Nobody is asked it until its document is restored in `/docs list`.")
    if item.note:
        lines.append(f"📝 {excerpt(item.note, _LONGEST_REMARK)}")
    more = len(lines) - _MOST_REMARKS
    return "\n".join(lines[:_MOST_REMARKS] + ([f"-# and {more} more"] if more > 0 else []))


def _more_actions(item: Item, done: str) -> list[ui.Button[Card]]:
    """What only some items need."""
    seen = (item.id, item.revision, done)
    buttons = []
    if item.suspended_at is not None:
        buttons.append(button("Change the key", bank_ids.item("rekey", *seen)))
    if item.draft.citation is None and item.status is not ItemStatus.RETIRED:
        buttons.append(button("Find a passage", bank_ids.item("source", *seen)))
    return buttons


def _actions(item: Item, done: str) -> Row:
    seen = (item.id, item.revision, done)
    buttons = [button("Edit", bank_ids.item("edit", *seen))]
    if item.status is ItemStatus.RETIRED:
        buttons.append(button("Make it a draft again", bank_ids.item("restore", *seen)))
    if item.status is ItemStatus.DRAFT or item.suspended_at is not None:
        label = "Keep" if item.status is ItemStatus.APPROVED else "Approve"
        approve = button(label, bank_ids.item("approve", *seen), style=discord.ButtonStyle.success)
        buttons.insert(0, approve)
    if done != bank_ids.ALONE:
        buttons.append(button("Skip", bank_ids.item("skip", *seen)))
        several = bank_ids.offer_all(item.course_id, item.id - 1, done)
        buttons.append(button("Approve several…", several))
    return row(*buttons)


def _reject_select(item: Item, done: str) -> ui.Select[Card]:
    verb = "Reject" if item.status is ItemStatus.DRAFT else "Retire"
    return ui.Select(
        custom_id=bank_ids.item("reject", item.id, item.revision, done),
        placeholder=f"{verb} it, because…",
        options=[
            discord.SelectOption(label=label, description=description, value=value)
            for value, (label, description) in REASONS.items()
        ],
    )


def edit_form(item: Item, form: TypedItem, done: str) -> ui.Modal:
    """The form of an item, filled in."""
    modal = ui.Modal(
        title=f"Edit item #{item.id}",
        # discord.py keeps an open modal in memory until then; ours works without that.
        timeout=900,
        custom_id=bank_ids.item("form", item.id, item.revision, done),
    )
    fields = (
        (STEM, "Question", _stem_hint(item.draft), form.stem, True),
        (ANSWERS, *_answers_label(item.draft), form.answers, True),
        (
            RATIONALE,
            "Rationale",
            _WHY,
            form.rationale,
            False,
        ),
        (THEMES, "Themes", "One on a line", form.themes, False),
    )
    for name, label, description, text, is_needed in fields:
        box: ui.TextInput[ui.Modal] = ui.TextInput(
            custom_id=name,
            style=discord.TextStyle.paragraph,
            default=text if width(text) <= 4_000 else text[:2_000],
            required=is_needed,
            max_length=4_000,
        )
        modal.add_item(ui.Label(text=label, description=description, component=box))
    return modal


def _stem_hint(draft: ItemDraft) -> str | None:
    return f"With one blank: {BLANK}" if draft.type is ItemType.CLOZE else None


def _answers_label(draft: ItemDraft) -> tuple[str, str]:
    labels = {
        "ordering": ("Events", "One on a line, in the right order"),
        "matching": ("Pairs", "One on a line: term = match"),
        "number": ("Key", "A number, perhaps with tolerance and unit: 48000 ± 500 pounds"),
        "date": ("Key", "1978, 1978-08 or 1978-08-16: as precise as it is asked"),
        "flashcard": ("Back", "What the card says when it is turned"),
    }
    if draft.type.value in labels:
        return labels[draft.type.value]
    if draft.type in NO_OPTIONS:
        return ("Accepted answers", "One on a line; the first is shown as right")
    return ("Options", "One on a line, * before the right ones")


def reason_form(item: Item, done: str) -> ui.Modal:
    modal = ui.Modal(
        title=f"Why not item #{item.id}?",
        timeout=900,
        custom_id=bank_ids.item("why", item.id, item.revision, done),
    )
    box: ui.TextInput[ui.Modal] = ui.TextInput(custom_id=REASON, min_length=3, max_length=300)
    modal.add_item(ui.Label(text="Reason", description="Its author reads it.", component=box))
    return modal


def refused_card(item: Item, findings: Sequence[Finding], done: str) -> Card:
    """Why a change was not taken. What was typed is kept for the button."""
    lines = [f"⛔ {excerpt(finding.message, 400)}" for finding in findings[:5]]
    again = button(
        "Edit again",
        bank_ids.item("edit", item.id, item.revision, done),
        style=discord.ButtonStyle.primary,
    )
    return card(
        f"**Item #{item.id} was not changed.**",
        "\n".join(lines),
        "-# What you typed is kept.",
        rows=[row(again)],
    )
