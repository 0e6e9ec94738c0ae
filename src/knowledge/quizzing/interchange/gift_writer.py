"""Items written as GIFT. What Moodle has no place for stands in comments, which it ignores."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from knowledge.model.assessment import (
    ChoiceKey,
    Credit,
    Difficulty,
    ItemDraft,
    ItemType,
    MatchKey,
    NumberKey,
    OrderKey,
    TextKey,
)
from knowledge.model.item_rules import named
from knowledge.quizzing.interchange.gift_syntax import escaped, label
from knowledge.quizzing.interchange.written import Remark, Writing, WrittenItem

_UNKNOWN = (ItemType.ORDERING, ItemType.DATE, ItemType.FLASHCARD)
_CREDIT = {ItemType.MULTIPLE_CHOICE: Credit.PARTIAL, ItemType.MATCHING: Credit.PARTIAL}
"""What GIFT means where nothing is said; otherwise all or nothing."""
_IN_COMMENTS = (
    "The passage, its document, the difficulty and a unit stand in comments: Moodle does not show "
    "them, but they come back when the file is imported here.",
)


def write(items: Sequence[WrittenItem]) -> Writing:
    writing = Writing(b"", 0)
    texts: list[str] = []
    for item in items:
        reason = _obstacle(item.draft)
        if reason is None:
            texts.append(_written(item))
        else:
            writing.left_out.append(Remark(0, item.draft.name, reason))
    writing.content = "\n".join(texts).encode("utf-8")
    writing.items = len(texts)
    writing.losses = _IN_COMMENTS if texts else ()
    return writing


def _obstacle(draft: ItemDraft) -> str | None:
    if draft.type in _UNKNOWN:
        return f"GIFT has no {named(draft.type)} questions."
    key = draft.key
    arrows = key.accepted if isinstance(key, TextKey) else ()
    if isinstance(key, MatchKey):
        arrows = draft.options
    if any("->" in text for text in arrows):
        return "GIFT reads “->” as the sign between a term and its match."
    return None


def _written(item: WrittenItem) -> str:
    draft = item.draft
    rationale = f"\t####{_text(draft.rationale)}\n" if draft.rationale else ""
    labels = _labels(item)
    return (
        (f"// {' '.join(labels)}\n" if labels else "")
        + (f"::{escaped(draft.name)}::" if draft.name else "")
        + f"[plain]{escaped(draft.stem)} {{{_answers(draft)}{rationale}}}\n"
    )


def _labels(item: WrittenItem) -> list[str]:
    draft = item.draft
    key = draft.key
    labels = [("tag", theme) for theme in draft.themes]
    if draft.difficulty is not Difficulty.MEDIUM:
        labels.append(("difficulty", draft.difficulty.value))
    if isinstance(key, ChoiceKey | MatchKey | OrderKey):
        if key.credit is not _CREDIT.get(draft.type, Credit.ALL):
            labels.append(("credit", key.credit.value))
    elif isinstance(key, NumberKey) and key.unit:
        labels.append(("unit", key.unit))
    labels += [("document", item.document)] if item.document else []
    labels += [("passage", item.passage)] if item.passage else []
    labels += [("flag", flag) for flag in draft.flags]
    return [label(name, value) for name, value in labels]


def _answers(draft: ItemDraft) -> str:
    match draft.key:
        case ChoiceKey(right) if draft.type is ItemType.TRUE_FALSE:
            # The line break keeps the rationale apart from the comments on the two answers.
            return "TRUE\n" if 0 in right else "FALSE\n"
        case ChoiceKey(right) if draft.type is ItemType.SINGLE_CHOICE:
            return _lines(("=" if i in right else "~") + _text(o) for i, o in _places(draft))
        case ChoiceKey(right):
            gain, loss = 100 / len(right), -100 / max(1, len(draft.options) - len(right))
            return _lines(
                f"~%{gain if i in right else loss:.7g}%{_text(o)}" for i, o in _places(draft)
            )
        case MatchKey(matches):
            pairs = zip(draft.options, matches, strict=True)
            return _lines(f"={_text(term)} -> {_text(match)}" for term, match in pairs)
        case NumberKey(value, tolerance):
            return f"#{value!r}:{tolerance!r}\n"
        case TextKey(accepted):
            return _lines(f"={_text(text)}" for text in accepted)
        case _:
            raise AssertionError(f"GIFT has no {draft.type}")


def _places(draft: ItemDraft) -> list[tuple[int, str]]:
    return list(enumerate(draft.options))


def _lines(answers: Iterable[str]) -> str:
    return "\n" + "".join(f"\t{answer}\n" for answer in answers)


def _text(text: str) -> str:
    """Marked as plain where it could be taken for a format, a weight or nothing."""
    return ("[plain]" if text.startswith(("[", "%")) else "") + escaped(text)
