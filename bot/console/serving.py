"""Listens on this machine alone, for as long as the bot runs."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager

import uvicorn
from starlette.types import ASGIApp

log = logging.getLogger(__name__)

LOOPBACK = "127.0.0.1"
_FAREWELL_SECONDS = 3
_MOST_AT_ONCE = 50


class PortTaken(Exception):
    """The console cannot listen on its port. The words are for whoever runs the bot."""


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Signals are the bot's business: it ends the console with itself."""
        yield


@asynccontextmanager
async def serving(port: int, build: Callable[[int], ASGIApp]) -> AsyncIterator[int]:
    """Meanwhile, what ``build`` makes of the port can be reached there.

    Args:
        port: 0 takes a free one.

    Raises:
        PortTaken: somebody else listens there, or this user may not.
    """
    with _listening(port) as listener:
        taken: int = listener.getsockname()[1]
        config = uvicorn.Config(
            build(taken),
            lifespan="off",
            ws="none",
            log_config=None,
            # An address may hold a link's secret or a learner's pseudonym.
            access_log=False,
            # Whoever runs a tunnel may say anything in these headers.
            proxy_headers=False,
            server_header=False,
            limit_concurrency=_MOST_AT_ONCE,
            timeout_graceful_shutdown=_FAREWELL_SECONDS,
        )
        server = _Server(config)
        task = asyncio.create_task(server.serve(sockets=[listener]))
        log.info("the console listens at http://%s:%d", LOOPBACK, taken)
        try:
            yield taken
        finally:
            server.should_exit = True
            await asyncio.shield(task)


@contextmanager
def _listening(port: int) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        # Otherwise a restart waits a minute for the connections of before.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((LOOPBACK, port))
        except (OSError, OverflowError) as error:
            reason = error.strerror if isinstance(error, OSError) else "there is no such port"
            raise PortTaken(
                f"The console can't listen on port {port}: {reason}. Choose another CONSOLE_PORT, "
                "or leave it empty."
            ) from error
        listener.setblocking(False)
        yield listener
