"""Texts → vectors, off the event loop.

One plain thread owns the model. Questions overtake documents: whatever questions wait when the
thread becomes free are encoded together, then one batch of documents, then questions again.
Callers await ordinary futures, so no asyncio task outlives a call.
"""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import Future
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.errors import ModelUnusable
from knowledge.retrieval.document_job import DocumentJob
from knowledge.retrieval.embedding_model import (
    EmbeddingModel,
    ModelFolder,
    ModelIdentity,
    Precision,
    available_cores,
)

__all__ = ["Embedder", "ModelIdentity", "Precision", "Vector", "Vectors", "available_cores"]

Vector = NDArray[np.float32]
"""Of shape (dimension,), of length 1."""
Vectors = NDArray[np.float32]
"""Of shape (n, dimension), each row of length 1."""

_QUERIES_AT_ONCE = 8


class Embedder:
    """The embedding model, safe to await from any event loop and any number of tasks."""

    def __init__(self, worker: _Worker, model: EmbeddingModel) -> None:
        """Use :meth:`open` or :meth:`load`."""
        self._worker = worker
        self.identity = model.identity
        """To be stored with the vectors; vectors of another identity must never be compared."""
        self.precision = model.precision
        """What "auto" became: "float32" or "bfloat16"."""
        self.known_words = model.known_words
        """Those that the model knows as such, lower-case without accents; maybe none."""
        self._phrases = model.common_phrases
        self._common_phrases: Future[Vectors] | None = None

    @classmethod
    async def load(
        cls,
        folder: Path | None = None,
        *,
        precision: Precision = "auto",
        threads: int | None = None,
    ) -> Embedder:
        """Load and warm the model in its own thread; :meth:`close` ends that thread.

        Args:
            folder: A local sentence-transformers model; by default the packaged
                all-MiniLM-L6-v2, whose weights are checked against their published digest.
            precision: "auto" is bfloat16 where the CPU multiplies it, else float32.
            threads: For encoding documents; by default every core this process may use.
                A question is always encoded on one thread: a second one saves little time and
                doubles the load when many ask at once.

        Raises:
            ModelUnusable: missing, damaged or not loadable. The message names the path.
        """
        worker = _Worker(folder, precision, threads or available_cores())
        try:
            model = await asyncio.wrap_future(worker.loaded)
        except BaseException:
            worker.stop()
            raise
        return cls(worker, model)

    @classmethod
    @asynccontextmanager
    async def open(
        cls,
        folder: Path | None = None,
        *,
        precision: Precision = "auto",
        threads: int | None = None,
    ) -> AsyncIterator[Embedder]:
        """:meth:`load`, and :meth:`close` at the end of the ``async with`` block."""
        embedder = await cls.load(folder, precision=precision, threads=threads)
        try:
            yield embedder
        finally:
            await embedder.close()

    async def embed_query(self, text: str) -> Vector:
        """The vector of one question: float32 (d,), of length 1.

        Waits for the batch in hand and then one of documents, however many documents are queued.

        Raises:
            ModelUnusable: the embedder is closed, or ended before the answer.
        """
        return await asyncio.wrap_future(self._worker.add_query(text))

    async def embed_documents(
        self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None
    ) -> Vectors:
        """The vectors of passages or sentences, in the order of ``texts``: float32 (n, d).

        Cancelling the await drops the texts that are not yet encoded.

        Args:
            texts: Encoded in batches of texts of like length, which pads least.
            progress: Called on the event loop with the number of texts done so far.

        Raises:
            ModelUnusable: the embedder is closed, or ended before all were encoded.
        """
        if not texts:
            return np.empty((0, self.identity.dimension), dtype=np.float32)
        notify: Callable[[int], None] | None = None
        if progress is not None:
            loop, report = asyncio.get_running_loop(), progress

            def notify(done: int) -> None:
                loop.call_soon_threadsafe(report, done)

        job = DocumentJob(texts, self.identity.dimension, notify)
        self._worker.add_documents(job)
        return await asyncio.wrap_future(job.future)

    async def common_phrases(self) -> Vectors:
        """The vectors of common phrases of all subjects: float32 (n, d), encoded once.

        Raises:
            ModelUnusable: the embedder is closed, or ended before all were encoded.
        """
        return await asyncio.shield(asyncio.wrap_future(self.begin_common_phrases()))

    def begin_common_phrases(self) -> Future[Vectors]:
        """Have them encoded, in turn with questions and before all documents, if they are not yet.

        After a failure anew. Whoever will be asked calls it early: it takes a second or two.
        """
        begun = self._common_phrases
        if begun is None or (begun.done() and begun.exception() is not None):
            job = DocumentJob(self._phrases, self.identity.dimension, None, goes_first=True)
            self._worker.add_documents(job)
            self._common_phrases = begun = job.future
        return begun

    async def close(self) -> None:
        """End the thread after the batch in hand; what still waits fails with ModelUnusable."""
        self._worker.stop()
        await asyncio.wrap_future(self._worker.ended)
        self._worker.thread.join()


