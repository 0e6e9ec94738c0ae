"""The embedder with the real model: the same vectors as plain sentence-transformers, in order."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from knowledge.errors import ModelUnusable
from knowledge.retrieval.bert_encoder import BertEncoder
from knowledge.retrieval.embedder import Embedder
from knowledge.retrieval.embedding_model import (
    PACKAGED_SHA256,
    EmbeddingModel,
    ModelFolder,
    ModelIdentity,
    Precision,
)
from knowledge.retrieval.light_import import load_lightly

LONG = "Work is force times distance, and energy is the capacity to do work. " * 20
TEXTS = [
    "What is an electric field?",
    LONG[:900],
    "Photosynthesis stores energy.",
    "",
    LONG[:300],
    "Why do charges repel?",
    LONG[:555],
]


class HeldModel:
    """In place of the real one: notes its batches, and begins when it is released."""

    identity = ModelIdentity("held", "", 2)
    precision = "float32"
    common_phrases: tuple[str, ...] = ("held",)
    known_words = frozenset[str]()

    def __init__(self, failure: BaseException | None = None) -> None:
        self.batches: list[str] = []
        self.encoded: list[str] = []
        self.begun = threading.Event()
        self.released = threading.Event()
        self.failure = failure

    def encode_queries(self, texts: Sequence[str]) -> Any:
        return self._encode("questions", texts)

    def encode_documents(self, texts: Sequence[str], threads: int) -> Any:
        return self._encode("documents", texts)

    def _encode(self, kind: str, texts: Sequence[str]) -> Any:
        self.begun.set()
        self.released.wait()
        self.batches.append(kind)
        self.encoded += texts
        if self.failure is not None:
            raise self.failure
        return np.ones((len(texts), 2), dtype=np.float32)

    async def queue(self, embedder: Embedder) -> list[asyncio.Task[Any]]:
        """A question that is being encoded, with three batches of each kind waiting behind it."""
        tasks: list[asyncio.Task[Any]] = [asyncio.create_task(embedder.embed_query("first"))]
        await asyncio.to_thread(self.begun.wait)
        tasks += [asyncio.create_task(embedder.embed_query(f"{n}")) for n in range(24)]
        tasks.append(asyncio.create_task(embedder.embed_documents(["x" * 8_000] * 3)))
        await asyncio.sleep(0)
        self.released.set()
        return tasks


class Panic(BaseException):
    """Like the tokenisers library's: no ``Exception``."""


@pytest.fixture(scope="module")
def embedder() -> Iterator[Embedder]:
    embedder = asyncio.run(Embedder.load(precision="float32"))
    yield embedder
    asyncio.run(embedder.close())


@pytest.fixture(scope="module")
def plain(embedder: Embedder) -> Any:
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(ModelFolder.packaged().path), device="cpu")


async def test_common_phrases_are_encoded_once_for_all_who_ask(embedder: Embedder) -> None:
    first, second = await asyncio.gather(embedder.common_phrases(), embedder.common_phrases())
    assert first is second
    assert first.shape == (2_000, embedder.identity.dimension)
    assert np.linalg.norm(first, axis=1) == pytest.approx(1, abs=1e-5)


