"""After an erasure nothing leads back to the person: not a byte, nor after a restored backup."""

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import select, text

from knowledge.model.personal_data import HOLDINGS, Erasing
from knowledge.model.pseudonym import DELETED_USER, is_stand_in, stand_in
from knowledge.privacy.personal_data import PersonalData
from knowledge.storage import audit, personal_rows, servers
from knowledge.storage.audit_tables import AuditRow
from knowledge.storage.database import Database
from knowledge.storage.quiz_tables import QuizLogRow, QuizPlayerRow, QuizResponseRow, QuizRow
from knowledge.storage.tables import RecordRow
from tests.privacy.planted import ADA, EVE, KEPT, LATER, NAME, NOW, PLANTED, SERVER, WORDS, plant

CANARIES = (str(EVE).encode(), NAME.encode(), WORDS.encode(), EVE.to_bytes(8, "big"))
"""SQLite stores a number of that size in eight bytes, the greatest first."""


def _clock() -> datetime:
    return NOW


def _files(path: Path) -> Iterator[Path]:
    return path.parent.glob(f"{path.name}*")


def _left_in_files(path: Path) -> list[tuple[str, bytes]]:
    return [
        (file.name, canary)
        for file in _files(path)
        for canary in CANARIES
        if canary.lower() in file.read_bytes().lower()
    ]


async def _named(database: Database, *user_ids: int) -> set[str]:
    """The tables that name one of these users."""
    async with database.read() as session:
        return {
            holding.table
            for holding in HOLDINGS
            if await personal_rows.count(session, holding, user_ids)
        }


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "colloquy.db"


async def test_the_planted_database_names_eve_wherever_one_can_be_named(path: Path) -> None:
    async with Database.open(path) as database:
        await plant(database)
        assert await _named(database, EVE) == PLANTED
        async with database.read() as session:
            for holding in HOLDINGS:
                if holding.table not in KEPT:
                    assert await personal_rows.count(session, holding, [EVE]), holding
    assert {canary for _, canary in _left_in_files(path)} == set(CANARIES)


async def test_not_a_byte_is_left_in_any_file_even_while_the_database_is_open(path: Path) -> None:
    async with Database.open(path) as database:
        await plant(database)
        erased = await PersonalData(database, _clock).erase(EVE)

        assert erased.is_complete
        assert erased.rows >= len(PLANTED)
        assert await _named(database, EVE) == set()
        assert _left_in_files(path) == []
    assert _left_in_files(path) == []


async def test_scores_stay_as_a_deleted_users(path: Path) -> None:
    async with Database.open(path) as database:
        await plant(database)
        await PersonalData(database, _clock).erase(EVE)
        async with database.read() as session:
            response = (await session.scalars(select(QuizResponseRow))).one()
            players = (await session.scalars(select(QuizPlayerRow))).all()
            quiz = (await session.scalars(select(QuizRow))).one()
            log = (await session.scalars(select(QuizLogRow))).all()
    assert (response.score, response.response) == (1.0, {"text": ""})
    assert {player.name for player in players} == {DELETED_USER, "Ada"}
    assert quiz.host_name == DELETED_USER
    (nobody,) = {player.user_id for player in players} - {ADA}
    assert is_stand_in(nobody)
    assert response.user_id == quiz.host_id == nobody
    assert [line.user_id for line in log] == [nobody, ADA, ADA]


async def test_what_belongs_to_others_stays(path: Path) -> None:
    async with Database.open(path) as database:
        await plant(database)
        before = await _named(database, ADA)
        await PersonalData(database, _clock).erase(EVE)
        async with database.read() as session:
            questions = (await session.scalars(select(RecordRow.receipt))).all()
        assert await _named(database, ADA) == before - {"log_searches"}
    assert questions == ["A-0002"]


async def test_a_stand_in_is_erased_with_the_user_that_it_stands_for(path: Path) -> None:
    async with Database.open(path) as database:
        async with database.read() as session:
            hidden = stand_in(await servers.secret(session), EVE)
        await plant(database, user_id=hidden)
        assert (await PersonalData(database, _clock).export(EVE)).rows
        await PersonalData(database, _clock).erase(EVE)
        assert await _named(database, EVE, hidden) == set()


