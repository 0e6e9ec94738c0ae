"""A child process that reads for one test after another.

It is the real one. Only its start is saved, which takes longer than reading what most tests give
it.
"""

from __future__ import annotations

import asyncio
import threading

from knowledge.ingestion.limits import ReadingLimits
from knowledge.ingestion.sandbox import ReaderProcess
from knowledge.model.corpus import ParsedDocument


class KeptReaders:
    """Readers on an event loop of their own, as most tests end theirs. :meth:`close` ends both."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(
            target=self.loop.run_forever, name="kept readers", daemon=True
        )
        self._thread.start()
        self._readers: dict[ReadingLimits, ReaderProcess] = {}

    def lend(self, limits: ReadingLimits) -> ReaderProcess:
        """Stands where an engine makes a reader of its own."""
        return _Lent(self.loop, self._readers.setdefault(limits, ReaderProcess(limits)))

    def close(self) -> None:
        try:
            for reader in self._readers.values():
                asyncio.run_coroutine_threadsafe(reader.close(), self.loop).result()
        finally:
            self.loop.call_soon_threadsafe(self.loop.stop)
            self._thread.join()
            self.loop.close()


class _Lent(ReaderProcess):
    def __init__(self, loop: asyncio.AbstractEventLoop, kept: ReaderProcess) -> None:
        super().__init__(kept.limits)
        self._loop, self._kept = loop, kept

    async def parse(self, content: bytes, file_name: str) -> ParsedDocument:
        reading = self._kept.parse(content, file_name)
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(reading, self._loop))

    async def close(self) -> None:
        """Another test will want it."""
