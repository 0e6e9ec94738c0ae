"""Passages → vectors, each sentence by itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from knowledge.model.corpus import ParsedDocument
from knowledge.retrieval.embedder import Embedder
from knowledge.storage import vectors
from knowledge.storage.database import WriteSession
from knowledge.storage.vectors import FloatArray


async def embed_passages(
    embedder: Embedder,
    parsed: ParsedDocument,
    hashes: Sequence[str],
    known: Mapping[str, FloatArray],
    progress: Callable[[int, int], None],
) -> dict[str, FloatArray]:
    """The vectors of the passages that are not ``known``, by hash.

    Args:
        embedder: The model.
        parsed: The document.
        hashes: For each of its passages what tells its words from all others.
        known: Vectors that need not be made again, by hash.
        progress: Told how many sentences are done, and of how many.
    """
    wanted = {
        hash_: passage
        for hash_, passage in zip(hashes, parsed.passages, strict=True)
        if hash_ not in known
    }
    texts = [
        sentence.of(parsed.text) for passage in wanted.values() for sentence in passage.sentences
    ]
    embedded = await embedder.embed_documents(
        texts, progress=lambda done: progress(done, len(texts))
    )
    found: dict[str, FloatArray] = {}
    first = 0
    for hash_, passage in wanted.items():
        last = first + len(passage.sentences)
        found[hash_] = embedded[first:last]
        first = last
    return found


async def register_model(session: WriteSession, embedder: Embedder) -> int:
    """The id under which the database knows the model.

    Raises:
        ModelUnusable: another model has written vectors here.
    """
    identity = embedder.identity
    return await vectors.register_model(
        session, name=identity.name, sha256=identity.sha256, dimension=identity.dimension
    )
