"""From files to a course that can be asked: what is added, replaced, left alone and refused."""

import asyncio
import os
from pathlib import Path

import pytest
from sqlalchemy import text

from knowledge.bootstrap import Knowledge
from knowledge.errors import CourseFolderFaulty, ModelUnusable
from knowledge.ingestion.batch import IngestProgress, SourceFile, collect
from knowledge.ingestion.course_folder import CourseFolder
from knowledge.ingestion.drafts import Clash, Published
from knowledge.model.answer import Question
from knowledge.model.corpus import Course, Strictness
from knowledge.retrieval.embedder import Embedder
from knowledge.settings import KnowledgeSettings

RIVER = b"""# The river

## Source
The river rises in the northern hills near the village of Aldersgate. It is fed by three springs.

## Mouth
The river reaches the sea at Port Amber, where a lighthouse was built in 1887 by Ada Finch.
"""


@pytest.fixture
async def course(knowledge: Knowledge) -> Course:
    return await knowledge.library.create_course("geography", "Geography")


async def test_a_file_becomes_a_document_that_can_be_searched(
    knowledge: Knowledge, course: Course
) -> None:
    report = await knowledge.ingester.ingest(course, [SourceFile("river.md", RIVER)])
    assert [d.title for d in report.added] == ["The river"]
    assert report.passages == report.added[0].passages_embedded == 2
    best = (await knowledge.retriever.search(Question("Who built the lighthouse?", course.id)))[0]
    assert best.passage.section == ("Mouth",)
    assert "Ada Finch" in best.passage.text


async def test_the_same_content_changes_nothing_whatever_it_is_called(
    knowledge: Knowledge, course: Course
) -> None:
    await knowledge.ingester.ingest(course, [SourceFile("river.md", RIVER)])
    before = await _everything(knowledge)
    report = await knowledge.ingester.ingest(
        course, [SourceFile("river.md", RIVER), SourceFile("copy.md", RIVER)]
    )
    assert not report.added
    assert not report.replaced
    assert [f.reason.startswith("already there (added ") for f in report.unchanged] == [True, True]
    assert await _everything(knowledge) == before


async def test_a_copy_beside_the_original_in_one_run_is_added_once(
    knowledge: Knowledge, course: Course
) -> None:
    report = await knowledge.ingester.ingest(
        course, [SourceFile("river.md", RIVER), SourceFile("copy.md", RIVER)]
    )
    assert [d.file for d in report.added] == ["river.md"]
    assert [f.file for f in report.unchanged] == ["copy.md"]


async def test_a_changed_file_embeds_only_what_changed_and_keeps_the_old_version(
    knowledge: Knowledge, course: Course
) -> None:
    await knowledge.ingester.ingest(course, [SourceFile("river.md", RIVER)])
    old = (await knowledge.retriever.search(Question("lighthouse built", course.id)))[0].passage
    changed = RIVER.replace(b"in 1887", b"in 1891")
    report = await knowledge.ingester.ingest(course, [SourceFile("river.md", changed)])
    assert [(d.version, d.passages, d.passages_embedded) for d in report.replaced] == [(2, 2, 1)]

    found = await knowledge.retriever.search(Question("lighthouse built", course.id))
    assert len(found) == 2, "the old version is out of the index"
    assert "1891" in found[0].passage.text
    async with knowledge.database.read() as session:
        stored = await session.scalar(
            text("SELECT text FROM document_versions WHERE id = :id"), {"id": old.version_id}
        )
    assert old.span.of(stored) == old.text, "an old citation still finds its words"


async def test_a_refused_file_changes_nothing_and_the_next_goes_on(
    knowledge: Knowledge, course: Course
) -> None:
    report = await knowledge.ingester.ingest(
        course, [SourceFile("empty.txt", b""), SourceFile("river.md", RIVER)]
    )
    assert [f.message for f in report.skipped] == [
        "I couldn't add **empty.txt**: it is empty. Nothing was changed."
    ]
    assert [d.file for d in report.added] == ["river.md"]
    documents = await knowledge.library.list_documents(course.id)
    assert [d.file_name for d in documents] == ["river.md"]


async def test_earlier_versions_and_drafts_count_for_what_a_course_may_hold(
    tmp_path: Path, loaded_embedder: Embedder
) -> None:
    settings = KnowledgeSettings(
        database_url=f"sqlite:///{tmp_path}/a.db", course_max_bytes=int(2.5 * len(RIVER))
    )
    changed = [RIVER.replace(b"1887", year) for year in (b"1888", b"1889", b"1890")]
    async with Knowledge.open(settings, embedder=loaded_embedder) as knowledge:
        course = await knowledge.library.create_course("geography", "Geography")
        drafted = await knowledge.ingester.draft(
            course, [SourceFile("river.md", RIVER)], by=1, server_id=2
        )
        second = await knowledge.ingester.ingest(course, [SourceFile("river.md", changed[0])])
        third = await knowledge.ingester.ingest(course, [SourceFile("river.md", changed[1])])
        kept = await knowledge.drafts.publish(
            course.id, drafted.drafted[0].draft_id, Clash.KEEP_BOTH, by=1, server_id=2
        )
        fourth = await knowledge.ingester.draft(
            course, [SourceFile("river.md", changed[2])], by=1, server_id=2
        )

    assert [len(second.added), len(third.skipped), len(fourth.skipped)] == [1, 1, 1]
    assert isinstance(kept, Published), "what was counted as a draft is counted once"


