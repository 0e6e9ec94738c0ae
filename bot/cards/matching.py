"""Where in a passage to begin to show it, when there is room for a part of it only."""

from __future__ import annotations

import re

from knowledge.retrieval.words import STOP_WORDS, tokens

_BETWEEN_SENTENCES = re.compile(r"(?<=[.!?])\s+")
_STEM = 5
"""Letters by which two words are taken for forms of one."""


def from_match(text: str, wanted: str) -> str:
    """``text`` from the sentence on that shares most words with ``wanted``.

    What stands before it is left out and marked by "…". Where no sentence shares a word, or the
    first one shares as many as any, it is the whole text.
    """
    stems = _stems(wanted)
    starts = [0, *(found.end() for found in _BETWEEN_SENTENCES.finditer(text))]
    ends = [*starts[1:], len(text)]
    shared = [len(stems & _stems(text[a:b])) for a, b in zip(starts, ends, strict=True)]
    best = starts[shared.index(max(shared))]
    return f"…{text[best:]}" if best else text


def _stems(text: str) -> set[str]:
    return {word[:_STEM] for word in tokens(text) if word not in STOP_WORDS}