class _Worker:
    """The thread that owns the model, and the two queues that feed it."""

    def __init__(self, folder: Path | None, precision: Precision, threads: int) -> None:
        self.loaded: Future[EmbeddingModel] = Future()
        self.ended: Future[None] = Future()
        # Running futures cannot be cancelled by whoever awaits them.
        self.loaded.set_running_or_notify_cancel()
        self.ended.set_running_or_notify_cancel()
        self._folder = folder
        self._precision = precision
        self._threads = threads
        self._queries: deque[tuple[str, Future[Vector]]] = deque()
        self._documents: deque[DocumentJob] = deque()
        self._in_hand: list[Future[Any]] = []
        self._stopping = False
        self._failure: BaseException | None = None
        self._changed = threading.Condition()
        # A daemon, so that a program that forgets close() still ends.
        self.thread = threading.Thread(target=self._run, name="embedder", daemon=True)
        self.thread.start()

    def add_query(self, text: str) -> Future[Vector]:
        future: Future[Vector] = Future()
        self._add(self._queries, (text, future))
        return future

    def add_documents(self, job: DocumentJob) -> None:
        self._add(self._documents, job, first=job.goes_first)

    def _add(self, queue: deque[Any], item: object, *, first: bool = False) -> None:
        with self._changed:
            if self._stopping:
                raise self._ending("The embedding model is closed: the bot is shutting down.")
            (queue.appendleft if first else queue.append)(item)
            self._changed.notify()

    def stop(self) -> None:
        with self._changed:
            self._stopping = True
            self._changed.notify()

    def _run(self) -> None:
        try:
            folder = ModelFolder.at(self._folder) if self._folder else ModelFolder.packaged()
            model = EmbeddingModel.load(folder, self._precision)
            self.loaded.set_result(model)
            self._serve(model)
        except BaseException as error:
            # A panic in the tokeniser is no Exception, and must not leave anyone waiting.
            self._failure = error
            if not self.loaded.done():
                self.loaded.set_exception(error)
        finally:
            self._abandon()
            self.ended.set_result(None)

    def _serve(self, model: EmbeddingModel) -> None:
        documents_next = False
        while True:
            with self._changed:
                self._in_hand = []
                self._changed.wait_for(lambda: self._queries or self._documents or self._stopping)
                if self._stopping:
                    return
                queries: list[tuple[str, Future[Vector]]] = []
                job = None
                if self._documents and (documents_next or not self._queries):
                    job = self._documents.popleft()
                else:
                    at_once = min(len(self._queries), _QUERIES_AT_ONCE)
                    queries = [self._queries.popleft() for _ in range(at_once)]
                self._in_hand = [job.future] if job else [future for _, future in queries]
            # Without the turns, questions that never cease would keep an upload waiting for ever.
            documents_next = job is None
            if job is not None:
                self._continue(model, job)
            else:
                self._answer(model, queries)

    def _answer(self, model: EmbeddingModel, queries: list[tuple[str, Future[Vector]]]) -> None:
        waiting = [(t, future) for t, future in queries if future.set_running_or_notify_cancel()]
        if not waiting:
            return
        try:
            vectors = model.encode_queries([text for text, _ in waiting])
        except Exception as error:
            for _, future in waiting:
                future.set_exception(error)
            return
        for (_, future), vector in zip(waiting, vectors, strict=True):
            future.set_result(vector)

    def _continue(self, model: EmbeddingModel, job: DocumentJob) -> None:
        try:
            over = job.encode_batch(model, self._threads)
        except Exception as error:
            if job.future.set_running_or_notify_cancel():
                job.future.set_exception(error)
            return
        if not over:
            # To the end of the queue: a short upload does not wait for a whole textbook.
            with self._changed:
                (self._documents.appendleft if job.goes_first else self._documents.append)(job)

    def _abandon(self) -> None:
        """Refuse what comes from now on, and fail what waits or was being encoded."""
        with self._changed:
            self._stopping = True
            waiting = [*self._in_hand, *(future for _, future in self._queries)]
            waiting += [job.future for job in self._documents]
        closed = self._ending("The embedding model was closed before this text was encoded.")
        for future in waiting:
            if future.running() or (not future.done() and future.set_running_or_notify_cancel()):
                future.set_exception(closed)

    def _ending(self, closed: str) -> ModelUnusable:
        failed = "The embedding model has failed. Restart the bot."
        unusable = ModelUnusable(closed if self._failure is None else failed)
        unusable.__cause__ = self._failure
        return unusable
