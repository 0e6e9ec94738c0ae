"""What is in the bin is found by nothing, comes back whole, and is erased when its time is up."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, text

from knowledge.bootstrap import Knowledge
from knowledge.ingestion.batch import IngestReport, SourceFile
from knowledge.ingestion.drafts import Clash, NotPublished, Published
from knowledge.ingestion.removing import NotRestored
from knowledge.model.answer import Question
from knowledge.model.assessment import Item, ItemStatus
from knowledge.model.corpus import Course, DocumentUse
from knowledge.model.drafts import BIN_TIME
from knowledge.model.quiz import QuizPlan
from knowledge.model.record import Occasion, Record, Surface
from knowledge.model.study import StudyKind, StudyPlan, StudySession
from knowledge.model.verified import Person, Verified
from knowledge.quizzing.bank_values import Editor
from knowledge.quizzing.interchange.written import WrittenItem
from knowledge.retrieval.embedder import Embedder
from knowledge.settings import KnowledgeSettings
from knowledge.storage import audit, verified_answers
from knowledge.storage.erasure import COMPACTION_DUE
from knowledge.storage.inspection import inspect
from tests.cogs.bank_items import OPENER, PASSAGES
from tests.cogs.course import BRIDGES

SERVER, INES, ANA = 9, 5, 70
OPENED = "Who opened the Tollan Bridge?"
BELL = "The bell of Tollan was cast in 1840 by Ida Holm.\n"


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
    await ingest(knowledge, course, "bridge.md", BRIDGES)
    return course


async def ingest(knowledge: Knowledge, course: Course, name: str, content: str) -> int:
    """The id of what it became."""
    report = await knowledge.ingester.ingest(course, [SourceFile(name, content.encode())])
    assert not report.skipped
    return report.added[0].document_id


async def put_in_bin(knowledge: Knowledge, course: Course, name: str = "bridge.md") -> int:
    document = await knowledge.library.find_document(course.id, name)
    assert document is not None
    binned = await knowledge.removals.put_in_bin(course.id, document.id, by=INES, server_id=SERVER)
    assert binned is not None
    assert (binned.file_name, binned.title, binned.binned_by) == (name, document.title, INES)
    return document.id


async def restore(knowledge: Knowledge, course: Course, document_id: int) -> NotRestored | None:
    return await knowledge.removals.restore(course.id, document_id, by=INES, server_id=SERVER)


async def item_of(knowledge: Knowledge, course: Course) -> Item:
    written = WrittenItem(OPENER, passage=PASSAGES["opener"])
    item = await knowledge.bank.add(course.id, written, Editor("Ines", INES))
    assert isinstance(item, Item)
    assert await knowledge.bank.approve(item)
    return item


async def asked(knowledge: Knowledge, course: Course) -> Record:
    occasion = Occasion(Surface.SLASH, user_id=ANA, server_id=SERVER, channel_id=1)
    return (await knowledge.answerer.answer(Question(OPENED, course.id), occasion)).record


async def reply(knowledge: Knowledge, course: Course) -> str:
    return (await knowledge.answerer.reply(Question(OPENED, course.id))).text


async def test_nothing_finds_it_and_it_comes_back_as_it_was(
    knowledge: Knowledge, course: Course
) -> None:
    await ingest(knowledge, course, "bell.txt", BELL)
    before = await knowledge.retriever.search(Question(OPENED, course.id))
    themes = await knowledge.timeline.themes(course.id)
    assert any("bridge" in theme.name.casefold() for theme in themes)
    assert "Ruth Calder" in await reply(knowledge, course)

    document_id = await put_in_bin(knowledge, course)

    found = await knowledge.retriever.search(Question(OPENED, course.id))
    assert all(s.passage.document_id != document_id for s in found)
    assert "Calder" not in await reply(knowledge, course)
    listed = await knowledge.library.list_documents(course.id)
    assert [d.file_name for d in listed] == ["bell.txt"]
    assert await knowledge.documents.find(course.id, document_id) is None
    assert await knowledge.documents.count_flags(course.id) == {}
    known = await knowledge.timeline.themes_known(course.id)
    assert all(document_id not in theme.documents for theme in known)
    reading = await knowledge.timeline.read(course.id)
    assert all(s.passage.document_id != document_id for s in reading.sentences)
    use = DocumentUse.TITLE_ONLY
    assert not await knowledge.documents.put_use(
        course.id, document_id, use, by=INES, server_id=SERVER
    )
    async with knowledge.database.read() as session:
        words = "SELECT count(*) FROM passage_words WHERE words MATCH 'calder'"
        assert await session.scalar(text(words)) == 0

    assert await restore(knowledge, course, document_id) is None

    after = await knowledge.retriever.search(Question(OPENED, course.id))
    assert [(s.passage.id, s.parts) for s in after] == [(s.passage.id, s.parts) for s in before]
    assert "Ruth Calder" in await reply(knowledge, course)
    (bridge, _) = await knowledge.library.list_documents(course.id)
    assert (bridge.id, bridge.version) == (document_id, 1)
    assert await restore(knowledge, course, document_id) is NotRestored.GONE


async def test_a_course_with_its_documents_in_the_bin_has_none_but_their_space_is_used(
    knowledge: Knowledge, course: Course
) -> None:
    await put_in_bin(knowledge, course)

    assert not await knowledge.library.has_documents(course.id)
    async with knowledge.database.read() as session:
        assert await session.scalar(text("SELECT count(*) FROM document_versions")) == 1
    other = await knowledge.library.create_course("other", "O")
    assert await knowledge.removals.list_binned(other.id) == []
    document_id = (await knowledge.removals.list_binned(course.id))[0].id
    assert await restore(knowledge, other, document_id) is NotRestored.GONE
    erased = await knowledge.removals.erase(other.id, document_id, by=INES, server_id=SERVER)
    assert erased is None, "it is another course's"


async def test_its_items_are_asked_nowhere_say_so_and_come_back_untouched(
    knowledge: Knowledge, course: Course
) -> None:
    item = await item_of(knowledge, course)
    plan, study = QuizPlan(course.id, count=1), StudyPlan(course.id, StudyKind.CHOSEN)
    ready = await knowledge.bank.find(course.id, item.id)
    assert (await knowledge.quizmaster.launch.preview(plan, channel_id=1)).available == 1
    begun = await knowledge.tutor.start(ANA, study, event_id=1)
    assert isinstance(begun, StudySession)

    document_id = await put_in_bin(knowledge, course)

    assert (await knowledge.quizmaster.launch.preview(plan, channel_id=1)).available == 0
    assert not isinstance(await knowledge.tutor.start(ANA, study, event_id=2), StudySession)
    following = await knowledge.tutor.next(ANA, begun.id)
    assert isinstance(following, StudySession), "nothing is left of the one that was begun"
    assert await knowledge.bank.find_question(course.id) is None
    assert await knowledge.tutor.themes(course.id) == []
    (listed,) = await knowledge.bank.list_items(course.id)
    assert listed.is_in_bin
    assert await knowledge.impact.count(course.id) == 0, "nobody has to decide anything"

    await restore(knowledge, course, document_id)

    assert await knowledge.bank.find(course.id, item.id) == ready
    assert (await knowledge.quizmaster.launch.preview(plan, channel_id=1)).available == 1


async def test_neither_it_nor_its_items_are_counted_while_it_is_there(
    knowledge: Knowledge, course: Course, tmp_path: Path
) -> None:
    async def counted() -> tuple[int, int, int]:
        tally = await knowledge.bank.tally(course.id)
        found = await asyncio.to_thread(inspect, tmp_path / "colloquy.db")
        assert found.content is not None
        approved = tally.by_status.get(ItemStatus.APPROVED, 0)
        return approved, sum(tally.by_type.values()), found.content.documents

    await item_of(knowledge, course)
    assert await counted() == (1, 1, 1)
    document_id = await put_in_bin(knowledge, course)
    assert await counted() == (0, 0, 0)
    await restore(knowledge, course, document_id)
    assert await counted() == (1, 1, 1)


async def test_answers_of_people_that_quote_it_wait_with_it_even_those_kept(
    knowledge: Knowledge, course: Course, clock: Clock
) -> None:
    first = await asked(knowledge, course)
    ines = Person(INES, "Ines")
    done = await knowledge.verified.verify(course.id, SERVER, first.receipt, OPENED, by=ines)
    assert isinstance(done, Verified)
    async with knowledge.database.write() as session:
        assert await verified_answers.keep(session, course.id, done.answer.id, clock())
    assert (await asked(knowledge, course)).verified is not None
    assert await knowledge.logbook.removed_sources(first) == {}

    document_id = await put_in_bin(knowledge, course)

    without = await asked(knowledge, course)
    assert without.verified is None
    assert "Calder" not in without.shown
    (standing,) = await knowledge.verified.list_standing(course.id)
    assert standing.is_stale
    assert not standing.may_be_kept
    removed = await knowledge.logbook.removed_sources(first)
    assert removed == dict.fromkeys([c.number for c in first.sources], clock())
    await restore(knowledge, course, document_id)
    assert (await asked(knowledge, course)).verified is not None
    assert await knowledge.logbook.removed_sources(first) == {}


async def test_a_new_document_may_have_its_name_and_then_it_stays_in_the_bin(
    knowledge: Knowledge, course: Course
) -> None:
    document_id = await put_in_bin(knowledge, course)
    new_id = await ingest(knowledge, course, "bridge.md", BELL)
    assert new_id != document_id

    assert await restore(knowledge, course, document_id) is NotRestored.TAKEN

    (listed,) = await knowledge.library.list_documents(course.id)
    assert (listed.id, listed.version) == (new_id, 1)
    assert [b.id for b in await knowledge.removals.list_binned(course.id)] == [document_id]
    await put_in_bin(knowledge, course)
    assert await restore(knowledge, course, document_id) is None
    assert "Ruth Calder" in await reply(knowledge, course)


@pytest.mark.parametrize("name", ["bridge.md", "again.md"])
@pytest.mark.parametrize("draft", [True, False])
async def test_the_same_file_is_restored_and_not_added_again_while_it_is_in_the_bin(
    knowledge: Knowledge, course: Course, name: str, draft: bool
) -> None:
    document_id = await put_in_bin(knowledge, course)
    files = [SourceFile(name, BRIDGES.encode())]

    async def add() -> IngestReport:
        if draft:
            return await knowledge.ingester.draft(course, files, by=INES, server_id=SERVER)
        return await knowledge.ingester.ingest(course, files)

    (refused,) = (await add()).unchanged
    assert refused.reason.startswith("already in the bin. Restore it in `/docs list`")
    assert await knowledge.drafts.list_drafts(course.id) == []

    await knowledge.removals.erase(course.id, document_id, by=INES, server_id=SERVER)
    report = await add()
    assert not report.unchanged
    assert len(report.drafted if draft else report.added) == 1


async def test_what_an_older_version_in_the_bin_said_can_be_added(
    knowledge: Knowledge, course: Course
) -> None:
    newer = [SourceFile("bridge.md", BRIDGES.replace("Ruth", "Ada").encode())]
    assert (await knowledge.ingester.ingest(course, newer)).replaced
    await put_in_bin(knowledge, course)

    await ingest(knowledge, course, "bridge.md", BRIDGES)

    assert "Ruth Calder" in await reply(knowledge, course)


async def test_nothing_is_replaced_that_went_to_the_bin_meanwhile(
    knowledge: Knowledge, course: Course
) -> None:
    said = BRIDGES.replace("Ruth", "Ada").encode()
    report = await knowledge.ingester.draft(
        course, [SourceFile("bridge.md", said)], by=INES, server_id=SERVER
    )
    draft_id = report.drafted[0].draft_id
    seen = await knowledge.drafts.find(course.id, draft_id)
    assert seen is not None
    assert (seen.replaces, seen.in_bin) == (1, None)
    document_id = await put_in_bin(knowledge, course)

    done = await knowledge.drafts.publish(
        course.id, draft_id, Clash.REPLACE, seen=1, by=INES, server_id=SERVER
    )

    assert done is NotPublished.TAKEN
    now = await knowledge.drafts.find(course.id, draft_id)
    assert now is not None
    assert (now.replaces, now.in_bin) == (None, "bridge.md")
    assert await restore(knowledge, course, document_id) is None
    replaced = await knowledge.drafts.publish(
        course.id, draft_id, Clash.REPLACE, seen=1, by=INES, server_id=SERVER
    )
    assert isinstance(replaced, Published)
    assert (replaced.document_id, replaced.version) == (document_id, 2)


async def test_when_its_time_is_up_the_night_erases_it_and_nothing_else(
    knowledge: Knowledge, course: Course, clock: Clock
) -> None:
    await item_of(knowledge, course)
    await ingest(knowledge, course, "bell.txt", BELL)
    document_id = await put_in_bin(knowledge, course)
    clock.now += timedelta(days=1)
    bell_id = await put_in_bin(knowledge, course, "bell.txt")
    clock.now += BIN_TIME - timedelta(days=1, seconds=1)
    assert await knowledge.removals.empty_bin() == 0
    clock.now += timedelta(seconds=1)

    assert await knowledge.removals.empty_bin() == 1
    assert await knowledge.removals.empty_bin() == 0

    assert [b.id for b in await knowledge.removals.list_binned(course.id)] == [bell_id]
    assert await restore(knowledge, course, document_id) is NotRestored.GONE
    (item,) = await knowledge.bank.list_items(course.id)
    assert item.draft.citation is None
    assert "was removed" in item.note
    assert await knowledge.library.recall(COMPACTION_DUE) is not None
    async with knowledge.database.read() as session:
        entries = await audit.list_entries(session, server_id=SERVER)
    acts = [(e.act.value, e.target, e.actor_id) for e in entries]
    assert acts[-1] == ("removed", "bridge.md", None)
    assert entries[-1].detail["days_in_bin"] == BIN_TIME.days
    assert ("binned", "bridge.md", INES) in acts
    assert await restore(knowledge, course, bell_id) is None


async def test_the_index_is_merged_once_for_all_that_the_night_erases(
    knowledge: Knowledge, course: Course, clock: Clock, tmp_path: Path
) -> None:
    await ingest(knowledge, course, "bell.txt", BELL)
    await ingest(knowledge, course, "quay.txt", "The quay was paved by Samuel Pryce.\n")
    for name in ("bridge.md", "bell.txt"):
        await put_in_bin(knowledge, course, name)
    clock.now += BIN_TIME
    said: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
        said.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        assert await knowledge.removals.empty_bin() == 2
        assert await knowledge.personal_data.compact()
    finally:
        event.remove(Engine, "before_cursor_execute", note)

    merged = [one for one in said if "passage_words" in one and "optimize" in one]
    assert len(merged) == 1
    kept = await asyncio.to_thread(_bytes_in, tmp_path)
    for gone in (b"Ruth Calder", b"calder", b"holm"):
        assert gone not in kept


async def test_what_cannot_be_erased_does_not_keep_the_night_from_the_rest(
    knowledge: Knowledge, course: Course, clock: Clock
) -> None:
    broken_id = await put_in_bin(knowledge, course)
    async with knowledge.database.write() as session:
        await session.execute(
            text("DELETE FROM document_versions WHERE document_id = :id"), {"id": broken_id}
        )
    clock.now += timedelta(hours=1)
    bell_id = await ingest(knowledge, course, "bell.txt", BELL)
    await put_in_bin(knowledge, course, "bell.txt")
    clock.now += BIN_TIME

    assert await asyncio.wait_for(knowledge.removals.empty_bin(), 30) == 1

    async with knowledge.database.read() as session:
        left = list(await session.scalars(text("SELECT id FROM documents")))
    assert broken_id in left
    assert bell_id not in left


@pytest.mark.parametrize("from_bin", [True, False])
async def test_erased_now_it_leaves_no_byte(
    knowledge: Knowledge, course: Course, tmp_path: Path, from_bin: bool
) -> None:
    if from_bin:
        document_id = await put_in_bin(knowledge, course)
    else:
        document_id = (await knowledge.library.list_documents(course.id))[0].id
    erased = await knowledge.removals.erase(course.id, document_id, by=INES, server_id=SERVER)
    assert erased is not None

    assert await knowledge.personal_data.compact()

    kept = await asyncio.to_thread(_bytes_in, tmp_path)
    for words in (b"Samuel Pryce", b"pryce", b"green ledger"):
        assert words not in kept
    assert await knowledge.removals.erase(course.id, document_id, by=1, server_id=1) is None


def _bytes_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir() if path.is_file())