def folder_of(*files: SourceFile, title: str = "Seas") -> CourseFolder:
    return CourseFolder("seas", title, "", "en", Strictness.HIGH, files)


async def test_a_new_course_of_which_every_file_is_refused_is_not_made(
    tmp_path: Path, loaded_embedder: Embedder
) -> None:
    settings = KnowledgeSettings(database_url=f"sqlite:///{tmp_path}/a.db", course_max_bytes=100)
    async with Knowledge.open(settings, embedder=loaded_embedder) as knowledge:
        before = await _everything(knowledge)
        course, report = await knowledge.ingester.plant(
            folder_of(SourceFile("empty.txt", b""), SourceFile("over_quota.md", RIVER))
        )
        assert [f.file for f in report.skipped] == ["empty.txt", "over_quota.md"]
        assert course is None
        assert await _everything(knowledge) == before


async def test_a_course_is_made_with_the_first_file_that_it_takes(knowledge: Knowledge) -> None:
    files = SourceFile("empty.txt", b""), SourceFile("a.md", RIVER), SourceFile("b.txt", b"A sea.")
    course, report = await knowledge.ingester.plant(folder_of(*files))
    assert [d.file for d in report.added] == ["a.md", "b.txt"]
    assert await knowledge.library.list_courses() == [course]
    assert course is not None
    assert (course.title, course.strictness) == ("Seas", Strictness.HIGH)


async def test_a_course_keeps_its_settings_when_every_file_is_refused(
    knowledge: Knowledge,
) -> None:
    river = SourceFile("a.md", RIVER)
    await knowledge.ingester.plant(folder_of(river))
    refused, _ = await knowledge.ingester.plant(folder_of(SourceFile("a.md", b""), title="Oceans"))
    assert refused is not None
    assert refused.title == "Seas"
    unchanged, _ = await knowledge.ingester.plant(folder_of(river, title="Oceans"))
    assert unchanged is not None
    assert unchanged.title == "Oceans"


async def test_a_file_that_cannot_be_opened_is_named(
    knowledge: Knowledge, course: Course, tmp_path: Path
) -> None:
    report = await knowledge.ingester.ingest(course, collect(tmp_path / "absent.md"))
    assert "cannot be opened" in report.skipped[0].message


async def test_a_full_course_refuses_more_until_something_is_removed(
    tmp_path: Path, loaded_embedder: Embedder
) -> None:
    settings = KnowledgeSettings(
        database_url=f"sqlite:///{tmp_path}/full.db", course_max_bytes=len(RIVER) + 10
    )
    async with Knowledge.open(settings, embedder=loaded_embedder) as knowledge:
        course = await knowledge.library.create_course("geography", "Geography")
        report = await knowledge.ingester.ingest(
            course, [SourceFile("a.md", RIVER), SourceFile("b.md", RIVER + b"More.")]
        )
        assert [d.file for d in report.added] == ["a.md"]
        assert "Remove something with `/docs remove`" in report.skipped[0].message
        # Versions that were replaced are kept for the citations that point to them: they count.
        report = await knowledge.ingester.ingest(course, [SourceFile("a.md", RIVER + b"More.")])
        assert report.replaced == []
        assert "Remove something with `/docs remove`" in report.skipped[0].message


async def test_two_files_of_one_name_do_not_replace_each_other_in_one_run(
    knowledge: Knowledge, course: Course
) -> None:
    report = await knowledge.ingester.ingest(
        course, [SourceFile("a.md", RIVER), SourceFile("a.md", RIVER + b"More.")]
    )
    assert [d.version for d in report.added] == [1]
    assert "the same name" in report.skipped[0].reason


async def test_a_refused_file_is_refused_again_and_not_taken_for_known(
    knowledge: Knowledge, course: Course
) -> None:
    report = await knowledge.ingester.ingest(
        course, [SourceFile("a.pdf", b"MZ not a pdf" * 9), SourceFile("b.pdf", b"MZ not a pdf" * 9)]
    )
    assert [f.file for f in report.skipped] == ["a.pdf", "b.pdf"]
    assert report.unchanged == []


async def test_one_content_uploaded_twice_at_once_becomes_one_document(
    knowledge: Knowledge, course: Course
) -> None:
    reports = await asyncio.gather(
        knowledge.ingester.ingest(course, [SourceFile("a.md", RIVER)]),
        knowledge.ingester.ingest(course, [SourceFile("b.md", RIVER)]),
    )
    assert sorted(len(r.added) for r in reports) == [0, 1]
    assert len(await knowledge.library.list_documents(course.id)) == 1


