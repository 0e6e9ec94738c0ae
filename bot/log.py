"""How the bot reports on itself: set up here, and only by the program, never by a library.

Events carry ids and lengths; what people write stays in the database.
"""

from __future__ import annotations

import logging
import sys
from typing import Literal, TextIO

import structlog

CHATTY = ("alembic", "sentence_transformers", "transformers", "aiosqlite", "asyncio")
"""Libraries whose everyday reports say nothing about the bot."""

Level = Literal["DEBUG", "INFO", "WARNING", "ERROR"]


def configure(level: Level, stream: TextIO | None = None) -> None:
    """Send every report to ``stream`` (standard output by default).

    Lines of JSON for machines; coloured lines where a person is watching.
    """
    stream = stream or sys.stdout
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    rendering: list[structlog.typing.Processor]
    if stream.isatty():
        rendering = [structlog.dev.ConsoleRenderer()]
    else:
        rendering = [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *rendering],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for name in CHATTY:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
