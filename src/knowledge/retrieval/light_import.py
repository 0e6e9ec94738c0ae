"""Importing torch and sentence-transformers: offline, silent, and without what is never used.

sentence-transformers imports scikit-learn, hence SciPy, for one function: the Manhattan distance
between sparse matrices, which Colloquy never computes. That was half of its import time and
100 MB, measured; so the function is looked up when it is first called, and works as before.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any


def import_sentence_transformers() -> tuple[Any, Any]:
    """The modules ``torch`` and ``sentence_transformers``, their progress bars and notes off."""
    torch = importlib.import_module("torch")
    try:
        with _scikit_learn_deferred():
            package = importlib.import_module("sentence_transformers")
    except ImportError:
        # A version that takes more from scikit-learn than the one function gets all of it.
        package = importlib.import_module("sentence_transformers")
    logging = importlib.import_module("transformers.utils.logging")
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    return torch, package


@contextmanager
def quiet_and_offline() -> Iterator[None]:
    """Set what the libraries read from the environment while they are imported, then restore it."""
    wanted = {
        "HF_HUB_OFFLINE": "1",
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    }
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    # Stays set, for it is read at every call: unset, tokenizers warns on stderr after a fork.
    # Tokenising in parallel would save 1 % of the time of encoding.
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


@contextmanager
def _scikit_learn_deferred() -> Iterator[None]:
    """Stand in for ``sklearn.metrics`` while the block runs, unless it is already imported."""
    spec = importlib.util.find_spec("sklearn")
    if "sklearn" in sys.modules or spec is None:
        yield
        return
    package = importlib.util.module_from_spec(spec)
    metrics = ModuleType("sklearn.metrics")
    metrics.__dict__["pairwise_distances"] = _pairwise_distances
    package.__dict__["metrics"] = metrics
    standing_in = {"sklearn": package, "sklearn.metrics": metrics}
    sys.modules.update(standing_in)
    try:
        yield
    finally:
        for name, module in standing_in.items():
            if sys.modules.get(name) is module:
                del sys.modules[name]


def _pairwise_distances(*args: Any, **kwargs: Any) -> Any:
    return importlib.import_module("sklearn.metrics").pairwise_distances(*args, **kwargs)
