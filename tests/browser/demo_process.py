"""`colloquy demo` in a process of its own, as a newcomer starts it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Self


class Demo:
    """Started by making one; its first page is at ``addresses[0]``.

    As a context manager it ends with the block, also where the block has not stopped it.
    """

    def __init__(self, folder: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bot", "demo", "--data", str(folder / "demo.db")],
            cwd=folder,
            env={**os.environ, "NO_BROWSER": "1", "NO_COLOR": "1", "PORT": "0"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.lines: list[str] = []
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line)
            if "Ctrl-C" in line:
                break
        self.addresses: list[str] = re.findall(r"http://127\S+", "".join(self.lines))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.stop()

    def stop(self) -> tuple[int, str]:
        """Interrupt it; its exit code and what it said last."""
        self.process.send_signal(signal.SIGINT)
        said, _ = self.process.communicate(timeout=30)
        return self.process.returncode, said