async def test_common_phrases_are_not_encoded_for_who_does_not_ask(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    model = HeldModel()
    model.released.set()
    monkeypatch.setattr(EmbeddingModel, "load", lambda *_: model)
    async with Embedder.open() as embedder:
        await embedder.embed_documents(["one"])
    assert model.batches == ["documents"]


async def test_common_phrases_go_before_the_documents_that_wait_already(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    model = HeldModel()
    monkeypatch.setattr(EmbeddingModel, "load", lambda *_: model)
    async with Embedder.open() as embedder:
        first = asyncio.create_task(embedder.embed_query("first"))
        await asyncio.to_thread(model.begun.wait)
        documents = asyncio.create_task(embedder.embed_documents(["x" * 8_000] * 3))
        await asyncio.sleep(0)
        phrases = asyncio.create_task(embedder.common_phrases())
        await asyncio.sleep(0)
        model.released.set()
        await asyncio.gather(first, documents, phrases)
    assert [text[:5] for text in model.encoded] == ["first", "held", *["xxxxx"] * 3]


async def test_who_gives_up_waiting_for_common_phrases_leaves_them_to_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    model = HeldModel()
    monkeypatch.setattr(EmbeddingModel, "load", lambda *_: model)
    async with Embedder.open() as embedder:
        impatient, patient = (asyncio.create_task(embedder.common_phrases()) for _ in range(2))
        await asyncio.to_thread(model.begun.wait)
        impatient.cancel()
        model.released.set()
        assert (await patient).shape == (1, 2)
        assert impatient.cancelled()


async def test_common_phrases_that_failed_are_encoded_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    model = HeldModel(MemoryError())
    model.released.set()
    monkeypatch.setattr(EmbeddingModel, "load", lambda *_: model)
    async with Embedder.open() as embedder:
        with pytest.raises(MemoryError):
            await embedder.common_phrases()
        model.failure = None
        assert (await embedder.common_phrases()).shape == (1, 2)


async def test_a_query_is_a_normalised_float32_vector(embedder: Embedder) -> None:
    vector = await embedder.embed_query("What is an electric field?")
    assert vector.dtype == np.float32
    assert vector.shape == (embedder.identity.dimension,) == (384,)
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)


async def test_the_same_text_gives_the_same_vector(embedder: Embedder) -> None:
    first, second = [await embedder.embed_query(TEXTS[0]) for _ in range(2)]
    assert np.array_equal(first, second)


async def test_documents_keep_their_order_and_equal_plain_sentence_transformers(
    embedder: Embedder, plain: Any
) -> None:
    expected = plain.encode(TEXTS, normalize_embeddings=True)
    vectors = await embedder.embed_documents(TEXTS)
    assert vectors.shape == expected.shape
    assert (vectors * expected).sum(axis=1).min() > 0.9999


async def test_concurrent_queries_give_the_vectors_of_single_ones(embedder: Embedder) -> None:
    queries = [f"{TEXTS[0]} {'again ' * n}" for n in range(40)]
    together = await asyncio.gather(*map(embedder.embed_query, queries))
    for query, vector in list(zip(queries, together, strict=True))[::8]:
        assert await embedder.embed_query(query) @ vector > 0.9999


async def test_bfloat16_vectors_are_close_enough_to_share_a_database(embedder: Embedder) -> None:
    expected = await embedder.embed_documents(TEXTS)
    async with Embedder.open(precision="bfloat16") as other:
        assert other.precision == "bfloat16"
        assert other.identity == embedder.identity
        vectors = await other.embed_documents(TEXTS)
    assert (vectors * expected).sum(axis=1).min() > 0.999


async def test_extreme_lengths(embedder: Embedder) -> None:
    for text in ("", " \n", "a", "x" * 10_000, "energy " * 1_500):
        assert np.linalg.norm(await embedder.embed_query(text)) == pytest.approx(1, abs=1e-5)
    assert (await embedder.embed_documents([])).shape == (0, 384)
    assert (await embedder.embed_documents(["", "x" * 10_000])).shape == (2, 384)


async def test_a_query_overtakes_documents_and_progress_is_told(embedder: Embedder) -> None:
    told: list[int] = []
    started = asyncio.Event()

    def progress(done: int) -> None:
        told.append(done)
        started.set()

    job = asyncio.create_task(embedder.embed_documents([LONG] * 16, progress=progress))
    await started.wait()
    await embedder.embed_query("Who asks in between?")
    assert not job.done()
    assert (await job).shape == (16, 384)
    assert told == sorted(told)
    assert told[-1] == 16


async def test_questions_that_never_cease_do_not_starve_documents(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    model = HeldModel()
    monkeypatch.setattr(EmbeddingModel, "load", lambda *_: model)
    async with Embedder.open() as embedder:
        await asyncio.gather(*await model.queue(embedder))
    assert model.batches == ["questions", *["documents", "questions"] * 3]


async def test_an_unexpected_end_of_the_thread_fails_what_waits_and_what_comes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    panic = Panic()
    model = HeldModel(panic)
    monkeypatch.setattr(EmbeddingModel, "load", lambda *_: model)
    embedder = await Embedder.load()
    outcomes = await asyncio.gather(*await model.queue(embedder), return_exceptions=True)
    assert {type(outcome) for outcome in outcomes} == {ModelUnusable}
    with pytest.raises(ModelUnusable, match="failed") as refusal:
        await embedder.embed_query("too late")
    assert refusal.value.__cause__ is panic
    await embedder.close()
    assert model.batches == ["questions"]


async def test_a_short_document_does_not_wait_for_a_long_one(embedder: Embedder) -> None:
    job = asyncio.create_task(embedder.embed_documents([LONG] * 16))
    await asyncio.sleep(0)
    await embedder.embed_documents(["A short upload."])
    assert not job.done()
    job.cancel()


async def test_cancelling_a_document_job_frees_the_worker(embedder: Embedder) -> None:
    job = asyncio.create_task(embedder.embed_documents([LONG] * 4_000))
    await asyncio.sleep(0.05)
    job.cancel()
    with pytest.raises(asyncio.CancelledError):
        await job
    await embedder.embed_documents(["next"])


async def test_closing_fails_what_waits() -> None:
    embedder = await Embedder.load()
    job = asyncio.create_task(embedder.embed_documents([LONG] * 400))
    await asyncio.sleep(0.05)
    queries = [asyncio.create_task(embedder.embed_query(f"{n}")) for n in range(100)]
    await asyncio.sleep(0)
    await embedder.close()
    with pytest.raises(ModelUnusable):
        await job
    outcomes = await asyncio.gather(*queries, return_exceptions=True)
    assert isinstance(outcomes[-1], ModelUnusable)
    with pytest.raises(ModelUnusable, match="closed"):
        await embedder.embed_query("too late")
    await embedder.close()


async def test_cancelling_the_load_ends_its_thread() -> None:
    loading = asyncio.create_task(Embedder.load())
    await asyncio.sleep(0.01)
    loading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await loading


def test_weights_of_another_digest_are_refused_by_path(tmp_path: Path) -> None:
    (tmp_path / "modules.json").write_text("[]")
    weights = tmp_path / "model.safetensors"
    weights.write_bytes(b"not the weights")
    with pytest.raises(ModelUnusable, match="damaged") as refusal:
        ModelFolder.at(tmp_path, expected_sha256=PACKAGED_SHA256)
    assert str(weights) in str(refusal.value)


async def test_a_folder_without_a_model_is_refused_by_path(tmp_path: Path) -> None:
    with pytest.raises(ModelUnusable) as refusal:
        await Embedder.load(tmp_path / "absent")
    assert str(tmp_path / "absent") in str(refusal.value)


async def test_a_folder_that_cannot_be_loaded_is_refused_by_path(tmp_path: Path) -> None:
    (tmp_path / "modules.json").write_text("[]")
    (tmp_path / "model.safetensors").write_bytes(b"not the weights")
    with pytest.raises(ModelUnusable, match="cannot be loaded") as refusal:
        await Embedder.load(tmp_path)
    assert str(tmp_path) in str(refusal.value)


@pytest.mark.parametrize("encoder", ["other architecture", "wrong vectors"])
def test_the_library_encodes_where_the_written_out_encoder_cannot(
    encoder: str, plain: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    if encoder == "other architecture":
        monkeypatch.setattr(BertEncoder, "of", lambda model: None)
    else:
        right = BertEncoder.__call__
        monkeypatch.setattr(BertEncoder, "__call__", lambda *args: right(*args).flip(-1))
    model = EmbeddingModel.load(ModelFolder.packaged(), "float32")
    vectors = model.encode_documents(TEXTS, threads=1)
    assert (vectors * plain.encode(TEXTS, normalize_embeddings=True)).sum(axis=1).min() > 0.9999


def test_importing_is_light_and_loading_is_silent_offline_and_leaves_no_trace() -> None:
    script = """
import asyncio, os, socket, sys
before = dict(os.environ)
from knowledge.retrieval.embedder import Embedder
assert not {"torch", "transformers", "sentence_transformers"} & sys.modules.keys()

def refuse(*args, **kwargs):
    raise AssertionError("a network connection was tried")

socket.socket.connect = socket.getaddrinfo = refuse

async def load():
    async with Embedder.open() as embedder:
        return await embedder.embed_query("quiet")

asyncio.run(load())
assert {**before, "TOKENIZERS_PARALLELISM": "false"} == dict(os.environ), "environment changed"
print("loaded", file=sys.stderr)
import scipy.optimize, sklearn.metrics
assert scipy.optimize.minimize and sklearn.metrics.roc_curve
import numpy as np, torch
from sentence_transformers.util import similarity
points = torch.tensor([[0.0, 3.0], [4.0, 0.0]]).to_sparse()
distances = similarity.manhattan_sim(points, points)
assert np.allclose(distances, [[0, -7], [-7, 0]]), distances
assert "torch._dynamo" not in sys.modules, "the compiler was imported"
import torch._dynamo
assert torch.compiler.disable(len).__wrapped__ is len and not torch._dynamo.is_compiling()
from transformers.masking_utils import TransformGetItemToIndex
with TransformGetItemToIndex() as mode:
    assert type(mode).__module__.startswith("torch._dynamo")
print("done")
"""
    ended = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=120, check=False
    )
    assert (ended.returncode, ended.stdout) == (0, "done\n"), ended.stderr
    assert ended.stderr.startswith("loaded\n")


def test_a_version_that_needs_more_than_the_stand_ins_gets_all_that_it_imports() -> None:
    spread: list[bool] = []

    def build(torch: Any, _: Any) -> str:
        spread.append(torch.distributed.is_available())
        if len(spread) == 1:
            raise AttributeError("module 'torch._dynamo' has no attribute 'new'")
        return "built"

    assert load_lightly(build) == "built"
    import torch

    assert spread == [False, torch.distributed.is_available()]


async def test_models_that_are_loaded_at_the_same_moment_keep_their_own_precision() -> None:
    folder = ModelFolder.packaged()
    precisions: tuple[Precision, ...] = ("float32", "bfloat16")
    models = await asyncio.gather(
        *(asyncio.to_thread(EmbeddingModel.load, folder, precision) for precision in precisions)
    )
    for model in models:
        assert model.encode_documents(["A path over the pass."], threads=1).shape == (1, 384)
