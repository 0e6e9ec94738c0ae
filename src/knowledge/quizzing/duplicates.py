"""Whether a course asks something already: by meaning, and by the facts that are asked for.

Items made by one pattern ("In which year did X …?") are close in meaning and still ask different
things, so two items are duplicates only if, beside their meaning, neither holds a fact that the
other lacks: a number, a name, or another key.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, partial

import numpy as np

from knowledge.model.assessment import ItemDraft, MatchKey
from knowledge.model.grading import key_words
from knowledge.model.wording import normalised
from knowledge.quizzing.mentions import numbers_in, words_of
from knowledge.retrieval.embedder import Embedder, Vector, Vectors

ALIKE = 0.92
"""Cosine of what two items ask, from which they are held against each other's facts."""

Progress = Callable[[int, int], None]
"""Called on the event loop with how many items there are to encode, and how many are done."""

_NAME = re.compile(r"(?<![.?!:]\s)(?<!^)\b[A-Z][\w'’-]*")
_AT_ONCE = 512


@dataclass(frozen=True, slots=True)
class Known:
    """An item that the others are compared with."""

    name: str
    draft: ItemDraft


class DuplicateFinder:
    """Remembers the vectors of what it has compared, so that a bank is encoded once."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._vectors: dict[int, dict[str, Vector]] = {}
        """By course, and by what is asked."""

    async def find(
        self,
        course_id: int,
        drafts: Sequence[ItemDraft],
        known: Sequence[Known],
        progress: Progress | None = None,
    ) -> list[Known | None]:
        """For each draft what it repeats: one of ``known``, or one of the drafts before it."""
        if not drafts:
            return []
        news = [Known(draft.name, draft) for draft in drafts]
        others = [*known, *news]
        texts = [asked(other.draft) for other in others]
        vectors = await self._encode(course_id, texts, progress)
        return await asyncio.to_thread(_repeated, others, vectors, len(known))

    async def _encode(self, course_id: int, texts: list[str], progress: Progress | None) -> Vectors:
        known = self._vectors.get(course_id, {})
        missing = [text for text in dict.fromkeys(texts) if text not in known]
        notify = None if progress is None else partial(progress, len(missing))
        fresh = await self._embedder.embed_documents(missing, progress=notify)
        known = known | dict(zip(missing, fresh, strict=True))
        # What no item asks any more is forgotten, or edits would fill the memory.
        self._vectors[course_id] = {text: known[text] for text in texts}
        return np.stack([known[text] for text in texts])


def _repeated(others: Sequence[Known], vectors: Vectors, known: int) -> list[Known | None]:
    """For each behind the first ``known`` the one before it that it repeats. Blocking."""
    found: list[Known | None] = []
    content = cache(lambda place: _Content.of(others[place].draft))
    for start in range(known, len(others), _AT_ONCE):
        rows = range(start, min(start + _AT_ONCE, len(others)))
        likeness = vectors[rows.start : rows.stop] @ vectors.T
        for row, likenesses in zip(rows, likeness, strict=True):
            candidates = np.flatnonzero(likenesses[:row] >= ALIKE).tolist()
            same = (others[place] for place in candidates if content(row).repeats(content(place)))
            found.append(next(same, None))
    return found


def asked(draft: ItemDraft) -> str:
    """What an item asks and what is right, in words: what its likeness to others is taken of."""
    parts = [draft.stem, *key_words(draft)]
    if not isinstance(draft.key, MatchKey):
        # Two orderings have one stem; what they ask is in the events.
        parts += [option for option in draft.options if option not in parts]
    return ". ".join(part.strip().rstrip(".") for part in parts)


@dataclass(frozen=True, slots=True)
class _Content:
    """What of an item is held against others that are alike in meaning."""

    words: tuple[str, frozenset[str]]
    facts: frozenset[str]

    @classmethod
    def of(cls, draft: ItemDraft) -> _Content:
        options = frozenset(map(normalised, draft.options))
        return cls((normalised(draft.stem), options), _facts(draft))

    def repeats(self, other: _Content) -> bool:
        """Whether it asks the same in the same words, or for no fact that the other lacks."""
        subset = self.facts <= other.facts or other.facts <= self.facts
        return self.words == other.words or subset


def _facts(draft: ItemDraft) -> frozenset[str]:
    """Numbers, names and the key's words: what tells one item of a pattern from another."""
    texts = [draft.stem, *draft.options]
    facts = {f"{number:g}" for text in texts for number in numbers_in(text)}
    facts |= {word for text in texts for name in _NAME.findall(text) for word in words_of(name)}
    facts |= {word for text in key_words(draft) for word in words_of(text)}
    return frozenset(facts)
