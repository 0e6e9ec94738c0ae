"""The screens of self-study: a question, the back of a card, a result, the end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import discord
from discord import ui

from bot.cards import study_ids
from bot.cards.answer import place
from bot.cards.item_form import LETTERS, controls, flipped_controls, instruction, stem_block
from bot.cards.item_reveal import reveal_block, verdict, why_nothing
from bot.cards.layout import TEXT_LIMIT, Card, Row, button, card, notice, row
from bot.cards.quiz_reveal import REASONS, why
from bot.cards.source import opening_page, source_pages
from bot.cards.study_hints import hint_block, lines
from bot.cards.text import excerpt, width
from knowledge.model.assessment import ItemType, TextKey, Written
from knowledge.model.corpus import Citation
from knowledge.model.grading import key_words
from knowledge.model.hints import ladder, next_hint
from knowledge.model.study import (
    Answered,
    Hint,
    NothingToStudy,
    StudyKind,
    StudySession,
    Turn,
)

ASKED = discord.Colour(0x3B7DD8)
RIGHT = discord.Colour(0x2F8F6B)
NOT_RIGHT = discord.Colour(0x8A8F98)

SHOWN = "⬜ **The answer was shown**, so this counts as missed"

_TITLES = {
    StudyKind.CHOSEN: "Study",
    StudyKind.DUE: "Due today",
    StudyKind.MISTAKES: "Your mistakes",
    StudyKind.ANSWER: "From the answer",
}
_BESIDE_HINTS = 400
"""Characters for the hints' names and the line on how to answer."""
_LONGEST_BACK = 900


def question_card(
    study: StudySession, turn: Turn, *, note: str = "", chosen: Sequence[int] = ()
) -> Card:
    """An item that waits for its answer, with the furthest hint that was taken.

    Args:
        study: For how far the learner is.
        turn: Not answered.
        note: What else is to be said, above the question.
        chosen: Slots of several that were chosen and not yet handed in.
    """
    asked = [_heading(study), *stem_block(turn.draft, turn.order)]
    return card(
        note,
        *asked,
        *hint_block(turn, TEXT_LIMIT - _BESIDE_HINTS - sum(map(width, asked))),
        f"-# {instruction(turn.draft)}{_then(turn, chosen)}",
        rows=[*_controls(turn, chosen), _helps(turn)],
        accent=ASKED,
    )


def _controls(turn: Turn, chosen: Sequence[int]) -> list[Row]:
    """Of several, what was chosen counts only once it is handed in: the first answer stays."""
    rows = controls(turn.draft, lambda part: study_ids.press(turn.id, part), turn.order)
    if turn.draft.type is not ItemType.MULTIPLE_CHOICE or not chosen:
        return rows
    for select in rows[0].children:
        assert isinstance(select, ui.Select), "several are chosen in a select"
        for option in select.options:
            option.default = int(option.value) in chosen
    hand_in = study_ids.chosen(turn.id, chosen)
    primary = discord.ButtonStyle.primary
    return [*rows, row(button(_answer_label(chosen), hand_in, style=primary))]


def _answer_label(chosen: Sequence[int]) -> str:
    return f"Answer {', '.join(LETTERS[slot] for slot in chosen)}"


def _then(turn: Turn, chosen: Sequence[int]) -> str:
    if turn.draft.type is not ItemType.MULTIPLE_CHOICE:
        return ""
    pressed = f"**{_answer_label(chosen)}**" if chosen else "the button that appears"
    return f" Then press {pressed}."


def back_card(study: StudySession, turn: Turn) -> Card:
    """A flashcard, turned."""
    return card(
        _heading(study),
        *stem_block(turn.draft, turn.order),
        ui.Separator(),
        lines(key_words(turn.draft), _LONGEST_BACK),
        "-# Did you know it? Nobody else sees what you say.",
        rows=flipped_controls(lambda part: study_ids.press(turn.id, part)),
        accent=ASKED,
    )


def result_card(study: StudySession, answered: Answered) -> Card:
    """What was right, why, where it stands, and when it comes again."""
    turn = answered.turn
    assert turn.outcome is not None, "it was answered"
    said = [
        _heading(study),
        SHOWN if turn.hint is Hint.ANSWER else f"{verdict(turn.outcome)}{_cost(turn)}",
        "" if turn.hint is Hint.ANSWER else why_nothing(turn.draft, turn.response),
        *reveal_block(turn.draft, turn.order, turn.response),
    ]
    due = f"-# Comes again {_moment(answered.due_at)}."
    return card(
        *said,
        *why(turn.draft, [*said, due]),
        due,
        rows=[_afterwards(turn)],
        accent=RIGHT if turn.is_right else NOT_RIGHT,
    )


