"""How the command line ends."""

from __future__ import annotations

DONE = 0
FAILED = 1
WRONG_USE = 2
BUSY = 75
"""Another copy holds what this one needs (EX_TEMPFAIL)."""
MISCONFIGURED = 78
"""Starting again changes nothing until the settings do (EX_CONFIG)."""
INTERRUPTED = 130


class CommandFailed(Exception):
    """Ends the program with ``code`` after showing the message, which says what to do."""

    def __init__(self, message: str, code: int = FAILED) -> None:
        super().__init__(message)
        self.code = code
