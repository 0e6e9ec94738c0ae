"""The child process: reads files one after another until its input ends.

Run as ``python -m knowledge.ingestion.worker LIMITS``. Answers go to the standard output, which
is then closed to everything else, so that no library can write between them.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import sys
import time
import traceback
from typing import BinaryIO

from knowledge.errors import UnreadableFile
from knowledge.ingestion import protocol, refusals
from knowledge.ingestion.limits import ReadingLimits
from knowledge.ingestion.parser import parse

try:
    import resource
except ImportError:  # Windows: the parent's clock is the only limit.
    resource = None  # type: ignore[assignment]

_FRAMES = 6
_MOST_OPEN_FILES = 64
_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNET = 0x40000000


def main() -> None:
    limits = ReadingLimits(**json.loads(sys.argv[1]))
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    with open(os.devnull, "r+b") as nothing:
        os.dup2(nothing.fileno(), 0)
        os.dup2(nothing.fileno(), 1)
    _leave_the_network()
    _confine(limits)
    _send(answers, protocol.READY)
    while (request := _receive(requests)) is not None:
        content = _receive(requests)
        if content is None:
            return
        _allow_processor_time(limits)
        _send(answers, _answer(protocol.decode_request(request), content, limits))


def _answer(file_name: str, content: bytes, limits: ReadingLimits) -> bytes:
    try:
        return protocol.encode_document(parse(content, file_name, limits))
    except UnreadableFile as error:
        return protocol.encode_refusal(str(error))
    except (MemoryError, RecursionError):
        return protocol.encode_refusal(str(refusals.too_costly(limits)))
    except Exception:  # A library's surprise is this file's fault, and the next file's right.
        return protocol.encode_failure(_where())


def _where() -> str:
    """Kind and place of the current exception, without its message: that may quote the file."""
    kind, _, trace = sys.exc_info()
    frames = traceback.extract_tb(trace)[-_FRAMES:]
    places = (f"{os.path.basename(f.filename)}:{f.lineno} {f.name}" for f in frames)
    return f"{kind.__name__ if kind else 'unknown'} at " + " < ".join(reversed([*places]))


def _leave_the_network() -> None:
    """Move into a network of its own that leads nowhere, where the kernel lets us.

    The user namespace is what lets everybody do so, and what takes root's powers from root. Some
    systems forbid it; there root still gets its own network.
    """
    if sys.platform == "linux":
        libc = ctypes.CDLL(None)
        if libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET) != 0:
            libc.unshare(_CLONE_NEWNET)


def _confine(limits: ReadingLimits) -> None:
    """Give up memory beyond the limit, core dumps, writing files and new processes, for good."""
    if resource is None:
        return
    for kind, most in (
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, _MOST_OPEN_FILES),
        # Counted over all of the user's processes: with none allowed, none can be started.
        (resource.RLIMIT_NPROC, 0),
    ):
        # Some systems know a limit by name only; the parent's clock still holds there.
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(kind, (most, most))


def _allow_processor_time(limits: ReadingLimits) -> None:
    """Let the next file have its seconds; the limit counts from the start of the process."""
    if resource is None:
        return
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    seconds = int(time.process_time() + limits.seconds) + 2
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, hard))


def _receive(requests: BinaryIO) -> bytes | None:
    header = requests.read(protocol.HEADER.size)
    if len(header) < protocol.HEADER.size:
        return None
    (length,) = protocol.HEADER.unpack(header)
    payload = requests.read(length)
    return payload if len(payload) == length else None


def _send(answers: BinaryIO, payload: bytes) -> None:
    answers.write(protocol.frame(payload))
    answers.flush()


if __name__ == "__main__":
    main()
