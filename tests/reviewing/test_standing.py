"""What stands under a record and is still to be said of it, when two things happen at once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from knowledge.bootstrap import Knowledge
from knowledge.ingestion.batch import SourceFile
from knowledge.model.answer import Question
from knowledge.model.corpus import Course
from knowledge.model.impact import Resting
from knowledge.model.inbox import Asked
from knowledge.model.record import Occasion, Surface
from knowledge.model.verified import Draft, Person, Verified
from knowledge.retrieval.embedder import Embedder
from knowledge.settings import KnowledgeSettings
from knowledge.storage import posted_answers
from knowledge.storage.answer_tables import ShownAnswerRow
from knowledge.storage.tables import RecordRow
from tests.cogs.course import BRIDGES

SERVER, INES, ANA, BEN = 9, Person(5, "Ines"), 70, 71
MOON = "Who painted the moon over Tollan?"
OPENED = "Who opened the Tollan Bridge?"
COST = "How much did the Tollan Bridge cost?"


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def knowledge(
    tmp_path: Path, loaded_embedder: Embedder, clock: Clock
) -> AsyncIterator[Knowledge]:
    settings = KnowledgeSettings(database_url=f"sqlite:///{tmp_path}/colloquy.db")
    async with Knowledge.open(settings, clock, embedder=loaded_embedder) as opened:
        yield opened


@pytest.fixture
async def course(knowledge: Knowledge) -> Course:
    course = await knowledge.library.create_course("c", "C")
    await ingest(knowledge, course, BRIDGES)
    return course


async def ingest(knowledge: Knowledge, course: Course, text: str) -> None:
    report = await knowledge.ingester.ingest(course, [SourceFile("bridge.md", text.encode())])
    assert not report.skipped


async def asked(
    knowledge: Knowledge,
    course: Course,
    question: str = MOON,
    by: int = ANA,
    message: int = 0,
    *,
    is_hidden: bool = False,
) -> str:
    """The receipt; under the message of that id, if one is given."""
    occasion = Occasion(
        Surface.SLASH, user_id=by, server_id=SERVER, channel_id=1, is_hidden=is_hidden
    )
    receipt = (await knowledge.answerer.answer(Question(question, course.id), occasion)).receipt
    if message:
        await knowledge.logbook.note_message(receipt, message)
    return receipt


async def fix(
    knowledge: Knowledge, course: Course, receipt: str, words: str, seen: int = 0
) -> Verified:
    draft = Draft(MOON, words)
    done = await knowledge.verified.fix(course.id, SERVER, receipt, draft, by=INES, seen=seen)
    assert isinstance(done, Verified)
    return done


async def hears(knowledge: Knowledge, user_id: int) -> None:
    await knowledge.tidings.told(await knowledge.tidings.take_due(user_id))


async def unposted(knowledge: Knowledge) -> list[int]:
    return [one.message_id for one in await knowledge.tidings.unposted(10)]


async def test_who_asks_for_a_person_just_after_one_answered_does_not_wait(
    knowledge: Knowledge, course: Course
) -> None:
    receipt = await asked(knowledge, course)
    assert await knowledge.inbox.ask(receipt, ANA) is Asked.SENT
    done = await fix(knowledge, course, receipt, "Nobody did.")

    assert await knowledge.inbox.ask(receipt, ANA) is Asked.ANSWERED
    assert await knowledge.inbox.ask(receipt, BEN) is Asked.ANSWERED

    assert await knowledge.inbox.waiting_in([course.id]) == {}
    await hears(knowledge, ANA)
    await knowledge.verified.retire(course.id, SERVER, done.answer.id, by=INES)
    assert await knowledge.inbox.waiting_in([course.id]) == {}, "she knows what there was"
    assert await knowledge.inbox.ask(receipt, ANA) is Asked.SENT
    assert await knowledge.inbox.ask("A-0000", ANA) is Asked.GONE


async def test_who_asks_again_waits_behind_those_who_wait(
    knowledge: Knowledge, course: Course, clock: Clock
) -> None:
    first, second = await asked(knowledge, course), await asked(knowledge, course, COST)
    await knowledge.inbox.ask(first, ANA)
    done = await fix(knowledge, course, first, "Nobody did.")
    await hears(knowledge, ANA)
    clock.now += timedelta(hours=1)
    await knowledge.inbox.ask(second, BEN)
    await knowledge.verified.retire(course.id, SERVER, done.answer.id, by=INES)
    clock.now += timedelta(hours=1)
    await knowledge.inbox.ask(first, ANA)

    pages = [await knowledge.inbox.page(course.id, SERVER, place) for place in (0, 1)]

    assert [page.request.record.receipt for page in pages if page.request] == [second, first]


async def test_who_has_not_heard_of_what_is_taken_back_keeps_their_place(
    knowledge: Knowledge, course: Course, clock: Clock
) -> None:
    first, second = await asked(knowledge, course), await asked(knowledge, course, COST)
    await knowledge.inbox.ask(first, ANA)
    done = await fix(knowledge, course, first, "Nobody did.")
    clock.now += timedelta(hours=1)
    await knowledge.inbox.ask(second, BEN)

    await knowledge.verified.retire(course.id, SERVER, done.answer.id, by=INES)

    pages = [await knowledge.inbox.page(course.id, SERVER, place) for place in (0, 1)]
    assert [page.request.record.receipt for page in pages if page.request] == [first, second]
    assert await knowledge.tidings.take_due(ANA) == []


async def test_a_correction_finds_the_message_that_was_on_its_way(
    knowledge: Knowledge, course: Course
) -> None:
    receipt = await asked(knowledge, course)

    await fix(knowledge, course, receipt, "Nobody did.")
    await knowledge.logbook.note_message(receipt, 777)

    assert await unposted(knowledge) == [777]


async def test_the_first_edit_does_not_pass_for_that_of_a_second_correction(
    knowledge: Knowledge, course: Course
) -> None:
    receipt = await asked(knowledge, course, message=888)
    first = await fix(knowledge, course, receipt, "First.")
    # Whoever edits for the first has read the record, and is not done.
    second = await fix(knowledge, course, receipt, "Second.", seen=first.answer.id)

    await knowledge.tidings.note_posted(first.posted, [])
    assert await unposted(knowledge) == [888]
    await knowledge.tidings.note_posted(second.posted, [])
    assert await unposted(knowledge) == []


@pytest.mark.parametrize("how", ["retired", "after a new version"])
async def test_what_is_taken_back_leaves_the_messages_and_is_told_to_nobody_more(
    knowledge: Knowledge, course: Course, how: str
) -> None:
    receipt = await asked(knowledge, course, message=888)
    await knowledge.inbox.ask(receipt, BEN)
    done = await fix(knowledge, course, receipt, "Nobody did.")
    await knowledge.tidings.note_posted(done.posted, [])
    assert await knowledge.tidings.untried(10) != []

    if how == "retired":
        assert await knowledge.verified.retire(course.id, SERVER, done.answer.id, by=INES)
    else:
        assert await knowledge.impact.retire(
            course.id, Resting.ANSWER, done.answer.id, 0, by=INES.user_id, server_id=SERVER
        )

    assert await unposted(knowledge) == [888]
    assert await knowledge.tidings.untried(10) == []
    assert await knowledge.tidings.take_due(BEN) == []


async def test_an_edit_that_was_under_way_does_not_hide_that_it_was_taken_back(
    knowledge: Knowledge, course: Course
) -> None:
    receipt = await asked(knowledge, course, message=888)
    done = await fix(knowledge, course, receipt, "Nobody did.")
    await knowledge.verified.retire(course.id, SERVER, done.answer.id, by=INES)

    await knowledge.tidings.note_posted(done.posted, [])
    assert await unposted(knowledge) == [888]
    await knowledge.tidings.note_posted(await knowledge.tidings.unposted(10), [])
    assert await unposted(knowledge) == []


async def test_an_edit_that_fails_is_tried_again_after_the_others_and_not_for_ever(
    knowledge: Knowledge, course: Course
) -> None:
    for message in (1, 2):
        await fix(knowledge, course, await asked(knowledge, course, COST, message=message), "So.")
    (newer, older) = await knowledge.tidings.unposted(10)
    assert (newer.message_id, older.message_id) == (2, 1)

    await knowledge.tidings.note_posted([], [newer])
    assert await unposted(knowledge) == [1, 2]

    for _ in range(posted_answers.MOST_TRIES - 1):
        await knowledge.tidings.note_posted([], [newer])
    assert await unposted(knowledge) == [1]


async def test_an_answer_that_no_message_can_show_does_not_wait_to_be_posted(
    knowledge: Knowledge, course: Course
) -> None:
    private, shared = [
        await asked(knowledge, course, question, message=5, is_hidden=True)
        for question in (MOON, COST)
    ]
    await knowledge.logbook.claim_share(shared)

    for receipt in (private, shared):
        await fix(knowledge, course, receipt, "Nobody did.")

    async with knowledge.database.read() as session:
        waiting = await session.scalars(
            select(RecordRow.receipt)
            .join(ShownAnswerRow, ShownAnswerRow.record_id == RecordRow.id)
            .where(ShownAnswerRow.posted_at.is_(None))
        )
        assert list(waiting) == [shared], "it is on its way to the channel"
    await knowledge.logbook.note_message(shared, 6, is_shared=True)
    assert await unposted(knowledge) == [6]


async def test_one_answer_to_several_takes_the_place_of_each_that_is_stale(
    knowledge: Knowledge, course: Course
) -> None:
    receipts = []
    for question in (OPENED, COST):
        receipts.append(await asked(knowledge, course, question))
        done = await knowledge.verified.verify(course.id, SERVER, receipts[-1], question, by=INES)
        assert isinstance(done, Verified)
    changed = BRIDGES.replace("48,000", "50,000").replace("Ruth Calder", "Ada Stone")
    await ingest(knowledge, course, changed)

    done = await knowledge.verified.answer(
        course.id, SERVER, Draft(OPENED, "Ada Stone."), by=INES, receipts=receipts
    )

    assert isinstance(done, Verified)
    assert await knowledge.verified.list_standing(course.id) == [done.answer]
    for receipt in receipts:
        found = await knowledge.logbook.find(receipt)
        assert found is not None
        assert found.verified == done.answer
