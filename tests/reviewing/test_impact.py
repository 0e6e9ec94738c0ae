"""After a new version: what rests on words that are gone waits until somebody has decided."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from bot.cards.answer import REMOVED, verified_pages
from knowledge.bootstrap import Knowledge
from knowledge.ingestion.batch import SourceFile
from knowledge.model.answer import Question
from knowledge.model.assessment import Item, ItemStatus
from knowledge.model.corpus import Course
from knowledge.model.drafts import Dependents
from knowledge.model.impact import Resting
from knowledge.model.record import Occasion, Surface
from knowledge.model.verified import Draft, Person, Verified, VerifiedAnswer
from knowledge.quizzing.bank_values import Editor
from knowledge.quizzing.interchange.written import WrittenItem
from knowledge.reviewing.impact import nearest_sentence
from knowledge.storage import audit, verified_answers
from tests.cogs.bank_items import COST, OPENER, PASSAGES
from tests.cogs.course import BRIDGES

SERVER, INES = 9, 5
OPENED = "Who opened the Tollan Bridge?"
CHANGED = BRIDGES.replace("Ruth Calder", "Ada Stone")


@pytest.fixture
async def course(knowledge: Knowledge) -> Course:
    course = await knowledge.library.create_course("c", "C")
    await ingest(knowledge, course, BRIDGES)
    return course


async def ingest(knowledge: Knowledge, course: Course, content: str) -> None:
    report = await knowledge.ingester.ingest(course, [SourceFile("bridge.md", content.encode())])
    assert not report.skipped


async def bank(knowledge: Knowledge, course: Course) -> list[Item]:
    """Two approved items: one on who opened the bridge, one on what it cost."""
    added = []
    for draft in (OPENER, COST):
        written = WrittenItem(draft, passage=PASSAGES[draft.name])
        item = await knowledge.bank.add(course.id, written, Editor("Ines", INES))
        assert isinstance(item, Item)
        assert await knowledge.bank.approve(item)
        added.append(item)
    return added


async def star(knowledge: Knowledge, course: Course) -> str:
    occasion = Occasion(Surface.SLASH, user_id=70, server_id=SERVER, channel_id=1, event_id=1)
    delivery = await knowledge.answerer.answer(Question(OPENED, course.id), occasion)
    receipt = delivery.record.receipt
    starred = await knowledge.golden.star(course.id, SERVER, receipt, by=INES)
    assert getattr(starred, "receipt", None) == receipt
    return receipt


async def test_only_what_quotes_changed_words_waits(knowledge: Knowledge, course: Course) -> None:
    opener, _ = await bank(knowledge, course)
    assert await knowledge.impact.look(course.id, SERVER) is None
    await ingest(knowledge, course, CHANGED)

    found = await knowledge.impact.look(course.id, SERVER, place=7)
    assert found is not None
    changed, place, total = found
    assert (changed.kind, changed.id, place, total) == (Resting.ITEM, opener.id, 0, 1)
    assert changed.quote == PASSAGES["opener"]
    assert changed.nearest == PASSAGES["opener"].replace("Ruth Calder", "Ada Stone")
    assert (changed.version, changed.says) == (2, "Ruth Calder")


async def test_kept_is_settled_until_the_next_version(knowledge: Knowledge, course: Course) -> None:
    await bank(knowledge, course)
    await ingest(knowledge, course, CHANGED)
    found = await knowledge.impact.look(course.id, SERVER)
    assert found is not None
    one = found[0]

    async def keep() -> bool:
        return await knowledge.impact.keep(
            course.id, one.kind, one.id, one.version_id, by=INES, server_id=SERVER
        )

    assert await keep()
    assert not await keep(), "it no longer waits"
    assert await knowledge.impact.count(course.id) == 0
    await ingest(knowledge, course, CHANGED.replace("Ada Stone", "Eva Berg"))
    assert await knowledge.impact.count(course.id) == 1
    assert not await keep(), "that was another version"


async def test_an_item_is_retired_only_as_it_was_seen(knowledge: Knowledge, course: Course) -> None:
    opener, _ = await bank(knowledge, course)
    await ingest(knowledge, course, CHANGED)

    async def retire(course_id: int, revision: int) -> bool:
        return await knowledge.impact.retire(
            course_id, Resting.ITEM, opener.id, revision, by=INES, server_id=SERVER
        )

    assert not await retire(course.id, opener.revision + 1)
    assert not await retire(course.id + 1, opener.revision)
    assert await retire(course.id, opener.revision)
    assert not await retire(course.id, opener.revision)
    now = await knowledge.bank.find(course.id, opener.id)
    assert now is not None
    assert now.status is ItemStatus.RETIRED
    assert await knowledge.impact.count(course.id) == 0


async def test_an_item_that_cites_the_new_words_waits_no_more(
    knowledge: Knowledge, course: Course
) -> None:
    opener, _ = await bank(knowledge, course)
    await ingest(knowledge, course, CHANGED.replace("Ada Stone", "Ruth Calder of Tollan"))
    assert await knowledge.impact.count(course.id) == 1
    nearest = await knowledge.sourcing.nearest(opener)
    cited = await knowledge.sourcing.cite(opener, nearest[0].id)

    assert isinstance(cited, Item)
    assert await knowledge.impact.count(course.id) == 0


async def test_verified_answers_and_starred_questions_wait_too(
    knowledge: Knowledge, course: Course
) -> None:
    receipt = await star(knowledge, course)
    passage = (await knowledge.retriever.search(Question(OPENED, course.id)))[0].passage
    ines = Person(INES, "Ines")
    draft = Draft(OPENED, "Ruth Calder did.", (passage.id,))
    written = await knowledge.verified.fix(course.id, SERVER, receipt, draft, by=ines)
    assert isinstance(written, Verified), written
    await ingest(knowledge, course, CHANGED)

    first = await knowledge.impact.look(course.id, SERVER, 0)
    second = await knowledge.impact.look(course.id, SERVER, 1)
    assert first is not None
    assert second is not None
    assert [first[0].kind, second[0].kind] == [Resting.ANSWER, Resting.STARRED]
    assert (first[0].asks, first[0].says) == (OPENED, "Ruth Calder did.")
    assert (second[0].asks, second[0].says) == (OPENED, receipt)

    answer, starred = first[0], second[0]
    assert await knowledge.impact.retire(
        course.id, answer.kind, answer.id, 0, by=INES, server_id=SERVER
    )
    assert await knowledge.verified.list_standing(course.id) == []
    assert await knowledge.impact.renew(course.id, starred.id, by=INES, server_id=SERVER)
    assert await knowledge.impact.count(course.id) == 0
    (question,) = await knowledge.golden.list_questions(course.id, SERVER)
    assert "Ada Stone" in question.quotes[0]
    assert not await knowledge.impact.renew(course.id + 1, starred.id, by=1, server_id=SERVER)


async def confirm(knowledge: Knowledge, course: Course, receipt: str) -> None:
    ines = Person(INES, "Ines")
    assert isinstance(
        await knowledge.verified.verify(course.id, SERVER, receipt, OPENED, by=ines), Verified
    )


async def standing(knowledge: Knowledge, course: Course) -> VerifiedAnswer:
    (answer,) = await knowledge.verified.list_standing(course.id)
    return answer


async def other_course(knowledge: Knowledge) -> tuple[Course, int]:
    """Another server's, with the id of its one document."""
    other = await knowledge.library.create_course("other", "Other")
    await ingest(knowledge, other, CHANGED)
    (document,) = await knowledge.library.list_documents(other.id)
    return other, document.id


