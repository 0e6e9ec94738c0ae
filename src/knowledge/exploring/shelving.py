"""One list of themes: the tags of the items, and what else the documents speak of.

A tag is a name that a person gave, so it wins: phrases of the documents that mean the same, or
stand where the tag's items have their passages, become a part of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from knowledge.model.corpus import Passage
from knowledge.model.timeline import Theme
from knowledge.storage.item_themes import TaggedItem

_MOST_OF_IT = 0.6
"""Share of a phrase's passages that a tag's items must cite to take it in."""


@dataclass(slots=True)
class _Shelf:
    """A tag: its items and passages, and the themes of the documents that belong to it."""

    items: int = 0
    passages: dict[int, int] = field(default_factory=dict)
    """Ids to document ids."""
    taken: list[Theme] = field(default_factory=list)


def shelved(
    themes: Sequence[Theme], tagged: Sequence[TaggedItem], passages: Iterable[Passage]
) -> tuple[Theme, ...]:
    """The themes with questions, most first, then the others, heaviest first.

    Args:
        themes: What the documents speak of, heaviest first.
        tagged: The items that may be asked.
        passages: Of the current versions. An item's passage is known by its words, because a new
            version renumbers them.
    """
    shelves = _shelves(tagged, {(p.document_id, p.text): p.id for p in passages})
    left = []
    for theme in themes:
        home = _home(theme, shelves)
        if home is None:
            left.append(theme)
        else:
            shelves[home].taken.append(theme)
    asked = [_theme(name, shelf) for name, shelf in shelves.items()]
    asked.sort(key=lambda theme: (-theme.items, theme.name.casefold()))
    return (*asked, *left)


def _shelves(
    tagged: Sequence[TaggedItem], places: Mapping[tuple[int, str], int]
) -> dict[str, _Shelf]:
    shelves: dict[str, _Shelf] = {}
    for item in tagged:
        document_id = item.document_id
        place = None if document_id is None else places.get((document_id, item.passage))
        for tag in item.themes:
            shelf = shelves.setdefault(tag, _Shelf())
            shelf.items += 1
            if place is not None and document_id is not None:
                shelf.passages[place] = document_id
    return shelves


def _home(theme: Theme, shelves: Mapping[str, _Shelf]) -> str | None:
    """The tag that a theme of the documents is a part of; ``None`` if it stands alone."""
    named = [tag for tag in shelves if _same_name(theme.name, tag)]
    if named:
        return named[0]
    inside = [tag for tag in shelves if _is_part_of(theme.name, tag)]
    if len(inside) == 1:
        return inside[0]
    shares = sorted(
        ((len(shelf.passages.keys() & {*theme.passages}), tag) for tag, shelf in shelves.items()),
        reverse=True,
    )
    if not shares or shares[0][0] < max(2, _MOST_OF_IT * len(theme.passages)):
        return None
    # Where two tags share its passages, it belongs to neither alone.
    return None if len(shares) > 1 and shares[1][0] == shares[0][0] else shares[0][1]


def _same_name(one: str, other: str) -> bool:
    return one.casefold().removesuffix("s") == other.casefold().removesuffix("s")


def _is_part_of(name: str, tag: str) -> bool:
    """Whether a phrase of several words stands in the tag: "soft power"."""
    return " " in name and f" {name.casefold()} " in f" {tag.casefold()} "


def _theme(tag: str, shelf: _Shelf) -> Theme:
    own = tuple(shelf.passages)
    aliases = (a for theme in shelf.taken for a in (theme.name, *theme.aliases))
    documents = (d for theme in shelf.taken for d in theme.documents)
    return Theme(
        name=tag,
        weight=max((theme.weight for theme in shelf.taken), default=0.0),
        aliases=tuple(dict.fromkeys(a for a in aliases if not _same_name(a, tag))),
        passages=tuple(sorted({*own, *(p for theme in shelf.taken for p in theme.passages)})),
        documents=tuple(sorted({*shelf.passages.values(), *documents})),
        items=shelf.items,
    )
