"""Words and meaning together: postings and cosines in, ranked passages out. Pure NumPy.

Every part of a score lies in [0, 1] whatever the size of the course, so that a score means
the same in a course of two documents and in one of two hundred.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from knowledge.retrieval.words import SearchWord

Floats: TypeAlias = NDArray[np.float64]
Integers: TypeAlias = NDArray[np.int64]
Booleans: TypeAlias = NDArray[np.bool_]

COVERAGE_TO_COSINE = 1.15
"""What the coverage of the question's words is worth beside the cosine, in one sentence."""

WEIGHTS = {
    "document_cosine": 0.11,
    "passage_cosine": 0.14,
    "sentence_cosine": 0.2,
    "passage_words": 0.13,
    "sentence_words": 0.08,
    "best_sentence": 0.34,
}
"""What each part adds to a score; they sum to 1.

``document_cosine``: of the whole document, for the same is said in passing elsewhere.
``passage_cosine``: of the whole passage. ``sentence_cosine``: the best of any sentence.
``passage_words``: the share of the question's weight that the passage and its headings hold,
which is BM25 with k1 = 0 over its bound (Robertson and Zaragoza 2009, equation 3.15).
``sentence_words``: the same of the best two neighbouring sentences.
``best_sentence``: cosine and coverage in the one sentence that is best at both.

Fitted by ``benchmarks/tune_ranking.py`` on each of two data sets and checked on the other; the
first was added to the others on one half of each and checked on the other half. Where the fits
differ, chosen between them.
A k1 above 0, in passages or sentences, adds nothing to these: how often a word is repeated and
how long a passage is say less here than which words of the question stand together.
"""


@dataclass(frozen=True, slots=True)
class Layout:
    """How a course's sentences lie in its passages. Both are counted from 0."""

    passage_of_sentence: Integers
    """S values, never falling; every passage has at least one sentence."""

    def __post_init__(self) -> None:
        steps = np.diff(self.passage_of_sentence, prepend=-1)
        if not np.isin(steps, (0, 1)).all():
            raise ValueError("sentences must be sorted by passage, with no passage left out")

    @property
    def passages(self) -> int:
        return int(self.passage_of_sentence[-1]) + 1 if self.passage_of_sentence.size else 0

    @property
    def first_sentences(self) -> Integers:
        """P values: where each passage begins among the sentences."""
        return np.flatnonzero(np.diff(self.passage_of_sentence, prepend=-1))


@dataclass(frozen=True, slots=True)
class Postings:
    """Where one word of the question stands in the course."""

    word: SearchWord
    sentences: Integers
    """Sentences that contain it, by the index's stemming. Distinct."""
    headings: Integers
    """Passages whose title or heading path contains it. Distinct."""


@dataclass(frozen=True, slots=True)
class Cosines:
    """Cosine of the question with every sentence (S values) and every passage (P values)."""

    sentences: NDArray[np.float32]
    passages: NDArray[np.float32]
    documents: NDArray[np.float32]
    """P values: with the document that each passage stands in."""
    common: NDArray[np.float32]
    """With each of a number of common phrases of all subjects."""


@dataclass(frozen=True, slots=True)
class WeighedWord:
    """A word of the question and what it is worth in this course."""

    word: SearchWord
    weight: float
    """Its inverse document frequency over passages, at least 0."""
    share: float
    """Of the passages, how many hold it: 0 for a word that the course does not know."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """The best passages of a course for one question, with the evidence for each sentence."""

    order: Integers
    """Passages, best first."""
    scores: Floats
    """Aligned with ``order``; in [0, 1]."""
    parts: dict[str, Floats]
    """Aligned with ``order``; the names of :attr:`knowledge.model.answer.ScoredPassage.parts`."""
    words: tuple[WeighedWord, ...]
    holds: Booleans
    """W x S: does the sentence hold the word?"""
    headed: Booleans
    """W x P: does the passage's heading or title hold the word?"""
    cosines: Cosines

    @property
    def coverage(self) -> Floats:
        """S values in [0, 1]: the share of the question's weight that each sentence holds."""
        weights = np.array([word.weight for word in self.words])
        total = weights.sum()
        if not total:
            return np.zeros(self.holds.shape[1])
        return np.asarray(weights @ self.holds / total)