async def test_an_id_of_a_removed_document_is_never_given_again(
    knowledge: Knowledge, course: Course
) -> None:
    (document,) = await knowledge.library.list_documents(course.id)
    await knowledge.removals.erase(course.id, document.id, by=INES, server_id=SERVER)
    other, document_id = await other_course(knowledge)

    (added,) = await knowledge.library.list_documents(other.id)
    assert document_id > document.id
    assert added.version_id > document.version_id


async def test_nothing_reads_the_words_of_another_course(
    knowledge: Knowledge, course: Course
) -> None:
    receipt = await star(knowledge, course)
    await confirm(knowledge, course, receipt)
    cited = (await standing(knowledge, course)).citations[0]
    other, document_id = await other_course(knowledge)
    async with knowledge.database.write() as session:
        for table in ("golden_citations", "verified_citations"):
            await session.execute(text(f"UPDATE {table} SET document_id = {document_id}"))
        assert await verified_answers.still_says(session, course.id, cited)
        assert not await verified_answers.still_says(session, other.id, cited)

    assert await knowledge.impact.look(course.id, SERVER) is None
    assert not (await standing(knowledge, course)).may_be_kept
    file = await knowledge.documents.find(other.id, document_id)
    assert file is not None
    assert file.dependents == Dependents(0, 0)


async def test_a_removed_document_leaves_its_words_in_the_log_alone(
    knowledge: Knowledge, course: Course
) -> None:
    await bank(knowledge, course)
    await confirm(knowledge, course, await star(knowledge, course))
    await ingest(knowledge, course, CHANGED)
    before = await knowledge.golden.run(course.id)
    assert before is not None
    assert PASSAGES["opener"] in before.failed[0].gone
    (document,) = await knowledge.library.list_documents(course.id)

    await knowledge.removals.erase(course.id, document.id, by=INES, server_id=SERVER)

    async with knowledge.database.read() as session:
        tables = await session.scalars(
            text("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'record%'")
        )
        holding = {}
        for table in list(tables):
            rows = (await session.execute(text(f'SELECT * FROM "{table}"'))).all()
            holding[table] = PASSAGES["opener"] in str(rows)
    assert [table for table, held in holding.items() if held] == []
    answer = await standing(knowledge, course)
    assert not answer.may_be_kept
    assert answer.citations[0].document == document.title
    assert REMOVED in "".join(verified_pages(answer)[0]).replace("\\", "")
    last = await knowledge.golden.last_run(course.id)
    assert last is not None
    assert last.failed[0].gone == ("",)
    asked_again = await knowledge.golden.run(course.id)
    assert asked_again is not None
    assert not asked_again.outcomes[0].passed


async def test_every_decision_is_in_the_audit(knowledge: Knowledge, course: Course) -> None:
    opener, cost = await bank(knowledge, course)
    await ingest(knowledge, course, CHANGED.replace("48,000", "51,000"))
    found = await knowledge.impact.look(course.id, SERVER)
    assert found is not None
    one = found[0]
    await knowledge.impact.keep(
        course.id, one.kind, one.id, one.version_id, by=INES, server_id=SERVER
    )
    await knowledge.impact.retire(
        course.id, Resting.ITEM, cost.id, cost.revision, by=INES, server_id=SERVER
    )

    async with knowledge.database.read() as session:
        entries = await audit.list_entries(session)
    said = [(entry.act, entry.target, entry.actor_id) for entry in entries]
    assert said == [
        ("reviewed", f"item {opener.id}", INES),
        ("withdrawn", f"item {cost.id}", INES),
    ]


def test_the_nearest_sentence_shares_most_words() -> None:
    sentences = ["The bridge was opened in 1932.", "The toll was two pence.", "A bell."]
    assert nearest_sentence("The toll was three pence in 1951.", sentences) == sentences[1]
    assert nearest_sentence("Quoth he.", sentences) == ""
    assert nearest_sentence("x", []) == ""
