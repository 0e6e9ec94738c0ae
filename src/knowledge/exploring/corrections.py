"""What staff changed of what was found: renamed and merged themes, events left out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from knowledge.exploring.shelving import shelved
from knowledge.model.timeline import Reading, Theme, TimelineEdit
from knowledge.storage.item_themes import TaggedItem


def edited(
    found: Reading, edits: Sequence[TimelineEdit], tagged: Sequence[TaggedItem] = ()
) -> Reading:
    """The reading with what staff changed, and each event with the themes that it touches.

    Args:
        found: As the documents were read.
        edits: What staff changed.
        tagged: The items that may be asked, whose tags are themes as well.
    """
    hidden = {edit.subject for edit in edits if edit.action == "hide"}
    themes = edited_themes(found, edits, tagged)
    touched: dict[int, list[str]] = {}
    for theme in themes:
        for passage in theme.passages:
            touched.setdefault(passage, []).append(theme.name)
    events = tuple(
        replace(event, themes=tuple(touched.get(event.passage.id, ())))
        for event in found.events
        if event.key not in hidden
    )
    return replace(found, events=events, themes=themes)


def edited_themes(
    found: Reading, edits: Sequence[TimelineEdit], tagged: Sequence[TaggedItem] = ()
) -> tuple[Theme, ...]:
    """The one list: with their new names, those merged in one, and the items' tags."""
    tags = {tag for item in tagged for tag in item.themes}
    passages = {sentence.passage.id: sentence.passage for sentence in found.sentences}
    return shelved(_corrected(found.themes, edits, tags), tagged, passages.values())


def _corrected(
    themes: Sequence[Theme], edits: Sequence[TimelineEdit], tags: Collection[str]
) -> list[Theme]:
    merged = {e.subject: e.value for e in edits if e.action == "merge"}
    names = {e.subject: e.value for e in edits if e.action == "rename"}
    renamed_tags = {subject for subject, name in names.items() if name in tags}
    known = {*(theme.name for theme in themes), *tags, *renamed_tags}
    kept: dict[str, Theme] = {}
    for theme in themes:
        target = _end_of(theme.name, merged, known)
        into = kept.get(target)
        kept[target] = theme if into is None else _united(into, theme)
    return [
        theme
        if name == theme.name and name not in names
        else replace(
            theme,
            name=names.get(name, name),
            aliases=tuple(dict.fromkeys((theme.name, *theme.aliases))),
        )
        for name, theme in kept.items()
    ]


def _end_of(name: str, merged: Mapping[str, str], known: Collection[str]) -> str:
    """Where a chain of merges ends: at the last theme that there still is; a circle ends it."""
    seen, end = {name}, name
    while (following := merged.get(name)) is not None and following not in seen:
        seen.add(following)
        name = following
        end = name if name in known else end
    return end


def _united(one: Theme, other: Theme) -> Theme:
    return replace(
        one,
        aliases=tuple(dict.fromkeys((*one.aliases, other.name, *other.aliases))),
        passages=tuple(sorted({*one.passages, *other.passages})),
        documents=tuple(sorted({*one.documents, *other.documents})),
    )
