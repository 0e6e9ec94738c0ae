"""What is too old goes at night: as long as each server says, once, and counted before."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from knowledge.model.pseudonym import DELETED_USER, is_stand_in, pseudonym
from knowledge.model.redaction import redacted
from knowledge.model.retention import Expired
from knowledge.model.server import ServerSettings
from knowledge.privacy.personal_data import PersonalData
from knowledge.privacy.retention import Retention
from knowledge.storage import audit, courses, servers
from knowledge.storage.audit_tables import ReportRow
from knowledge.storage.database import Database
from knowledge.storage.quiz_tables import QuizPlayerRow, QuizResponseRow, QuizRow
from knowledge.storage.study_tables import StudyCardRow, StudySessionRow
from knowledge.storage.tables import FeedbackRow, RecordRow
from tests.privacy.planted import ADA, EVE, NAME, NOW, SERVER, ask, plant

DAY = timedelta(days=1)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    async with Database.open(tmp_path / "colloquy.db") as opened:
        yield opened


@pytest.fixture
def retention(database: Database) -> Retention:
    return Retention(database, lambda: NOW)


async def _receipts(database: Database) -> set[str]:
    async with database.read() as session:
        return set(await session.scalars(select(RecordRow.receipt)))


async def test_questions_go_after_180_days_and_their_askers_after_30(
    database: Database, retention: Retention
) -> None:
    for number, days in enumerate((181, 179, 31, 29), start=1):
        await ask(database, number, user_id=EVE, at=NOW - days * DAY)

    assert await retention.run() == Expired(questions_deleted=1, questions_unlinked=2)

    async with database.read() as session:
        rows = (await session.scalars(select(RecordRow).order_by(RecordRow.id))).all()
        secret = await servers.secret(session)
    assert [row.receipt for row in rows] == ["A-0002", "A-0003", "A-0004"]
    unlinked, _, recent = rows
    assert (recent.user_id, recent.message_id) == (EVE, 8_004)
    assert unlinked.user_id is not None
    assert is_stand_in(unlinked.user_id)
    assert (unlinked.event_id, unlinked.message_id) == (None, None)
    assert "eve@example.org" not in unlinked.question + unlinked.shown
    assert "eve@example.org" in recent.question
    names = {pseudonym(secret, SERVER, user_id) for user_id in (EVE, unlinked.user_id)}
    assert len(names) == 1


async def test_a_second_run_finds_nothing(database: Database, retention: Retention) -> None:
    await plant(database, at=NOW - 200 * DAY)
    await ask(database, 3, user_id=EVE, at=NOW - 40 * DAY)
    first = await retention.run()
    assert first.questions_deleted
    assert first.questions_unlinked
    assert first.quizzes_unnamed
    assert first.others_deleted
    assert (await retention.run()).is_nothing
    async with database.read() as session:
        purges = [entry for entry in await audit.list_entries(session) if entry.act == "purged"]
    assert len(purges) == 1


async def test_a_servers_own_days_hold_there_and_nowhere_else(
    database: Database, retention: Retention
) -> None:
    other = SERVER + 1
    await retention.change(SERVER, 10, None, by=ADA)
    await retention.change(other, None, None, by=ADA)
    for number, server_id in enumerate((SERVER, other, None), start=1):
        await ask(database, number, user_id=EVE, at=NOW - 300 * DAY, server_id=server_id)
        await ask(database, number + 10, user_id=EVE, at=NOW - 20 * DAY, server_id=server_id)

    await retention.run()

    assert await _receipts(database) == {"A-0002", "A-0012", "A-0013"}
    async with database.read() as session:
        kept = await session.scalar(select(RecordRow).where(RecordRow.receipt == "A-0002"))
    assert kept is not None
    assert kept.user_id == EVE


async def test_a_preview_counts_what_the_night_does_and_changes_nothing(
    database: Database, retention: Retention
) -> None:
    await plant(database, at=NOW - 50 * DAY)
    await ask(database, 3, user_id=EVE, at=NOW - 100 * DAY)
    before = await _receipts(database)

    foreseen = await retention.preview(SERVER, 60, 7)

    assert foreseen == Expired(questions_deleted=1, questions_unlinked=2)
    assert await _receipts(database) == before
    await retention.change(SERVER, 60, 7, by=ADA)
    done = await retention.run()
    assert replace(done, others_deleted=0) == foreseen


async def test_old_quizzes_keep_scores_and_lose_names(
    database: Database, retention: Retention
) -> None:
    await plant(database, at=NOW - 200 * DAY)
    await retention.run()
    async with database.read() as session:
        players = (await session.scalars(select(QuizPlayerRow))).all()
        response = (await session.scalars(select(QuizResponseRow))).one()
        quiz = (await session.scalars(select(QuizRow))).one()
    assert {player.name for player in players} == {DELETED_USER}
    assert len({player.user_id for player in players}) == 2
    assert all(is_stand_in(player.user_id) for player in players)
    assert response.user_id in {player.user_id for player in players}
    assert (response.score, response.response) == (1.0, {"text": ""})
    assert quiz.host_name == DELETED_USER
    assert NAME not in str(quiz.__dict__)


async def test_opinions_of_old_answers_lose_their_authors(
    database: Database, retention: Retention
) -> None:
    await plant(database, at=NOW - 40 * DAY)
    await retention.run()
    async with database.read() as session:
        rating = (await session.scalars(select(FeedbackRow))).one()
        report = (await session.scalars(select(ReportRow))).one()
    assert rating.rating == "down"
    assert is_stand_in(rating.user_id)
    assert rating.user_id == report.user_id


async def test_self_study_stays_as_long_as_somebody_studies(
    database: Database, retention: Retention
) -> None:
    await plant(database, at=NOW - 179 * DAY)
    await retention.run()
    async with database.read() as session:
        assert await session.scalar(select(StudyCardRow.user_id)) == EVE
    await Retention(database, lambda: NOW + 2 * DAY).run()
    async with database.read() as session:
        assert await session.scalar(select(StudyCardRow.user_id)) is None
        assert await session.scalar(select(StudySessionRow.id)) is None


async def test_who_has_become_a_stand_in_can_still_take_along_and_erase(
    database: Database, retention: Retention
) -> None:
    await ask(database, 1, user_id=EVE, at=NOW - 40 * DAY)
    await retention.run()
    data = PersonalData(database, lambda: NOW)
    assert (await data.export(EVE)).rows == 1
    await data.erase(EVE)
    assert await _receipts(database) == set()


async def test_a_change_is_on_record_and_leaves_the_other_settings(
    database: Database, retention: Retention
) -> None:
    own = ServerSettings(log_channel_id=5, alert_channel_id=6)
    async with database.write() as session:
        await servers.put(session, SERVER, own)
    await retention.change(SERVER, 90, None, by=ADA)
    assert await retention.settings(SERVER) == replace(own, log_days=90, text_days=None)
    async with database.read() as session:
        (entry,) = await audit.list_entries(session)
    assert (entry.actor_id, entry.server_id, entry.act) == (ADA, SERVER, "retention_changed")
    assert entry.detail["log_days"] == 90
    assert entry.detail["text_days_before"] == 30


async def test_deleted_questions_are_taken_out_of_the_file_too(
    database: Database, retention: Retention
) -> None:
    await ask(database, 1, user_id=EVE, at=NOW - 200 * DAY)
    await retention.run()
    assert await PersonalData(database, lambda: NOW).compact()
    assert NAME.encode() not in b"".join(
        file.read_bytes() for file in database.path.parent.iterdir()
    )
    async with database.read() as session:
        assert await courses.recall(session, "compaction_due") is None


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ("Mail eve.b+x@mail.example.org.", "Mail [address]."),
        ("Ask <@418273645192837465> or @eve_1!", "Ask [someone] or [someone]!"),
        ("I am 20231234567, call +49 (171) 555-1234", "I am [number], call [number]"),
        ("What changed in 1914-1918?", "What changed in 1914-1918?"),
        ("Did 1,234,567 people come in 1987?", "Did 1,234,567 people come in 1987?"),
        ("Is 3.14159265 pi?", "Is 3.14159265 pi?"),
    ],
)
def test_traces_of_people_are_told_from_years_and_quantities(written: str, left: str) -> None:
    assert redacted(written) == left
