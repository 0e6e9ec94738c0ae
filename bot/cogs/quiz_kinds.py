"""The option `types` of a quiz: single types and groups of them, as many as one likes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import discord
from discord import app_commands

from knowledge.model.assessment import ItemType
from knowledge.model.item_rules import named
from knowledge.model.quiz import PLAYABLE

ANY = "any"
UNKNOWN_KIND = (
    "I know no kind of question “{kind}”. Pick from the list that `types` offers, several with "
    "commas between them, such as `single choice, matching`."
)

GROUPS: Mapping[str, tuple[str, frozenset[ItemType]]] = {
    ANY: ("any", PLAYABLE),
    "choices": (
        "choices: letters or true/false",
        frozenset({ItemType.SINGLE_CHOICE, ItemType.MULTIPLE_CHOICE, ItemType.TRUE_FALSE}),
    ),
    "arranging": (
        "arranging: put in order or match",
        frozenset({ItemType.ORDERING, ItemType.MATCHING}),
    ),
    "writing": (
        "writing: gaps or words or numbers or dates",
        frozenset({ItemType.CLOZE, ItemType.SHORT_TEXT, ItemType.NUMBER, ItemType.DATE}),
    ),
}
"""What stands for several types: the name in the list and the types that are meant."""
_SINGLE = {named(kind): frozenset({kind}) for kind in ItemType if kind in PLAYABLE}
_MEANT = {_key: types for _key, (_, types) in GROUPS.items()} | _SINGLE
_LONGEST = 100
_MOST_CHOICES = 25

Choice = app_commands.Choice


def read_types(text: str) -> frozenset[ItemType] | str:
    """The types that are meant, empty for any; or in words which of them is none."""
    found: set[ItemType] = set()
    for kind in _parts(text):
        meant = _MEANT.get(_plain(kind))
        if meant is None:
            return kind
        found |= meant
    return frozenset() if found == PLAYABLE else frozenset(found)


async def offer_types(_interaction: discord.Interaction[Any], typed: str) -> list[Choice[str]]:
    """Completes the last kind of those that were typed."""
    *before, last = typed.split(",")
    chosen = [_plain(kind) for kind in before if kind.strip()]
    if any(kind not in _MEANT for kind in chosen):
        return []
    labels = {key: name for key, (name, _) in GROUPS.items()} | {kind: kind for kind in _SINGLE}
    left = [kind for kind in labels if kind not in chosen and not (chosen and kind == ANY)]
    values = {
        ", ".join([*chosen, kind]): ", ".join([*chosen, labels[kind]])
        for kind in left
        if _plain(last) in labels[kind]
    }
    return [
        Choice(name=name, value=value) for value, name in values.items() if len(name) <= _LONGEST
    ][:_MOST_CHOICES]


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()] or [ANY]


def _plain(kind: str) -> str:
    """ "Single-choice" as "single choice"; of a name in the list, "choices: …", its first word."""
    plain = re.sub(r"[\s_-]+", " ", kind.partition(":")[0]).strip().casefold()
    return "true/false" if plain in ("true false", "true or false") else plain