async def test_a_restored_backup_does_not_bring_anybody_back(path: Path, tmp_path: Path) -> None:
    backup = tmp_path / "backup.db"
    async with Database.open(path) as database:
        await plant(database)
    shutil.copy(path, backup)
    async with Database.open(path) as database:
        await PersonalData(database, _clock).erase(EVE)
    for file in list(_files(path)):
        if file.suffix != ".erased":
            file.unlink()
    shutil.copy(backup, path)

    async with Database.open(path) as database:
        assert await PersonalData(database, lambda: LATER).reapply() == 1
        assert await _named(database, EVE) == set()
        assert _left_in_files(path) == []
        assert await PersonalData(database, lambda: LATER).reapply() == 0


async def test_somebody_who_comes_back_is_not_erased_at_every_start(path: Path) -> None:
    async with Database.open(path) as database:
        data = PersonalData(database, _clock)
        await data.erase(EVE)
        await plant(database)
        assert await data.reapply() == 0
        assert await _named(database, EVE) == PLANTED
        await PersonalData(database, lambda: LATER).erase(EVE)
        assert await _named(database, EVE) == set()


async def test_a_file_that_cannot_be_written_is_caught_up_with(path: Path) -> None:
    async with Database.open(path) as database:
        await plant(database)
        data = PersonalData(database, _clock)
        blocked = path.with_name(f"{path.name}.erased")
        data._tombstones.path = path.parent / "no folder" / blocked.name
        erased = await data.erase(EVE)
        assert (erased.is_complete, await _named(database, EVE)) == (False, set())
        assert await PersonalData(database, _clock).reapply() == 0
        assert len(blocked.read_text().split("\n")) >= 2


async def test_a_lost_file_of_marks_is_written_again(path: Path) -> None:
    async with Database.open(path) as database:
        data = PersonalData(database, _clock)
        await data.erase(EVE)
        (file,) = path.parent.glob("*.erased")
        marks = set(file.read_text().split("\n"))
        file.unlink()
        await data.reapply()
        assert set(file.read_text().split("\n")) == marks


async def test_a_line_that_a_crash_cut_off_spoils_no_other(path: Path) -> None:
    async with Database.open(path) as database:
        data = PersonalData(database, _clock)
        await data.erase(EVE)
        (file,) = path.parent.glob("*.erased")
        file.write_text(file.read_text() + "0123456789abcdef")
        await plant(database)
        await PersonalData(database, lambda: LATER).erase(EVE)
    other = path.with_name("other") / path.name
    async with Database.open(other) as database:
        shutil.copy(file, other.parent)
        await plant(database)
        assert await PersonalData(database, _clock).reapply() == 1


async def test_nobody_can_read_from_the_file_who_was_erased(path: Path) -> None:
    async with Database.open(path) as database:
        await PersonalData(database, _clock).erase(EVE)
    (file,) = path.parent.glob("*.erased")
    assert str(EVE) not in file.read_text()
    assert file.stat().st_mode & 0o077 == 0


async def test_an_erasure_is_on_record_and_does_not_say_whose(path: Path) -> None:
    async with Database.open(path) as database:
        await plant(database)
        async with database.write() as session:
            await audit.append(
                session, at=NOW, server_id=SERVER, actor_id=EVE, act=audit.StaffAct.VIEWED
            )
        await PersonalData(database, _clock).erase(EVE)
        async with database.read() as session:
            rows = (await session.scalars(select(AuditRow))).all()
    assert [(row.act, row.actor_id) for row in rows] == [("viewed", EVE), ("erased", None)]
    assert rows[-1].target == ""


async def test_export_shows_what_is_held_and_never_a_key(path: Path) -> None:
    async with Database.open(path) as database:
        await plant(database)
        export = await PersonalData(database, _clock).export(EVE)
    shown = {section.table for section in export.sections}
    assert shown == PLANTED
    assert "a secret" not in repr(export)
    assert "Ada" not in repr(export)
    (questions,) = (section for section in export.sections if section.table == "records")
    assert questions.rows[0]["receipt"] == "A-0001"
    assert questions.rows[0]["server_id"] == str(SERVER)
    assert WORDS in str(questions.rows[0]["question"])


async def test_counts_say_before_what_an_erasure_would_do(path: Path) -> None:
    async with Database.open(path) as database:
        await plant(database)
        data = PersonalData(database, _clock)
        counts = await data.count(EVE)
        assert counts[Erasing.DELETES] > 0
        assert counts[Erasing.UNNAMES] > 0
        assert await _named(database, EVE) == PLANTED
        async with database.read() as session:
            assert await session.scalar(text("SELECT count(*) FROM erasures")) == 0
