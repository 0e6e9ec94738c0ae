"""A question after its close: what was right, who chose what, why, and where it stands."""

from __future__ import annotations

from collections.abc import Sequence

import discord
from discord import ui

from bot.cards import quiz_ids
from bot.cards.answer import place
from bot.cards.item_form import LETTERS, stem_block
from bot.cards.item_reveal import reveal_block
from bot.cards.layout import TEXT_LIMIT, Card, Row, button, card, gap, row
from bot.cards.quiz_lobby import OVER
from bot.cards.quiz_question import heading, report
from bot.cards.text import literal, one_line, pieces, shorten, width
from bot.charts.shares import Bar, alt_text, percent
from knowledge.model.assessment import (
    BLANK,
    ChoiceKey,
    ItemDraft,
    ItemType,
    Response,
    TextKey,
    Written,
)
from knowledge.model.corpus import Citation
from knowledge.model.quiz import Question, QuestionResult
from knowledge.model.wording import normalised

CHART = "answers.png"
FLAG_THANKS = "Thanks. Your 🚩 is saved; the course's staff see it."
FLAG_GONE = "That question is no longer in the bank, so nothing was saved."
REASONS = {
    "wrong": ("The answer is wrong", "What is shown as right is not"),
    "ambiguous": ("More than one is right", "Or it can be read in two ways"),
    "unclear": ("It is unclear", "I don't understand what is asked"),
    "unsupported": ("Not in the documents", "The passage does not say this"),
    "other": ("Something else", "A slip of spelling, for example"),
}

_INTRODUCING = 3
_SEVERAL = 3
_OPTIONS_WIDTH = 1_200
_LONGEST, _SHORTEST = 900, 100


def bars(result: QuestionResult) -> list[Bar]:
    """A bar for each option in the order of the screen; none without options."""
    draft, key = result.question.draft, result.question.draft.key
    if not isinstance(key, ChoiceKey) or not result.shares:
        return []
    return [
        Bar(_label(draft, slot, at), result.shares[at], at in key.right)
        for slot, at in enumerate(result.question.order)
    ]


def reveal_card(result: QuestionResult, questions: int, *, charted: bool) -> Card:
    """The question's message from its close on.

    Args:
        questions: How many the quiz has.
        charted: The picture called :data:`CHART` is sent with it.
    """
    question = result.question
    drawn = bars(result)
    said = [
        f"{heading(question, questions)} · closed",
        *(_options(result, drawn) if drawn else reveal_block(question.draft, question.order, None)),
    ]
    after = [_turnout(result), *([] if drawn else [most_given(result.written)])]
    blocks: list[str | ui.Item[Card]] = [*said[:2], gap(), *said[2:]]
    if charted and drawn:
        gallery: ui.MediaGallery[Card] = ui.MediaGallery()
        description = alt_text(drawn, result.responses)
        gallery.add_item(media=f"attachment://{CHART}", description=description)
        blocks.append(gallery)
    blocks += [gap(), *after, gap(), *why(question.draft, [*said, *after])]
    return card(*blocks, rows=[_actions(question)], accent=OVER)


def why(draft: ItemDraft, said: Sequence[str]) -> list[str]:
    """The rationale, and the passage with its place, as far as there is room.

    A rationale that only repeats the passage is left out: it stands below word by word.

    Args:
        said: The texts that stand on the card already.
    """
    citation = draft.citation
    where = "" if citation is None else _where(citation)
    room = TEXT_LIMIT - sum(map(width, [*said, where]))
    blocks = []
    if draft.rationale and not (citation and _repeats(draft.rationale, citation.quote)):
        blocks.append(f"**Why.** {_cut(draft.rationale, room // 2)}")
    if citation is not None:
        room -= sum(map(width, blocks))
        blocks.append(f"> {_cut(citation.quote, room)}\n-# {where}")
    return blocks


