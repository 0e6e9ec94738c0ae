"""sentence-transformers imported offline, silently, and without what is never used.

sentence-transformers imports scikit-learn for the Manhattan distance of sparse matrices, and
transformers imports SciPy's optimisers for the training of object detectors. Colloquy needs
neither, and together they were a quarter of the time of the import and 65 MB, measured. So these
two functions are looked up when they are first called, and work as before. While they are
imported, torch also says that it cannot spread a model over machines, which some builds of it
cannot: that spares a seventh of the rest.

torch's compiler (``torch._dynamo``) is imported only because some functions are marked as not to
be compiled. Colloquy compiles none, so the marks do nothing while a model is imported and built:
a seventh of the remaining time and 39 MB, measured. Afterwards it can be imported as ever.
"""

from __future__ import annotations

import gc
import importlib
import importlib.util
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any, TypeVar

_DEFERRED = {
    "sklearn.metrics": "pairwise_distances",
    "scipy.optimize": "linear_sum_assignment",
    "torch._dynamo._trace_wrapped_higher_order_op": "TransformGetItemToIndex",
}
_COMPILER = "torch._dynamo"
_NOT_EXECUTED = {"sklearn", _COMPILER}
"""Packages whose own ``__init__`` is heavy, so that they are stood in for as well."""
_MARKS = ("allow_in_graph", "assume_constant_result", "disable")
"""What torch and transformers take from the compiler, to mark functions with."""

Model = TypeVar("Model")


def load_lightly(build: Callable[[Any, Any], Model]) -> Model:
    """What ``build`` makes of the modules ``torch`` and ``sentence_transformers``.

    It is called a second time, with all that they import, where a version of theirs needs more
    than the stand-ins give.
    """
    with _without_collecting():
        torch = importlib.import_module("torch")
        try:
            with _deferred(), _on_one_machine(torch), _uncompiled(torch):
                return build(torch, _sentence_transformers())
        except (ImportError, AttributeError):
            return build(torch, _sentence_transformers())


def _sentence_transformers() -> Any:
    package = importlib.import_module("sentence_transformers")
    logging = importlib.import_module("transformers.utils.logging")
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    return package


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
def _deferred() -> Iterator[None]:
    """Stand in for the modules of ``_DEFERRED`` while the block runs, and only then."""
    standing_in: dict[str, ModuleType] = {}
    for name, function in _DEFERRED.items():
        package = name.rpartition(".")[0]
        spec = importlib.util.find_spec(package)
        if name in sys.modules or spec is None:
            continue
        if package in _NOT_EXECUTED and package not in sys.modules:
            standing_in[package] = importlib.util.module_from_spec(spec)
        standing_in[name] = ModuleType(name)
        standing_in[name].__dict__[function] = _looked_up_when_called(name, function)
    sys.modules.update(standing_in)
    try:
        yield
    finally:
        for name, module in standing_in.items():
            if sys.modules.get(name) is module:
                del sys.modules[name]


@contextmanager
def _without_collecting() -> Iterator[None]:
    """No search for garbage while the block runs, nor ever among what is there at its end.

    What an import makes, stays. To search it was a tenth of the time to start, and would hold
    everything up for 0.2 s whenever the whole memory is searched, measured.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
        gc.freeze()
    finally:
        if was_enabled:
            gc.enable()


@contextmanager
def _on_one_machine(torch: Any) -> Iterator[None]:
    """``torch.distributed`` says that it is not built in while the block runs."""
    distributed = torch.distributed
    is_available = distributed.is_available
    distributed.is_available = lambda: False
    try:
        yield
    finally:
        distributed.is_available = is_available


@contextmanager
def _uncompiled(torch: Any) -> Iterator[None]:
    """Marks for the compiler do nothing while the block runs, if it is not imported yet."""
    compiler = sys.modules.get(_COMPILER)
    if compiler is None or hasattr(compiler, "disable"):
        yield
        return
    compiler.__dict__.update(dict.fromkeys(_MARKS, _as_it_is))
    disable = torch.compiler.disable
    torch._dynamo, torch.compiler.disable = compiler, _as_it_is
    try:
        yield
    finally:
        torch.compiler.disable = disable
        if torch._dynamo is compiler:
            del torch._dynamo


def _as_it_is(function: Any = None, *_: Any, **__: Any) -> Any:
    """Used as ``@mark`` and as ``@mark(...)``."""
    return _as_it_is if function is None else function


def _looked_up_when_called(module: str, function: str) -> Callable[..., Any]:
    def call(*args: Any, **kwargs: Any) -> Any:
        return getattr(importlib.import_module(module), function)(*args, **kwargs)

    return call