async def test_a_correction_that_equals_another_document_replaces_its_own(
    knowledge: Knowledge, course: Course
) -> None:
    old, new = b"The tower was built in 1900 by Alma.", b"The tower was built in 1950 by Bela."
    await knowledge.ingester.ingest(course, [SourceFile("a.txt", old), SourceFile("b.txt", new)])
    report = await knowledge.ingester.ingest(course, [SourceFile("a.txt", new)])
    assert [d.version for d in report.replaced] == [2]
    found = await knowledge.retriever.search(Question("When was the tower built?", course.id))
    assert not any("1900" in scored.passage.text for scored in found)


@pytest.mark.parametrize(
    "question",
    ["ஔவையார் யார்?", "ဦးသန့် who?", "river \ud800 source", '"NEAR(a b)" AND OR NOT *', "x" * 99_999],
)
async def test_any_script_and_any_characters_can_be_asked(
    knowledge: Knowledge, course: Course, question: str
) -> None:
    await knowledge.ingester.ingest(course, [SourceFile("river.md", RIVER)])
    assert await knowledge.retriever.search(Question(question, course.id))


async def test_another_model_is_refused_for_questions_too(
    knowledge: Knowledge, course: Course
) -> None:
    await knowledge.ingester.ingest(course, [SourceFile("river.md", RIVER)])
    async with knowledge.database.write() as session:
        await session.execute(text("UPDATE embedding_models SET sha256 = 'another'"))
    with pytest.raises(ModelUnusable, match="cannot be mixed"):
        await knowledge.retriever.search(Question("lighthouse", course.id))


async def test_a_change_by_another_process_is_noticed(
    knowledge: Knowledge, course: Course, loaded_embedder: Embedder
) -> None:
    question = Question("Who built the lighthouse?", course.id)
    assert await knowledge.retriever.search(question) == []
    settings = KnowledgeSettings(database_url=f"sqlite:///{knowledge.database.path}")
    async with Knowledge.open(settings, embedder=loaded_embedder) as other:
        await other.ingester.ingest(course, [SourceFile("river.md", RIVER)])
    assert "Ada Finch" in (await knowledge.retriever.search(question))[0].passage.text


async def test_progress_names_each_file_and_reaches_the_end(
    knowledge: Knowledge, course: Course
) -> None:
    seen: list[IngestProgress] = []
    files = [SourceFile("river.md", RIVER), SourceFile("hill.txt", b"A hill is high. " * 20)]
    await knowledge.ingester.ingest(course, files, progress=seen.append)
    assert {p.name for p in seen} == {"river.md", "hill.txt"}
    embedding = [p for p in seen if p.stage == "embedding"]
    assert all(0 < p.sentences_done <= p.sentences for p in embedding)
    assert embedding[-1].sentences_done == embedding[-1].sentences


async def test_courses_do_not_see_each_other(knowledge: Knowledge, course: Course) -> None:
    other = await knowledge.library.create_course("history", "History")
    canary = b"# Vault\n\nThe canary sentence says xylophone quartz nine hundred times over.\n"
    await knowledge.ingester.ingest(course, [SourceFile("river.md", RIVER)])
    await knowledge.ingester.ingest(other, [SourceFile("vault.md", canary)])
    for query in ("xylophone quartz", "canary sentence", "vault", "river", ""):
        found = await knowledge.retriever.search(Question(query, course.id))
        assert {s.passage.course_id for s in found} <= {course.id}
    assert {d.title for d in await knowledge.library.list_documents(course.id)} == {"The river"}


def test_a_folder_gives_its_readable_files_in_order(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    for name in ("b.md", "a.txt", "picture.png", "sub/c.PDF"):
        (tmp_path / name).write_bytes(b"x")
    assert [f.name for f in collect(tmp_path)] == ["a.txt", "b.md", "sub/c.PDF"]
    assert [f.name for f in collect(tmp_path / "b.md")] == ["b.md"]
    assert [f.name for f in collect(tmp_path / "sub")] == ["c.PDF"]


def test_a_link_out_of_a_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "own.txt").write_text("own")
    assert [f.name for f in collect(folder)] == ["own.txt"]


def test_a_name_that_is_no_text_can_still_be_stored(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/b\xff.txt"))
    path.write_text("text")
    assert collect(tmp_path)[0].name == "b\ufffd.txt"


def test_a_course_folder_with_faults_names_all_of_them(tmp_path: Path) -> None:
    (tmp_path / "course.yaml").write_text("name: Not A Slug\ntitle: ''\ndocuments: []\nx: 1\n")
    with pytest.raises(CourseFolderFaulty) as refused:
        CourseFolder.read(tmp_path)
    for word in ("name", "title", "documents", "x"):
        assert word in str(refused.value)


async def _everything(knowledge: Knowledge) -> list[tuple[object, ...]]:
    async with knowledge.database.read() as session:
        tables = await session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table'"))
        return [
            (table, *row)
            for table in tables.all()
            for row in await session.execute(text(f"SELECT * FROM {table}"))
        ]
