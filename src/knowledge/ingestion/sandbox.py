"""Reading strangers' files where they can do no harm: in a child process that may be killed."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import sys
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import knowledge
from knowledge.errors import UnreadableFile
from knowledge.ingestion import protocol, refusals
from knowledge.ingestion.limits import ReadingLimits
from knowledge.model.corpus import ParsedDocument

log = logging.getLogger(__name__)

_START_SECONDS = 60.0
_ROOT = os.path.abspath(os.sep)
_FILES_PER_CHILD = 100
# What an interpreter may need to start at all; nothing that could hold a secret.
_ENVIRONMENT = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")


class _ChildDied(Exception):
    """The child ended or spoke nonsense while it held a file."""


class ReaderProcess:
    """Reads one file at a time in a child process.

    The child starts with the first file, is used for many, and is killed and replaced when a
    file takes more than ``limits`` allow. Nothing that a file does can harm or block the caller.
    Use as an async context manager, or call :meth:`close`.
    """

    def __init__(self, limits: ReadingLimits | None = None) -> None:
        self.limits = limits or ReadingLimits()
        self._child: asyncio.subprocess.Process | None = None
        self._files_read = 0
        self._turn = asyncio.Lock()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """End the child. A later :meth:`parse` would start another."""
        async with self._turn:
            await self._kill()

    async def parse(self, content: bytes, file_name: str) -> ParsedDocument:
        """Read a file of any supported format.

        ``file_name`` may be anything; it is never opened. Raises UnreadableFile, whose message
        completes "I couldn't add **file**: …" (see :func:`.refusals.refusal_sentence`).
        """
        if not content:
            raise refusals.empty()
        if len(content) > self.limits.file_bytes:
            raise refusals.too_large(len(content), self.limits)
        async with self._turn:
            answer = await self._asked(content, file_name)
        return await asyncio.to_thread(_understood, answer)

    async def _asked(self, content: bytes, file_name: str) -> bytes:
        reused = self._child is not None and self._child.returncode is None
        try:
            return await self._ask(content, file_name)
        except _ChildDied as death:
            # The file's own refusal tells of it.
            log.debug("reader process died: %s", death)
            if not reused:
                raise refusals.too_costly(self.limits) from None
        # It may have died of an earlier file, or idle: a fresh one decides.
        try:
            return await self._ask(content, file_name)
        except _ChildDied:
            raise refusals.too_costly(self.limits) from None

    async def _ask(self, content: bytes, file_name: str) -> bytes:
        try:
            child = await self._started()
            assert child.stdin is not None
            async with asyncio.timeout(self.limits.seconds):
                child.stdin.write(protocol.frame(protocol.encode_request(file_name)))
                child.stdin.write(protocol.frame(content))
                await child.stdin.drain()
                answer = await self._frame_from(child)
        except TimeoutError:
            await self._kill()
            raise refusals.too_costly(self.limits) from None
        except (OSError, asyncio.IncompleteReadError) as error:
            await self._kill()
            raise _ChildDied(repr(error)) from None
        except BaseException:
            # Half a conversation cannot be taken up again.
            await self._kill()
            raise
        self._files_read += 1
        if self._files_read >= _FILES_PER_CHILD:
            await self._kill()
        return answer

    async def _started(self) -> asyncio.subprocess.Process:
        if self._child is not None and self._child.returncode is None:
            return self._child
        await self._kill()
        try:
            self._child = child = await asyncio.create_subprocess_exec(
                sys.executable,
                "-P",
                "-m",
                "knowledge.ingestion.worker",
                json.dumps(asdict(self.limits)),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                cwd=_ROOT,
                env=_environment(),
                start_new_session=True,
            )
            async with asyncio.timeout(_START_SECONDS):
                ready = await self._frame_from(child) == protocol.READY
        except (OSError, asyncio.IncompleteReadError):
            ready = False
        if not ready:
            log.error("python -m knowledge.ingestion.worker does not start")
            raise refusals.reader_unavailable()
        self._files_read = 0
        return child

    async def _frame_from(self, child: asyncio.subprocess.Process) -> bytes:
        assert child.stdout is not None
        header = await child.stdout.readexactly(protocol.HEADER.size)
        (length,) = protocol.HEADER.unpack(header)
        if length > protocol.LARGEST_RESPONSE:
            await self._kill()
            raise _ChildDied(f"an answer of {length} bytes")
        return await child.stdout.readexactly(length)

    async def _kill(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        with contextlib.suppress(ProcessLookupError):
            child.kill()
        # Reads to the end, so that the pipes are closed too and nothing is left of it.
        with contextlib.suppress(OSError):
            await child.communicate()


def _understood(answer: bytes) -> ParsedDocument:
    try:
        message: dict[str, Any] = json.loads(answer)
        if "document" in message:
            return protocol.decode_document(message["document"])
        if "refused" in message:
            raise UnreadableFile(str(message["refused"]))
        log.warning("reader failed: %s", message.get("failed"))
    except (AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
        log.warning("reader process answered nonsense: %r", error)
    raise refusals.damaged("its parts do not fit together")


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    package = Path(knowledge.__file__ or "").resolve().parent
    return {**kept, "PYTHONPATH": str(package.parent), "PYTHONUTF8": "1"}
