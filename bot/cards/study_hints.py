"""The hints that a learner has taken under a question."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards.answer import LONGEST_PLACE, place
from bot.cards.text import excerpt, percent
from knowledge.model.assessment import ItemDraft, ItemType
from knowledge.model.grading import key_words
from knowledge.model.hints import ladder, paragraph_cloze, part_of_key, sentence_cloze
from knowledge.model.study import WORTH, Hint, Turn

_HINTS = {
    Hint.SECTION: "where to read",
    Hint.PARAGRAPH: "the passage",
    Hint.CLOZE: "its sentence",
    Hint.ANSWER: "the answer",
}
_LONGEST, _SHORTEST = 2_800, 800
"""Characters of all hints together: they take what the question leaves."""


def hint_block(turn: Turn, room: int) -> list[str]:
    """Every step up to the furthest, so that a further one takes nothing away.

    Only the passage makes room for the answer, which cost all and must be read in full.

    Args:
        room: Characters that there are for the steps' words; the hints may take 800 in any case.
    """
    is_told = turn.hint is Hint.ANSWER
    taken = [
        step
        for step in ladder(turn.draft)
        if step <= turn.hint and not (is_told and step is Hint.PARAGRAPH)
    ]
    if not taken:
        return []
    room = max(_SHORTEST, min(_LONGEST, room))
    steps = [
        f"**Hint {number}**, {_hint_name(turn.draft, step)}: {_hint_words(turn.draft, step, room)}"
        for number, step in enumerate(taken, start=1)
    ]
    # Without a line between, some devices draw the next step into the quotation before it.
    return ["\n\n".join([*steps, f"-# Worth {percent(WORTH[turn.hint])} now."])]


def _hint_words(draft: ItemDraft, step: Hint, room: int) -> str:
    """A step in its share of the room, which is the same whatever else was taken."""
    if step is Hint.ANSWER:
        return lines(key_words(draft), room * 3 // 5)
    if step is Hint.SECTION and draft.citation is not None:
        return place(draft.citation, min(LONGEST_PLACE, room // 5))
    if step is Hint.CLOZE and (part := part_of_key(draft)):
        return f"**{excerpt(part, room // 5)}**"
    if step is Hint.CLOZE:
        return f"\n> {excerpt(sentence_cloze(draft), room // 5)}"
    return f"\n> {excerpt(paragraph_cloze(draft), room * 2 // 5)}"


def _hint_name(draft: ItemDraft, step: Hint) -> str:
    if step is Hint.CLOZE and part_of_key(draft):
        return "one pair" if draft.type is ItemType.MATCHING else "what comes first"
    return _HINTS[step]


def lines(texts: Sequence[str], room: int) -> str:
    """The texts on a line each, together at most ``room`` wide."""
    return "\n".join(excerpt(text, room // max(1, len(texts))) for text in texts)
