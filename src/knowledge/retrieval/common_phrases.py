"""The words that a model knows, and phrases of them for a question to be compared with.

How near a question comes to a sentence means little by itself: some come near to anything. What
it has in common with phrases of all subjects tells how much of the nearness is the question's own.
"""

from __future__ import annotations

from collections.abc import Iterable

from knowledge.retrieval.words import STOP_WORDS

_MOST = 2_000
"""Encoded in a second or two. Half or twice as many tell foreign questions as well."""
_SHORTEST = 4
_BEGINS_WORD = ("\u2581", "\u0120")
"""Where a vocabulary marks the beginnings of words (SentencePiece, GPT) rather than their rest."""
_MARKED = 0.1
"""The least share of the tokens, where it does."""


def whole_words(vocabulary: Iterable[str]) -> list[str]:
    """The tokens of a model that are words by themselves, in their order.

    Args:
        vocabulary: The most used first, as all tokenisers have them.
    """
    tokens = list(vocabulary)
    marked = [token[1:] for token in tokens if token[1:] and token.startswith(_BEGINS_WORD)]
    # A word of another alphabet may begin with the mark, in a vocabulary that marks nothing.
    words = marked if len(marked) > _MARKED * len(tokens) else tokens
    return [word for word in words if len(word) >= _SHORTEST and word.isalpha()]


def common_phrases(vocabulary: Iterable[str]) -> list[str]:
    """At most two thousand phrases of two words, evenly from the whole of ``vocabulary``.

    "Harbour and lamp" is more like what documents hold than either word, and a cohort must be like
    what is judged beside it: with single words foreign questions are told less well. Where there
    are no whole words, words of no subject are taken.
    """
    tokens = list(vocabulary)
    found = whole_words(tokens) or tokens or sorted(STOP_WORDS)
    count = min(2 * _MOST, len(found))
    words = [found[(2 * place + 1) * len(found) // (2 * count)] for place in range(count)]
    pairs = zip(words[::2], words[1::2] or words, strict=False)
    return [f"{one} and {other}" for one, other in pairs]
