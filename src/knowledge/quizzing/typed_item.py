"""An item as a person types it into a form, and back."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace

from knowledge.model.assessment import ChoiceKey, ItemDraft, ItemType, MatchKey, OrderKey
from knowledge.quizzing.interchange.lines import KeyLines, from_lines, to_lines
from knowledge.quizzing.interchange.written import FaultyItem

NO_OPTIONS = frozenset(
    {ItemType.CLOZE, ItemType.NUMBER, ItemType.DATE, ItemType.SHORT_TEXT, ItemType.FLASHCARD}
)
"""Types whose key is typed, not marked among options."""


@dataclass(frozen=True, slots=True)
class TypedItem:
    """The texts of a form. Options and key are lines, see :mod:`.interchange.lines`."""

    stem: str
    answers: str
    """Options with ``*`` before right ones, events in order or pairs; else the key."""
    rationale: str
    themes: str
    """One on a line."""


def typed(draft: ItemDraft) -> TypedItem:
    lines = to_lines(draft)
    answers = lines.key if draft.type in NO_OPTIONS else lines.options
    return TypedItem(draft.stem, answers, draft.rationale, "\n".join(draft.themes))


def read_typed(form: TypedItem, old: ItemDraft) -> ItemDraft | str:
    """``old`` with what was typed in its place, or in words why that cannot be read."""
    key = old.key
    credit = key.credit if isinstance(key, ChoiceKey | OrderKey | MatchKey) else None
    answers = form.answers.replace("\r\n", "\n")
    lines = KeyLines("", answers) if old.type in NO_OPTIONS else KeyLines(answers, "")
    try:
        options, new_key = from_lines(old.type, lines, credit)
    except FaultyItem as fault:
        reason = str(fault)
        return reason[:1].upper() + reason[1:]
    themes = (theme.strip() for theme in form.themes.replace("\r\n", "\n").split("\n"))
    return replace(
        old,
        stem=form.stem.replace("\r\n", "\n"),
        options=options,
        key=new_key,
        rationale=form.rationale.replace("\r\n", "\n"),
        themes=tuple(theme for theme in themes if theme),
    )


def to_memo(form: TypedItem, revision: int) -> str:
    """As it is kept until its author tries again."""
    return json.dumps({"revision": revision, **asdict(form)})


def from_memo(memo: str | None, revision: int) -> TypedItem | None:
    """The form, unless the item has another revision by now."""
    kept = {} if memo is None else json.loads(memo)
    if kept.pop("revision", None) != revision:
        return None
    return TypedItem(**kept)
