"""The course that comes with Colloquy, so that it can be tried before any file is added."""

from __future__ import annotations

from pathlib import Path

NAME = "people-to-people-diplomacy"


def folder() -> Path:
    """Where the course lies: inside an installed package, or in the checkout."""
    installed = Path(__file__).parent / "seeds" / NAME
    return installed if installed.is_dir() else Path(__file__).parents[1] / "seeds" / NAME
