"""A sample of the words that a model knows, for a question to be compared with.

How near a question comes to a sentence means little by itself: some come near to anything. What
it has in common with words of all subjects tells how much of the nearness is the question's own.
"""

from __future__ import annotations

from collections.abc import Iterable

from knowledge.retrieval.words import STOP_WORDS

_MOST = 2_000
"""Encoded in a second or two. Which ones they are moves a figure by half a point, of a thousand by
more; with twice as many as here foreign questions are told a little better still."""
_SHORTEST = 4
_BEGINS_WORD = ("\u2581", "\u0120")
"""Where a vocabulary marks the beginnings of words (SentencePiece, GPT) rather than their rest."""


def common_words(vocabulary: Iterable[str]) -> list[str]:
    """At most two thousand whole words, evenly from the whole of ``vocabulary``.

    Args:
        vocabulary: The tokens of a model, the most used first as all tokenisers have them. Where
            there is none, words of no subject are taken.
    """
    tokens = list(vocabulary)
    marked = [token[1:] for token in tokens if token[1:] and token.startswith(_BEGINS_WORD)]
    words = [word for word in marked or tokens if len(word) >= _SHORTEST and word.isalpha()]
    found = words or tokens or sorted(STOP_WORDS)
    count = min(_MOST, len(found))
    return [found[place * len(found) // count] for place in range(count)]
