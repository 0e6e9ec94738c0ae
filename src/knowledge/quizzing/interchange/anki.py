"""Items as an Anki deck (`.apkg`): the question in front, the answer and its source behind."""

from __future__ import annotations

import hashlib
import html
import re
import string
import tempfile
from collections.abc import Sequence
from pathlib import Path

from knowledge.model.assessment import ItemDraft, ItemType, MatchKey
from knowledge.model.grading import key_words
from knowledge.quizzing.interchange.written import Writing, WrittenItem

_MODEL_ID = 1_746_302_817
"""Never to change: Anki knows the kind of our notes by it, and so updates instead of doubling."""
_STYLE = """
.card { font-family: sans-serif; font-size: 20px; text-align: left; }
.source { font-size: 15px; margin-top: 1em; }
"""
_BEHIND = '{{FrontSide}}<hr id="answer">{{Answer}}<div class="source">{{Source}}</div>'
_LOSSES = (
    "Anki shows every item as a card to turn over; the learner judges whether it was right.",
)


def write(items: Sequence[WrittenItem], *, course: str, title: str) -> Writing:
    """A deck of one card for each item. Blocking: call it in a thread.

    Args:
        items: Their names make the cards' identities: an item that has changed updates its card.
        course: The course's name, part of every identity.
        title: The deck's name.
    """
    # Imported late: it brings a template engine that nothing else needs.
    import genanki  # type: ignore[import-untyped]

    model = genanki.Model(
        _MODEL_ID,
        "Colloquy item",
        fields=[{"name": "Question"}, {"name": "Answer"}, {"name": "Source"}],
        templates=[
            {
                "name": "Card",
                "qfmt": "{{Question}}",
                "afmt": _BEHIND,
            }
        ],
        css=_STYLE,
    )
    deck = genanki.Deck(_stable_number(f"deck {course}"), title)
    for item in items:
        deck.add_note(
            genanki.Note(
                model=model,
                fields=[_front(item.draft), _back(item.draft), _source(item)],
                guid=genanki.guid_for(course, item.draft.name),
                tags=[_tag(theme) for theme in item.draft.themes],
            )
        )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "items.apkg"
        genanki.Package(deck).write_to_file(str(path))
        return Writing(path.read_bytes(), len(items), losses=_LOSSES)


def _front(draft: ItemDraft) -> str:
    shown = list(draft.options)
    if draft.type is ItemType.ORDERING:
        # Any order but the right one, and the same in every export.
        shown.sort()
    lines = [f"{letter}. {_safe(text)}" for letter, text in _lettered(shown)]
    if isinstance(draft.key, MatchKey):
        lines += ["", *(f"– {_safe(text)}" for text in sorted(draft.key.matches))]
    return "<br>".join([_safe(draft.stem), *([""] if lines else []), *lines])


def _lettered(texts: Sequence[str]) -> list[tuple[str, str]]:
    return list(zip(string.ascii_uppercase, texts, strict=False))


def _back(draft: ItemDraft) -> str:
    right = [_safe(text) for text in key_words(draft)]
    if draft.type is ItemType.ORDERING:
        right = [f"{number}. {text}" for number, text in enumerate(right, start=1)]
    return "<br>".join([f"<b>{text}</b>" for text in right] + [_safe(draft.rationale)]).strip()


def _source(item: WrittenItem) -> str:
    if not item.passage:
        return ""
    return f"<blockquote>{_safe(item.passage)}</blockquote>{_safe(item.document)}"


def _safe(text: str) -> str:
    return html.escape(text, quote=False).replace("\n", "<br>")


def _tag(theme: str) -> str:
    """Anki parts tags at spaces."""
    return re.sub(r"\s+", "_", theme.strip())


def _stable_number(of: str) -> int:
    """The same number for the same words, in the range that Anki takes for ids."""
    return int.from_bytes(hashlib.sha256(of.encode("utf-8")).digest()[:4], "big") % (1 << 30) + 1
