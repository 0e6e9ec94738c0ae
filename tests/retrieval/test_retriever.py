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


VARIANTS = """
Saddam Hussein met Andrew Johnson in Brazil. Nicolas Maduro and Mohammed Tahir saw the artifacts,
and the judgment of archeology on medieval and pediatric leukemia was skeptical. His mustache was
centered, and dispatch after dispatch went out. Victorian Austria, Iraq, Nigeria, Malta, Joan, Mars
and Hua were far in 1914. The marital talks were of morality. A cannon stood by the Cannon Tower.
George Clifton stayed with Queen Victorian and Philipp.
"""


@pytest.mark.parametrize(
    ("asked", "sought"),
    [
        ("What of Saddam Hussain?", ["saddam", "hussein"]),
        ("What of Hussain?", ["hussein"]),
        ("What of Nicholas Maduro?", ["nicolas", "maduro"]),
        ("What of Brasil?", ["brazil"]),
        ("What of Muhammed?", ["mohammed"]),
        ("What of the archaeology?", ["archeology"]),
        ("What of the artefacts?", ["artifacts"]),
        ("What of the artefact?", ["artifacts"]),
        ("What of the judgement?", ["judgment"]),
        ("What was mediaeval?", ["medieval"]),
        ("What was paediatric leukaemia?", ["pediatric", "leukemia"]),
        ("Who was sceptical?", ["skeptical"]),
        ("Whose moustache was centred?", ["mustache", "centered"]),
        ("What of the despatch?", ["dispatch"]),
        ("What of Andrew Johnston?", ["andrew", "johnson"]),
        ("What of Philip?", ["philipp"]),
    ],
)
async def test_another_spelling_of_a_word_or_a_name_finds_it(
    knowledge: Knowledge, asked: str, sought: list[str]
) -> None:
    assert await _sought(knowledge, asked) == sought


@pytest.mark.parametrize(
    "asked",
    [
        "What of Victoria?",
        "What of Australia?",
        "What of Iran?",
        "What of Niger?",
        "What of Mali?",
        "What of John?",
        "What of Marx?",
        "What of Hu?",
        "What of 1941?",
        "What of Johnston?",
        "What of Clinton?",
        "What of Queen Victoria?",
        "What of martial?",
        "What of Martial?",
        "What of mortality?",
        "What of brasil?",
        "What of the Canons?",
    ],
)
async def test_a_name_is_not_taken_for_another(knowledge: Knowledge, asked: str) -> None:
    asked_for = asked.removesuffix("?").split()[-1].lower()
    assert (await _sought(knowledge, asked))[-1] == asked_for


async def _sought(knowledge: Knowledge, asked: str) -> list[str]:
    """The words that are searched for in a course of :data:`VARIANTS`."""
    course = await knowledge.library.create_course("variants", "Variants")
    await knowledge.ingester.ingest(course, [SourceFile("variants.txt", VARIANTS.encode())])
    found = await knowledge.retriever.retrieve(Question(asked, course.id))
    assert found is not None
    return [word.word.text for word in found.ranking.words]
