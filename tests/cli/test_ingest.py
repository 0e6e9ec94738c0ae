from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conftest import Colloquy

TEXT = "# Tides\n\nThe moon causes the tides. Spring tides come twice a month.\n"


def ingest(colloquy: Colloquy, *arguments: str, stdin: bytes = b"") -> dict[str, object]:
    ran = colloquy("ingest", *arguments, "--course", "sea", "--format", "json", stdin=stdin)
    assert ran.code == 0, ran.err
    return dict(json.loads(ran.out))


def test_files_folders_and_standard_input(colloquy: Colloquy, folder: Path) -> None:
    (folder / "notes" / "deep").mkdir(parents=True)
    (folder / "notes" / "tides.md").write_text(TEXT)
    (folder / "notes" / "deep" / "waves.txt").write_text("Wind makes the waves.\n")
    (folder / "notes" / "picture.png").write_bytes(b"\x89PNG")
    (folder / "notes" / "broken.pdf").write_bytes(b"")

    report = ingest(colloquy, "notes", "-", "--name", "salt.md", stdin=b"# Salt\n\nIt is salty.\n")
    assert list(report) == ["documents", "passages", "skipped", "seconds"]
    files = [document["file"] for document in report["documents"]]  # type: ignore[attr-defined]
    assert files == ["deep/waves.txt", "tides.md", "salt.md"]
    assert report["passages"] == 3
    assert report["skipped"] == [{"file": "broken.pdf", "reason": "it is empty."}]

    again = ingest(colloquy, "notes/tides.md")
    assert again["documents"] == []
    assert "already there" in again["skipped"][0]["reason"]  # type: ignore[index]

    assert "moon" in colloquy("ask", "What causes the tides?", "--course", "sea").out


def test_a_new_course_gets_the_title(colloquy: Colloquy, folder: Path) -> None:
    (folder / "tides.md").write_text(TEXT)
    ran = colloquy("ingest", "tides.md", "--course", "sea", "--title", "The Sea")
    assert ran.code == 0
    assert "Added “Tides”: 1 passages" in ran.out


def test_nothing_happens_when_a_path_is_missing(colloquy: Colloquy, folder: Path) -> None:
    (folder / "tides.md").write_text(TEXT)
    ran = colloquy("ingest", "tides.md", "nope.md", "nor-this", "--course", "sea")
    assert ran.code == 2
    assert ran.err == "colloquy: No such file or folder: nope.md, nor-this\n"
    assert not (folder / "data").exists()


def test_a_folder_without_documents_is_wrong_use(colloquy: Colloquy, folder: Path) -> None:
    (folder / "empty").mkdir()
    ran = colloquy("ingest", "empty")
    assert ran.code == 2
    assert ".pdf" in ran.err


def test_it_fails_when_no_file_could_be_added(colloquy: Colloquy, folder: Path) -> None:
    (folder / "broken.pdf").write_bytes(b"")
    ran = colloquy("ingest", "broken.pdf", "--course", "sea")
    assert ran.code == 1
    assert "it is empty." in ran.out