def over_card(study: StudySession, *, note: str = "") -> Card:
    """How a session went; ``note`` says what else there is to be said."""
    if not study.answered:
        words = "You stopped before the first answer. Nothing was counted."
    else:
        partly = f", {study.partly} partly" if study.partly else ""
        taken_off = ", hints taken off" if study.hints_cost else ""
        words = (
            f"{study.answered} answered: **{study.right} right**{partly}. "
            f"{study.points:.3g} of {study.answered} "
            f"{'point' if study.answered == 1 else 'points'}{taken_off}."
        )
    items = [button("Progress", study_ids.PROGRESS)]
    if study.right < study.answered:
        again = study_ids.begin(StudyKind.MISTAKES, study.course_id)
        items.insert(0, button("Study my mistakes", again))
    return card(
        note,
        f"### {_TITLES[study.kind]}: done",
        words,
        "-# What you know comes again later, what you missed soon: `/study due`.",
        rows=[row(*items)],
        accent=RIGHT,
    )


def nothing_card(nothing: NothingToStudy, *, note: str = "") -> Card:
    """Why there is nothing to study, and what there is instead; ``note`` stands above it."""
    words = notice("\n\n".join(filter(None, (note, _nothing(nothing)))))
    if nothing.nearest_theme is not None:
        words.add_item(row(button("Study that theme", study_ids.theme(nothing.nearest_theme))))
    return words


def _nothing(nothing: NothingToStudy) -> str:
    if nothing.is_withheld:
        return "What there is on this is being asked in a quiz now. Come back when it is over."
    match nothing.kind:
        case StudyKind.DUE:
            when = "" if nothing.next_due_at is None else f" Next: {_moment(nothing.next_due_at)}."
            return f"Nothing is due now.{when} `/study start` brings new questions."
        case StudyKind.MISTAKES:
            return "You have no open mistakes. `/study start` brings new questions."
        case StudyKind.CHOSEN:
            return (
                "There are no approved questions on that yet. `/explore themes` shows which themes "
                "have some."
            )
    words = "There are no questions on these passages yet."
    if nothing.nearest_theme is None:
        return words
    theme = excerpt(nothing.nearest_theme, 100)
    return f"{words} The nearest theme with questions is **{theme}**."


def passage_card(citation: Citation) -> Card:
    """The passage that an item rests on, its words in bold."""
    pages = source_pages([citation])
    return card(
        f"### {place(citation)}",
        pages[opening_page(pages)].text,
        *([f"-# {excerpt(citation.note, 200)}"] if citation.note else []),
    )


def reason_card(turn: Turn) -> Card:
    """What is wrong with the question? For the one who pressed the flag."""
    select: ui.Select[Card] = ui.Select(
        custom_id=study_ids.reason(turn.id),
        placeholder="What is wrong with this question?",
        options=[
            discord.SelectOption(label=label, description=description, value=value)
            for value, (label, description) in REASONS.items()
        ],
    )
    return Card(ui.TextDisplay(excerpt(turn.draft.stem, 200)), row(select))


def _heading(study: StudySession) -> str:
    subject = f": {excerpt(study.subject, 100)}" if study.subject else ""
    return f"-# {_TITLES[study.kind]}{subject} · {study.asked} of {study.planned}"


def _helps(turn: Turn) -> Row:
    items: list[ui.Item[Card]] = []
    step = next_hint(turn.draft, turn.hint)
    if step is not None and turn.draft.type is not ItemType.FLASHCARD:
        number = ladder(turn.draft).index(step) + 1
        label = f"Hint {number} of {len(ladder(turn.draft))}"
        items.append(button(label, study_ids.hint(turn.id, step)))
    return row(
        *items,
        button("Report 🚩", study_ids.flag(turn.id)),
        button("Stop", study_ids.stop(turn.session_id)),
    )


def _afterwards(turn: Turn) -> Row:
    items: list[ui.Item[Card]] = [
        button("Next", study_ids.next_item(turn.session_id), style=discord.ButtonStyle.primary)
    ]
    if turn.draft.citation is not None:
        items.append(button("Show source", study_ids.source(turn.id)))
    if can_appeal(turn):
        items.append(button("I was right", study_ids.appeal(turn.id)))
    items += [
        button("Report 🚩", study_ids.flag(turn.id)),
        button("Stop", study_ids.stop(turn.session_id)),
    ]
    return row(*items)


def can_appeal(turn: Turn) -> bool:
    """Whether this is a text that was graded wrong."""
    return (
        isinstance(turn.draft.key, TextKey)
        and isinstance(turn.response, Written)
        and turn.outcome is not None
        and not turn.outcome.correct
    )


def _cost(turn: Turn) -> str:
    if turn.hint is Hint.NONE or turn.outcome is None or not turn.outcome.score:
        return ""
    return f" · {turn.credited:.2g} of 1 point, after a hint"


def _moment(when: datetime) -> str:
    return f"<t:{int(when.timestamp())}:R>"
