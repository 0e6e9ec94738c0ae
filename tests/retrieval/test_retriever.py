"""What the retriever keeps in memory from one question to the next."""

import pytest

from knowledge.bootstrap import Knowledge
from knowledge.ingestion.batch import SourceFile
from knowledge.model.answer import Question
from knowledge.retrieval.course_index import CourseIndex
from knowledge.retrieval.retriever import Retriever

TEXTS = {
    "rivers": b"The river rises in the hills.",
    "towers": b"The tower was built by Alma Finch.",
    "bells": b"The bell was cast in Port Amber.",
}


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The sizes of the indexes that were built, in turn."""
    sizes: list[int] = []
    build = CourseIndex.build

    def noted(*arguments: object) -> CourseIndex:
        index = build(*arguments)  # type: ignore[arg-type]
        sizes.append(index.vector_bytes)
        return index

    monkeypatch.setattr(CourseIndex, "build", noted)
    return sizes


async def test_only_the_courses_that_were_asked_last_stay_in_memory(
    knowledge: Knowledge, built: list[int]
) -> None:
    courses = {}
    for name, text in TEXTS.items():
        courses[name] = await knowledge.library.create_course(name, name)
        await knowledge.ingester.ingest(courses[name], [SourceFile("a.txt", text)])
    one_sentence = 2 * 4 * knowledge.embedder.identity.dimension
    retriever = Retriever(knowledge.database, knowledge.embedder, most_bytes=2 * one_sentence)

    async def ask(name: str) -> int:
        """How many indexes had to be built for an answer from the right course."""
        before = len(built)
        (found,) = await retriever.search(Question("Who built the tower?", courses[name].id))
        assert found.passage.text.encode() == TEXTS[name]
        return len(built) - before

    assert [await ask(name) for name in ("rivers", "towers", "rivers", "bells")] == [1, 1, 0, 1]
    assert [await ask(name) for name in ("rivers", "bells", "towers")] == [0, 0, 1]
    assert set(built) == {one_sentence}


async def test_a_course_that_is_larger_than_the_bound_is_kept_while_it_is_asked(
    knowledge: Knowledge, built: list[int]
) -> None:
    course = await knowledge.library.create_course("rivers", "Rivers")
    await knowledge.ingester.ingest(course, [SourceFile("a.txt", TEXTS["rivers"])])
    retriever = Retriever(knowledge.database, knowledge.embedder, most_bytes=1)
    for _ in range(3):
        assert await retriever.search(Question("Where does the river rise?", course.id))
    assert len(built) == 1


async def test_passages_of_one_document_share_how_near_the_document_is(
    knowledge: Knowledge,
) -> None:
    course = await knowledge.library.create_course("town", "Town")
    chapters = b"# Rise\n\nThe river rises in the hills.\n\n# Mouth\n\nThe river meets the sea."
    files = [SourceFile("river.md", chapters), SourceFile("tower.txt", TEXTS["towers"])]
    await knowledge.ingester.ingest(course, files)
    found = await knowledge.retriever.search(Question("Where does the river end?", course.id))
    near: dict[int, set[float]] = {}
    for scored in found:
        near.setdefault(scored.passage.document_id, set()).add(scored.parts["document_cosine"])
    river, tower = (near[document] for document in sorted(near))
    assert len(found) == 3
    assert len(river) == 1
    assert max(river) > max(tower)


@pytest.mark.parametrize(
    ("asked", "sought"),
    [
        ("What was said of Khartum?", "khartoum"),
        ("What was said of mortality?", "mortality"),
        ("What was said of breathings?", "breathings"),
        ("What was said of the Harbour?", "harbor"),
        ("What was said of Elizabeth?", "elisabeth"),
        ("What was said of an organisation?", "organization"),
        ("Who couldn't swim?", "swim"),
    ],
)
async def test_a_slip_is_forgiven_and_a_word_is_not_taken_for_another(
    knowledge: Knowledge, asked: str, sought: str
) -> None:
    course = await knowledge.library.create_course("envoys", "Envoys")
    text = (
        b"The envoys praised morality in Khartoum, while the beatings could not be told. "
        b"The organization of Elisabeth kept a harbor."
    )
    await knowledge.ingester.ingest(course, [SourceFile("envoys.txt", text)])
    found = await knowledge.retriever.retrieve(Question(asked, course.id))
    assert found is not None
    assert [word.word.text for word in found.ranking.words if word.word.text != "said"] == [sought]