def rank(
    layout: Layout,
    postings: Sequence[Postings],
    cosines: Cosines,
    *,
    among: Booleans | None = None,
    top: int = 50,
) -> Ranking:
    """Order the passages of a course by how likely they hold what was asked.

    Args:
        layout: The course's sentences and passages.
        postings: One entry for each word of the question, as
            :func:`knowledge.retrieval.words.search_words` gives them; a word that the course
            does not know has empty arrays and still counts: it lowers every score.
        cosines: Of the question's vector with the course's.
        among: P values: which passages may be returned. All by default. What a word is worth
            is measured on the whole course either way.
        top: How many passages at most.
    """
    holds = _incidence([p.sentences for p in postings], layout.passage_of_sentence.size)
    headed = _incidence([p.headings for p in postings], layout.passages)
    found = np.logical_or.reduceat(holds, layout.first_sentences, axis=1) | headed
    words = _weigh([p.word for p in postings], found)
    parts = _parts(layout, words, holds, found, cosines)
    scores = np.clip(sum(weight * parts[name] for name, weight in WEIGHTS.items()), 0.0, 1.0)
    order = _best(scores, among, top)
    return Ranking(
        order=order,
        scores=scores[order],
        parts={name: values[order] for name, values in parts.items()},
        words=words,
        holds=holds,
        headed=headed,
        cosines=cosines,
    )


def _incidence(members: Sequence[Integers], size: int) -> Booleans:
    table = np.zeros((len(members), size), dtype=np.bool_)
    for row, indices in zip(table, members, strict=True):
        row[indices] = True
    return table


def _weigh(asked: Sequence[SearchWord], found: Booleans) -> tuple[WeighedWord, ...]:
    """Robertson and Spärck Jones's idf in the form that is never negative (Lucene's).

    A word that the course lacks weighs as one that a single passage holds: otherwise a student's
    own word for a thing would outweigh, in a small course, every word of the documents.
    """
    passages = found.shape[1]
    holding = np.count_nonzero(found, axis=1)
    counted = np.maximum(1, holding)
    weights = np.log1p((passages - counted + 0.5) / (counted + 0.5))
    shares = holding / max(1, passages)
    return tuple(map(WeighedWord, asked, weights.tolist(), shares.tolist()))


def _parts(
    layout: Layout,
    words: Sequence[WeighedWord],
    holds: Booleans,
    found: Booleans,
    cosines: Cosines,
) -> dict[str, Floats]:
    first = layout.first_sentences
    weights = np.array([word.weight for word in words], dtype=np.float64)
    total = float(weights.sum()) or 1.0
    coverage = weights @ holds / total
    meaning = _positive(cosines.sentences)
    both = (meaning + COVERAGE_TO_COSINE * coverage) / (1 + COVERAGE_TO_COSINE)
    return {
        "document_cosine": _positive(cosines.documents),
        "passage_cosine": _positive(cosines.passages),
        "sentence_cosine": np.maximum.reduceat(meaning, first),
        "passage_words": np.asarray(weights @ found / total),
        "sentence_words": np.maximum.reduceat(weights @ _with_next(layout, holds) / total, first),
        "best_sentence": np.maximum.reduceat(both, first),
    }


def _with_next(layout: Layout, holds: Booleans) -> Booleans:
    """W x S: does the sentence or the next one of its passage hold the word?"""
    joined = holds.copy()
    has_next = np.diff(layout.passage_of_sentence) == 0
    joined[:, :-1] |= holds[:, 1:] & has_next
    return joined


def _positive(cosines: NDArray[np.float32]) -> Floats:
    return np.clip(cosines.astype(np.float64), 0.0, 1.0)


def _best(scores: Floats, among: Booleans | None, top: int) -> Integers:
    candidates = np.arange(scores.size) if among is None else np.flatnonzero(among)
    order = np.argsort(-scores[candidates], kind="stable")[:top]
    return candidates[order]
