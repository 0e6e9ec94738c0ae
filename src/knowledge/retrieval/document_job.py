"""Many texts to be encoded in batches, between which questions overtake them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future

import numpy as np
from numpy.typing import NDArray

from knowledge.retrieval.embedding_model import EmbeddingModel

_DOCUMENTS_AT_ONCE = 32
_CHARACTERS_AT_ONCE = 8_000
"""Of documents. About ten passages: larger batches are no faster, and a question waits for one."""


class DocumentJob:
    """One call of ``embed_documents``: its batches, its result, and how far it is."""

    def __init__(
        self,
        texts: Sequence[str],
        dimension: int,
        notify: Callable[[int], None] | None,
        *,
        goes_first: bool = False,
    ) -> None:
        """``goes_first``: no other job is given a turn before this one is done."""
        self.goes_first = goes_first
        self.future: Future[NDArray[np.float32]] = Future()
        self._texts = texts
        self._notify = notify
        # Longest first, so that the work left is never more than ``progress`` lets one expect.
        self._longest_first = sorted(range(len(texts)), key=lambda index: -len(texts[index]))
        self._done = 0
        self._vectors = np.empty((len(texts), dimension), dtype=np.float32)

    def encode_batch(self, model: EmbeddingModel, threads: int) -> bool:
        """Encode the next batch; whether the job is over, done or cancelled."""
        if self.future.cancelled():
            return True
        longest = max(1, len(self._texts[self._longest_first[self._done]]))
        at_once = max(1, min(_DOCUMENTS_AT_ONCE, _CHARACTERS_AT_ONCE // longest))
        rows = self._longest_first[self._done : self._done + at_once]
        self._vectors[rows] = model.encode_documents([self._texts[row] for row in rows], threads)
        self._done += len(rows)
        if self._notify is not None:
            try:
                self._notify(self._done)
            except RuntimeError:
                # The loop that asked is closed: nobody is left to read the result.
                return True
        if self._done < len(self._texts):
            return False
        if self.future.set_running_or_notify_cancel():
            self.future.set_result(self._vectors)
        return True
