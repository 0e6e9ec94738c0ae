from __future__ import annotations

import json
import os
import re
import signal
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from knowledge.ingestion import ingester

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
    assert "Added “Tides”: 1 passage\n" in ran.out
    assert settings_of(folder) == ("The Sea", "normal")


def test_a_course_keeps_what_is_not_given(colloquy: Colloquy, folder: Path) -> None:
    (folder / "tides.md").write_text(TEXT)
    for options, expected in (
        (["--title", "The Sea", "--strictness", "high"], ("The Sea", "high")),
        ([], ("The Sea", "high")),
        (["--title", "Seas"], ("Seas", "high")),
        (["--strictness", "low"], ("Seas", "low")),
    ):
        assert colloquy("ingest", "tides.md", "--course", "sea", *options).code == 0
        assert settings_of(folder) == expected


def settings_of(folder: Path) -> tuple[str, str]:
    connection = sqlite3.connect(folder / "data" / "colloquy.db")
    [row] = connection.execute("SELECT title, strictness FROM courses").fetchall()
    connection.close()
    return tuple(row)


def test_each_file_is_told_of_in_a_sentence(colloquy: Colloquy, folder: Path) -> None:
    (folder / "broken_one.pdf").write_bytes(b"")
    (folder / "tides.md").write_text(TEXT)
    first = colloquy("ingest", "tides.md", "broken_one.pdf", "--course", "sea")
    assert first.code == 0
    assert "I couldn't add broken_one.pdf: it is empty. Nothing was changed.\n" in first.out
    again = colloquy("ingest", "tides.md", "--course", "sea")
    assert again.code == 0
    assert re.search(r"^tides\.md is already there \(added \d{4}-\d\d-\d\d\)\.$", again.out, re.M)


def test_a_file_s_name_cannot_steer_the_terminal(colloquy: Colloquy, folder: Path) -> None:
    name = "a\x1b[2J\u202efdp[x].txt"
    (folder / name).write_bytes(b"")
    (folder / f"good{name}").write_text("The moon causes the tides.\n")
    ran = colloquy("ingest", name, f"good{name}", "--course", "sea")
    missing = colloquy("ingest", f"no{name}", "--course", "sea")
    assert "I couldn't add a[2Jfdp[x].txt: it is empty." in ran.out
    assert not {"\x1b", "\u202e"} & set(ran.out + ran.err + missing.err)


def test_the_shipped_course_is_not_added_to_by_accident(colloquy: Colloquy, folder: Path) -> None:
    (folder / "tides.md").write_text(TEXT)
    ran = colloquy("ingest", "tides.md")
    assert (ran.code, ran.err) == (2, "colloquy: Name the course: --course NAME.\n")
    (folder / ".env").write_text("DEFAULT_COURSE=\n")
    (folder / ".env").chmod(0o600)
    assert colloquy("ingest", "tides.md").code == 2
    (folder / ".env").write_text("DEFAULT_COURSE=sea\n")
    assert colloquy("ingest", "tides.md").code == 0


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("History 101", "history-101"),
        ("Été_2026!", "ete-2026"),
        ("-a--b-", "a-b"),
        ("历史", "history-101"),
    ],
)
def test_the_name_of_a_course_is_a_slug(
    colloquy: Colloquy, folder: Path, name: str, slug: str
) -> None:
    (folder / "tides.md").write_text(TEXT)
    ran = colloquy("ingest", "tides.md", f"--course={name}")
    assert ran.code == 2
    assert ran.err.endswith(f"Try: --course {slug}\n")
    assert not (folder / "data").exists()


def test_nothing_happens_when_a_path_is_missing(colloquy: Colloquy, folder: Path) -> None:
    (folder / "tides.md").write_text(TEXT)
    ran = colloquy("ingest", "tides.md", "nope.md", "nor-this", "--course", "sea")
    assert ran.code == 2
    assert ran.err == "colloquy: No such file or folder: nope.md, nor-this\n"
    assert not (folder / "data").exists()


def test_an_empty_path_is_not_the_working_folder(colloquy: Colloquy, folder: Path) -> None:
    (folder / "tides.md").write_text(TEXT)
    ran = colloquy("ingest", "", "--course", "sea")
    assert (ran.code, ran.err) == (2, "colloquy: No such file or folder: “”\n")
    assert not (folder / "data").exists()


def test_a_folder_without_documents_is_wrong_use(colloquy: Colloquy, folder: Path) -> None:
    (folder / "empty").mkdir()
    ran = colloquy("ingest", "empty", "--course", "sea")
    assert ran.code == 2
    assert ".pdf" in ran.err


def test_it_fails_when_no_file_could_be_added(colloquy: Colloquy, folder: Path) -> None:
    (folder / "broken.pdf").write_bytes(b"")
    ran = colloquy("ingest", "broken.pdf", "--course", "sea")
    assert ran.code == 1
    assert "it is empty." in ran.out
    asked = colloquy("ask", "What causes the tides?", "--course", "sea")
    assert asked.err.startswith("colloquy: No course is called “sea”. There is none yet")


def test_what_a_file_is_called_does_not_depend_on_what_is_beside_it(
    colloquy: Colloquy, folder: Path
) -> None:
    (folder / "notes").mkdir()
    (folder / "other").mkdir()
    (folder / "notes" / "tides.md").write_text(TEXT)
    (folder / "other" / "salt.md").write_text("# Salt\n\nIt is salty.\n")
    ingest(colloquy, "notes")
    (folder / "notes" / "tides.md").write_text(TEXT.replace("twice", "two times"))
    report = ingest(colloquy, "other", "notes", "other/salt.md")
    assert [(d["file"], d["version"]) for d in report["documents"]] == [  # type: ignore[attr-defined]
        ("salt.md", 1),
        ("tides.md", 2),
    ]


