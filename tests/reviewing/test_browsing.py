"""What the console lists and counts, against the same said in Python; never of another server."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, update

from knowledge.model.audit import StaffAct
from knowledge.model.log_search import LogFilter, LogKind, Opinion
from knowledge.model.review import ReviewStatus
from knowledge.model.server import LogMode, ServerSettings
from knowledge.reviewing.browsing import NOTHING, Browsing
from knowledge.reviewing.confusion import Confusion
from knowledge.reviewing.review_desk import ReviewDesk
from knowledge.storage import audit, confusion, servers
from knowledge.storage.database import Database
from knowledge.storage.quiz_tables import QuizQuestionRow, QuizResponseRow, QuizRow
from knowledge.storage.study_tables import StudySessionRow, StudyTurnRow
from knowledge.storage.tables import CourseRow, RecordRow
from tests.reviewing.test_log_search import NOW, SERVERS, fill, fits, record, wish

OURS, THEIRS = SERVERS[:2]


async def test_facets_count_what_each_wish_would_find(database: Database) -> None:
    rows = await fill(database)
    browsing, rng = Browsing(database, lambda: NOW), random.Random(11)
    for _ in range(60):
        wanted, server = wish(rng), rng.choice(SERVERS)
        found = await browsing.facets(server, [1], wanted)

        def number(server: int = server, wanted: LogFilter = wanted, **changes: Any) -> int:
            return sum(fits(row, server, replace(wanted, **changes)) for row in rows)

        assert found.kinds[LogKind.QUESTION] == number()
        for status in ReviewStatus:
            assert found.statuses.get(status, 0) == number(status=status)
        for opinion in (Opinion.LIKED, Opinion.DISLIKED):
            assert found.opinions.get(opinion, 0) == number(opinion=opinion)
        for channel_id in range(5_000, 5_004):
            assert found.channels.get(channel_id, 0) == number(channel_id=channel_id)
        assert set(found.channels) <= set(range(5_000, 5_004))


async def test_there_are_no_facets_of_a_search_that_is_refused(database: Database) -> None:
    await fill(database)
    async with database.write() as session:
        hidden = ServerSettings(log_mode=LogMode.NO_QUESTION_TEXT)
        await servers.put(session, OURS, hidden)

    found = await Browsing(database, lambda: NOW).facets(OURS, [1], LogFilter(text="bridge"))

    assert found == NOTHING


async def test_the_queue_is_what_is_reviewed_one_by_one_in_the_same_order(
    database: Database,
) -> None:
    await fill(database)
    browsing, desk = Browsing(database, lambda: NOW), ReviewDesk(database, lambda: NOW)
    first = await browsing.queue(OURS, by=1)
    listed = [line.receipt for line in first.lines]
    for page in range(1, first.pages):
        listed += [line.receipt for line in (await browsing.queue(OURS, page, by=1)).lines]
    one_by_one, after = [], None
    while (case := await desk.next(OURS, by=1, after=after)) is not None:
        after = case.record.receipt
        one_by_one.append(after)

    assert listed == one_by_one
    assert len(listed) == first.total > 20
    opinions = [line.opinion for line in first.lines]
    assert set(opinions) == {Opinion.DISLIKED}
    past_the_end = await browsing.queue(OURS, 9_999, by=1)
    assert past_the_end.page == first.pages - 1


async def test_looks_and_tables_are_on_record_without_words(database: Database) -> None:
    await fill(database)
    browsing = Browsing(database, lambda: NOW)
    await browsing.queue(OURS, 1, by=7)
    await browsing.note_view(OURS, "gaps", by=7)
    await browsing.note_table(OURS, "audit", 12, by=7)

    async with database.read() as session:
        entries = await audit.list_entries(session, server_id=OURS)
    assert [(e.act, e.target, e.actor_id) for e in entries] == [
        (StaffAct.VIEWED, "queue", 7),
        (StaffAct.VIEWED, "gaps", 7),
        (StaffAct.EXPORTED, "audit", 7),
    ]
    assert entries[2].detail == {"format": "csv", "records": 12}


def cited(*sections: str) -> list[dict[str, Any]]:
    return [{"document": "Book", "section": ["Part", section]} for section in sections]


async def add_records(database: Database, *given: dict[str, Any]) -> None:
    rng = random.Random(1)
    rows = [
        record(number, rng, server_id=OURS, course_id=1, asked_at=NOW) | values
        for number, values in enumerate(given, 1)
    ]
    async with database.write() as session:
        courses = [
            {
                "id": number, "name": f"c{number}", "title": "C", "description": "",
                "language": "en", "strictness": "normal", "created_at": NOW,
            }
            for number in (1, 2)
        ]  # fmt: skip
        await session.execute(insert(CourseRow), courses)
        for row in rows:
            await session.execute(insert(RecordRow), row)


def answered(*sections: str, **stated: Any) -> dict[str, Any]:
    return {"decision": "answered", "citations": cited(*sections), **stated}


def refused(*sections: str, **stated: Any) -> dict[str, Any]:
    return {"decision": "abstained", "citations": [], "passages": cited(*sections), **stated}


async def test_sections_are_counted_by_what_was_cited_and_what_came_nearest(
    database: Database,
) -> None:
    await add_records(
        database,
        answered("One", "One", "Two"),  # cites One twice, and counts once
        answered("One"),
        refused("Two", "One"),  # the nearest alone
        refused(),  # nothing came near
        {**refused("Two"), "decision": "located"},  # places were asked for, and given
        answered("One", server_id=THEIRS),
        refused("Two", server_id=THEIRS),
        answered("One", course_id=2),
        answered("One", asked_at=NOW - timedelta(days=31)),
    )

    found = await Confusion(database).map(OURS, 1, NOW - timedelta(days=30))

    counts = {spot.counts.section[-1]: spot.counts for spot in found.spots}
    assert {name: (c.questions, c.refused) for name, c in counts.items()} == {
        "One": (2, 0),
        "Two": (3, 1),
    }
    assert {c.document for c in counts.values()} == {"Book"}


async def test_of_very_many_questions_the_newest_are_counted_and_the_map_says_since_when(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(confusion, "MOST_QUESTIONS", 2)
    hours = [NOW - timedelta(hours=number) for number in range(1, 5)]
    elsewhere = answered("One", server_id=THEIRS, asked_at=NOW)
    await add_records(database, elsewhere, *(answered("One", asked_at=at) for at in hours))

    found = await Confusion(database).map(OURS, 1, NOW - timedelta(days=30))
    few = await Confusion(database).map(OURS, 1, hours[0])

    assert [spot.counts.questions for spot in found.spots] == [2]
    assert found.asked_since == hours[1]
    assert few.asked_since == hours[0]


async def test_errors_are_counted_in_this_servers_quizzes_and_the_courses_study(
    database: Database,
) -> None:
    await add_records(database)
    draft = {"citation": cited("One")[0]}
    async with database.write() as session:
        for number, server in ((1, OURS), (2, THEIRS)):
            quiz = {
                "id": number, "receipt": f"Q-{number}", "course_id": 1, "course": "C", "plan": {},
                "state": "finished", "server_id": server, "channel_id": number, "host_id": 1,
                "host_name": "H", "event_id": number, "created_at": NOW,
            }  # fmt: skip
            await session.execute(insert(QuizRow), quiz)
            for ordinal, state in ((1, "revealed"), (2, "skipped")):
                question = 10 * number + ordinal
                values = {
                    "id": question, "quiz_id": number, "ordinal": ordinal, "draft": draft,
                    "order": [], "state": state,
                }  # fmt: skip
                await session.execute(insert(QuizQuestionRow), values)
                for user, score in ((1, 0.0), (2, 0.5), (3, 1.0), (4, None)):
                    response = {
                        "question_id": question, "user_id": user, "response": {}, "at": NOW,
                        "halted": 0, "event_id": 1, "score": score,
                    }  # fmt: skip
                    await session.execute(insert(QuizResponseRow), response)
        await _study(session, draft)

    [spot] = (await Confusion(database).map(OURS, 1, NOW - timedelta(days=30))).spots

    # Quiz: 1 + 0.5 + 0 of three graded responses; study: 1 of one; nothing of what was skipped.
    assert (spot.counts.responses, spot.counts.lost) == (4, 2.5)


async def _study(session: Any, draft: dict[str, Any]) -> None:
    from knowledge.storage.item_tables import ItemRow

    item = {
        "id": 1, "course_id": 1, "name": "i", "type": "cloze", "stem": "s", "options": [],
        "key": {}, "rationale": "", "themes": [], "difficulty": "easy", "flags": [],
        "status": "approved", "origin": "written", "author": "A", "note": "",
        "created_at": NOW, "updated_at": NOW,
    }  # fmt: skip
    await session.execute(insert(ItemRow), item)
    for number, course in ((1, 1), (2, 2)):
        values = {
            "id": number, "course_id": course, "user_id": 1, "kind": "theme", "subject": "",
            "items": [1], "started_at": NOW, "event_id": number,
        }  # fmt: skip
        await session.execute(insert(StudySessionRow), values)
        turn = {
            "id": number, "session_id": number, "user_id": 1, "item_id": 1, "item_revision": 1,
            "draft": draft, "order": [], "asked_at": NOW, "answered_at": NOW, "score": 0.0,
        }  # fmt: skip
        await session.execute(insert(StudyTurnRow), turn)


async def test_a_records_course_that_is_gone_counts_nowhere(database: Database) -> None:
    await add_records(database, answered("One"))
    async with database.write() as session:
        await session.execute(update(RecordRow).values(course_id=None))

    assert (await Confusion(database).map(OURS, 1, NOW - timedelta(days=30))).spots == ()
