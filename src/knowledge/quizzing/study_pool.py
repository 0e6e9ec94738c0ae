"""Which items a learner is asked, where it is not they who choose."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import datetime

from knowledge.model.assessment import Item
from knowledge.model.corpus import Citation
from knowledge.model.grading import key_words
from knowledge.model.play import draw
from knowledge.model.study import StudyKind
from knowledge.retrieval.embedder import Embedder
from knowledge.storage.study_cards import StoredCard

MOST_ON_AN_ANSWER = 5
_MOST_COMPARED = 50
"""A section of hundreds of items would keep the model from those who ask."""
_ON_THE_SAME = 0.45
"""The least cosine of an item and what is quoted: a passage tells of more than was asked."""


def at_random(
    pool: Sequence[Item], seen: Mapping[int, datetime], count: int, rng: random.Random
) -> list[int]:
    """Items at random, those first that were never seen, then those seen longest ago."""
    last_used = {item_id: int(at.timestamp()) for item_id, at in seen.items()}
    return [item.id for item in draw(pool, last_used, count, rng)]


def of_cards(kind: StudyKind, cards: Sequence[StoredCard], now: datetime) -> list[int]:
    """The items of the cards that are due, or were not answered right; the oldest due first."""
    if kind is StudyKind.DUE:
        return [card.item_id for card in cards if card.due_at <= now]
    return [card.item_id for card in cards if not card.is_right]


def on_citations(pool: Sequence[Item], cited: Sequence[Citation]) -> list[Item]:
    """Items on the cited passages; where there is none, on the sections that they stand in.

    Passages are known by their words, because a new version of a document renumbers them.
    """
    passages = {(c.document_id, " ".join(c.passage.split())) for c in cited}
    sections = {(c.document_id, c.section) for c in cited}
    on_passage, in_section = [], []
    for item in pool:
        citation = item.draft.citation
        if citation is None:
            continue
        if (citation.document_id, " ".join(citation.passage.split())) in passages:
            on_passage.append(item)
        elif (citation.document_id, citation.section) in sections:
            in_section.append(item)
    return on_passage or in_section


async def closest(
    embedder: Embedder, found: Sequence[Item], cited: Sequence[Citation]
) -> list[Item]:
    """Of items on an answer's passages those on what it quotes, closest in meaning first.

    Where none is, the closest alone: better one beside the point than a row of them.
    """
    if len(found) < 2:
        return list(found)
    found = found[:_MOST_COMPARED]
    asked = [" ".join([item.draft.stem, *key_words(item.draft)]) for item in found]
    # An item may ask for one word of the very sentence: what it cites counts as well.
    resting_on = [c.quote if (c := item.draft.citation) else "" for item in found]
    vectors = await embedder.embed_documents([*asked, *resting_on, *(c.quote for c in cited)])
    near = (vectors[: 2 * len(found)] @ vectors[2 * len(found) :].T).max(axis=1)
    nearness = near.reshape(2, len(found)).max(axis=0)
    by_nearness = sorted(range(len(found)), key=lambda place: -float(nearness[place]))
    on_it = [place for place in by_nearness if nearness[place] >= _ON_THE_SAME]
    return [found[place] for place in (on_it or by_nearness[:1])[:MOST_ON_AN_ANSWER]]


async def nearest_theme(
    embedder: Embedder, pool: Sequence[Item], cited: Sequence[Citation]
) -> str | None:
    """The theme whose name is closest in meaning to the cited words; ``None`` without themes."""
    themes = sorted({theme for item in pool for theme in item.draft.themes})
    if not themes or not cited:
        return None
    vectors = await embedder.embed_documents([*themes, *(c.quote for c in cited)])
    near = (vectors[: len(themes)] @ vectors[len(themes) :].T).max(axis=1)
    return themes[int(near.argmax())]
