"""What the best passages offer a question, sentence by sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.model.answer import ScoredPassage
from knowledge.model.corpus import Passage, Span
from knowledge.retrieval.ranking import Booleans, Layout, Ranking, WeighedWord
from knowledge.retrieval.words import search_words

_NEAREST = 0.01
"""The share of the common phrases that counts as the nearest."""


@dataclass(frozen=True, slots=True)
class SentenceEvidence:
    """One sentence of a retrieved passage, measured against the question."""

    span: Span
    text: str
    cosine: float
    held: frozenset[int]
    """The words of the question that stand in it, as indices into :attr:`Evidence.words`."""
    coverage: float
    """Their share of the weight of all words of the question, in [0, 1]."""


@dataclass(frozen=True, slots=True)
class PassageEvidence:
    """A retrieved passage with its sentences in reading order."""

    scored: ScoredPassage
    sentences: tuple[SentenceEvidence, ...]
    headed: frozenset[int]
    """The words of the question that stand in its title or headings."""

    @property
    def passage(self) -> Passage:
        return self.scored.passage


@dataclass(frozen=True, slots=True)
class Baseline:
    """What the question would find anywhere, beside which its evidence is judged."""

    passages: int
    """Of the course: how rare a word can be in it."""
    common_cosine: float
    """The mean of the question's cosines with common phrases of all subjects."""
    nearest_common: float
    """The mean of the highest hundredth of these."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that the choice of sentences and the decision to answer rest on."""

    question: str
    words: tuple[WeighedWord, ...]
    passages: tuple[PassageEvidence, ...]
    """Best first; only those that may be quoted."""
    baseline: Baseline
    taken_over: frozenset[str] = frozenset()
    """Those of the searched words that only the question before this one has."""


def gather(
    question: str,
    layout: Layout,
    ranking: Ranking,
    passages: Sequence[Passage],
    context: str = "",
) -> Evidence:
    """Lay the ranking's figures beside the words of its best passages that may be quoted.

    Args:
        question: As it was asked.
        layout: The course's, as it was ranked.
        ranking: Of this question.
        passages: The first of ``ranking.order``, in that order; ten are enough.
        context: The words that the question takes over from the one before it.
    """
    bounds = [*layout.first_sentences.tolist(), layout.passage_of_sentence.size]
    coverage = ranking.coverage
    found = []
    for place, passage in enumerate(passages):
        if not passage.is_quotable:
            continue
        index = int(ranking.order[place])
        rows = slice(bounds[index], bounds[index + 1])
        sentences = tuple(
            SentenceEvidence(span, passage.slice(span), cosine, held, covered)
            for span, cosine, held, covered in zip(
                passage.sentences,
                ranking.cosines.sentences[rows].tolist(),
                _words_held(ranking.holds[:, rows]),
                coverage[rows].tolist(),
                strict=True,
            )
        )
        scored = ScoredPassage(
            passage=passage,
            score=float(ranking.scores[place]),
            parts={name: float(values[place]) for name, values in ranking.parts.items()},
        )
        headed = frozenset(ranking.headed[:, index].nonzero()[0].tolist())
        found.append(PassageEvidence(scored, sentences, headed))
    own = {word.text for word in search_words(question)}
    taken_over = frozenset(word.text for word in search_words(context)) - own
    return Evidence(question, ranking.words, tuple(found), _baseline(layout, ranking), taken_over)


def _baseline(layout: Layout, ranking: Ranking) -> Baseline:
    common = ranking.cosines.common
    return Baseline(
        passages=layout.passages,
        common_cosine=float(common.mean()),
        nearest_common=float(np.sort(common)[-max(1, round(_NEAREST * common.size)) :].mean()),
    )


def _words_held(holds: Booleans) -> list[frozenset[int]]:
    """W x n, does the sentence hold the word? → for each sentence the words that it holds."""
    return [
        frozenset(word for word, held in enumerate(column) if held) for column in holds.T.tolist()
    ]
