"""A course in memory, ready to be scored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from knowledge.errors import ModelUnusable
from knowledge.model.corpus import Passage, Strictness
from knowledge.retrieval import words
from knowledge.retrieval.initials import Names, names_by_initials
from knowledge.retrieval.ranking import Cosines, Layout
from knowledge.retrieval.representation import heading_line
from knowledge.retrieval.spelling import Vocabulary
from knowledge.retrieval.voices import Voices
from knowledge.storage.vectors import FloatArray
from knowledge.storage.words import MOST_SENTENCES, ORDINAL_BITS

IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class CourseIndex:
    """P passages with S sentences in all. Never changed: a new revision is a new index."""

    revision: int
    passages: tuple[Passage, ...]
    layout: Layout
    sentence_vectors: FloatArray
    """(S, d), each row of length 1."""
    passage_vectors: FloatArray
    """(P, d), each row of length 1: the mean of the passage's sentences."""
    document_vectors: FloatArray
    """(D, d), each row of length 1: the mean of the document's sentences."""
    documents: IntArray
    """(P,): the id of each passage's document."""
    strictness: Strictness
    vocabulary: Vocabulary
    """Every word of the passages and their headings, folded."""
    voices: Voices
    names: Names
    """Of the passages, by their initials."""
    _document_rows: IntArray
    """(P,): the row of each passage's document in ``document_vectors``."""
    _rows: IntArray
    """(P + S,) row ids of the word index, ascending."""
    _row_targets: IntArray
    """(P + S,): sentence number, or ``-1 - passage number`` for a heading line."""

    @classmethod
    def build(
        cls,
        revision: int,
        strictness: Strictness,
        passages: Sequence[Passage],
        vectors: dict[int, FloatArray],
        d: int,
    ) -> CourseIndex:
        """Lay out passages with their vectors, given by passage id, (sentences, d) each.

        Args:
            passages: In reading order, one document after the other, ascending by its id.
        """
        for passage in passages:
            if vectors[passage.id].shape != (len(passage.sentences), d):
                raise ModelUnusable(
                    f"The vectors of passage {passage.id} do not fit its sentences. "
                    "Ingest the documents into a new database."
                )
        counts = np.array([len(p.sentences) for p in passages], dtype=np.int64)
        first = np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
        sentence_vectors = (
            np.concatenate([vectors[p.id] for p in passages])
            if passages
            else np.empty((0, d), dtype=np.float32)
        )
        rows, targets = _row_map(passages, first)
        documents = np.array([p.document_id for p in passages], dtype=np.int64)
        _, begins, rows_of = np.unique(documents, return_index=True, return_inverse=True)
        return cls(
            revision=revision,
            strictness=strictness,
            passages=tuple(passages),
            layout=Layout(
                passage_of_sentence=np.repeat(np.arange(len(passages)), counts),
            ),
            vocabulary=Vocabulary(_words(passages)),
            voices=Voices.of(passages),
            names=names_by_initials(passage.text for passage in passages),
            sentence_vectors=sentence_vectors,
            passage_vectors=_means(sentence_vectors, first[:-1]),
            document_vectors=_means(sentence_vectors, first[begins]),
            documents=documents,
            _document_rows=rows_of,
            _rows=rows,
            _row_targets=targets,
        )

    @property
    def vector_bytes(self) -> int:
        """What it takes of memory, for the most part."""
        return self.sentence_vectors.nbytes + self.passage_vectors.nbytes

    def cosines(self, question: FloatArray, common_phrases: FloatArray) -> Cosines:
        """Of a question's vector (d,), of length 1, with every sentence and passage.

        Args:
            common_phrases: (n, d), of phrases of all subjects, to compare with.
        """
        # Not "@": BLAS would spread it over cores that encode other questions meanwhile, and
        # waiting for them takes several times as long as the products.
        return Cosines(
            sentences=np.vecdot(self.sentence_vectors, question),
            passages=np.vecdot(self.passage_vectors, question),
            documents=np.vecdot(self.document_vectors, question)[self._document_rows],
            common=np.vecdot(common_phrases, question),
        )

    def locate(self, rows: IntArray) -> tuple[IntArray, IntArray]:
        """Word index rows → (sentence numbers, numbers of passages matched in the heading)."""
        if not len(self._rows):
            return rows[:0], rows[:0]
        at = np.minimum(np.searchsorted(self._rows, rows), len(self._rows) - 1)
        targets = self._row_targets[at[self._rows[at] == rows]]
        return targets[targets >= 0], -1 - targets[targets < 0]


def _words(passages: Sequence[Passage]) -> set[str]:
    found: set[str] = set()
    for passage in passages:
        found.update(words.tokens(heading_line(passage.document_title, passage.section)))
        found.update(words.tokens(passage.text))
    return found


def _means(sentence_vectors: FloatArray, first: IntArray) -> FloatArray:
    if not len(first):
        return sentence_vectors
    sums: FloatArray = np.add.reduceat(sentence_vectors, first, axis=0)
    norms = np.linalg.norm(sums, axis=1, keepdims=True)
    means: FloatArray = sums / np.maximum(norms, np.finfo(np.float32).tiny)
    return means


def _row_map(passages: Sequence[Passage], first: IntArray) -> tuple[IntArray, IntArray]:
    rows: list[int] = []
    targets: list[int] = []
    for number, passage in enumerate(passages):
        base = passage.id << ORDINAL_BITS
        rows.append(base)
        targets.append(-1 - number)
        for offset in range(min(len(passage.sentences), MOST_SENTENCES)):
            rows.append(base | (offset + 1))
            targets.append(int(first[number]) + offset)
    order = np.argsort(np.array(rows, dtype=np.int64), kind="stable")
    return (
        np.array(rows, dtype=np.int64)[order],
        np.array(targets, dtype=np.int64)[order],
    )
