"""`python -m bot`, which is the same as the console script `colloquy`."""

from __future__ import annotations

import os
import sys
from contextlib import suppress


def main() -> None:
    try:
        from bot.cli.app import main as run
    except KeyboardInterrupt:
        os._exit(130)  # as of any command that is interrupted, with no traceback
    code = run()
    with suppress(BrokenPipeError):
        sys.stdout.flush()
    sys.stderr.flush()
    # Everything that must be closed is closed by now; taking PyTorch's modules apart, as the
    # interpreter would on a normal exit, takes seconds.
    os._exit(code)


if __name__ == "__main__":
    main()