def _repeats(rationale: str, quote: str) -> bool:
    """Whether it is the quote with three words more at the most: "The text says: …"."""
    said, quoted = normalised(rationale), normalised(quote)
    return (
        bool(quoted) and quoted in said and len(said.split()) - len(quoted.split()) <= _INTRODUCING
    )


def _where(citation: Citation) -> str:
    author = f"{literal(shorten(citation.author, 60))}, " if citation.author else ""
    return f"{author}{place(citation)}"


def _cut(text: str, room: int) -> str:
    """The text's beginning, made literal, at most ``room`` wide but for a few words."""
    text = one_line(text)
    first, *rest = pieces(text, min(_LONGEST, max(room, _SHORTEST))) or [""]
    return f"{literal(first.rstrip())}{'…' if rest else ''}"


def about_question(draft: ItemDraft) -> str:
    """What to ask about an item, for a learner to change: its stem, where that is a question."""
    stem = one_line(draft.stem.replace(BLANK, "…"))
    return stem if stem.endswith("?") else f"What do the documents say about this: {stem}"


def flag_card(question: Question) -> Card:
    """What is wrong with the question? For the one who pressed the flag."""
    select: ui.Select[Card] = ui.Select(
        custom_id=quiz_ids.reason(question.id),
        placeholder="What is wrong with this question?",
        options=[
            discord.SelectOption(label=label, description=description, value=value)
            for value, (label, description) in REASONS.items()
        ],
    )
    return Card(
        ui.TextDisplay(
            f"Question {question.ordinal}: {literal(shorten(question.draft.stem, 200))}"
        ),
        row(select),
    )


def disputes(question: Question, response: Response | None) -> list[ui.Item[Card]]:
    """What a learner may say against a question that counted as wrong for them.

    Args:
        response: Their own; none if they gave none.
    """
    is_graded_text = isinstance(question.draft.key, TextKey) and isinstance(response, Written)
    if is_graded_text and question.item_id is not None:
        return [button("I was right", quiz_ids.appeal(question.id)), report(question)]
    return [report(question)]


def _options(result: QuestionResult, drawn: Sequence[Bar]) -> list[str]:
    question = result.question
    draft, order = question.draft, question.order
    width = _OPTIONS_WIDTH // max(5, len(order))
    lines = []
    for bar, at in zip(drawn, order, strict=True):
        letter = "" if draft.type is ItemType.TRUE_FALSE else f"**{bar.label}.** "
        text = literal(shorten(draft.options[at], width))
        share = f"{bar.count} ({percent(bar.count, result.responses)} %)"
        right = " ✅ **Correct**" if bar.is_right else ""
        lines.append(f"{letter}{text}{right} · {share}")
    return [stem_block(draft, order)[0], "\n".join(lines)]


def _label(draft: ItemDraft, slot: int, at: int) -> str:
    return draft.options[at] if draft.type is ItemType.TRUE_FALSE else LETTERS[slot]


def _turnout(result: QuestionResult) -> str:
    if not result.responses:
        return "Nobody answered."
    right = f"{result.correct} of {result.responses}"
    words = f"**{right}** answered right ({percent(result.correct, result.responses)} %)."
    silent = result.players - result.responses
    return f"{words} {silent} did not answer." if silent > 0 else words


def most_given(counted: Sequence[tuple[str, int]]) -> str:
    """The commonest texts, in words; empty if none was given by several.

    What one or two people wrote could be recognised as theirs, or be meant to be read by all.

    Args:
        counted: Each text with how many gave it, most first.
    """
    given = [
        f"“{literal(shorten(text, 80))}” × {count}" for text, count in counted if count >= _SEVERAL
    ]
    return f"Most given: {', '.join(given)}" if given else ""


def _actions(question: Question) -> Row:
    items: list[ui.Item[Card]] = []
    if question.draft.citation is not None:
        items.append(button("Ask about this", quiz_ids.about(question.id)))
    return row(*items, report(question))
