"""Checks of the machine and of what is installed on it."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from bot import shipped_course
from knowledge.diagnosis import Finding
from knowledge.errors import CourseFolderFaulty
from knowledge.ingestion.course_folder import CourseFolder

OLDEST_PYTHON = (3, 11)
COMFORTABLE_DISK = 10**9
COMFORTABLE_MEMORY = 10**9
"""Bytes: the process takes up to about 0.7 GB once the model is loaded."""
CONSTRAINTS = Path(__file__).parents[2] / "constraints.txt"


def examine_machine(data_folder: Path) -> Iterator[Finding]:
    yield _python()
    yield _disk(data_folder)
    yield from _memory()


def examine_installation() -> Iterator[Finding]:
    yield _libraries()
    yield _demo()
    yield _shipped_course()


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info >= OLDEST_PYTHON:
        return Finding.ok("Python", version)
    return Finding.fail("Python", version, "Install Python 3.11 or newer and make .venv anew.")


def _disk(folder: Path) -> Finding:
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    if free >= COMFORTABLE_DISK:
        return Finding.ok("Free disk", f"{free / 1e9:.0f} GB")
    return Finding.warn("Free disk", f"{free / 1e6:.0f} MB", "Make room: 1 GB at least.")


def _memory() -> Iterator[Finding]:
    try:
        stated = Path("/proc/meminfo").read_text(encoding="ascii")
    except OSError:
        return  # only Linux tells it this way
    found = re.search(r"^MemAvailable:\s+(\d+) kB", stated, re.MULTILINE)
    if found is None:
        return
    available = int(found[1]) * 1024
    if available >= COMFORTABLE_MEMORY:
        yield Finding.ok("Free memory", f"{available / 1e9:.1f} GB")
    else:
        yield Finding.warn(
            "Free memory", f"{available / 1e6:.0f} MB", "Colloquy takes up to 0.7 GB: make room."
        )


def _libraries() -> Finding:
    if not CONSTRAINTS.is_file():
        return Finding.ok("Libraries", "installed without constraints.txt; not compared")
    pinned = re.findall(r"^([\w.-]+)==(\S+)$", CONSTRAINTS.read_text("utf-8"), re.MULTILINE)
    different = []
    for name, wanted in pinned:
        try:
            found = metadata.version(name).split("+")[0]
        except metadata.PackageNotFoundError:
            continue  # an extra that was left out, or another platform's
        if found != wanted:
            different.append(f"{name} {found}, tested with {wanted}")
    if different:
        return Finding.warn("Libraries", "; ".join(different), "Run: make install")
    return Finding.ok("Libraries", "the versions that Colloquy is tested with")


def _demo() -> Finding:
    try:
        return Finding.ok("Demo", f"simcord {metadata.version('simcord')}")
    except metadata.PackageNotFoundError:
        return Finding.ok("Demo", "not installed; pip install 'colloquy[demo]' adds it")


def _shipped_course() -> Finding:
    try:
        course = CourseFolder.read(shipped_course.folder())
    except CourseFolderFaulty as error:
        return Finding.warn("Shipped course", str(error), "Install Colloquy again.")
    return Finding.ok("Shipped course", f"{course.title}, {len(course.documents)} documents")
