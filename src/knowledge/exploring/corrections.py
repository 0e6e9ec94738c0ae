"""What staff changed of what was found: renamed and merged themes, events left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from knowledge.model.timeline import Reading, Theme, TimelineEdit


def edited(found: Reading, edits: Sequence[TimelineEdit]) -> Reading:
    """The reading with what staff changed, and each event with the themes that it touches."""
    hidden = {edit.subject for edit in edits if edit.action == "hide"}
    themes = edited_themes(found.themes, edits)
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


def edited_themes(themes: Sequence[Theme], edits: Sequence[TimelineEdit]) -> tuple[Theme, ...]:
    """The themes with their new names, and those that were merged in one."""
    merged = {e.subject: e.value for e in edits if e.action == "merge"}
    names = {e.subject: e.value for e in edits if e.action == "rename"}
    known = {theme.name for theme in themes}
    kept: dict[str, Theme] = {}
    for theme in themes:
        target = _end_of(theme.name, merged, known)
        into = kept.get(target)
        kept[target] = theme if into is None else _united(into, theme)
    return tuple(
        theme
        if name == theme.name and name not in names
        else replace(
            theme,
            name=names.get(name, name),
            aliases=tuple(dict.fromkeys((theme.name, *theme.aliases))),
        )
        for name, theme in kept.items()
    )


def _end_of(name: str, merged: Mapping[str, str], known: set[str]) -> str:
    """Where a chain of merges ends; a circle, or a theme that is gone, ends it."""
    seen = {name}
    while (following := merged.get(name)) is not None and following in known - seen:
        seen.add(following)
        name = following
    return name


def _united(one: Theme, other: Theme) -> Theme:
    return replace(
        one,
        aliases=tuple(dict.fromkeys((*one.aliases, other.name, *other.aliases))),
        passages=tuple(sorted({*one.passages, *other.passages})),
        documents=tuple(sorted({*one.documents, *other.documents})),
    )
