"""`colloquy doctor`: everything that could be wrong with a set-up, each with its fix."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Literal

from rich.text import Text

from bot import shipped_course
from bot.cli import terminal
from bot.doctor.configuration import examine_data_folder, examine_settings, examine_token
from bot.doctor.machine import examine_installation, examine_machine
from knowledge.diagnosis import (
    Finding,
    Status,
    examine_database,
    examine_model,
    examine_sqlite,
)

COLOURS = {Status.OK: "green", Status.WARN: "yellow", Status.FAIL: "red"}
EXITS = {Status.OK: 0, Status.WARN: 1, Status.FAIL: 2}


def run(shape: Literal["text", "json"]) -> int:
    """Print the findings. The exit code is 0, 1 or 2 for the worst of them."""
    findings = list(examine(Path.cwd()))
    if shape == "json":
        terminal.write_json({"checks": [asdict(finding) for finding in findings]}, indent=2)
    else:
        show(findings)
    return max(EXITS[finding.status] for finding in findings)


def examine(folder: Path) -> Iterator[Finding]:
    """Every check, of the set-up in a working folder."""
    settings, about_settings = examine_settings(folder)
    data_folder = settings.database_path.parent if settings else folder
    yield from examine_machine(data_folder)
    yield from examine_sqlite()
    yield from examine_installation()
    yield from about_settings
    if settings is None:
        return
    yield from examine_token(settings)
    yield from examine_data_folder(settings)
    # The course that comes with Colloquy is added by the first start that needs it.
    is_own = settings.default_course != shipped_course.NAME
    yield from examine_database(settings, settings.default_course if is_own else "")
    yield from examine_model(settings)


def show(findings: list[Finding]) -> None:
    console = terminal.output()
    for finding in findings:
        line = Text(f"{finding.status:4}", style=COLOURS[finding.status])
        line.append(f"  {finding.name}: {finding.detail}", style="default")
        console.print(line)
        if finding.fix:
            console.print(Text(f"      → {finding.fix}"))
    counts = {status: sum(f.status is status for f in findings) for status in Status}
    console.print(", ".join(f"{count} {status}" for status, count in counts.items()))
