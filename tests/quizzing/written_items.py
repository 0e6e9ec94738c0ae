"""Items of every kind, made by Hypothesis: all that a format may have to hold."""

from __future__ import annotations

from collections.abc import Collection

from hypothesis import strategies as st

from knowledge.model.assessment import (
    BLANK,
    TRUE_FALSE_OPTIONS,
    ChoiceKey,
    Credit,
    DateKey,
    Difficulty,
    ItemDraft,
    ItemType,
    Key,
    MatchKey,
    NumberKey,
    OrderKey,
    PartialDate,
    TextKey,
)
from knowledge.quizzing.interchange.written import WrittenItem

SIGNS = "=~#{}:\\%*[]()<>&'\"`@$|,;.!?/_-+→é漢😀0123456789"
"""What some format gives a meaning to, and some letters that are not ASCII."""


def _clean(text: str) -> str:
    return "\n".join(line for line in (" ".join(part.split()) for part in text.split("\n")) if line)


def texts(*, lines: bool = True, most: int = 40) -> st.SearchStrategy[str]:
    """Words and signs without white space at the ends, and without a blank or an arrow."""
    alphabet = st.sampled_from("abcdefgT F" + SIGNS + ("\n" if lines else ""))
    return (
        st.text(alphabet, min_size=1, max_size=most)
        .map(_clean)
        .filter(lambda t: any(c.isalnum() for c in t) and "___" not in t and "->" not in t)
    )


def _distinct(least: int, most: int, **shape: bool) -> st.SearchStrategy[list[str]]:
    return st.lists(texts(**shape), min_size=least, max_size=most, unique=True)


@st.composite
def _content(draw: st.DrawFn, kind: ItemType) -> tuple[tuple[str, ...], Key]:
    credit = draw(st.sampled_from(Credit))
    match kind:
        case ItemType.SINGLE_CHOICE:
            options = draw(_distinct(2, 6))
            place = draw(st.integers(0, len(options) - 1))
            return tuple(options), ChoiceKey(frozenset({place}))
        case ItemType.MULTIPLE_CHOICE:
            options = draw(_distinct(3, 6))
            right = st.sets(st.integers(0, len(options) - 1), min_size=2, max_size=len(options) - 1)
            return tuple(options), ChoiceKey(frozenset(draw(right)), credit)
        case ItemType.TRUE_FALSE:
            return TRUE_FALSE_OPTIONS, ChoiceKey(frozenset({draw(st.integers(0, 1))}))
        case ItemType.ORDERING:
            return tuple(draw(_distinct(2, 6))), OrderKey(credit)
        case ItemType.MATCHING:
            terms = draw(_distinct(2, 5))
            matches = draw(st.lists(texts(), min_size=len(terms), max_size=len(terms)))
            return tuple(terms), MatchKey(tuple(matches), credit)
        case ItemType.NUMBER:
            figure = st.one_of(st.integers(-(10**6), 10**6), st.floats(-1e9, 1e9, width=32))
            tolerance = draw(st.sampled_from([0.0, 0.5, 2.0, 1e-4]))
            unit = draw(st.sampled_from(["", "percent", "km/h", "°C", "million people"]))
            return (), NumberKey(float(draw(figure)), tolerance, unit)
        case ItemType.DATE:
            year, month, day = draw(st.integers(-999, 2100)), draw(st.integers(0, 12)), None
            if month:
                day = draw(st.none() | st.integers(1, 28))
            return (), DateKey(PartialDate(year or 1, month or None, day))
        case ItemType.FLASHCARD:
            return (), TextKey((draw(texts()),))
        case _:
            return (), TextKey(tuple(draw(_distinct(1, 4, lines=False))))


@st.composite
def written_items(
    draw: st.DrawFn, kinds: Collection[ItemType] = tuple(ItemType), *, bare: bool = False
) -> WrittenItem:
    """Any item of these kinds; ``bare`` ones have a stem, options and a key, each on one line."""
    kind = draw(st.sampled_from(sorted(kinds)))
    options, key = draw(_content(kind))
    stem = draw(texts(lines=not bare))
    if kind is ItemType.CLOZE:
        stem = f"{stem} {BLANK} {draw(texts(lines=False))}"
    if bare:
        options = tuple(" ".join(option.split()) for option in options)
        return WrittenItem(ItemDraft(kind, stem, key, options))
    optional = st.just("") | texts()
    themes = st.lists(texts(lines=False), max_size=3, unique=True).map(tuple)
    draft = ItemDraft(
        kind,
        stem,
        key,
        options,
        rationale=draw(optional),
        themes=draw(themes),
        difficulty=draw(st.sampled_from(Difficulty)),
        name=draw(texts(lines=False)),
        flags=draw(themes),
    )
    return WrittenItem(draft, document=draw(optional), passage=draw(optional))


def lists_of(items: st.SearchStrategy[WrittenItem]) -> st.SearchStrategy[list[WrittenItem]]:
    return st.lists(items, min_size=1, max_size=4, unique_by=lambda item: item.draft.name or item)
