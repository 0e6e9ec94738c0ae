"""An item as a question that can be answered: its text, its controls, its form.

Shared by self-study and the live quiz. Places and slots:

- A *place* is where an option (of a matching: a match) stands in the item, from 0. Responses
  (:class:`Picked`) hold places, always in the item's own order of things.
- ``order`` is how the options are shown: a permutation of their places, the place shown first at
  its front. A *slot* is an index into ``order``; letters A, B, C… follow the slots. An item
  without options has the empty order. :func:`knowledge.model.play.shown_order` makes one.
- Custom ids and the values of selects hold slots, never places: an ordering's places are its key.
  Keep ``order`` in the database, never in a custom id.

Controls call ``custom_id(part)`` with a *part* that says what was pressed: ``"0"``, ``"1"``… for
the button of a slot, ``CHOOSE`` for the select of several, ``FORM`` for the button that opens
:func:`form`, and ``FLIP``, ``KNOWN``, ``UNKNOWN`` of a flashcard. ``PART`` matches any of them.
:func:`slots_picked` and :func:`form_filled` turn what comes back into a response; hand that to
:func:`knowledge.model.grading.fault` before it is stored.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Mapping, Sequence

import discord
from discord import ui

from bot.cards.layout import Card, Row, button, row
from bot.cards.text import excerpt, one_line, shorten
from knowledge.model.assessment import (
    ChoiceKey,
    Credit,
    DateKey,
    ItemDraft,
    ItemType,
    MatchKey,
    NumberKey,
    OrderKey,
    Picked,
    Response,
    Written,
)

CustomId = Callable[[str], str]

CHOOSE, FORM, FLIP, KNOWN, UNKNOWN = "choose", "form", "flip", "known", "unknown"
PART = rf"(?P<part>\d{{1,2}}|{CHOOSE}|{FORM}|{FLIP}|{KNOWN}|{UNKNOWN})"

LAST_FILLED = "The last place fills itself."
PARTLY = "Partly right counts in part"
LETTERS = string.ascii_uppercase
TEXT_FIELD = "text"
LONGEST_ANSWER = 300
"""Characters that may be typed as a text, number or date."""

_STEM_WIDTH = 900
_OPTIONS_WIDTH = 1_500
_DESCRIPTION_WIDTH = 100
_SELECTS = 5
"""As many as a form can hold."""


def stem_block(draft: ItemDraft, order: Sequence[int]) -> list[str]:
    """The question and its lettered options, as blocks of text; at most 2,500 characters."""
    stem = f"### {excerpt(draft.stem, _STEM_WIDTH)}"
    lettered = "\n".join(
        f"**{LETTERS[slot]}.** {text}" for slot, text in enumerate(_shown_texts(draft, order))
    )
    if draft.type in (ItemType.TRUE_FALSE, ItemType.CLOZE):
        return [stem]
    if isinstance(draft.key, MatchKey):
        return [stem, _numbered(draft), lettered]
    return [stem, lettered] if lettered else [stem]


def instruction(draft: ItemDraft) -> str:
    """What to do, and what an answer that is right in part is worth, in a line."""
    if isinstance(draft.key, NumberKey) and draft.key.unit:
        return f"Answer with a number ({excerpt(draft.key.unit, 40)})."
    if isinstance(draft.key, DateKey):
        return f"Answer with {_precision(draft.key)}."
    return f"{_INSTRUCTIONS[draft.type]}{_credit_rule(draft)}"


def _credit_rule(draft: ItemDraft) -> str:
    if draft.type not in (ItemType.MULTIPLE_CHOICE, ItemType.ORDERING, ItemType.MATCHING):
        return ""
    assert isinstance(draft.key, ChoiceKey | OrderKey | MatchKey), "as the type wants it"
    return f" {PARTLY}." if draft.key.credit is Credit.PARTIAL else " All or nothing."


def controls(draft: ItemDraft, custom_id: CustomId, order: Sequence[int]) -> list[Row]:
    """The rows of controls that answer the item."""
    match draft.type:
        case ItemType.SINGLE_CHOICE:
            return _in_rows([button(LETTERS[slot], custom_id(str(slot))) for slot in _slots(order)])
        case ItemType.TRUE_FALSE:
            return [row(*(button(draft.options[p], custom_id(str(p))) for p in order))]
        case ItemType.MULTIPLE_CHOICE:
            options = _select_options(draft, order)
            select: ui.Select[Card] = ui.Select(
                custom_id=custom_id(CHOOSE),
                placeholder="Choose every right answer",
                options=options,
                max_values=len(options),
            )
            return [row(select)]
        case ItemType.FLASHCARD:
            return [row(_primary("Show the answer", custom_id(FLIP)))]
    return [row(_primary(_OPENERS.get(draft.type, "Answer"), custom_id(FORM)))]


def flipped_controls(custom_id: CustomId) -> list[Row]:
    """The controls under the back of a flashcard."""
    return [row(button("I knew it", custom_id(KNOWN)), button("I didn't", custom_id(UNKNOWN)))]


def form(draft: ItemDraft, modal_id: str, order: Sequence[int]) -> ui.Modal:
    """The form that :data:`FORM` opens: a select for each step, or a field for text."""
    modal = ui.Modal(title="Your answer", timeout=900, custom_id=modal_id)
    if _by_selects(draft):
        return _with_selects(modal, draft, order)
    is_order = draft.type is ItemType.ORDERING
    asked = "\n\n".join(stem_block(draft, order)) if is_order else excerpt(draft.stem, _STEM_WIDTH)
    modal.add_item(ui.TextDisplay(asked))
    field: ui.TextInput[ui.Modal] = ui.TextInput(custom_id=TEXT_FIELD, max_length=LONGEST_ANSWER)
    modal.add_item(ui.Label(text="Your answer", description=_form_hint(draft), component=field))
    return modal


def _with_selects(modal: ui.Modal, draft: ItemDraft, order: Sequence[int]) -> ui.Modal:
    """The form with a select for each step; of an ordering with what is asked, where there is room.

    As many selects as a form can hold leave no room for a text of its own: then the question
    stands, shortened, beside the first of them.
    """
    steps, is_order = _steps(draft), draft.type is ItemType.ORDERING
    has_room = is_order and len(steps) < _SELECTS
    if has_room:
        modal.add_item(ui.TextDisplay("\n\n".join(stem_block(draft, order))))
    for step, label in enumerate(steps):
        description = None
        if is_order and step == len(steps) - 1:
            description = LAST_FILLED
        elif is_order and step == 0 and not has_room:
            description = shorten(draft.stem, _DESCRIPTION_WIDTH)
        select: ui.Select[ui.Modal] = ui.Select(
            custom_id=_step_field(step), options=_select_options(draft, order)
        )
        modal.add_item(ui.Label(text=label, description=description, component=select))
    return modal


def slots_picked(draft: ItemDraft, order: Sequence[int], slots: Sequence[int]) -> Picked:
    """The response of pressed buttons or chosen values; slots that do not exist are left out."""
    places = [order[slot] for slot in slots if slot < len(order)]
    in_sequence = draft.type in (ItemType.ORDERING, ItemType.MATCHING)
    return Picked(tuple(places if in_sequence else sorted(set(places))))


def form_filled(draft: ItemDraft, order: Sequence[int], typed: Mapping[str, str]) -> Response:
    """The response of a submitted :func:`form`."""
    if draft.type not in (ItemType.ORDERING, ItemType.MATCHING):
        return Written(one_line(typed.get(TEXT_FIELD, "")))
    if _by_selects(draft):
        fields = [typed.get(_step_field(step), "") for step in range(len(_steps(draft)))]
        slots = [int(value) for value in fields if value.isdecimal()]
    else:
        letters = re.sub(r"[^A-Z]", "", typed.get(TEXT_FIELD, "").upper())
        slots = [LETTERS.index(letter) for letter in letters]
    left = [slot for slot in _slots(order) if slot not in slots]
    if draft.type is ItemType.ORDERING and len(left) == 1:
        slots += left
    return slots_picked(draft, order, slots)


def lettered(draft: ItemDraft, order: Sequence[int], place: int) -> str:
    """The letter under which the option (or match) of a place is shown."""
    return LETTERS[tuple(order).index(place)]


_INSTRUCTIONS = {
    ItemType.SINGLE_CHOICE: "Choose one answer.",
    ItemType.TRUE_FALSE: "True or false?",
    ItemType.MULTIPLE_CHOICE: "Several answers may be right. Choose every right one.",
    ItemType.ORDERING: "Put them in order, earliest first.",
    ItemType.MATCHING: "Give each number its letter.",
    ItemType.CLOZE: "Write the missing words.",
    ItemType.SHORT_TEXT: "Answer in a few words.",
    ItemType.NUMBER: "Answer with a number.",
    ItemType.FLASHCARD: "Recall the answer, then turn the card.",
}
_OPENERS = {ItemType.ORDERING: "Put in order", ItemType.MATCHING: "Match"}
_STEPS = ("First (earliest)", "Second", "Third", "Fourth", "Fifth")


def _precision(key: DateKey) -> str:
    if key.date.day is not None:
        return "a day, such as 12 February 1912"
    return "a month, such as February 1912" if key.date.month is not None else "a year"


def _form_hint(draft: ItemDraft) -> str:
    if draft.type is ItemType.ORDERING:
        return f"The letters in order, earliest first, such as CABD. {LAST_FILLED}"
    if draft.type is ItemType.MATCHING:
        return "The letters that belong to 1, 2, 3 and so on, such as CABD"
    return instruction(draft)


def _by_selects(draft: ItemDraft) -> bool:
    return bool(_steps(draft)) and len(_steps(draft)) <= _SELECTS


def _steps(draft: ItemDraft) -> list[str]:
    """A label for each choice to make in a form. The last event needs none: it is what is left."""
    if draft.type is ItemType.ORDERING:
        left = len(draft.options) - 1
        return [*_STEPS[:left], *(f"Number {n}" for n in range(len(_STEPS) + 1, left + 1))]
    if draft.type is ItemType.MATCHING:
        return [shorten(f"{n}. {text}", 45) for n, text in enumerate(draft.options, start=1)]
    return []


def _step_field(step: int) -> str:
    return f"step{step}"


def _shuffled_texts(draft: ItemDraft) -> tuple[str, ...]:
    return draft.key.matches if isinstance(draft.key, MatchKey) else draft.options


def _shown_texts(draft: ItemDraft, order: Sequence[int]) -> list[str]:
    texts = _shuffled_texts(draft)
    return [excerpt(texts[place], _option_width(draft)) for place in order]


def _numbered(draft: ItemDraft) -> str:
    limit = _option_width(draft)
    return "\n".join(
        f"**{number}.** {excerpt(text, limit)}"
        for number, text in enumerate(draft.options, start=1)
    )


def _option_width(draft: ItemDraft) -> int:
    both = 2 if isinstance(draft.key, MatchKey) else 1
    return _OPTIONS_WIDTH // (both * max(5, len(draft.options)))


def _select_options(draft: ItemDraft, order: Sequence[int]) -> list[discord.SelectOption]:
    texts = _shuffled_texts(draft)
    return [
        discord.SelectOption(
            label=shorten(f"{LETTERS[slot]}. {texts[place]}", 100), value=str(slot)
        )
        for slot, place in enumerate(order)
    ]


def _slots(order: Sequence[int]) -> range:
    return range(len(order))


def _primary(label: str, custom_id: str) -> ui.Button[Card]:
    return button(label, custom_id, style=discord.ButtonStyle.primary)


def _in_rows(buttons: Sequence[ui.Button[Card]]) -> list[Row]:
    return [row(*buttons[start : start + 5]) for start in range(0, len(buttons), 5)]
