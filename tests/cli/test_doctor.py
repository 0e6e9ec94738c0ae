from __future__ import annotations

import json
import os
import sqlite3
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from test_settings import TOKEN

from bot import discord_account, shipped_course
from bot.discord_account import Application, DiscordUnreachable
from bot.single_copy import only_copy
from knowledge.errors import DatabaseUnusable
from knowledge.storage import inspection

if TYPE_CHECKING:
    from conftest import Colloquy


@pytest.fixture(autouse=True)
def _offline(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(token: str) -> Application:
        raise DiscordUnreachable

    monkeypatch.setattr(discord_account, "ask_whose", refuse)


def checks(colloquy: Colloquy, code: int | None = None) -> dict[str, dict[str, str]]:
    ran = colloquy("doctor", "--format", "json")
    found = json.loads(ran.out)["checks"]
    worst = max(["OK", "WARN", "FAIL"].index(check["status"]) for check in found)
    assert ran.code == worst
    if code is not None:
        assert ran.code == code
    assert all(check["fix"] for check in found if check["status"] != "OK")
    assert TOKEN not in ran.out + ran.err
    return {check["name"]: check for check in found}


def test_a_good_set_up_is_told_so(
    colloquy: Colloquy, course: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / ".env").write_text(f"DISCORD_TOKEN={TOKEN}\n")
    (folder / ".env").chmod(0o600)
    monkeypatch.setattr(discord_account, "ask_whose", lambda _: Application(1, "My Bot"))
    found = checks(colloquy)
    assert {name for name, check in found.items() if check["status"] == "FAIL"} == set()
    assert found["Discord"]["detail"] == "the bot of “My Bot”"
    assert found["Database"]["status"] == found["Index and model"]["status"] == "OK"
    assert len(found) >= 20


def test_a_person_gets_a_fix_line_for_each_fault(colloquy: Colloquy) -> None:
    ran = colloquy("doctor")
    assert ran.code >= 1
    assert "WARN  Token: not set" in ran.out
    assert "→ Run: colloquy init" in ran.out


def test_faulty_settings_fail(colloquy: Colloquy, folder: Path) -> None:
    (folder / ".env").write_text(f"DISCORD_TOKEN={TOKEN}\nDOC_MAX_PAGES=0\n")
    found = checks(colloquy, code=2)
    assert "DOC_MAX_PAGES" in found["Settings"]["detail"]
    assert found["Settings file"]["status"] == "WARN"


def test_a_token_in_a_repository_is_found(colloquy: Colloquy, folder: Path) -> None:
    def git(*arguments: str) -> None:
        subprocess.run(["git", "-C", str(folder), *arguments], check=True, capture_output=True)

    git("init")
    (folder / ".env").write_text(f"DISCORD_TOKEN={TOKEN}\n")
    assert checks(colloquy)["Settings file in git"]["status"] == "WARN"
    (folder / ".gitignore").write_text(".env\n")
    assert checks(colloquy)["Settings file in git"]["status"] == "OK"
    git("add", "--force", ".env")
    assert checks(colloquy, code=2)["Settings file in git"]["status"] == "FAIL"


def test_a_damaged_database_fails(colloquy: Colloquy, course: str, folder: Path) -> None:
    path = folder / "data" / "colloquy.db"
    whole = path.read_bytes()
    for damaged in (b"garbage" * 1000, whole[:8_192] + b"garbage" * 5_000 + whole[43_192:]):
        path.write_bytes(damaged)
        found = checks(colloquy, code=2)["Database"]
        assert found["status"] == "FAIL"
        assert "\n" not in found["detail"]


def test_a_folder_is_no_database(
    colloquy: Colloquy, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "here").mkdir()
    monkeypatch.setenv("DATABASE_URL", "sqlite:///here")
    assert checks(colloquy, code=2)["Database"]["fix"] == "Set DATABASE_URL to a file in it."


def test_an_overlong_name_is_told_of_in_plain_words(
    colloquy: Colloquy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{'a' * 300}.db")
    found = checks(colloquy, code=2)
    assert found["Running copy"]["detail"] == "cannot be told (File name too long)"
    assert not any("Errno" in check["detail"] for check in found.values())


def test_a_file_is_no_data_folder(
    colloquy: Colloquy, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "notes.txt").write_text("The moon causes the tides.\n")
    monkeypatch.setenv("DATABASE_URL", "sqlite:///notes.txt/colloquy.db")
    found = checks(colloquy, code=2)["Data folder"]
    assert (found["status"], found["detail"]) == ("FAIL", "notes.txt is no folder")


def test_a_file_of_another_kind_is_no_database(
    colloquy: Colloquy, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "notes.txt").write_text("The moon causes the tides.\n" * 100)
    monkeypatch.setenv("DATABASE_URL", "sqlite:///notes.txt")
    found = checks(colloquy, code=2)["Database"]
    assert found["detail"] == "notes.txt is no database"
    assert found["fix"].startswith("Set DATABASE_URL to another file")


def test_a_database_that_cannot_be_opened_needs_no_backup(
    colloquy: Colloquy, course: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path) -> inspection.Inspection:
        raise DatabaseUnusable("unable to open database file")

    # As SQLite says of a read-only folder, which would not bind root, who may run this.
    monkeypatch.setattr(inspection, "inspect", refuse)
    found = checks(colloquy, code=2)["Database"]
    assert found["detail"].endswith("colloquy.db cannot be read (unable to open database file)")
    assert found["fix"].startswith("Let its folder be written")


def test_a_database_cannot_be_made_inside_a_file(
    colloquy: Colloquy, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "notes.txt").write_text("The moon causes the tides.\n")
    monkeypatch.setenv("DATABASE_URL", "sqlite:///notes.txt/deep/colloquy.db")
    found = checks(colloquy, code=2)["Database"]
    assert found["detail"].endswith("cannot be made: notes.txt is a file")


def test_a_database_cannot_be_made_where_nothing_can_be_written(
    colloquy: Colloquy, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != Path())
    assert checks(colloquy, code=2)["Database"]["detail"].endswith(". is not to be written")


def test_a_default_course_that_nobody_has_made_is_told_of(
    colloquy: Colloquy, course: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Course of DEFAULT_COURSE" not in checks(colloquy)
    monkeypatch.setenv("DEFAULT_COURSE", "sea")
    found = checks(colloquy)["Course of DEFAULT_COURSE"]
    assert (found["status"], found["detail"]) == ("WARN", "“sea” is not in the database")
    assert "colloquy ingest PATH --course sea" in found["fix"]


def test_a_course_folder_that_is_missing_is_told_of_in_plain_words(
    colloquy: Colloquy, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shipped_course, "folder", lambda: folder / "gone")
    found = checks(colloquy)["Shipped course"]
    told = f"{folder}/gone/course.yaml cannot be read (No such file or directory)."
    assert (found["status"], found["detail"]) == ("WARN", told)


def test_another_programs_database_fails(colloquy: Colloquy, folder: Path) -> None:
    (folder / "data").mkdir(mode=0o700)
    with sqlite3.connect(folder / "data" / "colloquy.db") as connection:
        connection.execute("CREATE TABLE other (id)")
    connection.close()
    assert checks(colloquy, code=2)["Database schema"]["status"] == "FAIL"


def test_another_version_s_database_is_not_read_further(
    colloquy: Colloquy, course: str, folder: Path
) -> None:
    path = folder / "data" / "colloquy.db"
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'newer'")
    connection.close()
    before = path.read_bytes()
    found = checks(colloquy, code=2)
    assert "newer version of Colloquy (schema newer;" in found["Database schema"]["detail"]
    assert "Content" not in found
    assert path.read_bytes() == before


def test_what_the_database_holds_is_counted(colloquy: Colloquy, course: str) -> None:
    found = checks(colloquy)
    assert f"({course}), 2 documents, 0 recorded questions" in found["Content"]["detail"]
    assert found["Index"]["status"] == found["Database references"]["status"] == "OK"


def test_a_missing_model_fails(
    colloquy: Colloquy, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EMBEDDING_MODEL", str(folder / "no-model"))
    found = checks(colloquy, code=2)["Embedding model"]
    assert "no-model" in found["fix"]


def test_the_running_copy_is_named(colloquy: Colloquy, folder: Path) -> None:
    with only_copy(folder / "data" / "colloquy.db"):
        assert "pid" in checks(colloquy)["Running copy"]["detail"]
    assert checks(colloquy)["Running copy"]["detail"] == "none"


def test_an_audit_that_somebody_has_changed_by_hand_fails(
    colloquy: Colloquy, course: str, folder: Path
) -> None:
    whole = checks(colloquy)["Audit"]
    with sqlite3.connect(folder / "data" / "colloquy.db") as connection:
        connection.execute(
            "INSERT INTO audit (at, act, target, detail, previous_hash, hash) "
            "VALUES ('2026-11-20 12:00:00', 'viewed', 'A-7F3K', '{}', '0', '1')"
        )
    connection.close()
    broken = checks(colloquy, code=2)["Audit"]

    assert whole["detail"].endswith("the chain is whole")
    assert broken["status"] == "FAIL"
    assert "broken at 1" in broken["detail"]