def test_a_file_that_is_named_twice_is_added_once(colloquy: Colloquy, folder: Path) -> None:
    (folder / "notes").mkdir()
    (folder / "notes" / "tides.md").write_text(TEXT)
    report = ingest(colloquy, "notes", "notes/tides.md", "notes/../notes/tides.md")
    assert len(report["documents"]) == 1  # type: ignore[arg-type]
    assert report["skipped"] == []


def locked(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a folder not be read, as by its mode: that would not bind root, who may run this."""
    scan = os.scandir

    def refuse(path: str | Path = ".") -> object:
        if Path(path) == folder.resolve() or Path(path).absolute() == folder:
            raise PermissionError(13, "Permission denied", os.fspath(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)


def test_a_folder_inside_that_may_not_be_read_is_told_of(
    colloquy: Colloquy, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "notes" / "locked").mkdir(parents=True)
    (folder / "notes" / "tides.md").write_text(TEXT)
    locked(folder / "notes" / "locked", monkeypatch)
    report = ingest(colloquy, "notes")
    assert len(report["documents"]) == 1  # type: ignore[arg-type]
    assert report["skipped"] == [
        {"file": "locked", "reason": "it may not be read. Change its permissions."}
    ]


def test_a_folder_that_may_not_be_read_is_wrong_use(
    colloquy: Colloquy, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "notes").mkdir()
    locked(folder / "notes", monkeypatch)
    ran = colloquy("ingest", "notes", "--course", "sea")
    told = "notes was not added: it may not be read. Change its permissions."
    assert (ran.code, ran.err) == (2, f"colloquy: {told}\n")


def test_a_file_that_may_not_be_reached_is_told_of(
    colloquy: Colloquy, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "notes").mkdir()
    (folder / "notes" / "tides.md").write_text(TEXT)
    (folder / "notes" / "waves.md").write_text("# Waves\n\nWind makes the waves.\n")
    look = os.stat

    def refuse(path: str | Path, **options: bool) -> os.stat_result:
        if os.fspath(path).endswith("tides.md"):
            raise PermissionError(13, "Permission denied", os.fspath(path))
        return look(path, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "stat", refuse)
    alone = colloquy("ingest", "notes/tides.md", "--course", "sea")
    told = "notes/tides.md was not added: it may not be read. Change its permissions."
    assert (alone.code, alone.err) == (2, f"colloquy: {told}\n")
    assert ingest(colloquy, "notes")["skipped"] == [
        {"file": "tides.md", "reason": "it may not be read. Change its permissions."}
    ]


def test_a_file_that_may_not_be_read_is_wrong_use_as_a_folder_is(
    colloquy: Colloquy, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "tides.md").write_text(TEXT)
    (folder / "waves.md").write_text("# Waves\n\nWind makes the waves.\n")
    # As by its mode: that would not bind root, who may run this.
    monkeypatch.setattr(os, "access", lambda path, mode: not os.fspath(path).endswith("waves.md"))
    ran = colloquy("ingest", "tides.md", "waves.md", "--course", "sea")
    told = "Nothing was added: waves.md may not be read. Change the permissions."
    assert (ran.code, ran.out, ran.err) == (2, "", f"colloquy: {told}\n")
    assert not (folder / "data").exists()


def test_an_interrupted_run_keeps_whole_files_and_says_how_to_go_on(
    colloquy: Colloquy, folder: Path
) -> None:
    (folder / "tides.md").write_text(TEXT)
    (folder / "waves.md").write_text("# Waves\n\nWind makes the waves.\n")
    embed, embedded = ingester.embed_passages, 0

    async def interrupted(*arguments: Any) -> Any:
        nonlocal embedded
        embedded += 1
        if embedded == 2:
            signal.raise_signal(signal.SIGINT)
        return await embed(*arguments)

    # A runner in the background may have been started deaf to it.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(ingester, "embed_passages", interrupted)
            ran = colloquy("ingest", "tides.md", "waves.md", "--course", "sea")
    finally:
        signal.signal(signal.SIGINT, before)
    told = "Interrupted. Files that were added by then stay; run the same again for the rest."
    assert (ran.code, ran.out, ran.err) == (130, "", f"colloquy: {told}\n")
    again: Any = ingest(colloquy, "tides.md", "waves.md")
    assert [document["file"] for document in again["documents"]] == ["waves.md"]
    assert [file["file"] for file in again["skipped"]] == ["tides.md"]


def test_a_disk_that_fills_up_is_told_of_and_takes_no_part_of_a_file(
    colloquy: Colloquy, folder: Path
) -> None:
    (folder / "tides.md").write_text(TEXT)
    (folder / "long.md").write_text("\n\n".join(f"Wave {n} breaks at noon." for n in range(2_000)))
    ingest(colloquy, "tides.md")
    resource = pytest.importorskip("resource", reason="a system that does not limit files")
    file_size = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, file_size[1]))
    try:
        ran = colloquy("ingest", "long.md", "--course", "sea")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, file_size)
    assert (ran.code, ran.out, ran.err.count("\n")) == (1, "", 1)
    assert ran.err.startswith("colloquy: The database data/colloquy.db could not be written (")
    assert ran.err.endswith(
        "What was stored before stays. Check that its disk has room and that "
        "no other program holds it; then run the same again.\n"
    )
    again: Any = ingest(colloquy, "tides.md", "long.md")
    assert [document["file"] for document in again["documents"]] == ["long.md"]
